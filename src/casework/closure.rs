//! Closing a concern: with an outcome, and not while something is still to be done.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame, Guards};
use super::case::{Action, Case};
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::terms::{Outcome, Status};
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/closure.html")]
pub(super) struct ClosurePage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    outcomes: Vec<Choice>,
    /// What is still to be done.
    actions: Vec<Action>,
}

/// Closing.
pub(super) struct Closure;

/// How much of an action is named.
const ACTION_CHARACTERS_MAX: usize = 80;

impl Act for Closure {
    type Page = ClosurePage;
    const ADDRESS: &'static str = "closure";
    const GUARDS: Guards = Guards::Everything;
    const WHILE_OPEN: bool = true;

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        for action in case.open_actions() {
            let mut words: String = action.words.chars().take(ACTION_CHARACTERS_MAX).collect();
            if words.len() < action.words.len() {
                words.push('…');
            }
            // One line for each; the first word on a field stands, so each has a place of its own.
            check.errors.add(
                format!("action-{}", action.id),
                format!(
                    "An action is still open: “{words}”, assigned to {}, due {}. Go back to the \
                     concern and say that it is done, or cancel it with a reason",
                    action.assigned,
                    action.due_in_words()
                ),
            );
        }
        if case.status == Status::New && case.by_lead && !case.is_opened {
            check.errors.add(
                "",
                "You have not read this concern yet. Go back to it and read it; then it can be \
                 closed",
            );
        }
        if case.status == Status::New && !case.by_lead {
            check.errors.add(
                "",
                "No safeguarding lead has acknowledged this concern yet. Ask one to look at it; \
                 then it can be closed",
            );
        }
        let outcome = check.term("outcome", Outcome::named, "Choose an outcome");
        let words = check.reason("words", "Write the outcome and the reasons for it");
        let deed = outcome.map(|outcome| Deed::Closure { outcome, words });
        check.proves(deed.map(|deed| Doing::now(deed, now)))
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> ClosurePage {
        ClosurePage {
            shell,
            frame,
            form,
            outcomes: Outcome::choices(),
            actions: case.open_actions().cloned().collect(),
        }
    }
}
