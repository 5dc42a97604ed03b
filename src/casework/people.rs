//! Who can be given a concern, an action of it or a message about it: every SQL statement about them.
//! None of them comes to read more by it.

use keyward_db::params;
use keyward_web::Problem;

use super::store::is_case_of;
use crate::concerns::{Reader, is_kept_from, outcome_is_seen, readable};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId};
use crate::people::{self, Holder};
use crate::pupils::Reach;

keyward_db::statements! {
    /// Everybody who acts on concerns at a school.
    WORKERS = "SELECT person.id FROM person
               WHERE person.school_id = $1 AND person.left_at IS NULL
                 AND EXISTS (SELECT 1 FROM membership
                             JOIN group_right ON group_right.group_id = membership.group_id
                             WHERE membership.person_id = person.id
                               AND group_right.right_name = 'work_cases')";
    /// Who wrote a concern or was alerted to it, but for one.
    ONLOOKERS = "SELECT person.id
                 FROM concern JOIN person ON person.school_id = concern.school_id
                 WHERE concern.id = $1 AND person.left_at IS NULL AND person.id <> $2
                   AND (person.id = concern.recorder_id
                        OR person.id IN (SELECT person_id FROM alert WHERE concern_id = $1))";
    /// Whoever may come to read a concern: who wrote it or was alerted to it, and whose user groups
    /// open files.
    MAY_COME = "SELECT person.id
                FROM concern JOIN person ON person.school_id = concern.school_id
                WHERE concern.id = $1 AND person.left_at IS NULL
                  AND (person.id = concern.recorder_id
                       OR person.id IN (SELECT person_id FROM alert WHERE concern_id = $1)
                       OR EXISTS (SELECT 1 FROM membership
                                  JOIN group_right ON group_right.group_id = membership.group_id
                                  WHERE membership.person_id = person.id
                                    AND group_right.right_name IN ('read_every_file',
                                                                   'read_year_group_files')))";
    /// Whether somebody reads a concern and nothing keeps it from them.
    IS_READER = concat!("SELECT 1 FROM concern WHERE concern.id = $8 AND ", readable!(),
                        " AND ", outcome_is_seen!());
}

/// Those of these people who are to be chosen from, by name.
fn those(
    tx: &mut Tx<'_, '_>,
    people: &[PersonId],
    mut is_one: impl FnMut(&mut Tx<'_, '_>, &PersonId) -> Result<bool, Problem>,
) -> Result<Vec<Holder>, Problem> {
    let mut those = people::everybody_here(tx)?;
    those.retain(|person| people.contains(&person.id));
    let mut chosen = Vec::with_capacity(those.len());
    for person in those {
        if is_one(tx, &person.id)? {
            chosen.push(person);
        }
    }
    Ok(chosen)
}

/// Whoever acts on concerns and sees this one through a file, with their key.
pub(super) fn workers(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<Holder>, Problem> {
    let school = tx.school()?;
    let workers: Vec<PersonId> = tx.all(WORKERS, &params![school], |row| row.get(0))?;
    those(tx, &workers, |tx, person| sees_case(tx, person, id))
}

/// Whoever reads the concern with their key: through a file, because they were alerted to it or
/// because they wrote it, and is not kept from it. An action can be theirs.
pub(super) fn readers(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<Holder>, Problem> {
    let may_come: Vec<PersonId> = tx.all(MAY_COME, &params![id], |row| row.get(0))?;
    those(tx, &may_come, |tx, person| {
        let access = people::access_of(tx, person)?;
        let reader = Reader::of(tx.school()?, person, &access);
        is_reader(tx, &reader, id)
    })
}

/// Whoever sees the concern and not what is done about it.
pub(super) fn onlookers(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<Holder>, Problem> {
    let me = tx.person()?;
    let all: Vec<PersonId> = tx.all(ONLOOKERS, &params![id, me], |row| row.get(0))?;
    those(tx, &all, |tx, person| {
        Ok(!sees_case(tx, person, id)? && !is_kept_from(tx, person, id)?)
    })
}

/// Whether somebody sees the concern through a file, with their key.
fn sees_case(tx: &mut Tx<'_, '_>, person: &PersonId, id: &ConcernId) -> Result<bool, Problem> {
    let reach = Reach::with_key_of(tx, person)?;
    is_case_of(tx, &reach, id)
}

/// Whether this reader reads the concern and nothing keeps it from them.
pub(super) fn is_reader(
    tx: &mut Tx<'_, '_>,
    reader: &Reader,
    id: &ConcernId,
) -> Result<bool, Problem> {
    let found = tx.one(IS_READER, &reader.and(&params![id]), |row| {
        row.get::<i64>(0)
    })?;
    Ok(found.is_some())
}
