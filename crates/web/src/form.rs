//! Forms: what a person typed, as pairs of names and values, without surprises.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::Problem;

/// The most fields of one form, several times what the longest of ours has: each costs more to keep
/// and to show than the few bytes that it takes to send.
pub const FIELDS_MAX: usize = 2_000;

/// The fields of an `application/x-www-form-urlencoded` body (URL Standard § 5.1), in order.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    all: Vec<(String, String)>,
    /// The values, by their place among all, that turn the reading direction; without what turns it.
    straight: BTreeMap<usize, String>,
}

impl Pairs {
    /// Reads the pairs of an urlencoded body, and of more than `FIELDS_MAX` the first alone. Bytes
    /// that are not UTF-8 become U+FFFD.
    pub fn parse(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let parts = text.split('&').filter(|part| !part.is_empty());
        let pairs = parts.take(FIELDS_MAX).map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decode(name), decode(value))
        });
        Self::from(pairs.collect())
    }

    /// Whether an urlencoded body has more fields than are read.
    fn are_too_many(body: &[u8]) -> bool {
        let fields = body.split(|&byte| byte == b'&');
        fields.filter(|field| !field.is_empty()).count() > FIELDS_MAX
    }

    /// Pairs as given, for tests and for forms built by hand.
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        let own = |(name, value): &(&str, &str)| ((*name).into(), (*value).into());
        Self::from(pairs.iter().map(own).collect())
    }

    fn from(all: Vec<(String, String)>) -> Self {
        let turning = (0..)
            .zip(&all)
            .filter(|(_, (_, value))| value.contains(turns));
        let straight = turning
            .map(|(place, (_, value))| (place, value.replace(turns, "")))
            .collect();
        Self { all, straight }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.all.iter().position(|(field, _)| field == name)
    }

    /// The first value of this name, as one line: trimmed of surrounding white space, and without the
    /// marks that turn the reading direction of what follows (Unicode Bidirectional Algorithm § 2),
    /// so that no line reads as something else. Empty when absent.
    pub fn text(&self, name: &str) -> &str {
        let straight = self.place(name).and_then(|place| self.straight.get(&place));
        straight
            .map_or_else(|| self.raw(name), String::as_str)
            .trim()
    }

    /// The first value of this name exactly as typed (passwords, long texts); empty when absent.
    pub fn raw(&self, name: &str) -> &str {
        let found = self.place(name).and_then(|place| self.all.get(place));
        found.map_or("", |(_, value)| value)
    }

    /// Every value of this name, in order.
    pub fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.all
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a field of this name was sent.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// Every pair, in order.
    pub fn all(&self) -> &[(String, String)] {
        &self.all
    }
}

/// Whether a letter turns the reading direction of what follows.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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
        if Pairs::are_too_many(&body) {
            return Err(Problem::refused(
                StatusCode::PAYLOAD_TOO_LARGE,
                "This form has too many fields",
                format!(
                    "Nothing was changed: a form may have {FIELDS_MAX} fields. Go back, choose less \
                     at once and send it again."
                ),
            )
            .into_response());
        }
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
    fn one_line_never_reads_as_something_else_and_a_long_text_stays_as_typed() {
        let typed = "at\u{202e}eht \u{2066}gate\u{2069}";
        let pairs = Pairs::of(&[("other", "x"), ("place", typed), ("place", "\u{202a}")]);
        assert_eq!(pairs.text("place"), "ateht gate");
        assert_eq!(pairs.raw("place"), typed);
        assert_eq!(pairs.text("other"), "x");
        assert_eq!(pairs.text("absent"), "");
    }

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
    fn of_too_many_fields_the_first_are_read() {
        let fields = |count| "a=b&&".repeat(count).into_bytes();
        assert_eq!(Pairs::parse(&fields(FIELDS_MAX)).all().len(), FIELDS_MAX);
        assert!(!Pairs::are_too_many(&fields(FIELDS_MAX)));
        assert_eq!(Pairs::parse(&fields(30_000)).all().len(), FIELDS_MAX);
        assert!(Pairs::are_too_many(&fields(FIELDS_MAX + 1)));
    }

    #[test]
    fn what_is_not_text_becomes_replacement_characters() {
        assert_eq!(Pairs::parse(b"a=%ff%00b").raw("a"), "\u{fffd}\u{fffd}b");
        assert_eq!(Pairs::parse(b"a=%").raw("a"), "%");
    }
}
