//! The noun: a file that goes with a concern.

use keyward_moment::Moment;

use super::kind::{Kind, Shown};
use super::limits::{Limits, size_words};
use super::name::fitting;
use super::recognise::kind_of;
use super::refusal::Refusal;
use crate::ids::DocumentId;
use crate::upload::{PassedBy, Sent};

/// A file, as somebody who may open it sees it. Whoever holds one has been found to be allowed to.
#[derive(Clone, Debug)]
pub struct Document {
    /// Which.
    pub id: DocumentId,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// How large it is.
    pub bytes: usize,
    /// Who added it.
    pub added_by: String,
    /// When.
    pub added_at: Moment,
    /// Whether it was added after the concern was logged.
    pub is_later: bool,
}

impl Document {
    /// `Photo, 2.1 MB`.
    pub fn about(&self) -> String {
        format!("{}, {}", self.kind.words(), size_words(self.bytes))
    }

    /// Whether it is shown as a picture in the page.
    pub fn is_picture(&self) -> bool {
        self.kind.shown() == Shown::InPage
    }

    /// Whether it is a document of pages that a browser shows.
    pub const fn is_paper(&self) -> bool {
        matches!(self.kind, Kind::Pdf)
    }

    /// Whether a browser opens it, in the page or in a tab, rather than saving it.
    pub fn is_shown(&self) -> bool {
        match self.kind.shown() {
            Shown::InPage | Shown::InTab => true,
            Shown::Never => false,
        }
    }

    /// A picture, for samples.
    pub fn sample() -> Self {
        Self {
            id: DocumentId("d".into()),
            name: "Drawing.png".into(),
            kind: Kind::Png,
            bytes: 214_000,
            added_by: "Sam Staff".into(),
            added_at: Moment::from_micros(0),
            is_later: false,
        }
    }
}

/// A file that is fit to be kept.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub name: String,
    pub kind: Kind,
    pub bytes: Vec<u8>,
}

/// A file that is not taken, and why.
#[derive(Clone, Debug)]
pub(super) struct Unfit {
    pub name: String,
    pub why: Refusal,
}

impl Fit {
    /// The file, if it is of a kind that is taken, not too large, and called what it is.
    pub(super) fn check(sent: Sent, limits: Limits) -> Result<Self, Unfit> {
        let unfit = |why| Unfit {
            name: super::name::cleaned(&sent.name),
            why,
        };
        let bytes = sent.bytes.map_err(|why| match why {
            PassedBy::TooLarge => unfit(Refusal::TooLarge),
            PassedBy::TooMany => unfit(Refusal::TooMany),
        })?;
        if bytes.len() > limits.document_bytes_max {
            return Err(unfit(Refusal::TooLarge));
        }
        let kind = kind_of(&bytes).map_err(unfit)?;
        let name = fitting(&sent.name, kind).map_err(unfit)?;
        Ok(Self { name, kind, bytes })
    }
}

/// How many times the files of one concern somebody's drafts hold together.
const DRAFTS_TIMES: usize = 2;

/// How large the files of all drafts of one person may be together.
pub(super) fn drafts_bytes_max(limits: Limits) -> usize {
    limits.documents_bytes_max.saturating_mul(DRAFTS_TIMES)
}

/// Whether one more file of this size fits beside what lies in all drafts of its person.
pub(super) fn room_in_drafts(held: usize, bytes: usize, limits: Limits) -> Result<(), Refusal> {
    match held.saturating_add(bytes) > drafts_bytes_max(limits) {
        true => Err(Refusal::DraftsFull),
        false => Ok(()),
    }
}

/// How many times the files of one concern somebody adds within a day: more than anybody has at hand,
/// and little enough that one account alone does not fill the school's disk.
const DAY_TIMES: usize = 10;

/// How many files one person adds within a day, and how large those may be together.
pub(super) fn day_max(limits: Limits) -> (usize, usize) {
    let times = |most: usize| most.saturating_mul(DAY_TIMES);
    (
        times(limits.documents_max),
        times(limits.documents_bytes_max),
    )
}

/// Whether one more file of this size fits beside so many, of so many bytes, that its person added
/// within a day.
pub(super) fn room_in_a_day(
    (files, held): (usize, usize),
    bytes: usize,
    limits: Limits,
) -> Result<(), Refusal> {
    let (files_max, bytes_max) = day_max(limits);
    match files >= files_max || held.saturating_add(bytes) > bytes_max {
        true => Err(Refusal::DayFull),
        false => Ok(()),
    }
}

/// Whether one more file of this size fits beside these.
pub(super) fn room_for(beside: &[Document], bytes: usize, limits: Limits) -> Result<(), Refusal> {
    let together: usize = beside.iter().map(|document| document.bytes).sum();
    if beside.len() >= limits.documents_max {
        Err(Refusal::TooMany)
    } else if together + bytes > limits.documents_bytes_max {
        Err(Refusal::Full)
    } else {
        Ok(())
    }
}
