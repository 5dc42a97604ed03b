//! Every SQL statement about marks. There is no way to a mark but through a concern that the
//! reader may read, and through the name of a pupil whom they may know it to be about.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::entry::Child;
use super::mark::Mark;
use crate::concerns::{
    Called, Noticed, Reader, beside_is_seen, known_to_reader, name_if_known, noticed,
    pupil_stands_with, pupils_who_stand, readable,
};
use crate::cx::Tx;
use crate::ids::{ConcernId, PupilId};

keyward_db::statements! {
    /// A mark.
    INSERT = "INSERT INTO body_mark (id, school_id, concern_id, pupil_id, writer_id, written_at,
                                     noticed_at, noticed_time_known, number, mark, form_tag)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// The last number on a pupil's map in a concern, for the order of marks. Pages number those
    /// that their reader sees.
    LAST_NUMBER = "SELECT COALESCE(MAX(number), 0) FROM body_mark
                   WHERE concern_id = $1 AND pupil_id = $2";
    /// Whether this sending of a form has made its marks already.
    MADE = "SELECT 1 FROM body_mark WHERE writer_id = $1 AND form_tag = $2 LIMIT 1";
    /// The pupils of a readable concern, by name where the reader may know them.
    PUPILS = concat!(
        pupils_who_stand!(
            concat!("pupil.id, pupil.year_group, ", name_if_known!(), ", pupil.finding"),
            "concern",
            concat!("concern.id = $8 AND ", readable!())
        ),
        " ORDER BY 4, 1");
    /// The marks of a readable concern that are seen, on whom it is about for the reader, pupil by pupil, with the name where it may be
    /// known.
    OF_CONCERN = concat!(
        "SELECT body_mark.id, body_mark.concern_id, ", noticed!("body_mark"), ", body_mark.written_at,
                person.name, body_mark.mark, body_mark.pupil_id, ",
                name_if_known!(), "
         FROM concern
         JOIN body_mark ON body_mark.concern_id = concern.id
         JOIN pupil ON pupil.id = body_mark.pupil_id
         JOIN person ON person.id = body_mark.writer_id
         WHERE concern.id = $8 AND ", readable!(), "
           AND ", beside_is_seen!("body_mark.writer_id"), " AND ", pupil_stands_with!(), "
         ORDER BY pupil.finding, pupil.id, body_mark.number, body_mark.id");
    /// The marks on a pupil in the concerns of their file that were noticed between two moments, concern by
    /// concern, as on the page of each.
    OF_FILE = concat!(
        "SELECT body_mark.id, body_mark.concern_id, ", noticed!("body_mark"), ", body_mark.written_at,
                person.name, body_mark.mark
         FROM concern_pupil AS file
         JOIN concern ON concern.id = file.concern_id
         JOIN body_mark ON body_mark.concern_id = concern.id
                       AND body_mark.pupil_id = file.pupil_id
         JOIN pupil ON pupil.id = file.pupil_id
         JOIN person ON person.id = body_mark.writer_id
         WHERE file.pupil_id = $8 AND file.noticed_at >= $9 AND file.noticed_at <= $10
           AND ", readable!(), "
           AND ", beside_is_seen!("body_mark.writer_id"), " AND ", known_to_reader!(), "
         ORDER BY concern.id, body_mark.number, body_mark.id");
    /// The newest marks of a pupil in concerns that the reader may read, seen between two moments;
    /// none of a concern that is not about them after all.
    OF_PUPIL = concat!(
        "SELECT body_mark.id, body_mark.concern_id, ", noticed!("body_mark"), ", body_mark.written_at,
                person.name, body_mark.mark
         FROM body_mark
         JOIN concern ON concern.id = body_mark.concern_id
         JOIN pupil ON pupil.id = body_mark.pupil_id
         JOIN person ON person.id = body_mark.writer_id
         WHERE body_mark.pupil_id = $8 AND body_mark.noticed_at >= $9
           AND body_mark.noticed_at < $10
           AND EXISTS (SELECT 1 FROM concern_pupil AS still
                       WHERE still.concern_id = concern.id AND still.pupil_id = pupil.id)
           AND ", readable!(), "
           AND ", beside_is_seen!("body_mark.writer_id"), " AND ", known_to_reader!(), "
         ORDER BY body_mark.noticed_at DESC, body_mark.id DESC
         LIMIT $11");
}

/// A mark as it was recorded.
#[derive(Clone, Debug)]
pub(super) struct Recorded {
    pub concern: ConcernId,
    pub noticed: Noticed,
    pub written_at: Moment,
    pub writer: String,
    pub mark: Mark,
}

/// A row with its mark still sealed, and the row's identifier.
type Sealed = (String, Vec<u8>, RecordedAt);

#[derive(Clone, Debug)]
struct RecordedAt {
    concern: ConcernId,
    noticed: Noticed,
    written_at: Moment,
    writer: String,
}

fn sealed(row: &Row<'_>) -> Result<Sealed, keyward_db::Error> {
    let at = RecordedAt {
        concern: row.get(1)?,
        noticed: row.get(2)?,
        written_at: Moment::from_micros(row.get(3)?),
        writer: row.get(4)?,
    };
    Ok((row.get(0)?, row.get(5)?, at))
}

fn open(tx: &Tx<'_, '_>, (id, mark, at): Sealed) -> Result<Recorded, Problem> {
    let words = tx.open("body_mark", &id, "mark", &mark)?;
    let mark = Mark::of_words(&words)
        .ok_or_else(|| Problem::bug(format_args!("mark {id} is not one that we write")))?;
    Ok(Recorded {
        concern: at.concern,
        noticed: at.noticed,
        written_at: at.written_at,
        writer: at.writer,
        mark,
    })
}

/// Writes marks beside a concern. Whoever calls knows that the actor may, and writes the entry.
///
/// # Errors
/// Not found, for nobody and at no school; that the database is away.
pub fn insert(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    noticed: Noticed,
    marks: &[(PupilId, Mark)],
    form_tag: &str,
) -> Result<(), Problem> {
    let (school, writer) = (tx.school()?, tx.person()?);
    let (now, at) = (tx.now().as_micros(), noticed.at.as_micros());
    let time_known = noticed.time_known;
    for (pupil, mark) in marks {
        let last: Option<i64> = tx.one(LAST_NUMBER, &params![concern, pupil], |row| row.get(0))?;
        let (id, number) = (tx.new_id(), last.unwrap_or_default() + 1);
        let words = mark.words().map_err(Problem::bug)?;
        let sealed = tx.seal("body_mark", &id, "mark", &words)?;
        let row = params![
            &id, school, concern, pupil, writer, now, at, time_known, number, sealed, form_tag
        ];
        tx.execute(INSERT, &row)?;
    }
    Ok(())
}

/// Whether this sending of a form has made its marks already.
pub(super) fn is_made(tx: &mut Tx<'_, '_>, form_tag: &str) -> Result<bool, Problem> {
    let writer = tx.person()?;
    let made = tx.one(MADE, &params![writer, form_tag], |row| row.get::<i64>(0))?;
    Ok(made.is_some())
}

/// The pupils of a concern whom the actor may know it to be about.
///
/// # Errors
/// Not found, whether the concern is not there or not for the actor; that the database is away.
pub(super) fn pupils(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Vec<Child>, Problem> {
    let reader = Reader::now(tx)?;
    let rows = tx.all(PUPILS, &reader.and(&params![concern]), |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    let known = rows
        .into_iter()
        .filter_map(|(id, year_group, name): (_, _, Option<Called>)| {
            Some(Child {
                id,
                year_group,
                name: name?.to_string(),
            })
        });
    let known: Vec<Child> = known.collect();
    if known.is_empty() {
        return Err(Problem::NotFound);
    }
    Ok(known)
}

/// The marks of a concern that the actor may read, with the pupil's identifier and name. Those of
/// a pupil whose name the actor may not know are left out.
pub(super) fn of_concern(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
) -> Result<Vec<(PupilId, String, Recorded)>, Problem> {
    let reader = Reader::now(tx)?;
    let rows = tx.all(OF_CONCERN, &reader.and(&params![concern]), |row| {
        Ok((row.get(6)?, row.get(7)?, sealed(row)?))
    })?;
    let known = rows
        .into_iter()
        .filter_map(|(pupil, name, row): (_, Option<Called>, _)| Some((pupil, name?, row)));
    known
        .map(|(pupil, name, row)| Ok((pupil, name.to_string(), open(tx, row)?)))
        .collect()
}

/// The marks on a pupil in concerns of their file that the actor may read, noticed from one moment to
/// another, concern by concern.
pub(super) fn of_file(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    (first, last): (i64, i64),
) -> Result<Vec<Recorded>, Problem> {
    let wanted = Reader::now(tx)?.and(&params![pupil, first, last]);
    let rows = tx.all(OF_FILE, &wanted, sealed)?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}

/// The newest marks of a pupil that the actor may read, seen from one moment until another.
pub(super) fn of_pupil(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    (from, until): (Moment, Moment),
    most: usize,
) -> Result<Vec<Recorded>, Problem> {
    let reader = Reader::now(tx)?;
    // One more, to know whether there are more.
    let most = i64::try_from(most).map_or(i64::MAX, |most| most + 1);
    let own = params![pupil, from.as_micros(), until.as_micros(), most];
    let rows = tx.all(OF_PUPIL, &reader.and(&own), sealed)?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}
