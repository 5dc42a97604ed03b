//! Every SQL statement that reads what was done about a concern.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::case::{Action, Case, CategoryOf, Head, PupilRole};
use super::deed::Deed;
use super::involved;
use super::kind::Kind;
use super::people;
use super::seen::{case_is_seen, leads_to_what_is_seen};
use super::terms::{Significance, Status};
use crate::concerns::{
    Called, Noticed, Reader, beside_is_seen, is_lead, name_if_known, opened, outcome_is_seen,
    readable,
};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId, PupilId};
use crate::pupils::Reach;

/// SQL: what is read of a follow-up, in the order in which `entry` reads it.
macro_rules! follow_ups {
    () => {
        "SELECT follow_up.id, follow_up.kind, person.name, follow_up.written_at,
                follow_up.happened_at || CASE WHEN follow_up.happened_time_known = 1
                                              THEN '' ELSE '?' END, follow_up.words,
                CASE WHEN follow_up.writer_id = $2 THEN 1 ELSE 0 END
         FROM concern
         JOIN follow_up ON follow_up.concern_id = concern.id
         JOIN person ON person.id = follow_up.writer_id"
    };
}

keyward_db::statements! {
    /// Whether the reader sees a concern through a file.
    IS_CASE = concat!("SELECT 1 FROM concern WHERE concern.id = $7 AND ", case_is_seen!());
    /// A concern to act on, and whether the reader is a lead.
    CASE = concat!(
        "SELECT concern.noticed_at, standing.status, standing.assigned_id, assigned.name,
                standing.significance, CASE WHEN ", is_lead!("$2"), " THEN 1 ELSE 0 END,
                CASE WHEN ", opened!(), " THEN 1 ELSE 0 END
         FROM concern
         JOIN case_standing AS standing ON standing.concern_id = concern.id
         LEFT JOIN person AS assigned ON assigned.id = standing.assigned_id
         WHERE concern.id = $7 AND ", case_is_seen!());
    /// Its pupils and their roles, by name where the reader may know them.
    PUPILS = concat!(
        "SELECT pupil.id, ", name_if_known!(), ", concern_pupil.role, concern_pupil.role_logged,
                concern_pupil.logged
         FROM concern
         JOIN concern_pupil ON concern_pupil.concern_id = concern.id
         JOIN pupil ON pupil.id = concern_pupil.pupil_id
         WHERE concern.id = $8 AND ", readable!(), "
         ORDER BY pupil.finding, pupil.id");
    /// Its actions, in order.
    ACTIONS = "SELECT action.follow_up_id, follow_up.words, person.name, action.due_on,
                      action.state, person.id
               FROM action
               JOIN follow_up ON follow_up.id = action.follow_up_id
               JOIN person ON person.id = action.assigned_id
               WHERE action.concern_id = $1
               ORDER BY follow_up.written_at, follow_up.id";
    /// What was done and added, in order, without words.
    DONE = concat!(
        "SELECT id, kind, about_id, name, written_at FROM (
             SELECT follow_up.id, follow_up.kind, follow_up.about_id, person.name,
                    follow_up.written_at
             FROM follow_up JOIN person ON person.id = follow_up.writer_id
             WHERE follow_up.concern_id = $7 AND ", leads_to_what_is_seen!(), "
             UNION ALL
             SELECT amendment.id, '', NULL, person.name, amendment.written_at
             FROM amendment
             JOIN concern ON concern.id = amendment.concern_id
             JOIN person ON person.id = amendment.writer_id
             WHERE amendment.concern_id = $7 AND ", beside_is_seen!("amendment.writer_id"), ") AS done
         ORDER BY written_at, id");
    /// The categories that the school offers, and those that a concern has or had.
    CATEGORIES = "SELECT category.id, category.name, parent.name, has.logged, has.counts
                  FROM category
                  LEFT JOIN category AS parent ON parent.id = category.parent_id
                  LEFT JOIN concern_category AS has
                    ON has.category_id = category.id AND has.concern_id = $2
                  WHERE category.school_id = $1
                    AND (category.retired_at IS NULL OR has.concern_id IS NOT NULL)
                  ORDER BY COALESCE(parent.position, category.position),
                           COALESCE(parent.name, category.name), parent.name IS NOT NULL,
                           category.position, category.name";
    /// What this sending of a form has made already.
    MADE = "SELECT kind FROM follow_up WHERE writer_id = $1 AND form_tag = $2";
    /// What was done about a concern, in order.
    OF_CONCERN = concat!(follow_ups!(), " WHERE concern.id = $7 AND ", case_is_seen!(),
        " AND ", leads_to_what_is_seen!(), " ORDER BY follow_up.written_at, follow_up.id");
    /// The messages to the reader about a concern that they may read.
    NOTES = concat!(follow_ups!(), " WHERE concern.id = $8 AND follow_up.kind = 'note'
            AND follow_up.about_id = $2 AND ", readable!(), " AND ", outcome_is_seen!(),
        " ORDER BY follow_up.written_at, follow_up.id");
    /// Where a concern stands that the reader may read, if they see what became of it.
    STANDING = concat!(
        "SELECT standing.status FROM concern
         JOIN case_standing AS standing ON standing.concern_id = concern.id
         WHERE concern.id = $8 AND ", readable!(), " AND ", outcome_is_seen!());
}

/// Something that was done about a concern.
#[derive(Clone, Debug)]
pub(super) struct Done {
    pub id: String,
    pub who: String,
    /// Whether the reader wrote it.
    pub is_mine: bool,
    pub written_at: Moment,
    pub happened: Noticed,
    pub deed: Deed,
}

/// Whether the actor sees the concern through a file now.
pub(super) fn is_case(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<bool, Problem> {
    let reach = Reach::now(tx)?;
    is_case_of(tx, &reach, id)
}

pub(super) fn is_case_of(
    tx: &mut Tx<'_, '_>,
    reach: &Reach,
    id: &ConcernId,
) -> Result<bool, Problem> {
    let found = tx.one(IS_CASE, &reach.and(&params![id]), |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

/// What this sending of a form has made already, as the actor.
pub(super) fn made(tx: &mut Tx<'_, '_>, tag: &str) -> Result<Option<Kind>, Problem> {
    let person = tx.person()?;
    let kind = tx.one(MADE, &params![person, tag], |row| row.get::<String>(0))?;
    Ok(kind.and_then(|kind| Kind::named(&kind)))
}

/// Where the concern stands, if the actor sees it through a file.
///
/// # Errors
/// Not found, whether it is not there or not for the actor; that the database is away.
pub(super) fn case(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Case, Problem> {
    let reach = Reach::now(tx)?;
    let wanted = reach.and(&params![id]);
    let found = tx.one(CASE, &wanted, |row| standing(row, id))?;
    let mut case = found.ok_or(Problem::NotFound)?;
    let reader = Reader::now(tx)?;
    case.pupils = tx.all(PUPILS, &reader.and(&params![id]), |row| {
        Ok(PupilRole {
            id: row.get(0)?,
            name: row.get(1)?,
            role: row.get(2)?,
            role_logged: row.get(3)?,
            logged: row.get(4)?,
        })
    })?;
    for pupil in &case.pupils {
        case.about.add_as(pupil.name.clone(), &pupil.role);
    }
    case.actions = actions(tx, id)?;
    case.done = tx.all(DONE, &wanted, |row| {
        Ok(Head {
            id: row.get(0)?,
            kind: Kind::named(&row.get::<String>(1)?),
            about: row.get(2)?,
            who: row.get(3)?,
            written_at: Moment::from_micros(row.get(4)?),
        })
    })?;
    case.categories = categories(tx, id)?;
    Ok(case)
}

/// The people whom whoever acts on it can choose from.
pub(super) fn furnish(tx: &mut Tx<'_, '_>, case: &mut Case) -> Result<(), Problem> {
    case.people = people::workers(tx, &case.id)?;
    case.readers = people::readers(tx, &case.id)?;
    case.onlookers = people::onlookers(tx, &case.id)?;
    Ok(())
}

fn standing(row: &Row<'_>, id: &ConcernId) -> Result<Case, keyward_db::Error> {
    let assigned: (Option<PersonId>, Option<String>) = (row.get(2)?, row.get(3)?);
    Ok(Case {
        status: Status::named(&row.get::<String>(1)?).unwrap_or(Status::New),
        assigned: assigned.0.zip(assigned.1),
        significance: Significance::named(&row.get::<String>(4)?).unwrap_or(Significance::Usual),
        by_lead: row.get(5)?,
        is_opened: row.get(6)?,
        ..Case::bare(id, Moment::from_micros(row.get(0)?))
    })
}

/// What an action says, for whoever may read it: what kind it is, and what is to be done.
///
/// # Errors
/// A bug's page when its words were changed or moved.
pub fn action_in_words(
    tx: &Tx<'_, '_>,
    id: &str,
    words: &[u8],
) -> Result<(&'static str, String), Problem> {
    match opened(tx, id, words)? {
        Deed::Action { sort, words, .. } => Ok((sort.words(), words)),
        other => Err(Problem::bug(format_args!(
            "follow-up {id} is no action but {:?}",
            other.kind()
        ))),
    }
}

/// What was written when an action came to its end.
///
/// # Errors
/// A bug's page when its words were changed or moved.
pub(super) fn result_in_words(tx: &Tx<'_, '_>, id: &str, words: &[u8]) -> Result<String, Problem> {
    match opened(tx, id, words)? {
        Deed::ActionDone { words, .. } | Deed::ActionCancelled { words, .. } => Ok(words),
        other => Err(Problem::bug(format_args!(
            "follow-up {id} ends no action but is {:?}",
            other.kind()
        ))),
    }
}

/// A follow-up's sealed words, opened.
fn opened(tx: &Tx<'_, '_>, id: &str, words: &[u8]) -> Result<Deed, Problem> {
    let words = tx.open("follow_up", id, "words", words)?;
    serde_json::from_str(&words)
        .map_err(|_| Problem::bug(format_args!("follow-up {id} does not read as a deed")))
}

fn actions(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<Action>, Problem> {
    let me = tx.person()?;
    let rows = tx.all(ACTIONS, &params![id], |row| {
        let action = Action {
            id: row.get(0)?,
            words: String::new(),
            assigned: row.get(2)?,
            due_on: row.get(3)?,
            is_open: row.get::<String>(4)? == "open",
            is_mine: row.get::<PersonId>(5)? == *me,
        };
        Ok((action, row.get::<Vec<u8>>(1)?))
    })?;
    let open = |(action, words): (Action, Vec<u8>)| {
        let words = match opened(tx, &action.id, &words)? {
            Deed::Action { sort, words, .. } => format!("{}: {words}", sort.words()),
            _ => return Err(Problem::bug("an action whose follow-up is none")),
        };
        Ok(Action { words, ..action })
    };
    rows.into_iter().map(open).collect()
}

fn categories(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<CategoryOf>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(CATEGORIES, &params![school, id], |row| {
        let (name, parent): (String, Option<String>) = (row.get(1)?, row.get(2)?);
        Ok(CategoryOf {
            id: row.get(0)?,
            name: parent.map_or_else(|| name.clone(), |parent| format!("{parent}: {name}")),
            logged: row.get::<Option<i64>>(3)? == Some(1),
            counts: row.get::<Option<i64>>(4)? == Some(1),
        })
    })?)
}

/// What was done about a concern that the actor sees through a file, in the order of writing;
/// nothing, when they do not.
pub(super) fn of_concern(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<Done>, Problem> {
    let reach = Reach::now(tx)?;
    done(tx, OF_CONCERN, &reach.and(&params![id]))
}

/// The messages to the actor about a concern that they may read.
pub(super) fn notes(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<Done>, Problem> {
    let reader = Reader::now(tx)?;
    done(tx, NOTES, &reader.and(&params![id]))
}

/// Where a concern stands that the actor may read; new, to whom it is kept from.
pub(super) fn status(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Status, Problem> {
    let reader = Reader::now(tx)?;
    let status = tx.one(STANDING, &reader.and(&params![id]), |row| {
        row.get::<String>(0)
    })?;
    Ok(status
        .and_then(|status| Status::named(&status))
        .unwrap_or(Status::New))
}

/// The pupils of a concern, by identifier, by name where the actor may know them.
pub(super) fn names(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
) -> Result<Vec<(PupilId, Option<Called>)>, Problem> {
    let reader = Reader::now(tx)?;
    Ok(tx.all(PUPILS, &reader.and(&params![id]), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}

/// The same, and those who were taken off it.
pub(super) fn names_ever(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
) -> Result<Vec<(PupilId, Option<Called>)>, Problem> {
    let mut names = names(tx, id)?;
    names.extend(involved::taken_off(tx, id)?);
    Ok(names)
}

fn done(
    tx: &mut Tx<'_, '_>,
    sql: keyward_db::Sql,
    params: &[keyward_db::Value],
) -> Result<Vec<Done>, Problem> {
    let rows = tx.all(sql, params, |row| {
        let (id, words): (String, Vec<u8>) = (row.get(0)?, row.get(5)?);
        let moments: (i64, Noticed) = (row.get(3)?, row.get(4)?);
        let who: (String, bool) = (row.get(2)?, row.get(6)?);
        Ok((id, words, who, moments))
    })?;
    let mut done = Vec::with_capacity(rows.len());
    for (id, words, (who, is_mine), (written, happened)) in rows {
        done.push(Done {
            deed: opened(tx, &id, &words)?,
            id,
            who,
            is_mine,
            written_at: Moment::from_micros(written),
            happened,
        });
    }
    Ok(done)
}
