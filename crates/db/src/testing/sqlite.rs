//! A migrated file, kept in memory and written out for each test.

use std::collections::HashMap;
use std::fs;
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;

use super::{Home, aside, migrate};
use crate::migrate::fingerprint;
use crate::{Migration, Settings};

static TEMPLATES: Mutex<Option<HashMap<String, Vec<u8>>>> = Mutex::new(None);

pub(super) fn make(migrations: &[Migration]) -> (Settings, Home) {
    let home = TempDir::new().expect("a temporary directory");
    let path = home.path().join("keyward.db");
    let mut templates = TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
    let bytes = templates
        .get_or_insert_default()
        .entry(fingerprint(migrations))
        .or_insert_with(|| migrated(migrations));
    fs::write(&path, bytes).expect("a temporary file");
    (Settings::Sqlite { path }, Home::Directory { _kept: home })
}

/// The content of a migrated file; its log goes into it as it is closed.
fn migrated(migrations: &[Migration]) -> Vec<u8> {
    let home = TempDir::new().expect("a temporary directory");
    let path = home.path().join("template.db");
    let settings = Settings::Sqlite { path: path.clone() };
    aside(|| migrate(&settings, migrations)).expect("the migrations run");
    fs::read(path).expect("the migrated file")
}
