//! Year groups: the nursery years, Reception, and years 1 to 13.

use std::fmt;

/// A year group. The order is the order in which children go through school.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearGroup(u8);

/// Names as the database and the CTF (`NCyearActual`) have them.
const NAMES: [&str; 16] = [
    "N1", "N2", "R", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13",
];

impl YearGroup {
    /// Every year group, the youngest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0u8..).take(NAMES.len()).map(Self)
    }

    /// Reads a year group as people write it: `7`, `07`, `Year 7`, `Y7`, `Yr 7`, `R`,
    /// `Reception`, `N2`, `Nursery 2`.
    ///
    /// # Errors
    /// What is wrong with it, for whoever looks after the file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let plain: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '.')
            .flat_map(char::to_lowercase)
            .collect();
        if plain.is_empty() {
            return Err("there is no year group".into());
        }
        let plain = ["yeargroup", "year", "ncyear", "yr", "y"]
            .iter()
            .find_map(|word| plain.strip_prefix(word))
            .filter(|rest| !rest.is_empty())
            .unwrap_or(&plain);
        let name = match plain {
            "reception" | "rec" | "r" | "0" => "R".to_owned(),
            "nursery1" | "n1" => "N1".to_owned(),
            "nursery2" | "n2" => "N2".to_owned(),
            other => other.trim_start_matches('0').to_owned(),
        };
        Self::named(&name)
            .ok_or_else(|| "a year group is N1, N2, R or a number from 1 to 13".into())
    }

    /// The year group of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|year| year.name() == name)
    }

    /// As the database and forms name it.
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}

/// As people say it: `Year 7`, `Reception`, `Nursery 2`.
impl fmt::Display for YearGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            "N1" => f.write_str("Nursery 1"),
            "N2" => f.write_str("Nursery 2"),
            "R" => f.write_str("Reception"),
            number => write!(f, "Year {number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn year_groups_are_read_as_people_write_them() {
        for (written, name) in [
            ("7", "7"),
            ("07", "7"),
            (" Year 7 ", "7"),
            ("Y7", "7"),
            ("Yr. 13", "13"),
            ("year group 1", "1"),
            ("r", "R"),
            ("Reception", "R"),
            ("Year R", "R"),
            ("n1", "N1"),
            ("Nursery 2", "N2"),
        ] {
            assert_eq!(YearGroup::parse(written).unwrap().name(), name, "{written}");
        }
        for wrong in ["", "14", "-1", "00x", "Nursery", "7B", "Year", "seven"] {
            assert!(YearGroup::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_has_a_name_that_finds_it_again_and_words() {
        for year in YearGroup::all() {
            assert_eq!(YearGroup::named(year.name()), Some(year));
            assert_eq!(YearGroup::parse(&year.to_string()), Ok(year));
        }
        assert!(YearGroup::named("N1") < YearGroup::named("R"));
        assert!(YearGroup::named("9") < YearGroup::named("10"));
    }
}
