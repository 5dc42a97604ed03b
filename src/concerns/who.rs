//! A pupil on the page of a concern: what they are called, and the way to their file for whoever may
//! read it.

use keyward_web::Problem;

use super::called::Called;
use super::in_file;
use super::line::others_in_words;
use crate::contacts::{self, Contact};
use crate::cx::Tx;
use crate::flags::{self, Flag};
use crate::ids::PupilId;

/// A pupil whom the reader may know.
#[derive(Clone, Debug)]
pub(super) struct Who {
    pub called: Called,
    /// Their file, where the reader may read it.
    pub file: Option<Glance>,
}

/// A file at a glance.
#[derive(Clone, Debug)]
pub(super) struct Glance {
    pub pupil: PupilId,
    /// How many other concerns of it the reader may read.
    concerns: i64,
    /// What must be known of the child now.
    pub flags: Vec<Flag>,
    /// Who must not be contacted about them.
    pub barred: Vec<Contact>,
}

impl Glance {
    /// The file of a pupil of a concern that the actor reads, beside that concern.
    pub(super) fn of(tx: &mut Tx<'_, '_>, pupil: PupilId) -> Result<Self, Problem> {
        let mut flags = flags::of_pupil(tx, &pupil)?;
        flags.retain(|flag| flag.ended.is_none());
        let mut barred = contacts::of_pupil(tx, &pupil)?;
        barred.retain(|contact| contact.is_barred() && contact.ended.is_none());
        Ok(Self {
            concerns: in_file::tally(tx, &pupil)?.concerns - 1,
            pupil,
            flags,
            barred,
        })
    }

    /// `3 other concerns`.
    pub(super) fn concerns_in_words(&self) -> String {
        match self.concerns {
            ..=0 => "No other concern".to_owned(),
            1 => "1 other concern".to_owned(),
            many => format!("{many} other concerns"),
        }
    }
}

impl Who {
    /// One for samples of pages.
    pub(super) fn sample(name: &str) -> Self {
        Self {
            called: Called {
                name: name.to_owned(),
                apart: "7B".to_owned(),
                part: None,
            },
            file: Some(Glance {
                pupil: PupilId("p".into()),
                concerns: 2,
                flags: Vec::new(),
                barred: vec![Contact::sample()],
            }),
        }
    }
}

/// The pupils who have one part in a concern.
#[derive(Clone, Debug, Default)]
pub(super) struct Parted {
    /// Those whom the reader may know.
    pub known: Vec<Who>,
    /// How many more there are.
    others: usize,
}

impl Parted {
    /// Adds a pupil, whom the reader may know or not.
    pub(super) fn add(&mut self, who: Option<Who>) {
        match who {
            Some(who) => self.known.push(who),
            None => self.others += 1,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty() && self.others == 0
    }

    /// Those whom the reader may not know, in words, where there are any.
    pub(super) fn others(&self) -> Option<String> {
        others_in_words(self.others, !self.known.is_empty())
    }
}
