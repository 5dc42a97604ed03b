//! Setting a password through a link.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm};

use super::attempts;
use super::link;
use super::throttle::Subject;
use crate::audit::Entry;
use crate::cx::{Actor, Visit, show};
use crate::layout::Shell;
use crate::mail::{self, Letter};
use crate::people::{self, NewPassword};
use crate::school::{self, School};
use crate::sessions::{self, Cause};

#[derive(Template)]
#[template(path = "sign_in/set.html")]
pub(super) struct SetPage {
    shell: Shell,
    school: School,
    state: State,
    email: String,
    token: String,
    errors: Errors,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum State {
    Asking,
    Done,
    LinkOver,
}

#[derive(Clone, Default)]
pub(super) struct SetForm {
    password: String,
    again: String,
}

impl ReadForm for SetForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            password: pairs.raw("password").into(),
            again: pairs.raw("again").into(),
        }
    }
}

impl SetPage {
    fn of(visit: &Visit, school: School, state: State) -> Self {
        Self {
            shell: visit.page_of(&school.name, &school.slug),
            school,
            state,
            email: String::new(),
            token: String::new(),
            errors: Errors::new(),
        }
    }
}

pub(super) async fn get(visit: Visit, Path((slug, token)): Path<(String, String)>) -> Answer {
    let (school, key) = school::by_slug(&visit.app, &slug).await?;
    let there = Some((school.id.clone(), key));
    let wanted = token.clone();
    let account = visit
        .read(there, move |tx| match link::whose(tx, &wanted)? {
            Some(person) => people::account_of(tx, &person).map(Some),
            None => Ok(None),
        })
        .await?;
    match account {
        Some(account) => {
            let page = SetPage::of(&visit, school, State::Asking);
            show(
                StatusCode::OK,
                &SetPage {
                    email: account.email,
                    token,
                    ..page
                },
            )
        }
        None => show(
            StatusCode::GONE,
            &SetPage::of(&visit, school, State::LinkOver),
        ),
    }
}

pub(super) async fn post(
    visit: Visit,
    Path((slug, token)): Path<(String, String)>,
    Form(form): Form<SetForm>,
) -> Answer {
    let (school, key) = school::by_slug(&visit.app, &slug).await?;
    let there = Some((school.id.clone(), key));
    let wanted = token.clone();
    let account = visit
        .read(there.clone(), move |tx| match link::whose(tx, &wanted)? {
            Some(person) => people::account_of(tx, &person).map(Some),
            None => Ok(None),
        })
        .await?;
    let Some(account) = account else {
        return show(
            StatusCode::GONE,
            &SetPage::of(&visit, school, State::LinkOver),
        );
    };
    let known = [
        account.name.as_str(),
        account.email.as_str(),
        school.name.as_str(),
    ];
    let password = match NewPassword::check(&form.password, &form.again, &known) {
        Ok(password) => password,
        Err(errors) => {
            let page = SetPage::of(&visit, school, State::Asking);
            let page = SetPage {
                email: account.email,
                token,
                errors,
                ..page
            };
            return show(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let hash = visit.app.hasher().hash(password.into_text()).await?;
    let counted = attempts::name(
        Subject::Account,
        &format!("{} {}", school.id, account.email),
    );
    let device = visit.device.clone();
    let actor = Actor::arriving(there, account.person.clone(), &account.name);
    let set = visit.app.write_as(actor, visit.now, move |tx| {
        if !link::use_up(tx, &token)? {
            return Ok::<_, Problem>(false);
        }
        people::set_password(tx, &account.person, &hash)?;
        let ended = sessions::end_after(tx, &account.person, Cause::PasswordSet)?;
        attempts::unlock(tx, &counted)?;
        mail::post(tx, &Letter {
            to: &account.email,
            subject: "Your Keyward password was set",
            body: &format!(
                "Hello {},\n\nyour password was set through the link we sent you, from {device}. \
                 Everybody who was signed in as you was signed out.\n\nIf it was not you, ask for a \
                 new password on the sign-in page at once and tell your school's support. Your \
                 security key was not replaced.\n",
                account.name
            ),
        })?;
        tx.entry(
            Entry::of("password set", "person", &account.person.0).with("sessions ended", ended),
        )?;
        Ok(true)
    });
    let state = if set.await? {
        State::Done
    } else {
        State::LinkOver
    };
    visit.app.letters().notify_one();
    let status = if state == State::Done {
        StatusCode::OK
    } else {
        StatusCode::GONE
    };
    let page = SetPage::of(&visit, school, state);
    show(status, &page)
}

/// The page, filled with a sample.
pub(super) fn sample() -> SetPage {
    SetPage {
        shell: Shell::default(),
        school: crate::school::sample(),
        state: State::Asking,
        email: "amira.khan@hawthorn-park.example".into(),
        token: "token".into(),
        errors: Errors::one("password", "Your password must have 15 characters or more"),
    }
}
