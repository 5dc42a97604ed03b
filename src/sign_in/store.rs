//! Every SQL statement about sessions that begin, and the secrets that they have.

use data_encoding::BASE64URL_NOPAD;
use keyward_db::params;
use keyward_web::Problem;

use super::place::Place;
use crate::cx::{Tx, token_hash};
use crate::ids::{KeyId, PersonId, SessionId};

keyward_db::statements! {
    /// A new session.
    INSERT = "INSERT INTO session (id, token_hash, person_id, device, address, started_at, seen_at,
                                   begun_by_key_id, elevated_with_pin)
              VALUES ($1, $2, $3, $4, $5, $6, $6, $7, 0)";
    /// A session's new secret.
    ROTATE = "UPDATE session SET token_hash = $2 WHERE id = $1 AND ended_at IS NULL";
}

/// A new secret: 256 random bits, base64url.
///
/// # Errors
/// A bug's page when the operating system has no random numbers.
pub fn new_token() -> Result<String, Problem> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Problem::bug)?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
}

/// Begins a session of this person at this place, by a passkey or else by their password; the token
/// is for the cookie alone.
///
/// # Errors
/// That the database is away.
pub fn begin_session(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    place: &Place,
    passkey: Option<&KeyId>,
) -> Result<(SessionId, String), Problem> {
    let (id, token, now) = (SessionId(tx.new_id()), new_token()?, tx.now().as_micros());
    let row = params![
        &id,
        token_hash(&token),
        person,
        &place.device,
        &place.network,
        now,
        passkey
    ];
    tx.execute(INSERT, &row)?;
    Ok((id, token))
}

/// Gives the actor's session a new secret, and answers it.
///
/// # Errors
/// That the database is away.
pub fn rotate(tx: &mut Tx<'_, '_>) -> Result<String, Problem> {
    let (session, token) = (tx.session()?, new_token()?);
    tx.execute(ROTATE, &params![session, token_hash(&token)])?;
    Ok(token)
}
