//! A migrated file, kept in memory and written out for each test.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use tempfile::TempDir;

use super::{Home, Step, aside, migrate};
use crate::migrate::fingerprint;
use crate::{Migration, Settings, Sql};

static TEMPLATES: Mutex<Option<HashMap<String, Vec<u8>>>> = Mutex::new(None);

pub(super) fn make(migrations: &[Migration]) -> (Settings, Home) {
    let home = directory();
    let path = home.path().join("keyward.db");
    let mut templates = TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
    let bytes = templates
        .get_or_insert_default()
        .entry(fingerprint(migrations))
        .or_insert_with(|| migrated(migrations));
    fs::write(&path, bytes).expect("a temporary file");
    (Settings::Sqlite { path }, Home::Directory { _kept: home })
}

/// A directory for one file: in the one that `KEYWARD_TEST_SQLITE` names, where it is set.
fn directory() -> TempDir {
    let made = match std::env::var_os("KEYWARD_TEST_SQLITE") {
        Some(within) => TempDir::new_in(within),
        None => TempDir::new(),
    };
    made.expect("a temporary directory")
}

/// The content of a migrated file; its log goes into it as it is closed.
fn migrated(migrations: &[Migration]) -> Vec<u8> {
    let home = directory();
    let path = home.path().join("template.db");
    let settings = Settings::Sqlite { path: path.clone() };
    aside(|| migrate(&settings, migrations)).expect("the migrations run");
    fs::read(path).expect("the migrated file")
}

/// How SQLite finds the rows of a statement (sqlite.org/eqp.html).
pub(super) fn plan(path: &Path, sql: Sql) -> Vec<Step> {
    let connection = Connection::open(path).expect("the file opens");
    let explained = format!("EXPLAIN QUERY PLAN {}", sql.sqlite());
    let mut plan = connection.prepare(&explained).expect("it prepares");
    let nothing = vec![rusqlite::types::Null; plan.parameter_count()];
    let lines = plan.query_map(rusqlite::params_from_iter(nothing), |row| row.get(3));
    let lines: Vec<String> = lines
        .expect("it is explained")
        .collect::<Result<_, _>>()
        .expect("a line of words");
    let made = |name: &str| {
        let is_it = |line: &String| {
            let mut words = line.split(' ');
            matches!(words.next(), Some("CO-ROUTINE" | "MATERIALIZE")) && words.next() == Some(name)
        };
        lines.iter().any(is_it)
    };
    let steps = lines.iter().filter_map(|line| {
        let mut words = line.split(' ');
        let _how = words
            .next()
            .filter(|how| matches!(*how, "SCAN" | "SEARCH"))?;
        let name = words.next()?;
        let table = table_called(sql.sqlite(), name);
        (table != name || !made(name)).then(|| Step {
            table: table.to_owned(),
            how: line.clone(),
        })
    });
    steps.collect()
}

/// The table that a statement calls so.
fn table_called<'t>(text: &'t str, name: &'t str) -> &'t str {
    let words: Vec<&str> = text
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let named = words.windows(3).find_map(|of| match of {
        [table, "AS", alias] if *alias == name => Some(*table),
        _ => None,
    });
    named.unwrap_or(name)
}
