//! Forms: what a person typed, as pairs of names and values, without surprises.

use std::borrow::Cow;

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::Problem;

/// The fields of an `application/x-www-form-urlencoded` body (URL Standard § 5.1), in order.
#[derive(Clone, Debug, Default)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Reads the pairs of an urlencoded body. Bytes that are not UTF-8 become U+FFFD.
    pub fn parse(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let pairs = text.split('&').filter(|part| !part.is_empty()).map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    /// Pairs as given, for tests and for forms built by hand.
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self(
            pairs
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect(),
        )
    }

    /// The first value of this name, trimmed of surrounding white space; empty when absent.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The first value of this name exactly as typed (passwords); empty when absent.
    pub fn raw(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of this name, in order.
    pub fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a field of this name was sent.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// Every pair, in order.
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let (decoded, used) = match (byte, after) {
            (b'+', _) => (b' ', 0),
            (b'%', [high, low, ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, 2),
                _ => (b'%', 0),
            },
            _ => (byte, 0),
        };
        bytes.push(decoded);
        rest = &after[used..];
    }
    match String::from_utf8_lossy(&bytes) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    }
    .replace("\r\n", "\n")
    .replace('\0', "\u{fffd}")
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// A form that can be read from the pairs which a browser sent. Reading never fails: checking is
/// the form's own second step, so that what was typed can come back.
pub trait ReadForm {
    /// Reads the fields.
    fn read(pairs: &Pairs) -> Self;
}

/// Extracts a form from the request's body.
#[derive(Clone, Debug)]
pub struct Form<T>(pub T);

impl<S: Send + Sync, T: ReadForm> FromRequest<S> for Form<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            return Err(Problem::refused(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "This form could not be read",
                "Go back, reload the page and send the form again.",
            )
            .into_response());
        }
        let body = axum::body::Bytes::from_request(request, state)
            .await
            .map_err(|_| Problem::TooLarge.into_response())?;
        Ok(Self(T::read(&Pairs::parse(&body))))
    }
}

impl ReadForm for Pairs {
    fn read(pairs: &Pairs) -> Self {
        pairs.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_in_order_with_repeats() {
        let pairs = Pairs::parse(b"pupil=1&pupil=2&words=he+said+%22no%22%0D%0Athen&odd=%zz&bare");
        assert_eq!(pairs.every("pupil").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(pairs.raw("words"), "he said \"no\"\nthen");
        assert_eq!(pairs.raw("odd"), "%zz");
        assert!(pairs.has("bare") && !pairs.has("absent"));
        assert_eq!(pairs.text("absent"), "");
    }

    #[test]
    fn what_is_not_text_becomes_replacement_characters() {
        assert_eq!(Pairs::parse(b"a=%ff%00b").raw("a"), "\u{fffd}\u{fffd}b");
        assert_eq!(Pairs::parse(b"a=%").raw("a"), "%");
    }
}
