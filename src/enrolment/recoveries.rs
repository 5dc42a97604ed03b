//! Recoveries: somebody who has lost every key is let back in by two people together.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::notices;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::{PersonId, RecoveryId};
use crate::people;
use crate::security_keys;
use crate::sessions::{self, Cause};

/// How long the second person has to agree.
pub(super) const AGREE_SECONDS: i64 = 24 * 3_600;
/// How long the person has to link a new key, once two have agreed.
pub(super) const LINK_SECONDS: i64 = 2 * 3_600;

keyward_db::statements! {
    /// The recovery that lets somebody link a key now.
    OPEN_FOR = "SELECT id FROM key_recovery
                WHERE person_id = $1 AND agreed_at IS NOT NULL AND used_at IS NULL
                  AND withdrawn_at IS NULL AND expires_at > $2
                ORDER BY agreed_at DESC, id LIMIT 1";
    /// Uses a recovery up, once.
    USE = "UPDATE key_recovery SET used_at = $3
           WHERE id = $1 AND person_id = $2 AND agreed_at IS NOT NULL AND used_at IS NULL
             AND withdrawn_at IS NULL AND expires_at > $3";
    /// A recovery is begun.
    BEGIN = "INSERT INTO key_recovery (id, person_id, reason, begun_by, begun_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)";
    /// The recoveries at a school that are under way: to be agreed to, or to be used.
    UNDER_WAY = "SELECT key_recovery.id, key_recovery.person_id, person.name, person.email,
                        key_recovery.reason, key_recovery.begun_by, beginner.name,
                        key_recovery.begun_at, key_recovery.expires_at, agreeing.name
                 FROM key_recovery
                 JOIN person ON person.id = key_recovery.person_id
                 JOIN person beginner ON beginner.id = key_recovery.begun_by
                 LEFT JOIN person agreeing ON agreeing.id = key_recovery.agreed_by
                 WHERE person.school_id = $1 AND person.left_at IS NULL
                   AND key_recovery.used_at IS NULL AND key_recovery.withdrawn_at IS NULL
                   AND key_recovery.expires_at > $2
                 ORDER BY key_recovery.begun_at, key_recovery.id";
    /// A second person agrees, once: neither whoever began it nor whoever it is for.
    AGREE = "UPDATE key_recovery SET agreed_by = $2, agreed_at = $3, expires_at = $4
             WHERE id = $1 AND agreed_at IS NULL AND withdrawn_at IS NULL AND expires_at > $3
               AND begun_by <> $2 AND person_id <> $2";
    /// Withdraws a recovery that was not used yet.
    WITHDRAW = "UPDATE key_recovery SET withdrawn_at = $2
                WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2";
}

/// A recovery that is under way.
#[derive(Clone, Debug)]
pub(super) struct Recovery {
    /// Which.
    pub id: RecoveryId,
    /// For whom.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Why, as whoever began it wrote.
    pub reason: String,
    /// Who began it.
    pub begun_by: PersonId,
    /// Their name.
    pub beginner: String,
    /// When.
    pub begun_at: Moment,
    /// Until when it can be agreed to; once agreed, until when a key can be linked.
    pub expires_at: Moment,
    /// Who agreed.
    pub agreed_by: Option<String>,
}

/// The recovery that lets somebody link a key now.
pub(super) fn open_for(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
) -> Result<Option<RecoveryId>, Problem> {
    let params = params![person, tx.now().as_micros()];
    Ok(tx.one(OPEN_FOR, &params, |row| row.get(0))?)
}

/// Uses a recovery of the actor's up; whether it was still there to be used.
pub(super) fn use_up(tx: &mut Tx<'_, '_>, recovery: &RecoveryId) -> Result<bool, Problem> {
    let params = params![recovery, tx.person()?, tx.now().as_micros()];
    Ok(tx.execute(USE, &params)? == 1)
}

/// The recoveries under way at the actor's school.
pub(super) fn under_way(tx: &mut Tx<'_, '_>) -> Result<Vec<Recovery>, Problem> {
    let params = params![tx.school()?, tx.now().as_micros()];
    let sealed = tx.all(UNDER_WAY, &params, |row| {
        Ok((read(row)?, row.get::<Vec<u8>>(4)?))
    })?;
    let mut recoveries = Vec::with_capacity(sealed.len());
    for (recovery, reason) in sealed {
        let reason = tx.open("key_recovery", &recovery.id.0, "reason", &reason)?;
        recoveries.push(Recovery { reason, ..recovery });
    }
    Ok(recoveries)
}

fn read(row: &Row<'_>) -> Result<Recovery, keyward_db::Error> {
    Ok(Recovery {
        id: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        email: row.get(3)?,
        reason: String::new(),
        begun_by: row.get(5)?,
        beginner: row.get(6)?,
        begun_at: Moment::from_micros(row.get(7)?),
        expires_at: Moment::from_micros(row.get(8)?),
        agreed_by: row.get(9)?,
    })
}

/// The recovery of somebody that is under way, agreed to or not.
pub(super) fn under_way_for(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
) -> Result<Option<Recovery>, Problem> {
    let found = under_way(tx)?;
    Ok(found
        .into_iter()
        .find(|recovery| recovery.person == *person))
}

/// Begins a recovery of somebody else's keys; not found for oneself, or while one is under way.
pub(super) fn begin(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    reason: &str,
) -> Result<RecoveryId, Problem> {
    let account = people::account_of(tx, person)?;
    if tx.person()? == person || under_way_for(tx, person)?.is_some() {
        return Err(Problem::NotFound);
    }
    let (id, now) = (RecoveryId(tx.new_id()), tx.now());
    let sealed = tx.seal("key_recovery", &id.0, "reason", reason)?;
    let row = params![
        &id,
        person,
        sealed,
        tx.person()?,
        now.as_micros(),
        now.plus_seconds(AGREE_SECONDS).as_micros()
    ];
    tx.execute(BEGIN, &row)?;
    notices::recovery_begun(tx, &account)?;
    tx.entry(Entry::of("key recovery begun", "person", &person.0).with("recovery", &id))?;
    Ok(id)
}

/// The actor agrees as the second person: the old keys are dead at once, and a new one can be
/// linked for a while. Not found for whoever began it, whoever it is for, and whatever is over.
pub(super) fn agree(tx: &mut Tx<'_, '_>, recovery: &RecoveryId) -> Result<Recovery, Problem> {
    let found = under_way(tx)?.into_iter().find(|one| one.id == *recovery);
    let recovery = found.ok_or(Problem::NotFound)?;
    let (me, now) = (tx.person()?, tx.now());
    let expires_at = now.plus_seconds(LINK_SECONDS);
    let params = params![&recovery.id, me, now.as_micros(), expires_at.as_micros()];
    if tx.execute(AGREE, &params)? != 1 {
        return Err(Problem::NotFound);
    }
    let dead = security_keys::lose_every_key(tx, &recovery.person, &recovery.id)?;
    let ended = sessions::end_after(tx, &recovery.person, Cause::LetBackIn)?;
    let account = people::account_of(tx, &recovery.person)?;
    notices::recovery_agreed(tx, &account, &recovery.beginner, expires_at)?;
    tx.entry(
        Entry::of("key recovery agreed", "person", &recovery.person.0)
            .with("recovery", &recovery.id)
            .with("begun by", &recovery.begun_by)
            .with("keys reported lost", dead)
            .with("sessions ended", ended),
    )?;
    Ok(recovery)
}

/// Withdraws a recovery that was not used yet. Keys that are dead stay dead.
pub(super) fn withdraw(tx: &mut Tx<'_, '_>, recovery: &RecoveryId) -> Result<Recovery, Problem> {
    let found = under_way(tx)?.into_iter().find(|one| one.id == *recovery);
    let recovery = found.ok_or(Problem::NotFound)?;
    let params = params![&recovery.id, tx.now().as_micros()];
    if tx.execute(WITHDRAW, &params)? != 1 {
        return Err(Problem::NotFound);
    }
    let account = people::account_of(tx, &recovery.person)?;
    notices::recovery_withdrawn(tx, &account)?;
    tx.entry(
        Entry::of("key recovery withdrawn", "person", &recovery.person.0)
            .with("recovery", &recovery.id),
    )?;
    Ok(recovery)
}

/// A recovery for samples of pages.
pub(super) fn sample() -> Recovery {
    Recovery {
        id: RecoveryId("r".into()),
        person: PersonId("p".into()),
        name: "Amira Khan".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        reason: "Her bag was stolen on the bus. She came to my office.".into(),
        begun_by: PersonId("b".into()),
        beginner: "Ada Admin".into(),
        begun_at: Moment::from_micros(1_795_000_000_000_000),
        expires_at: Moment::from_micros(1_795_086_400_000_000),
        agreed_by: None,
    }
}
