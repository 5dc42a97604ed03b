//! The calendar as somebody writes it down, and the rules that it is read by.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::{Date, Time};
use keyward_web::{Errors, Pairs, ReadForm, readable_line};

use super::calendar::{Calendar, Days, Hours};
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
const LINES_MAX: usize = 120;
const NAME_CHARACTERS_MAX: usize = 60;

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
    pub terms: String,
    pub closed: String,
    pub holidays: TypedHours,
    pub holiday_person: String,
    pub shown: Shown,
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
            terms: pairs.raw("terms").into(),
            closed: pairs.raw("closed").into(),
            holidays: hours("holidays"),
            holiday_person: pairs.text("holiday-person").into(),
            shown: Shown::read(pairs),
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
        let (mut terms, mut closed) = (String::new(), String::new());
        for Days { first, last } in &calendar.terms {
            let _ = writeln!(terms, "{} to {}", in_figures(*first), in_figures(*last));
        }
        for (day, name) in &calendar.closed {
            let _ = writeln!(closed, "{} {name}", in_figures(*day));
        }
        Self {
            week: calendar
                .week
                .map(|hours| hours.map(typed).unwrap_or_default()),
            terms,
            closed,
            holidays: typed(calendar.holidays),
            holiday_person: person.map(|person| person.0.clone()).unwrap_or_default(),
            shown: Shown::default(),
            errors: Errors::new(),
        }
    }

    /// Everything that is written, part by part.
    pub(super) fn parts(&self) -> Vec<&str> {
        let hours = self.week.iter().chain([&self.holidays]);
        let hours = hours.flat_map(|hours| [hours.opens.as_str(), hours.closes.as_str()]);
        hours
            .chain([&*self.terms, &*self.closed, &*self.holiday_person])
            .collect()
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
        let listed = |text: &str| lines(text).map(|(_, line)| line.to_owned()).collect();
        for (name, here, there) in [
            ("Terms", &self.terms, &other.terms),
            ("Closed days", &self.closed, &other.closed),
        ] {
            let (here, there): (Vec<String>, Vec<String>) = (listed(here), listed(there));
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
        let terms = terms(&self.terms, &mut errors);
        let closed = closed(&self.closed, &mut errors);
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

/// The lines that say something, each with its number.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = (1..).zip(text.lines().map(str::trim));
    lines.filter(|(_, line)| !line.is_empty())
}

fn terms(text: &str, errors: &mut Errors) -> Vec<Days> {
    let mut terms: Vec<Days> = Vec::new();
    for (number, line) in lines(text) {
        let parts = line.split_once(" to ").or_else(|| line.split_once('–'));
        let days = parts.and_then(|(first, last)| Some((day(first)?, day(last)?)));
        match days {
            Some((first, last)) if first <= last => terms.push(Days { first, last }),
            Some(_) => errors.add(
                "terms",
                format!("Line {number}: a term must end on its first day or later"),
            ),
            None => errors.add(
                "terms",
                format!("Line {number}: write the first and the last day, such as 02/09/2026 to 23/10/2026"),
            ),
        }
    }
    terms.sort_by_key(|term| term.first);
    let overlap = terms
        .iter()
        .zip(terms.iter().skip(1))
        .any(|(before, after)| after.first <= before.last);
    if overlap && errors.of("terms").is_none() {
        errors.add(
            "terms",
            "Two terms share a day: each day belongs to one term",
        );
    }
    if terms.len() > LINES_MAX {
        errors.add("terms", format!("Write up to {LINES_MAX} terms"));
    }
    terms
}

fn closed(text: &str, errors: &mut Errors) -> BTreeMap<Date, String> {
    let mut closed = BTreeMap::new();
    for (number, line) in lines(text) {
        let (first, name) = line.split_once(' ').unwrap_or((line, ""));
        match day(first) {
            Some(_) if name.chars().count() > NAME_CHARACTERS_MAX => errors.add(
                "closed",
                format!("Line {number}: a name has {NAME_CHARACTERS_MAX} characters or fewer"),
            ),
            Some(day) => {
                let name = readable_line(name).unwrap_or_default();
                closed.insert(day, name);
            }
            None => errors.add(
                "closed",
                format!("Line {number}: begin with the day, such as 25/12/2026 Christmas Day"),
            ),
        }
    }
    if closed.len() > LINES_MAX {
        errors.add("closed", format!("Write up to {LINES_MAX} days"));
    }
    closed
}

/// `02/09/2026`, as people write a day.
fn in_figures(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
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
    use jiff::civil::date;

    use super::*;

    fn written(terms: &str, closed: &str) -> CalendarForm {
        CalendarForm {
            terms: terms.into(),
            closed: closed.into(),
            ..CalendarForm::of(&Calendar::default(), None)
        }
    }

    #[test]
    fn what_is_written_down_reads_as_it_was() {
        let form = written(
            "2/11/2026 to 18/12/2026\n\n02/09/2026 – 23/10/2026\n",
            "25/12/2026 Christmas Day\n2027-01-05",
        );
        let calendar = form.check().unwrap();
        assert_eq!(calendar.terms[0].first, date(2026, 9, 2));
        assert_eq!(calendar.terms[1].last, date(2026, 12, 18));
        assert_eq!(calendar.closed[&date(2026, 12, 25)], "Christmas Day");
        assert_eq!(calendar.closed[&date(2027, 1, 5)], "");
        assert_eq!(CalendarForm::of(&calendar, None).check(), Ok(calendar));
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field_with_its_line() {
        for (terms, closed, field, words) in [
            ("September", "", "terms", "Line 1: write the first"),
            (
                "\n3/9/2026 to 2/9/2026",
                "",
                "terms",
                "Line 2: a term must end",
            ),
            (
                "2/9/2026 to 9/9/2026\n9/9/2026 to 10/9/2026",
                "",
                "terms",
                "share a day",
            ),
            ("31/02/2026 to 4/3/2026", "", "terms", "Line 1"),
            ("", "Christmas", "closed", "Line 1: begin with the day"),
        ] {
            let errors = written(terms, closed).check().unwrap_err();
            assert!(errors.of(field).unwrap().contains(words), "{terms}{closed}");
        }
    }

    #[test]
    fn hours_end_after_they_begin_and_some_day_has_hours() {
        let mut form = written("", "");
        form.week[0].closes = "08:00".into();
        assert!(form.check().unwrap_err().of("closes-Monday").is_some());
        form.week[0].opens = String::new();
        assert!(form.check().unwrap_err().of("opens-Monday").is_some());
        form.week = Default::default();
        let errors = form.check().unwrap_err();
        assert!(errors.of("opens-Monday").unwrap().contains("at least one"));
        let mut form = written("", "");
        form.holidays = TypedHours::default();
        assert!(form.check().unwrap_err().of("opens-holidays").is_some());
    }
}
