//! What a page showed of a setting when somebody began to change it. Of two people who do so at
//! once, the second is told what the first has saved, and saves over it only when they have seen it.

use keyward_web::{Pairs, Problem};

use super::Tx;

/// A setting as it stood, as a keyed hash that travels with the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// The field of the form that carries it.
    pub const FIELD: &str = "shown";

    /// The setting that says this, part by part.
    ///
    /// # Errors
    /// Not found, at no school.
    pub fn of(tx: &Tx<'_, '_>, parts: &[&str]) -> Result<Self, Problem> {
        let tag = tx.school_key()?.tag("what a page showed", parts);
        Ok(Self(data_encoding::HEXLOWER.encode(&tag)))
    }

    /// What came back with a form.
    pub fn read(pairs: &Pairs) -> Self {
        Self(pairs.text(Self::FIELD).to_owned())
    }

    /// Whether somebody has changed the setting since the page was shown.
    pub fn is_behind(&self, now: &Self) -> bool {
        !self.0.is_empty() && self != now
    }

    /// As the form carries it.
    pub fn value(&self) -> &str {
        &self.0
    }
}
