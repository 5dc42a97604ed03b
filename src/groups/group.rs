//! A user group and what may be put into its two columns: pure rules.

use std::collections::BTreeSet;

use keyward_web::{Errors, readable_line};

use crate::access::{Column, Right};
use crate::ids::GroupId;
use crate::people::{Limit, shows_all_of};

/// The longest name of a user group, in characters.
const NAME_CHARACTERS_MAX: usize = 60;

/// What a user group gives, column by column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Counts always.
    pub standard: BTreeSet<Right>,
    /// Counts with the key.
    pub elevated: BTreeSet<Right>,
}

/// What a group gives for one right, as the matrix shows it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Not at all.
    Not,
    /// Always.
    Always,
    /// With the key.
    WithKey,
}

impl Columns {
    /// The columns of these rights.
    pub fn of(rights: impl IntoIterator<Item = (Column, Right)>) -> Self {
        let mut columns = Self::default();
        for (column, right) in rights {
            match column {
                Column::Standard => columns.standard.insert(right),
                Column::Elevated => columns.elevated.insert(right),
            };
        }
        columns
    }

    /// Every right with its column.
    pub fn all(&self) -> impl Iterator<Item = (Column, Right)> {
        let standard = self.standard.iter().map(|right| (Column::Standard, *right));
        let elevated = self.elevated.iter().map(|right| (Column::Elevated, *right));
        standard.chain(elevated)
    }

    /// What is given for this right.
    pub fn given(&self, right: &Right) -> Given {
        match (
            self.standard.contains(right) && !right.needs_key(),
            self.standard.contains(right) || self.elevated.contains(right),
        ) {
            (true, _) => Given::Always,
            (false, true) => Given::WithKey,
            (false, false) => Given::Not,
        }
    }

    /// The rights that count here and did not count before, or counted with the key alone.
    pub fn more_than(&self, before: &Self) -> Vec<Right> {
        let reach = |given| match given {
            Given::Not => 0,
            Given::WithKey => 1,
            Given::Always => 2,
        };
        let grew = |right: &Right| reach(self.given(right)) > reach(before.given(right));
        Right::ALL.into_iter().filter(grew).collect()
    }

    /// Whether it opens pupils' files, with the key.
    pub fn opens_files(&self) -> bool {
        self.all().any(|(_, right)| right.opens_files())
    }

    /// One line for the audit log.
    pub fn line(&self) -> String {
        let names = |rights: &BTreeSet<Right>| match rights.len() {
            0 => "none".to_owned(),
            _ => rights
                .iter()
                .map(|right| right.name())
                .collect::<Vec<_>>()
                .join(", "),
        };
        format!(
            "standard {}, elevated {}",
            names(&self.standard),
            names(&self.elevated)
        )
    }
}

/// Limits for the audit log.
pub fn limits_line(limits: &[Limit]) -> String {
    let names: Vec<&str> = limits.iter().map(|limit| limit.name.as_str()).collect();
    match names.is_empty() {
        true => "every category".to_owned(),
        false => names.join(", "),
    }
}

/// A user group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What it gives.
    pub columns: Columns,
    /// The categories of concern to which its files are limited; none is every category.
    pub limits: Vec<Limit>,
    /// The names of the people in it.
    pub members: Vec<String>,
}

impl Group {
    /// Where its page is.
    pub fn url(&self) -> String {
        format!("/groups/{}", self.id)
    }

    /// What of pupils' files it shows, as the matrix says it; none where it opens none.
    pub fn limits_words(&self) -> Option<String> {
        let names: Vec<&str> = self
            .limits
            .iter()
            .map(|limit| limit.name.as_str())
            .collect();
        match (self.columns.opens_files(), names.is_empty()) {
            (false, _) => None,
            (true, true) => Some("Every category".to_owned()),
            (true, false) => Some(format!("{} alone", names.join(", "))),
        }
    }
}

/// A user group's name, columns and limits that may be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// What it is to give.
    pub columns: Columns,
    /// The categories to which its files are to be limited; none is every category.
    pub limits: Vec<Limit>,
}

impl Wanted {
    /// Checks a name and two columns of rights.
    ///
    /// # Errors
    /// What is wrong, field by field: a missing or long name, or a right in the standard column
    /// that needs the key.
    pub fn check(name: &str, columns: Columns) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let name = readable_line(name).unwrap_or_default();
        if name.is_empty() || name.chars().count() > NAME_CHARACTERS_MAX {
            let words =
                format!("Enter a name for the user group, up to {NAME_CHARACTERS_MAX} characters");
            errors.add("name", words);
        } else if name.contains(',') {
            errors.add(
                "name",
                "A name has no commas: lists of user groups use them",
            );
        }
        if let Some(right) = columns.standard.iter().find(|right| right.needs_key()) {
            let words = format!(
                "\u{201c}{}\u{201d} can only be in the elevated column: it always asks for the \
                 person's own security key",
                right.words()
            );
            errors.add("rights", words);
        }
        let name = name.to_owned();
        let limits = Vec::new();
        errors.unless_any(Self {
            name,
            columns,
            limits,
        })
    }

    /// Whether its people would see of the files that it opens what they did not see before.
    pub fn widens(&self, before: &Group) -> bool {
        self.columns.opens_files() && !shows_all_of(&before.limits, &self.limits)
    }

    /// Its limits, for the audit log: categories by name.
    pub fn limits_line(&self) -> String {
        limits_line(&self.limits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(standard: &[Right], elevated: &[Right]) -> Columns {
        Columns {
            standard: standard.iter().copied().collect(),
            elevated: elevated.iter().copied().collect(),
        }
    }

    #[test]
    fn what_needs_the_key_is_refused_in_the_standard_column() {
        for right in Right::ALL {
            let standard = Wanted::check("Heads of year", columns(&[right], &[]));
            assert_eq!(standard.is_err(), right.needs_key(), "{right:?}");
            assert!(Wanted::check("Heads of year", columns(&[], &[right])).is_ok());
        }
        let words = Wanted::check("H", columns(&[Right::ReadEveryFile], &[])).unwrap_err();
        assert!(
            words
                .of("rights")
                .unwrap()
                .contains("Read every pupil's file")
        );
    }

    #[test]
    fn a_user_group_has_a_name_of_one_to_sixty_characters_without_commas() {
        for wrong in ["", "  ", "a,b", &"x".repeat(61)] {
            let errors = Wanted::check(wrong, Columns::default()).unwrap_err();
            assert!(errors.of("name").is_some(), "{wrong}");
        }
        assert_eq!(
            Wanted::check(" SENCO ", Columns::default()).unwrap().name,
            "SENCO"
        );
    }

    #[test]
    fn more_is_what_was_not_given_or_given_with_the_key_alone() {
        let before = columns(&[], &[Right::ReadAlerts, Right::ReadAudit]);
        let now = columns(
            &[Right::ReadAlerts],
            &[Right::ReadAudit, Right::ReadEveryFile],
        );
        assert_eq!(
            now.more_than(&before),
            [Right::ReadAlerts, Right::ReadEveryFile]
        );
        assert!(before.more_than(&now).is_empty());
    }
}
