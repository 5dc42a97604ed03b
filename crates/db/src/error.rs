//! What can go wrong, told without a single stored value.

/// Why a piece of work was not done. Its words name statements, tables and constraints, never
/// what a row holds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached, is full, too busy or took too long. Nothing is wrong with
    /// the work: it may be tried again later.
    #[error("the database is not available: {0}")]
    Away(String),

    /// A row with this key is there already.
    #[error("there is such a row already ({constraint})")]
    Duplicate {
        /// The constraint as PostgreSQL names it, on both databases: `person_pkey`,
        /// `person_school_email_key`, or the name of a `CREATE UNIQUE INDEX`.
        constraint: String,
    },

    /// A foreign key, a check or a `NOT NULL` forbids the row.
    #[error("the database refuses such a row ({constraint})")]
    Refused {
        /// What forbids it, as far as the database names it.
        constraint: String,
    },

    /// The settings, or what the database holds, do not fit this program: someone who looks after
    /// the server has to act.
    #[error("{0}")]
    Setup(String),

    /// A mistake in the program.
    #[error("a mistake in the program: {0}")]
    Bug(String),
}

impl Error {
    /// What a piece of work hears that answered `Ok` although this had happened.
    pub(crate) fn went_on(self) -> Error {
        match self {
            Error::Away(_) => self,
            other => Error::Bug(format!(
                "work went on after a statement had failed: {other}"
            )),
        }
    }
}
