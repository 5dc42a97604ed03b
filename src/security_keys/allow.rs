//! A key that was suspended or reported lost is allowed again, after its holder has shown that they
//! have it. Nobody does so for themselves; for an administrator, somebody does who vouches for keys.

use axum::extract::Path;
use keyward_web::{Answer, Problem};

use super::{notices, store};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::{KeyId, PersonId};
use crate::people;

/// Whether the actor may allow a key of this person's again.
///
/// # Errors
/// That the database is away.
pub fn may_allow(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    if tx.person()? == person {
        return Ok(false);
    }
    let gate = [Right::ManagePeople, Right::ManageGroups];
    let administrators = people::holders_of_any(tx, &gate)?;
    let needed = match administrators.iter().any(|holder| holder.id == *person) {
        true => Right::VouchForKeys,
        false => Right::ManagePeople,
    };
    Ok(tx.access().has(needed))
}

pub(super) async fn post(cx: Cx, Path((person, key)): Path<(PersonId, KeyId)>) -> Answer {
    let page = format!("/people/{person}/security-keys");
    cx.write(move |tx| {
        let account = people::account_of(tx, &person)?;
        let may = may_allow(tx, &person)?;
        let mut keys = store::of(tx, &person)?.into_iter();
        let dead = keys
            .find(|held| held.id == key && (held.suspended_at.is_some() || held.lost_at.is_some()));
        let Some(held) = dead.filter(|_| may) else {
            return Err(Problem::NotFound);
        };
        store::allow(tx, &person, &key)?;
        notices::allowed(tx, &account, &held.name)?;
        tx.entry(
            Entry::of("security key allowed again", "security key", &key.0)
                .with("person", &person)
                .with("name", &held.name),
        )?;
        tx.say(&format!(
            "The key {} of {} can be used again.",
            held.name, account.name
        ))
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect(page)
}
