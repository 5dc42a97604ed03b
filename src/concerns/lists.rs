//! Every SQL statement about concerns in lists, and how many there are.

use keyward_db::{Row, Value, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::line::{ConcernLine, Line, Pupils, first_line, when};
use super::reader::{Reader, known_to_reader, lead_readings, name_if_known, readable};
use crate::cx::Tx;
use crate::ids::{ConcernId, PupilId};

/// SQL: the name of the first category that counts for this `concern`.
macro_rules! first_category {
    () => {
        "(SELECT category.name FROM concern_category AS has
          JOIN category ON category.id = has.category_id
          WHERE has.concern_id = concern.id AND has.counts = 1
          ORDER BY has.position LIMIT 1)"
    };
}
pub(super) use first_category;

/// SQL: the lines of the concerns that `$inner` selects, a row a pupil.
macro_rules! lines {
    ($inner:expr) => {
        concat!(
            "SELECT concern.id, ",
            first_category!(),
            ", person.name, concern.recorded_at, ",
            name_if_known!(),
            ", CASE WHEN EXISTS (SELECT 1 ",
            lead_readings!(),
            ") THEN 1 ELSE 0 END
             FROM (",
            $inner,
            ") AS concern
             JOIN person ON person.id = concern.recorder_id
             JOIN concern_pupil ON concern_pupil.concern_id = concern.id
             JOIN pupil ON pupil.id = concern_pupil.pupil_id
             ORDER BY concern.recorded_at DESC, concern.id DESC, pupil.finding, pupil.id"
        )
    };
}

/// SQL: the reader has not opened this `concern`.
macro_rules! unopened {
    () => {
        "NOT EXISTS (SELECT 1 FROM reading WHERE reading.concern_id = concern.id
                                             AND reading.person_id = $2)"
    };
}

/// SQL: concerns that the reader was alerted to, may read and has not opened.
macro_rules! waiting {
    () => {
        concat!(
            "FROM alert JOIN concern ON concern.id = alert.concern_id
             WHERE alert.person_id = $2 AND ",
            readable!(),
            " AND ",
            unopened!()
        )
    };
}

/// SQL: concerns that the reader may read through a pupil's file alone and has not opened.
macro_rules! unread {
    () => {
        concat!(
            "FROM concern WHERE ",
            readable!(),
            " AND concern.recorder_id <> $2
              AND NOT EXISTS (SELECT 1 FROM alert WHERE alert.concern_id = concern.id
                                                    AND alert.person_id = $2)
              AND ",
            unopened!()
        )
    };
}

keyward_db::statements! {
    /// The newest concerns that wait for the reader.
    WAITING = lines!(concat!("SELECT concern.* ", waiting!(),
                             " ORDER BY concern.recorded_at DESC, concern.id DESC LIMIT $8"));
    /// How many wait for the reader.
    WAITING_COUNT = concat!("SELECT COUNT(*) ", waiting!());
    /// The newest unread concerns of the files that the reader may read.
    UNREAD = lines!(concat!("SELECT concern.* ", unread!(),
                            " ORDER BY concern.recorded_at DESC, concern.id DESC LIMIT $8"));
    /// How many of those there are, counted to a limit.
    UNREAD_COUNT = concat!("SELECT COUNT(*) FROM (SELECT concern.id ", unread!(),
                           " LIMIT $8) AS counted");
    /// The newest concerns that the reader recorded.
    LOGGED = lines!(concat!(
        "SELECT concern.* FROM concern WHERE concern.recorder_id = $2 AND ", readable!(),
        " ORDER BY concern.recorded_at DESC, concern.id DESC LIMIT $8"));
    /// The concerns that the reader recorded before one of theirs.
    LOGGED_BEFORE = lines!(concat!(
        "SELECT concern.* FROM concern WHERE concern.recorder_id = $2 AND ", readable!(),
        " AND (concern.recorded_at, concern.id) < (
              SELECT last.recorded_at, last.id FROM concern AS last
              WHERE last.id = $9 AND last.recorder_id = $2)
          ORDER BY concern.recorded_at DESC, concern.id DESC LIMIT $8"));
    /// The concerns in a pupil's file that the reader may read, in order of when they were noticed.
    OF_PUPIL = concat!(
        "SELECT concern.id, ", first_category!(), ", person.name, concern.noticed_at,
                concern.recorded_at, concern.seen_and_heard,
                (SELECT COUNT(*) FROM amendment WHERE amendment.concern_id = concern.id),
                CASE WHEN ", unopened!(), " THEN 1 ELSE 0 END
         FROM concern_pupil AS file
         JOIN concern ON concern.id = file.concern_id
         JOIN pupil ON pupil.id = file.pupil_id
         JOIN person ON person.id = concern.recorder_id
         WHERE file.pupil_id = $8 AND ", readable!(), " AND ", known_to_reader!(), "
         ORDER BY file.noticed_at, concern.id");
}

/// How many lines a list on the dashboard shows.
const LINES_MAX: i64 = 25;
/// How far unread concerns are counted.
const COUNT_MAX: i64 = 100;

/// What waits for somebody: concerns that they were alerted to and have not opened.
#[derive(Clone, Debug, Default)]
pub struct NeedsMe {
    /// The newest that they may read now.
    pub lines: Vec<Line>,
    /// How many they may read now.
    pub count: i64,
    /// How many more a touch of their key would open.
    pub with_key: i64,
    /// Whether a touch of their key has opened these.
    pub is_elevated: bool,
}

/// What is unread in the files that somebody may read.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// The newest.
    pub lines: Vec<Line>,
    /// How many, counted to a hundred.
    pub count: i64,
}

impl Unread {
    /// `3`, or `100 or more`.
    pub fn count_words(&self) -> String {
        if self.count < COUNT_MAX {
            self.count.to_string()
        } else {
            format!("{COUNT_MAX} or more")
        }
    }
}

/// The concerns that the actor was alerted to and has not opened: those that they may read now,
/// and the number of those that their key would open.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub fn needs_me(tx: &mut Tx<'_, '_>) -> Result<NeedsMe, Problem> {
    let reader = Reader::now(tx)?;
    let count = count(tx, WAITING_COUNT, &reader.and(&[]))?;
    let with = Reader::with(tx, &tx.access().if_elevated())?;
    let without = Reader::with(tx, &tx.access().if_not_elevated())?;
    Ok(NeedsMe {
        lines: lines(tx, WAITING, &reader.and(&params![LINES_MAX]))?,
        count,
        with_key: self::count(tx, WAITING_COUNT, &with.and(&[]))? - count,
        is_elevated: self::count(tx, WAITING_COUNT, &without.and(&[]))? < count,
    })
}

/// The concerns in the files that the actor may read now, which they have not opened, were not
/// alerted to and did not record.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub fn unread(tx: &mut Tx<'_, '_>) -> Result<Unread, Problem> {
    let reader = Reader::now(tx)?;
    Ok(Unread {
        lines: lines(tx, UNREAD, &reader.and(&params![LINES_MAX]))?,
        count: count(tx, UNREAD_COUNT, &reader.and(&params![COUNT_MAX]))?,
    })
}

/// The concerns that the actor recorded, the newest first: up to so many, and those before one of
/// them when asked.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub fn logged(
    tx: &mut Tx<'_, '_>,
    before: Option<&ConcernId>,
    most: i64,
) -> Result<Vec<Line>, Problem> {
    let reader = Reader::now(tx)?;
    match before {
        None => lines(tx, LOGGED, &reader.and(&params![most])),
        Some(before) => lines(tx, LOGGED_BEFORE, &reader.and(&params![most, before])),
    }
}

/// The concerns in a pupil's file that the actor may read, in order of when they were noticed.
/// Of what was written, only the first line leaves its seal, cut short.
///
/// # Errors
/// Not found, for nobody; a bug's page when words were changed or moved.
pub fn of_pupil(tx: &mut Tx<'_, '_>, pupil: &PupilId) -> Result<Vec<ConcernLine>, Problem> {
    let reader = Reader::now(tx)?;
    let rows = tx.all(OF_PUPIL, &reader.and(&params![pupil]), |row| {
        let line = ConcernLine {
            id: row.get(0)?,
            category: row.get(1)?,
            recorder: row.get(2)?,
            noticed_at: Moment::from_micros(row.get(3)?),
            recorded_at: Moment::from_micros(row.get(4)?),
            first_line: String::new(),
            amendments: row.get(6)?,
            is_unread: row.get(7)?,
        };
        Ok((line, row.get::<Vec<u8>>(5)?))
    })?;
    let open = |(line, words): (ConcernLine, Vec<u8>)| {
        let words = tx.open("concern", &line.id.0, "seen_and_heard", &words)?;
        Ok(ConcernLine {
            first_line: first_line(&words),
            ..line
        })
    };
    rows.into_iter().map(open).collect()
}

fn count(tx: &mut Tx<'_, '_>, sql: keyward_db::Sql, params: &[Value]) -> Result<i64, Problem> {
    Ok(tx.one(sql, params, |row| row.get(0))?.unwrap_or_default())
}

fn lines(
    tx: &mut Tx<'_, '_>,
    sql: keyward_db::Sql,
    params: &[Value],
) -> Result<Vec<Line>, Problem> {
    let now = tx.now();
    let rows = tx.all(sql, params, |row| Ok((line(row, now)?, row.get(4)?)))?;
    let mut lines: Vec<Line> = Vec::new();
    for (line, name) in rows {
        if lines.last().is_none_or(|last| last.id != line.id) {
            lines.push(line);
        }
        if let Some(last) = lines.last_mut() {
            last.pupils.add(name);
        }
    }
    Ok(lines)
}

fn line(row: &Row<'_>, now: Moment) -> Result<Line, keyward_db::Error> {
    Ok(Line {
        id: row.get(0)?,
        category: row.get(1)?,
        recorder: row.get(2)?,
        recorded: when(Moment::from_micros(row.get(3)?), now),
        pupils: Pupils::default(),
        is_read_by_lead: row.get(5)?,
    })
}
