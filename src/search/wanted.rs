//! What somebody looks for, as the form says it.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use keyward_moment::Moment;
use keyward_web::{Errors, Pairs, ReadForm};
use keyward_words::Query;

use super::key::Key;
use super::shelf::Place;

/// The longest text that is looked for, in characters.
const CHARACTERS_MAX: usize = 200;

/// Which results somebody wants to see.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    /// The newest of each kind.
    #[default]
    Everything,
    /// Pupils, by name.
    Pupils,
    /// Concerns.
    Concerns,
    /// Amendments, and what was done.
    Added,
}

impl Show {
    pub const ALL: [Self; 4] = [Self::Everything, Self::Pupils, Self::Concerns, Self::Added];

    /// As the form names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everything => "",
            Self::Pupils => "pupils",
            Self::Concerns => "concerns",
            Self::Added => "added",
        }
    }

    /// As a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Everything => "Everything",
            Self::Pupils => "Pupils",
            Self::Concerns => "Concerns",
            Self::Added => "What was added to them",
        }
    }

    fn named(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|show| show.name() == name).unwrap_or_default()
    }

    /// Whether results of this kind are to be seen.
    pub fn takes_in(self, kind: Self) -> bool {
        self == Self::Everything || self == kind
    }
}

/// The form.
#[derive(Clone, Default)]
pub(super) struct SearchForm {
    pub words: String,
    pub show: Show,
    pub from: String,
    pub to: String,
    /// The last result of the page before, as the form carries it.
    pub before: String,
    /// Whether it was sent while somebody was typing.
    pub is_typed: bool,
    pub errors: Errors,
}

impl ReadForm for SearchForm {
    fn read(pairs: &Pairs) -> Self {
        let words = pairs.raw("words").trim_start();
        Self {
            words: words.chars().take(CHARACTERS_MAX).collect(),
            show: Show::named(pairs.text("show")),
            from: pairs.text("from").into(),
            to: pairs.text("to").into(),
            before: pairs.text("before").into(),
            is_typed: pairs.has("typed"),
            errors: Errors::new(),
        }
    }
}

/// What is looked for, checked.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub query: Query,
    pub show: Show,
    /// Written at or after this moment.
    pub from: i64,
    /// And before this one.
    pub until: i64,
    /// And before this entry.
    pub before: Option<Place>,
}

impl SearchForm {
    /// What is looked for; nothing, when no word was typed.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self) -> Result<Option<Wanted>, Errors> {
        let mut errors = Errors::new();
        let mut moment = |field, text: &str, days: i64| {
            if text.is_empty() {
                return None;
            }
            let begins = day(text).and_then(|day| {
                let day = day.checked_add(days.days()).ok()?;
                Moment::from_london(day, Time::midnight())
            });
            if begins.is_none() {
                errors.add(field, "Enter a day, such as 22/11/2026, or leave it empty");
            }
            begins.map(Moment::as_micros)
        };
        let from = moment("from", &self.from, 0).unwrap_or(i64::MIN);
        let until = moment("to", &self.to, 1).unwrap_or(i64::MAX);
        if from >= until {
            errors.add("to", "Enter the same day as the first, or a later one");
        }
        let query = Query::parse(&self.words);
        let wanted = (!query.is_empty()).then(|| Wanted {
            query,
            show: self.show,
            from,
            until,
            before: place(&self.before),
        });
        errors.unless_any(wanted)
    }
}

/// A day as a browser sends it, or as people write it.
fn day(text: &str) -> Option<Date> {
    let british = || Date::strptime("%d/%m/%Y", text).ok();
    text.parse().ok().or_else(british)
}

/// A place as a form carries it.
pub(super) fn place_words(place: Place) -> String {
    format!("{}.{}", place.at, place.key)
}

fn place(words: &str) -> Option<Place> {
    let (at, key) = words.split_once('.')?;
    Some(Place {
        at: at.parse().ok()?,
        key: Key::of(key)?,
    })
}

/// What somebody looks for may be a child's name: it never shows.
impl std::fmt::Debug for SearchForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchForm").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> SearchForm {
        SearchForm::read(&Pairs::of(fields))
    }

    #[test]
    fn days_are_taken_as_people_write_them_and_from_the_first_to_the_last_moment() {
        let asked = form(&[
            ("words", "bruise"),
            ("from", "2026-11-22"),
            ("to", "22/11/2026"),
        ]);
        let wanted = asked.check().unwrap().unwrap();
        assert_eq!(wanted.until - wanted.from, 86_400_000_000);
    }

    #[test]
    fn a_day_that_is_none_is_said_beside_its_field() {
        let errors = form(&[("words", "a"), ("from", "31/02/2026")])
            .check()
            .unwrap_err();
        assert!(errors.of("from").is_some() && errors.of("to").is_none());
        let errors = form(&[("words", "a"), ("from", "2026-11-22"), ("to", "2026-11-21")]);
        assert!(errors.check().unwrap_err().of("to").is_some());
    }

    #[test]
    fn without_a_word_nothing_is_looked_for() {
        assert!(form(&[("words", " … ")]).check().unwrap().is_none());
    }

    #[test]
    fn a_place_comes_back_as_it_was() {
        let key = Key::of("019ac1c4-2c40-7000-8000-0123456789ab").unwrap();
        let here = Place { at: -5, key };
        assert_eq!(place(&place_words(here)), Some(here));
        for wrong in ["", "1", "1.", "x.y"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }
}
