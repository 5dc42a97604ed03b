//! An exclusion, and what a reason has to be: pure rules.

use keyward_moment::Moment;
use keyward_web::Errors;

use crate::ids::{ExclusionId, PersonId};

/// The longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 2_000;

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

/// A reason that may be written down.
pub(super) fn reason(typed: &str, field: &str) -> Result<String, Errors> {
    let reason = typed.trim();
    if reason.is_empty() {
        return Err(Errors::one(field, "Enter the reason"));
    }
    if reason.chars().count() > REASON_CHARACTERS_MAX {
        let words = "The reason must be 2,000 characters or fewer";
        return Err(Errors::one(field, words));
    }
    Ok(reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn a_reason_says_something_and_is_no_essay() {
        assert_eq!(reason(" His aunt. ", "reason").unwrap(), "His aunt.");
        for wrong in ["", " \n ", &"x".repeat(2_001)] {
            assert!(reason(wrong, "reason").unwrap_err().of("reason").is_some());
        }
    }
}
