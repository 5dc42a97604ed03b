//! What is known around children beside the concerns: their flags, and the people in their lives. It
//! finds a child. Of the whole school it is little, so it stands in one index in memory.

use std::collections::{HashMap, HashSet};

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;
use keyward_words::{Index, Part};
use zeroize::Zeroizing;

use super::key::Key;
use super::permitted::{list, postgres_asked, sqlite_asked};
use super::store::{key, opened};
use crate::cx::Tx;
use crate::ids::PupilId;
use crate::pupils::{Reach, file_may_be_read};
use crate::{contacts, flags};

/// SQL: flags and contacts of a list in the files that may be read.
macro_rules! seen {
    ($asked:expr) => {
        concat!(
            "SELECT 'flag', flag.id, flag.pupil_id, flag.words, flag.kind
             FROM ",
            $asked,
            " JOIN flag ON flag.id = asked.id JOIN pupil ON pupil.id = flag.pupil_id
             WHERE ",
            file_may_be_read!(),
            " UNION ALL
             SELECT 'contact', contact.id, contact.pupil_id, contact.words, ''
             FROM ",
            $asked,
            " JOIN contact ON contact.id = asked.id JOIN pupil ON pupil.id = contact.pupil_id
             WHERE ",
            file_may_be_read!()
        )
    };
}

keyward_db::statements! {
    /// The flags and contacts of a school from an identifier on, whoever may read them: for the
    /// index alone.
    WRITTEN = "SELECT 'flag', id, pupil_id, words, kind FROM flag
               WHERE school_id = $1 AND id > $2
               UNION ALL
               SELECT 'contact', id, pupil_id, words, '' FROM contact
               WHERE school_id = $1 AND id > $2";
    /// Those of a list that may be read.
    SEEN = either(seen!(sqlite_asked!("$7")), seen!(postgres_asked!("$7")));
}

/// A flag or a contact, with what it says.
pub(super) struct Known {
    key: Key,
    pupil: Key,
    /// `Flag` or `Contact`.
    pub what: &'static str,
    pub texts: Vec<Zeroizing<String>>,
}

/// The index of what is known around the children of one school.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// Each entry, and the pupil in whose file it stands.
    rows: Vec<(Key, Key)>,
    index: Index,
    keys: HashSet<Key>,
}

impl Around {
    /// Adds those that are not here yet.
    pub fn add(&mut self, known: &[Known]) {
        for one in known {
            if self.keys.insert(one.key) {
                self.rows.push((one.key, one.pupil));
                self.index.add(one.texts.iter().map(|text| text.as_str()));
            }
        }
    }

    /// Whether one of these is not here yet.
    pub fn lacks(&self, known: &[Known]) -> bool {
        known.iter().any(|one| !self.keys.contains(&one.key))
    }

    /// The entries that may hold a part, each with its pupil.
    pub fn may_hold(&self, part: &Part) -> Vec<(Key, Key)> {
        let held = self.index.may_hold(part);
        let numbers = held.down_from(self.index.count());
        let row = |number: u32| self.rows.get(number as usize).copied();
        numbers.filter_map(row).collect()
    }

    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        self.index.bytes() + self.rows.capacity() * 3 * size_of::<Key>()
    }
}

/// What was written down of a school's children since a moment; at first everything.
pub(super) fn written(tx: &mut Tx<'_, '_>, since: Option<Moment>) -> Result<Vec<Known>, Problem> {
    let school = tx.school()?;
    let from = since.map(|moment| Key::first_of(moment).to_string());
    let rows = tx.all(WRITTEN, &params![school, from.unwrap_or_default()], sealed)?;
    rows.into_iter().map(|row| said(tx, row)).collect()
}

/// Those of these entries that the actor may read, by pupil, with their words freshly opened.
pub(super) fn seen(
    tx: &mut Tx<'_, '_>,
    keys: &[Key],
) -> Result<HashMap<PupilId, Vec<Known>>, Problem> {
    let reach = Reach::now(tx)?;
    let mut seen: HashMap<PupilId, Vec<Known>> = HashMap::new();
    for row in tx.all(SEEN, &reach.and(&[list(keys)]), sealed)? {
        let pupil = PupilId(row.pupil.clone());
        seen.entry(pupil).or_default().push(said(tx, row)?);
    }
    Ok(seen)
}

struct Sealed {
    is_flag: bool,
    id: String,
    pupil: String,
    words: Vec<u8>,
    kind: String,
}

fn sealed(row: &Row<'_>) -> Result<Sealed, keyward_db::Error> {
    Ok(Sealed {
        is_flag: row.get::<String>(0)? == "flag",
        id: row.get(1)?,
        pupil: row.get(2)?,
        words: row.get(3)?,
        kind: row.get(4)?,
    })
}

fn said(tx: &Tx<'_, '_>, row: Sealed) -> Result<Known, Problem> {
    let (table, what) = match row.is_flag {
        true => ("flag", "Flag"),
        false => ("contact", "Contact"),
    };
    let words = opened(tx, table, &row.id, "words", &row.words).unwrap_or_default();
    let said = match row.is_flag {
        true => flags::said(&words, &row.kind),
        false => contacts::said(&words),
    };
    Ok(Known {
        key: key(&row.id)?,
        pupil: key(&row.pupil)?,
        what,
        texts: said.into_iter().map(Zeroizing::new).collect(),
    })
}
