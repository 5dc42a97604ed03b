//! A pupil on the form, to tick and to be given a role in the concern.

use super::form::LogForm;
use super::role::Role;
use crate::layout::Choice;
use crate::pupils::Pupil;

/// A pupil who is chosen, or was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pick {
    /// The pupil's identifier.
    pub id: String,
    pub name: String,
    /// What tells them from others of their name.
    pub about: String,
    pub is_chosen: bool,
    /// The roles that they can have.
    pub roles: Vec<Choice>,
    /// What is wrong with the role that was sent.
    pub error: Option<String>,
}

impl Pick {
    fn of(pupil: &Pupil, role: &str, is_chosen: bool, error: Option<&str>) -> Self {
        Self {
            id: pupil.id.0.clone(),
            name: pupil.display_name(),
            about: pupil.description(),
            is_chosen,
            roles: roles(role),
            error: error.map(str::to_owned),
        }
    }

    /// The field of their role.
    pub(super) fn role_field(&self) -> String {
        LogForm::role_field(&crate::ids::PupilId(self.id.clone()))
    }
}

/// The roles that a pupil can have, this one chosen.
pub(super) fn roles(chosen: &str) -> Vec<Choice> {
    let role = |role: Role| {
        let (name, words) = (role.name(), role.choice());
        Choice::new(name, words).chosen(name == chosen)
    };
    std::iter::once(Choice::new("", "Choose their role in this"))
        .chain(Role::ALL.map(role))
        .collect()
}

/// The pupils who were chosen, each with the role that was sent for them.
pub(super) fn chosen(pupils: &[Pupil], form: &LogForm) -> Vec<Pick> {
    let pick = |pupil: &Pupil| {
        let error = form.errors.of(&LogForm::role_field(&pupil.id));
        Pick::of(pupil, form.role_of(&pupil.id), true, error)
    };
    pupils.iter().map(pick).collect()
}

/// The pupils who were found. One who is the only one of all is the subject until something else
/// is said.
pub(super) fn found(pupils: &[Pupil], form: &LogForm) -> Vec<Pick> {
    let is_only = form.pupils.is_empty() && pupils.len() == 1;
    let role = if is_only { Role::Subject.name() } else { "" };
    let pick = |pupil: &Pupil| Pick::of(pupil, role, false, None);
    pupils.iter().map(pick).collect()
}
