//! What lies ready for somebody who logs a concern: categories, people to alert or to name, pupils.

use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::alerts::{self, Alertable};
use super::check::{Colleague, Offered, PUPILS_MAX};
use super::concern::Facts;
use super::form::LogForm;
use crate::alerts::AlertGroup;
use crate::body_map;
use crate::categories::{self, Branch};
use crate::cx::Tx;
use crate::drafts::Sheet;
use crate::ids::PersonId;
use crate::layout::Choice;
use crate::people;
use crate::pupils::{self, Pupil};
use crate::school_calendar::{self, Absent, Away};

/// What the page offers beside what was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    pub categories: Vec<Branch>,
    /// Who can be alerted.
    pub people: Vec<Alertable>,
    pub groups: Vec<AlertGroup>,
    /// Who works here, by name.
    pub staff: Vec<(PersonId, String)>,
    /// Who is away today, and who stands in.
    pub away: Vec<Away>,
    /// Pupils ticked on the form.
    pub chosen: Vec<Pupil>,
    /// Pupils found by what was typed, and not ticked yet.
    pub matches: Vec<Pupil>,
    /// Whether pupils were looked for.
    pub searched: bool,
    pub me: Option<PersonId>,
    /// Its draft, its files, and the writer's other drafts.
    pub sheet: Sheet,
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
        let staff = people::everybody_here(tx)?.into_iter();
        Ok(Self {
            categories: categories::offered(tx)?,
            people: alerts::people(tx)?,
            groups: crate::alerts::offered(tx)?,
            staff: staff.map(|person| (person.id, person.name)).collect(),
            away: school_calendar::away(tx, tx.now().london().date())?,
            chosen,
            matches: Vec::new(),
            searched: false,
            me: Some(tx.person()?.clone()),
            sheet: Sheet::beside(tx, &form.form, &form.draft)?,
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
        self.offered(|offered| form.check(now, offered))
    }

    /// Whether the form names every safeguarding lead, so that none can be alerted.
    pub(super) fn every_lead_is_named(&self, form: &LogForm) -> bool {
        self.offered(|offered| offered.every_lead_is_among(&form.staff))
    }

    fn offered<T>(&self, with: impl FnOnce(Offered<'_>) -> T) -> T {
        let colleague = |person: &Alertable| Colleague {
            id: person.id.clone(),
            name: person.name.clone(),
            is_lead: person.is_lead,
        };
        let people: Vec<_> = self.people.iter().map(colleague).collect();
        let staff: Vec<_> = self.staff.iter().map(|(id, _)| id.clone()).collect();
        let groups: Vec<_> = self.groups.iter().map(|group| group.id.clone()).collect();
        with(Offered {
            categories: &self.categories,
            people: &people,
            groups: &groups,
            staff: &staff,
            pupils: &self.chosen,
        })
    }

    /// The leads other than the actor: who is alerted unless unticked.
    pub(super) fn first_alerted(&self) -> Vec<PersonId> {
        let leads = self.people.iter().filter(|person| person.is_lead);
        leads
            .filter(|person| Some(&person.id) != self.me.as_ref())
            .map(|person| person.id.clone())
            .collect()
    }

    /// The alert groups, each with the names of its people.
    pub(super) fn group_choices(&self, form: &LogForm) -> Vec<Choice> {
        let choice = |group: &AlertGroup| {
            Choice::new(&group.id.0, &group.name)
                .hint(group.names())
                .chosen(form.groups.contains(&group.id))
        };
        self.groups.iter().map(choice).collect()
    }

    /// The body map of the pupils that are ticked.
    pub(super) fn marks(&self, form: &LogForm) -> body_map::Entry {
        let child = |pupil: &Pupil| body_map::Child {
            id: pupil.id.clone(),
            name: pupil.display_name(),
            year_group: pupil.year_group.clone(),
        };
        let children: Vec<_> = self.chosen.iter().map(child).collect();
        body_map::Entry::of(&form.marks, &form.errors, &children, "/concerns/new")
    }

    /// The leads, or everybody else, to be alerted. Whoever the form names cannot be.
    pub(super) fn alert_choices(&self, form: &LogForm, leads: bool) -> Vec<Choice> {
        let people = self.people.iter().filter(|person| person.is_lead == leads);
        let choice = |person: &Alertable| {
            let you = if Some(&person.id) == self.me.as_ref() {
                " (you)"
            } else {
                ""
            };
            let choice = Choice::new(&person.id.0, format!("{}{you}", person.name));
            if form.staff.contains(&person.id) {
                Choice {
                    disabled: true,
                    ..choice.hint("Part of this concern")
                }
            } else {
                let words = match self.away_words(form, &person.id) {
                    Some(away) => format!("{}. {away}", person.in_words()),
                    None => person.in_words(),
                };
                choice.hint(words).chosen(form.alert.contains(&person.id))
            }
        };
        people.map(choice).collect()
    }

    /// That somebody is away today, and who answers for them: never the writer, nor anybody whom the
    /// form names. It says what the school has written down, and nothing of what keeps somebody from a
    /// pupil's file.
    fn away_words(&self, form: &LogForm, person: &PersonId) -> Option<String> {
        let can_answer = |who: &PersonId| {
            let is_kept = Some(who) == self.me.as_ref() || form.staff.contains(who);
            let known = self.people.iter().find(|person| person.id == *who);
            known.filter(|_| !is_kept).map(|known| known.name.clone())
        };
        Some(Absent::of(person, &self.away, can_answer)?.as_alerted())
    }

    /// The staff, one of whom is chosen in each of these lists: one list for each who is named
    /// already, and one more.
    pub(super) fn staff_lists(&self, form: &LogForm) -> Vec<Vec<Choice>> {
        let list = |named: Option<&PersonId>| {
            let person = |(id, name): &(PersonId, String)| {
                Choice::new(&id.0, name).chosen(Some(id) == named)
            };
            let nobody = match form.staff.is_empty() {
                true => "Nobody",
                false => "Nobody else",
            };
            std::iter::once(Choice::new("", nobody))
                .chain(self.staff.iter().map(person))
                .collect()
        };
        let named = form.staff.iter().map(Some);
        named.chain([None]).map(list).collect()
    }
}
