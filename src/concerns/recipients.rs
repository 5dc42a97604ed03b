//! Who is told of a new concern: those whom its writer chose, as far as they may know of it.
//!
//! Whoever was excluded from the file of one of its pupils is passed over without a word, to the
//! writer as well. If nobody is left, every lead is told who may be.

use keyward_db::params;
use keyward_web::Problem;

use super::alerts;
use super::concern::Facts;
use super::reader::is_lead;
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId};

keyward_db::statements! {
    /// Who was excluded from the file of a pupil.
    EXCLUDED = "SELECT person_id FROM exclusion WHERE pupil_id = $1 AND ended_at IS NULL";
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

/// The people who are told.
///
/// # Errors
/// That the database is away.
pub(super) fn recipients(tx: &mut Tx<'_, '_>, facts: &Facts) -> Result<Vec<PersonId>, Problem> {
    let mut kept_from = facts.staff.clone();
    for involved in &facts.pupils {
        kept_from.extend(tx.all(EXCLUDED, &params![&involved.pupil], |row| row.get(0))?);
    }
    let may_know = |person: &PersonId| !kept_from.contains(person);
    let chosen = facts.alerted.iter().filter(|person| may_know(person));
    let chosen: Vec<PersonId> = chosen.cloned().collect();
    if !chosen.is_empty() {
        return Ok(chosen);
    }
    let leads = alerts::people(tx)?.into_iter().filter(|one| one.is_lead);
    let leads = leads.map(|lead| lead.id);
    Ok(leads.filter(may_know).collect())
}

/// Whether a safeguarding lead can come to know of this concern and somebody was told.
///
/// # Errors
/// That the database is away.
pub(super) fn reaches_a_lead(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<bool, Problem> {
    let reaches = tx.one(REACHES, &params![concern], |row| row.get(0))?;
    Ok(reaches.unwrap_or_default())
}
