//! What a request brings: waited for so long and no longer, and all of it there before anybody is asked
//! who sent it.
//!
//! Whoever holds a request open would otherwise keep the rights and the moment with which they began
//! it, after their elevated access, or their session, has ended. A file alone is not waited for here:
//! whoever takes it asks anew when it is there ([`super::Cx::anew`]).

use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::StatusCode;
use axum::http::request::Parts;
use http_body::{Frame, SizeHint};
use keyward_web::Problem;
use tokio::time::{Sleep, sleep};

use super::kept;

/// How long others are waited for.
#[derive(Copy, Clone, Debug)]
pub struct Patience {
    /// A form, from its first byte to its last.
    pub form: Duration,
    /// Files, likewise: fifty megabytes on a slow line.
    pub files: Duration,
    /// The turn of somebody who opens a file while many are handed out.
    pub turn: Duration,
    /// Somebody who fetches a file that they opened.
    pub fetching: Duration,
    /// Requests under way, when the server is told to stop.
    pub stopping: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            form: Duration::from_secs(60),
            files: Duration::from_secs(600),
            turn: Duration::from_secs(20),
            fetching: Duration::from_secs(600),
            stopping: Duration::from_secs(20),
        }
    }
}

#[cfg(test)]
impl Patience {
    /// None at all: what is not there yet is not waited for.
    pub const NONE: Self = Self {
        form: Duration::ZERO,
        files: Duration::ZERO,
        turn: Duration::ZERO,
        fetching: Duration::ZERO,
        stopping: Duration::ZERO,
    };
}

/// The largest form that is kept where files are meant to come.
const STRAY_FORM_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What a request brought: its body, and that again where it is a form that can be kept.
pub(super) type Arrived = (Body, Bytes);

/// Waits for what a request brings; where it brings files, for none of them yet.
///
/// # Errors
/// That it is too large, or did not arrive in time.
pub(super) async fn arrive(
    (parts, body): (&Parts, Body),
    (bytes_max, brings_files): (usize, bool),
    patience: Patience,
) -> Result<Arrived, Problem> {
    if parts.method.is_safe() {
        return Ok((Body::empty(), Bytes::new()));
    }
    let is_form = kept::is_form(&parts.method, &parts.headers);
    if brings_files && !is_form {
        let files = Arriving::new(body, patience.files);
        return Ok((Body::new(files), Bytes::new()));
    }
    let most = match brings_files {
        true => bytes_max.min(STRAY_FORM_BYTES_MAX),
        false => bytes_max,
    };
    let all = to_bytes(Body::new(Arriving::new(body, patience.form)), most).await;
    let all = all.map_err(|error| match is_too_slow(&error) {
        true => too_slow(),
        false => Problem::TooLarge,
    })?;
    let form = match is_form {
        true => all.clone(),
        false => Bytes::new(),
    };
    Ok((Body::from(all), form))
}

fn too_slow() -> Problem {
    Problem::refused(
        StatusCode::REQUEST_TIMEOUT,
        "This took too long to arrive",
        "Nothing was changed. Check your connection, then go back to the page before this one, which \
         still holds what you typed, and send it again.",
    )
}

/// A body that is waited for so long and no longer.
struct Arriving {
    body: Body,
    patience: Duration,
    /// When it is over; from the first time that something is waited for.
    over: Option<Pin<Box<Sleep>>>,
}

/// A body did not arrive in time.
#[derive(Debug, thiserror::Error)]
#[error("it took too long to arrive")]
struct TooSlow;

impl Arriving {
    fn new(body: Body, patience: Duration) -> Self {
        Self {
            body,
            patience,
            over: None,
        }
    }
}

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            return Poll::Ready(frame);
        }
        let patience = self.patience;
        let over = self.over.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(over.as_mut().poll(cx));
        Poll::Ready(Some(Err(axum::Error::new(TooSlow))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Whether this is, beneath, that a body did not arrive in time.
fn is_too_slow(error: &(dyn Error + 'static)) -> bool {
    error.is::<TooSlow>() || error.source().is_some_and(is_too_slow)
}
