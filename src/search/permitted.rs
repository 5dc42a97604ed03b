//! The rule itself: of the entries that the index names, those that the reader may read now, with
//! their words freshly opened.

use std::collections::{BTreeSet, HashMap};

use keyward_db::{Value, params};
use keyward_moment::Moment;
use keyward_web::Problem;
use zeroize::Zeroizing;

use super::found::kind_words;
use super::held::Kind;
use super::key::Key;
use super::store::{self, key};
use crate::casework::leads_to_what_is_seen;
use crate::categories::{Marks, marks};
use crate::concerns::{
    Called, Noticed, Pupils, Reader, beside_is_seen, in_files, known_to_reader, name_if_known,
    noticed, outcome_is_seen, part_that_stands, pupil_stands_with, pupils_who_stand, readable,
};
use crate::cx::Tx;
use crate::ids::PupilId;
use crate::pupils::{Pupil, Reach, file_may_be_read};

/// SQL: the identifiers that a JSON list holds, as rows of `asked (id)`.
macro_rules! sqlite_asked {
    ($list:literal) => {
        concat!("(SELECT value AS id FROM json_each(", $list, ")) AS asked")
    };
}
macro_rules! postgres_asked {
    ($list:literal) => {
        concat!(
            "(SELECT value AS id FROM json_array_elements_text(",
            $list,
            "::text::json) AS listed (value)) AS asked"
        )
    };
}
pub(super) use {postgres_asked, sqlite_asked};

/// SQL: concerns that may be read.
macro_rules! concerns {
    ($asked:expr) => {
        concat!(
            "SELECT concern.id, ",
            marks!(),
            ", person.name, concern.recorded_at,
                    ",
            noticed!("concern"),
            ", concern.seen_and_heard, concern.own_words, concern.place,
                    concern.present, concern.non_verbal, concern.opinion, concern.told
             FROM ",
            $asked,
            " JOIN concern ON concern.id = asked.id
             JOIN person ON person.id = concern.recorder_id
             WHERE ",
            readable!()
        )
    };
}

/// SQL: the pupils of concerns that may be read, by name and plain words where they may be known, and
/// their parts in them: those who stand with them for the reader, of these or of those who were taken off.
macro_rules! pupils {
    ($asked:expr) => {
        concat!(
            pupils_who_stand!(
                concat!(
                    "concern.id, ",
                    name_if_known!(),
                    ", pupil.finding, pupil.id, ",
                    part_that_stands!("about")
                ),
                concat!($asked, " JOIN concern ON concern.id = asked.id"),
                readable!()
            ),
            " ORDER BY 1, 3, 4"
        )
    };
}

/// SQL: amendments beside concerns that may be read, as far as they are seen there.
macro_rules! amendments {
    ($asked:expr) => {
        concat!(
            "SELECT amendment.id, concern.id, person.name, amendment.written_at, amendment.words
             FROM ",
            $asked,
            " JOIN amendment ON amendment.id = asked.id
             JOIN concern ON concern.id = amendment.concern_id
             JOIN person ON person.id = amendment.writer_id
             WHERE ",
            readable!(),
            " AND ",
            beside_is_seen!("amendment.writer_id")
        )
    };
}

/// SQL: what was done about concerns that are read through a file, but for links to
/// what the reader does not see, and the notes to the reader about concerns that may be read.
macro_rules! follow_ups {
    ($asked:expr) => {
        concat!(
            "SELECT follow_up.id, concern.id, person.name, follow_up.written_at, follow_up.words,
                    follow_up.kind
             FROM ",
            $asked,
            " JOIN follow_up ON follow_up.id = asked.id
             JOIN concern ON concern.id = follow_up.concern_id
             JOIN person ON person.id = follow_up.writer_id
             WHERE ",
            readable!(),
            " AND ((",
            in_files!(),
            " AND ",
            leads_to_what_is_seen!(),
            ")
                   OR (follow_up.kind = 'note' AND follow_up.about_id = $2 AND ",
            outcome_is_seen!(),
            "))"
        )
    };
}

/// SQL: marks beside concerns that may be read, as far as they are seen there, on pupils whom the
/// reader may know there.
macro_rules! marks_of {
    ($asked:expr) => {
        concat!(
            "SELECT body_mark.id, concern.id, person.name, body_mark.written_at, body_mark.mark
             FROM ",
            $asked,
            " JOIN body_mark ON body_mark.id = asked.id
             JOIN concern ON concern.id = body_mark.concern_id
             JOIN pupil ON pupil.id = body_mark.pupil_id
             JOIN person ON person.id = body_mark.writer_id
             WHERE ",
            readable!(),
            " AND ",
            beside_is_seen!("body_mark.writer_id"),
            " AND ",
            known_to_reader!(),
            " AND ",
            pupil_stands_with!()
        )
    };
}

/// SQL: pupils whose files may be read.
macro_rules! files {
    ($asked:expr) => {
        concat!(
            "SELECT pupil.id, upn, forename, surname, preferred_name, born_on, year_group, form
             FROM ",
            $asked,
            " JOIN pupil ON pupil.id = asked.id
             WHERE ",
            file_may_be_read!(),
            " ORDER BY pupil.finding, pupil.id"
        )
    };
}

keyward_db::statements! {
    /// Concerns of a list that may be read.
    CONCERNS = either(concerns!(sqlite_asked!("$8")), concerns!(postgres_asked!("$8")));
    /// The pupils of those.
    PUPILS = either(pupils!(sqlite_asked!("$8")), pupils!(postgres_asked!("$8")));
    /// Amendments of a list that may be read.
    AMENDMENTS = either(amendments!(sqlite_asked!("$8")), amendments!(postgres_asked!("$8")));
    /// Follow-ups of a list that may be read.
    FOLLOW_UPS = either(follow_ups!(sqlite_asked!("$8")), follow_ups!(postgres_asked!("$8")));
    /// Marks of a list that may be read.
    MARKS = either(marks_of!(sqlite_asked!("$8")), marks_of!(postgres_asked!("$8")));
    /// Pupils of a list whose files may be read.
    FILES = either(files!(sqlite_asked!("$7")), files!(postgres_asked!("$7")));
}

/// A concern, opened.
pub(super) struct Concern {
    pub id: String,
    pub categories: Marks,
    pub recorder: String,
    pub recorded_at: Moment,
    pub noticed: Noticed,
    /// Which of [`store::FIELDS`], and the words.
    pub fields: Vec<(usize, Zeroizing<String>)>,
}

/// An amendment or a follow-up, opened.
pub(super) struct Entry {
    pub concern: String,
    pub what: String,
    pub writer: String,
    pub written_at: Moment,
    pub texts: Vec<Zeroizing<String>>,
}

/// Whom a concern is about, as far as the reader may know.
#[derive(Clone, Default)]
pub(super) struct About {
    pub pupils: Pupils,
    /// The plain words of those that may be known.
    pub plain: Vec<String>,
}

/// Identifiers as a list that a statement is asked for, each once.
pub(super) fn list(keys: &[Key]) -> Value {
    let ids: BTreeSet<String> = keys.iter().map(Key::to_string).collect();
    serde_json::json!(ids).to_string().into()
}

/// The concerns among these that the reader may read.
pub(super) fn concerns(
    tx: &mut Tx<'_, '_>,
    reader: &Reader,
    keys: &[Key],
) -> Result<HashMap<Key, Concern>, Problem> {
    let rows = tx.all(CONCERNS, &reader.and(&[list(keys)]), |row| {
        let concern = Concern {
            id: row.get(0)?,
            categories: row.get(1)?,
            recorder: row.get(2)?,
            recorded_at: Moment::from_micros(row.get(3)?),
            noticed: row.get(4)?,
            fields: Vec::new(),
        };
        Ok((concern, store::sealed_fields(row, 5)?))
    })?;
    let opened = rows.into_iter().map(|(concern, sealed)| {
        let fields = store::opened_fields(tx, &concern.id, sealed);
        Ok((key(&concern.id)?, Concern { fields, ..concern }))
    });
    opened.collect()
}

/// The amendments among these that the reader may read.
pub(super) fn amendments(
    tx: &mut Tx<'_, '_>,
    reader: &Reader,
    keys: &[Key],
) -> Result<HashMap<Key, Entry>, Problem> {
    let rows = tx.all(AMENDMENTS, &reader.and(&[list(keys)]), |row| {
        Ok((
            entry(row, "Amendment".to_owned())?,
            row.get(0)?,
            row.get(4)?,
        ))
    })?;
    let opened = rows
        .into_iter()
        .map(|(entry, id, sealed): (Entry, String, Vec<u8>)| {
            let texts = store::texts_of(tx, Kind::Amendment, &id, &sealed);
            Ok((key(&id)?, Entry { texts, ..entry }))
        });
    opened.collect()
}

/// The follow-ups among these that the reader may read.
pub(super) fn follow_ups(
    tx: &mut Tx<'_, '_>,
    reader: &Reader,
    keys: &[Key],
) -> Result<HashMap<Key, Entry>, Problem> {
    let rows = tx.all(FOLLOW_UPS, &reader.and(&[list(keys)]), |row| {
        let what = kind_words(&row.get::<String>(5)?);
        Ok((entry(row, what)?, row.get(0)?, row.get(4)?))
    })?;
    let opened = rows
        .into_iter()
        .map(|(entry, id, sealed): (Entry, String, Vec<u8>)| {
            let texts = store::texts_of(tx, Kind::FollowUp, &id, &sealed);
            Ok((key(&id)?, Entry { texts, ..entry }))
        });
    opened.collect()
}

/// The marks among these that the reader may read.
pub(super) fn marks(
    tx: &mut Tx<'_, '_>,
    reader: &Reader,
    keys: &[Key],
) -> Result<HashMap<Key, Entry>, Problem> {
    let rows = tx.all(MARKS, &reader.and(&[list(keys)]), |row| {
        let what = "Mark on a body map".to_owned();
        Ok((entry(row, what)?, row.get(0)?, row.get(4)?))
    })?;
    let opened = rows
        .into_iter()
        .map(|(entry, id, sealed): (Entry, String, Vec<u8>)| {
            let texts = store::texts_of(tx, Kind::Mark, &id, &sealed);
            Ok((key(&id)?, Entry { texts, ..entry }))
        });
    opened.collect()
}

fn entry(row: &keyward_db::Row<'_>, what: String) -> Result<Entry, keyward_db::Error> {
    Ok(Entry {
        concern: row.get(1)?,
        what,
        writer: row.get(2)?,
        written_at: Moment::from_micros(row.get(3)?),
        texts: Vec::new(),
    })
}

/// Whom these concerns are about.
pub(super) fn about(
    tx: &mut Tx<'_, '_>,
    reader: &Reader,
    concerns: &[Key],
) -> Result<HashMap<Key, About>, Problem> {
    let rows = tx.all(PUPILS, &reader.and(&[list(concerns)]), |row| {
        let name: Option<Called> = row.get(1)?;
        let (finding, role): (String, String) = (row.get(2)?, row.get(4)?);
        Ok((row.get::<String>(0)?, name, finding, role))
    })?;
    let mut about: HashMap<Key, About> = HashMap::new();
    for (concern, name, finding, role) in rows {
        let theirs = about.entry(key(&concern)?).or_default();
        if name.is_some() {
            theirs.plain.push(finding);
        }
        theirs.pupils.add_as(name, &role);
    }
    Ok(about)
}

/// The pupils among these whose files may be read, by name.
pub(super) fn files(tx: &mut Tx<'_, '_>, pupils: &[PupilId]) -> Result<Vec<Pupil>, Problem> {
    let ids: Vec<&str> = pupils.iter().map(|pupil| pupil.0.as_str()).collect();
    let wanted = Reach::now(tx)?.and(&params![serde_json::json!(ids).to_string()]);
    Ok(tx.all(FILES, &wanted, |row| {
        Ok(Pupil {
            id: row.get(0)?,
            upn: row.get(1)?,
            forename: row.get(2)?,
            surname: row.get(3)?,
            preferred_name: row.get(4)?,
            born_on: row.get(5)?,
            year_group: row.get(6)?,
            form: row.get(7)?,
        })
    })?)
}
