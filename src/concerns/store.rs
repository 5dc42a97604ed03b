//! Every SQL statement about one concern: writing it, opening it, adding beside it.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::concern::{Alerted, Amendment, Concern, Facts};
use super::line::Pupils;
use super::lists::first_category;
use super::reader::{Reader, kept_from, lead_readings, name_if_known, readable};
use crate::cx::Tx;
use crate::ids::{CategoryId, ConcernId};

keyward_db::statements! {
    /// The categories of a school.
    CATEGORIES = "SELECT id, name FROM category
                  WHERE school_id = $1 AND retired_at IS NULL ORDER BY position, name";
    /// The concern that this sending of a form has made already.
    MADE = "SELECT id FROM concern WHERE recorder_id = $1 AND form_tag = $2";
    /// A concern; nothing, when this form was sent before.
    INSERT = "INSERT INTO concern (id, school_id, recorder_id, recorded_at, noticed_at,
                                   place, seen_and_heard, own_words, form_tag)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
              ON CONFLICT (recorder_id, form_tag) DO NOTHING";
    /// A pupil whom a concern is about.
    INSERT_PUPIL = "INSERT INTO concern_pupil (concern_id, pupil_id, noticed_at)
                    VALUES ($1, $2, $3)";
    /// A category that a concern is logged with.
    INSERT_CATEGORY = "INSERT INTO concern_category (concern_id, category_id, position, logged,
                                                     counts)
                       VALUES ($1, $2, $3, 1, 1)";
    /// Where a new concern stands: nobody has acted on it.
    STANDS_NEW = "INSERT INTO case_standing (concern_id, school_id, status, recorded_at, changed_at)
                  VALUES ($1, $2, 'new', $3, $3)";
    /// A concern that the reader may read.
    FIND = concat!(
        "SELECT concern.recorded_at, concern.noticed_at, ", first_category!(), ", person.name,
                concern.recorder_id = $2, concern.place, concern.seen_and_heard,
                concern.own_words, (SELECT MIN(reading.first_read_at) ", lead_readings!(), ")
         FROM concern
         JOIN person ON person.id = concern.recorder_id
         WHERE concern.id = $8 AND ", readable!());
    /// Whether the reader may read a concern.
    IS_READABLE = concat!(
        "SELECT 1 FROM concern WHERE concern.id = $8 AND ", readable!());
    /// The pupils of a concern, by name where the reader may know them.
    PUPILS = concat!(
        "SELECT ", name_if_known!(), "
         FROM concern
         JOIN concern_pupil ON concern_pupil.concern_id = concern.id
         JOIN pupil ON pupil.id = concern_pupil.pupil_id
         WHERE concern.id = $8 AND ", readable!(), "
         ORDER BY pupil.finding, pupil.id");
    /// Who was alerted to a concern, and when they first opened it.
    ALERTED = "SELECT person.name, reading.first_read_at
               FROM alert
               JOIN person ON person.id = alert.person_id
               LEFT JOIN reading ON reading.concern_id = alert.concern_id
                                AND reading.person_id = alert.person_id
               WHERE alert.concern_id = $1
               ORDER BY person.name, person.id";
    /// What was added beside a concern, in order. Whoever wrote the concern and is kept from it
    /// since sees their own words alone.
    AMENDMENTS = concat!(
        "SELECT amendment.id, person.name, amendment.written_at, amendment.words
         FROM amendment
         JOIN concern ON concern.id = amendment.concern_id
         JOIN person ON person.id = amendment.writer_id
         WHERE concern.id = $1 AND (amendment.writer_id = $2 OR NOT ", kept_from!(), ")
         ORDER BY amendment.written_at, amendment.id");
    /// Somebody opens a concern; the first time stands.
    READ = "INSERT INTO reading (concern_id, person_id, first_read_at) VALUES ($1, $2, $3)
            ON CONFLICT (concern_id, person_id) DO NOTHING";
    /// An amendment; nothing, when this form was sent before.
    AMEND = "INSERT INTO amendment (id, concern_id, writer_id, written_at, words, form_tag)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (writer_id, form_tag) DO NOTHING";
}

/// The categories of the actor's school, in its order.
pub(super) fn categories(tx: &mut Tx<'_, '_>) -> Result<Vec<(CategoryId, String)>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(CATEGORIES, &params![school], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}

/// The name under which one sending of a form is known: a keyed hash of all that it says.
pub(super) fn form_tag(tx: &Tx<'_, '_>, parts: &[&str]) -> Result<String, Problem> {
    let tag = tx.school_key()?.tag("a form that was sent", parts);
    Ok(data_encoding::HEXLOWER.encode(&tag))
}

/// The actor's concern that this sending of a form has made already.
pub(super) fn made(tx: &mut Tx<'_, '_>, form_tag: &str) -> Result<Option<ConcernId>, Problem> {
    let person = tx.person()?;
    Ok(tx.one(MADE, &params![person, form_tag], |row| row.get(0))?)
}

/// Writes a concern and whom it is about; nothing, when this form was sent at the same moment
/// through another server and made it already.
pub(super) fn insert(
    tx: &mut Tx<'_, '_>,
    facts: &Facts,
    form_tag: &str,
) -> Result<Option<ConcernId>, Problem> {
    let id = tx.new_id();
    let (school, recorder, now) = (tx.school()?, tx.person()?, tx.now().as_micros());
    let noticed = facts.noticed_at.as_micros();
    let sealed = |column, words: &str| tx.seal("concern", &id, column, words);
    let place = sealed("place", &facts.place)?;
    let seen_and_heard = sealed("seen_and_heard", &facts.seen_and_heard)?;
    let own_words = match &facts.own_words {
        Some(words) => Some(sealed("own_words", words)?),
        None => None,
    };
    let inserted = tx.execute(
        INSERT,
        &params![
            &id,
            school,
            recorder,
            now,
            noticed,
            place,
            seen_and_heard,
            own_words,
            form_tag
        ],
    )?;
    if inserted == 0 {
        return Ok(None);
    }
    tx.execute(INSERT_CATEGORY, &params![&id, &facts.category, 0])?;
    tx.execute(STANDS_NEW, &params![&id, school, now])?;
    for pupil in &facts.pupils {
        tx.execute(INSERT_PUPIL, &params![&id, pupil, noticed])?;
    }
    Ok(Some(ConcernId(id)))
}

/// A concern with its words still sealed.
struct Sealed {
    concern: Concern,
    place: Vec<u8>,
    seen_and_heard: Vec<u8>,
    own_words: Option<Vec<u8>>,
}

fn sealed(row: &Row<'_>, id: &ConcernId) -> Result<Sealed, keyward_db::Error> {
    let concern = Concern {
        id: id.clone(),
        recorder: row.get(3)?,
        is_mine: row.get(4)?,
        recorded_at: Moment::from_micros(row.get(0)?),
        noticed_at: Moment::from_micros(row.get(1)?),
        category: row.get(2)?,
        place: String::new(),
        seen_and_heard: String::new(),
        own_words: None,
        pupils: Pupils::default(),
        alerted: Vec::new(),
        amendments: Vec::new(),
        read_by_lead_at: row.get::<Option<i64>>(8)?.map(Moment::from_micros),
    };
    Ok(Sealed {
        concern,
        place: row.get(5)?,
        seen_and_heard: row.get(6)?,
        own_words: row.get(7)?,
    })
}

/// The concern, if the actor may read it now.
///
/// # Errors
/// Not found, whether it is not there or not for the actor; a bug's page when its words were
/// changed or moved.
pub(super) fn find(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Concern, Problem> {
    let reader = Reader::now(tx)?;
    let wanted = reader.and(&params![id]);
    let found = tx.one(FIND, &wanted, |row| sealed(row, id))?;
    let Sealed {
        mut concern,
        place,
        seen_and_heard,
        own_words,
    } = found.ok_or(Problem::NotFound)?;
    concern.place = tx.open("concern", &id.0, "place", &place)?;
    concern.seen_and_heard = tx.open("concern", &id.0, "seen_and_heard", &seen_and_heard)?;
    if let Some(words) = own_words {
        concern.own_words = Some(tx.open("concern", &id.0, "own_words", &words)?);
    }
    for name in tx.all(PUPILS, &wanted, |row| row.get(0))? {
        concern.pupils.add(name);
    }
    concern.alerted = tx.all(ALERTED, &params![id], |row| {
        Ok(Alerted {
            name: row.get(0)?,
            opened_at: row.get::<Option<i64>>(1)?.map(Moment::from_micros),
        })
    })?;
    concern.amendments = amendments(tx, id)?;
    Ok(concern)
}

fn amendments(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<Amendment>, Problem> {
    let person = tx.person()?;
    let rows = tx.all(AMENDMENTS, &params![id, person], |row| {
        let moment = Moment::from_micros(row.get(2)?);
        let (id, words): (String, Vec<u8>) = (row.get(0)?, row.get(3)?);
        Ok((id, row.get(1)?, moment, words))
    })?;
    let open = |(row, writer, written_at, words): (String, String, Moment, Vec<u8>)| {
        Ok(Amendment {
            writer,
            written_at,
            words: tx.open("amendment", &row, "words", &words)?,
        })
    };
    rows.into_iter().map(open).collect()
}

/// Whether this reader may read the concern.
pub(super) fn is_readable(
    tx: &mut Tx<'_, '_>,
    reader: &Reader,
    id: &ConcernId,
) -> Result<bool, Problem> {
    let found = tx.one(IS_READABLE, &reader.and(&params![id]), |row| {
        row.get::<i64>(0)
    })?;
    Ok(found.is_some())
}

/// Notes that the actor has opened the concern.
pub(super) fn opened(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<(), Problem> {
    let (person, now) = (tx.person()?, tx.now().as_micros());
    tx.execute(READ, &params![id, person, now])?;
    Ok(())
}

/// Writes an amendment; whether it is new.
pub(super) fn amend(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    words: &str,
    form_tag: &str,
) -> Result<bool, Problem> {
    let (id, writer, now) = (tx.new_id(), tx.person()?, tx.now().as_micros());
    let sealed = tx.seal("amendment", &id, "words", words)?;
    let rows = tx.execute(AMEND, &params![&id, concern, writer, now, sealed, form_tag])?;
    Ok(rows > 0)
}
