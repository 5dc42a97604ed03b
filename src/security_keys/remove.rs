//! Removing a key: the password again, and a touch or a code of a key.
//!
//! A key that does not elevate never removes the last one that works: with no key left, the password
//! may bring a new one that does elevate.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem};

use super::missed;
use super::notices;
use super::proof::{self, KeyAnswer, Proved};
use super::purpose::Purpose;
use super::store::{self, HeldKey};
use super::ways::Ways;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::KeyId;
use crate::key_policy::{Fewer, Policy};
use crate::layout::Shell;
use crate::sessions::{self, Gone};
use crate::sign_in;

/// Why a key that does not elevate removes the last one no more than it links one that does.
const LAST: &str = "The key that you showed does not elevate your access, so it cannot remove your \
                    last key that works. Link another key first";

#[derive(Template)]
#[template(path = "security_keys/remove.html")]
pub(super) struct RemovePage {
    shell: Shell,
    id: String,
    name: String,
    email: String,
    is_suspended: bool,
    /// Whether it waits for approval.
    waits: bool,
    working: usize,
    is_last: bool,
    /// What the school would miss without it.
    misses: Option<String>,
    ways: Ways,
    errors: Errors,
}

impl RemovePage {
    fn of(cx: &Cx, Found { key, keys, misses }: &Found, errors: Errors) -> Self {
        let working = keys.iter().filter(|key| key.is_working()).count();
        Self {
            shell: cx.page(),
            id: key.id.0.clone(),
            name: key.name.clone(),
            email: cx.email.clone(),
            is_suspended: !key.is_working(),
            waits: key.waits(),
            working,
            is_last: working == 1 && key.is_working(),
            misses: misses.as_ref().map(Fewer::would),
            ways: cx.ways.with_a_key(),
            errors,
        }
    }
}

/// A key of the actor's, all of theirs, and what the school would miss without it.
struct Found {
    key: HeldKey,
    keys: Vec<HeldKey>,
    misses: Option<Fewer>,
}

async fn find(cx: &Cx, key: KeyId) -> Result<Found, Problem> {
    cx.read(move |tx| {
        let me = tx.person()?;
        Ok::<_, Problem>(Found {
            misses: missed::without(tx, me, &key)?,
            key: store::one_of_mine(tx, &key)?,
            keys: store::mine(tx)?,
        })
    })
    .await
}

pub(super) async fn get(cx: Cx, Path(key): Path<KeyId>) -> Answer {
    let found = find(&cx, key).await?;
    if !found.key.was_approved {
        return cx.redirect(format!(
            "/account/security-keys/{}/withdrawal",
            found.key.id
        ));
    }
    cx.show(&RemovePage::of(&cx, &found, Errors::new()))
}

pub(super) async fn post(cx: Cx, Path(key): Path<KeyId>, Form(form): Form<Pairs>) -> Answer {
    let found = find(&cx, key.clone()).await?;
    let password = form.raw("password").to_owned();
    let asked = if password.is_empty() {
        Err("Enter your Keyward password".to_owned())
    } else {
        sign_in::ask_again(&cx, password).await?
    };
    if let Err(words) = asked {
        let errors = Errors::one("password", words);
        return cx.show_again(&RemovePage::of(&cx, &found, errors));
    }
    let answer = KeyAnswer::read(&form);
    let judged = proof::judge(&cx, Purpose::RemoveKey, &answer).await?;
    let device = cx.visit().device.clone();
    let policy = cx.policy.clone();
    let removed = cx
        .write(move |tx| {
            let proved = match judged.settle(tx)? {
                Ok(proved) => proved,
                Err(refusal) => return Ok(Err(refusal.words().into_owned())),
            };
            let held = store::one_of_mine(tx, &key)?;
            if !may_remove(&policy, &proved, &held, &store::mine(tx)?) {
                let person = tx.person()?;
                tx.entry(
                    Entry::of("security key refused", "person", &person.0)
                        .with("for", Purpose::RemoveKey.name())
                        .with("because", "it does not elevate, and no other works")
                        .with("device", &device),
                )?;
                return Ok(Err(LAST.to_owned()));
            }
            let misses = missed::without(tx, tx.person()?, &key)?;
            store::remove(tx, tx.person()?, &key)?;
            let is_last = !store::mine(tx)?.iter().any(HeldKey::is_working);
            let closed = sessions::close_after(tx, tx.person()?, &key, Gone::Removed)?;
            notices::removed(tx, &held.name, &device, is_last)?;
            tx.entry(
                Entry::of("security key removed", "security key", &key.0)
                    .with("name", &held.name)
                    .with("with a touch or code of", &proved.key)
                    .with("elevations dropped", closed.elevations)
                    .with("sessions ended", closed.sessions)
                    .with("device", &device),
            )?;
            let removed = format!(
                "The key {} was removed. Where else you are signed in stands under Sessions.",
                held.name
            );
            match misses {
                Some(fewer) => tx.warn(&format!("{removed} {}", fewer.does()))?,
                None => tx.say(&removed)?,
            }
            Ok::<_, Problem>(Ok(()))
        })
        .await?;
    cx.app().letters().notify_one();
    match removed {
        Ok(()) => cx.redirect("/account/security-keys"),
        Err(words) => {
            let found = find(&cx, found.key.id).await?;
            let errors = Errors::one(answer.field(), words);
            cx.show_again(&RemovePage::of(&cx, &found, errors))
        }
    }
}

/// Whether the key that was shown may remove this one.
fn may_remove(policy: &Policy, proved: &Proved, held: &HeldKey, keys: &[HeldKey]) -> bool {
    let shown = keys.iter().find(|key| key.id == proved.key);
    let elevates = shown.is_some_and(|key| policy.admits(key.shown(proved.with_pin)).is_ok());
    let mut others = keys.iter().filter(|key| key.id != held.id);
    elevates || others.any(HeldKey::is_working)
}

/// The page, filled with a sample.
pub(super) fn sample() -> RemovePage {
    RemovePage {
        shell: Shell::default(),
        id: "a".into(),
        name: "Blue key".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        is_suspended: false,
        waits: false,
        working: 1,
        is_last: true,
        misses: Some(Fewer::sample().would()),
        ways: Ways {
            touched: 1,
            typed: 1,
            recovery_codes: 0,
        },
        errors: Errors::one("password", "The password is not right"),
    }
}
