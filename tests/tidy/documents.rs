//! What the documents promise stands in the sources: every requirement is answered, and every test
//! that is named exists where it is said to be.

use std::fs;
use std::path::Path;

use super::{File, files};

/// The requirements of OWASP ASVS 5.0.0, V6 to V8: each section with the levels of its
/// requirements, in order.
const REQUIREMENTS: [(&str, &str); 22] = [
    ("5.1", "2"),
    ("5.2", "112333"),
    ("5.3", "113"),
    ("5.4", "222"),
    ("6.1", "122"),
    ("6.2", "111111112222"),
    ("6.3", "11223333"),
    ("6.4", "112233"),
    ("6.5", "22222333"),
    ("6.6", "2223"),
    ("6.7", "33"),
    ("6.8", "2222"),
    ("7.1", "222"),
    ("7.2", "1111"),
    ("7.3", "22"),
    ("7.4", "11222"),
    ("7.5", "223"),
    ("7.6", "22"),
    ("8.1", "1233"),
    ("8.2", "1123"),
    ("8.3", "133"),
    ("8.4", "23"),
];
const STATUSES: [&str; 3] = ["**met**", "**not applicable**", "**not yet**"];

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).expect("a document")
}

/// The cells of each line of a document's tables.
fn rows(document: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = document.lines().filter(|line| line.starts_with('|'));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
}

/// The tests that a text names: what stands in backticks and has a path before it.
fn cited(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_:".contains(c);
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(move |name| name.contains("::") && name.chars().all(is_name))
}

/// Whether this file holds the function of this path, whose parts name folders and the file.
fn holds(file: &File, path: &str) -> bool {
    let (place, name) = path.rsplit_once("::").expect("a path");
    let parts: Vec<&str> = file.path.trim_end_matches(".rs").split('/').collect();
    let stands = |part: &str| parts.contains(&part) || part == "tests";
    place.split("::").all(stands) && file.text.contains(&format!("fn {name}("))
}

#[test]
fn every_requirement_of_the_standard_is_answered_once() {
    let asvs = document("docs/asvs.md");
    let is_number = |cell: &str| cell.chars().all(|c| c.is_ascii_digit() || c == '.');
    let answers = rows(&asvs).filter(|row| row.len() == 5 && is_number(row[0]));
    let mut answered = Vec::new();
    for row in answers {
        let [number, level, _, status, why] = row[..] else {
            continue;
        };
        answered.push(format!("{number} {level}"));
        assert!(STATUSES.contains(&status), "{number}: {status}");
        assert!(!why.is_empty(), "{number} says nothing");
        let is_shown = cited(why).next().is_some() || why.contains("](#");
        assert!(
            status != STATUSES[0] || is_shown,
            "{number} is met by what?"
        );
    }
    let wanted = REQUIREMENTS.iter().flat_map(|(section, levels)| {
        (1..)
            .zip(levels.chars())
            .map(move |(number, level)| format!("{section}.{number} {level}"))
    });
    assert_eq!(answered, wanted.collect::<Vec<_>>());
}

#[test]
fn every_test_that_a_document_names_exists() {
    let sources = files(&["src", "crates", "tests"], &["rs"]);
    let (asvs, security) = (document("docs/asvs.md"), document("SECURITY.md"));
    let tables: Vec<&str> = rows(&security).flatten().collect();
    let mut named = 0;
    for path in cited(&asvs).chain(tables.iter().flat_map(|cell| cited(cell))) {
        let exists = sources.iter().any(|file| holds(file, path));
        assert!(exists, "no test {path}");
        named += 1;
    }
    assert!(named > 0, "the documents name tests");
}

#[test]
fn every_section_that_an_answer_leads_to_is_there() {
    let asvs = document("docs/asvs.md");
    let headings: Vec<String> = asvs
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .map(|heading| heading.to_lowercase().replace(' ', "-"))
        .collect();
    for link in asvs.split("](#").skip(1) {
        let (to, _) = link.split_once(')').expect("a link");
        assert!(headings.iter().any(|heading| heading == to), "no {to}");
    }
}
