//! Withdrawing a key that waits for approval and was never approved: the password again. It opened
//! nothing, so no other key is asked for, and whoever linked the wrong one can begin again; but not
//! without end, because each key that waits is told to people.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, Undone};

use super::notices;
use super::store::{self, HeldKey};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::KeyId;
use crate::layout::Shell;
use crate::sign_in;

/// So many keys can be withdrawn or refused within a day before another is withdrawn.
const A_DAY: i64 = 3;
/// Why no more are.
const SPENT: &str = "Three keys that you linked were withdrawn or refused within a day. Ask somebody \
                     who approves keys to refuse this one, or withdraw it tomorrow";

#[derive(Template)]
#[template(path = "security_keys/withdraw.html")]
pub(super) struct WithdrawPage {
    shell: Shell,
    id: String,
    name: String,
    email: String,
    waits: bool,
    /// Why no key is withdrawn any more today.
    spent: Option<&'static str>,
    errors: Errors,
}

/// A key of the actor's, and whether as many as can be withdrawn in a day were already.
struct Found {
    key: HeldKey,
    is_spent: bool,
}

impl WithdrawPage {
    fn of(cx: &Cx, Found { key, is_spent }: &Found, errors: Errors) -> Self {
        Self {
            shell: cx.page(),
            id: key.id.0.clone(),
            name: key.name.clone(),
            email: cx.email.clone(),
            waits: key.waits(),
            spent: is_spent.then_some(SPENT),
            errors,
        }
    }
}

/// A key of the actor's that was never approved.
fn find(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<Found, Problem> {
    let key = store::one_of_mine(tx, key)?;
    let is_spent = store::withdrawn_today(tx)? >= A_DAY;
    match key.was_approved {
        true => Err(Problem::NotFound),
        false => Ok(Found { key, is_spent }),
    }
}

pub(super) async fn get(cx: Cx, Path(key): Path<KeyId>) -> Answer {
    let held = cx.read(move |tx| find(tx, &key)).await?;
    cx.show(&WithdrawPage::of(&cx, &held, Errors::new()))
}

pub(super) async fn post(cx: Cx, Path(key): Path<KeyId>, Form(form): Form<Pairs>) -> Answer {
    let id = key.clone();
    let held = cx.read(move |tx| find(tx, &id)).await?;
    if held.is_spent {
        return cx.show_again(&WithdrawPage::of(&cx, &held, spent()));
    }
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
    let id = key.clone();
    let withdrawn = cx.write(move |tx| {
        let Found {
            key: held,
            is_spent,
        } = find(tx, &key)?;
        if is_spent {
            return Err(Undone::Form(spent()));
        }
        store::withdraw(tx, &key)?;
        notices::withdrawn(tx, &held.name, &device)?;
        tx.entry(
            Entry::of("security key withdrawn", "security key", &key.0)
                .with("name", &held.name)
                .with("device", &device),
        )?;
        Ok(tx.say(&format!("The key {} was withdrawn.", held.name))?)
    });
    match withdrawn.await {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect("/account/security-keys")
        }
        Err(Undone::Form(errors)) => {
            let held = cx.read(move |tx| find(tx, &id)).await?;
            cx.show_again(&WithdrawPage::of(&cx, &held, errors))
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

fn spent() -> Errors {
    Errors::one("withdrawal", SPENT)
}

/// The page, filled with a sample.
pub(super) fn sample() -> WithdrawPage {
    WithdrawPage {
        shell: Shell::default(),
        id: "a".into(),
        name: "Blue key".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        waits: true,
        spent: None,
        errors: Errors::one("password", "The password is not right"),
    }
}

/// The page where no more are withdrawn today, filled with a sample.
pub(super) fn spent_sample() -> WithdrawPage {
    WithdrawPage {
        spent: Some(SPENT),
        errors: spent(),
        ..sample()
    }
}
