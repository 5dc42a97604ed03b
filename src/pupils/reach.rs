//! Whose files somebody may read: the one rule, in SQL, so that what may not be read never leaves
//! the database.
//!
//! A user group that reads files reads every file, or those of the year groups and forms that the
//! person was given; some groups are limited to categories of concern, which the rooms of concerns
//! hold. Somebody who was excluded from a pupil's file reads nothing of it, whatever their groups
//! give.

use keyward_db::Value;
use keyward_web::Problem;

use crate::access::{Access, Files};
use crate::cx::Tx;
use crate::ids::{PersonId, SchoolId};

/// What of pupils' files somebody may read at this moment: the first six parameters of every
/// statement that asks. They are the school, the person, whether every file is open to them (1 or
/// 0), whose user groups count (nobody's when no files may be read), and the user group and year
/// group as which they view (empty when they view as themselves).
#[derive(Clone, Debug)]
pub struct Reach([Value; 6]);

impl Reach {
    /// The actor, with the access that counts now.
    ///
    /// # Errors
    /// Not found, for nobody and at no school.
    pub fn now(tx: &Tx<'_, '_>) -> Result<Self, Problem> {
        Self::with(tx, tx.access())
    }

    /// The actor as they would be with this access.
    ///
    /// # Errors
    /// Not found, for nobody and at no school.
    pub fn with(tx: &Tx<'_, '_>, access: &Access) -> Result<Self, Problem> {
        Ok(Self::of(tx.school()?, tx.person()?, access))
    }

    /// Somebody else, with this access: for saying why they may read or may not. What their reach
    /// finds is not the actor's to see.
    pub fn of(school: &SchoolId, person: &PersonId, access: &Access) -> Self {
        let (every, whose) = match access.files() {
            Files::None => (false, Value::from("")),
            Files::Given => (false, Value::from(person)),
            Files::Every => (true, Value::from(person)),
        };
        let (group, year) = match access.view() {
            Some(view) => (Value::from(&view.group), Value::from(view.year.as_str())),
            None => ("".into(), "".into()),
        };
        Self([
            school.into(),
            person.into(),
            every.into(),
            whose,
            group,
            year,
        ])
    }

    /// Somebody else, with whatever their user groups would open to them with their key.
    ///
    /// # Errors
    /// Not found, at no school.
    pub fn with_key_of(tx: &Tx<'_, '_>, person: &PersonId) -> Result<Self, Problem> {
        Ok(Self([
            tx.school()?.into(),
            person.into(),
            false.into(),
            person.into(),
            "".into(),
            "".into(),
        ]))
    }

    /// The parameters of a statement: these six, then its own.
    pub fn and(&self, own: &[Value]) -> Vec<Value> {
        self.0.iter().chain(own).cloned().collect()
    }
}

/// SQL: this `lens` (a row of `group_right` of one of the person's groups) takes in this `pupil`.
macro_rules! lens_takes_in {
    () => {
        "(lens.right_name = 'read_every_file'
          OR (lens.right_name = 'read_year_group_files'
              AND (pupil.year_group IN (SELECT year_group FROM person_year_group
                                        WHERE person_id = $4)
                   OR pupil.form IN (SELECT form FROM person_form WHERE person_id = $4))))"
    };
}
pub(crate) use lens_takes_in;

/// SQL: the user group as which somebody views takes in this `pupil`; true when they view as
/// themselves. The year group is the one they look at.
macro_rules! seen_as {
    () => {
        "($5 = '' OR EXISTS (
             SELECT 1 FROM group_right AS seen_as
             WHERE seen_as.group_id = $5
               AND (seen_as.right_name = 'read_every_file'
                    OR (seen_as.right_name = 'read_year_group_files'
                        AND pupil.year_group = $6))))"
    };
}

/// SQL: the reader was excluded from the file of this pupil, given as a column.
macro_rules! excluded_from {
    ($pupil:expr) => {
        concat!(
            "EXISTS (SELECT 1 FROM exclusion
                     WHERE exclusion.person_id = $2 AND exclusion.ended_at IS NULL
                       AND exclusion.pupil_id = ",
            $pupil,
            ")"
        )
    };
}
pub(crate) use excluded_from;

/// SQL: the file of this `pupil` may be read. `IS TRUE` keeps a database from walking every pupil of a
/// school where a statement names the few that it asks about. For `concat!` within a statement whose first six
/// parameters are those of a [`Reach`].
macro_rules! file_may_be_read {
    () => {
        concat!(
            "((pupil.school_id = $1) IS TRUE
              AND ($3 = 1 OR EXISTS (
                  SELECT 1 FROM membership
                  JOIN group_right AS lens ON lens.group_id = membership.group_id
                  WHERE membership.person_id = $4 AND ",
            $crate::pupils::lens_takes_in!(),
            ")) AND ",
            $crate::pupils::seen_as!(),
            " AND NOT ",
            $crate::pupils::excluded_from!("pupil.id"),
            ")"
        )
    };
}
pub(crate) use file_may_be_read;
pub(crate) use seen_as;
