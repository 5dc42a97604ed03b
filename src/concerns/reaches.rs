//! Whether a new concern reaches a safeguarding lead at all: it does not where it names every one of
//! them, and then its writer is told whom to turn to.

use keyward_db::params;
use keyward_web::Problem;

use super::reader::is_lead;
use crate::cx::Tx;
use crate::ids::ConcernId;

keyward_db::statements! {
    /// Whether a concern alerts anybody, and whether it leaves a safeguarding lead unnamed.
    REACHES = concat!(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM alert WHERE alert.concern_id = concern.id)
                      AND EXISTS (SELECT 1 FROM person
                                  WHERE person.school_id = concern.school_id
                                    AND person.left_at IS NULL AND ", is_lead!("person.id"), "
                                    AND NOT EXISTS (
                                        SELECT 1 FROM concern_staff AS about
                                        WHERE about.concern_id = concern.id
                                          AND about.person_id = person.id))
                     THEN 1 ELSE 0 END
         FROM concern WHERE concern.id = $1");
}

/// Whether a safeguarding lead can come to know of this concern and somebody was told.
///
/// # Errors
/// That the database is away.
pub(super) fn reaches_a_lead(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<bool, Problem> {
    let reaches = tx.one(REACHES, &params![concern], |row| row.get(0))?;
    Ok(reaches.unwrap_or_default())
}
