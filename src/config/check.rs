//! From what was said to settings that can be used: each is read, and refused if it does not fit.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use keyward_web::{Origin, TrustedProxies};

use super::said::Said;
use super::table::SETTINGS;
use super::{Config, ConfigError, Database, DocumentLimits, Limits, MailServer, Searching, local};

impl Said {
    /// Every setting, checked.
    pub(super) fn config(&self) -> Result<Config, ConfigError> {
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
            documents: DocumentLimits {
                document_bytes_max: self.count(
                    "document_bytes_max",
                    20_000_000,
                    1_000,
                    50_000_000,
                )?,
                documents_max: self.count("documents_max", 20, 1, 100)?,
                documents_bytes_max: self.count(
                    "documents_bytes_max",
                    100_000_000,
                    1_000,
                    1_000_000_000,
                )?,
            },
            password_hashes_at_once: usize::try_from(self.number(
                "password_hashes_at_once",
                2,
                1,
                64,
            )?)
            .unwrap_or(2),
            search: Searching {
                is_on: self.get("search_index", true, |text| match text {
                    "on" => Some(true),
                    "off" => Some(false),
                    _ => None,
                })?,
                bytes_max: usize::try_from(self.number(
                    "search_memory_mebibytes",
                    1_024,
                    1,
                    65_536,
                )?)
                .unwrap_or(1_024)
                .saturating_mul(1 << 20),
            },
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
