//! What can go wrong with a request, before it is a page.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// A problem, in terms that the shell turns into a page for the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Not there, or not for this person: the two look the same.
    NotFound,
    /// The request was understood and is refused; the words say why and what to do.
    Refused {
        /// The answer's status.
        status: StatusCode,
        /// The page's heading.
        title: &'static str,
        /// What happened and what to do next.
        words: String,
    },
    /// The body is larger than this address takes.
    TooLarge,
    /// The database, or the disk beneath it, is away. Nothing was changed.
    Away(String),
    /// A fault of ours; the text is for the log alone and holds nothing that a person typed.
    Bug(String),
}

impl Problem {
    /// A refusal with words for the person.
    pub fn refused(status: StatusCode, title: &'static str, words: impl Into<String>) -> Self {
        Self::Refused {
            status,
            title,
            words: words.into(),
        }
    }

    /// A fault of ours.
    pub fn bug(what: impl std::fmt::Display) -> Self {
        Self::Bug(what.to_string())
    }

    /// The status that answers this problem.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Refused { status, .. } => *status,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Away(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Bug(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// The bare answer, which carries the problem for the shell to make a page of.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<keyward_db::Error> for Problem {
    fn from(error: keyward_db::Error) -> Self {
        match error {
            keyward_db::Error::Away(..) => Self::Away(error.to_string()),
            other => Self::Bug(other.to_string()),
        }
    }
}
