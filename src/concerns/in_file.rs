//! The concerns in a pupil's file, the newest first, and how many there are.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::line::{ConcernLine, first_line};
use super::lists::unopened;
use super::noticed::noticed;
use super::reader::{Reader, beside_is_seen, in_files, kept_from, known_to_reader, readable};
use super::role::Role;
use super::stands::part_that_stands;
use crate::categories::marks;
use crate::cx::Tx;
use crate::ids::{ConcernId, PupilId};

/// SQL: where this `concern` stands, which is not told to whom it is kept from.
macro_rules! status_told {
    () => {
        concat!(
            "CASE WHEN ",
            kept_from!(),
            " THEN '' ELSE (SELECT case_standing.status FROM case_standing
                            WHERE case_standing.concern_id = concern.id) END"
        )
    };
}

/// SQL: the concerns in a pupil's file that the reader may read, each with what was added as far as
/// they see it.
macro_rules! of_file {
    () => {
        concat!(
            "SELECT concern.id, ",
            marks!(),
            ", person.name, ",
            noticed!("concern"),
            ", concern.recorded_at, concern.seen_and_heard,
             (SELECT COUNT(*) FROM amendment
              WHERE amendment.concern_id = concern.id AND ",
            beside_is_seen!("amendment.writer_id"),
            "),
             CASE WHEN ",
            unopened!(),
            " THEN 1 ELSE 0 END, ",
            status_told!(),
            ", ",
            part_that_stands!("file"),
            ", CASE WHEN ",
            in_files!(),
            " THEN (SELECT case_standing.significance FROM case_standing
                    WHERE case_standing.concern_id = concern.id) ELSE 'usual' END
             FROM concern_pupil AS file
             JOIN concern ON concern.id = file.concern_id
             JOIN pupil ON pupil.id = file.pupil_id
             JOIN person ON person.id = concern.recorder_id
             WHERE file.pupil_id = $8 AND ",
            readable!(),
            " AND ",
            known_to_reader!()
        )
    };
}

/// A minute, in microseconds.
const MINUTE_MICROS: i64 = 60_000_000;

keyward_db::statements! {
    /// Something that happened in a minute stands beside a concern, in the files of all its pupils.
    REACHES = "UPDATE concern_pupil
               SET beside_from = CASE WHEN beside_from < $2 THEN beside_from ELSE $2 END,
                   beside_until = CASE WHEN beside_until > $2 THEN beside_until ELSE $2 END
               WHERE concern_id = $1";
    /// The newest concerns in a pupil's file.
    NEWEST = concat!(of_file!(),
                     " ORDER BY file.noticed_at DESC, file.concern_id DESC LIMIT $9");
    /// Those before one of them.
    OLDER = concat!(of_file!(), "
        AND (file.noticed_at, file.concern_id) < (
            SELECT last.noticed_at, last.concern_id FROM concern_pupil AS last
            JOIN concern ON concern.id = last.concern_id
            JOIN pupil ON pupil.id = last.pupil_id
            WHERE last.concern_id = $10 AND last.pupil_id = $8 AND ", readable!(), "
              AND ", known_to_reader!(), ")
        ORDER BY file.noticed_at DESC, file.concern_id DESC LIMIT $9");
    /// How many there are, and how many are not closed, as far as that is told.
    COUNTS = concat!(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN ", status_told!(), " = 'closed'
                                            THEN 0 ELSE 1 END), 0)
         FROM concern_pupil AS file
         JOIN concern ON concern.id = file.concern_id
         JOIN pupil ON pupil.id = file.pupil_id
         WHERE file.pupil_id = $8 AND ", readable!(), " AND ", known_to_reader!());
    /// How many actions are open on those that are read through files.
    OPEN_ACTIONS = concat!(
        "SELECT COUNT(*)
         FROM concern_pupil AS file
         JOIN action ON action.concern_id = file.concern_id AND action.state = 'open'
         CROSS JOIN concern
         JOIN pupil ON pupil.id = file.pupil_id
         WHERE file.pupil_id = $8 AND concern.id = file.concern_id AND ", readable!(), " AND ",
        known_to_reader!(), " AND ", in_files!());
}

/// Something that was added to a concern, or done about it, happened at this moment: the files of its
/// pupils know that it reaches so far. Whoever writes it down calls this.
///
/// # Errors
/// That the database is away.
pub fn happened_beside(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    at: Moment,
) -> Result<(), Problem> {
    let minute = at.as_micros() - at.as_micros() % MINUTE_MICROS;
    tx.execute(REACHES, &params![concern, minute])?;
    Ok(())
}

/// How many concerns a pupil's file holds, as far as the actor may read them.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub concerns: i64,
    /// Those that are not closed.
    pub open: i64,
    /// The actions that are open on them.
    pub actions: i64,
}

/// How many concerns and open actions a pupil's file holds, as far as the actor may read them.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub fn tally(tx: &mut Tx<'_, '_>, pupil: &PupilId) -> Result<Tally, Problem> {
    let wanted = Reader::now(tx)?.and(&params![pupil]);
    let counts = tx.one(COUNTS, &wanted, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let actions = tx.one(OPEN_ACTIONS, &wanted, |row| row.get(0))?;
    let (concerns, open) = counts.unwrap_or_default();
    Ok(Tally {
        concerns,
        open,
        actions: actions.unwrap_or_default(),
    })
}

/// The concerns in a pupil's file that the actor may read, the one noticed last first: up to so
/// many, and those before one of them when asked. Of what was written, only the first line leaves
/// its seal, cut short.
///
/// # Errors
/// Not found, for nobody; a bug's page when words were changed or moved.
pub fn of_pupil(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    before: Option<&ConcernId>,
    most: i64,
) -> Result<Vec<ConcernLine>, Problem> {
    let reader = Reader::now(tx)?;
    let rows = match before {
        None => tx.all(NEWEST, &reader.and(&params![pupil, most]), line)?,
        Some(before) => tx.all(OLDER, &reader.and(&params![pupil, most, before]), line)?,
    };
    // What its reader has opened is their own, and not what a user group would be shown.
    let is_viewing = tx.access().view().is_some();
    let open = |(line, words): (ConcernLine, Vec<u8>)| {
        let words = tx.open("concern", &line.id.0, "seen_and_heard", &words)?;
        Ok(ConcernLine {
            is_unread: line.is_unread && !is_viewing,
            first_line: first_line(&words),
            ..line
        })
    };
    rows.into_iter().map(open).collect()
}

fn line(row: &Row<'_>) -> Result<(ConcernLine, Vec<u8>), keyward_db::Error> {
    let line = ConcernLine {
        id: row.get(0)?,
        categories: row.get(1)?,
        part: Role::named(&row.get::<String>(9)?)
            .filter(|role| *role != Role::Subject)
            .map(Role::words),
        recorder: row.get(2)?,
        noticed: row.get(3)?,
        recorded_at: Moment::from_micros(row.get(4)?),
        first_line: String::new(),
        amendments: row.get(6)?,
        is_unread: row.get(7)?,
        is_closed: row.get::<Option<String>>(8)?.as_deref() == Some("closed"),
        is_significant: row.get::<Option<String>>(10)?.as_deref() == Some("significant"),
    };
    Ok((line, row.get(5)?))
}
