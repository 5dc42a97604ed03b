//! Why an act that a form asked for was not done.

use axum::http::StatusCode;

use crate::{Errors, Problem};

/// An act was not done: the form goes back with what was wrong, or there is a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undone {
    /// What was wrong with the form, in the light of what the database holds.
    Form(Errors),
    /// Anything else.
    Problem(Problem),
}

impl Undone {
    /// The form is wrong in one field.
    pub fn field(field: &str, words: impl Into<String>) -> Self {
        Self::Form(Errors::one(field, words))
    }
}

impl From<Errors> for Undone {
    fn from(errors: Errors) -> Self {
        Self::Form(errors)
    }
}

impl From<Problem> for Undone {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<keyward_db::Error> for Undone {
    fn from(error: keyward_db::Error) -> Self {
        Self::Problem(error.into())
    }
}

/// For whoever has no form to show again: the words as a page.
impl From<Undone> for Problem {
    fn from(undone: Undone) -> Self {
        match undone {
            Undone::Problem(problem) => problem,
            Undone::Form(errors) => {
                let words: Vec<&str> = errors.all().iter().map(|(_, words)| &**words).collect();
                let words = format!("{}.", words.join(". "));
                Self::refused(StatusCode::UNPROCESSABLE_ENTITY, "This was not done", words)
            }
        }
    }
}
