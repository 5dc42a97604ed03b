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
use super::store::key;
use crate::access::{Files, Right};
use crate::cx::Tx;
use crate::ids::PupilId;
use crate::pupils::{Reach, file_may_be_read};

keyward_db::statements! {
    /// Every pupil of the school, and whether the reader may read their file.
    PUPILS = concat!("SELECT pupil.id, pupil.finding, CASE WHEN ", file_may_be_read!(),
                     " THEN 1 ELSE 0 END
                      FROM pupil WHERE pupil.school_id = $1 ORDER BY pupil.finding, pupil.id");
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
        let around: Vec<HashSet<Key>> = parts
            .iter()
            .map(|part| {
                held.around
                    .may_hold(part)
                    .iter()
                    .map(|(_, pupil)| *pupil)
                    .collect()
            })
            .collect();
        let pupils = tx.all(PUPILS, &reach.and(&[]), |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get(2)?))
        })?;
        for (id, finding, may_be_read) in pupils {
            let pupil = key(&id)?;
            if may_be_read && !reads_all {
                let concerns = held.of_pupil(pupil).iter();
                concerns.for_each(|concern| scope.in_files.add(*concern));
            }
            let is_named = scope.is_named(parts, &finding, held.of_pupil(pupil));
            let mut around = parts.iter().zip(&around);
            let may_be_looked_for = !parts.is_empty()
                && around.all(|(part, pupils)| part.is_in(&finding) || pupils.contains(&pupil));
            if may_be_read && may_be_looked_for {
                scope.children.push(Child {
                    id: PupilId(id),
                    finding,
                    is_named,
                });
            }
        }
        for (id, finding) in tx.all(TAKEN_OFF, &params![person], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?))
        })? {
            if let Some(concern) = held.concern(key(&id)?) {
                scope.is_named(parts, &finding, &[concern]);
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

    /// Whether every part of the query is in the name of this pupil; and for each part that is, their
    /// concerns.
    fn is_named(&mut self, parts: &[Part], finding: &str, concerns: &[u32]) -> bool {
        let mut is_named = !parts.is_empty();
        for (part, named) in parts.iter().zip(&mut self.named) {
            if part.is_in(finding) {
                concerns.iter().for_each(|concern| named.add(*concern));
            } else {
                is_named = false;
            }
        }
        is_named
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
