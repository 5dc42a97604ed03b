//! Opening the school's code: the code, a reason, and the password once more, so that the envelope and
//! a desk that somebody left are not enough.

use askama::Template;
use axum::http::StatusCode;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm};

use super::{code, notices, openings};
use crate::audit::Entry;
use crate::cx::{Cx, Tx, elevate, guard, show};
use crate::enrolment::{self, check_words};
use crate::ids::KeyId;
use crate::key_policy::Kind;
use crate::layout::Shell;
use crate::reason::reason;
use crate::sign_in::{self, Admission};

#[derive(Template)]
#[template(path = "break_glass/open.html")]
pub(super) struct OpenPage {
    shell: Shell,
    email: String,
    form: OpenForm,
}

/// What somebody types to open it. Neither the code nor the password comes back.
#[derive(Clone, Default)]
pub(super) struct OpenForm {
    code: String,
    reason: String,
    password: String,
    errors: Errors,
}

impl ReadForm for OpenForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            code: pairs.text("code").to_owned(),
            reason: pairs.text("reason").to_owned(),
            password: pairs.raw("password").to_owned(),
            errors: Errors::new(),
        }
    }
}

/// Not found for whoever has nothing that a key would open.
async fn is_for(cx: &Cx) -> Result<(), Problem> {
    let needs_key = cx.read(|tx| enrolment::needs_key(tx, tx.person()?)).await?;
    needs_key.then_some(()).ok_or(Problem::NotFound)
}

pub(super) async fn get(cx: Cx) -> Answer {
    is_for(&cx).await?;
    if cx.elevation.is_some() {
        return cx.redirect("/dashboard");
    }
    cx.show(&OpenPage {
        shell: cx.page(),
        email: cx.email.clone(),
        form: OpenForm::default(),
    })
}

pub(super) async fn post(cx: Cx, Form(mut form): Form<OpenForm>) -> Answer {
    is_for(&cx).await?;
    if cx.elevation.is_some() {
        return cx.redirect("/dashboard");
    }
    if form.code.is_empty() {
        form.errors.add("code", "Enter the code from the sheet");
    }
    let asks = "Write why it cannot wait";
    let wrong = reason(&form.reason, asks).err();
    if let Some(words) = wrong.or_else(|| check_words(&form.reason, asks).err()) {
        form.errors.add("reason", words);
    }
    if form.password.is_empty() {
        form.errors.add("password", "Enter your Keyward password");
    }
    if !form.errors.is_empty() {
        return again(&cx, form, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let failures = match cx.write(sign_in::admit_break_glass).await? {
        Admission::Admitted(failures) => failures,
        Admission::Wait(until) => {
            let minutes = sign_in::minutes_until(cx.now(), until);
            form.errors.add("code", sign_in::codes_wait_words(minutes));
            return again(&cx, form, StatusCode::TOO_MANY_REQUESTS);
        }
    };
    // Counted with the wrong codes and with nothing else: whoever fails at the sign-in page on somebody's
    // behalf must not keep them from this one.
    let password = std::mem::take(&mut form.password);
    if !sign_in::is_password_of(&cx, password).await? {
        refuse(&cx, failures).await?;
        form.errors.add("password", "The password is not right");
        return again(&cx, form, StatusCode::UNPROCESSABLE_ENTITY);
    }
    match open(&cx, &form, failures).await? {
        Some(token) => Ok(guard::with_session(
            cx.app(),
            cx.redirect("/dashboard")?,
            &token,
        )),
        None => {
            let words = "This is not the code that works now. Check it against the newest sheet; \
                         each works once";
            form.errors.add("code", words);
            again(&cx, form, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

fn again(cx: &Cx, form: OpenForm, status: StatusCode) -> Answer {
    let (shell, email) = (cx.page(), cx.email.clone());
    show(status, &OpenPage { shell, email, form })
}

/// Writes an attempt down that came to nothing.
async fn refuse(cx: &Cx, failures: i64) -> Result<(), Problem> {
    let device = cx.visit().device.clone();
    cx.write(move |tx| note_refusal(tx, failures, &device))
        .await?;
    cx.app().letters().notify_one();
    Ok(())
}

fn note_refusal(tx: &mut Tx<'_, '_>, failures: i64, device: &str) -> Result<(), Problem> {
    notices::refused(tx, failures, device)?;
    let person = tx.person()?;
    tx.entry(
        Entry::of("break-glass code refused", "person", &person.0)
            .with("failures in a row", failures)
            .with("device", device),
    )
}

/// Opens it, if the code is right; the session's new secret.
async fn open(cx: &Cx, form: &OpenForm, failures: i64) -> Result<Option<String>, Problem> {
    let device = cx.visit().device.clone();
    let (typed, reason) = (form.code.clone(), form.reason.clone());
    let opened = cx
        .write(move |tx| {
            let person = tx.person()?;
            if !code::use_up(tx, &typed)? {
                note_refusal(tx, failures, &device)?;
                return Ok(None);
            }
            sign_in::forget_break_glass(tx, person)?;
            let (opening, until) = openings::begin(tx, &reason, &device)?;
            elevate(tx, &KeyId(opening.0.clone()), Kind::BreakGlass, false)?;
            let token = sign_in::rotate(tx)?;
            notices::opened(tx, &device, until)?;
            tx.entry(
                Entry::of("break-glass code opened", "person", &person.0)
                    .with("opening", &opening)
                    .with("until", until.day_and_time())
                    .with("device", &device),
            )?;
            tx.say(&format!(
                "The break-glass code is open until {}. Everybody who leads or administers has \
                 been told.",
                until.time()
            ))?;
            Ok::<_, Problem>(Some(token))
        })
        .await?;
    cx.app().letters().notify_one();
    Ok(opened)
}

/// The page, filled with a sample.
pub(super) fn sample() -> OpenPage {
    OpenPage {
        shell: Shell::default(),
        email: "amira.khan@hawthorn-park.example".into(),
        form: OpenForm {
            code: String::new(),
            reason: "A child came to me and no lead is here.".into(),
            password: String::new(),
            errors: Errors::one("code", "Enter the code from the sheet"),
        },
    }
}
