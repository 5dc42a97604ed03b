//! Terms and closed days as rows of the page: a first day, a last day and a name.

use std::collections::BTreeMap;

use jiff::civil::Date;
use keyward_web::{Errors, Pairs, readable_line};

use super::calendar::{Days, Term};
use super::written::day;

/// So many terms, and so many closed days, are kept.
const TERMS_MAX: usize = 120;
const CLOSED_DAYS_MAX: usize = 400;
const NAME_CHARACTERS_MAX: usize = 60;
/// So many rows can be asked for on one page.
const ROWS_MAX: usize = 200;

/// A list of rows on the page.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum List {
    Terms,
    Closed,
}

impl List {
    const ALL: [Self; 2] = [Self::Terms, Self::Closed];

    /// As its fields and its button name it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Terms => "term",
            Self::Closed => "closed",
        }
    }

    /// What one of its rows is called.
    pub(super) const fn row(self) -> &'static str {
        match self {
            Self::Terms => "Term",
            Self::Closed => "Closed day",
        }
    }

    /// The one of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.name() == name)
    }
}

/// One row, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TypedDays {
    pub first: String,
    /// Empty for one day.
    pub last: String,
    pub name: String,
}

impl TypedDays {
    /// The rows of a list, as a form sends them: the first with the first, and so on.
    pub(super) fn read(pairs: &Pairs, list: List) -> Vec<Self> {
        let (first, last, name) = (
            format!("{}-first", list.name()),
            format!("{}-last", list.name()),
            format!("{}-name", list.name()),
        );
        let (mut last, mut name) = (pairs.every(&last), pairs.every(&name));
        let mut next = |first: &str| Self {
            first: first.trim().to_owned(),
            last: last.next().unwrap_or_default().trim().to_owned(),
            name: name.next().unwrap_or_default().trim().to_owned(),
        };
        pairs.every(&first).take(ROWS_MAX).map(&mut next).collect()
    }

    /// Terms as rows.
    pub(super) fn of_terms(terms: &[Term]) -> Vec<Self> {
        let row = |Term { days, name }: &Term| Self {
            first: days.first.to_string(),
            last: days.last.to_string(),
            name: name.clone(),
        };
        terms.iter().map(row).collect()
    }

    /// Closed days as rows: those that follow each other under one name are one.
    pub(super) fn of_closed(closed: &BTreeMap<Date, String>) -> Vec<Self> {
        let mut spans: Vec<(Days, &str)> = Vec::new();
        for (&day, name) in closed {
            match spans.last_mut() {
                Some((span, same)) if *same == name && span.last.tomorrow().ok() == Some(day) => {
                    span.last = day;
                }
                Some(_) | None => spans.push((
                    Days {
                        first: day,
                        last: day,
                    },
                    name,
                )),
            }
        }
        let row = |(span, name): (Days, &str)| Self {
            first: span.first.to_string(),
            last: match span.first == span.last {
                true => String::new(),
                false => span.last.to_string(),
            },
            name: name.to_owned(),
        };
        spans.into_iter().map(row).collect()
    }

    /// Whether nothing is typed in it.
    pub(super) fn is_empty(&self) -> bool {
        self.parts().iter().all(|part| part.is_empty())
    }

    /// Everything that is typed.
    pub(super) fn parts(&self) -> [&str; 3] {
        [&self.first, &self.last, &self.name]
    }

    /// In words: `25 December 2026 to 1 January 2027, Christmas`.
    fn words(&self) -> String {
        let said = |typed: &str| {
            day(typed).map_or_else(
                || typed.to_owned(),
                |day| day.strftime("%-d %B %Y").to_string(),
            )
        };
        let mut words = said(&self.first);
        if !self.last.is_empty() {
            words = format!("{words} to {}", said(&self.last));
        }
        if !self.name.is_empty() {
            words = format!("{words}, {}", self.name);
        }
        words
    }

    /// The rows of a list in words, those that are empty apart.
    pub(super) fn all_in_words(rows: &[Self]) -> Vec<String> {
        let typed = rows.iter().filter(|row| !row.is_empty());
        typed.map(Self::words).collect()
    }

    /// The name of a row; one that is too long is said beside its field.
    fn name(&self, list: List, number: usize, errors: &mut Errors) -> String {
        if self.name.chars().count() > NAME_CHARACTERS_MAX {
            errors.add(
                format!("{}-name-{number}", list.name()),
                format!("The name must be {NAME_CHARACTERS_MAX} characters or fewer"),
            );
        }
        readable_line(&self.name).unwrap_or_default()
    }

    /// The days of a row; else what is wrong, beside its field.
    fn days(&self, list: List, number: usize, errors: &mut Errors) -> Option<Days> {
        let (what, name) = (list.row().to_lowercase(), list.name());
        let first = day(&self.first);
        let last = match (list, self.last.as_str()) {
            (List::Closed, "") => first,
            (List::Closed | List::Terms, typed) => day(typed),
        };
        match (first, last) {
            (None, _) => errors.add(
                format!("{name}-first-{number}"),
                format!("Enter the first day of {what} {number}, such as 02/09/2026"),
            ),
            (_, None) => errors.add(
                format!("{name}-last-{number}"),
                format!("Enter the last day of {what} {number}, such as 23/10/2026"),
            ),
            (Some(first), Some(last)) if first <= last => return Some(Days { first, last }),
            (Some(_), Some(_)) => errors.add(
                format!("{name}-last-{number}"),
                format!("The last day of {what} {number} must be its first day or later"),
            ),
        }
        None
    }
}

/// The rows in which something is typed, each with its number on the page.
fn typed(rows: &[TypedDays]) -> impl Iterator<Item = (usize, &TypedDays)> {
    (1..).zip(rows).filter(|(_, row)| !row.is_empty())
}

/// The terms that are typed.
pub(super) fn terms(rows: &[TypedDays], errors: &mut Errors) -> Vec<Term> {
    let mut terms: Vec<(Term, usize)> = Vec::new();
    for (number, row) in typed(rows) {
        let name = row.name(List::Terms, number, errors);
        let days = row.days(List::Terms, number, errors);
        terms.extend(days.map(|days| (Term { days, name }, number)));
    }
    terms.sort_by_key(|(term, _)| term.days.first);
    for ((before, one), (after, other)) in terms.iter().zip(terms.iter().skip(1)) {
        if after.days.first <= before.days.last {
            errors.add(
                format!("term-first-{other}"),
                format!("Term {other} shares a day with term {one}: each day belongs to one term"),
            );
        }
    }
    if terms.len() > TERMS_MAX {
        errors.add("term-first-1", format!("Enter up to {TERMS_MAX} terms"));
    }
    terms.into_iter().map(|(term, _)| term).collect()
}

/// The closed days that are typed, each with its name.
pub(super) fn closed(rows: &[TypedDays], errors: &mut Errors) -> BTreeMap<Date, String> {
    let mut closed: BTreeMap<Date, String> = BTreeMap::new();
    for (number, row) in typed(rows) {
        let name = row.name(List::Closed, number, errors);
        let Some(days) = row.days(List::Closed, number, errors) else {
            continue;
        };
        let every = std::iter::successors(Some(days.first), |day| day.tomorrow().ok());
        let every = every.take_while(|day| *day <= days.last);
        for day in every.take(CLOSED_DAYS_MAX + 1) {
            if closed.insert(day, name.clone()).is_some() {
                errors.add(
                    format!("closed-first-{number}"),
                    format!(
                        "{} is entered twice: leave one of the two empty",
                        day.strftime("%-d %B %Y")
                    ),
                );
                break;
            }
        }
    }
    if closed.len() > CLOSED_DAYS_MAX {
        errors.add(
            "closed-first-1",
            format!("Enter up to {CLOSED_DAYS_MAX} closed days"),
        );
    }
    closed
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn rows(rows: &[(&str, &str, &str)]) -> Vec<TypedDays> {
        let row = |(first, last, name): &(&str, &str, &str)| TypedDays {
            first: (*first).into(),
            last: (*last).into(),
            name: (*name).into(),
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn what_is_typed_reads_as_it_was() {
        let mut errors = Errors::new();
        let typed = rows(&[
            ("2/11/2026", "18/12/2026", " Autumn  term"),
            ("", "", ""),
            ("2026-09-02", "2026-10-23", ""),
        ]);
        let terms = terms(&typed, &mut errors);
        assert_eq!(terms[0].days.first, date(2026, 9, 2));
        assert_eq!(terms[1].name, "Autumn term");
        assert_eq!(terms[1].days.last, date(2026, 12, 18));
        let typed = rows(&[
            ("2026-12-25", "", "Christmas Day"),
            ("2026-12-28", "2026-12-30", "Closed"),
            ("2026-12-31", "", "Closed"),
            ("2027-01-05", "", ""),
        ]);
        let closed = closed(&typed, &mut errors);
        assert!(errors.is_empty());
        assert_eq!(closed[&date(2026, 12, 29)], "Closed");
        assert_eq!(
            TypedDays::all_in_words(&TypedDays::of_closed(&closed)),
            [
                "25 December 2026, Christmas Day",
                "28 December 2026 to 31 December 2026, Closed",
                "5 January 2027",
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        let wrong = |typed: &[(&str, &str, &str)]| {
            let mut errors = Errors::new();
            terms(&rows(typed), &mut errors);
            errors
        };
        for (typed, field, words) in [
            (&[("September", "", "")][..], "term-first-1", "first day"),
            (&[("2026-09-02", "", "")], "term-last-1", "last day"),
            (
                &[("", "", ""), ("2026-09-03", "2026-09-02", "")],
                "term-last-2",
                "or later",
            ),
            (
                &[
                    ("2026-09-09", "2026-09-10", ""),
                    ("2026-09-02", "2026-09-09", ""),
                ],
                "term-first-1",
                "shares a day with term 2",
            ),
            (&[("31/02/2026", "4/3/2026", "")], "term-first-1", "Enter"),
            (
                &[(
                    "2026-09-02",
                    "2026-09-03",
                    &*"é".repeat(NAME_CHARACTERS_MAX + 1),
                )],
                "term-name-1",
                "characters or fewer",
            ),
        ] {
            let errors = wrong(typed);
            assert!(errors.of(field).unwrap().contains(words), "{typed:?}");
        }
        let wrong = |typed: &[(&str, &str, &str)]| {
            let mut errors = Errors::new();
            closed(&rows(typed), &mut errors);
            errors
        };
        let long = "é".repeat(NAME_CHARACTERS_MAX + 1);
        for (typed, field) in [
            (&[("", "", "Christmas")][..], "closed-first-1"),
            (&[("2026-12-25", "2026-12-24", "")], "closed-last-1"),
            (&[("2026-12-25", "", &*long)], "closed-name-1"),
            (
                &[("2026-12-24", "2026-12-26", ""), ("2026-12-25", "", "")],
                "closed-first-2",
            ),
            (&[("2026-01-01", "2199-01-01", "")], "closed-first-1"),
        ] {
            assert!(wrong(typed).of(field).is_some(), "{typed:?}");
        }
    }
}
