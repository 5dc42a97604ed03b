//! Whether every file has a safeguarding lead who reads it: asked before and after an act that may
//! leave one without, such as the end of the last lead's account.

use keyward_db::params;
use keyward_web::Problem;

use crate::concerns::is_lead;
use crate::cx::Tx;

keyward_db::statements! {
    /// How many files no lead reads, for all who could are excluded; one more, where a school has
    /// no lead at all.
    UNLED = concat!(
        "SELECT (SELECT COUNT(*) FROM school
                 WHERE school.id = $1 AND NOT EXISTS (
                     SELECT 1 FROM person
                     WHERE person.school_id = $1 AND person.left_at IS NULL
                       AND ", is_lead!("person.id"), "))
              + (SELECT COUNT(DISTINCT kept.pupil_id) FROM exclusion AS kept
                 WHERE kept.school_id = $1 AND kept.ended_at IS NULL AND NOT EXISTS (
                     SELECT 1 FROM person
                     WHERE person.school_id = $1 AND person.left_at IS NULL
                       AND ", is_lead!("person.id"), "
                       AND NOT EXISTS (SELECT 1 FROM exclusion AS theirs
                                       WHERE theirs.person_id = person.id
                                         AND theirs.pupil_id = kept.pupil_id
                                         AND theirs.ended_at IS NULL)))");
}

/// Why the last lead stays one, in words that say nothing of whose file it is.
pub const LAST_LEAD: &str = "No safeguarding lead would be left to read every file. Make somebody \
                             else a lead first: somebody who is excluded from no file";

/// Files that no lead reads, as they are now.
#[derive(Copy, Clone, Debug)]
pub struct Unled(i64);

impl Unled {
    /// Counts them within an act, before anything is changed.
    ///
    /// # Errors
    /// Not found, at no school; that the database is away.
    pub fn before(tx: &mut Tx<'_, '_>) -> Result<Self, Problem> {
        let school = tx.school()?;
        let count = tx.one(UNLED, &params![school], |row| row.get::<i64>(0))?;
        Ok(Self(count.unwrap_or_default()))
    }

    /// Whether what was done since leaves more files without a lead than there were.
    ///
    /// # Errors
    /// Not found, at no school; that the database is away.
    pub fn has_grown(self, tx: &mut Tx<'_, '_>) -> Result<bool, Problem> {
        Ok(Self::before(tx)?.0 > self.0)
    }
}
