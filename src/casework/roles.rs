//! Changing the role of a pupil in a concern. A role is never copied from one child to another,
//! and the role with which each was logged stays to be seen.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame, Guards};
use super::case::{Case, PupilRole};
use super::deed::{Deed, NewRole};
use super::form::{ActForm, Check};
use super::kind::Kind;
use crate::concerns::Role;
use crate::layout::{Choice, Shell};

/// A role as a person reads it.
pub(super) fn in_words(role: &str) -> &str {
    Role::named(role).map_or(role, |role| role.words())
}

#[derive(Template)]
#[template(path = "casework/roles.html")]
pub(super) struct RolesPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    pupils: Vec<PupilField>,
}

/// One pupil on the page.
struct PupilField {
    field: String,
    label: String,
    role: String,
    choices: Vec<Choice>,
}

/// Changing roles.
pub(super) struct RoleChange;

fn field(pupil: &PupilRole) -> String {
    format!("role-{}", pupil.id)
}

impl Act for RoleChange {
    type Page = RolesPage;
    const ADDRESS: &'static str = "roles";
    const GUARDS: Guards = Guards::Newest(Kind::RoleChange);

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let mut roles = Vec::new();
        // A pupil whom the reader does not know is not theirs to judge.
        for pupil in case.pupils.iter().filter(|pupil| pupil.name.is_some()) {
            let field = field(pupil);
            let chosen = form.text(&field);
            if chosen == pupil.role || chosen.is_empty() {
                continue;
            }
            if Role::named(chosen).is_some() {
                roles.push(NewRole {
                    pupil: pupil.id.0.clone(),
                    from: pupil.role.clone(),
                    to: chosen.to_owned(),
                });
            } else {
                check.errors.add(field, "Choose a role");
            }
        }
        if roles.is_empty() && check.errors.is_empty() {
            let known = case.pupils.iter().find(|pupil| pupil.name.is_some());
            let field = known.map_or_else(String::new, field);
            check.errors.add(
                field,
                "Choose another role for a pupil, or go back to the concern",
            );
        }
        let words = check.reason("words", "Enter the reason for the change");
        check.proves(Some(Doing::now(Deed::RoleChange { roles, words }, now)))
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> RolesPage {
        let known = case.pupils.iter().filter_map(|pupil| {
            let name = pupil.name.as_ref()?;
            let field = field(pupil);
            let chosen = match form.text(&field) {
                "" => pupil.role.clone(),
                typed => typed.to_owned(),
            };
            let choices = Role::ALL.iter();
            let choices = choices
                .map(|role| Choice::new(role.name(), role.choice()))
                .collect();
            Some(PupilField {
                field,
                label: match pupil.logged {
                    true => format!("{name}, logged as: {}", in_words(&pupil.role_logged)),
                    false => format!("{name}, added later as: {}", in_words(&pupil.role_logged)),
                },
                role: chosen,
                choices,
            })
        });
        let pupils = known.collect();
        RolesPage {
            shell,
            frame,
            form,
            pupils,
        }
    }
}
