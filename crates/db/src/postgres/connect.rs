//! Calling the server.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use postgres::config::SslMode;
use postgres::{Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{Address, Tls};
use super::error::connecting;
use super::session::Session;
use crate::Error;

const CONNECT_WAIT: Duration = Duration::from_secs(3);
const SILENCE_MAX: Duration = Duration::from_secs(20);
/// After a call that failed, the next ones within this time fail at once.
const REST_AFTER_FAILURE: Duration = Duration::from_millis(500);

/// Calls the server for all workers.
pub(super) struct Connector {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    failed: Mutex<Option<(Instant, Error)>>,
    turn: Mutex<()>,
}

impl Connector {
    pub fn new(url: &str) -> Result<Connector, Error> {
        let Address { mut config, tls } = Address::read(url)?;
        let tls = match tls {
            Tls::Off => None,
            Tls::PublicRoots => Some(verified(public_roots())?),
            Tls::RootsFrom(file) => Some(verified(roots_from(&file)?)?),
        };
        config.ssl_mode(if tls.is_some() {
            SslMode::Require
        } else {
            SslMode::Disable
        });
        if config.get_application_name().is_none() {
            config.application_name("keyward");
        }
        config
            .connect_timeout(CONNECT_WAIT)
            .tcp_user_timeout(SILENCE_MAX)
            .keepalives_idle(SILENCE_MAX)
            .notice_callback(|_| {});
        Ok(Connector {
            config,
            tls,
            failed: Mutex::default(),
            turn: Mutex::default(),
        })
    }

    /// A new connection.
    pub fn connect(&self) -> Result<Session, Error> {
        if let Some((when, error)) = &*lock(&self.failed)
            && when.elapsed() < REST_AFTER_FAILURE
        {
            return Err(error.clone());
        }
        let client = match &self.tls {
            None => self.config.connect(NoTls),
            Some(tls) => self.config.connect(tls.clone()),
        };
        let session = client
            .map_err(|error| connecting(&error))
            .and_then(Session::new);
        let failed = session
            .as_ref()
            .err()
            .map(|error| (Instant::now(), error.clone()));
        *lock(&self.failed) = failed;
        session
    }

    /// Held by work that has met other changes again and again, so that such work at least does
    /// not meet its like.
    pub fn turn(&self) -> MutexGuard<'_, ()> {
        lock(&self.turn)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn public_roots() -> RootCertStore {
    webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()
}

fn roots_from(file: &std::path::Path) -> Result<RootCertStore, Error> {
    let unusable = |why: String| {
        Error::Setup(format!(
            "the certificates in {} cannot be used: {why}",
            file.display()
        ))
    };
    let mut roots = RootCertStore::empty();
    for certificate in
        CertificateDer::pem_file_iter(file).map_err(|error| unusable(error.to_string()))?
    {
        let certificate = certificate.map_err(|error| unusable(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| unusable(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(unusable("there is none in the file".into()));
    }
    Ok(roots)
}

fn verified(roots: RootCertStore) -> Result<MakeRustlsConnect, Error> {
    let config =
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::Bug(format!("TLS: {error}")))?
            .with_root_certificates(roots)
            .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
