//! Every SQL statement about sessions that begin and end.

use data_encoding::BASE64URL_NOPAD;
use keyward_db::params;
use keyward_web::Problem;

use crate::cx::{Tx, token_hash};
use crate::ids::{PersonId, SessionId};

keyward_db::statements! {
    /// A new session.
    INSERT = "INSERT INTO session (id, token_hash, person_id, device, started_at, seen_at,
                                   elevated_with_pin)
              VALUES ($1, $2, $3, $4, $5, $5, 0)";
    /// A session's new secret.
    ROTATE = "UPDATE session SET token_hash = $2 WHERE id = $1 AND ended_at IS NULL";
    /// Ends a session.
    END = "UPDATE session SET ended_at = $2, flash = NULL WHERE id = $1 AND ended_at IS NULL";
    /// Ends every session of a person but one.
    END_OTHERS = "UPDATE session SET ended_at = $3, flash = NULL
                  WHERE person_id = $1 AND id <> $2 AND ended_at IS NULL";
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

/// Begins a session of this person on this device; the token is for the cookie alone.
///
/// # Errors
/// That the database is away.
pub fn begin_session(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    device: &str,
) -> Result<(SessionId, String), Problem> {
    let (id, token, now) = (SessionId(tx.new_id()), new_token()?, tx.now().as_micros());
    tx.execute(
        INSERT,
        &params![&id, token_hash(&token), person, device, now],
    )?;
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

/// Ends the actor's session.
///
/// # Errors
/// That the database is away.
pub fn end_session(tx: &mut Tx<'_, '_>) -> Result<(), Problem> {
    let session = tx.session()?;
    end(tx, session)
}

/// Ends this session.
///
/// # Errors
/// That the database is away.
pub fn end(tx: &mut Tx<'_, '_>, session: &SessionId) -> Result<(), Problem> {
    let now = tx.now().as_micros();
    tx.execute(END, &params![session, now])?;
    Ok(())
}

/// Ends every session of a person but this one; all of them when it is none.
///
/// # Errors
/// That the database is away.
pub fn end_other_sessions(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    but: Option<&SessionId>,
) -> Result<u64, Problem> {
    let (but, now) = (but.map_or("none", |id| id.0.as_str()), tx.now().as_micros());
    Ok(tx.execute(END_OTHERS, &params![person, but, now])?)
}
