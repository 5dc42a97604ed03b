//! What somebody types to log a concern. `check.rs` holds the rules that it is checked by.

use std::collections::BTreeMap;

use keyward_moment::Moment;
use keyward_web::{Errors, Pairs, ReadForm};

use super::check::{PUPILS_MAX, STAFF_MAX};
use super::noticed::NoticedForm;
use super::role::Role;
use crate::body_map::MarksForm;
use crate::drafts::Mark;
use crate::ids::{AlertGroupId, CategoryId, PersonId, PupilId};

/// How the field of a pupil's role begins; the pupil's identifier follows.
const ROLE_OF: &str = "role-";

/// The form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LogForm {
    /// Which form this is: sent twice, it makes one concern. It is made when the page is first
    /// shown, and stays the name of all that belongs to the form until the concern is logged.
    pub form: String,
    /// Which draft the page knows.
    pub draft: Mark,
    pub find: String,
    pub pupils: Vec<PupilId>,
    /// The role of each pupil whose role was sent, as sent.
    pub roles: BTreeMap<PupilId, String>,
    pub noticed: NoticedForm,
    pub place: String,
    /// Who else was there.
    pub present: String,
    pub categories: Vec<CategoryId>,
    pub seen_and_heard: String,
    pub own_words: String,
    /// How the child looked and behaved.
    pub non_verbal: String,
    /// What the writer thinks.
    pub opinion: String,
    /// Which lead was told in person.
    pub told: String,
    /// The members of staff whom the concern names.
    pub staff: Vec<PersonId>,
    pub alert: Vec<PersonId>,
    pub groups: Vec<AlertGroupId>,
    /// The marks on the body map.
    pub marks: MarksForm,
    /// Whether Enter in a field brought the form back, without a script.
    pub entered: bool,
    pub errors: Errors,
}

impl ReadForm for LogForm {
    fn read(pairs: &Pairs) -> Self {
        let text = |name| pairs.text(name).to_owned();
        let raw = |name| pairs.raw(name).to_owned();
        let named = |name| pairs.every(name).filter(|id| !id.is_empty());
        let role = |(name, value): &(String, String)| {
            let pupil = name.strip_prefix(ROLE_OF)?;
            Some((PupilId(pupil.to_owned()), value.clone()))
        };
        Self {
            form: text("form"),
            draft: Mark::read(pairs),
            find: text("find"),
            pupils: up_to(PUPILS_MAX + 1, once_each(pairs.every("pupil"), PupilId)),
            roles: pairs.all().iter().filter_map(role).collect(),
            noticed: NoticedForm::read(pairs),
            place: text("place"),
            present: raw("present"),
            categories: once_each(pairs.every("category"), CategoryId),
            seen_and_heard: raw("seen-and-heard"),
            own_words: raw("own-words"),
            non_verbal: raw("non-verbal"),
            opinion: raw("opinion"),
            told: text("told"),
            staff: up_to(2 * STAFF_MAX, once_each(named("staff"), PersonId)),
            alert: once_each(named("alert"), PersonId),
            groups: once_each(pairs.every("alert-group"), AlertGroupId),
            marks: MarksForm::read(pairs),
            entered: pairs.has("enter"),
            errors: Errors::new(),
        }
    }
}

/// No more of these than so many: beyond what may be chosen, so that the form says so.
fn up_to<T>(most: usize, mut chosen: Vec<T>) -> Vec<T> {
    chosen.truncate(most);
    chosen
}

/// Each of these once, in the order in which they came first.
fn once_each<'a, T: Ord + Clone>(
    values: impl Iterator<Item = &'a str>,
    id: fn(String) -> T,
) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    values
        .map(|value| id(value.to_owned()))
        .filter(|id| seen.insert(id.clone()))
        .collect()
}

impl LogForm {
    /// A form not yet filled in: noticed now.
    pub(super) fn new(form: String, now: Moment) -> Self {
        Self {
            form,
            noticed: NoticedForm::now(now),
            ..Self::default()
        }
    }

    /// The parts that make two sendings the same one.
    pub(super) fn parts(&self) -> Vec<&str> {
        let typed = [
            &self.form,
            &self.place,
            &self.present,
            &self.seen_and_heard,
            &self.own_words,
            &self.non_verbal,
            &self.opinion,
            &self.told,
        ];
        let pupils = self.pupils.iter().map(|id| id.0.as_str());
        let roles = self.pupils.iter().map(|id| self.role_of(id));
        let categories = self.categories.iter().map(|id| id.0.as_str());
        let staff = self.staff.iter().map(|id| id.0.as_str());
        let alert = self.alert.iter().map(|id| id.0.as_str());
        let groups = self.groups.iter().map(|id| id.0.as_str());
        let typed = typed.into_iter().map(String::as_str);
        let typed = typed.chain(self.noticed.parts());
        let chosen = ["pupils"].into_iter().chain(pupils).chain(roles);
        let chosen = chosen.chain(["categories"]).chain(categories);
        let people = ["staff"].into_iter().chain(staff);
        let people = people.chain(["alert"]).chain(alert);
        let people = people.chain(["groups"]).chain(groups);
        let marks = ["marks"].into_iter().chain(self.marks.parts());
        typed.chain(chosen).chain(people).chain(marks).collect()
    }

    /// The role of a chosen pupil, as sent. The first pupil is the subject until something else is
    /// said; every further one has the role that they are given, and else none.
    pub(super) fn role_of(&self, pupil: &PupilId) -> &str {
        match self.roles.get(pupil) {
            Some(role) => role,
            None if self.pupils.first() == Some(pupil) => Role::Subject.name(),
            None => "",
        }
    }

    /// The name of the field in which a pupil's role is chosen.
    pub(super) fn role_field(pupil: &PupilId) -> String {
        format!("{ROLE_OF}{pupil}")
    }

    /// Whether something was typed, or is wrong, where the page folds fields away.
    pub(super) fn has_more(&self) -> bool {
        let typed = [&self.present, &self.non_verbal, &self.opinion, &self.told];
        typed.iter().any(|text| !text.trim().is_empty())
    }
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
