//! The table of settings: what each is called, what it takes, and what it is otherwise.

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
pub const SETTINGS: [Setting; 21] = [
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
        "document_bytes_max",
        "a whole number of bytes from 1000 to 50000000",
        "20000000",
    ),
    setting("documents_max", "a whole number from 1 to 100", "20"),
    setting(
        "documents_bytes_max",
        "a whole number of bytes from 1000 to 1000000000",
        "100000000",
    ),
    setting(
        "password_hashes_at_once",
        "a whole number from 1 to 64",
        "2",
    ),
    setting("search_index", "on or off", "on"),
    setting(
        "search_memory_mebibytes",
        "a whole number from 1 to 65536",
        "1024",
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
pub(super) const NO_SETTINGS: [&str; 4] = [
    "KEYWARD_CONFIG",
    "KEYWARD_TEST_POSTGRES",
    "KEYWARD_TEST_SQLITE",
    "KEYWARD_SCREENSHOTS",
];
