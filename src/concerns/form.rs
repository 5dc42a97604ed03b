//! What somebody types to log a concern, and the rules that it is checked by.

use jiff::civil::{Date, Time};
use keyward_moment::Moment;
use keyward_web::{Errors, Pairs, ReadForm};

use super::concern::Facts;
use crate::body_map::MarksForm;
use crate::ids::{CategoryId, PersonId, PupilId};
use crate::pupils::Pupil;

/// The longest place.
const PLACE_CHARACTERS_MAX: usize = 200;
/// The longest of each of the two texts.
pub(super) const WORDS_CHARACTERS_MAX: usize = 20_000;
/// The most pupils of one concern.
pub(super) const PUPILS_MAX: usize = 30;
/// How far a wall clock may be ahead of ours.
const FAST_CLOCK_SECONDS_MAX: i64 = 300;

/// The form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LogForm {
    /// Which form this is: sent twice, it makes one concern.
    pub form: String,
    pub find: String,
    pub pupils: Vec<PupilId>,
    pub day: String,
    pub time: String,
    pub place: String,
    pub category: String,
    pub seen_and_heard: String,
    pub own_words: String,
    pub alert: Vec<PersonId>,
    /// The marks on the body map.
    pub marks: MarksForm,
    pub errors: Errors,
}

/// What the form could choose from.
#[derive(Copy, Clone, Debug)]
pub(super) struct Offered<'a> {
    pub categories: &'a [CategoryId],
    pub people: &'a [PersonId],
    pub pupils: &'a [Pupil],
}

impl ReadForm for LogForm {
    fn read(pairs: &Pairs) -> Self {
        let mut pupils: Vec<_> = pairs.every("pupil").map(|id| PupilId(id.into())).collect();
        let mut seen = std::collections::BTreeSet::new();
        pupils.retain(|id| seen.insert(id.clone()));
        Self {
            form: pairs.text("form").into(),
            find: pairs.text("find").into(),
            pupils,
            day: pairs.text("day").into(),
            time: pairs.text("time").into(),
            place: pairs.text("place").into(),
            category: pairs.text("category").into(),
            seen_and_heard: pairs.raw("seen-and-heard").into(),
            own_words: pairs.raw("own-words").into(),
            alert: pairs.every("alert").map(|id| PersonId(id.into())).collect(),
            marks: MarksForm::read(pairs),
            errors: Errors::new(),
        }
    }
}

impl LogForm {
    /// A form not yet filled in: noticed now.
    pub(super) fn new(form: String, now: Moment) -> Self {
        let london = now.london();
        Self {
            form,
            day: london.strftime("%Y-%m-%d").to_string(),
            time: london.strftime("%H:%M").to_string(),
            ..Self::default()
        }
    }

    /// The parts that make two sendings the same one.
    pub(super) fn parts(&self) -> Vec<&str> {
        let typed = [
            &self.form,
            &self.day,
            &self.time,
            &self.place,
            &self.category,
            &self.seen_and_heard,
            &self.own_words,
        ];
        let pupils = self.pupils.iter().map(|id| id.0.as_str());
        let alert = self.alert.iter().map(|id| id.0.as_str());
        typed
            .into_iter()
            .map(String::as_str)
            .chain(["pupils"])
            .chain(pupils)
            .chain(["alert"])
            .chain(alert)
            .chain(["marks"])
            .chain(self.marks.parts())
            .collect()
    }

    /// The facts of a form that is filled in well; else what is wrong, field by field.
    pub(super) fn check(&self, now: Moment, offered: Offered<'_>) -> Result<Facts, Errors> {
        let mut errors = Errors::new();
        let pupils: Vec<_> = self
            .pupils
            .iter()
            .filter(|id| offered.pupils.iter().any(|pupil| pupil.id == **id))
            .cloned()
            .collect();
        if pupils.is_empty() {
            errors.add("find", "Find and choose the pupil this is about");
        } else if pupils.len() > PUPILS_MAX {
            errors.add("find", format!("Choose up to {PUPILS_MAX} pupils"));
        }
        let noticed_at = self.noticed_at(now, &mut errors);
        let unborn = day(&self.day)
            .and_then(|day| offered.pupils.iter().find(|pupil| !pupil.was_born_by(day)));
        if let Some(child) = unborn {
            let (name, birthday) = (child.display_name(), child.birthday());
            errors.add(
                "day",
                format!("{name} was born on {birthday}: enter that day or a later one"),
            );
        }
        let place = self.place.trim();
        if place.is_empty() {
            errors.add("place", "Enter where it was noticed");
        } else if place.chars().count() > PLACE_CHARACTERS_MAX {
            errors.add(
                "place",
                format!("Where must be {PLACE_CHARACTERS_MAX} characters or fewer"),
            );
        }
        let category = CategoryId(self.category.clone());
        if !offered.categories.contains(&category) {
            errors.add("category", "Choose a category");
        }
        let seen_and_heard = self.seen_and_heard.trim();
        if seen_and_heard.is_empty() {
            errors.add("seen-and-heard", "Write what you saw and heard");
        }
        let own_words = self.own_words.trim();
        for (field, words, name) in [
            ("seen-and-heard", seen_and_heard, "What you saw and heard"),
            ("own-words", own_words, "The child’s own words"),
        ] {
            if words.chars().count() > WORDS_CHARACTERS_MAX {
                let most = "20,000 characters or fewer";
                errors.add(field, format!("{name} must be {most}"));
            }
        }
        let marks = self.marks.check(&pupils, &mut errors);
        let mut alerted: Vec<_> = self
            .alert
            .iter()
            .filter(|id| offered.people.contains(id))
            .cloned()
            .collect();
        alerted.sort();
        alerted.dedup();
        if alerted.is_empty() {
            errors.add("alert", "Choose at least one person to alert");
        }
        let facts = noticed_at.map(|noticed_at| Facts {
            pupils,
            noticed_at,
            place: place.to_owned(),
            category,
            seen_and_heard: seen_and_heard.to_owned(),
            own_words: (!own_words.is_empty()).then(|| own_words.to_owned()),
            marks,
            alerted,
        });
        match facts {
            Some(facts) if errors.is_empty() => Ok(facts),
            _ => Err(errors),
        }
    }

    fn noticed_at(&self, now: Moment, errors: &mut Errors) -> Option<Moment> {
        let (day, time) = (day(&self.day), time(&self.time));
        if day.is_none() {
            errors.add("day", "Enter the day it was noticed, such as 22/11/2026");
        }
        if time.is_none() {
            errors.add("time", "Enter the time it was noticed, such as 14:05");
        }
        let noticed = Moment::from_london(day?, time?);
        match noticed {
            Some(noticed) if noticed <= now => Some(noticed),
            Some(noticed) if noticed <= now.plus_seconds(FAST_CLOCK_SECONDS_MAX) => Some(now),
            _ if day? > now.london().date() => {
                errors.add("day", "The day it was noticed must be today or earlier");
                None
            }
            _ => {
                errors.add("time", "The time it was noticed must be in the past");
                None
            }
        }
    }
}

/// The moment of a day and a time as typed, which is not in the future; else what is wrong with the
/// fields `day` and `time`.
pub fn noticed_at(day: &str, time: &str, now: Moment, errors: &mut Errors) -> Option<Moment> {
    let form = LogForm {
        day: day.into(),
        time: time.into(),
        ..LogForm::default()
    };
    form.noticed_at(now, errors)
}

/// A day as a browser sends it (`2026-11-22`) or as people write it (`22/11/2026`, `22.11.2026`).
fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).collect();
    let &[first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    let year: i16 = year.parse().ok()?;
    let date = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1900..=9998).contains(&year).then_some(date)
}

/// A time of day: `14:05`, `14.05` or `1405`; seconds are read over.
fn time(text: &str) -> Option<Time> {
    let text = text.trim();
    let (hour, minute) = match text.split([':', '.']).collect::<Vec<_>>()[..] {
        [hour, minute] | [hour, minute, _] => (hour, minute),
        [both] if both.len() == 4 && both.is_ascii() => both.split_at(2),
        _ => return None,
    };
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
