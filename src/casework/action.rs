//! Adding something that is to be done.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::terms::ActionSort;
use crate::alerts::There;
use crate::cx::Tx;
use crate::layout::{Choice, Shell};
use crate::people::Holder;

#[derive(Template)]
#[template(path = "casework/action.html")]
pub(super) struct ActionPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    sorts: Vec<Choice>,
    people: Vec<Choice>,
}

/// An action is due in a week, unless somebody says another day.
const WEEK_SECONDS: i64 = 7 * 86_400;

/// Adding an action.
pub(super) struct NewAction;

impl Act for NewAction {
    type Page = ActionPage;
    const ADDRESS: &'static str = "actions";
    const WHILE_OPEN: bool = true;

    fn begin(form: ActForm, case: &Case, now: Moment) -> ActForm {
        let form = form.with(
            "due",
            &now.plus_seconds(WEEK_SECONDS).london().date().to_string(),
        );
        match &case.assigned {
            Some((person, _)) => form.with("to", &person.0),
            None => form,
        }
    }

    fn look_up(tx: &mut Tx<'_, '_>, _: &ActForm, case: &mut Case) -> Result<(), Problem> {
        case.offers.there = There::today(tx)?;
        Ok(())
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let sort = check.term(
            "sort",
            ActionSort::named,
            "Choose what kind of action it is",
        );
        let words = check.words("words", "Write what is to be done");
        let to = check.term("to", |id| case.reader(id), "Choose who does it");
        let due_on = check.date("due");
        if due_on.is_some_and(|day| day < now.london().date()) {
            check
                .errors
                .add("due", "This day is over. Enter today or a later day");
        }
        let deed = match (sort, to, due_on) {
            (Some(sort), Some(to), Some(due_on)) => Some(Deed::Action {
                sort,
                words,
                to,
                due_on: due_on.to_string(),
            }),
            _ => None,
        };
        check.proves(deed.map(|deed| Doing::now(deed, now)))
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> ActionPage {
        let first = std::iter::once(Choice::new("", "Choose a kind"));
        let choice = |person: &Holder| case.offers.there.to_be_given_work(person, &case.readers);
        let nobody = std::iter::once(Choice::new("", "Choose a person"));
        ActionPage {
            shell,
            frame,
            form,
            sorts: first.chain(ActionSort::choices()).collect(),
            people: nobody.chain(case.readers.iter().map(choice)).collect(),
        }
    }
}
