//! What somebody looks for.

use std::ops::Range;

use crate::each_word;

/// No query has more parts.
const PARTS_MAX: usize = 8;
/// A word of so many letters is the beginning of a word, wherever it stands.
const BEGINNING_LETTERS_MIN: usize = 4;
/// The last word is a beginning from so many letters on, for somebody may still be typing it.
const TYPED_LETTERS_MIN: usize = 2;

/// One thing that has to be there.
#[derive(Clone, PartialEq, Eq)]
pub enum Part {
    /// A word that begins so.
    Begins(String),
    /// This word.
    Whole(String),
    /// These words, one after the other.
    Phrase(Vec<String>),
}

/// What somebody looks for: parts that all have to be there. Where they typed quotes, these words
/// exactly; otherwise words from their beginnings.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<Part>);

impl Query {
    /// The query that somebody typed.
    pub fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let pieces: Vec<&str> = text.split(is_quote).collect();
        for (at, piece) in pieces.iter().enumerate() {
            let is_last = at + 1 == pieces.len();
            // A quote that was opened and is not closed yet is none.
            if at % 2 == 1 && !is_last {
                parts.extend(exactly(piece));
            } else {
                parts.extend(loosely(piece, is_last));
            }
        }
        let mut seen = Vec::new();
        for part in parts {
            if !seen.contains(&part) && seen.len() < PARTS_MAX {
                seen.push(part);
            }
        }
        Self(seen)
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What has to be there.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// Where a text holds any part, in order, in bytes; nothing overlaps.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let mut marks: Vec<Range<usize>> = Vec::new();
        let words = words(text);
        for part in &self.0 {
            marks.extend(part.places(&words));
        }
        marks.sort_by_key(|mark| (mark.start, mark.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for mark in marks {
            match apart.last_mut() {
                Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
                _ => apart.push(mark),
            }
        }
        apart
    }
}

impl Part {
    /// Whether a text holds it.
    pub fn is_in(&self, text: &str) -> bool {
        !self.places(&words(text)).is_empty()
    }

    fn places(&self, words: &[(String, Range<usize>)]) -> Vec<Range<usize>> {
        let single = |matches: &dyn Fn(&str) -> bool| {
            let found = words.iter().filter(|(word, _)| matches(word));
            found.map(|(_, place)| place.clone()).collect()
        };
        match self {
            Self::Begins(beginning) => single(&|word| word.starts_with(beginning)),
            Self::Whole(whole) => single(&|word| word == whole),
            Self::Phrase(phrase) => words
                .windows(phrase.len())
                .filter(|window| window.iter().map(|(word, _)| word).eq(phrase))
                .filter_map(|window| {
                    let (first, last) = (window.first()?, window.last()?);
                    Some(first.1.start..last.1.end)
                })
                .collect(),
        }
    }
}

const fn is_quote(letter: char) -> bool {
    matches!(
        letter,
        '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '«' | '»'
    )
}

fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words = Vec::new();
    each_word(text, |word| {
        words.push((word.folded.to_owned(), word.start..word.end));
    });
    words
}

fn exactly(piece: &str) -> Option<Part> {
    let mut words: Vec<String> = words(piece).into_iter().map(|(word, _)| word).collect();
    match words.len() {
        0 => None,
        1 => words.pop().map(Part::Whole),
        _ => Some(Part::Phrase(words)),
    }
}

fn loosely(piece: &str, is_last: bool) -> Vec<Part> {
    let words = words(piece);
    let count = words.len();
    let parts = words.into_iter().zip(1..).map(|((word, place), number)| {
        // Somebody who typed a blank after it has ended it.
        let may_go_on = is_last && number == count && place.end == piece.len();
        let letters = word.chars().count();
        if letters >= BEGINNING_LETTERS_MIN || (may_go_on && letters >= TYPED_LETTERS_MIN) {
            Part::Begins(word)
        } else {
            Part::Whole(word)
        }
    });
    parts.collect()
}

/// What somebody looks for may be a child's name: it never shows.
impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Query")
            .field("parts", &self.0.len())
            .finish_non_exhaustive()
    }
}

/// What somebody looks for may be a child's name: it never shows.
impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Part")
    }
}
