//! A key that was suspended is allowed again, and one that was reported lost is returned, after its
//! holder has shown that they have it. Nobody does so for themselves; for an administrator, somebody
//! does who vouches for keys.
//!
//! A lost key may have been in other hands, so whoever returns it does not let it in alone: it waits
//! until somebody else approves it, where anybody else could. A key that two people ended when they
//! let its holder back in never comes back.

use axum::extract::Path;
use keyward_web::{Answer, Problem};

use super::notices;
use super::store::{self, HeldKey};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::enrolment;
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
        let found = keys.find(|held| held.id == key);
        let Some(held) = found.filter(|held| may && !held.is_ended) else {
            return Err(Problem::NotFound);
        };
        match (held.lost_at.is_some(), held.suspended_at.is_some()) {
            (true, _) if others_could_approve(tx, &person)? => hand_back(tx, &account, &held),
            (true, _) => {
                store::allow_lost(tx, &person, &key)?;
                allowed(tx, &account, &held)
            }
            (false, true) => {
                store::allow(tx, &person, &key)?;
                allowed(tx, &account, &held)
            }
            (false, false) => Err(Problem::NotFound),
        }
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect(page)
}

/// Whether anybody else than the actor and this person could approve a key.
fn others_could_approve(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    let me = tx.person()?;
    let others = enrolment::others_who_vouch(tx, person)?;
    Ok(others.iter().any(|other| other != me))
}

/// The key can be used again.
fn allowed(tx: &mut Tx<'_, '_>, account: &people::Account, held: &HeldKey) -> Result<(), Problem> {
    notices::allowed(tx, account, &held.name)?;
    tx.entry(
        Entry::of("security key allowed again", "security key", &held.id.0)
            .with("person", &account.person)
            .with("name", &held.name),
    )?;
    tx.say(&format!(
        "The key {} of {} can be used again.",
        held.name, account.name
    ))
}

/// The lost key waits for somebody else's approval.
fn hand_back(
    tx: &mut Tx<'_, '_>,
    account: &people::Account,
    held: &HeldKey,
) -> Result<(), Problem> {
    store::return_lost(tx, &account.person, &held.id)?;
    notices::returned(tx, account, &held.name)?;
    enrolment::tell_that_it_waits(tx, &held.id)?;
    tx.entry(
        Entry::of("lost key returned", "security key", &held.id.0)
            .with("person", &account.person)
            .with("name", &held.name),
    )?;
    tx.say(&format!(
        "The key {} of {} is returned. Somebody else than you approves it now, under Approvals.",
        held.name, account.name
    ))
}
