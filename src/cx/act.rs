//! An act that cannot be undone, or that opens a gate, asks for a fresh touch each time it is sent.
//!
//! First it is rehearsed, so that a slip costs no touch: what is wrong comes back as ever. Then its
//! person reads what would be done and is asked for their key, on a page that keeps what they sent. The
//! question to the key is bound to the address and to each field, and is answered once; so one touch
//! carries out one act, the one that was on the page.

use askama::Template;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use keyward_web::{Errors, Pairs, Problem};
use sha2::{Digest, Sha256};

use super::{Cx, Tx, Visit, kept, show};
use crate::audit::Entry;
use crate::layout::Shell;
use crate::security_keys::{self, KeyAnswer, Purpose, Refusal, Ways};

/// A request whose right is held.
pub(super) struct Request<'r> {
    /// Who sent it.
    pub visit: &'r Visit,
    /// The request itself.
    pub request: extract::Request,
    /// Its body again, where that is a form.
    pub form: &'r Bytes,
    /// What answers it.
    pub next: Next,
}

/// A request that is carried out with every write undone, and what it would leave to be read.
#[derive(Clone, Default)]
pub struct Rehearsal(Arc<Mutex<Option<String>>>);

impl Rehearsal {
    /// The job, of which is noted what it says to its person.
    pub(super) fn hears<T, E>(
        &self,
        mut job: impl FnMut(&mut Tx<'_, '_>) -> Result<T, E> + Send + 'static,
    ) -> impl FnMut(&mut Tx<'_, '_>) -> Result<T, E> + Send + 'static {
        let said = Arc::clone(&self.0);
        move |tx| {
            let done = job(tx)?;
            if let Some(words) = tx.said() {
                *said.lock().unwrap_or_else(PoisonError::into_inner) = Some(words.to_owned());
            }
            Ok(done)
        }
    }

    fn said(&self) -> String {
        let said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        said.clone().unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "cx/act.html")]
pub(super) struct ActPage {
    shell: Shell,
    /// What the touch is for: "change a user group".
    touch_to: &'static str,
    /// What the next page would say; empty where it would say nothing.
    said: String,
    address: String,
    about: String,
    fields: Vec<(String, String)>,
    ways: Ways,
    errors: Errors,
}

impl Request<'_> {
    /// Lets the request go on to what answers it.
    pub async fn goes_on(mut self) -> Response {
        self.request.extensions_mut().insert(self.visit.clone());
        self.next.run(self.request).await
    }

    /// What would be answered; nothing of it is kept.
    async fn goes_on_in_rehearsal(self, rehearsal: Rehearsal) -> Response {
        let visit = Visit {
            rehearsal: Some(rehearsal),
            ..self.visit.clone()
        };
        Request {
            visit: &visit,
            ..self
        }
        .goes_on()
        .await
    }
}

/// Carries the request out if it brings the touch that it needs; otherwise asks for one.
pub(super) async fn with_touch(
    going: Request<'_>,
    touch_to: &'static str,
    is_form: bool,
) -> Response {
    let Some(presence) = going.visit.presence.clone().filter(|_| is_form) else {
        return Problem::NotFound.into_response();
    };
    let cx = Cx {
        visit: going.visit.clone(),
        presence,
    };
    let form = Pairs::parse(going.form);
    let address = going.request.uri().path().to_owned();
    let fields = kept::what_was_typed(&form);
    let page = ActPage {
        shell: cx.page(),
        touch_to,
        said: String::new(),
        about: about(&address, &fields),
        address,
        fields,
        ways: cx.ways.with_a_key(),
        errors: Errors::new(),
    };
    let answer = KeyAnswer::read(&form);
    let mut errors = Errors::new();
    if !answer.is_missing() {
        match settle(&cx, &page, &answer).await {
            Ok(Ok(())) => return going.goes_on().await,
            Ok(Err(refusal)) => errors.add(answer.field(), refusal.words()),
            Err(problem) => return problem.into_response(),
        }
    }
    let rehearsal = Rehearsal::default();
    let would = going.goes_on_in_rehearsal(rehearsal.clone()).await;
    if !would.status().is_success() && !would.status().is_redirection() {
        return would;
    }
    let said = rehearsal.said();
    ActPage {
        errors,
        said,
        ..page
    }
    .answer()
}

/// Uses the touch up, whatever becomes of the act.
async fn settle(
    cx: &Cx,
    page: &ActPage,
    answer: &KeyAnswer,
) -> Result<Result<(), Refusal>, Problem> {
    let judged = security_keys::judge_for(cx, Purpose::Act, &page.about, answer).await?;
    let (touch_to, device) = (page.touch_to, cx.visit.device.clone());
    let settled = cx
        .write(move |tx| {
            let settled = judged.settle(tx)?;
            if let Ok(proved) = &settled {
                tx.entry(
                    Entry::of("security key touched", "security key", &proved.key.0)
                        .with("for", touch_to)
                        .with("kind", proved.kind.words())
                        .with("device", &device),
                )?;
            }
            Ok::<_, Problem>(settled.map(drop))
        })
        .await?;
    cx.app().letters().notify_one();
    Ok(settled)
}

impl ActPage {
    fn answer(mut self) -> Response {
        // A sentence of the page before would speak of something else.
        self.shell.flash = None;
        show(StatusCode::FORBIDDEN, &self).into_response()
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> ActPage {
    ActPage {
        shell: Shell::default(),
        touch_to: "change a user group",
        said: "The user group Governors was changed.".into(),
        address: "/groups/g".into(),
        about: about("/groups/g", &[]),
        fields: vec![("name".into(), "Governors".into())],
        ways: Ways {
            touched: 1,
            typed: 1,
            recovery_codes: 0,
        },
        errors: Errors::one("code", "That code is not right."),
    }
}

/// The page of somebody whose keys are gone, filled with a sample.
pub(super) fn sample_without_key() -> ActPage {
    ActPage {
        ways: Ways::default(),
        said: String::new(),
        errors: Errors::new(),
        ..sample()
    }
}

/// The one act that a question is about: SHA-256 over the address and each field, each behind its
/// length, in hexadecimal.
fn about(address: &str, fields: &[(String, String)]) -> String {
    let mut hash = Sha256::new();
    let pairs = fields.iter().flat_map(|(name, value)| [name, value]);
    for part in std::iter::once(address).chain(pairs.map(String::as_str)) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::about;

    fn of(address: &str, fields: &[(&str, &str)]) -> String {
        let fields = fields
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()));
        about(address, &fields.collect::<Vec<_>>())
    }

    #[test]
    fn no_two_acts_are_one() {
        let right = of("/groups/a", &[("name", "Staff"), ("right", "x")]);
        assert_eq!(right, of("/groups/a", &[("name", "Staff"), ("right", "x")]));
        for other in [
            of("/groups/b", &[("name", "Staff"), ("right", "x")]),
            of("/groups/a", &[("name", "Staff"), ("right", "y")]),
            of("/groups/a", &[("name", "Staff")]),
            of("/groups/a", &[("right", "x"), ("name", "Staff")]),
            of("/groups/a", &[("name", "Staffright"), ("", "x")]),
            of("/groups/an", &[("ame", "Staff"), ("right", "x")]),
        ] {
            assert_ne!(right, other);
        }
    }
}
