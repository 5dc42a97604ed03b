//! Giving a concern to whoever leads on it, by itself or as one of several.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{self, Act, Doing, Frame, Guards, Outcome};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::kind::Kind;
use super::store;
use super::terms::Status;
use crate::access::Right;
use crate::alerts::There;
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId};
use crate::layout::{Choice, Shell};
use crate::people::Holder;

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

    fn look_up(tx: &mut Tx<'_, '_>, _: &ActForm, case: &mut Case) -> Result<(), Problem> {
        case.offers.there = There::today(tx)?;
        Ok(())
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
        let choice = |person: &Holder| case.offers.there.to_be_given_work(person, &case.people);
        let mut people: Vec<Choice> = case.people.iter().map(choice).collect();
        people.push(Choice::new(NOBODY, "Nobody in particular"));
        AssignmentPage {
            shell,
            frame,
            form,
            people,
        }
    }
}

/// What came of giving a concern to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// It is theirs from now on.
    Now,
    /// It was theirs before.
    Before,
    /// Meanwhile it was given to this other, or to nobody.
    Meanwhile(Option<String>),
    /// They do not act on concerns, or do not see this one.
    NotTo,
    /// It is closed.
    Closed,
}

/// Gives a concern to somebody, or to nobody in particular, as at its page; unless it is no longer
/// assigned as the actor saw it.
///
/// # Errors
/// Not found, whether it is not there or not for the actor; that the database is away.
pub fn assign(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    to: Option<&PersonId>,
    seen: Option<&PersonId>,
    sign_in_url: &str,
) -> Result<Assigned, Problem> {
    if !tx.access().has(Right::WorkCases) {
        return Err(Problem::NotFound);
    }
    let case = store::case(tx, id)?;
    let (has, name) = case.assigned.clone().unzip();
    if case.status == Status::Closed {
        return Ok(Assigned::Closed);
    } else if has.as_ref() == to {
        return Ok(Assigned::Before);
    } else if has.as_ref() != seen {
        return Ok(Assigned::Meanwhile(name));
    }
    let form = tx.new_id();
    let form = ActForm::of(&[("form", &form), ("to", to.map_or(NOBODY, |to| &to.0))]);
    Ok(
        match act::perform::<Assignment>(tx, id, None, &form, sign_in_url)? {
            Outcome::Done { .. } => Assigned::Now,
            Outcome::Again(_) => Assigned::NotTo,
        },
    )
}
