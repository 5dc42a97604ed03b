//! A setting that cannot be used, in words for whoever runs Keyward.

use std::path::PathBuf;

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the settings file {0} cannot be read: {1}")]
    Unreadable(PathBuf, String),
    /// The file is no TOML.
    #[error("the settings file {0} is not TOML: {1}")]
    NotToml(PathBuf, String),
    /// No setting has this name.
    #[error("there is no setting {name} ({place}); the settings are: {known}")]
    Unknown {
        /// The name.
        name: String,
        /// Where it stands.
        place: String,
        /// The names there are.
        known: String,
    },
    /// The value does not fit.
    #[error("setting {name} ({place}): got {got:?}, takes {takes}")]
    Wrong {
        /// The setting's name.
        name: &'static str,
        /// Where the value stands.
        place: String,
        /// The value; hidden where it may hold a password.
        got: String,
        /// What it takes.
        takes: &'static str,
    },
    /// Something has to be said that was not.
    #[error("setting {name} is missing: {why}; it takes {takes}")]
    Missing {
        /// The setting's name.
        name: &'static str,
        /// Why it cannot be guessed.
        why: &'static str,
        /// What it takes.
        takes: &'static str,
    },
}
