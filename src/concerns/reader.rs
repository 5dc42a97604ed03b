//! Who may read a concern: the one place that says so, for pages, lists and counts alike.
//!
//! The rule is SQL, so that what may not be read never leaves the database; a reader's access at
//! this moment goes into it as its first seven parameters. Whoever wrote a concern keeps sight of
//! their own words. Everybody else reads it because they were alerted to it, or through the file of
//! one of its pupils, and nobody whom it names as staff or who was excluded from a pupil's file
//! reads it at all.

use keyward_db::{Value, params};
use keyward_web::Problem;

use crate::access::{Access, Right};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId, SchoolId};
use crate::pupils::Reach;

/// Somebody who wants to read, with what counts now: the first seven parameters of a statement
/// that asks whether a concern is readable. They are the six of a [`Reach`], and whether alerts may
/// be read.
#[derive(Clone, Debug)]
pub struct Reader(Vec<Value>);

impl Reader {
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

    /// Somebody else, with this access: for saying why they may read or may not. What they would
    /// read is not the actor's to see.
    pub fn of(school: &SchoolId, person: &PersonId, access: &Access) -> Self {
        let reach = Reach::of(school, person, access);
        Self(reach.and(&[access.has(Right::ReadAlerts).into()]))
    }

    /// The parameters of a statement: these seven, then its own.
    pub fn and(&self, own: &[Value]) -> Vec<Value> {
        self.0.iter().chain(own).cloned().collect()
    }
}

keyward_db::statements! {
    /// Whether a concern is kept from a person.
    IS_KEPT_FROM = concat!("SELECT 1 FROM concern WHERE concern.id = $1 AND ",
                          crate::concerns::kept_from_by!("$2"));
}

/// SQL: this `concern` is one of the reader's school. `IS TRUE` keeps a database from walking every
/// concern of a school where a statement names the few that it asks about.
macro_rules! at_this_school {
    () => {
        "(concern.school_id = $1) IS TRUE"
    };
}
pub(crate) use at_this_school;

/// SQL: the categories that this group's files are limited to take in this `concern`. A category
/// brings those beneath it.
macro_rules! group_takes_in {
    ($group:literal) => {
        concat!(
            "(NOT EXISTS (SELECT 1 FROM group_category AS limits WHERE limits.group_id = ",
            $group,
            ") OR EXISTS (SELECT 1 FROM concern_category AS has
                          JOIN category AS kind ON kind.id = has.category_id
                          JOIN group_category AS limits
                            ON limits.category_id IN (kind.id, kind.parent_id)
                          WHERE has.concern_id = concern.id AND has.counts = 1
                            AND limits.group_id = ",
            $group,
            "))"
        )
    };
}
pub(crate) use group_takes_in;

/// SQL: this person must not see this `concern`, for it names them or a pupil from whose file they
/// were excluded; also one who was taken off it, of whom its words, or what was done about it, still
/// speak. What is written to people asks it too.
macro_rules! kept_from_by {
    ($person:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM concern_staff AS about
                      WHERE about.concern_id = concern.id AND about.person_id = ",
            $person,
            ") OR ",
            $crate::concerns::excluded_from_by!($person),
            ")"
        )
    };
}
pub(crate) use kept_from_by;

/// SQL: this person must not see this `concern` for the sake of a pupil from whose file they were
/// excluded, whether it names them or not.
macro_rules! excluded_from_by {
    ($person:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM exclusion
                          JOIN concern_pupil AS theirs ON theirs.pupil_id = exclusion.pupil_id
                          WHERE exclusion.person_id = ",
            $person,
            " AND exclusion.ended_at IS NULL AND theirs.concern_id = concern.id)
              OR EXISTS (SELECT 1 FROM exclusion
                         JOIN concern_pupil_off AS was ON was.pupil_id = exclusion.pupil_id
                         WHERE exclusion.person_id = ",
            $person,
            " AND exclusion.ended_at IS NULL AND was.concern_id = concern.id))"
        )
    };
}
pub(crate) use excluded_from_by;

/// SQL: the reader must not see this `concern`.
macro_rules! kept_from {
    () => {
        $crate::concerns::kept_from_by!("$2")
    };
}
pub(crate) use kept_from;

/// SQL: what somebody (given as a column) added beside this readable `concern` is seen: it is the
/// reader's own, or nothing keeps the concern from them. Whoever wrote a concern reads their own
/// words whatever keeps it from them, so that every statement that shows or counts what stands
/// beside one asks this besides.
macro_rules! beside_is_seen {
    ($writer:literal) => {
        concat!(
            "(",
            $writer,
            " = $2 OR NOT ",
            $crate::concerns::kept_from!(),
            ")"
        )
    };
}
pub(crate) use beside_is_seen;

/// SQL: what became of this readable `concern` is seen: who read and acknowledged it, where it
/// stands, its clock, to whom it was passed on and what was written to the reader about it. Whoever
/// wrote it and is kept from it since is shown it as nobody has opened it yet, so that every
/// statement which tells the readers of a concern what became of it asks this besides.
macro_rules! outcome_is_seen {
    () => {
        concat!("(NOT ", $crate::concerns::kept_from!(), ")")
    };
}
pub(crate) use outcome_is_seen;

/// SQL: one user group of the reader takes in both this `pupil` and this `concern`. It is never
/// one group for the pupil and another for the concern.
macro_rules! one_group_takes_in {
    () => {
        concat!(
            "EXISTS (SELECT 1 FROM membership
                     JOIN group_right AS lens ON lens.group_id = membership.group_id
                     WHERE membership.person_id = $4 AND ",
            $crate::pupils::lens_takes_in!(),
            " AND ",
            $crate::concerns::group_takes_in!("lens.group_id"),
            ")"
        )
    };
}
pub(crate) use one_group_takes_in;

/// SQL: the reader may read this `concern` through the file of one of its pupils, which shows what
/// was done about it too.
macro_rules! in_files {
    () => {
        concat!(
            "(",
            $crate::concerns::at_this_school!(),
            " AND NOT ",
            $crate::concerns::kept_from!(),
            " AND ($3 = 1 OR EXISTS (
                   SELECT 1 FROM concern_pupil AS named
                   JOIN pupil ON pupil.id = named.pupil_id
                   WHERE named.concern_id = concern.id AND $4 <> '' AND ",
            $crate::concerns::one_group_takes_in!(),
            ")) AND ",
            $crate::concerns::concern_seen_as!(),
            ")"
        )
    };
}
pub(crate) use in_files;

/// SQL: the user group as which somebody views takes in this `concern`; true when they view as
/// themselves.
macro_rules! concern_seen_as {
    () => {
        concat!(
            "($5 = '' OR (EXISTS (
                SELECT 1 FROM concern_pupil AS named JOIN pupil ON pupil.id = named.pupil_id
                WHERE named.concern_id = concern.id AND ",
            $crate::pupils::seen_as!(),
            ") AND ",
            $crate::concerns::group_takes_in!("$5"),
            "))"
        )
    };
}
pub(crate) use concern_seen_as;

/// SQL: the reader was alerted to this `concern`, and may read alerts.
macro_rules! alerted_to {
    () => {
        "($7 = 1 AND EXISTS (SELECT 1 FROM alert AS mine
                             WHERE mine.concern_id = concern.id AND mine.person_id = $2))"
    };
}
pub(crate) use alerted_to;

/// SQL: the reader may read this `concern`.
macro_rules! readable {
    () => {
        concat!(
            "(",
            $crate::concerns::at_this_school!(),
            " AND (concern.recorder_id = $2 OR (",
            $crate::concerns::alerted_to!(),
            " AND NOT ",
            $crate::concerns::kept_from!(),
            ") OR ",
            $crate::concerns::in_files!(),
            ") AND ",
            $crate::concerns::concern_seen_as!(),
            ")"
        )
    };
}
pub(crate) use readable;

/// SQL: this `pupil` was added to this `concern` after it was logged, whether or not they were taken
/// off since.
macro_rules! came_later {
    () => {
        "(EXISTS (SELECT 1 FROM concern_pupil AS later
                  WHERE later.concern_id = concern.id AND later.pupil_id = pupil.id
                    AND later.logged = 0)
          OR EXISTS (SELECT 1 FROM concern_pupil_off AS later
                     WHERE later.concern_id = concern.id AND later.pupil_id = pupil.id
                       AND later.logged = 0))"
    };
}
pub(crate) use came_later;

/// SQL: the reader may know that this `pupil` is one of those whom this readable `concern` is about.
/// Whoever wrote it or was alerted to it knows with whom it was logged; whoever reads it through a
/// file knows of that file alone, and of the others whose files show it to them too. Nobody from whom
/// it is kept knows who came to it later. Every list of the concerns of one
/// pupil asks this beside whether they are readable: another pupil's file may be what opens one.
macro_rules! known_to_reader {
    () => {
        concat!(
            "(((concern.recorder_id = $2 OR ",
            $crate::concerns::alerted_to!(),
            ") AND NOT ",
            $crate::concerns::came_later!(),
            " OR ($3 = 1 OR ",
            $crate::concerns::one_group_takes_in!(),
            ") AND (NOT ",
            $crate::concerns::came_later!(),
            " OR NOT ",
            $crate::concerns::kept_from!(),
            ")) AND ",
            $crate::pupils::seen_as!(),
            ")"
        )
    };
}
pub(crate) use known_to_reader;

/// SQL: the name of this `pupil` of this readable `concern` where the reader may know it, else
/// nothing; with what tells them apart from others. It is read as
/// [`Called`](crate::concerns::Called).
macro_rules! name_if_known {
    () => {
        concat!(
            "CASE WHEN ",
            $crate::concerns::known_to_reader!(),
            " THEN ",
            $crate::concerns::called!(),
            " END"
        )
    };
}
pub(crate) use name_if_known;

/// Whether this person must not see the concern, whatever their user groups give: nothing about it
/// is written to them either, though they wrote it.
///
/// # Errors
/// That the database is away.
pub fn is_kept_from(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    concern: &ConcernId,
) -> Result<bool, Problem> {
    let kept = tx.one(IS_KEPT_FROM, &params![concern, person], |row| {
        row.get::<i64>(0)
    })?;
    Ok(kept.is_some())
}

/// SQL: this person is a safeguarding lead: one of their user groups reads every file, whatever its
/// categories, and acts on concerns.
macro_rules! is_lead {
    ($person:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM membership AS leads
                     JOIN group_right AS every ON every.group_id = leads.group_id
                      AND every.right_name = 'read_every_file'
                     JOIN group_right AS works ON works.group_id = leads.group_id
                      AND works.right_name = 'work_cases'
                     WHERE leads.person_id = ",
            $person,
            " AND NOT EXISTS (SELECT 1 FROM group_category AS limits
                              WHERE limits.group_id = leads.group_id))"
        )
    };
}
pub(crate) use is_lead;

/// SQL: the reader (`$2`) has opened this `concern`, or wrote it.
macro_rules! opened {
    () => {
        "(concern.recorder_id = $2 OR EXISTS (
             SELECT 1 FROM reading
             WHERE reading.concern_id = concern.id AND reading.person_id = $2))"
    };
}
pub(crate) use opened;

/// SQL: a safeguarding lead other than its recorder has opened this `concern`, as far as the reader
/// sees what became of it.
macro_rules! lead_readings {
    () => {
        concat!(
            "FROM reading
             WHERE reading.concern_id = concern.id AND reading.person_id <> concern.recorder_id
               AND ",
            $crate::concerns::is_lead!("reading.person_id"),
            " AND ",
            $crate::concerns::outcome_is_seen!()
        )
    };
}
pub(crate) use lead_readings;
