//! Keys that wait until somebody else approves them: first keys, keys that were linked by showing
//! one that does not elevate, lost keys that somebody returned, and keys of people whose user groups
//! give them more than before.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::waits::{Occasion, WaitingKey};
use super::{let_in, notices, recoveries, store};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::{KeyId, PersonId};
use crate::key_policy::Kind;

keyward_db::statements! {
    /// Notes from which device a key was linked that waits.
    NOTE_DEVICE = "UPDATE security_key SET added_from = $2 WHERE id = $1";
    /// The keys at a school that wait, the oldest first; with who returned it, whether it was
    /// approved before, by whom, and how many other keys of its holder work and were vouched for;
    /// whoever let the holder in vouches for none of theirs.
    WAITING = "SELECT security_key.id, security_key.name, security_key.kind, security_key.model,
                      security_key.added_at, security_key.added_from, person.id, person.name,
                      person.email, security_key.returned_by, returner.name,
                      security_key.approved_once_at,
                      CASE WHEN security_key.approved_by IN
                                (SELECT let_in_by FROM let_in WHERE let_in.person_id = person.id)
                           THEN NULL ELSE security_key.approved_by END,
                      (SELECT COUNT(*) FROM working_key WHERE working_key.person_id = person.id),
                      (SELECT COUNT(*) FROM security_key other
                       WHERE other.person_id = person.id AND other.approved_at IS NOT NULL
                         AND other.removed_at IS NULL AND other.approved_by <> person.id
                         AND other.approved_by NOT IN
                             (SELECT let_in_by FROM let_in WHERE let_in.person_id = person.id))
               FROM security_key JOIN person ON person.id = security_key.person_id
               LEFT JOIN person returner ON returner.id = security_key.returned_by
               WHERE person.school_id = $1 AND person.left_at IS NULL
                 AND security_key.approved_at IS NULL AND security_key.removed_at IS NULL
                 AND security_key.lost_at IS NULL AND security_key.suspended_at IS NULL
               ORDER BY security_key.added_at, security_key.id";
    /// The user groups of whoever waits, by name.
    GROUPS = "SELECT membership.person_id, user_group.name
              FROM membership JOIN user_group ON user_group.id = membership.group_id
              WHERE user_group.school_id = $1 ORDER BY LOWER(user_group.name)";
    /// Approves a key that waits, once.
    APPROVE = "UPDATE security_key SET approved_at = $2, approved_by = $3, returned_by = NULL
               WHERE id = $1 AND approved_at IS NULL AND removed_at IS NULL AND lost_at IS NULL
                 AND suspended_at IS NULL AND person_id <> $3
                 AND (returned_by IS NULL OR returned_by <> $3)";
    /// Refuses a key that waits: it is removed.
    REFUSE = "UPDATE security_key SET removed_at = $2
              WHERE id = $1 AND approved_at IS NULL AND removed_at IS NULL AND person_id <> $3";
    /// Refuses a lost key that somebody returned: it is lost again.
    REFUSE_RETURN = "UPDATE security_key SET lost_at = $2, returned_by = NULL
              WHERE id = $1 AND approved_at IS NULL AND removed_at IS NULL AND lost_at IS NULL
                AND returned_by IS NOT NULL AND person_id <> $3";
}

fn read(row: &Row<'_>) -> Result<WaitingKey, keyward_db::Error> {
    let person: PersonId = row.get(6)?;
    let returned = row.get::<Option<PersonId>>(9)?.zip(row.get(10)?);
    let was_approved = row.get::<Option<i64>>(11)?.is_some();
    let by_another = row
        .get::<Option<PersonId>>(12)?
        .is_some_and(|by| by != person);
    let (working, vouched_for): (i64, i64) = (row.get(13)?, row.get(14)?);
    let occasion = match returned {
        Some((by, name)) => Occasion::Returned { by, name },
        None if was_approved => Occasion::MoreRights,
        None if working > 0 => Occasion::BesideOthers,
        None => Occasion::First,
    };
    Ok(WaitingKey {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: Kind::named(&row.get::<String>(2)?).unwrap_or(Kind::U2f),
        model: row.get(3)?,
        added_at: Moment::from_micros(row.get(4)?),
        device: row.get(5)?,
        person,
        holder: row.get(7)?,
        email: row.get(8)?,
        groups: Vec::new(),
        is_vouched_for: vouched_for > 0 || (was_approved && by_another),
        occasion,
        let_in_by: Vec::new(),
        can_be_approved: false,
    })
}

/// Notes where the actor's new key was linked that waits, and tells whoever can approve it.
pub(super) fn announce(tx: &mut Tx<'_, '_>, key: &KeyId, device: &str) -> Result<(), Problem> {
    tx.execute(NOTE_DEVICE, &params![key, device])?;
    tell_that_it_waits(tx, key)
}

/// Tells whoever can approve it that a key waits.
///
/// # Errors
/// That the database is away.
pub fn tell_that_it_waits(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<(), Problem> {
    let waits = one(tx, key)?;
    notices::waits(tx, &waits)
}

/// The keys that wait at the actor's school.
pub(super) fn waiting(tx: &mut Tx<'_, '_>) -> Result<Vec<WaitingKey>, Problem> {
    let school = tx.school()?;
    let mut keys = tx.all(WAITING, &params![school], read)?;
    if keys.is_empty() {
        return Ok(keys);
    }
    let groups = tx.all(GROUPS, &params![school], |row| {
        Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?))
    })?;
    let let_in = let_in::who_let_whom_in(tx)?;
    let vouchers = store::who_can_vouch(tx)?;
    for key in &mut keys {
        let mine = groups.iter().filter(|(person, _)| *person == key.person);
        key.groups = mine.map(|(_, name)| name.clone()).collect();
        let mine = let_in.iter().filter(|(person, _)| *person == key.person);
        key.let_in_by = mine.map(|(_, by)| by.clone()).collect();
        key.can_be_approved = vouchers.iter().any(|one| key.hindrance(one).is_none());
    }
    Ok(keys)
}

/// How many keys and recoveries wait for a yes that the actor may give; none, where approving is
/// not theirs now.
///
/// # Errors
/// That the database is away.
pub fn for_my_yes(tx: &mut Tx<'_, '_>) -> Result<usize, Problem> {
    if !tx.access().has(Right::VouchForKeys) {
        return Ok(0);
    }
    let me = tx.person()?.clone();
    let keys = waiting(tx)?;
    let keys = keys.iter().filter(|key| key.hindrance(&me).is_none());
    let recoveries = recoveries::under_way(tx)?;
    let recoveries = recoveries.iter().filter(|recovery| {
        recovery.agreed_by.is_none() && recovery.begun_by != me && recovery.person != me
    });
    Ok(keys.count() + recoveries.count())
}

fn one(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<WaitingKey, Problem> {
    let found = waiting(tx)?.into_iter().find(|waits| waits.id == *key);
    found.ok_or(Problem::NotFound)
}

/// Approves somebody else's key: it elevates from now on. Not found for whoever returned it, and
/// for whoever let its holder in before anybody has vouched for them.
pub(super) fn approve(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<WaitingKey, Problem> {
    let (waits, me) = (one(tx, key)?, tx.person()?);
    let params = params![key, tx.now().as_micros(), me];
    if waits.hindrance(me).is_some() || tx.execute(APPROVE, &params)? != 1 {
        return Err(Problem::NotFound);
    }
    notices::approved(tx, &waits)?;
    let act = match waits.occasion {
        Occasion::First => "first key approved",
        Occasion::BesideOthers | Occasion::Returned { .. } | Occasion::MoreRights => {
            "security key approved"
        }
    };
    tx.entry(
        Entry::of(act, "security key", &key.0)
            .with("person", &waits.person)
            .with("name", &waits.name),
    )?;
    Ok(waits)
}

/// Refuses somebody else's key: it is removed, or lost again where it was returned.
pub(super) fn refuse(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<WaitingKey, Problem> {
    let (waits, me) = (one(tx, key)?, tx.person()?);
    let (statement, act) = match waits.occasion {
        Occasion::First => (REFUSE, "first key refused"),
        Occasion::BesideOthers | Occasion::MoreRights => (REFUSE, "security key refused"),
        Occasion::Returned { .. } => (REFUSE_RETURN, "returned key refused"),
    };
    let params = params![key, tx.now().as_micros(), me];
    if tx.execute(statement, &params)? != 1 {
        return Err(Problem::NotFound);
    }
    notices::refused(tx, &waits)?;
    tx.entry(
        Entry::of(act, "security key", &key.0)
            .with("person", &waits.person)
            .with("name", &waits.name),
    )?;
    Ok(waits)
}
