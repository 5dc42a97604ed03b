//! Which members of staff a concern names, as that is put right after it was logged: every SQL
//! statement about it.

use keyward_db::params;
use keyward_web::Problem;

use super::seen::case_is_seen;
use crate::concerns::{is_lead, kept_from_by};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId};
use crate::pupils::Reach;

keyward_db::statements! {
    /// It names a member of staff. One who was not part of it after all is as they were logged.
    NAME = "INSERT INTO concern_staff (concern_id, person_id, logged)
            SELECT concern.id, $2, COALESCE(were.logged, 0)
            FROM concern
            LEFT JOIN concern_staff_off AS were ON were.concern_id = concern.id
                                               AND were.person_id = $2
            WHERE concern.id = $1
            ON CONFLICT (concern_id, person_id) DO NOTHING";
    /// They are no longer among those who are not part of it.
    BACK = "DELETE FROM concern_staff_off WHERE concern_id = $1 AND person_id = $2";
    /// A member of staff who is not part of it after all, and what says so.
    OFF = "INSERT INTO concern_staff_off (concern_id, person_id, logged, follow_up_id)
           SELECT concern_id, person_id, logged, $3 FROM concern_staff
           WHERE concern_id = $1 AND person_id = $2
           ON CONFLICT (concern_id, person_id) DO NOTHING";
    /// It names them no more.
    GONE = "DELETE FROM concern_staff WHERE concern_id = $1 AND person_id = $2";
    /// The members of staff whom a concern names that the reader sees through a file, but for the
    /// reader.
    NAMED = concat!(
        "SELECT person.id, person.name
         FROM concern
         JOIN concern_staff AS named ON named.concern_id = concern.id
         JOIN person ON person.id = named.person_id
         WHERE concern.id = $7 AND person.id <> $2 AND ", case_is_seen!(), "
         ORDER BY LOWER(person.name), person.id");
    /// The safeguarding leads but for one from whom nothing kept a concern when it was logged, and
    /// whether something that was done since does: whoever names them, excludes them from the file of one
    /// of its pupils or adds a pupil from whose file they are excluded could else keep them from being
    /// told.
    LEADS = concat!(
        "SELECT person.name, person.email,
                CASE WHEN ", kept_from_by!("person.id"), " THEN 1 ELSE 0 END
         FROM person JOIN concern ON concern.id = $2
         WHERE person.school_id = $1 AND person.left_at IS NULL AND person.id <> $3
           AND ", is_lead!("person.id"), "
           AND NOT EXISTS (
               SELECT 1 FROM exclusion
               WHERE exclusion.person_id = person.id AND exclusion.ended_at IS NULL
                 AND exclusion.made_at <= concern.recorded_at
                 AND (EXISTS (SELECT 1 FROM concern_pupil AS first
                              WHERE first.concern_id = concern.id AND first.logged = 1
                                AND first.pupil_id = exclusion.pupil_id)
                      OR EXISTS (SELECT 1 FROM concern_pupil_off AS first
                                 WHERE first.concern_id = concern.id AND first.logged = 1
                                   AND first.pupil_id = exclusion.pupil_id)))
           AND NOT EXISTS (SELECT 1 FROM concern_staff AS about
                           WHERE about.concern_id = concern.id AND about.person_id = person.id
                             AND about.logged = 1)
         ORDER BY person.id");
}

/// A lead who is told that somebody is no longer kept from a concern.
pub(super) struct OtherLead {
    pub name: String,
    pub email: String,
    /// Whether it is kept from them, by something that was done after it was logged.
    pub is_kept: bool,
}

/// The members of staff whom a concern names, for whoever acts on it; never the actor.
pub(super) fn named(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
) -> Result<Vec<(PersonId, String)>, Problem> {
    let reach = Reach::now(tx)?;
    Ok(tx.all(NAMED, &reach.and(&params![id]), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}

/// The concern names this member of staff from now on.
pub(super) fn name(tx: &mut Tx<'_, '_>, id: &ConcernId, person: &str) -> Result<(), Problem> {
    tx.execute(NAME, &params![id, person])?;
    tx.execute(BACK, &params![id, person])?;
    Ok(())
}

/// This member of staff is not part of it after all, as this follow-up says.
pub(super) fn take_off(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    person: &str,
    follow_up: &str,
) -> Result<(), Problem> {
    tx.execute(OFF, &params![id, person, follow_up])?;
    tx.execute(GONE, &params![id, person])?;
    Ok(())
}

/// The safeguarding leads other than the actor who are told whom a concern is opened to: all who read
/// it, among them whoever it is opened to, and from whomever it is kept by what was done after it was
/// logged. Whoever it named then, or was excluded from a pupil's file, is told nothing: its writer meant
/// it to be kept from them, and that a concern was logged at all is not theirs to learn.
pub(super) fn other_leads(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<OtherLead>, Problem> {
    let wanted = params![tx.school()?, id, tx.person()?];
    Ok(tx.all(LEADS, &wanted, |row| {
        Ok(OtherLead {
            name: row.get(0)?,
            email: row.get(1)?,
            is_kept: row.get(2)?,
        })
    })?)
}
