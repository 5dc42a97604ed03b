//! The register of Hawthorn Park: its pupils, from `pupils.csv` beside this file.

use std::collections::BTreeMap;

use jiff::civil::Date;
use keyward_web::Problem;
use serde::Deserialize;

use super::calendar::{born_on, school_year};
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::PupilId;
use crate::pupils::{self, Details, Typed, Upn};

const PUPILS: &str = include_str!("pupils.csv");
/// A local authority and an establishment that are nobody's.
const SCHOOL_NUMBER: &str = "8999999";
const CHECK_LETTERS: &str = "ABCDEFGHJKLMNPQRTUVWXYZ";

/// A line of the file.
#[derive(Clone, Debug, Deserialize)]
struct Line {
    year_group: i16,
    form: String,
    surname: String,
    forename: String,
    preferred_name: String,
    birthday: String,
}

/// Pupils by the name they are called, and by that name with their form behind it.
#[derive(Clone, Debug, Default)]
pub(super) struct Register(BTreeMap<String, Vec<PupilId>>);

impl Register {
    /// The only pupil of this name; `None` when there is none or more than one.
    pub fn only(&self, name: &str) -> Option<&PupilId> {
        match self.0.get(name)?.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}

/// Every pupil as an import would bring them, on this day.
pub(super) fn pupils(today: Date) -> Result<Vec<Details>, Problem> {
    let mut serials = BTreeMap::new();
    let lines = csv::Reader::from_reader(PUPILS.as_bytes()).into_deserialize::<Line>();
    lines
        .map(|line| {
            let line = line.map_err(Problem::bug)?;
            let serial = serials.entry(line.year_group).or_insert(0);
            *serial += 1;
            details(&line, *serial, today)
        })
        .collect()
}

fn details(line: &Line, serial: u16, today: Date) -> Result<Details, Problem> {
    let born = born_on(today, line.year_group, &line.birthday);
    let born = born.ok_or_else(|| wrong(line))?.to_string();
    let upn = upn(school_year(today) - line.year_group, serial);
    let typed = Typed {
        upn: &upn.ok_or_else(|| wrong(line))?,
        forename: &line.forename,
        surname: &line.surname,
        preferred_name: &line.preferred_name,
        born_on: &born,
        year_group: &line.year_group.to_string(),
        form: &line.form,
    };
    Details::check(typed, today).map_err(|_| wrong(line))
}

/// The number of a child: it is given when they begin school, in the Reception year that began then.
pub(super) fn upn(begun: i16, serial: u16) -> Option<String> {
    let begun = begun.rem_euclid(100);
    with_check_letter(&format!("{SCHOOL_NUMBER}{begun:02}{serial:03}"))
}

fn with_check_letter(digits: &str) -> Option<String> {
    let numbers = CHECK_LETTERS
        .chars()
        .map(|letter| format!("{letter}{digits}"));
    numbers
        .into_iter()
        .find(|number| Upn::parse(number).is_ok())
}

fn wrong(line: &Line) -> Problem {
    Problem::bug(format_args!("the demo's own pupils.csv: {line:?}"))
}

/// Brings the pupils in; who they are, in their order.
pub(super) fn bring_in(tx: &mut Tx<'_, '_>, all: &[Details]) -> Result<Vec<PupilId>, Problem> {
    let ids = all.iter().map(|details| pupils::enrol(tx, details));
    let ids = ids.collect::<Result<Vec<_>, _>>()?;
    let school = tx.school()?.0.clone();
    tx.entry(Entry::of("pupils imported", "school", &school).with("new", all.len()))?;
    Ok(ids)
}

/// Enrols the pupils.
pub(super) fn enrol(tx: &mut Tx<'_, '_>, pupils: &[Details]) -> Result<Register, Problem> {
    let mut register = Register::default();
    for (details, id) in pupils.iter().zip(bring_in(tx, pupils)?) {
        let called = match details.preferred_name.as_str() {
            "" => &details.forename,
            preferred => preferred,
        };
        let name = format!("{called} {}", details.surname);
        let with_form = format!("{name} {}", details.form);
        for key in [name, with_form] {
            register.0.entry(key).or_default().push(id.clone());
        }
    }
    Ok(register)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_pupil_could_be_imported_on_any_day() {
        for today in [
            date(2026, 11, 22),
            date(2027, 2, 28),
            date(2028, 8, 31),
            date(2028, 9, 1),
        ] {
            let pupils = pupils(today).unwrap();
            assert_eq!(pupils.len(), 120);
            let numbers: BTreeSet<&str> = pupils.iter().map(|pupil| pupil.upn.as_str()).collect();
            assert_eq!(numbers.len(), 120);
        }
    }

    #[test]
    fn every_year_has_a_few_and_two_children_share_a_name() {
        let pupils = pupils(date(2026, 11, 22)).unwrap();
        for year in ["7", "8", "9", "10", "11"] {
            let there = pupils
                .iter()
                .filter(|pupil| pupil.year_group == year)
                .count();
            assert_eq!(there, 24, "Year {year}");
        }
        let emilys = pupils
            .iter()
            .filter(|p| p.forename == "Emily" && p.surname == "Carter");
        assert_eq!(emilys.count(), 2);
    }
}
