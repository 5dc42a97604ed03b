//! The second tab: a new password, for whoever knows the old one.

use askama::Template;
use keyward_web::{Answer, Errors, Form, Pairs, Problem};

use crate::audit::Entry;
use crate::cx::{Cx, guard};
use crate::layout::Shell;
use crate::mail::{self, Letter};
use crate::people::{self, NewPassword};
use crate::sessions::{self, Cause};
use crate::sign_in;

#[derive(Template)]
#[template(path = "account/password.html")]
pub(super) struct PasswordPage {
    shell: Shell,
    tab: &'static str,
    email: String,
    errors: Errors,
}

impl PasswordPage {
    fn of(cx: &Cx, errors: Errors) -> Self {
        Self {
            shell: cx.page(),
            tab: "password",
            email: cx.email.clone(),
            errors,
        }
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    cx.show(&PasswordPage::of(&cx, Errors::new()))
}

pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let known = [cx.name.as_str(), cx.email.as_str(), cx.school.name.as_str()];
    let current = form.raw("current").to_owned();
    let mut errors = Errors::new();
    if current.is_empty() {
        errors.add("current", "Enter the password you have now");
    }
    let new = match NewPassword::check(form.raw("password"), form.raw("again"), &known) {
        Ok(new) => Some(new),
        Err(wrong) => {
            for (field, words) in wrong.all() {
                errors.add(field.as_str(), words.as_str());
            }
            None
        }
    };
    let Some(new) = new.filter(|_| errors.is_empty()) else {
        return cx.show_again(&PasswordPage::of(&cx, errors));
    };
    if let Err(words) = sign_in::ask_again(&cx, current).await? {
        let errors = Errors::one("current", words);
        return cx.show_again(&PasswordPage::of(&cx, errors));
    }
    let hash = cx.app().hasher().hash(new.into_text()).await?;
    let token = change(&cx, hash).await?;
    cx.app().letters().notify_one();
    Ok(guard::with_session(
        cx.app(),
        cx.redirect("/account/password")?,
        &token,
    ))
}

/// Changes the password, ends every other session, and gives this one a new secret.
async fn change(cx: &Cx, hash: String) -> Result<String, Problem> {
    let (name, email) = (cx.name.clone(), cx.email.clone());
    let device = cx.visit().device.clone();
    cx.write(move |tx| {
        let person = tx.person()?;
        people::set_password(tx, person, &hash)?;
        let ended = sessions::end_after(tx, person, Cause::PasswordChanged)?;
        let token = sign_in::rotate(tx)?;
        let at = tx.now().day_and_time();
        mail::post(
            tx,
            &Letter {
                to: &email,
                subject: "Your Keyward password was changed",
                body: &format!(
                    "Hello {name},\n\nyour password was changed in Account Settings on {at}, from \
                     {device}. Everybody else who was signed in as you was signed out.\n\nIf it was \
                     not you, ask for a new password on the sign-in page at once and tell your \
                     school's support. Your security keys were not changed.\n"
                ),
            },
        )?;
        tx.entry(Entry::of("password changed", "person", &person.0).with("sessions ended", ended))?;
        tx.say("Your password was changed. Everybody else who was signed in as you was signed out.")?;
        Ok::<_, Problem>(token)
    })
    .await
}

/// The page, filled with a sample.
pub(super) fn sample() -> PasswordPage {
    PasswordPage {
        shell: Shell::default(),
        tab: "password",
        email: "amira.khan@hawthorn-park.example".into(),
        errors: Errors::one("current", "The password is not right"),
    }
}
