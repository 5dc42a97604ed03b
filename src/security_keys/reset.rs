//! An administrator removes the keys of somebody who has lost them, or whose only key is
//! suspended, so that the person can set up a new one themselves.
//!
//! Nobody does so for themselves (that asks for a touch, under Account Settings), nor for somebody
//! who manages people too: one administrator's account is no way into another's.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Problem};

use super::store::{self, HeldKey};
use super::{line::Line, notices};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Cx, Tx, drop_elevation_by};
use crate::ids::PersonId;
use crate::layout::Shell;
use crate::people::{self, Account};
use crate::sign_in;

/// What the next page says to whoever was elevated by a key that was removed for them.
const REMOVED: &str =
    "Your elevated access has ended, because an administrator removed your security keys.";

#[derive(Template)]
#[template(path = "security_keys/reset.html")]
pub(super) struct ResetPage {
    shell: Shell,
    person: String,
    name: String,
    keys: Vec<Line>,
    hindrance: Hindrance,
}

/// What stands against it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Hindrance {
    None,
    /// One's own keys are removed under Account Settings.
    Oneself,
    /// They manage people or user groups too.
    Administrator,
    /// There is nothing to remove.
    NoKeys,
}

/// Somebody's keys, and what stands against changing them.
pub(super) struct Seen {
    /// Whose.
    pub account: Account,
    /// Which.
    pub keys: Vec<HeldKey>,
    /// What stands against it.
    pub hindrance: Hindrance,
}

/// Looks at somebody's keys.
pub(super) fn look(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Seen, Problem> {
    let account = people::account_of(tx, person)?;
    let keys = store::of(tx, person)?;
    let mut administrators = people::holders(tx, Right::ManagePeople)?;
    administrators.extend(people::holders(tx, Right::ManageGroups)?);
    let hindrance = if tx.person()? == person {
        Hindrance::Oneself
    } else if administrators.iter().any(|holder| holder.id == *person) {
        Hindrance::Administrator
    } else if keys.is_empty() {
        Hindrance::NoKeys
    } else {
        Hindrance::None
    };
    Ok(Seen {
        account,
        keys,
        hindrance,
    })
}

pub(super) async fn get(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    let seen = cx.read(move |tx| look(tx, &person)).await?;
    let page = ResetPage {
        shell: cx.page(),
        person: seen.account.person.0,
        name: seen.account.name,
        keys: seen.keys.iter().map(Line::of).collect(),
        hindrance: seen.hindrance,
    };
    cx.show(&page)
}

/// Removes every key of the person and signs them out everywhere.
pub(super) async fn post(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    let page = format!("/people/{person}/security-keys");
    let back = format!("/people/{person}");
    let removed = cx
        .write(move |tx| {
            let seen = look(tx, &person)?;
            if seen.hindrance != Hindrance::None {
                return Ok(false);
            }
            for key in &seen.keys {
                store::remove(tx, &person, &key.id)?;
                drop_elevation_by(tx, &key.id, REMOVED)?;
            }
            let ended = sign_in::end_other_sessions(tx, &person, None)?;
            notices::reset(tx, &seen.account)?;
            tx.entry(
                Entry::of("security keys removed by another", "person", &person.0)
                    .with("keys", seen.keys.len())
                    .with("sessions ended", ended),
            )?;
            let name = &seen.account.name;
            tx.say(&format!(
                "The security keys of {name} were removed. {name} can now set up a new one."
            ))?;
            Ok::<_, Problem>(true)
        })
        .await?;
    cx.app().letters().notify_one();
    cx.redirect(if removed { back } else { page })
}

/// The page, filled with a sample.
pub(super) fn sample() -> ResetPage {
    ResetPage {
        shell: Shell::default(),
        person: "p".into(),
        name: "Amira Khan".into(),
        keys: vec![
            Line::sample("a", "Blue key"),
            Line {
                suspended: Some("21 November 2026 at 09:12".into()),
                ..Line::sample("b", "Spare in the safe")
            },
        ],
        hindrance: Hindrance::None,
    }
}
