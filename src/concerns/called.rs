//! What a pupil is called where they stand with a concern, and what tells them from others.
//!
//! A name alone is not enough to tell two children apart, so a form or a year group stands beside
//! each; where the school has two children of one name, all that the log form shows of them does.

use std::fmt;

use keyward_db::{Column, FromColumn};

use super::role::Role;
use crate::pupils::{YearGroup, day_words};

/// SQL: this `pupil` by name and what tells them apart, a line each. It is read as [`Called`].
macro_rules! called {
    () => {
        "CASE WHEN pupil.preferred_name = '' THEN pupil.forename
              ELSE pupil.preferred_name END || ' ' || pupil.surname
         || '\n' || pupil.year_group || '\n' || pupil.form || '\n' || CASE WHEN EXISTS (
             SELECT 1 FROM pupil AS twin
             WHERE twin.school_id = pupil.school_id AND twin.id <> pupil.id
               AND LOWER(twin.surname) = LOWER(pupil.surname)
               AND LOWER(CASE WHEN twin.preferred_name = '' THEN twin.forename
                              ELSE twin.preferred_name END)
                 = LOWER(CASE WHEN pupil.preferred_name = '' THEN pupil.forename
                              ELSE pupil.preferred_name END)) THEN pupil.born_on ELSE '' END"
    };
}
pub(crate) use called;

/// A pupil by name, and what tells them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Called {
    /// What they are called, and their surname.
    pub name: String,
    /// `7B`; of two who share a name `Year 7, 7B, born 1 May 2014`.
    pub apart: String,
    /// Which part they have in a concern, where that is to be said: `sibling`.
    pub part: Option<&'static str>,
}

impl Called {
    /// The same pupil, with their part in a concern.
    #[must_use]
    pub fn with_part(self, role: &str) -> Self {
        Self {
            part: Role::named(role).and_then(Role::beside_name),
            ..self
        }
    }

    /// Whether their part is said.
    pub fn says_its_part(&self) -> bool {
        self.part.is_some()
    }

    fn read(lines: &str) -> Self {
        let mut lines = lines.split('\n');
        let mut next = || lines.next().unwrap_or_default();
        let (name, year, form, born_on) = (next(), next(), next(), next());
        Self {
            name: name.to_owned(),
            apart: apart(year, form, born_on),
            part: None,
        }
    }
}

/// What tells a pupil of this year group and form apart; with the day of their birth, where another
/// shares the name.
fn apart(year: &str, form: &str, born_on: &str) -> String {
    let is_shared = !born_on.is_empty();
    // 7B says that it is year 7.
    let says_year = form
        .strip_prefix(year)
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()));
    let year = YearGroup::named(year).map_or_else(|| year.to_owned(), |year| year.to_string());
    let mut parts = Vec::new();
    if is_shared || !says_year {
        parts.push(year);
    }
    parts.push(form.to_owned());
    if is_shared {
        parts.push(format!("born {}", day_words(born_on)));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

impl FromColumn for Called {
    fn from_column(column: Column<'_>) -> Option<Self> {
        Some(Self::read(&String::from_column(column)?))
    }
}

/// A name alone, or initials.
impl<T: Into<String>> From<T> for Called {
    fn from(name: T) -> Self {
        Self {
            name: name.into(),
            apart: String::new(),
            part: None,
        }
    }
}

impl fmt::Display for Called {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.apart.as_str() {
            "" => f.write_str(&self.name)?,
            apart => write!(f, "{} ({apart})", self.name)?,
        }
        match self.part {
            Some(part) => write!(f, ", {part}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_as_much_as_tells_it_apart() {
        for (lines, words) in [
            ("Emily Carter\n9\n9A\n", "Emily Carter (9A)"),
            (
                "Emily Carter\n9\n9A\n2013-01-02",
                "Emily Carter (Year 9, 9A, born 2 January 2013)",
            ),
            ("Emily Carter\n4\nOak\n", "Emily Carter (Year 4, Oak)"),
            ("Emily Carter\n1\n10B\n", "Emily Carter (Year 1, 10B)"),
            ("Emily Carter\nR\n\n", "Emily Carter (Reception)"),
            ("Emily Carter\n\n\n", "Emily Carter"),
        ] {
            assert_eq!(Called::read(lines).to_string(), words);
        }
    }
}
