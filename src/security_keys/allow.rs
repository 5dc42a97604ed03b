//! An administrator lets a suspended key be used again, after its holder has shown that it was never
//! out of their hands. Nobody does so for themselves, nor for another administrator.

use axum::extract::Path;
use keyward_web::{Answer, Problem};

use super::reset::{Hindrance, look};
use super::{notices, store};
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::{KeyId, PersonId};

pub(super) async fn post(cx: Cx, Path((person, key)): Path<(PersonId, KeyId)>) -> Answer {
    let page = format!("/people/{person}/security-keys");
    cx.write(move |tx| {
        let seen = look(tx, &person)?;
        let suspended = seen
            .keys
            .iter()
            .find(|held| held.id == key && !held.is_working());
        let Some(held) = suspended.filter(|_| seen.hindrance == Hindrance::None) else {
            return Err(Problem::NotFound);
        };
        store::allow(tx, &person, &key)?;
        notices::allowed(tx, &seen.account, &held.name)?;
        tx.entry(
            Entry::of("security key allowed again", "security key", &key.0)
                .with("person", &person)
                .with("name", &held.name),
        )?;
        tx.say(&format!(
            "The key {} of {} can be used again.",
            held.name, seen.account.name
        ))
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect(page)
}
