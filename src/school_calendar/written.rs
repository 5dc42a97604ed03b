//! The calendar as somebody writes it down, and the rules that it is read by.

use jiff::civil::{Date, Time};
use keyward_web::{Errors, Pairs, ReadForm};

use super::calendar::{Calendar, Hours};
use super::rows::{self, List, TypedDays};
use crate::cx::Shown;
use crate::ids::PersonId;

/// The days of the week, in order.
pub(super) const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
/// So many empty rows are there at once, when somebody asks for more.
const ROWS_MORE: usize = 3;

/// From and until as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TypedHours {
    pub opens: String,
    pub closes: String,
}

impl TypedHours {
    fn words(&self) -> String {
        match self.opens.is_empty() && self.closes.is_empty() {
            true => "closed".to_owned(),
            false => format!("{} to {}", self.opens, self.closes),
        }
    }
}

/// The page's form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CalendarForm {
    pub week: [TypedHours; 7],
    pub terms: Vec<TypedDays>,
    pub closed: Vec<TypedDays>,
    pub holidays: TypedHours,
    pub holiday_person: String,
    pub shown: Shown,
    /// The list that somebody wants more rows of.
    pub more: Option<List>,
    pub errors: Errors,
}

impl ReadForm for CalendarForm {
    fn read(pairs: &Pairs) -> Self {
        let hours = |name: &str| TypedHours {
            opens: pairs.text(&format!("opens-{name}")).into(),
            closes: pairs.text(&format!("closes-{name}")).into(),
        };
        Self {
            week: WEEKDAYS.map(hours),
            terms: TypedDays::read(pairs, List::Terms),
            closed: TypedDays::read(pairs, List::Closed),
            holidays: hours("holidays"),
            holiday_person: pairs.text("holiday-person").into(),
            shown: Shown::read(pairs),
            more: List::named(pairs.text("more")),
            errors: Errors::new(),
        }
    }
}

impl CalendarForm {
    /// The form that says this.
    pub(super) fn of(calendar: &Calendar, person: Option<&PersonId>) -> Self {
        let typed = |hours: Hours| TypedHours {
            opens: hours.opens.strftime("%H:%M").to_string(),
            closes: hours.closes.strftime("%H:%M").to_string(),
        };
        Self {
            week: calendar
                .week
                .map(|hours| hours.map(typed).unwrap_or_default()),
            terms: TypedDays::of_terms(&calendar.terms),
            closed: TypedDays::of_closed(&calendar.closed),
            holidays: typed(calendar.holidays),
            holiday_person: person.map(|person| person.0.clone()).unwrap_or_default(),
            shown: Shown::default(),
            more: None,
            errors: Errors::new(),
        }
    }

    /// Everything that is written, part by part.
    pub(super) fn parts(&self) -> Vec<&str> {
        let hours = self.week.iter().chain([&self.holidays]);
        let hours = hours.flat_map(|hours| [hours.opens.as_str(), hours.closes.as_str()]);
        let rows = [("terms", &self.terms), ("closed", &self.closed)];
        let rows = rows.into_iter().flat_map(|(name, rows)| {
            let typed = rows.iter().filter(|row| !row.is_empty());
            std::iter::once(name).chain(typed.flat_map(|row| row.parts()))
        });
        hours.chain(rows).chain([&*self.holiday_person]).collect()
    }

    /// The form with rows to fill in: one at the end of each list, more where that was asked for.
    pub(super) fn with_rows_to_fill_in(mut self) -> Self {
        let more = self.more.take();
        for (list, rows) in [
            (List::Terms, &mut self.terms),
            (List::Closed, &mut self.closed),
        ] {
            if more == Some(list) {
                rows.extend(vec![TypedDays::default(); ROWS_MORE]);
            } else if rows.last().is_none_or(|row| !row.is_empty()) {
                rows.push(TypedDays::default());
            }
        }
        self
    }

    /// What is written in this one and otherwise in another: what it is called, and what it says.
    pub(super) fn differs_from(&self, other: &Self) -> Vec<(&'static str, String)> {
        let mut differing = Vec::new();
        let days = WEEKDAYS.into_iter().chain(["Holidays"]);
        let hours = self.week.iter().chain([&self.holidays]);
        let others = other.week.iter().chain([&other.holidays]);
        for (day, (here, there)) in days.zip(hours.zip(others)) {
            if here != there {
                differing.push((day, here.words()));
            }
        }
        for (name, here, there) in [
            ("Terms", &self.terms, &other.terms),
            ("Closed days", &self.closed, &other.closed),
        ] {
            let (here, there) = (
                TypedDays::all_in_words(here),
                TypedDays::all_in_words(there),
            );
            if here != there && here.is_empty() {
                differing.push((name, "none".to_owned()));
            } else if here != there {
                differing.push((name, here.join("; ")));
            }
        }
        differing
    }

    /// The calendar that is written; else what is wrong, field by field.
    pub(super) fn check(&self) -> Result<Calendar, Errors> {
        let mut errors = Errors::new();
        let mut week = [None; 7];
        for ((place, typed), name) in week.iter_mut().zip(&self.week).zip(WEEKDAYS) {
            if typed.opens.is_empty() && typed.closes.is_empty() {
                continue;
            }
            *place = hours(typed, name, name, &mut errors);
        }
        if errors.is_empty() && week.iter().all(Option::is_none) {
            errors.add("opens-Monday", "Enter the hours of at least one day");
        }
        let holidays = hours(&self.holidays, "holidays", "the holidays", &mut errors);
        let terms = rows::terms(&self.terms, &mut errors);
        let closed = rows::closed(&self.closed, &mut errors);
        match holidays {
            Some(holidays) if errors.is_empty() => Ok(Calendar {
                week,
                terms,
                closed,
                holidays,
            }),
            _ => Err(errors),
        }
    }
}

fn hours(typed: &TypedHours, field: &str, day: &str, errors: &mut Errors) -> Option<Hours> {
    let (opens, closes) = (time(&typed.opens), time(&typed.closes));
    match (opens, closes) {
        (None, _) => errors.add(
            format!("opens-{field}"),
            format!("Enter from when the hours of {day} count, such as 08:30"),
        ),
        (_, None) => errors.add(
            format!("closes-{field}"),
            format!("Enter until when the hours of {day} count, such as 16:00"),
        ),
        (Some(opens), Some(closes)) if opens < closes => return Some(Hours { opens, closes }),
        (Some(_), Some(_)) => errors.add(
            format!("closes-{field}"),
            format!("The hours of {day} must end after they begin"),
        ),
    }
    None
}

/// A day as people write it (`02/09/2026`, `2.9.2026`) or as machines do (`2026-09-02`).
pub(super) fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
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
    (2000..=2199).contains(&year).then_some(date)
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once([':', '.'])?;
    let minute = minute.split(':').next()?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> CalendarForm {
        CalendarForm::of(&Calendar::default(), None)
    }

    #[test]
    fn there_is_always_a_row_to_fill_in_and_an_empty_one_says_nothing() {
        let form = form().with_rows_to_fill_in();
        assert_eq!((form.terms.len(), form.closed.len()), (1, 1));
        assert_eq!(form.check(), Ok(Calendar::default()));
        let again = form.clone().with_rows_to_fill_in();
        assert_eq!(again, form);
        let more = CalendarForm {
            more: Some(List::Closed),
            ..form
        };
        let more = more.with_rows_to_fill_in();
        assert_eq!((more.terms.len(), more.closed.len()), (1, 4));
        assert_eq!(more.parts(), self::form().parts());
    }

    #[test]
    fn hours_end_after_they_begin_and_some_day_has_hours() {
        let mut form = form();
        form.week[0].closes = "08:00".into();
        assert!(form.check().unwrap_err().of("closes-Monday").is_some());
        form.week[0].opens = String::new();
        assert!(form.check().unwrap_err().of("opens-Monday").is_some());
        form.week = Default::default();
        let errors = form.check().unwrap_err();
        assert!(errors.of("opens-Monday").unwrap().contains("at least one"));
        let mut form = self::form();
        form.holidays = TypedHours::default();
        assert!(form.check().unwrap_err().of("opens-holidays").is_some());
    }
}
