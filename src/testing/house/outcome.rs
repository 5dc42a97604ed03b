//! What became of a concern is told through the rule that says who sees it, in every statement of
//! every room.

use std::collections::BTreeSet;

use super::beside::reads;
use crate::app::features;
use crate::categories::marks;
use crate::concerns::{in_files, kept_from, outcome_is_seen, readable};

/// Where it is kept what became of a concern.
const TABLES: [&str; 5] = [
    "case_standing",
    "follow_up",
    "reading",
    "action",
    "passing_on",
];

/// The ways to ask. Whoever reads a concern through a file is not kept from it.
const RULES: [&str; 4] = [
    outcome_is_seen!(),
    concat!("AND ", in_files!()),
    concat!("CASE WHEN ", kept_from!(), " THEN ''"),
    concat!("CASE WHEN ", in_files!(), " THEN standing.significance"),
];

/// The statements that tell nothing of it to a reader, and why.
const OTHERS: [(&str, &str); 21] = [
    ("alerts::clock::DUE", "the clock"),
    ("alerts::clock::STEPS", "the clock"),
    ("alerts::clock::TIME", "the clock"),
    ("alerts::store::TAKEN_BY", "asked by whoever acts on it"),
    ("casework::past::FIRST_OPEN", "asked by whoever acts on it"),
    (
        "casework::results::GAVE",
        "asked by whoever ends what they were given",
    ),
    ("casework::results::GIVEN_TO", "to whom a letter goes"),
    ("casework::results::TOLD", "to whom a letter goes"),
    ("casework::store::ACTIONS", "asked by whoever sees the case"),
    ("casework::store::MADE", "what the actor sent before"),
    ("casework::write::BEGINS", "asked by whoever acts on it"),
    ("casework::write::BEGUN", "asked by whoever acts on it"),
    (
        "concerns::lists::UNREAD",
        "those that another wrote, which nothing keeps",
    ),
    (
        "casework::involved::BARRED",
        "asked about a case that the actor acts on",
    ),
    (
        "casework::involved::WORKS",
        "asked about a case that the actor acts on",
    ),
    ("inbox::store::RECORDED", "a place in the list"),
    ("planner::store::DUE_TO", "asked again for each of them"),
    ("search::store::COUNTS", "the index, which is asked again"),
    (
        "search::store::FOLLOW_UPS",
        "the index, which is asked again",
    ),
    ("search::store::MOVED", "the index, which is asked again"),
    ("search::store::RECENT", "the index, which is asked again"),
];

#[test]
fn every_statement_that_tells_what_became_of_a_concern_asks_whether_it_is_seen() {
    let others: BTreeSet<&str> = OTHERS.iter().map(|(name, _)| *name).collect();
    let mut left = others.clone();
    let (mut asked, mut missing) = (0, Vec::new());
    for sql in features().into_iter().flat_map(|f| f.statements) {
        let name = sql.name().trim_start_matches("keyward::");
        // What the rule of readers itself and the categories ask is not asked of the rest.
        let text = sql
            .postgres()
            .replace(readable!(), "")
            .replace(marks!(), "");
        if TABLES.iter().all(|table| reads(&text, table) == 0) {
            continue;
        }
        if others.contains(name) {
            left.remove(name);
        } else if RULES.iter().any(|rule| text.contains(rule)) {
            asked += 1;
        } else {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "ask outcome_is_seen!: {missing:#?}");
    assert!(left.is_empty(), "these tell nothing of it: {left:?}");
    assert!(asked > 20, "{asked}");
}
