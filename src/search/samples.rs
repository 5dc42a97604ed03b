//! Results that nobody found, for the samples of the page.

use keyward_words::Piece;

use super::found::{ConcernFound, EntryFound, Found, List, PupilFound, Snippet};
use super::key::Key;
use super::shelf::Place;
use crate::concerns::Pupils;
use crate::ids::{CategoryId, ConcernId, PupilId};

fn pieces(before: &str, mark: &str, after: &str) -> Vec<Piece> {
    let piece = |text: &str, is_marked| Piece {
        text: text.into(),
        is_marked,
    };
    vec![piece(before, false), piece(mark, true), piece(after, false)]
}

fn list<T>(shown: T, is_more: bool) -> List<T> {
    List {
        shown: vec![shown],
        count: 1,
        is_more,
        last: is_more.then(|| Place {
            at: 0,
            key: Key::default(),
        }),
    }
}

fn snippets(label: &'static str) -> Vec<Snippet> {
    vec![Snippet {
        label,
        pieces: pieces("A ", "bruise", " on the left arm."),
    }]
}

/// Something of each kind.
pub(super) fn found() -> Found {
    let pupils = Pupils {
        named: vec!["Zoë O’Sullivan".into()],
        others: 1,
    };
    Found {
        categories: vec![(CategoryId("g".into()), "Physical injury".into())],
        pupils: list(
            PupilFound {
                id: PupilId("p".into()),
                name: pieces("", "Bruise", "r, Ann"),
                about: "Year 7, 7B, born 1 May 2014".into(),
                upn: pieces("A", "801", "200005001"),
                snippets: vec![Snippet {
                    label: "Contact",
                    pieces: pieces("Mrs ", "Bruise", "r"),
                }],
            },
            false,
        ),
        concerns: list(
            ConcernFound {
                id: ConcernId("c".into()),
                pupils: pupils.clone(),
                categories: crate::categories::Marks::sample(&["Physical injury"]),
                recorder: "Sam Staff".into(),
                noticed: "today at 10:40".into(),
                recorded: "today at 14:05".into(),
                snippets: snippets("Seen and heard"),
            },
            true,
        ),
        added: list(
            EntryFound {
                concern: ConcernId("c".into()),
                what: "Amendment".into(),
                pupils,
                writer: "Dana Lead".into(),
                written: "today at 15:00".into(),
                snippets: snippets(""),
            },
            false,
        ),
    }
}
