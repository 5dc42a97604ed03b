//! "Elevate Your Access": the instructions, and the touch.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};
use keyward_web::{Answer, Errors, Form, Pairs, Problem};
use serde_json::json;

use super::{next, touch};
use crate::cx::{Cx, guard};
use crate::enrolment::{self, Way};
use crate::layout::Shell;
use crate::security_keys::{self, KeyAnswer, Purpose, Refusal, Ways};

/// What the next page says.
const ON: &str = "Elevated access is on.";

#[derive(Template)]
#[template(path = "elevation/show.html")]
pub(super) struct ElevationPage {
    shell: Shell,
    state: State,
    until: String,
    /// Whether a key would open anything more.
    would_grow: bool,
    next: String,
    ways: Ways,
    /// Whether their user group asks for the key's PIN.
    asks_pin: bool,
    errors: Errors,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum State {
    /// A key can be touched, or a code entered.
    Asking,
    /// It is on already.
    On,
    /// There is no key to touch.
    NoKey,
    /// What they hold waits for approval.
    Waiting,
    /// The key was suspended just now.
    Suspended,
}

impl ElevationPage {
    async fn of(cx: &Cx, next: &str, errors: Errors) -> Result<Self, Problem> {
        let (state, until) = match &cx.elevation {
            Some(elevation) => (State::On, elevation.until.time()),
            None if cx.ways.any() => (State::Asking, String::new()),
            None if enrolment::way(cx).await? == Way::Waiting => (State::Waiting, String::new()),
            None => (State::NoKey, String::new()),
        };
        Ok(Self {
            shell: cx.page(),
            state,
            until,
            would_grow: cx.access.would_grow(),
            next: next.to_owned(),
            ways: cx.ways,
            asks_pin: cx.policy.pin,
            errors,
        })
    }
}

pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let next = next::safe(query.raw("next"));
    let page = ElevationPage::of(&cx, next, Errors::new()).await?;
    cx.show(&page)
}

/// The touch. The script that goes on with something else by itself asks for JSON.
pub(super) async fn post(cx: Cx, headers: HeaderMap, Form(form): Form<Pairs>) -> Answer {
    let for_script = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.starts_with("application/json"));
    let next = next::safe(form.raw("next"));
    let answer = KeyAnswer::read(&form);
    let words = (!for_script).then_some(ON);
    match touch::elevate_with(&cx, Purpose::Elevate, &answer, words).await? {
        Ok(token) if for_script => {
            let response = security_keys::answer_script(StatusCode::OK, &json!({"next": next}))?;
            Ok(guard::with_session(cx.app(), response, &token))
        }
        Ok(token) => Ok(guard::with_session(cx.app(), cx.redirect(next)?, &token)),
        Err(refusal) if for_script => security_keys::refuse_script(&refusal),
        Err(refusal) => {
            let errors = Errors::one(answer.field(), refusal.words());
            let page = ElevationPage::of(&cx, next, errors).await?;
            let is_suspended = matches!(refusal, Refusal::CounterWentBack { .. });
            let state = if is_suspended {
                State::Suspended
            } else {
                page.state
            };
            cx.show_again(&ElevationPage { state, ..page })
        }
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> ElevationPage {
    ElevationPage {
        shell: Shell::default(),
        state: State::Asking,
        until: String::new(),
        would_grow: true,
        next: next::DASHBOARD.into(),
        ways: Ways {
            touched: 1,
            typed: 1,
            recovery_codes: 9,
        },
        asks_pin: true,
        errors: Errors::one(
            "use-key",
            "This security key is not linked to your account.",
        ),
    }
}

/// The page for somebody without a key.
pub(super) fn sample_without_key() -> ElevationPage {
    ElevationPage {
        state: State::NoKey,
        errors: Errors::new(),
        ..sample()
    }
}

/// The page for somebody whose key waits for approval.
pub(super) fn sample_waiting() -> ElevationPage {
    ElevationPage {
        state: State::Waiting,
        errors: Errors::new(),
        ..sample()
    }
}
