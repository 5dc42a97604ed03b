//! Before an app is set up: its name, and the proof of who its person is.

use askama::Template;
use keyward_codes::hotp::Secret;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, Undone};

use super::setup;
use crate::cx::Cx;
use crate::enrolment::{self, Way};
use crate::key_policy::{Kind, ShownKey};
use crate::layout::Shell;
use crate::security_keys::{Claim, KeyAnswer, Ways, check_new_name, prove};

/// A soft key as a policy looks at it.
pub(super) const SHOWN: ShownKey = ShownKey::by_code(Kind::SoftKey);

#[derive(Template)]
#[template(path = "soft_keys/start.html")]
pub(super) struct StartPage {
    shell: Shell,
    way: Way,
    ways: Ways,
    is_admitted: bool,
    device_name: String,
    email: String,
    errors: Errors,
}

impl StartPage {
    async fn of(cx: &Cx, device_name: &str, errors: Errors) -> Result<Self, Problem> {
        Ok(Self {
            shell: cx.page(),
            way: enrolment::way(cx).await?,
            ways: cx.ways,
            is_admitted: cx.policy.admits(SHOWN).is_ok(),
            device_name: device_name.to_owned(),
            email: cx.email.clone(),
            errors,
        })
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    cx.show(&StartPage::of(&cx, "", Errors::new()).await?)
}

pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    match begin(&cx, &form).await {
        Ok(()) => cx.redirect("/account/soft-keys/setup"),
        Err(Undone::Form(errors)) => again(&cx, form.text("device_name"), errors).await,
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

/// The page again, with what was wrong on it.
pub(super) async fn again(cx: &Cx, device_name: &str, errors: Errors) -> Answer {
    cx.show_again(&StartPage::of(cx, device_name, errors).await?)
}

async fn begin(cx: &Cx, form: &Pairs) -> Result<(), Undone> {
    // The name needs no proof yet, so that a slip costs no touch.
    let typed = form.text("device_name").to_owned();
    let name = cx.read(move |tx| check_new_name(tx, &typed)).await?;
    let name = name.map_err(|refused| Undone::field("device_name", refused.words()))?;
    let claim = Claim {
        password: form.raw("password").to_owned(),
        enrolment_code: form.text("enrolment_code").to_owned(),
        answer: KeyAnswer::read(form),
    };
    let grant = prove(cx, claim).await?.map_err(|refused| {
        let field = refused.field.unwrap_or("use-key");
        Undone::field(field, refused.words)
    })?;
    let secret = Secret::generate();
    let begun = cx.write(move |tx| setup::begin(tx, &name, &secret, &grant));
    Ok(begun.await?)
}

/// The page, filled with a sample.
pub(super) fn sample() -> StartPage {
    StartPage {
        shell: Shell::default(),
        way: Way::WithCode,
        ways: Ways::default(),
        is_admitted: false,
        device_name: "My phone".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        errors: Errors::one("password", "The password is not right"),
    }
}

/// The page for somebody who has a key that is touched, filled with a sample.
pub(super) fn further_sample() -> StartPage {
    StartPage {
        way: Way::ByKey,
        ways: Ways {
            touched: 1,
            typed: 1,
            recovery_codes: 0,
        },
        is_admitted: true,
        errors: Errors::new(),
        ..sample()
    }
}
