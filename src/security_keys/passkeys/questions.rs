//! The questions that are under way at the sign-in page, and who holds the passkey that answers.

use keyward_db::params;
use keyward_web::Problem;

use crate::cx::{Tx, token_hash};
use crate::ids::PersonId;
use crate::security_keys::key::CredentialId;

keyward_db::statements! {
    /// A question that was put to any passkey at a school.
    PUT = "INSERT INTO passkey_question (token_hash, school_id, state, asked_by, asked_at, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6)";
    /// Takes a question out, so that it is answered once, and at its school alone.
    TAKE = "DELETE FROM passkey_question WHERE token_hash = $1 AND school_id = $2
            RETURNING state, expires_at";
    /// Forgets what nobody answered in time.
    FORGET_EXPIRED = "DELETE FROM passkey_question WHERE expires_at <= $1";
    /// Forgets all but the newest questions of one address, so that nobody can fill the table. It
    /// may be the address of a whole school.
    FORGET_MANY = "DELETE FROM passkey_question
                   WHERE asked_by = $1
                     AND token_hash NOT IN (SELECT token_hash FROM passkey_question
                                            WHERE asked_by = $1
                                            ORDER BY asked_at DESC, token_hash LIMIT 199)";
    /// Who holds this passkey at a school, where it can be used.
    HOLDER = "SELECT person.id FROM security_key
              JOIN working_key ON working_key.id = security_key.id
              JOIN person ON person.id = security_key.person_id
              WHERE security_key.credential_id = $1 AND security_key.kind = 'passkey'
                AND person.school_id = $2 AND person.left_at IS NULL";
}

/// Puts a question down for so many seconds, under the hash of this secret.
pub(super) fn put(
    tx: &mut Tx<'_, '_>,
    token: &str,
    state: &str,
    address: &str,
    seconds: i64,
) -> Result<(), Problem> {
    let (now, asked_by) = (tx.now(), token_hash(address));
    tx.keep_house(FORGET_EXPIRED, &params![now.as_micros()])?;
    tx.keep_house(FORGET_MANY, &params![&asked_by])?;
    let row = params![
        token_hash(token),
        tx.school()?,
        state,
        asked_by,
        now.as_micros(),
        now.plus_seconds(seconds).as_micros()
    ];
    tx.keep_house(PUT, &row)?;
    Ok(())
}

/// Takes a question out: it is gone, whether or not it was still in time. The caller commits before
/// the answer is judged.
pub(super) fn take(tx: &mut Tx<'_, '_>, token: &str) -> Result<Option<String>, Problem> {
    let (school, now) = (tx.school()?, tx.now().as_micros());
    let taken = tx.one(TAKE, &params![token_hash(token), school], |row| {
        Ok((row.get::<String>(0)?, row.get::<i64>(1)?))
    })?;
    Ok(taken
        .filter(|(_, expires)| now < *expires)
        .map(|(state, _)| state))
}

/// Who holds this passkey at the actor's school, where it can be used.
pub(super) fn holder(
    tx: &mut Tx<'_, '_>,
    credential_id: &CredentialId,
) -> Result<Option<PersonId>, Problem> {
    let params = params![credential_id.text(), tx.school()?];
    Ok(tx.one(HOLDER, &params, |row| row.get(0))?)
}
