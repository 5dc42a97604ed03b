//! What lies ready for somebody who logs a concern: categories, people to alert, pupils.

use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::alerts::{self, Alertable};
use super::concern::Facts;
use super::form::{LogForm, Offered, PUPILS_MAX};
use super::store;
use crate::body_map;
use crate::cx::Tx;
use crate::ids::{CategoryId, PersonId};
use crate::layout::Choice;
use crate::pupils::{self, Pupil};

/// What the page offers beside what was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    pub categories: Vec<(CategoryId, String)>,
    pub people: Vec<Alertable>,
    /// Pupils ticked on the form.
    pub chosen: Vec<Pupil>,
    /// Pupils found by what was typed, and not ticked yet.
    pub matches: Vec<Pupil>,
    /// Whether pupils were looked for.
    pub searched: bool,
    pub me: Option<PersonId>,
}

impl Desk {
    /// The desk for this form.
    pub(super) fn set(tx: &mut Tx<'_, '_>, form: &LogForm) -> Result<Self, Problem> {
        let mut chosen = Vec::new();
        for id in form.pupils.iter().take(PUPILS_MAX + 1) {
            match pupils::find_for_logging(tx, id) {
                Ok(pupil) => chosen.push(pupil),
                Err(Problem::NotFound) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(Self {
            categories: store::categories(tx)?,
            people: alerts::people(tx)?,
            chosen,
            matches: Vec::new(),
            searched: false,
            me: Some(tx.person()?.clone()),
        })
    }

    /// Looks for the pupils that were typed.
    pub(super) fn find(&mut self, tx: &mut Tx<'_, '_>, text: &str) -> Result<(), Problem> {
        let mut matches = pupils::search_for_logging(tx, text)?;
        matches.retain(|found| self.chosen.iter().all(|pupil| pupil.id != found.id));
        self.matches = matches;
        self.searched = true;
        Ok(())
    }

    /// Checks the form against what is offered.
    pub(super) fn check(&self, form: &LogForm, now: Moment) -> Result<Facts, Errors> {
        let categories: Vec<_> = self.categories.iter().map(|(id, _)| id.clone()).collect();
        let people: Vec<_> = self.people.iter().map(|person| person.id.clone()).collect();
        let offered = Offered {
            categories: &categories,
            people: &people,
            pupils: &self.chosen,
        };
        form.check(now, offered)
    }

    /// The leads other than the actor: who is alerted unless unticked.
    pub(super) fn first_alerted(&self) -> Vec<PersonId> {
        let leads = self.people.iter().filter(|person| person.is_lead);
        leads
            .filter(|person| Some(&person.id) != self.me.as_ref())
            .map(|person| person.id.clone())
            .collect()
    }

    /// The categories to choose from.
    pub(super) fn category_choices(&self) -> Vec<Choice> {
        let choices = self.categories.iter();
        std::iter::once(Choice::new("", "Choose a category"))
            .chain(choices.map(|(id, name)| Choice::new(&id.0, name)))
            .collect()
    }

    /// The body map of the pupils that are ticked.
    pub(super) fn marks(&self, form: &LogForm) -> body_map::Entry {
        let pupils = self.chosen.iter();
        let pupils = pupils.map(|pupil| (pupil.id.clone(), pupil.display_name()));
        let pupils: Vec<_> = pupils.collect();
        body_map::Entry::of(&form.marks, &form.errors, &pupils, "/concerns/new")
    }

    /// The leads, or everybody else, to be alerted.
    pub(super) fn alert_choices(&self, form: &LogForm, leads: bool) -> Vec<Choice> {
        let people = self.people.iter().filter(|person| person.is_lead == leads);
        let choice = |person: &Alertable| {
            let you = if Some(&person.id) == self.me.as_ref() {
                " (you)"
            } else {
                ""
            };
            Choice::new(&person.id.0, format!("{}{you}", person.name))
                .hint(person.in_words())
                .chosen(form.alert.contains(&person.id))
        };
        people.map(choice).collect()
    }
}

/// Pupils to tick.
pub(super) fn pupil_choices(pupils: &[Pupil], chosen: bool) -> Vec<Choice> {
    let choice = |pupil: &Pupil| {
        Choice::new(&pupil.id.0, pupil.display_name())
            .hint(pupil.description())
            .chosen(chosen)
    };
    pupils.iter().map(choice).collect()
}
