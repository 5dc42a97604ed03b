//! The two columns in which a user group holds rights.

/// Which column of a user group's rights.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// Counts always.
    Standard,
    /// Counts while the person's own key has elevated the session.
    Elevated,
}

impl Column {
    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Elevated => "elevated",
        }
    }

    /// The column of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Standard, Self::Elevated]
            .into_iter()
            .find(|column| column.name() == name)
    }
}
