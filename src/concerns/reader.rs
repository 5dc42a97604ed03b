//! Who may read a concern: the one place that says so, for pages, lists and counts alike.
//!
//! The rule is SQL, so that what may not be read never leaves the database; a reader's access at
//! this moment goes into it as its first five parameters.

use keyward_db::Value;
use keyward_web::Problem;

use crate::access::{Access, Files, Right};
use crate::cx::Tx;

/// Somebody who wants to read, with what counts now: the first five parameters of a statement
/// that asks whether a concern is readable.
#[derive(Clone)]
pub(super) struct Reader([Value; 5]);

impl Reader {
    /// The actor, with the access that counts now.
    pub(super) fn now(tx: &Tx<'_, '_>) -> Result<Self, Problem> {
        Self::with(tx, tx.access())
    }

    /// The actor as they would be with this access.
    pub(super) fn with(tx: &Tx<'_, '_>, access: &Access) -> Result<Self, Problem> {
        let (school, person) = (tx.school()?, tx.person()?);
        let nobody = || Value::from("");
        let (every, years_of) = match access.files() {
            Files::None => (false, nobody()),
            Files::OfYearGroups => (false, Value::from(person)),
            Files::Every => (true, nobody()),
        };
        Ok(Self([
            school.into(),
            person.into(),
            access.has(Right::ReadAlerts).into(),
            every.into(),
            years_of,
        ]))
    }

    /// The parameters of a statement: these five, then its own.
    pub(super) fn and<const N: usize>(&self, own: [Value; N]) -> Vec<Value> {
        self.0.iter().cloned().chain(own).collect()
    }
}

/// SQL: the reader recorded this `concern`, was alerted to it and may read alerts, or may read
/// every file.
macro_rules! reads_whole {
    () => {
        "(concern.recorder_id = $2
          OR ($3 = 1 AND EXISTS (SELECT 1 FROM alert AS mine
                                 WHERE mine.concern_id = concern.id AND mine.person_id = $2))
          OR $4 = 1)"
    };
}
pub(super) use reads_whole;

/// SQL: the reader may read this `concern`.
macro_rules! readable {
    () => {
        concat!(
            "(concern.school_id = $1 AND (",
            $crate::concerns::reader::reads_whole!(),
            " OR EXISTS (SELECT 1 FROM concern_pupil AS named
                         JOIN pupil ON pupil.id = named.pupil_id
                         WHERE named.concern_id = concern.id AND ",
            $crate::pupils::file_may_be_read!("$1", "$4", "$5"),
            ")))"
        )
    };
}
pub(super) use readable;

/// SQL: the name of this `pupil` of this `concern` where the reader may know it, else nothing.
macro_rules! name_if_known {
    () => {
        concat!(
            "CASE WHEN ",
            $crate::concerns::reader::reads_whole!(),
            " OR ",
            $crate::pupils::file_may_be_read!("$1", "$4", "$5"),
            " THEN CASE WHEN pupil.preferred_name = '' THEN pupil.forename
                        ELSE pupil.preferred_name END || ' ' || pupil.surname END"
        )
    };
}
pub(super) use name_if_known;

/// SQL: a safeguarding lead other than its recorder has opened this `concern`.
macro_rules! lead_readings {
    () => {
        "FROM reading
         WHERE reading.concern_id = concern.id AND reading.person_id <> concern.recorder_id
           AND EXISTS (SELECT 1 FROM membership
                       JOIN group_right ON group_right.group_id = membership.group_id
                       WHERE membership.person_id = reading.person_id
                         AND group_right.right_name = 'read_every_file')"
    };
}
pub(super) use lead_readings;
