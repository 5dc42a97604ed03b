//! The noun: what a concern holds, and what was added beside it.

use keyward_moment::Moment;

use super::noticed::Noticed;
use super::role::{Part, Role};
use crate::body_map::Mark;
use crate::categories::Marks;
use crate::ids::{AlertGroupId, CategoryId, ConcernId, PersonId, PupilId};

/// A pupil and their part in a concern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Involved {
    pub pupil: PupilId,
    pub role: Role,
}

/// What a checked form says, ready to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// Whom it is about, each with their own part; at least one.
    pub pupils: Vec<Involved>,
    /// When it was noticed, which is not when it was written down.
    pub noticed: Noticed,
    /// Where.
    pub place: String,
    /// Who else was there.
    pub present: Option<String>,
    /// Of which categories, in the school's order; at least one.
    pub categories: Vec<CategoryId>,
    /// What was seen and heard.
    pub seen_and_heard: String,
    /// The child's own words, exactly as said, if any.
    pub own_words: Option<String>,
    /// How the child looked and behaved.
    pub non_verbal: Option<String>,
    /// What the writer thinks, which is no fact.
    pub opinion: Option<String>,
    /// Which lead was told in person, as the writer names them.
    pub told: Option<String>,
    /// The members of staff whom it names.
    pub staff: Vec<PersonId>,
    /// The marks that were seen, and on whose body.
    pub marks: Vec<(PupilId, Mark)>,
    /// Who is alerted; nobody, where it names every lead.
    pub alerted: Vec<PersonId>,
    /// Which alert groups.
    pub groups: Vec<AlertGroupId>,
}

/// A concern, as somebody who may read it sees it.
#[derive(Clone, Debug)]
pub(super) struct Concern {
    pub id: ConcernId,
    pub recorder: String,
    pub is_mine: bool,
    pub recorded_at: Moment,
    pub noticed: Noticed,
    pub categories: Marks,
    pub words: Words,
    /// Whom it is about, by their part in it.
    pub involved: Vec<Part>,
    /// The members of staff whom it names, who cannot read it.
    pub staff: Vec<String>,
    /// Those whom it named when it was logged and does not name any more, for its writer alone.
    pub staff_logged: Vec<String>,
    pub amendments: Vec<Amendment>,
    /// When a safeguarding lead other than the recorder first opened it.
    pub read_by_lead_at: Option<Moment>,
}

/// What was written on the form, which is sealed in the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub place: String,
    pub seen_and_heard: String,
    pub own_words: Option<String>,
    pub non_verbal: Option<String>,
    pub opinion: Option<String>,
    pub present: Option<String>,
    pub told: Option<String>,
}

/// What somebody added beside a concern.
#[derive(Clone, Debug)]
pub(super) struct Amendment {
    pub writer: String,
    pub written_at: Moment,
    pub words: String,
}
