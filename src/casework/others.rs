//! The concerns that one can be linked with: every SQL statement about them, and what a link says of
//! the other.

use std::collections::BTreeSet;

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::case::Case;
use super::seen::{case_is_seen, known_through_file};
use crate::categories::{Marks, marks};
use crate::concerns::{
    Noticed, Pupils, Reader, name_if_known, noticed, part_that_stands, pupils_who_stand, readable,
};
use crate::cx::Tx;
use crate::family;
use crate::ids::ConcernId;
use crate::layout::Choice;
use crate::pupils::{self, Reach, file_may_be_read};

/// The most concerns of one child that are offered.
const OTHERS_MAX: i64 = 20;

/// The most pupils who are found by a name.
const PUPILS_MAX: usize = 50;
/// The most concerns that are offered of the children of a name.
const FOUND_MAX: usize = 40;

keyward_db::statements! {
    /// The names of the pupils who stand with a readable concern for the reader, and their parts in it.
    ABOUT = concat!(
        pupils_who_stand!(
            concat!(name_if_known!(), ", ", part_that_stands!("about"), ", pupil.finding, pupil.id"),
            "concern",
            concat!("concern.id = $8 AND ", readable!())
        ),
        " ORDER BY 3, 4");
    /// The newest concerns that the reader sees through the file of a pupil whom they may know both
    /// to be about.
    OTHERS = concat!(
        "SELECT DISTINCT concern.id, ", noticed!("concern"), ", person.name, ", marks!(), ",
                concern.noticed_at
         FROM concern_pupil AS here
         JOIN pupil ON pupil.id = here.pupil_id
         JOIN concern_pupil AS there ON there.pupil_id = here.pupil_id
         JOIN concern ON concern.id = there.concern_id
         JOIN person ON person.id = concern.recorder_id
         WHERE here.concern_id = $7 AND concern.id <> $7 AND ", file_may_be_read!(),
        " AND ", case_is_seen!(), " AND ", known_through_file!(), "
           AND EXISTS (SELECT 1 FROM concern WHERE concern.id = here.concern_id AND ",
        known_through_file!(), ")
         ORDER BY concern.noticed_at DESC, concern.id DESC LIMIT $8");
    /// The newest concerns that the reader sees through the file of a pupil, but for one.
    OF_FILE = concat!(
        "SELECT concern.id, ", noticed!("concern"), ", person.name, ", marks!(), "
         FROM concern_pupil AS there
         JOIN pupil ON pupil.id = there.pupil_id
         JOIN concern ON concern.id = there.concern_id
         JOIN person ON person.id = concern.recorder_id
         WHERE there.pupil_id = $9 AND concern.id <> $7 AND ", file_may_be_read!(),
        " AND ", case_is_seen!(), " AND ", known_through_file!(), "
         ORDER BY there.noticed_at DESC, there.concern_id DESC LIMIT $8");
    /// One concern that the reader sees through a file.
    ONE = concat!(
        "SELECT concern.id, ", noticed!("concern"), ", person.name, ", marks!(), "
         FROM concern JOIN person ON person.id = concern.recorder_id
         WHERE concern.id = $7 AND ", case_is_seen!());
    /// When a concern was noticed that the reader sees through a file.
    NOTICED = concat!("SELECT concern.noticed_at FROM concern WHERE concern.id = $7 AND ",
                      case_is_seen!());
}

/// The concerns that it can be linked with: those of the same children, then those of their
/// relatives, each as far as the actor sees it through a file.
pub(super) fn of(tx: &mut Tx<'_, '_>, case: &Case) -> Result<Vec<Choice>, Problem> {
    let reach = Reach::now(tx)?;
    let wanted = reach.and(&params![&case.id, OTHERS_MAX]);
    let same = tx.all(OTHERS, &wanted, other)?;
    let mut family = Vec::new();
    for pupil in case.pupils.iter().filter(|pupil| pupil.name.is_some()) {
        for relative in family::of_pupil(tx, &pupil.id)? {
            let id = &relative.pupil.id;
            if case.pupils.iter().all(|pupil| pupil.id != *id) {
                family.extend(tx.all(
                    OF_FILE,
                    &reach.and(&params![&case.id, OTHERS_MAX, id]),
                    other,
                )?);
            }
        }
    }
    let mut seen = linked_already(case);
    let mut choices = in_words(tx, same, &mut seen)?;
    let family = in_words(tx, family, &mut seen)?;
    if !choices.is_empty() && !family.is_empty() {
        choices.push(Choice::divider("or of their family"));
    }
    choices.extend(family);
    Ok(choices)
}

/// The concerns in the files of the pupils called this, each as far as the actor sees it through that
/// file; and whether there are more.
pub(super) fn of_called(
    tx: &mut Tx<'_, '_>,
    case: &Case,
    typed: &str,
) -> Result<(Vec<Choice>, bool), Problem> {
    let reach = Reach::now(tx)?;
    let mut seen = linked_already(case);
    let mut choices = Vec::new();
    let called = pupils::search_files(tx, typed)?;
    let are_more = called.len() >= PUPILS_MAX;
    for pupil in called {
        let wanted = reach.and(&params![&case.id, OTHERS_MAX, &pupil.id]);
        let others = tx.all(OF_FILE, &wanted, other)?;
        choices.extend(in_words(tx, others, &mut seen)?);
        if choices.len() > FOUND_MAX {
            choices.truncate(FOUND_MAX);
            return Ok((choices, true));
        }
    }
    Ok((choices, are_more))
}

/// These concerns to choose from, as far as the actor sees them through a file.
pub(super) fn those(tx: &mut Tx<'_, '_>, ids: &[&str]) -> Result<Vec<Choice>, Problem> {
    let reach = Reach::now(tx)?;
    let mut those = Vec::with_capacity(ids.len());
    for id in ids {
        those.extend(tx.one(ONE, &reach.and(&params![*id]), other)?);
    }
    in_words(tx, those, &mut BTreeSet::new())
}

fn linked_already(case: &Case) -> BTreeSet<String> {
    case.linked().into_iter().map(ToOwned::to_owned).collect()
}

/// Another concern: which, when it was noticed, who logged it, and of which categories.
type Other = (ConcernId, Noticed, String, Marks);

fn other(row: &Row<'_>) -> Result<Other, keyward_db::Error> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

/// These concerns to choose from, without those seen before.
fn in_words(
    tx: &mut Tx<'_, '_>,
    others: Vec<Other>,
    seen: &mut BTreeSet<String>,
) -> Result<Vec<Choice>, Problem> {
    let mut choices = Vec::new();
    for (id, noticed, who, categories) in others {
        if seen.insert(id.0.clone()) {
            let noticed = noticed.day_and_time();
            let words = format!("{}, noticed on {noticed}", about(tx, &id)?);
            let hint = format!("{categories}. Logged by {who}");
            choices.push(Choice::new(&id.0, words).hint(hint));
        }
    }
    Ok(choices)
}

/// Whom a concern is about, each with their part in it, as far as the actor may know.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub fn about(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Pupils, Problem> {
    let mut about = Pupils::default();
    let reader = Reader::now(tx)?;
    let rows = tx.all(ABOUT, &reader.and(&params![id]), |row| {
        Ok((row.get(0)?, row.get::<String>(1)?))
    })?;
    for (name, role) in rows {
        about.add_as(name, &role);
    }
    Ok(about)
}

/// When a concern was noticed that the actor sees through a file.
pub(super) fn noticed(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Option<Moment>, Problem> {
    let reach = Reach::now(tx)?;
    let noticed = tx.one(NOTICED, &reach.and(&params![id]), |row| row.get(0))?;
    Ok(noticed.map(Moment::from_micros))
}
