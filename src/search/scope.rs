//! Which concerns somebody may find, before anything is looked for: so that a search takes as long
//! as what they may see, whatever else there is that holds the same words.
//!
//! It is the rule of `concerns/reader.rs` as far as memory knows it. Nothing is shown because it is
//! in here: each entry is asked for again by the rule itself, in the same transaction.

use std::collections::HashSet;
use std::num::NonZeroU32;

use keyward_db::params;
use keyward_web::Problem;
use keyward_words::{Bits, Part};

use super::held::Held;
use super::key::Key;
use super::permitted::{list, postgres_asked, sqlite_asked};
use super::store::key;
use crate::access::{Files, Right};
use crate::cx::Tx;
use crate::ids::PupilId;
use crate::pupils::{Reach, file_may_be_read};

/// SQL: the pupils of a list whose files may be read, by name.
macro_rules! children {
    ($asked:expr) => {
        concat!(
            "SELECT pupil.id, pupil.finding
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
    /// The pupils whose files the reader may read.
    READABLE = concat!("SELECT pupil.id FROM pupil WHERE pupil.school_id = $1 AND ",
                       file_may_be_read!());
    /// Those of a list, by name.
    CHILDREN = either(children!(sqlite_asked!("$7")), children!(postgres_asked!("$7")));
    /// Everybody who may have recorded something.
    PEOPLE = "SELECT id, name FROM person WHERE school_id = $1";
    /// The pupils who were taken off concerns that somebody wrote, and who stand with those still as
    /// they logged them.
    TAKEN_OFF = "SELECT concern.id, pupil.finding
                 FROM concern
                 JOIN concern_pupil_off AS was ON was.concern_id = concern.id AND was.logged = 1
                 JOIN pupil ON pupil.id = was.pupil_id
                 WHERE concern.recorder_id = $1";
    /// What somebody was alerted to.
    ALERTED = "SELECT concern_id FROM alert WHERE person_id = $1";
    /// The concerns that name somebody as staff.
    NAMED_IN = "SELECT concern_id FROM concern_staff WHERE person_id = $1";
    /// The pupils from whose files somebody was excluded.
    EXCLUDED_FROM = "SELECT pupil_id FROM exclusion WHERE person_id = $1 AND ended_at IS NULL";
}

/// What somebody may find.
pub(super) struct Scope {
    /// Concerns that they read.
    pub reads: Bits,
    /// Concerns that they read with what others added: those that are not kept from them.
    pub beside: Bits,
    /// Concerns that they read through a file: what was done about those too.
    pub in_files: Bits,
    /// Under which number the index holds what is told to them whatever else they see.
    pub me: Option<NonZeroU32>,
    /// For each part of the query, the concerns of pupils in whose name it is.
    pub named: Vec<Bits>,
    /// The same, with those that people recorded in whose name it is.
    pub recorded: Vec<Bits>,
    /// The pupils whose file may be read, and in whose name, or around whom, every part may be; by
    /// name.
    pub children: Vec<Child>,
}

/// A pupil who may be looked for.
pub(super) struct Child {
    pub id: PupilId,
    /// Their name in plain words.
    pub finding: String,
    /// Every part is in their name.
    pub is_named: bool,
}

impl Scope {
    /// What the actor may find now, and where these parts are in names.
    pub fn now(tx: &mut Tx<'_, '_>, held: &Held, parts: &[Part]) -> Result<Self, Problem> {
        let (person, reach) = (tx.person()?, Reach::now(tx)?);
        let count = held.concerns();
        let access = tx.access();
        let reads_all = access.files() == Files::Every && access.view().is_none();
        let mut scope = Self {
            reads: Bits::none(count),
            in_files: match reads_all {
                true => Bits::all(count),
                false => Bits::none(count),
            },
            beside: Bits::none(count),
            me: held.person(key(&person.0)?),
            named: vec![Bits::none(count); parts.len()],
            recorded: Vec::new(),
            children: Vec::new(),
        };
        let readable = match reads_all {
            true => None,
            false => Some(readable(tx, &reach)?),
        };
        for pupil in readable.iter().flatten() {
            let concerns = held.of_pupil(*pupil).iter();
            concerns.for_each(|concern| scope.in_files.add(*concern));
        }
        let named: Vec<HashSet<Key>> = parts.iter().map(|part| held.names.with(part)).collect();
        for (pupils, bits) in named.iter().zip(&mut scope.named) {
            for concern in pupils.iter().flat_map(|pupil| held.of_pupil(*pupil)) {
                bits.add(*concern);
            }
        }
        let looked_for = looked_for(held, parts, &named, readable.as_ref());
        for (id, finding) in tx.all(CHILDREN, &reach.and(&[list(&looked_for)]), |row| {
            Ok((row.get::<String>(0)?, row.get(1)?))
        })? {
            let pupil = key(&id)?;
            scope.children.push(Child {
                id: PupilId(id),
                finding,
                is_named: named.iter().all(|pupils| pupils.contains(&pupil)),
            });
        }
        for (id, finding) in tx.all(TAKEN_OFF, &params![person], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?))
        })? {
            let Some(concern) = held.concern(key(&id)?) else {
                continue;
            };
            for (part, named) in parts.iter().zip(&mut scope.named) {
                if part.is_in(&finding) {
                    named.add(concern);
                }
            }
        }
        scope.recorded.clone_from(&scope.named);
        for (id, name) in tx.all(PEOPLE, &params![tx.school()?], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?))
        })? {
            for (part, recorded) in parts.iter().zip(&mut scope.recorded) {
                if part.is_in(&name) {
                    let concerns = held.of_recorder(key(&id)?).iter();
                    concerns.for_each(|concern| recorded.add(*concern));
                }
            }
        }
        scope.beside.join(&scope.in_files);
        if tx.access().has(Right::ReadAlerts) && tx.access().files() != Files::Every {
            for id in tx.all(ALERTED, &params![person], |row| row.get::<String>(0))? {
                if let Some(concern) = held.concern(key(&id)?) {
                    scope.beside.add(concern);
                }
            }
        }
        let own = held.of_recorder(key(&person.0)?);
        own.iter().for_each(|concern| scope.beside.add(*concern));
        scope.keeps_from(tx, held)?;
        // Of what is kept from them they still read their own words.
        scope.reads.clone_from(&scope.beside);
        own.iter().for_each(|concern| scope.reads.add(*concern));
        Ok(scope)
    }

    /// Takes out what names the actor, and the files from which they were excluded.
    fn keeps_from(&mut self, tx: &mut Tx<'_, '_>, held: &Held) -> Result<(), Problem> {
        let person = tx.person()?;
        let mut kept = Vec::new();
        for id in tx.all(NAMED_IN, &params![person], |row| row.get::<String>(0))? {
            kept.extend(held.concern(key(&id)?));
        }
        for id in tx.all(EXCLUDED_FROM, &params![person], |row| row.get::<String>(0))? {
            kept.extend_from_slice(held.of_pupil(key(&id)?));
        }
        for concern in kept {
            self.beside.remove(concern);
            self.in_files.remove(concern);
        }
        Ok(())
    }
}

/// The pupils whose files the actor may read.
fn readable(tx: &mut Tx<'_, '_>, reach: &Reach) -> Result<HashSet<Key>, Problem> {
    let ids = tx.all(READABLE, &reach.and(&[]), |row| row.get::<String>(0))?;
    ids.iter().map(|id| key(id)).collect()
}

/// The pupils in whose name, or around whom, every part may be; of those whose files may be read,
/// where these are not all: nothing is looked up of another.
fn looked_for(
    held: &Held,
    parts: &[Part],
    named: &[HashSet<Key>],
    readable: Option<&HashSet<Key>>,
) -> Vec<Key> {
    let with_part = parts.iter().zip(named).map(|(part, named)| {
        let around = held.around.may_hold(part).into_iter();
        let mut pupils: HashSet<Key> = around.map(|(_, pupil)| pupil).collect();
        pupils.extend(named);
        pupils
    });
    let every = with_part.reduce(|mut some, more| {
        some.retain(|pupil| more.contains(pupil));
        some
    });
    let may_be_read = |pupil: &Key| readable.is_none_or(|readable| readable.contains(pupil));
    every
        .unwrap_or_default()
        .into_iter()
        .filter(may_be_read)
        .collect()
}
