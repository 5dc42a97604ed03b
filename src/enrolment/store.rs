//! Every SQL statement about how somebody stands who wants to link a key.

use keyward_db::params;
use keyward_web::Problem;

use super::first_key::{Standing, Way};
use crate::access::Right;
use crate::cx::Tx;
use crate::ids::{KeyId, PersonId};

keyward_db::statements! {
    /// How many keys somebody holds in any state, how many of them work, and how many printed codes.
    KEYS = "SELECT (SELECT COUNT(*) FROM security_key
                    WHERE security_key.person_id = $1 AND removed_at IS NULL),
                   (SELECT COUNT(*) FROM working_key WHERE working_key.person_id = $1),
                   (SELECT COUNT(*) FROM recovery_code
                    WHERE recovery_code.person_id = $1 AND used_at IS NULL
                      AND replaced_at IS NULL)";
    /// The rights that somebody's user groups give.
    RIGHTS = "SELECT DISTINCT group_right.right_name
              FROM membership JOIN group_right ON group_right.group_id = membership.group_id
              WHERE membership.person_id = $1";
    /// How many others at a school have a right and a key that works.
    OTHERS_WITH_KEYS = "SELECT COUNT(DISTINCT person.id)
              FROM person
              JOIN membership ON membership.person_id = person.id
              JOIN group_right ON group_right.group_id = membership.group_id
              JOIN working_key ON working_key.person_id = person.id
              WHERE person.school_id = $1 AND person.left_at IS NULL AND person.id <> $2
                AND group_right.right_name = $3";
    /// A key, or a printed code, of somebody's that is not dead.
    ALIVE = "SELECT (SELECT COUNT(*) FROM working_key
                     WHERE working_key.id = $1 AND working_key.person_id = $2)
                  + (SELECT COUNT(*) FROM recovery_code
                     WHERE recovery_code.id = $1 AND recovery_code.person_id = $2
                       AND replaced_at IS NULL)";
}

/// How somebody at the actor's school comes to a new key now.
///
/// # Errors
/// That the database is away.
pub fn way_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Way, Problem> {
    let counts = tx.one(KEYS, &params![person], |row| {
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?))
    })?;
    let (keys, working, codes) = counts.unwrap_or_default();
    let asked = tx.asked_of_keys(person)?;
    let codes = if asked.takes_recovery_codes() {
        codes
    } else {
        0
    };
    Ok(Way::of(Standing {
        first_key: asked.first_key,
        needs_key: needs_key(tx, person)?,
        others_who_vouch: others_with_keys(tx, person, Right::VouchForKeys)?,
        keys,
        working: working + codes,
        is_let_back_in: super::recoveries::open_for(tx, person)?.is_some(),
    }))
}

/// Whether somebody's user groups give any right that needs a key.
///
/// # Errors
/// That the database is away.
pub fn needs_key(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    let names = tx.all(RIGHTS, &params![person], |row| row.get::<String>(0))?;
    let mut rights = names.iter().filter_map(|name| Right::named(name));
    Ok(rights.any(Right::needs_key))
}

/// How many others at the actor's school have this right and a key that works.
fn others_with_keys(tx: &mut Tx<'_, '_>, person: &PersonId, right: Right) -> Result<i64, Problem> {
    let params = params![tx.school()?, person, right.name()];
    let others = tx.one(OTHERS_WITH_KEYS, &params, |row| row.get(0))?;
    Ok(others.unwrap_or(0))
}

/// Whether a key or a printed code of the actor's, shown a moment ago, is not dead meanwhile.
pub(super) fn is_alive(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<bool, Problem> {
    let params = params![key, tx.person()?];
    let alive = tx.one(ALIVE, &params, |row| row.get::<i64>(0))?;
    Ok(alive.unwrap_or(0) > 0)
}
