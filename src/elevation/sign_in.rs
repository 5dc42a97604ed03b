//! Signing in with a key, just after the password: access is elevated from the start.

use askama::Template;
use axum::http::StatusCode;
use keyward_web::{Answer, Errors, Form, Pairs};

use super::next::DASHBOARD;
use super::touch;
use crate::cx::{Cx, guard, show};
use crate::layout::Shell;
use crate::school::School;
use crate::security_keys::{KeyAnswer, Purpose, Refusal, Ways};

#[derive(Template)]
#[template(path = "elevation/sign_in.html")]
pub(super) struct KeyPage {
    shell: Shell,
    school: School,
    name: String,
    is_suspended: bool,
    /// Whether they can go on without elevated access.
    may_go_on: bool,
    ways: Ways,
    errors: Errors,
}

impl KeyPage {
    fn of(cx: &Cx, is_suspended: bool, errors: Errors) -> Self {
        Self {
            shell: cx.visit().page_of(&cx.school.name, &cx.school.slug),
            school: cx.school.clone(),
            name: cx.name.clone(),
            is_suspended,
            may_go_on: !cx.access.awaits_key(),
            ways: cx.ways,
            errors,
        }
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    if !cx.ways.any() || cx.elevation.is_some() {
        return cx.redirect(DASHBOARD);
    }
    cx.show(&KeyPage::of(&cx, false, Errors::new()))
}

pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let answer = KeyAnswer::read(&form);
    match touch::elevate_with(&cx, Purpose::SignIn, &answer, None).await? {
        Ok(token) => Ok(guard::with_session(
            cx.app(),
            cx.redirect(DASHBOARD)?,
            &token,
        )),
        Err(refusal) => {
            let is_suspended = matches!(refusal, Refusal::CounterWentBack { .. });
            let errors = Errors::one(answer.field(), refusal.words());
            show(
                StatusCode::UNPROCESSABLE_ENTITY,
                &KeyPage::of(&cx, is_suspended, errors),
            )
        }
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> KeyPage {
    KeyPage {
        shell: Shell::default(),
        school: crate::school::sample(),
        name: "Amira Khan".into(),
        is_suspended: false,
        may_go_on: true,
        ways: Ways {
            touched: 1,
            typed: 0,
            recovery_codes: 9,
        },
        errors: Errors::new(),
    }
}
