//! The noun: what a concern holds, and what was added beside it.

use keyward_moment::Moment;

use super::line::Pupils;
use crate::body_map::Mark;
use crate::ids::{CategoryId, ConcernId, PersonId, PupilId};

/// What a checked form says, ready to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// Whom it is about; at least one.
    pub pupils: Vec<PupilId>,
    /// When it was noticed, which is not when it was written down.
    pub noticed_at: Moment,
    /// Where.
    pub place: String,
    /// Of which category.
    pub category: CategoryId,
    /// What was seen and heard.
    pub seen_and_heard: String,
    /// The child's own words, exactly as said, if any.
    pub own_words: Option<String>,
    /// The marks that were seen, and on whose body.
    pub marks: Vec<(PupilId, Mark)>,
    /// Who is alerted; at least one.
    pub alerted: Vec<PersonId>,
}

/// A concern, as somebody who may read it sees it.
#[derive(Clone, Debug)]
pub(super) struct Concern {
    pub id: ConcernId,
    pub recorder: String,
    pub is_mine: bool,
    pub recorded_at: Moment,
    pub noticed_at: Moment,
    pub category: String,
    pub place: String,
    pub seen_and_heard: String,
    pub own_words: Option<String>,
    pub pupils: Pupils,
    pub alerted: Vec<Alerted>,
    pub amendments: Vec<Amendment>,
    /// When a safeguarding lead other than the recorder first opened it.
    pub read_by_lead_at: Option<Moment>,
}

/// Somebody who was alerted.
#[derive(Clone, Debug)]
pub(super) struct Alerted {
    pub name: String,
    pub opened_at: Option<Moment>,
}

/// What somebody added beside a concern.
#[derive(Clone, Debug)]
pub(super) struct Amendment {
    pub writer: String,
    pub written_at: Moment,
    pub words: String,
}
