//! Settings: one TOML file, `KEYWARD_…` variables over it, read once at start.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use keyward_web::{Cookies, Origin, TrustedProxies};

/// One setting: its name in the file (`KEYWARD_` and capitals in the environment), what it takes,
/// and what it is when nobody says.
#[derive(Copy, Clone, Debug)]
pub struct Setting {
    /// The name in the file.
    pub name: &'static str,
    /// What it takes, in words.
    pub takes: &'static str,
    /// What it is otherwise, in words.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "what the documentation says is held against it")
    )]
    pub otherwise: &'static str,
}

/// Every setting, in the order of the documentation.
pub const SETTINGS: [Setting; 16] = [
    setting(
        "listen",
        "an address and port, such as 127.0.0.1:8080",
        "127.0.0.1:8080",
    ),
    setting(
        "base_url",
        "the address at which people reach Keyward, https://NAME or http://localhost:PORT, \
         without a path",
        "http://localhost and the port of `listen`, when that is on this machine alone",
    ),
    setting(
        "data_dir",
        "a folder that Keyward may write to",
        "var/keyward",
    ),
    setting(
        "database",
        "a file, sqlite:FILE, or postgres://USER:PASSWORD@HOST/NAME",
        "keyward.db in `data_dir`",
    ),
    setting(
        "database_connections",
        "a whole number from 2 to 100 (PostgreSQL alone)",
        "8",
    ),
    setting(
        "master_key_file",
        "a file readable by its owner alone",
        "master.key in `data_dir`",
    ),
    setting(
        "mail_server",
        "smtp://HOST:PORT, smtps://USER:PASSWORD@HOST:PORT, or files:FOLDER",
        "files in the folder `mailbox` of `data_dir`",
    ),
    setting("mail_from", "an e-mail address", "keyward@localhost"),
    setting(
        "trusted_proxies",
        "IP addresses with commas between",
        "none",
    ),
    setting(
        "session_idle_seconds",
        "a whole number of seconds from 60 to 86400",
        "3600",
    ),
    setting(
        "session_seconds_max",
        "a whole number of seconds from 60 to 86400",
        "43200",
    ),
    setting(
        "elevation_idle_seconds",
        "a whole number of seconds from 1 to 3600",
        "900",
    ),
    setting(
        "elevation_seconds_max",
        "a whole number of seconds from 1 to 28800",
        "3600",
    ),
    setting(
        "security_key_seconds",
        "a whole number of seconds from 5 to 300",
        "300",
    ),
    setting(
        "password_hashes_at_once",
        "a whole number from 1 to 64",
        "2",
    ),
    setting("log", "error, warn, info, debug or trace", "info"),
];

const fn setting(name: &'static str, takes: &'static str, otherwise: &'static str) -> Setting {
    Setting {
        name,
        takes,
        otherwise,
    }
}

/// Variables that begin with `KEYWARD_` and are no settings.
const NO_SETTINGS: [&str; 3] = [
    "KEYWARD_CONFIG",
    "KEYWARD_TEST_POSTGRES",
    "KEYWARD_SCREENSHOTS",
];

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

/// How letters leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailServer {
    /// Over SMTP; lettre's own address form, with its password.
    Smtp(String),
    /// As `.eml` files in a folder.
    Files(PathBuf),
}

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
    /// How many passwords are hashed at once; each takes 19 MiB.
    pub password_hashes_at_once: usize,
    /// How much is logged.
    pub log: String,
    /// Whether this is the demo, whose mailbox anybody may open. Only `keyward demo` sets it.
    pub demo: bool,
    origin: Origin,
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
        let here_alone = |text: &str| {
            let address: SocketAddr = text.trim().parse().ok()?;
            address.ip().is_loopback().then_some(())
        };
        if let Some((got, place)) = said.0.get("listen")
            && here_alone(got).is_none()
        {
            return Err(ConfigError::Wrong {
                name: "listen",
                place: place.clone(),
                got: got.clone(),
                takes: "an address of this machine alone in the demo, such as 127.0.0.1:8080, \
                        because anybody who reaches the demo can read its letters",
            });
        }
        for name in ["base_url", "database", "master_key_file", "mail_server"] {
            said.0.remove(name);
        }
        // The table of people is not to be pushed off the screen.
        let quiet = || ("warn".to_owned(), "the demo".to_owned());
        said.0.entry("log").or_insert_with(quiet);
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

#[derive(Default)]
struct Said(BTreeMap<&'static str, (String, String)>);

impl Said {
    fn all(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
        command_line: &[(&'static str, String)],
    ) -> Result<Self, ConfigError> {
        let mut said = Self::default();
        if let Some(path) = file {
            said.file(path)?;
        }
        for (variable, value) in variables {
            let Some(name) = variable.strip_prefix("KEYWARD_") else {
                continue;
            };
            if !NO_SETTINGS.contains(&variable.as_str()) {
                let place = format!("variable {variable}");
                said.add(&name.to_ascii_lowercase(), value, place)?;
            }
        }
        for (name, value) in command_line {
            said.add(
                name,
                value.clone(),
                format!("option --{}", name.replace('_', "-")),
            )?;
        }
        Ok(said)
    }

    fn file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError::Unreadable(path.into(), error.to_string()))?;
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            ConfigError::NotToml(path.into(), error.message().to_owned())
        })?;
        for (name, value) in table {
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Array(values) => {
                    let texts = values
                        .iter()
                        .map(|v| v.as_str().map_or(v.to_string(), str::to_owned));
                    texts.collect::<Vec<_>>().join(",")
                }
                other => other.to_string(),
            };
            self.add(&name, value, path.display().to_string())?;
        }
        Ok(())
    }

    fn add(&mut self, name: &str, value: String, place: String) -> Result<(), ConfigError> {
        match SETTINGS.iter().find(|setting| setting.name == name) {
            Some(setting) => {
                self.0.insert(setting.name, (value, place));
                Ok(())
            }
            None => Err(ConfigError::Unknown {
                name: name.to_owned(),
                place,
                known: SETTINGS.map(|setting| setting.name).join(", "),
            }),
        }
    }

    /// The setting read by `read`, or what it is otherwise.
    fn get<T>(
        &self,
        name: &'static str,
        otherwise: T,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let Some((value, place)) = self.0.get(name) else {
            return Ok(otherwise);
        };
        read(value.trim()).ok_or_else(|| ConfigError::Wrong {
            name,
            place: place.clone(),
            // These two may hold a password.
            got: if matches!(name, "database" | "mail_server") {
                "something else".into()
            } else {
                value.clone()
            },
            takes: SETTINGS
                .iter()
                .find(|s| s.name == name)
                .map_or("", |s| s.takes),
        })
    }

    fn number(
        &self,
        name: &'static str,
        otherwise: i64,
        from: i64,
        to: i64,
    ) -> Result<i64, ConfigError> {
        self.get(name, otherwise, |text| {
            text.parse()
                .ok()
                .filter(|number| (from..=to).contains(number))
        })
    }

    fn config(&self) -> Result<Config, ConfigError> {
        let here = SocketAddr::from(([127, 0, 0, 1], 8080));
        let listen: SocketAddr = self.get("listen", here, |text| text.parse().ok())?;
        let base_url = self.get("base_url", None, |text| base_url(text).map(Some))?;
        if base_url.is_none() && !listen.ip().is_loopback() {
            return Err(ConfigError::Missing {
                name: "base_url",
                why: "security keys are bound to it, and others than this machine can reach `listen`",
                takes: SETTINGS[1].takes,
            });
        }
        let data_dir = self.get("data_dir", PathBuf::from("var/keyward"), path)?;
        let connections = self.number("database_connections", 8, 2, 100)?;
        let database = self.get(
            "database",
            Database::File(data_dir.join("keyward.db")),
            |text| database(text, usize::try_from(connections).unwrap_or(8)),
        )?;
        let mailbox = MailServer::Files(data_dir.join("mailbox"));
        Ok(Config {
            listen,
            origin: base_url
                .as_deref()
                .map_or_else(|| local(listen), Origin::of),
            base_url,
            database,
            master_key_file: self.get("master_key_file", data_dir.join("master.key"), path)?,
            mail_server: self.get("mail_server", mailbox, mail_server)?,
            mail_from: self.get("mail_from", "keyward@localhost".into(), |text| {
                text.parse::<lettre::Address>()
                    .ok()
                    .map(|address| address.to_string())
            })?,
            trusted_proxies: self.get("trusted_proxies", TrustedProxies::default(), proxies)?,
            limits: Limits {
                session_idle_seconds: self.number("session_idle_seconds", 3_600, 60, 86_400)?,
                session_seconds_max: self.number("session_seconds_max", 43_200, 60, 86_400)?,
                elevation_idle_seconds: self.number("elevation_idle_seconds", 900, 1, 3_600)?,
                elevation_seconds_max: self.number("elevation_seconds_max", 3_600, 1, 28_800)?,
                security_key_seconds: self.number("security_key_seconds", 300, 5, 300)?,
            },
            password_hashes_at_once: usize::try_from(self.number(
                "password_hashes_at_once",
                2,
                1,
                64,
            )?)
            .unwrap_or(2),
            log: self.get("log", "info".into(), |text| {
                let levels = ["error", "warn", "info", "debug", "trace"];
                levels.contains(&text).then(|| text.to_owned())
            })?,
            demo: false,
            data_dir,
        })
    }
}

fn path(text: &str) -> Option<PathBuf> {
    (!text.is_empty()).then(|| text.into())
}

fn base_url(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| {
        text.strip_prefix("http://")
            .filter(|rest| rest.starts_with("localhost"))
    })?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    (!host.is_empty() && host.chars().all(plain)).then(|| text.to_ascii_lowercase())
}

fn database(text: &str, connections: usize) -> Option<Database> {
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Some(Database::Server(text.to_owned(), connections));
    }
    let file = text.strip_prefix("sqlite:").unwrap_or(text);
    (!file.contains("://")).then(|| path(file).map(Database::File))?
}

fn mail_server(text: &str) -> Option<MailServer> {
    if let Some(folder) = text.strip_prefix("files:") {
        return path(folder).map(MailServer::Files);
    }
    let known = text.starts_with("smtp://") || text.starts_with("smtps://");
    known.then(|| MailServer::Smtp(text.to_owned()))
}

fn proxies(text: &str) -> Option<TrustedProxies> {
    let addresses = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    addresses
        .map(|part| part.parse::<IpAddr>().ok())
        .collect::<Option<_>>()
        .map(TrustedProxies)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(
            None,
            pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())),
            &[],
        )
    }

    #[test]
    fn without_a_word_everything_stays_on_this_machine() {
        let config = variables(&[("HOME", "/root")]).unwrap();
        assert_eq!(config.origin().as_str(), "http://localhost:8080");
        assert_eq!(
            config.database,
            Database::File("var/keyward/keyward.db".into())
        );
        assert!(!config.is_https());
        let moved = config.listening_at("127.0.0.1:4321".parse().unwrap());
        assert_eq!(moved.origin().as_str(), "http://localhost:4321");
    }

    #[test]
    fn the_command_line_goes_before_variables_and_variables_before_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keyward.toml");
        let text = "listen = \"127.0.0.1:1\"\nlog = \"warn\"\ntrusted_proxies = [\"::1\"]\n\
                    session_idle_seconds = 90\n";
        std::fs::write(&file, text).unwrap();
        let variables = [("KEYWARD_LISTEN".to_owned(), "127.0.0.1:2".to_owned())];
        let said = |line: &[_]| Config::read(Some(&file), variables.clone(), line).unwrap();
        assert_eq!(said(&[]).listen.port(), 2);
        let config = said(&[("listen", "127.0.0.1:3".into())]);
        assert_eq!(config.listen.port(), 3);
        assert_eq!(config.log, "warn");
        assert_eq!(config.limits.session_idle_seconds, 90);
        assert_eq!(config.trusted_proxies.0.len(), 1);
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_it_got_and_what_it_takes() {
        for (name, value) in [
            ("listen", "8080"),
            ("base_url", "http://keyward.example"),
            ("base_url", "https://keyward.example/path"),
            ("trusted_proxies", "proxy"),
            ("session_idle_seconds", "soon"),
            ("elevation_idle_seconds", "0"),
            ("mail_from", "nobody"),
            ("log", "loud"),
        ] {
            let variable = format!("KEYWARD_{}", name.to_uppercase());
            let error = variables(&[(&variable, value)]).unwrap_err().to_string();
            assert!(error.contains(&format!("setting {name} ")), "{error}");
            assert!(
                error.contains(&variable) && error.contains("takes"),
                "{error}"
            );
            assert!(error.contains(&format!("{value:?}")), "{error}");
        }
    }

    #[test]
    fn a_password_in_a_wrong_setting_does_not_show() {
        let error = variables(&[("KEYWARD_DATABASE", "mysql://u:hunter2@h/d")]).unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
        let config = variables(&[("KEYWARD_DATABASE", "postgres://u:hunter2@h/d")]).unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }

    #[test]
    fn the_demo_listens_here_alone_and_never_opens_a_real_schools_database() {
        let demo = |pairs: &[(&str, &str)]| {
            let variables = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
            Config::read_for_demo(None, variables, &[("data_dir", "var/demo".into())])
        };
        let config = demo(&[
            ("KEYWARD_DATABASE", "postgres://keyward@db/keyward"),
            ("KEYWARD_MASTER_KEY_FILE", "/etc/keyward/master.key"),
            ("KEYWARD_MAIL_SERVER", "smtp://mail:25"),
            ("KEYWARD_BASE_URL", "https://keyward.example"),
        ])
        .unwrap();
        assert!(config.demo);
        assert_eq!(
            config.database,
            Database::File("var/demo/keyward.db".into())
        );
        assert_eq!(
            config.mail_server,
            MailServer::Files("var/demo/mailbox".into())
        );
        assert_eq!(config.master_key_file, Path::new("var/demo/master.key"));
        assert_eq!(config.origin().as_str(), "http://localhost:8080");
        for address in ["0.0.0.0:8080", "[::]:8080", "192.168.1.2:80"] {
            let error = demo(&[("KEYWARD_LISTEN", address)])
                .unwrap_err()
                .to_string();
            assert!(error.contains("this machine alone"), "{error}");
        }
        assert!(!variables(&[]).unwrap().demo);
        assert!(variables(&[("KEYWARD_DEMO", "true")]).is_err());
    }

    #[test]
    fn the_documentation_describes_every_setting() {
        let documentation = include_str!("../docs/settings.md");
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let sections: Vec<&str> = documentation.split("\n### ").skip(1).collect();
        for Setting {
            name,
            takes,
            otherwise,
        } in SETTINGS
        {
            let begins = format!("`{name}`\n");
            let section = sections.iter().find(|section| section.starts_with(&begins));
            let section = plain(section.unwrap_or_else(|| panic!("{name} is not described")));
            let said = format!("Takes {takes}. Otherwise {otherwise}.");
            assert!(section.contains(&said), "{said} in {section}");
        }
        assert_eq!(sections.len(), SETTINGS.len());
    }

    #[test]
    fn a_setting_that_does_not_exist_is_refused() {
        let error = variables(&[("KEYWARD_LISTNE", "127.0.0.1:1")])
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("listne") && error.contains("listen"),
            "{error}"
        );
    }

    #[test]
    fn a_server_that_others_reach_must_know_its_name() {
        let error = variables(&[("KEYWARD_LISTEN", "0.0.0.0:8080")])
            .unwrap_err()
            .to_string();
        assert!(error.contains("base_url is missing"), "{error}");
    }
}
