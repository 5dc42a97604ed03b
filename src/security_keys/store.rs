//! Every SQL statement about security keys.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::answer::bytes;
use super::assertion::Touch;
use super::key::{CredentialId, NewKey, StoredKey};
use super::transports::Transport;
use crate::cx::Tx;
use crate::ids::{KeyId, KeyModelId, PersonId};
use crate::key_policy::{Kind, ShownKey};

keyward_db::statements! {
    /// A person's keys, the oldest first; removed ones are not among them.
    OF = "SELECT id, name, credential_id, record, counter, transports, added_at, last_used_at,
                 last_used_device, suspended_at, kind, synced, pin_bound, lost_at, approved_at,
                 (SELECT COUNT(*) FROM key_model
                  WHERE key_model.id = security_key.key_model_id AND removed_at IS NULL),
                 (SELECT key_model.name FROM key_model
                  WHERE key_model.id = security_key.key_model_id AND removed_at IS NULL), model,
                 approved_once_at, ended_by_recovery
          FROM security_key WHERE person_id = $1 AND removed_at IS NULL ORDER BY added_at, id";
    /// A new key, unless anybody has or had it.
    INSERT = "INSERT INTO security_key (id, person_id, name, credential_id, record, counter,
                                        transports, added_at, kind, synced, pin_bound, model,
                                        key_model_id, approved_at, approved_by, pin_seen)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
              ON CONFLICT (credential_id) DO NOTHING";
    /// Whose key this is.
    HOLDER = "SELECT person_id FROM security_key WHERE credential_id = $1";
    /// A touch that was taken, unless another was taken since the counter was read.
    USE = "UPDATE security_key
           SET counter = $3, record = $4, last_used_at = $5, last_used_device = $6,
               pin_seen = CASE WHEN pin_seen = 1 THEN 1 ELSE $7 END
           WHERE id = $1 AND counter = $2 AND suspended_at IS NULL AND removed_at IS NULL
             AND lost_at IS NULL AND approved_at IS NOT NULL";
    /// A new name for a key.
    RENAME = "UPDATE security_key SET name = $3
              WHERE id = $1 AND person_id = $2 AND removed_at IS NULL";
    /// Removes a key.
    REMOVE = "UPDATE security_key SET removed_at = $3
              WHERE id = $1 AND person_id = $2 AND removed_at IS NULL";
    /// Removes every key of somebody who leaves.
    REMOVE_EVERY = "UPDATE security_key SET removed_at = $2
                    WHERE person_id = $1 AND removed_at IS NULL";
    /// Lets a suspended key be used again.
    ALLOW = "UPDATE security_key SET suspended_at = NULL
             WHERE id = $1 AND person_id = $2 AND removed_at IS NULL AND lost_at IS NULL
               AND suspended_at IS NOT NULL";
    /// Lets a key be used again that was reported lost, unless two people ended it.
    ALLOW_LOST = "UPDATE security_key SET suspended_at = NULL, lost_at = NULL
                  WHERE id = $1 AND person_id = $2 AND removed_at IS NULL
                    AND lost_at IS NOT NULL AND ended_by_recovery IS NULL";
    /// Returns a key that was reported lost, unless two people ended it: it waits for somebody
    /// else's approval.
    RETURN_LOST = "UPDATE security_key
                   SET suspended_at = NULL, lost_at = NULL, returned_by = $3,
                       approved_once_at = COALESCE(approved_once_at, approved_at),
                       approved_at = NULL
                   WHERE id = $1 AND person_id = $2 AND removed_at IS NULL
                     AND lost_at IS NOT NULL AND ended_by_recovery IS NULL";
    /// Withdraws a key that was never approved.
    WITHDRAW = "UPDATE security_key SET removed_at = $3
                WHERE id = $1 AND person_id = $2 AND removed_at IS NULL
                  AND approved_at IS NULL AND approved_once_at IS NULL";
    /// How many keys of somebody were withdrawn or refused since, that were never approved.
    WITHDRAWN_SINCE = "SELECT COUNT(*) FROM security_key
                       WHERE person_id = $1 AND removed_at > $2
                         AND approved_at IS NULL AND approved_once_at IS NULL";
    /// Suspends a key.
    SUSPEND = "UPDATE security_key SET suspended_at = $2
               WHERE id = $1 AND suspended_at IS NULL AND removed_at IS NULL";
}

/// A key that somebody holds: working, suspended, lost or waiting for approval.
#[derive(Clone)]
pub struct HeldKey {
    /// Which key.
    pub id: KeyId,
    /// What it is.
    pub kind: Kind,
    /// The name that its person gave it.
    pub name: String,
    /// What is needed to judge its answers.
    pub stored: StoredKey,
    /// When it was linked.
    pub added_at: Moment,
    /// When it was last used, and on which device.
    pub last_used: Option<(Moment, String)>,
    /// When it was suspended.
    pub suspended_at: Option<Moment>,
    /// When it was reported lost.
    pub lost_at: Option<Moment>,
    /// When it was approved, by itself or by somebody else.
    pub approved_at: Option<Moment>,
    /// Whether it ever was.
    pub was_approved: bool,
    /// Whether two people ended it for good when they let its person back in.
    pub is_ended: bool,
    /// Whether a cloud account can copy it to other devices.
    pub synced: bool,
    /// Whether it answers with its PIN alone.
    pub is_pin_bound: bool,
    /// Whether a model that the school approves vouches for it.
    pub is_approved_model: bool,
    /// What the school calls its model, or the model as the key told it; empty where it told none.
    pub model: String,
}

impl HeldKey {
    /// Whether it can be used.
    pub fn is_working(&self) -> bool {
        self.suspended_at.is_none() && self.lost_at.is_none() && self.approved_at.is_some()
    }

    /// Whether somebody else has to approve it, and nothing else is wrong with it.
    pub fn waits(&self) -> bool {
        self.suspended_at.is_none() && self.lost_at.is_none() && self.approved_at.is_none()
    }

    /// Whether it is touched, not typed.
    pub fn is_touched(&self) -> bool {
        matches!(self.kind, Kind::U2f | Kind::Passkey)
    }

    /// Whether it can be used and is touched, not typed.
    pub fn can_be_touched(&self) -> bool {
        self.is_working() && self.is_touched()
    }

    /// The key as a policy looks at it.
    pub fn shown(&self, with_pin: bool) -> ShownKey {
        ShownKey {
            kind: self.kind,
            synced: self.synced,
            with_pin,
            is_approved_model: self.is_approved_model,
        }
    }
}

fn read(row: &Row<'_>) -> Result<HeldKey, keyward_db::Error> {
    let moment = |index| {
        row.get::<Option<i64>>(index)
            .map(|at| at.map(Moment::from_micros))
    };
    let credential_id: String = row.get(2)?;
    let transports: String = row.get(5)?;
    Ok(HeldKey {
        id: row.get(0)?,
        name: row.get(1)?,
        stored: StoredKey {
            credential_id: CredentialId::new(bytes(&credential_id).unwrap_or_default()),
            record: row.get(3)?,
            counter: u32::try_from(row.get::<i64>(4)?).unwrap_or(u32::MAX),
            transports: Transport::from_line(&transports),
        },
        added_at: Moment::from_micros(row.get(6)?),
        last_used: moment(7)?.zip(row.get(8)?),
        suspended_at: moment(9)?,
        kind: Kind::named(&row.get::<String>(10)?).unwrap_or(Kind::U2f),
        synced: row.get(11)?,
        is_pin_bound: row.get(12)?,
        lost_at: moment(13)?,
        approved_at: moment(14)?,
        is_approved_model: row.get::<i64>(15)? > 0,
        model: row
            .get::<Option<String>>(16)?
            .map_or_else(|| row.get(17), Ok)?,
        was_approved: moment(14)?.or(moment(18)?).is_some(),
        is_ended: row.get::<Option<String>>(19)?.is_some(),
    })
}

/// The actor's keys.
pub(super) fn mine(tx: &mut Tx<'_, '_>) -> Result<Vec<HeldKey>, Problem> {
    let person = tx.person()?;
    of(tx, person)
}

/// The keys of somebody whom the caller has found at the actor's school.
pub(super) fn of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Vec<HeldKey>, Problem> {
    Ok(tx.all(OF, &params![person], read)?)
}

/// One of the actor's keys.
pub(super) fn one_of_mine(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<HeldKey, Problem> {
    let mine = mine(tx)?.into_iter().find(|held| held.id == *key);
    mine.ok_or(Problem::NotFound)
}

/// What came of linking a key.
pub(super) enum Linked {
    /// It is the actor's now.
    Yes(KeyId),
    /// It was the actor's before.
    Already,
    /// It is somebody else's.
    ToAnother,
}

/// What the house adds to a new key beside what the key said.
pub(super) struct Linking<'k> {
    /// The name that its person gives it.
    pub name: &'k str,
    /// What it is.
    pub kind: Kind,
    /// Whether it answers with its PIN alone.
    pub is_pin_bound: bool,
    /// The approved model that vouches for it.
    pub key_model: Option<&'k KeyModelId>,
    /// Whether it elevates at once, without somebody else's approval.
    pub is_approved: bool,
}

/// Links a new key to the actor.
pub(super) fn link(
    tx: &mut Tx<'_, '_>,
    new: &NewKey,
    linking: &Linking<'_>,
) -> Result<Linked, Problem> {
    let (id, person, now) = (KeyId(tx.new_id()), tx.person()?, tx.now().as_micros());
    let (credential_id, transports) = (new.credential_id.text(), Transport::line(&new.transports));
    let row = params![
        &id,
        person,
        linking.name,
        &credential_id,
        &new.record,
        i64::from(new.counter),
        transports,
        now,
        linking.kind.name(),
        new.synced,
        linking.is_pin_bound,
        new.aaguid.as_deref().unwrap_or_default(),
        linking.key_model,
        linking.is_approved.then_some(now),
        linking.is_approved.then_some(person),
        new.user_verified
    ];
    if tx.execute(INSERT, &row)? == 1 {
        return Ok(Linked::Yes(id));
    }
    let holder = tx.one(HOLDER, &params![credential_id], |row| {
        row.get::<PersonId>(0)
    })?;
    Ok(match holder {
        Some(holder) if holder == *person => Linked::Already,
        _ => Linked::ToAnother,
    })
}

/// Notes a touch that was taken; `false` where another was taken meanwhile, or the key has gone.
pub(super) fn note_use(
    tx: &mut Tx<'_, '_>,
    key: &KeyId,
    touch: &Touch,
    device: &str,
) -> Result<bool, Problem> {
    let (before, after) = (
        i64::from(touch.counter_before),
        i64::from(touch.counter_after),
    );
    let now = tx.now().as_micros();
    let params = params![
        key,
        before,
        after,
        &touch.record,
        now,
        device,
        touch.user_verified
    ];
    Ok(tx.execute(USE, &params)? == 1)
}

/// Gives one of the actor's keys a new name.
pub(super) fn rename(tx: &mut Tx<'_, '_>, key: &KeyId, name: &str) -> Result<(), Problem> {
    let person = tx.person()?;
    tx.execute(RENAME, &params![key, person, name])?;
    Ok(())
}

/// Removes a key of this person's.
pub(super) fn remove(tx: &mut Tx<'_, '_>, person: &PersonId, key: &KeyId) -> Result<(), Problem> {
    let now = tx.now().as_micros();
    tx.execute(REMOVE, &params![key, person, now])?;
    Ok(())
}

/// Removes every key of somebody whom the caller has found at the actor's school; how many.
///
/// # Errors
/// That the database is away.
pub fn remove_every(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<u64, Problem> {
    let now = tx.now().as_micros();
    Ok(tx.execute(REMOVE_EVERY, &params![person, now])?)
}

/// Suspends a key; whether it was working.
pub(super) fn suspend(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<bool, Problem> {
    let now = tx.now().as_micros();
    Ok(tx.execute(SUSPEND, &params![key, now])? == 1)
}

/// Lets somebody's suspended key be used again.
pub(super) fn allow(tx: &mut Tx<'_, '_>, person: &PersonId, key: &KeyId) -> Result<(), Problem> {
    found(tx.execute(ALLOW, &params![key, person])?)
}

/// Lets somebody's lost key be used again, by the actor alone.
pub(super) fn allow_lost(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    key: &KeyId,
) -> Result<(), Problem> {
    found(tx.execute(ALLOW_LOST, &params![key, person])?)
}

/// Returns somebody's lost key: it waits until somebody else than the actor approves it.
pub(super) fn return_lost(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    key: &KeyId,
) -> Result<(), Problem> {
    let params = params![key, person, tx.person()?];
    found(tx.execute(RETURN_LOST, &params)?)
}

/// Withdraws a key of the actor's that was never approved.
pub(super) fn withdraw(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<(), Problem> {
    let params = params![key, tx.person()?, tx.now().as_micros()];
    found(tx.execute(WITHDRAW, &params)?)
}

/// How many keys of the actor's were withdrawn or refused within a day.
pub(super) fn withdrawn_today(tx: &mut Tx<'_, '_>) -> Result<i64, Problem> {
    let yesterday = tx.now().plus_seconds(-24 * 3_600).as_micros();
    let params = params![tx.person()?, yesterday];
    let withdrawn = tx.one(WITHDRAWN_SINCE, &params, |row| row.get::<i64>(0))?;
    Ok(withdrawn.unwrap_or(0))
}

/// Whether the one key was there.
fn found(rows: u64) -> Result<(), Problem> {
    match rows {
        1 => Ok(()),
        _ => Err(Problem::NotFound),
    }
}
