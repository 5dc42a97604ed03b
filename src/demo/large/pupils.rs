//! The children of a large school, by chance: from nursery to Year 13, some of them siblings.

use jiff::civil::Date;
use keyward_web::Problem;
use serde::Deserialize;

use super::chance::Chance;
use crate::demo::calendar::{born_on, school_year};
use crate::demo::register::upn;
use crate::pupils::{Details, Typed};

const NAMES: &str = include_str!("names.toml");
/// The year groups, the youngest first: two of nursery, Reception (0), and Years 1 to 13.
const YEAR_GROUPS: std::ops::RangeInclusive<i16> = -2..=13;
/// The smaller demo's pupils have the numbers before this.
const FIRST_SERIAL: u16 = 500;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    forenames: Vec<String>,
    surnames: Vec<String>,
}

/// A child, and the day on which they came to the school.
#[derive(Clone, Debug)]
pub(super) struct Child {
    pub details: Details,
    pub came_on: Date,
}

/// So many children, spread over the year groups.
pub(super) fn children(
    chance: &mut Chance,
    count: usize,
    today: Date,
) -> Result<Vec<Child>, Problem> {
    let names: Names = toml::from_str(NAMES).map_err(Problem::bug)?;
    let groups = YEAR_GROUPS.count();
    (0..count)
        .map(|place| {
            let year_group = YEAR_GROUPS.clone().nth(place % groups).unwrap_or_default();
            let serial = FIRST_SERIAL + u16::try_from(place / groups).map_err(Problem::bug)?;
            child(chance, &names, year_group, serial, today)
        })
        .collect()
}

fn child(
    chance: &mut Chance,
    names: &Names,
    year_group: i16,
    serial: u16,
    today: Date,
) -> Result<Child, Problem> {
    let forename = chance.one_of(&names.forenames).cloned().unwrap_or_default();
    let surname = chance.one_of(&names.surnames).cloned().unwrap_or_default();
    let birthday = format!("{:02}-{:02}", 1 + chance.below(12), 1 + chance.below(28));
    let born = born_on(today, year_group, &birthday)
        .ok_or_else(|| Problem::bug(format_args!("no birthday: {birthday}")))?;
    let began = school_year(today) - year_group;
    let form = format!(
        "{}{}",
        year_name(year_group),
        ["A", "B", "C", "D", "E"][chance.below(5)]
    );
    let typed = Typed {
        upn: &upn(began, serial).ok_or_else(|| Problem::bug("no number for a pupil"))?,
        forename: &forename,
        surname: &surname,
        preferred_name: "",
        born_on: &born.to_string(),
        year_group: &year_name(year_group),
        form: &form,
    };
    let details = Details::check(typed, today)
        .map_err(|wrong| Problem::bug(format_args!("a child by chance: {wrong:?}")))?;
    let came_on = Date::new(began - 2, 9, 1).map_err(Problem::bug)?;
    Ok(Child { details, came_on })
}

fn year_name(year_group: i16) -> String {
    match year_group {
        -2 => "N1".to_owned(),
        -1 => "N2".to_owned(),
        0 => "R".to_owned(),
        year => year.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_large_school_could_be_imported_and_repeats() {
        let today = date(2026, 11, 26);
        let draw = || children(&mut Chance::of_seed(1), 2_000, today).unwrap();
        let all = draw();
        let numbers: BTreeSet<String> = all.iter().map(|c| c.details.upn.clone()).collect();
        assert_eq!(numbers.len(), 2_000);
        let of = |year: &str| {
            let there = all.iter().filter(|child| child.details.year_group == year);
            there.count()
        };
        assert_eq!((of("N1"), of("R"), of("13")), (125, 125, 125));
        assert!(all.iter().all(|child| child.came_on < today));
        let names = |all: &[Child]| -> Vec<String> {
            all.iter()
                .map(|c| format!("{} {}", c.details.forename, c.details.surname))
                .collect()
        };
        assert_eq!(names(&all), names(&draw()));
    }
}
