//! Whether a new concern leaves a safeguarding lead who is not named in it: its writer is told whom to
//! turn to otherwise. It is said from what the writer wrote alone, never from who was alerted in the
//! end: that would tell who is excluded from the file of a child.

use keyward_db::params;
use keyward_web::Problem;

use super::reader::is_lead;
use crate::cx::Tx;
use crate::ids::ConcernId;

keyward_db::statements! {
    /// How many safeguarding leads a concern does not name, and how many it names.
    LEADS = concat!(
        "SELECT COUNT(*) - COUNT(about.person_id), COUNT(about.person_id)
         FROM concern
         JOIN person ON person.school_id = concern.school_id AND person.left_at IS NULL
         LEFT JOIN concern_staff AS about ON about.concern_id = concern.id
                                         AND about.person_id = person.id
         WHERE concern.id = $1 AND ", is_lead!("person.id"));
}

/// Which of a school's safeguarding leads a concern names.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum NamedLeads {
    None,
    Some,
    All,
}

/// Which of the school's safeguarding leads this concern names.
///
/// # Errors
/// That the database is away.
pub(super) fn named_leads(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<NamedLeads, Problem> {
    let counts = tx.one(LEADS, &params![concern], |row| {
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?))
    })?;
    Ok(match counts.unwrap_or_default() {
        (0, _) => NamedLeads::All,
        (_, 0) => NamedLeads::None,
        (_, _) => NamedLeads::Some,
    })
}
