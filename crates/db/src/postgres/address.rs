//! The server's address: `postgres://user:password@host:port/database?sslmode=require`.
//!
//! Nothing of it is ever quoted in an error, for it holds a password.

use std::path::PathBuf;

use postgres::Config;
use postgres::config::Host;

use crate::Error;

/// An address, read.
#[derive(Debug)]
pub(super) struct Address {
    pub config: Config,
    pub tls: Tls,
}

/// How the connection is protected on its way.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tls {
    /// It is not: the server is on this machine, or `sslmode=disable` says so.
    Off,
    /// TLS, with the certificate verified against the public roots.
    PublicRoots,
    /// TLS, with the certificate verified against the roots in this file (`sslrootcert`).
    RootsFrom(PathBuf),
}

impl Address {
    pub fn read(url: &str) -> Result<Address, Error> {
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(unreadable("it has to begin with postgres://"));
        }
        // A password may hold a question mark.
        let host = url.rfind('@').unwrap_or(0);
        let query = url[host..].find('?').map_or(url.len(), |at| host + at);
        let (before, options) = (&url[..query], url[query..].trim_start_matches('?'));
        let mut mode = None;
        let mut roots = None;
        let mut others = Vec::new();
        for option in options.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value),
                Some(("sslrootcert", file)) => roots = Some(PathBuf::from(file)),
                Some(_) | None => others.push(option),
            }
        }
        let config: Config = format!("{before}?{}", others.join("&")).parse().map_err(|_| {
            unreadable(
                "special characters in the name or password are written as %40 for @, %2F for / \
                 and so on",
            )
        })?;
        let protected = match mode {
            Some("disable") => false,
            Some("require" | "verify-ca" | "verify-full") => true,
            None => !is_here(&config),
            Some(_) => return Err(unreadable("sslmode is either require or disable")),
        };
        let tls = match (protected, roots) {
            (false, _) => Tls::Off,
            (true, None) => Tls::PublicRoots,
            (true, Some(file)) => Tls::RootsFrom(file),
        };
        Ok(Address { config, tls })
    }
}

/// Whether the server is on this machine.
fn is_here(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            let address = name.trim_start_matches('[').trim_end_matches(']').parse();
            name == "localhost" || address.is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    })
}

fn unreadable(hint: &str) -> Error {
    Error::Setup(format!(
        "the address of the PostgreSQL server cannot be read: {hint}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tls(url: &str) -> Tls {
        Address::read(url).expect("a readable address").tls
    }

    #[test]
    fn a_server_elsewhere_is_reached_with_tls_unless_the_address_says_otherwise() {
        assert_eq!(tls("postgres://kw@db.example/kw"), Tls::PublicRoots);
        assert_eq!(
            tls("postgres://kw@db.example/kw?sslmode=verify-full"),
            Tls::PublicRoots
        );
        assert_eq!(tls("postgres://kw@db.example/kw?sslmode=disable"), Tls::Off);
        assert_eq!(
            tls("postgres://kw@db.example/kw?sslrootcert=/etc/ca.pem&sslmode=require"),
            Tls::RootsFrom("/etc/ca.pem".into())
        );
    }

    #[test]
    fn a_server_here_is_reached_without_tls_unless_the_address_asks_for_it() {
        assert_eq!(tls("postgres://kw@localhost/kw"), Tls::Off);
        assert_eq!(tls("postgres://kw@127.0.0.1:5433/kw"), Tls::Off);
        assert_eq!(tls("postgres://kw@[::1]/kw"), Tls::Off);
        assert_eq!(tls("postgresql://%2Frun%2Fpostgresql/kw"), Tls::Off);
        assert_eq!(
            tls("postgres://kw@localhost/kw?sslmode=require"),
            Tls::PublicRoots
        );
    }

    #[test]
    fn other_options_reach_the_driver() {
        let url = "postgres://kw:wh?t@h/kw?sslmode=disable&application_name=one";
        let Address { config, tls } = Address::read(url).expect("a readable address");
        assert_eq!(config.get_application_name(), Some("one"));
        assert_eq!(config.get_password(), Some(&b"wh?t"[..]));
        assert_eq!(tls, Tls::Off);
    }

    #[test]
    fn an_unreadable_address_is_told_without_its_password() {
        for url in [
            "postgres://kw:geheim@host/kw?nonsense=1",
            "postgres://kw:geheim@host:port/kw",
            "postgres://kw:geheim@host/kw?sslmode=prefer",
            "mysql://kw:geheim@host/kw",
        ] {
            match Address::read(url) {
                Err(Error::Setup(words)) => assert!(!words.contains("geheim"), "{words}"),
                other => panic!("{other:?}"),
            }
        }
    }
}
