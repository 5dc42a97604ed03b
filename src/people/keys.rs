//! Somebody else's security keys: a suspended one is allowed again, a lost one removed, after
//! speaking with its holder. An administrator's keys are not removed by another administrator.

use axum::extract::Path;
use axum::http::StatusCode;
use keyward_web::{Answer, Problem};

use super::{directory, store};
use crate::access::{Access, Right};
use crate::cx::{Cx, Tx};
use crate::ids::{KeyId, PersonId};
use crate::security_keys;

/// Whether somebody manages people or user groups with their key.
pub(super) fn is_administrator(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    let access = Access::new(store::rights_of(tx, person)?, true);
    Ok(access.has(Right::ManagePeople) || access.has(Right::ManageGroups))
}

pub(super) async fn allow_again(cx: Cx, Path((person, key)): Path<(PersonId, KeyId)>) -> Answer {
    let to = format!("/people/{person}");
    cx.write(move |tx| {
        let name = security_keys::allow_again(tx, &person, &key)?;
        tx.say(&format!("The security key {name} can be used again."))
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect(to)
}

pub(super) async fn remove(cx: Cx, Path((person, key)): Path<(PersonId, KeyId)>) -> Answer {
    let to = format!("/people/{person}");
    cx.write(move |tx| {
        let member = directory::somebody(tx, &person)?;
        if is_administrator(tx, &person)? {
            return Err(Problem::refused(
                StatusCode::UNPROCESSABLE_ENTITY,
                "An administrator's key stays theirs",
                "Nothing was changed. Nobody removes the key of somebody who manages people or \
                 user groups. Take them out of that user group first; they and the audit log are \
                 told.",
            ));
        }
        let name = security_keys::remove_lost(tx, &person, &key)?;
        tx.say(&format!(
            "The security key {name} of {} was removed.",
            member.name
        ))
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect(to)
}
