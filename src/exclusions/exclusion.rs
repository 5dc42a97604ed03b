//! An exclusion: the noun.

use keyward_moment::Moment;

use crate::ids::{ExclusionId, PersonId};

/// Somebody must not see a pupil's file, or must not have seen it for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exclusion {
    pub id: ExclusionId,
    /// Who must not see it.
    pub person: PersonId,
    pub person_name: String,
    pub reason: String,
    pub made_by: String,
    pub made_at: Moment,
    /// How it ended, if it has.
    pub end: Option<End>,
}

/// How an exclusion ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub reason: String,
    pub by: String,
    pub at: Moment,
}

impl Exclusion {
    /// Where it is ended.
    pub fn ending_url(&self) -> String {
        format!("/exclusions/{}/ending", self.id)
    }
}
