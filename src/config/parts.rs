//! The parts of the settings that hold more than one word.

use std::path::PathBuf;

/// How long things last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A session without a request ends after this.
    pub session_idle_seconds: i64,
    /// A session ends after this in any case.
    pub session_seconds_max: i64,
    /// Elevated access without a request drops after this.
    pub elevation_idle_seconds: i64,
    /// Elevated access drops after this in any case.
    pub elevation_seconds_max: i64,
    /// A security key that is asked for is waited for this long.
    pub security_key_seconds: i64,
}

/// Searching what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Searching {
    /// Whether this server searches.
    pub is_on: bool,
    /// How much memory it gives to that, in bytes.
    pub bytes_max: usize,
}

/// How large and how many the files of a concern may be.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct DocumentLimits {
    /// The largest file.
    pub document_bytes_max: usize,
    /// The most files of one concern.
    pub documents_max: usize,
    /// The most of them together.
    pub documents_bytes_max: usize,
}

/// How letters leave.
#[derive(Clone, PartialEq, Eq)]
pub enum MailServer {
    /// Over SMTP; lettre's own address form, with its password.
    Smtp(String),
    /// As `.eml` files in a folder.
    Files(PathBuf),
}

/// An address may hold a password, so it never shows.
impl std::fmt::Debug for MailServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Smtp(_) => f.debug_tuple("Smtp").finish_non_exhaustive(),
            Self::Files(folder) => f.debug_tuple("Files").field(folder).finish(),
        }
    }
}

/// Which database.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// Embedded, in a file.
    File(PathBuf),
    /// PostgreSQL at an address, with so many connections.
    Server(String, usize),
}

/// An address may hold a password, so it never shows.
impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Server(_, connections) => f.debug_tuple("Server").field(connections).finish(),
        }
    }
}
