//! The questions that are under way: each is put once and taken once, whatever the answer.
//!
//! They live in the database, so that any server can judge what another asked.

use keyward_db::params;
use keyward_web::Problem;

use super::purpose::Purpose;
use crate::cx::Tx;
use crate::ids::CeremonyId;

keyward_db::statements! {
    /// A question that was put to a key.
    PUT = "INSERT INTO ceremony (id, session_id, person_id, purpose, device_name, state, expires_at,
                                about)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Takes a question out, so that it is answered once. Nobody else's session can take it.
    TAKE = "DELETE FROM ceremony WHERE id = $1 AND session_id = $2 AND person_id = $3
            RETURNING purpose, state, device_name, expires_at, about";
    /// Forgets what nobody answered in time.
    FORGET_EXPIRED = "DELETE FROM ceremony WHERE expires_at <= $1";
    /// Forgets all but a person's newest questions, so that nobody can fill the table.
    FORGET_MANY = "DELETE FROM ceremony
                   WHERE person_id = $1
                     AND id NOT IN (SELECT id FROM ceremony WHERE person_id = $1
                                    ORDER BY id DESC LIMIT 9)";
}

/// A question that was taken out of the store.
pub(super) struct Taken {
    /// What judges the answer.
    pub state: String,
    /// The name that the new key is to have.
    pub device_name: String,
    /// What the question was about, beside its purpose.
    pub about: String,
}

/// Puts a question down for the actor's session, for so many seconds.
pub(super) fn put(
    tx: &mut Tx<'_, '_>,
    purpose: Purpose,
    device_name: &str,
    state: &str,
    about: &str,
    seconds: i64,
) -> Result<CeremonyId, Problem> {
    let (id, now) = (CeremonyId(tx.new_id()), tx.now());
    let (session, person) = (tx.session()?, tx.person()?);
    tx.keep_house(FORGET_EXPIRED, &params![now.as_micros()])?;
    tx.keep_house(FORGET_MANY, &params![person])?;
    let expires = now.plus_seconds(seconds).as_micros();
    let row = params![
        &id,
        session,
        person,
        purpose.name(),
        device_name,
        state,
        expires,
        about
    ];
    tx.keep_house(PUT, &row)?;
    Ok(id)
}

/// Takes a question out: it is gone, whether or not it was for one of these purposes and still in
/// time.
/// The caller commits before the answer is judged.
pub(super) fn take(
    tx: &mut Tx<'_, '_>,
    id: &CeremonyId,
    purposes: &[Purpose],
) -> Result<Option<Taken>, Problem> {
    let (session, person, now) = (tx.session()?, tx.person()?, tx.now().as_micros());
    let taken = tx.one(TAKE, &params![id, session, person], |row| {
        let asked_for = row.get::<String>(0)?;
        let (state, device_name, about) = (row.get(1)?, row.get(2)?, row.get(4)?);
        let is_for = purposes.iter().any(|purpose| purpose.name() == asked_for);
        let taken = is_for.then_some(Taken {
            state,
            device_name,
            about,
        });
        Ok((row.get::<i64>(3)?, taken))
    })?;
    Ok(taken
        .filter(|(expires, _)| now < *expires)
        .and_then(|(_, taken)| taken))
}
