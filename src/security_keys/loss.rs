//! Keys that are lost: dead at once, everywhere.

use keyward_db::params;
use keyward_web::Problem;

use super::store::{self, HeldKey};
use crate::cx::Tx;
use crate::ids::{KeyId, PersonId, RecoveryId};
use crate::recovery_codes;
use crate::sessions::{self, Closed, Gone};

keyward_db::statements! {
    /// A key is lost.
    LOSE = "UPDATE security_key SET lost_at = $2
            WHERE id = $1 AND lost_at IS NULL AND removed_at IS NULL";
    /// Two people end every key of somebody for good.
    END = "UPDATE security_key SET ended_by_recovery = $2
           WHERE person_id = $1 AND removed_at IS NULL";
}

/// Marks a key lost that the caller has found among this person's: nothing is opened with it any
/// more, what it had opened is closed, and a session that showed it has to show another. The
/// caller tells people and writes the entry. What was closed; nothing where it was lost already.
pub(super) fn lose(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    key: &KeyId,
) -> Result<Option<Closed>, Problem> {
    let now = tx.now().as_micros();
    if tx.execute(LOSE, &params![key, now])? != 1 {
        return Ok(None);
    }
    sessions::close_after(tx, person, key, Gone::Lost).map(Some)
}

/// Marks every key of somebody lost, and their printed codes dead; how many keys. No one person
/// returns a key that this recovery by two people ended, lost before it or by it. The caller has
/// found them at the actor's school, tells people and writes the entry.
///
/// # Errors
/// That the database is away.
pub fn lose_every_key(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    recovery: &RecoveryId,
) -> Result<usize, Problem> {
    let keys: Vec<HeldKey> = store::of(tx, person)?;
    let mut lost = 0;
    for key in keys {
        lost += usize::from(lose(tx, person, &key.id)?.is_some());
    }
    tx.execute(END, &params![person, recovery])?;
    recovery_codes::end_every(tx, person)?;
    Ok(lost)
}
