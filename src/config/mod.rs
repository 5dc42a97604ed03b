//! Settings: one TOML file, `KEYWARD_…` variables over it, read once at start.
//!
//! Whoever runs Keyward says how it is reached, where it keeps what it knows and how long things
//! last. What cannot be used is refused by name before anything starts, never put right silently;
//! and no message shows a password that a setting holds.

mod check;
mod error;
mod parts;
mod said;
mod table;

#[cfg(test)]
mod tests;

pub use error::ConfigError;
pub use parts::{Database, DocumentLimits, Limits, MailServer, Searching};

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use keyward_web::{Cookies, Origin, TrustedProxies};

use said::Said;

/// Every setting, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    base_url: Option<String>,
    /// Where Keyward keeps its files.
    pub data_dir: PathBuf,
    /// The database.
    pub database: Database,
    /// Where the master key lives.
    pub master_key_file: PathBuf,
    /// How letters leave.
    pub mail_server: MailServer,
    /// The sender of letters.
    pub mail_from: String,
    /// The proxies that may say for whom they ask.
    pub trusted_proxies: TrustedProxies,
    /// How long things last.
    pub limits: Limits,
    /// How large and how many the files of a concern may be.
    pub documents: DocumentLimits,
    /// How many passwords are hashed at once; each takes 19 MiB.
    pub password_hashes_at_once: usize,
    /// Searching what was written.
    pub search: Searching,
    /// How much is logged.
    pub log: String,
    /// Whether this is the demo, whose mailbox anybody may open. Only `keyward demo` sets it.
    pub demo: bool,
    origin: Origin,
}

impl Config {
    /// The settings of a file, variables over it, and what the command line says over both.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn read(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
        command_line: &[(&'static str, String)],
    ) -> Result<Self, ConfigError> {
        Said::all(file, variables, command_line)?.config()
    }

    /// The same for the demo, which only this machine reaches and which keeps all it has in its
    /// own folder, whatever the settings of a real school say.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn read_for_demo(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
        command_line: &[(&'static str, String)],
    ) -> Result<Self, ConfigError> {
        let mut said = Said::all(file, variables, command_line)?;
        said.keep_to_the_demo()?;
        said.config().map(|config| Self {
            demo: true,
            ..config
        })
    }

    /// The address at which people reach Keyward.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The settings once the server knows the port that it was given.
    #[must_use]
    pub fn listening_at(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        if self.base_url.is_none() {
            self.origin = local(address);
        }
        self
    }

    /// Whether people reach Keyward over TLS.
    pub fn is_https(&self) -> bool {
        self.origin.as_str().starts_with("https://")
    }

    /// How cookies are named and guarded here.
    pub fn cookies(&self) -> Cookies {
        Cookies {
            https: self.is_https(),
        }
    }
}

fn local(address: SocketAddr) -> Origin {
    Origin::of(&format!("http://localhost:{}", address.port()))
}
