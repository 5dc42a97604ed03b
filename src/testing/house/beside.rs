//! What was added beside a concern is read through the rule that says who sees it, in every
//! statement of every room.

use std::collections::BTreeSet;

use crate::app::features;
use crate::concerns::beside_is_seen;

/// What stands beside a concern, and the rule as a statement that reads it holds it.
const BESIDE: [(&str, &str); 3] = [
    ("amendment", beside_is_seen!("amendment.writer_id")),
    ("body_mark", beside_is_seen!("body_mark.writer_id")),
    (
        "concern_document",
        beside_is_seen!("concern_document.added_by"),
    ),
];

/// The statements that show nothing of it to anybody, and why.
const OTHERS: [(&str, &str); 10] = [
    ("body_map::store::LAST_NUMBER", "where the next mark stands"),
    ("body_map::store::MADE", "what the actor sent before"),
    ("concerns::store::HAS_AMENDED", "what the actor sent before"),
    ("concerns::pace::ADDED", "how often the actor adds"),
    (
        "documents::store::LET_GO_CONTENT",
        "that it goes with nothing",
    ),
    ("documents::store::LET_GO", "that it goes with nothing"),
    (
        "search::store::AMENDMENTS",
        "the index, which is asked again",
    ),
    ("search::store::MARKS", "the index, which is asked again"),
    ("search::store::RECENT", "the index, which is asked again"),
    ("search::store::COUNTS", "the index, which is asked again"),
];

/// How often a statement reads a table.
pub(super) fn reads(text: &str, table: &str) -> usize {
    let words: Vec<&str> = text.split_whitespace().collect();
    let reads = |pair: &&[&str]| {
        let named = pair[1].trim_matches(|c| ['(', ')', ','].contains(&c));
        ["FROM", "JOIN"].contains(&pair[0]) && named == table
    };
    words.windows(2).filter(reads).count()
}

#[test]
fn every_statement_that_reads_what_was_added_beside_a_concern_asks_whether_it_is_seen() {
    let others: BTreeSet<&str> = OTHERS.iter().map(|(name, _)| *name).collect();
    let mut left = others.clone();
    let mut asked = 0;
    for sql in features().into_iter().flat_map(|f| f.statements) {
        let name = sql.name().trim_start_matches("keyward::");
        for (table, rule) in BESIDE {
            let read = reads(sql.postgres(), table);
            if read == 0 {
                continue;
            }
            if others.contains(name) {
                left.remove(name);
                continue;
            }
            let held = sql.postgres().matches(rule).count();
            assert_eq!(held, read, "{name} reads {table}: ask beside_is_seen!");
            asked += 1;
        }
    }
    assert!(left.is_empty(), "these read nothing of it: {left:?}");
    assert!(asked > 7, "{asked}");
}
