//! What becomes of a session: seen, elevated, dropped, ended.

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::Tx;
use crate::ids::{GroupId, KeyId, PersonId, SessionId};
use crate::key_policy::{Kind, Shortage};

keyward_db::statements! {
    /// Notes that a session was seen, elevated or not, and takes away the sentence it was shown.
    SEEN = "UPDATE session
            SET seen_at = $2, flash = NULL,
                elevated_seen_at = CASE WHEN elevated_at IS NULL THEN elevated_seen_at ELSE $2 END
            WHERE id = $1";
    /// Notes that a page of a session is used which its person has not left.
    USED = "UPDATE session SET seen_at = $2 WHERE id = $1";
    /// Leaves one sentence for the next page of a session.
    SAY = "UPDATE session SET flash = $2, flash_warns = $3 WHERE id = $1";
    /// Ends a session that has lasted or rested too long.
    END = "UPDATE session SET ended_at = $2, ended_because = 'ran_out', flash = NULL
           WHERE id = $1 AND ended_at IS NULL";
    /// Drops the elevation of a session.
    DROP_ELEVATION = "UPDATE session
            SET elevated_at = NULL, elevated_seen_at = NULL, elevated_key_id = NULL,
                elevated_kind = NULL, elevated_with_pin = 0
            WHERE id = $1 AND elevated_at IS NOT NULL";
    /// Elevates a session, or begins its elevation anew.
    ELEVATE = "UPDATE session
               SET elevated_at = $2, elevated_seen_at = $2, seen_at = $2,
                   keyed_at = CASE WHEN $5 = 'break_glass' THEN keyed_at ELSE $2 END,
                   elevated_key_id = $3, elevated_with_pin = $4, elevated_kind = $5
               WHERE id = $1 AND ended_at IS NULL";
    /// Drops every elevation by a key, and leaves a sentence that says why.
    DROP_BY_KEY = "UPDATE session
            SET elevated_at = NULL, elevated_seen_at = NULL, elevated_key_id = NULL,
                elevated_kind = NULL, elevated_with_pin = 0, flash = $2,
                flash_warns = 0
            WHERE elevated_key_id = $1 AND ended_at IS NULL";
    /// A session views as a user group, for as long as this elevation of it lasts.
    VIEW_AS = "UPDATE session SET seen_as_group = $2, seen_as_year = $3,
                                  seen_as_elevation = elevated_at
               WHERE id = $1 AND elevated_at IS NOT NULL";
    /// A session views as its own person again.
    LOOK_AS_ONESELF = "UPDATE session SET seen_as_group = NULL, seen_as_year = '',
                                          seen_as_elevation = NULL
                       WHERE id = $1";
    /// Somebody's sessions have shown no key any more.
    FORGET_KEYS = "UPDATE session SET keyed_at = NULL WHERE person_id = $1 AND ended_at IS NULL";
    /// Notes since when somebody holds fewer keys than they should, and since when enough again.
    NOTE_SHORTAGE = "UPDATE person SET keys_short_since = $2, keys_enough_since = $3 WHERE id = $1";
}

/// Notes since when the actor holds too few keys, or enough again.
pub(super) fn note_shortage(tx: &mut Tx<'_, '_>, shortage: Shortage) -> Result<(), Problem> {
    let person = tx.person()?;
    note_shortage_of(tx, person, shortage)
}

/// Notes the same of somebody whom the caller has found at the actor's school.
///
/// # Errors
/// That the database is away.
pub fn note_shortage_of(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    shortage: Shortage,
) -> Result<(), Problem> {
    let since = shortage.since.map(Moment::as_micros);
    let enough_since = shortage.enough_since.map(Moment::as_micros);
    tx.keep_house(NOTE_SHORTAGE, &params![person, since, enough_since])?;
    Ok(())
}

/// Notes that this session was seen now, and that its sentence was shown.
pub(super) fn seen(tx: &mut Tx<'_, '_>, session: &SessionId) -> Result<(), Problem> {
    let now = tx.now().as_micros();
    tx.keep_house(SEEN, &params![session, now])?;
    Ok(())
}

/// Notes that a page of this session sent something by itself. The session goes on by that; elevated
/// access does not, whose end the page has shown since it was opened, and the next page still says its
/// sentence.
pub(super) fn used(tx: &mut Tx<'_, '_>, session: &SessionId) -> Result<(), Problem> {
    let now = tx.now().as_micros();
    tx.keep_house(USED, &params![session, now])?;
    Ok(())
}

/// Ends this session, which has lasted or rested too long.
pub(super) fn end(tx: &mut Tx<'_, '_>, session: &SessionId) -> Result<(), Problem> {
    let now = tx.now().as_micros();
    tx.keep_house(END, &params![session, now])?;
    Ok(())
}

/// Leaves one sentence for the next page of this session, which says or does not say something to act
/// on.
pub(super) fn say(
    tx: &mut Tx<'_, '_>,
    session: &SessionId,
    words: &str,
    warns: bool,
) -> Result<(), Problem> {
    tx.keep_house(SAY, &params![session, words, warns])?;
    Ok(())
}

/// Elevates the actor's session by this key. The caller has settled its touch, and writes the entry.
///
/// # Errors
/// That the database is away.
pub fn elevate(
    tx: &mut Tx<'_, '_>,
    key: &KeyId,
    kind: Kind,
    with_pin: bool,
) -> Result<(), Problem> {
    let session = tx.session()?;
    elevate_session(tx, session, key, kind, with_pin)
}

/// Elevates this session, which the actor has just begun, as [`elevate`] does theirs.
///
/// # Errors
/// That the database is away.
pub fn elevate_session(
    tx: &mut Tx<'_, '_>,
    session: &SessionId,
    key: &KeyId,
    kind: Kind,
    with_pin: bool,
) -> Result<(), Problem> {
    let now = tx.now().as_micros();
    tx.execute(ELEVATE, &params![session, now, key, with_pin, kind.name()])?;
    Ok(())
}

/// Drops the elevation of every session that this key elevated, and tells whoever sits there why;
/// how many.
///
/// # Errors
/// That the database is away.
pub fn drop_elevation_by(
    tx: &mut Tx<'_, '_>,
    key: &KeyId,
    words: &'static str,
) -> Result<u64, Problem> {
    Ok(tx.keep_house(DROP_BY_KEY, &params![key, words])?)
}

/// Forgets that this person's sessions have shown a key: where their user group asks for one at
/// sign-in, they show another before they go on.
///
/// # Errors
/// That the database is away.
pub fn forget_shown_keys(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<(), Problem> {
    tx.keep_house(FORGET_KEYS, &params![person])?;
    Ok(())
}

/// Drops the elevation of this session; whether it was on.
///
/// # Errors
/// That the database is away.
pub fn drop_elevation(tx: &mut Tx<'_, '_>, session: &SessionId) -> Result<bool, Problem> {
    Ok(tx.keep_house(DROP_ELEVATION, &params![session])? > 0)
}

/// Lets the actor view as this user group, and this year group where its files hang on one, until
/// they stop or their elevated access ends. The caller writes the entry.
///
/// # Errors
/// That the database is away.
pub fn view_as(tx: &mut Tx<'_, '_>, group: &GroupId, year: &str) -> Result<(), Problem> {
    let session = tx.session()?;
    tx.execute(VIEW_AS, &params![session, group, year])?;
    Ok(())
}

/// Lets the actor view as themselves again. The caller writes the entry.
///
/// # Errors
/// That the database is away.
pub fn view_as_oneself(tx: &mut Tx<'_, '_>) -> Result<(), Problem> {
    let session = tx.session()?;
    tx.execute(LOOK_AS_ONESELF, &params![session])?;
    Ok(())
}
