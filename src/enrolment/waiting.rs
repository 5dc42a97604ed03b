//! First keys that wait until somebody else approves them.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::notices;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::{KeyId, PersonId};
use crate::key_policy::Kind;

keyward_db::statements! {
    /// Notes from which device a key was linked that waits.
    NOTE_DEVICE = "UPDATE security_key SET added_from = $2 WHERE id = $1";
    /// The keys at a school that wait, the oldest first.
    WAITING = "SELECT security_key.id, security_key.name, security_key.kind, security_key.model,
                      security_key.added_at, security_key.added_from, person.id, person.name,
                      person.email
               FROM security_key JOIN person ON person.id = security_key.person_id
               WHERE person.school_id = $1 AND person.left_at IS NULL
                 AND security_key.approved_at IS NULL AND security_key.removed_at IS NULL
                 AND security_key.lost_at IS NULL AND security_key.suspended_at IS NULL
               ORDER BY security_key.added_at, security_key.id";
    /// The user groups of whoever waits, by name.
    GROUPS = "SELECT membership.person_id, user_group.name
              FROM membership JOIN user_group ON user_group.id = membership.group_id
              WHERE user_group.school_id = $1 ORDER BY LOWER(user_group.name)";
    /// Approves a key that waits, once.
    APPROVE = "UPDATE security_key SET approved_at = $2, approved_by = $3
               WHERE id = $1 AND approved_at IS NULL AND removed_at IS NULL AND lost_at IS NULL
                 AND suspended_at IS NULL AND person_id <> $3";
    /// Refuses a key that waits: it is removed.
    REFUSE = "UPDATE security_key SET removed_at = $2
              WHERE id = $1 AND approved_at IS NULL AND removed_at IS NULL AND person_id <> $3";
}

/// A first key that waits for approval.
#[derive(Clone, Debug)]
pub(super) struct WaitingKey {
    /// Which.
    pub id: KeyId,
    /// What its person calls it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The model that it told, or nothing.
    pub model: String,
    /// When it was linked.
    pub added_at: Moment,
    /// On which device it was linked.
    pub device: String,
    /// Whose it is.
    pub person: PersonId,
    /// Their name.
    pub holder: String,
    /// Their e-mail address.
    pub email: String,
    /// Their user groups, by name.
    pub groups: Vec<String>,
}

fn read(row: &Row<'_>) -> Result<WaitingKey, keyward_db::Error> {
    Ok(WaitingKey {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: Kind::named(&row.get::<String>(2)?).unwrap_or(Kind::U2f),
        model: row.get(3)?,
        added_at: Moment::from_micros(row.get(4)?),
        device: row.get(5)?,
        person: row.get(6)?,
        holder: row.get(7)?,
        email: row.get(8)?,
        groups: Vec::new(),
    })
}

/// Notes where the actor's new key was linked that waits, and tells whoever can approve it.
pub(super) fn announce(
    tx: &mut Tx<'_, '_>,
    key: &KeyId,
    name: &str,
    device: &str,
) -> Result<(), Problem> {
    tx.execute(NOTE_DEVICE, &params![key, device])?;
    notices::waits(tx, name, device)
}

/// The first keys that wait at the actor's school.
pub(super) fn waiting(tx: &mut Tx<'_, '_>) -> Result<Vec<WaitingKey>, Problem> {
    let school = tx.school()?;
    let mut keys = tx.all(WAITING, &params![school], read)?;
    if keys.is_empty() {
        return Ok(keys);
    }
    let groups = tx.all(GROUPS, &params![school], |row| {
        Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?))
    })?;
    for key in &mut keys {
        let mine = groups.iter().filter(|(person, _)| *person == key.person);
        key.groups = mine.map(|(_, name)| name.clone()).collect();
    }
    Ok(keys)
}

/// A key that waits, and is somebody else's.
fn find(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<WaitingKey, Problem> {
    let me = tx.person()?;
    let found = waiting(tx)?.into_iter().find(|waits| waits.id == *key);
    found
        .filter(|waits| waits.person != *me)
        .ok_or(Problem::NotFound)
}

/// Approves somebody else's first key: it elevates from now on.
pub(super) fn approve(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<WaitingKey, Problem> {
    let waits = find(tx, key)?;
    let params = params![key, tx.now().as_micros(), tx.person()?];
    if tx.execute(APPROVE, &params)? != 1 {
        return Err(Problem::NotFound);
    }
    notices::approved(tx, &waits)?;
    tx.entry(
        Entry::of("first key approved", "security key", &key.0)
            .with("person", &waits.person)
            .with("name", &waits.name),
    )?;
    Ok(waits)
}

/// Refuses somebody else's first key: it is removed.
pub(super) fn refuse(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<WaitingKey, Problem> {
    let waits = find(tx, key)?;
    let params = params![key, tx.now().as_micros(), tx.person()?];
    if tx.execute(REFUSE, &params)? != 1 {
        return Err(Problem::NotFound);
    }
    notices::refused(tx, &waits)?;
    tx.entry(
        Entry::of("first key refused", "security key", &key.0)
            .with("person", &waits.person)
            .with("name", &waits.name),
    )?;
    Ok(waits)
}
