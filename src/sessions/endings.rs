//! Ending sessions, and what a key had opened in them: at once, on every server.

use keyward_db::params;
use keyward_web::Problem;

use super::cause::{Cause, Gone, Reach};
use crate::cx::{Tx, drop_elevation_by, forget_shown_keys};
use crate::ids::{KeyId, PersonId, SessionId};
use crate::planner;

keyward_db::statements! {
    /// Ends a session.
    END = "UPDATE session SET ended_at = $2, ended_because = $3, flash = NULL
           WHERE id = $1 AND ended_at IS NULL";
    /// Ends every session of a person but one.
    END_OTHERS = "UPDATE session SET ended_at = $3, ended_because = $4, flash = NULL
                  WHERE person_id = $1 AND id <> $2 AND ended_at IS NULL";
    /// Ends every session that a key began but one.
    END_BEGUN_BY = "UPDATE session SET ended_at = $3, ended_because = $4, flash = NULL
                    WHERE begun_by_key_id = $1 AND id <> $2 AND ended_at IS NULL";
}

/// No session's identifier.
const NONE: &str = "none";

/// What a key had opened and began, and is closed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// So many sessions are not elevated any more.
    pub elevations: u64,
    /// So many sessions ended.
    pub sessions: u64,
}

/// Ends this session, which the caller has found; whether it still stood. The caller writes the
/// entry.
///
/// # Errors
/// That the database is away.
pub fn end(tx: &mut Tx<'_, '_>, session: &SessionId, cause: Cause) -> Result<bool, Problem> {
    let now = tx.now().as_micros();
    Ok(tx.execute(END, &params![session, now, cause.name()])? == 1)
}

/// Ends the sessions of a person whom the caller has found that the cause ends, and their calendar
/// feed; how many sessions. The caller writes the entry.
///
/// # Errors
/// That the database is away; not found, where others are to end and there is no session.
pub fn end_after(tx: &mut Tx<'_, '_>, person: &PersonId, cause: Cause) -> Result<u64, Problem> {
    let but = match cause.reach() {
        Reach::All => NONE,
        Reach::Others => tx.session()?.0.as_str(),
        Reach::One | Reach::BegunByKey | Reach::OthersBegunByKey => {
            return Err(Problem::bug(format_args!("{cause:?} names a session")));
        }
    };
    planner::end_feed(tx, person)?;
    end_all_but(tx, person, but, cause)
}

/// Ends every session of a person whom the caller has found, but for the one in which it is done
/// if it is theirs; how many. The caller writes the entry.
///
/// # Errors
/// That the database is away.
pub(super) fn end_others(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    cause: Cause,
) -> Result<u64, Problem> {
    let here = tx.session()?.0.as_str();
    end_all_but(tx, person, here, cause)
}

fn end_all_but(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    but: &str,
    cause: Cause,
) -> Result<u64, Problem> {
    let now = tx.now().as_micros();
    Ok(tx.execute(END_OTHERS, &params![person, but, now, cause.name()])?)
}

/// Closes what a key of this person's had opened: elevated access by it drops everywhere, and the
/// sessions end that it began without a password. Where it was lost, their other sessions have to
/// show another key before they go on; and where somebody else may have it, their calendar feed ends.
/// The caller writes the entry.
///
/// # Errors
/// That the database is away.
pub fn close_after(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    key: &KeyId,
    gone: Gone,
) -> Result<Closed, Problem> {
    let cause = Cause::Key(gone);
    let elevations = drop_elevation_by(tx, key, gone.words())?;
    let but = match cause.reach() {
        Reach::OthersBegunByKey => tx.session()?.0.as_str(),
        Reach::BegunByKey | Reach::One | Reach::Others | Reach::All => NONE,
    };
    let now = tx.now().as_micros();
    let sessions = tx.execute(END_BEGUN_BY, &params![key, but, now, cause.name()])?;
    match gone {
        Gone::Lost => {
            forget_shown_keys(tx, person)?;
            planner::end_feed(tx, person)?;
        }
        Gone::Suspended => planner::end_feed(tx, person)?,
        Gone::Removed => {}
    }
    Ok(Closed {
        elevations,
        sessions,
    })
}
