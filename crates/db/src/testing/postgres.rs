//! Databases on the server that the tests were given.

use std::hash::{BuildHasher, RandomState};

use postgres::{Client, NoTls};

use super::{Home, aside, migrate};
use crate::migrate::fingerprint;
use crate::{Migration, Settings};

const SERVER: &str = "KEYWARD_TEST_POSTGRES";
const CONNECTIONS: usize = 4;

pub(super) fn make(migrations: &[Migration]) -> (Settings, Home) {
    let url = server();
    let name = format!("keyward_test_{}", random());
    aside(|| {
        let mut admin = admin(&url);
        let template = template(&mut admin, &url, migrations);
        run(
            &mut admin,
            &format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"),
        );
    });
    let settings = Settings::Postgres {
        url: with_database(&url, &name),
        connections: CONNECTIONS,
    };
    (settings, Home::Server { name })
}

pub(super) fn unmake(name: &str) {
    aside(|| {
        // What cannot be removed goes away with the server.
        if let Ok(mut admin) = Client::connect(&server(), NoTls) {
            drop(admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        }
    });
}

/// The migrated original's name; whoever comes first makes it.
fn template(admin: &mut Client, url: &str, migrations: &[Migration]) -> String {
    let name = format!("keyward_template_{}", fingerprint(migrations));
    run(admin, "SELECT pg_advisory_lock(4849324)");
    let there = admin
        .query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name])
        .expect("the test server answers");
    if there.is_none() {
        let draft = format!("keyward_draft_{}", random());
        run(admin, &format!("CREATE DATABASE {draft}"));
        let settings = Settings::Postgres {
            url: with_database(url, &draft),
            connections: 1,
        };
        let migrated = migrate(&settings, migrations);
        if migrated.is_err() {
            run(admin, &format!("DROP DATABASE {draft} WITH (FORCE)"));
        }
        migrated.expect("the migrations run");
        run(admin, &format!("ALTER DATABASE {draft} RENAME TO {name}"));
    }
    run(admin, "SELECT pg_advisory_unlock(4849324)");
    name
}

fn server() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| {
        panic!(
            "{SERVER} is not set: run the tests with `make test`, which starts a private \
             PostgreSQL"
        )
    })
}

fn admin(url: &str) -> Client {
    Client::connect(url, NoTls).expect("the test server is reached")
}

fn run(admin: &mut Client, text: &str) {
    admin.batch_execute(text).expect("the test server does it");
}

fn random() -> String {
    format!("{:016x}", RandomState::new().hash_one(std::process::id()))
}

/// The same address with another database.
fn with_database(url: &str, name: &str) -> String {
    let (address, options) = url.split_once('?').unwrap_or((url, ""));
    let (scheme, rest) = address.split_once("://").expect("an address with a scheme");
    let server = rest.split('/').next().unwrap_or(rest);
    format!("{scheme}://{server}/{name}?{options}")
}
