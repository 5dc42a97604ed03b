//! Every SQL statement about one concern that is there: finding it, opening it, adding beside it.

use keyward_db::{Row, Value, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::called::Called;
use super::concern::{Amendment, Concern, Words};
use super::noticed::noticed;
use super::reader::{
    Reader, beside_is_seen, known_to_reader, lead_readings, name_if_known, readable,
};
use super::role::{Role, parts};
use super::stands::{part_that_stands, pupils_who_stand, staff_who_stand};
use super::who::{Glance, Who};
use crate::categories::marks;
use crate::cx::Tx;
use crate::ids::{ConcernId, PupilId};
use crate::pupils::file_may_be_read;

keyward_db::statements! {
    /// The concern that this sending of a form has made already.
    MADE = "SELECT id FROM concern WHERE recorder_id = $1 AND form_tag = $2";
    /// A concern that the reader may read.
    FIND = concat!(
        "SELECT concern.recorded_at, ", noticed!("concern"), ", ", marks!(), ", person.name,
                concern.recorder_id = $2,
                (SELECT MIN(reading.first_read_at) ", lead_readings!(), "),
                concern.place, concern.seen_and_heard, concern.own_words, concern.non_verbal,
                concern.opinion, concern.present, concern.told
         FROM concern
         JOIN person ON person.id = concern.recorder_id
         WHERE concern.id = $8 AND ", readable!());
    /// Whether the reader may read a concern.
    IS_READABLE = concat!(
        "SELECT 1 FROM concern WHERE concern.id = $8 AND ", readable!());
    /// The pupils of a concern with their part in it, by name where the reader may know them, and
    /// whether they may read the file; as it was logged, for whoever does not read it through a
    /// file.
    PUPILS = concat!(
        pupils_who_stand!(
            concat!(part_that_stands!("about"), ", ",
                    name_if_known!(), ", pupil.id, CASE WHEN ", known_to_reader!(), " AND ",
                    file_may_be_read!(), " THEN 1 ELSE 0 END, pupil.finding"),
            "concern",
            concat!("concern.id = $8 AND ", readable!())
        ),
        " ORDER BY 5, 3");
    /// The members of staff whom a readable concern names; as it was logged, for whoever does not
    /// read it through a file.
    STAFF = concat!(
        staff_who_stand!(
            "person.name, LOWER(person.name), person.id",
            concat!("concern.id = $8 AND ", readable!())
        ),
        " ORDER BY 2, 3");
    /// What was added beside a concern, in order. Whoever wrote the concern and is kept from it
    /// since sees their own words alone.
    AMENDMENTS = concat!(
        "SELECT amendment.id, person.name, amendment.written_at, amendment.words
         FROM amendment
         JOIN concern ON concern.id = amendment.concern_id
         JOIN person ON person.id = amendment.writer_id
         WHERE concern.id = $1 AND ", beside_is_seen!("amendment.writer_id"), "
         ORDER BY amendment.written_at, amendment.id");
    /// Somebody opens a concern; the first time stands.
    READ = "INSERT INTO reading (concern_id, person_id, first_read_at) VALUES ($1, $2, $3)
            ON CONFLICT (concern_id, person_id) DO NOTHING";
    /// An amendment; nothing, when this form was sent before.
    AMEND = "INSERT INTO amendment (id, concern_id, writer_id, written_at, words, form_tag)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (writer_id, form_tag) DO NOTHING";
    /// Whether this sending of a form has made its amendment already.
    HAS_AMENDED = "SELECT 1 FROM amendment WHERE writer_id = $1 AND form_tag = $2";
}

/// The name under which one sending of a form is known: a keyed hash of all that it says.
///
/// # Errors
/// Not found, at no school.
pub fn form_tag(tx: &Tx<'_, '_>, parts: &[&str]) -> Result<String, Problem> {
    let tag = tx.school_key()?.tag("a form that was sent", parts);
    Ok(data_encoding::HEXLOWER.encode(&tag))
}

/// The actor's concern that this sending of a form has made already.
pub(super) fn made(tx: &mut Tx<'_, '_>, form_tag: &str) -> Result<Option<ConcernId>, Problem> {
    let person = tx.person()?;
    Ok(tx.one(MADE, &params![person, form_tag], |row| row.get(0))?)
}

/// A concern with its words still sealed.
struct Sealed {
    concern: Concern,
    place: Vec<u8>,
    seen_and_heard: Vec<u8>,
    own_words: Option<Vec<u8>>,
    non_verbal: Option<Vec<u8>>,
    opinion: Option<Vec<u8>>,
    present: Option<Vec<u8>>,
    told: Option<Vec<u8>>,
}

fn sealed(row: &Row<'_>, id: &ConcernId) -> Result<Sealed, keyward_db::Error> {
    let concern = Concern {
        id: id.clone(),
        recorder: row.get(3)?,
        is_mine: row.get(4)?,
        recorded_at: Moment::from_micros(row.get(0)?),
        noticed: row.get(1)?,
        categories: row.get(2)?,
        words: Words::default(),
        involved: Vec::new(),
        staff: Vec::new(),
        staff_logged: Vec::new(),
        amendments: Vec::new(),
        read_by_lead_at: row.get::<Option<i64>>(5)?.map(Moment::from_micros),
    };
    Ok(Sealed {
        concern,
        place: row.get(6)?,
        seen_and_heard: row.get(7)?,
        own_words: row.get(8)?,
        non_verbal: row.get(9)?,
        opinion: row.get(10)?,
        present: row.get(11)?,
        told: row.get(12)?,
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
    let sealed = found.ok_or(Problem::NotFound)?;
    let open = |column, words: &[u8]| tx.open("concern", &id.0, column, words);
    let open_if = |column, words: Option<Vec<u8>>| {
        let words = words.map(|words| open(column, &words));
        words.transpose()
    };
    let words = Words {
        place: open("place", &sealed.place)?,
        seen_and_heard: open("seen_and_heard", &sealed.seen_and_heard)?,
        own_words: open_if("own_words", sealed.own_words)?,
        non_verbal: open_if("non_verbal", sealed.non_verbal)?,
        opinion: open_if("opinion", sealed.opinion)?,
        present: open_if("present", sealed.present)?,
        told: open_if("told", sealed.told)?,
    };
    let named = tx.all(STAFF, &wanted, |row| {
        Ok((row.get::<String>(0)?, row.get::<bool>(3)?))
    })?;
    let (logged, staff): (Vec<_>, Vec<_>) = named.into_iter().partition(|(_, is_off)| *is_off);
    let names = |staff: Vec<(String, bool)>| staff.into_iter().map(|(name, _)| name).collect();
    Ok(Concern {
        words,
        involved: parts(&involved(tx, &wanted)?),
        staff: names(staff),
        staff_logged: names(logged),
        amendments: amendments(tx, id)?,
        ..sealed.concern
    })
}

/// The pupils of the concern, each with their part in it.
fn involved(tx: &mut Tx<'_, '_>, wanted: &[Value]) -> Result<Vec<(Role, Option<Who>)>, Problem> {
    let part = |row: &Row<'_>| {
        let role = Role::named(&row.get::<String>(0)?).unwrap_or(Role::Other);
        let (called, pupil): (Option<Called>, PupilId) = (row.get(1)?, row.get(2)?);
        Ok((role, called, pupil, row.get::<bool>(3)?))
    };
    let rows = tx.all(PUPILS, wanted, part)?;
    let mut involved = Vec::with_capacity(rows.len());
    for (role, called, pupil, may_read) in rows {
        let file = match may_read {
            true => Some(Glance::of(tx, pupil)?),
            false => None,
        };
        involved.push((role, called.map(|called| Who { called, file })));
    }
    Ok(involved)
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
///
/// # Errors
/// That the database is away.
pub fn is_readable(tx: &mut Tx<'_, '_>, reader: &Reader, id: &ConcernId) -> Result<bool, Problem> {
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

/// Whether this sending of a form has made its amendment of the actor's already.
pub(super) fn has_amended(tx: &mut Tx<'_, '_>, form_tag: &str) -> Result<bool, Problem> {
    let person = tx.person()?;
    let made = tx.one(HAS_AMENDED, &params![person, form_tag], |row| {
        row.get::<i64>(0)
    })?;
    Ok(made.is_some())
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
    if rows == 0 {
        return Ok(false);
    }
    super::in_file::happened_beside(tx, concern, tx.now())?;
    Ok(true)
}
