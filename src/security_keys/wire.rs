//! How the script and this room speak: JSON both ways, errors in words that can be shown.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use keyward_web::{Answer, Problem};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::refusal::Refusal;

/// What the script sent.
pub struct Sent<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let is_json = kind.is_some_and(|kind| kind.starts_with("application/json"));
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|_| Problem::TooLarge.into_response())?;
        serde_json::from_slice(&body)
            .ok()
            .filter(|_| is_json)
            .map(Self)
            .ok_or_else(|| {
                let words = "Your browser sent something that could not be read. Reload the page \
                             and try again.";
                refused(StatusCode::BAD_REQUEST, "unreadable", words, None).into_response()
            })
    }
}

/// An answer for the script.
pub fn answer(status: StatusCode, value: &Value) -> Answer {
    let json = HeaderValue::from_static("application/json");
    Ok((status, [(CONTENT_TYPE, json)], value.to_string()).into_response())
}

/// A refusal for the script: a short name, words to show, and the field at fault if there is one.
pub fn refused(status: StatusCode, code: &str, words: &str, field: Option<&str>) -> Answer {
    let mut error = json!({"code": code, "words": words});
    if let Some(field) = field {
        error["field"] = field.into();
    }
    answer(status, &json!({ "error": error }))
}

/// What was wrong with a field.
pub(super) fn wrong(field: &str, words: &str) -> Answer {
    refused(
        StatusCode::UNPROCESSABLE_ENTITY,
        "wrong_field",
        words,
        Some(field),
    )
}

/// A key's answer that was not taken.
pub fn refused_key(refusal: &Refusal) -> Answer {
    refused(
        refusal.status(),
        refusal.code(),
        &refusal.words(),
        refusal.field(),
    )
}

impl Refusal {
    /// How the script is told.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Refusal::NoKeys => StatusCode::CONFLICT,
            Refusal::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
            Refusal::Ours(_) => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}
