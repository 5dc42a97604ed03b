//! Viewing as a user group.

use std::collections::BTreeSet;

use super::Right;
use crate::ids::GroupId;
use crate::pupils::YearGroup;

/// The user group as which somebody views: they see what they may see themselves and its people
/// may see, and never more than either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Which.
    pub group: GroupId,
    /// Its name.
    pub name: String,
    /// The year group of which its files are looked at; empty where none was chosen.
    pub year: String,
    /// What it gives with a key.
    pub rights: BTreeSet<Right>,
}

impl View {
    /// `Pastoral`, or `Pastoral, Year 7`.
    pub fn words(&self) -> String {
        match self.year.as_str() {
            "" => self.name.clone(),
            year => match YearGroup::named(year) {
                Some(year) => format!("{}, {year}", self.name),
                None => self.name.clone(),
            },
        }
    }
}
