//! The rules of the house that can be seen without running it: who may use whom, what no file
//! holds, and that every file says what it is. `STYLE.md` gives the reasons.

#[path = "tidy/documents.rs"]
mod documents;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// No file of code is longer than this, its tests among it.
const LINES_MAX: usize = 400;
/// The rooms whose own rows (sessions, ceremonies, set-ups, throttles, letters, reminders, drafts, the
/// log itself) are
/// no acts: they alone keep house without an audit entry, and run statements that answer rows.
const KEEP_HOUSE: [&str; 12] = [
    "src/audit/store.rs",
    "src/cx/",
    "src/drafts/act_store.rs",
    "src/drafts/store.rs",
    "src/elevation/",
    "src/mail/store.rs",
    "src/planner/store.rs",
    "src/pupils/import/waiting.rs",
    "src/security_keys/ceremonies.rs",
    "src/security_keys/passkeys/questions.rs",
    "src/sign_in/",
    "src/soft_keys/setup.rs",
];

struct File {
    /// From the repository's root, with slashes.
    path: String,
    text: String,
}

impl File {
    /// The lines that are run in a school: without comments, and without the tests at the end.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.text.find("#[cfg(test)]\nmod tests {");
        let code = &self.text[..tests.unwrap_or(self.text.len())];
        let lines = (1..).zip(code.lines());
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn is_test(&self) -> bool {
        let parts: Vec<&str> = self.path.split('/').collect();
        parts.iter().any(|part| {
            matches!(
                *part,
                "tests" | "tests.rs" | "testing" | "testing.rs" | "fixtures" | "gallery"
            )
        })
    }

    /// The feature folder it stands in.
    fn room(&self) -> Option<&str> {
        let (room, _) = self.path.strip_prefix("src/")?.split_once('/')?;
        Some(room)
    }
}

/// Every file with one of these endings under these folders.
fn files(folders: &[&str], endings: &[&str]) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut waiting: Vec<_> = folders.iter().map(|folder| root.join(folder)).collect();
    let mut files = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if path.is_dir() {
                waiting.push(path);
            } else if ending.is_some_and(|ending| endings.contains(&ending)) {
                let inside = path.strip_prefix(root).expect("inside");
                files.push(File {
                    path: inside.display().to_string(),
                    text: fs::read_to_string(&path).expect("text"),
                });
            }
        }
    }
    assert!(!files.is_empty());
    files
}

fn rust() -> Vec<File> {
    files(&["src", "crates"], &["rs"])
}

/// Lines of code that hold any of these words, as `path:line: text`.
fn lines_with<'a>(files: impl IntoIterator<Item = &'a File>, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in file.code() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    found
}

#[track_caller]
fn nothing(found: &[String], why: &str) {
    assert!(found.is_empty(), "{why}\n{}", found.join("\n"));
}

#[test]
fn no_room_looks_into_anothers_store() {
    for file in &rust() {
        let rooms = file.text.split("crate::").skip(1);
        for used in rooms.filter_map(|rest| rest.split_once("::store").map(|(room, _)| room)) {
            let is_name = used.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            assert!(
                !is_name || file.room() == Some(used),
                "{} uses {used}'s store: go through its mod.rs",
                file.path
            );
        }
    }
    let doors: Vec<File> = rust()
        .into_iter()
        .filter(|file| file.path.ends_with("/mod.rs") && !file.is_test())
        .collect();
    nothing(
        &lines_with(&doors, &["pub mod store", "pub(crate) mod store"]),
        "a store is its room's own",
    );
}

#[test]
fn only_security_keys_speaks_webauthn() {
    let files = rust();
    let others = files
        .iter()
        .filter(|file| file.room() != Some("security_keys"));
    nothing(
        &lines_with(others, &["webauthn_rs"]),
        "only security_keys/ uses webauthn-rs",
    );
}

#[test]
fn only_the_database_crate_names_a_database() {
    let files = rust();
    let others = files
        .iter()
        .filter(|file| !file.path.starts_with("crates/db/"));
    let names = [
        "rusqlite::",
        "postgres::Client",
        "tokio_postgres",
        "sqlite_master",
        "pg_catalog",
    ];
    nothing(
        &lines_with(others, &names),
        "only crates/db knows which database is beneath",
    );
}

#[test]
fn no_room_uses_the_application_but_as_a_type() {
    let files = rust();
    let rooms = files.iter().filter(|file| {
        file.room()
            .is_some_and(|room| !["commands", "testing"].contains(&room))
            && !file.is_test()
    });
    let used = lines_with(rooms, &["crate::app"]);
    let more: Vec<String> = used
        .into_iter()
        .filter(|line| !line.ends_with("use crate::app::App;"))
        .collect();
    nothing(
        &more,
        "app.rs uses every room; a room uses the type App alone",
    );
}

#[test]
fn the_crates_know_nothing_of_schools() {
    for file in files(&["crates"], &["toml"]) {
        assert!(
            !file.text.contains("path = \"../..\""),
            "{} uses the application",
            file.path
        );
    }
}

#[test]
fn nothing_is_allowed_only_expected() {
    let files = files(&["src", "crates", "tests"], &["rs"]);
    let others = files.iter().filter(|file| file.path != "tests/tidy.rs");
    nothing(
        &lines_with(others, &["#[allow(", "#![allow("]),
        "#[expect(…, reason = \"…\")] says why, and says when it is no longer needed",
    );
}

#[test]
fn nothing_unwraps_but_tests() {
    let files = rust();
    let code = files.iter().filter(|file| !file.is_test());
    nothing(
        &lines_with(
            code,
            &[
                ".unwrap()",
                ".unwrap_err()",
                "todo!(",
                "dbg!(",
                "unimplemented!(",
            ],
        ),
        "what can fail says so to the person",
    );
}

#[test]
fn no_file_holds_a_second_subject() {
    for file in &rust() {
        let lines = file.text.lines().count();
        assert!(
            lines <= LINES_MAX,
            "{} has {lines} lines: give a subject its own file",
            file.path
        );
    }
}

#[test]
fn every_file_says_what_it_is() {
    let files = files(&["src", "crates", "tests"], &["rs"]);
    let silent = files.iter().filter(|file| !file.text.starts_with("//!"));
    let silent: Vec<String> = silent.map(|file| file.path.clone()).collect();
    nothing(&silent, "a file opens with what it is: //! …");
}

#[test]
fn only_the_houses_own_rows_are_kept_without_an_entry() {
    let files = rust();
    let others = files.iter().filter(|file| {
        let is_house = KEEP_HOUSE.iter().any(|place| file.path.starts_with(place));
        file.path.starts_with("src/") && !is_house && !file.is_test()
    });
    nothing(
        &lines_with(others, &["keep_house(", " RETURNING "]),
        "an act runs through tx.execute, which asks for an audit entry",
    );
}

#[test]
fn every_template_stands_beside_the_code_that_fills_it() {
    let (templates, code) = (files(&["src"], &["html"]), files(&["src"], &["rs"]));
    for template in &templates {
        let name = template.path.trim_start_matches("src/");
        let folder = template
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let mut users = code
            .iter()
            .filter(|file| file.text.contains(&format!("path = \"{name}\"")))
            .peekable();
        if users.peek().is_some() {
            let is_beside = |file: &File| {
                file.path
                    .rsplit_once('/')
                    .is_some_and(|(place, _)| place == folder)
            };
            assert!(users.all(is_beside), "{name} is filled from another folder");
        } else {
            let quoted = format!("\"{name}\"");
            let is_used = templates.iter().any(|other| other.text.contains(&quoted));
            assert!(is_used, "{name} is used by nobody");
        }
    }
}

#[test]
fn a_template_never_trusts_what_somebody_typed() {
    for template in files(&["src"], &["html"]) {
        let lower = template.text.to_lowercase();
        for wrong in [
            "|safe",
            "| safe",
            "escape none",
            " style=\"",
            "<style",
            " onclick=",
            "javascript:",
        ] {
            assert!(!lower.contains(wrong), "{} holds {wrong}", template.path);
        }
    }
}

#[test]
fn nothing_hinders_pasting() {
    for file in files(&["src", "web/js"], &["html", "js"]) {
        let hinders = file.text.to_lowercase().contains("paste");
        assert!(!hinders, "{} has to do with pasting", file.path);
    }
}

#[test]
fn the_features_are_read_in_one_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let app = fs::read_to_string(root.join("src/app.rs")).expect("app.rs");
    let listed: BTreeSet<&str> = app
        .split("crate::")
        .filter_map(|rest| rest.split_once("::feature()").map(|(room, _)| room))
        .collect();
    for file in rust()
        .iter()
        .filter(|file| file.text.contains("pub fn feature() -> Feature"))
    {
        let room = file.room().expect("a room");
        assert!(listed.contains(room), "{room} is not in app.rs's list");
    }
}
