//! How much one person logs and adds in a spell: far more than any teacher does, and little enough that
//! nobody buries the school's other records, or its leads' mail, under their own.

use keyward_db::{Sql, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use crate::cx::Tx;

/// The most concerns, and the most additions to concerns, of one person in a spell.
const TIMES_MAX: usize = 30;
/// A spell.
const SPELL_SECONDS: i64 = 10 * 60;

keyward_db::statements! {
    /// When somebody logged concerns lately, the latest first.
    LOGGED = "SELECT recorded_at FROM concern WHERE recorder_id = $1 AND recorded_at > $2
              ORDER BY recorded_at DESC LIMIT $3";
    /// When somebody added words or marks to concerns lately, the latest first.
    ADDED = "SELECT written_at FROM
             (SELECT written_at FROM amendment WHERE writer_id = $1 AND written_at > $2
              UNION ALL
              SELECT MIN(written_at) AS written_at FROM body_mark
              WHERE writer_id = $1 AND written_at > $2 GROUP BY form_tag) AS added
             ORDER BY written_at DESC LIMIT $3";
}

/// What is said to whoever has logged so many concerns that they wait before they log another; nothing
/// to anybody else.
///
/// # Errors
/// That the database is away.
pub(super) fn too_soon_to_log(tx: &mut Tx<'_, '_>) -> Result<Option<String>, Problem> {
    let free = free_from(tx, LOGGED)?;
    Ok(free.map(|time| {
        format!(
            "You have logged {TIMES_MAX} concerns within 10 minutes, the most there can be. Nothing is \
             lost: what you typed is still here. Log it from {time} on; if a child is in danger now, \
             tell a safeguarding lead in person"
        )
    }))
}

/// The same for whoever adds to concerns.
///
/// # Errors
/// That the database is away.
pub fn too_soon_to_add(tx: &mut Tx<'_, '_>) -> Result<Option<String>, Problem> {
    let free = free_from(tx, ADDED)?;
    Ok(free.map(|time| {
        format!(
            "You have added to concerns {TIMES_MAX} times within 10 minutes, the most there can be. \
             Nothing is lost: what you typed is still here. Add it from {time} on"
        )
    }))
}

/// From what time on the actor may write again; nothing, where they may now.
fn free_from(tx: &mut Tx<'_, '_>, lately: Sql) -> Result<Option<String>, Problem> {
    let most = i64::try_from(TIMES_MAX).map_err(Problem::bug)?;
    let since = tx.now().plus_seconds(-SPELL_SECONDS).as_micros();
    let person = tx.person()?;
    let times = tx.all(lately, &params![person, since, most], |row| row.get(0))?;
    let first = times.get(TIMES_MAX - 1).copied().map(Moment::from_micros);
    // The minute in which the first of them is over, and none before.
    Ok(first.map(|at| at.plus_seconds(SPELL_SECONDS + 60).time().to_string()))
}
