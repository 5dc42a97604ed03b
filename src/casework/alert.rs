//! Alerting somebody more to a concern: people and alert groups, as when it was logged, with the
//! letter and no new clock. Whoever is kept from it is passed over without a word.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::{Deed, Named};
use super::form::{ActForm, Check};
use super::involved;
use crate::concerns::Alertable;
use crate::cx::Tx;
use crate::ids::PersonId;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/alert.html")]
pub(super) struct AlertPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    leads: Vec<Choice>,
    groups: Vec<Choice>,
    others: Vec<Choice>,
    /// Why none of them can be chosen, where there is nobody.
    nobody: Option<String>,
}

/// Alerting.
pub(super) struct AlertMore;

impl Act for AlertMore {
    type Page = AlertPage;
    const ADDRESS: &'static str = "alerts";

    fn look_up(tx: &mut Tx<'_, '_>, _: &ActForm, case: &mut Case) -> Result<(), Problem> {
        involved::find_people(tx, case)
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let ticked = |name: &str, id: &str| form.every(name).any(|one| one == id);
        let people = case.offers.people.iter();
        let people = people.filter(|person| ticked("person", &person.id.0));
        let people = people.map(|person| Named {
            id: person.id.0.clone(),
            name: person.name.clone(),
        });
        let groups = case.offers.groups.iter();
        let groups = groups.filter(|group| ticked("group", &group.id.0));
        let groups = groups.map(|group| Named {
            id: group.id.0.clone(),
            name: group.name.clone(),
        });
        let (people, groups): (Vec<_>, Vec<_>) = (people.collect(), groups.collect());
        if people.is_empty() && groups.is_empty() {
            // The first list that the page shows takes the error.
            let field = match case.offers.groups.is_empty() {
                true => "person",
                false => "group",
            };
            check.errors.add(field, "Choose whom to alert");
        }
        let words = check.reason("words", "Write why they should know");
        let deed = Deed::Alert {
            people,
            groups,
            words,
        };
        check.proves(Some(Doing::now(deed, now)))
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> AlertPage {
        let ticked = |name: &str, id: &str| form.every(name).any(|one| one == id);
        let choice = |person: &Alertable| {
            let can_answer = |who: &PersonId| !case.offers.stand_in_for_none.contains(who);
            let mut words = vec![person.in_words()];
            words.extend(case.offers.there.as_alerted(&person.id, can_answer));
            let choice = Choice::new(&person.id.0, &person.name).hint(words.join(". "));
            choice.chosen(ticked("person", &person.id.0))
        };
        let people = |are_leads: bool| {
            let people = case.offers.people.iter();
            let people = people.filter(|person| person.is_lead == are_leads);
            people.map(choice).collect()
        };
        let groups = case.offers.groups.iter().map(|group| {
            let choice = Choice::new(&group.id.0, &group.name).hint(group.names());
            choice.chosen(ticked("group", &group.id.0))
        });
        let nobody = case.offers.people.is_empty().then(|| {
            let all = "Everybody else who can be alerted has been alerted already";
            match &case.offers.only_its_writer {
                Some(writer) => format!("{all}. {writer} wrote this concern and reads it anyhow."),
                None => format!("{all}, or is part of this concern."),
            }
        });
        AlertPage {
            nobody,
            leads: people(true),
            groups: groups.collect(),
            others: people(false),
            shell,
            frame,
            form,
        }
    }
}
