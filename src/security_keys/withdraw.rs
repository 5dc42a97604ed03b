//! Withdrawing a key that waits for approval and was never approved: the password again. It opened
//! nothing, so no other key is asked for, and whoever linked the wrong one can begin again.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem};

use super::notices;
use super::store::{self, HeldKey};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::KeyId;
use crate::layout::Shell;
use crate::sign_in;

#[derive(Template)]
#[template(path = "security_keys/withdraw.html")]
pub(super) struct WithdrawPage {
    shell: Shell,
    id: String,
    name: String,
    email: String,
    waits: bool,
    errors: Errors,
}

impl WithdrawPage {
    fn of(cx: &Cx, key: &HeldKey, errors: Errors) -> Self {
        Self {
            shell: cx.page(),
            id: key.id.0.clone(),
            name: key.name.clone(),
            email: cx.email.clone(),
            waits: key.waits(),
            errors,
        }
    }
}

/// A key of the actor's that was never approved.
fn find(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<HeldKey, Problem> {
    let held = store::one_of_mine(tx, key)?;
    match held.was_approved {
        true => Err(Problem::NotFound),
        false => Ok(held),
    }
}

pub(super) async fn get(cx: Cx, Path(key): Path<KeyId>) -> Answer {
    let held = cx.read(move |tx| find(tx, &key)).await?;
    cx.show(&WithdrawPage::of(&cx, &held, Errors::new()))
}

pub(super) async fn post(cx: Cx, Path(key): Path<KeyId>, Form(form): Form<Pairs>) -> Answer {
    let id = key.clone();
    let held = cx.read(move |tx| find(tx, &id)).await?;
    let password = form.raw("password").to_owned();
    let asked = if password.is_empty() {
        Err("Enter your Keyward password".to_owned())
    } else {
        sign_in::ask_again(&cx, password).await?
    };
    if let Err(words) = asked {
        let errors = Errors::one("password", words);
        return cx.show_again(&WithdrawPage::of(&cx, &held, errors));
    }
    let device = cx.visit().device.clone();
    cx.write(move |tx| {
        let held = find(tx, &key)?;
        store::withdraw(tx, &key)?;
        notices::withdrawn(tx, &held.name, &device)?;
        tx.entry(
            Entry::of("security key withdrawn", "security key", &key.0)
                .with("name", &held.name)
                .with("device", &device),
        )?;
        tx.say(&format!("The key {} was withdrawn.", held.name))
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect("/account/security-keys")
}

/// The page, filled with a sample.
pub(super) fn sample() -> WithdrawPage {
    WithdrawPage {
        shell: Shell::default(),
        id: "a".into(),
        name: "Blue key".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        waits: true,
        errors: Errors::one("password", "The password is not right"),
    }
}
