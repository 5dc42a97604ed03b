//! What was found, as a page shows it.

use keyward_words::Piece;

use super::shelf::Place;
use crate::concerns::Pupils;
use crate::ids::{CategoryId, ConcernId, PupilId};

/// Results of one kind: those that are shown, and how many there are, as far as they were counted.
#[derive(Clone, Debug)]
pub(super) struct List<T> {
    pub shown: Vec<T>,
    /// How many; of concerns and additions no more than are shown, so that no more are opened.
    pub count: usize,
    /// Whether there are more than were counted.
    pub is_more: bool,
    /// After which the next page goes on, where it does.
    pub last: Option<Place>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self {
            shown: Vec::new(),
            count: 0,
            is_more: false,
            last: None,
        }
    }
}

impl<T> List<T> {
    /// `3 concerns`, `1 concern`, `10 or more concerns`.
    pub fn count_words(&self, one: &str, many: &str) -> String {
        match (self.is_more, self.count) {
            (true, count) => format!("{count} or more {many}"),
            (false, 1) => format!("1 {one}"),
            (false, count) => format!("{count} {many}"),
        }
    }

    /// Whether some of those that were counted are not shown.
    pub fn is_cut(&self) -> bool {
        self.is_more || self.count > self.shown.len()
    }
}

/// A pupil whose file may be read.
#[derive(Clone, Debug)]
pub(super) struct PupilFound {
    pub id: PupilId,
    pub name: Vec<Piece>,
    pub about: String,
    pub upn: Vec<Piece>,
    /// What is known around them that holds what was looked for.
    pub snippets: Vec<Snippet>,
}

/// A concern that may be read.
#[derive(Clone, Debug)]
pub(super) struct ConcernFound {
    pub id: ConcernId,
    pub pupils: Pupils,
    pub categories: crate::categories::Marks,
    pub recorder: String,
    pub noticed: String,
    pub recorded: String,
    pub snippets: Vec<Snippet>,
}

/// An amendment, or something that was done about a concern.
#[derive(Clone, Debug)]
pub(super) struct EntryFound {
    pub concern: ConcernId,
    /// What it is: `Amendment`, `Action done`.
    pub what: String,
    pub pupils: Pupils,
    pub writer: String,
    pub written: String,
    pub snippets: Vec<Snippet>,
}

/// Some words around what was looked for.
#[derive(Clone, Debug)]
pub(super) struct Snippet {
    /// Which field; empty, where there is only one.
    pub label: &'static str,
    pub pieces: Vec<Piece>,
}

/// Everything that was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The categories that are called so, for whoever has an inbox to see their concerns in.
    pub categories: Vec<(CategoryId, String)>,
    pub pupils: List<PupilFound>,
    pub concerns: List<ConcernFound>,
    pub added: List<EntryFound>,
}

impl Found {
    /// How many results there are, for somebody who listens: `2 pupils and 3 concerns found`.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        if self.pupils.count > 0 {
            parts.push(self.pupils.count_words("pupil", "pupils"));
        }
        if self.concerns.count > 0 {
            parts.push(self.concerns.count_words("concern", "concerns"));
        }
        if self.added.count > 0 {
            let words = self.added.count_words("addition", "additions");
            parts.push(format!("{words} to concerns"));
        }
        match parts.split_last() {
            None => String::new(),
            Some((last, [])) => format!("{last} found"),
            Some((last, first)) => format!("{} and {last} found", first.join(", ")),
        }
    }
}

/// A kind of follow-up in words: `action_done` is `Action done`. Two are called otherwise than they are
/// kept, for a contact is somebody in a file, and a note is one on the case.
pub(super) fn kind_words(kind: &str) -> String {
    let words = match kind {
        "contact" => "contact made".to_owned(),
        "note" => "message".to_owned(),
        kind => kind.replace(['_', '-'], " "),
    };
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Follow-up".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list<T>(count: usize, is_more: bool) -> List<T> {
        List {
            count,
            is_more,
            ..List::default()
        }
    }

    #[test]
    fn what_was_found_is_said_in_a_sentence() {
        let found = |pupils, concerns, added| Found {
            categories: Vec::new(),
            pupils: list(pupils, false),
            concerns: list(concerns, concerns == 10),
            added: list(added, false),
        };
        assert_eq!(found(0, 0, 0).words(), "");
        assert_eq!(found(1, 0, 0).words(), "1 pupil found");
        assert_eq!(
            found(2, 10, 1).words(),
            "2 pupils, 10 or more concerns and 1 addition to concerns found"
        );
    }

    #[test]
    fn a_kind_of_follow_up_is_said_in_words() {
        assert_eq!(kind_words("action_done"), "Action done");
        assert_eq!(kind_words("contact"), "Contact made");
        assert_eq!(kind_words("note"), "Message");
        assert_eq!(kind_words("case_note"), "Case note");
        assert_eq!(kind_words(""), "Follow-up");
    }
}
