//! The rules of the form on which a concern is logged. Pure.

use keyward_moment::Moment;
use keyward_web::Errors;

use super::concern::{Facts, Involved};
use super::form::LogForm;
use super::noticed::day;
use super::role::Role;
use crate::categories::Branch;
use crate::ids::{AlertGroupId, CategoryId, PersonId};
use crate::pupils::Pupil;

/// The longest line: a place, who was there, who was told.
const LINE_CHARACTERS_MAX: usize = 200;
/// The longest of each of the shorter texts.
const NOTE_CHARACTERS_MAX: usize = 5_000;
/// The longest of each of the two long texts.
pub(super) const WORDS_CHARACTERS_MAX: usize = 20_000;
/// The most pupils of one concern.
pub const PUPILS_MAX: usize = 30;
/// The most members of staff whom one concern names.
pub(super) const STAFF_MAX: usize = 10;

/// Somebody who can be alerted or named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Colleague {
    pub id: PersonId,
    pub name: String,
    /// Whether they are a safeguarding lead.
    pub is_lead: bool,
}

/// What the form could choose from.
#[derive(Copy, Clone, Debug)]
pub(super) struct Offered<'a> {
    pub categories: &'a [Branch],
    /// Who can be alerted.
    pub people: &'a [Colleague],
    /// The alert groups.
    pub groups: &'a [AlertGroupId],
    /// Who works here.
    pub staff: &'a [PersonId],
    /// The pupils who were chosen and are there.
    pub pupils: &'a [Pupil],
}

impl Offered<'_> {
    /// Whether there are safeguarding leads and every one of them is among these people.
    pub(super) fn every_lead_is_among(&self, people: &[PersonId]) -> bool {
        let mut leads = self
            .people
            .iter()
            .filter(|person| person.is_lead)
            .peekable();
        leads.peek().is_some() && leads.all(|lead| people.contains(&lead.id))
    }
}

impl LogForm {
    /// The facts of a form that is filled in well; else what is wrong, field by field, in the order
    /// of the page.
    pub(super) fn check(&self, now: Moment, offered: Offered<'_>) -> Result<Facts, Errors> {
        let mut errors = Errors::new();
        let pupils = self.involved(offered.pupils, &mut errors);
        let noticed = self.noticed.check(now, &mut errors);
        self.was_born(offered.pupils, &mut errors);
        let place = self.place.trim();
        if place.is_empty() {
            errors.add("place", "Enter where it was noticed");
        }
        let seen_and_heard = self.seen_and_heard.trim();
        if seen_and_heard.is_empty() {
            errors.add("seen-and-heard", "Write what you saw and heard");
        }
        self.is_short_enough(&mut errors);
        let categories = self.chosen_categories(offered.categories, &mut errors);
        let staff = self.named_staff(offered.staff, &mut errors);
        // A child whose role is not chosen yet may bear a mark all the same: that is asked for once.
        let mut of_marks = self.pupils.clone();
        of_marks.retain(|id| offered.pupils.iter().any(|pupil| pupil.id == *id));
        let marks = self.marks.check(&of_marks, &mut errors);
        let groups: Vec<_> = offered
            .groups
            .iter()
            .filter(|group| self.groups.contains(group))
            .cloned()
            .collect();
        let alerted = self.alerted(offered, !groups.is_empty(), &mut errors);
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let facts = noticed.map(|noticed| Facts {
            pupils,
            noticed,
            place: place.to_owned(),
            present: some(&self.present),
            categories,
            seen_and_heard: seen_and_heard.to_owned(),
            own_words: some(&self.own_words),
            non_verbal: some(&self.non_verbal),
            opinion: some(&self.opinion),
            told: some(&self.told),
            staff,
            marks,
            alerted,
            groups,
        });
        match facts {
            Some(facts) if errors.is_empty() => Ok(facts),
            _ => Err(errors),
        }
    }

    /// Every chosen pupil with the role that they, and nobody else, were given.
    fn involved(&self, pupils: &[Pupil], errors: &mut Errors) -> Vec<Involved> {
        let mut involved = Vec::new();
        for id in &self.pupils {
            let Some(pupil) = pupils.iter().find(|pupil| pupil.id == *id) else {
                continue;
            };
            match Role::named(self.role_of(id)) {
                Some(role) => involved.push(Involved {
                    pupil: id.clone(),
                    role,
                }),
                None => {
                    let (field, name) = (Self::role_field(id), pupil.display_name());
                    errors.add(field, format!("Choose the role that {name} has in this"));
                }
            }
        }
        if pupils.is_empty() {
            errors.add("find", "Find and choose the pupil this is about");
        } else if self.pupils.len() > PUPILS_MAX {
            errors.add("find", format!("Choose up to {PUPILS_MAX} pupils"));
        }
        involved
    }

    /// Nothing is noticed about a child before they are born.
    fn was_born(&self, pupils: &[Pupil], errors: &mut Errors) {
        let unborn = day(&self.noticed.day)
            .and_then(|day| pupils.iter().find(|pupil| !pupil.was_born_by(day)));
        if let Some(child) = unborn {
            let (name, birthday) = (child.display_name(), child.birthday());
            errors.add(
                "day",
                format!("{name} was born on {birthday}: enter that day or a later one"),
            );
        }
    }

    fn is_short_enough(&self, errors: &mut Errors) {
        let (line, note) = (LINE_CHARACTERS_MAX, NOTE_CHARACTERS_MAX);
        let words = WORDS_CHARACTERS_MAX;
        for (field, text, name, most) in [
            ("place", &self.place, "Where", line),
            (
                "seen-and-heard",
                &self.seen_and_heard,
                "What you saw and heard",
                words,
            ),
            ("own-words", &self.own_words, "The child’s own words", words),
            ("non-verbal", &self.non_verbal, "How the child was", note),
            ("opinion", &self.opinion, "Your professional opinion", note),
            ("present", &self.present, "Who else was there", line * 5),
            ("told", &self.told, "Safeguarding lead told in person", line),
        ] {
            if text.trim().chars().count() > most {
                errors.add(
                    field,
                    format!("{name} must be {} characters or fewer", thousands(most)),
                );
            }
        }
    }

    /// The chosen categories, in the school's order.
    fn chosen_categories(&self, tree: &[Branch], errors: &mut Errors) -> Vec<CategoryId> {
        let chosen = tree
            .iter()
            .flat_map(|branch| branch.chosen(&self.categories));
        let chosen: Vec<_> = chosen.cloned().collect();
        let is_offered = |id: &CategoryId| {
            let mut all = tree.iter().flat_map(Branch::all);
            all.any(|category| category.id == *id)
        };
        if chosen.is_empty() {
            errors.add("category", "Choose at least one category");
        } else if !self.categories.iter().all(is_offered) {
            let words = "A category that you chose is no longer used: check the categories";
            errors.add("category", words);
        }
        chosen
    }

    fn named_staff(&self, offered: &[PersonId], errors: &mut Errors) -> Vec<PersonId> {
        if !self.staff.iter().all(|id| offered.contains(id)) {
            let words = "Somebody whom you chose no longer works here: choose again, or name them \
                         in what you saw and heard";
            errors.add("staff", words);
        } else if self.staff.len() > STAFF_MAX {
            errors.add(
                "staff",
                format!("Choose up to {STAFF_MAX} members of staff"),
            );
        }
        self.staff.clone()
    }

    /// Who is alerted: nobody whom the concern names, and somebody at all unless it names every
    /// lead.
    fn alerted(&self, offered: Offered<'_>, has_group: bool, errors: &mut Errors) -> Vec<PersonId> {
        let ticked = offered
            .people
            .iter()
            .filter(|person| self.alert.contains(&person.id));
        let (named, alerted): (Vec<_>, Vec<_>) =
            ticked.partition(|person| self.staff.contains(&person.id));
        if !named.is_empty() {
            let names: Vec<&str> = named.iter().map(|person| person.name.as_str()).collect();
            let names = names.join(" and ");
            let words = format!(
                "You chose {names} as part of this concern, so it is not sent to them. Check who \
                 is alerted, then log it"
            );
            errors.add("alert", words);
        } else if alerted.is_empty() && !has_group && !offered.every_lead_is_among(&self.staff) {
            errors.add("alert", "Choose at least one person to alert");
        }
        let mut alerted: Vec<_> = alerted.iter().map(|person| person.id.clone()).collect();
        alerted.sort();
        alerted
    }
}

/// `5,000`.
fn thousands(number: usize) -> String {
    match (number / 1000, number % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{thousands},{rest:03}"),
    }
}
