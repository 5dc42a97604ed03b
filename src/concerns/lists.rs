//! Every SQL statement about concerns in lists, and how many there are.

use keyward_db::{Row, Value, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::line::{Line, Pupils, when};
use super::noticed::{Noticed, noticed};
use super::reader::{Reader, lead_readings, name_if_known, outcome_is_seen, readable};
use super::stands::{part_that_stands, pupils_who_stand, stands_with, still_stands_with};
use super::store;
use crate::alerts::Waits;
use crate::categories::marks;
use crate::counted::Counted;
use crate::cx::Tx;
use crate::ids::{ConcernId, PupilId};

/// SQL: the reader has not opened this `concern`.
macro_rules! unopened {
    () => {
        "NOT EXISTS (SELECT 1 FROM reading WHERE reading.concern_id = concern.id
                                             AND reading.person_id = $2)"
    };
}
pub(super) use unopened;

/// SQL: new concerns that the reader was alerted to, may read and has not acknowledged. CROSS JOIN keeps
/// SQLite to that order: few are new.
macro_rules! new_waiting {
    () => {
        concat!(
            "FROM case_standing AS stands CROSS JOIN alert CROSS JOIN concern
             WHERE stands.school_id = $1 AND stands.status = 'new'
               AND alert.concern_id = stands.concern_id AND alert.person_id = $2
               AND alert.acknowledged_at IS NULL AND concern.id = alert.concern_id AND ",
            readable!(),
            " AND ",
            outcome_is_seen!()
        )
    };
}

/// SQL: concerns of one status that the reader may read through a pupil's file alone and has not
/// opened.
macro_rules! unread {
    ($status:literal) => {
        concat!(
            "FROM case_standing AS stands CROSS JOIN concern
             WHERE stands.school_id = $1 AND stands.status = '",
            $status,
            "' AND concern.id = stands.concern_id AND concern.recorder_id <> $2 AND ",
            unopened!(),
            " AND NOT EXISTS (SELECT 1 FROM alert WHERE alert.concern_id = concern.id
                                                    AND alert.person_id = $2)
              AND ",
            readable!()
        )
    };
}

/// SQL: the newest of those.
macro_rules! newest_unread {
    ($status:literal) => {
        concat!(
            "SELECT * FROM (SELECT stands.recorded_at, stands.concern_id ",
            unread!($status),
            " ORDER BY stands.recorded_at DESC, stands.concern_id DESC LIMIT $8) AS ",
            $status,
            "_ones"
        )
    };
}

keyward_db::statements! {
    /// The new concerns that wait for the reader and whose clocks run, the first to run out first.
    WAITING_BY_CLOCK = concat!("SELECT concern.id ", new_waiting!(), " AND stands.respond_by IS NOT NULL
        ORDER BY stands.respond_by, stands.concern_id LIMIT $8");
    /// Those without a clock, the newest first.
    WAITING_UNTIMED = concat!("SELECT concern.id ", new_waiting!(), " AND stands.respond_by IS NULL
        ORDER BY stands.recorded_at DESC, stands.concern_id DESC LIMIT $8");
    /// The open concerns that wait for the reader, of which they were told last first. A lead has these
    /// in hand, so that they need the reader no more once they have opened them.
    WAITING_OPEN = concat!(
        "SELECT concern.id FROM alert CROSS JOIN case_standing AS stands CROSS JOIN concern
         WHERE alert.person_id = $2 AND alert.acknowledged_at IS NULL AND alert.case_closed = 0
           AND stands.concern_id = alert.concern_id AND stands.status = 'open'
           AND concern.id = alert.concern_id AND ", unopened!(), " AND ", readable!(), " AND ",
        outcome_is_seen!(), "
         ORDER BY alert.alerted_at DESC, alert.concern_id DESC LIMIT $8");
    /// The newest unread concerns of the files that the reader may read.
    UNREAD = concat!("SELECT concern_id FROM (", newest_unread!("new"), " UNION ALL ",
                     newest_unread!("open"), ") AS unread
                      ORDER BY recorded_at DESC, concern_id DESC LIMIT $8");
    /// The newest concerns that the reader recorded.
    LOGGED = concat!(
        "SELECT concern.id FROM concern WHERE concern.recorder_id = $2 AND ", readable!(),
        " ORDER BY concern.recorded_at DESC, concern.id DESC LIMIT $8");
    /// The concerns that the reader recorded before one of theirs.
    LOGGED_BEFORE = concat!(
        "SELECT concern.id FROM concern WHERE concern.recorder_id = $2 AND ", readable!(),
        " AND (concern.recorded_at, concern.id) < (
              SELECT last.recorded_at, last.id FROM concern AS last
              WHERE last.id = $9 AND last.recorder_id = $2)
          ORDER BY concern.recorded_at DESC, concern.id DESC LIMIT $8");
    /// The line of a concern, a row a pupil; each pupil with their part as it stands for the reader.
    /// To whoever wrote it and is kept from it since, it stands as nobody has opened it yet.
    LINE = concat!(
        "SELECT concern.id, ", marks!(), ", person.name, concern.recorded_at, ", name_if_known!(), ",
                CASE WHEN EXISTS (SELECT 1 ", lead_readings!(), ") THEN 1 ELSE 0 END,
                COALESCE(standing.status, 'new'), standing.respond_by,
                COALESCE(standing.passed_on, 0),
                CASE WHEN EXISTS (SELECT 1 FROM follow_up
                                  WHERE follow_up.concern_id = concern.id
                                    AND follow_up.kind = 'note' AND follow_up.about_id = $2
                                    AND ", outcome_is_seen!(), ") THEN 1 ELSE 0 END,
                ", noticed!("concern"), ", pupil.id, ", part_that_stands!("concern_pupil"), ",
                CASE WHEN EXISTS (SELECT 1 FROM concern_pupil_off AS was
                                  WHERE was.concern_id = concern.id AND ",
                                  still_stands_with!("was"), ") THEN 1 ELSE 0 END
         FROM concern
         LEFT JOIN case_standing AS standing ON standing.concern_id = concern.id AND ",
                   outcome_is_seen!(), "
         JOIN person ON person.id = concern.recorder_id
         LEFT JOIN concern_pupil ON concern_pupil.concern_id = concern.id AND ",
                   stands_with!("concern_pupil"), "
         LEFT JOIN pupil ON pupil.id = concern_pupil.pupil_id
         WHERE concern.id = $8 AND ", readable!(), "
         ORDER BY pupil.finding, pupil.id");
    /// The pupils of a concern with their parts, and those who were taken off it, for whoever sees it
    /// as it was logged: in one order, which says nothing of who was taken off.
    WHO_STAND = concat!(
        pupils_who_stand!(
            concat!(name_if_known!(), ", ", part_that_stands!("about"), ", pupil.finding, pupil.id"),
            "concern",
            concat!("concern.id = $8 AND ", readable!())
        ),
        " ORDER BY 3, 4");
}

/// How many lines a list on the dashboard shows: enough to begin with, and no more than a telephone
/// shows at one stroke.
const LINES_MAX: usize = 10;

/// What waits for somebody: concerns that they were alerted to and have not acknowledged.
#[derive(Clone, Debug, Default)]
pub struct NeedsMe {
    /// The first that they may read now.
    pub lines: Vec<Line>,
    /// How many they may read now.
    pub count: Counted,
    /// How many more a touch of their key would open.
    pub with_key: Counted,
    /// Whether a touch of their key has opened some of those that are shown.
    pub is_elevated: bool,
}

/// What is unread in the files that somebody may read.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// The newest.
    pub lines: Vec<Line>,
    /// How many.
    pub count: Counted,
}

impl Unread {
    /// Whether there are more than those shown.
    pub fn has_more(&self) -> bool {
        self.count.beyond(self.lines.len()).is_some()
    }
}

/// The concerns that the actor was alerted to and has not acknowledged: those that they may read now,
/// and the number of those that their key would open.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub fn needs_me(tx: &mut Tx<'_, '_>) -> Result<NeedsMe, Problem> {
    let access = tx.access().clone();
    let waiting = waiting(tx, &Reader::now(tx)?)?;
    let count = Counted::of(waiting.len());
    let elevated = access.if_elevated();
    let with_key = match elevated == access {
        true => Counted::default(),
        false => {
            let elevated = Reader::with(tx, &elevated)?;
            Counted::of(self::waiting(tx, &elevated)?.len()).without(count)
        }
    };
    let lines = lines(tx, &waiting, LINES_MAX)?;
    let without = Reader::with(tx, &access.if_not_elevated())?;
    let mut is_elevated = false;
    for line in &lines {
        is_elevated = is_elevated || !store::is_readable(tx, &without, &line.id)?;
    }
    Ok(NeedsMe {
        lines,
        count,
        with_key,
        is_elevated,
    })
}

/// What waits for this reader, counted as far as it matters: what is new by its clock, then what is open.
fn waiting(tx: &mut Tx<'_, '_>, reader: &Reader) -> Result<Vec<ConcernId>, Problem> {
    let mut waiting = Vec::new();
    for sql in [WAITING_BY_CLOCK, WAITING_UNTIMED, WAITING_OPEN] {
        let left = Counted::LIMIT - i64::try_from(waiting.len()).unwrap_or(i64::MAX);
        if left > 0 {
            waiting.extend(found(tx, sql, &reader.and(&params![left]))?);
        }
    }
    Ok(waiting)
}

/// The concerns in the files that the actor may read now, which they have not opened, were not
/// alerted to and did not record.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub fn unread(tx: &mut Tx<'_, '_>) -> Result<Unread, Problem> {
    let unread = found(tx, UNREAD, &Reader::now(tx)?.and(&params![Counted::LIMIT]))?;
    Ok(Unread {
        lines: lines(tx, &unread, LINES_MAX)?,
        count: Counted::of(unread.len()),
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
    let logged = match before {
        None => found(tx, LOGGED, &reader.and(&params![most]))?,
        Some(before) => found(tx, LOGGED_BEFORE, &reader.and(&params![most, before]))?,
    };
    lines(tx, &logged, logged.len())
}

fn found(
    tx: &mut Tx<'_, '_>,
    sql: keyward_db::Sql,
    params: &[Value],
) -> Result<Vec<ConcernId>, Problem> {
    Ok(tx.all(sql, params, |row| row.get(0))?)
}

/// The lines of the first so many of these concerns.
fn lines(tx: &mut Tx<'_, '_>, of: &[ConcernId], most: usize) -> Result<Vec<Line>, Problem> {
    let mut lines = Vec::new();
    for id in of.iter().take(most) {
        lines.extend(line_of(tx, id)?);
    }
    Ok(lines)
}

/// The line of a concern that the actor may read now.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub fn line_of(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Option<Line>, Problem> {
    let (now, wanted) = (tx.now(), Reader::now(tx)?.and(&params![id]));
    let rows = tx.all(LINE, &wanted, |row| {
        let pupil = match row.get::<Option<PupilId>>(11)? {
            Some(_) => Some((row.get(4)?, row.get::<String>(12)?)),
            None => None,
        };
        Ok((line(row, now)?, pupil, row.get::<bool>(13)?))
    })?;
    let mut one: Option<Line> = None;
    let mut has_others = false;
    for (line, pupil, others) in rows {
        has_others = others;
        let one = one.get_or_insert(line);
        if let Some((name, role)) = pupil {
            one.pupils.add_as(name, &role);
        }
    }
    if let (Some(one), true) = (&mut one, has_others) {
        let who = tx.all(WHO_STAND, &wanted, |row| {
            Ok((row.get(0)?, row.get::<String>(1)?))
        })?;
        one.pupils = Pupils::default();
        for (name, role) in who {
            one.pupils.add_as(name, &role);
        }
    }
    Ok(one)
}

fn line(row: &Row<'_>, now: Moment) -> Result<Line, keyward_db::Error> {
    let waits = Waits::of(&row.get::<String>(6)?, row.get(7)?, row.get(8)?, now);
    Ok(Line {
        id: row.get(0)?,
        categories: row.get(1)?,
        recorder: row.get(2)?,
        noticed: row.get::<Noticed>(10)?.when(now),
        recorded: when(Moment::from_micros(row.get(3)?), now),
        pupils: Pupils::default(),
        is_read_by_lead: row.get(5)?,
        waits,
        waits_words: waits.words(now),
        status: row.get(6)?,
        has_note: row.get(9)?,
    })
}
