//! Whether every file and every concern has a safeguarding lead who reads it: asked before and after
//! an act that may leave one without, such as the end of the last lead's account.

use keyward_db::params;
use keyward_web::Problem;

use crate::concerns::{is_lead, kept_from_by};
use crate::cx::Tx;
use crate::ids::PupilId;
use crate::key_policy::holds_a_key_that_counts;

/// SQL: this `person` is a safeguarding lead of the school `$1`.
macro_rules! leads {
    () => {
        concat!(
            "person.school_id = $1 AND person.left_at IS NULL AND ",
            is_lead!("person.id")
        )
    };
}

keyward_db::statements! {
    /// How many safeguarding leads who hold a key that counts may read a file.
    OPENED_BY = concat!(
        "SELECT COUNT(*) FROM person
         WHERE person.school_id = $1 AND person.left_at IS NULL AND ", is_lead!("person.id"), "
           AND ", holds_a_key_that_counts!("person.id"), "
           AND NOT EXISTS (SELECT 1 FROM exclusion AS theirs
                           WHERE theirs.person_id = person.id AND theirs.pupil_id = $2
                             AND theirs.ended_at IS NULL)");
    /// How many safeguarding leads a school has, and how many files none of them reads, for all who
    /// could are excluded.
    UNLED = concat!(
        "SELECT (SELECT COUNT(*) FROM person
                 WHERE ", leads!(), "),
                (SELECT COUNT(DISTINCT kept.pupil_id) FROM exclusion AS kept
                 WHERE kept.school_id = $1 AND kept.ended_at IS NULL AND NOT EXISTS (
                     SELECT 1 FROM person
                     WHERE ", leads!(), "
                       AND NOT EXISTS (SELECT 1 FROM exclusion AS theirs
                                       WHERE theirs.person_id = person.id
                                         AND theirs.pupil_id = kept.pupil_id
                                         AND theirs.ended_at IS NULL)))");
    /// How many concerns no lead reads, for they are kept from all of them. Only those that are kept
    /// from one are looked at: the few that name a lead, and those of pupils from whose files a lead
    /// is excluded, also as one who was taken off.
    UNLED_CONCERNS = concat!(
        "SELECT COUNT(*) FROM (
             SELECT about.concern_id AS id
             FROM person JOIN concern_staff AS about ON about.person_id = person.id
             WHERE ", leads!(), "
             UNION
             SELECT theirs.concern_id
             FROM person
             JOIN exclusion ON exclusion.person_id = person.id AND exclusion.ended_at IS NULL
             JOIN concern_pupil AS theirs ON theirs.pupil_id = exclusion.pupil_id
             WHERE ", leads!(), "
             UNION
             SELECT was.concern_id
             FROM person
             JOIN exclusion ON exclusion.person_id = person.id AND exclusion.ended_at IS NULL
             JOIN concern_pupil_off AS was ON was.pupil_id = exclusion.pupil_id
             WHERE ", leads!(), "
         ) AS concern
         WHERE NOT EXISTS (
             SELECT 1 FROM person
             WHERE ", leads!(), "
               AND NOT ", kept_from_by!("person.id"), ")");
}

/// How many safeguarding leads who hold a key that counts may read a file: without one of them it stays
/// closed, though somebody is its lead.
pub(super) fn opened_by(tx: &mut Tx<'_, '_>, pupil: &PupilId) -> Result<i64, Problem> {
    let wanted = params![tx.school()?, pupil];
    let leads = tx.one(OPENED_BY, &wanted, |row| row.get(0))?;
    Ok(leads.unwrap_or_default())
}

/// Why the last lead stays one, in words that say nothing of whose file it is.
pub const LAST_LEAD: &str = "No safeguarding lead would be left to read every file. Make somebody \
                             else a lead first: somebody who is excluded from no file";

/// Files and concerns that no lead reads, as they are now.
#[derive(Copy, Clone, Debug)]
pub struct Unled {
    leads: i64,
    files: i64,
    concerns: i64,
}

impl Unled {
    /// Counts them within an act, before anything is changed.
    ///
    /// # Errors
    /// Not found, at no school; that the database is away.
    pub fn before(tx: &mut Tx<'_, '_>) -> Result<Self, Problem> {
        let school = params![tx.school()?];
        let counts = tx.one(UNLED, &school, |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (leads, files) = counts.unwrap_or_default();
        let concerns = tx.one(UNLED_CONCERNS, &school, |row| row.get(0))?;
        Ok(Self {
            leads,
            files,
            concerns: concerns.unwrap_or_default(),
        })
    }

    /// Whether what was done since leaves a file or a concern without a lead that had one. A school
    /// without any lead has nothing to lose.
    ///
    /// # Errors
    /// Not found, at no school; that the database is away.
    pub fn has_grown(self, tx: &mut Tx<'_, '_>) -> Result<bool, Problem> {
        let now = Self::before(tx)?;
        Ok(match (self.leads, now.leads) {
            (0, _) => false,
            (_, 0) => true,
            _ => now.files > self.files || now.concerns > self.concerns,
        })
    }
}
