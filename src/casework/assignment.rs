//! Giving a concern to whoever leads on it.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame, Guards};
use super::case::Case;
use super::deed::{Deed, Kind};
use super::form::{ActForm, Check};
use crate::layout::{Choice, Shell};

/// What the form sends for nobody in particular.
const NOBODY: &str = "nobody";

#[derive(Template)]
#[template(path = "casework/assignment.html")]
pub(super) struct AssignmentPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    people: Vec<Choice>,
}

/// Assigning.
pub(super) struct Assignment;

impl Act for Assignment {
    type Page = AssignmentPage;
    const ADDRESS: &'static str = "assignment";
    const GUARDS: Guards = Guards::Newest(Kind::Assignment);
    const WHILE_OPEN: bool = true;

    fn begin(form: ActForm, case: &Case, _: Moment) -> ActForm {
        match &case.assigned {
            Some((person, _)) => form.with("to", &person.0),
            None => form,
        }
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let to = match form.text("to") {
            NOBODY => None,
            chosen => {
                let person = case.person(chosen);
                if person.is_none() {
                    check.errors.add("to", "Choose who leads on it");
                }
                person
            }
        };
        let words = check.optional_words("words");
        let about = to.as_ref().map(|to| to.id.clone());
        let doing = Doing {
            about,
            ..Doing::now(Deed::Assignment { to, words }, now)
        };
        check.proves(Some(doing))
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> AssignmentPage {
        let mut people = case.people_to_choose();
        people.push(Choice::new(NOBODY, "Nobody in particular"));
        AssignmentPage {
            shell,
            frame,
            form,
            people,
        }
    }
}
