//! The codes themselves: made, replaced, used once.

use data_encoding::HEXLOWER;
use keyward_codes::recovery::{self, CODES, Code};
use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;
use zeroize::Zeroizing;

use super::notices;
use crate::audit::Entry;
use crate::cx::{Tx, drop_elevation_by};
use crate::ids::{KeyId, PersonId};
use crate::key_policy::Kind;
use crate::security_keys::{Taken, TakenBy};

/// What the next page says to whoever was elevated by a code of a sheet that is dead.
const DEAD: &str = "Your elevated access has ended, because the sheet of the recovery code that \
                    opened it was replaced.";

keyward_db::statements! {
    /// A sheet that works no more: what is left of it is dead.
    REPLACE = "UPDATE recovery_code SET replaced_at = $2
               WHERE person_id = $1 AND replaced_at IS NULL";
    /// The codes of the sheet that works, used or not.
    CURRENT = "SELECT id FROM recovery_code WHERE person_id = $1 AND replaced_at IS NULL";
    /// A new code.
    INSERT = "INSERT INTO recovery_code (id, person_id, code_hash, made_at)
              VALUES ($1, $2, $3, $4)";
    /// The person's code that was typed, whether it was used or not.
    FIND = "SELECT id FROM recovery_code
            WHERE person_id = $1 AND code_hash = $2 AND replaced_at IS NULL";
    /// Uses a code up, once.
    USE = "UPDATE recovery_code SET used_at = $2
           WHERE id = $1 AND used_at IS NULL AND replaced_at IS NULL";
    /// How many codes of a person's sheet are left, and when it was printed.
    LEFT = "SELECT COUNT(*) - COUNT(used_at), MAX(made_at) FROM recovery_code
            WHERE person_id = $1 AND replaced_at IS NULL";
}

/// What is left of a person's sheet.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Left {
    /// How many codes of it are not used yet.
    pub codes: i64,
    /// When it was printed.
    pub printed_at: Moment,
}

/// Makes a new sheet for the actor, which replaces the older one and ends what that had opened.
pub(super) fn make(tx: &mut Tx<'_, '_>) -> Result<[Zeroizing<String>; CODES], Problem> {
    let (person, now) = (tx.person()?, tx.now().as_micros());
    end_every(tx, person)?;
    let texts = recovery::generate().map(|code| code.text());
    for text in &texts {
        let (id, hash) = (tx.new_id(), hash(tx, person, text)?);
        tx.execute(INSERT, &params![&id, person, &hash, now])?;
    }
    Ok(texts)
}

/// Ends whatever sheet this person has; the caller has found them at the actor's school, and writes
/// the entry.
///
/// # Errors
/// That the database is away.
pub fn end_every(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<(), Problem> {
    for code in tx.all(CURRENT, &params![person], |row| row.get::<KeyId>(0))? {
        drop_elevation_by(tx, &code, DEAD)?;
    }
    tx.execute(REPLACE, &params![person, tx.now().as_micros()])?;
    Ok(())
}

/// What is left of the actor's sheet, if they have one.
pub(super) fn left_of_mine(tx: &mut Tx<'_, '_>) -> Result<Option<Left>, Problem> {
    let person = tx.person()?;
    let left = tx.one(LEFT, &params![person], |row| {
        let printed_at: Option<i64> = row.get(1)?;
        Ok((row.get::<i64>(0)?, printed_at.map(Moment::from_micros)))
    })?;
    Ok(
        left.and_then(|(codes, printed_at)| {
            printed_at.map(|printed_at| Left { codes, printed_at })
        }),
    )
}

/// Takes this code, if it is one of the actor's sheet and was never used; they are told by mail.
///
/// # Errors
/// That the database is away.
pub fn take(tx: &mut Tx<'_, '_>, code: &Code, device: &str) -> Result<Taken, Problem> {
    let (person, now) = (tx.person()?, tx.now().as_micros());
    let hash = hash(tx, person, &code.text())?;
    let found = tx.one(FIND, &params![person, &hash], |row| row.get::<KeyId>(0))?;
    let Some(id) = found else {
        return Ok(Taken::No);
    };
    if tx.execute(USE, &params![&id, now])? != 1 {
        return Ok(Taken::UsedAlready);
    }
    let left = left_of_mine(tx)?.map_or(0, |left| left.codes);
    notices::used(tx, left, device)?;
    tx.entry(
        Entry::of("recovery code used", "person", &person.0)
            .with("left", left)
            .with("device", device),
    )?;
    Ok(Taken::By(TakenBy {
        key: id,
        name: "recovery code".to_owned(),
        kind: Kind::RecoveryCode,
        aside: Some(aside(left)),
    }))
}

/// What the person reads on their next page once a code of theirs was used.
fn aside(left: i64) -> String {
    let next = "Print new ones under Account Settings, Security Keys";
    match left {
        0 => format!("That was your last recovery code. {next} today."),
        1 => format!("You have 1 recovery code left. {next} soon."),
        many => format!("You have {many} recovery codes left."),
    }
}

/// A code as the database keeps it: HMAC under a key of the school's for this purpose, and of the
/// person, so that the database alone tells nobody which codes work.
fn hash(tx: &Tx<'_, '_>, person: &PersonId, text: &str) -> Result<String, Problem> {
    let tag = tx.school_key()?.tag("recovery code", &[&person.0, text]);
    Ok(HEXLOWER.encode(&tag))
}

#[cfg(test)]
mod tests {
    use super::aside;

    #[test]
    fn what_is_left_is_said_in_words() {
        assert!(aside(0).starts_with("That was your last recovery code."));
        assert!(aside(1).starts_with("You have 1 recovery code left."));
        assert_eq!(aside(9), "You have 9 recovery codes left.");
    }
}
