//! A few words of a text around what was looked for.

use std::ops::Range;

/// How much stands before the first mark, in bytes, about.
const BEFORE_BYTES: usize = 60;
/// How much is shown at most, in bytes, about.
const SHOWN_BYTES: usize = 220;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is what was looked for.
    pub is_marked: bool,
}

/// The whole text in pieces.
pub fn marked(text: &str, marks: &[Range<usize>]) -> Vec<Piece> {
    pieces(text, 0..text.len(), marks)
}

/// Some words around the first mark, in pieces, with an ellipsis where something was left out.
/// Without a mark, how the text begins.
pub fn snippet(text: &str, marks: &[Range<usize>]) -> Vec<Piece> {
    let first = marks.first().map_or(0, |mark| mark.start);
    let start = word_after(text, first.saturating_sub(BEFORE_BYTES), first);
    let least = marks.first().map_or(0, |mark| mark.end);
    let end = word_before(text, start + SHOWN_BYTES, least);
    let mut pieces = pieces(text, start..end, marks);
    if start > 0
        && let Some(piece) = pieces.first_mut()
    {
        if piece.is_marked {
            pieces.insert(0, plain("…"));
        } else {
            piece.text.insert(0, '…');
        }
    }
    if end < text.trim_end().len() {
        pieces.push(plain("…"));
    }
    pieces
}

fn plain(text: &str) -> Piece {
    Piece {
        text: text.to_owned(),
        is_marked: false,
    }
}

fn pieces(text: &str, shown: Range<usize>, marks: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = shown.start;
    let mut push = |from: usize, to: usize, is_marked| {
        if let Some(text) = text.get(from..to)
            && !text.is_empty()
        {
            pieces.push(Piece {
                text: text.to_owned(),
                is_marked,
            });
        }
    };
    for mark in marks {
        let (start, end) = (mark.start.max(at), mark.end.min(shown.end));
        if start < end {
            push(at, start, false);
            push(start, end, true);
            at = end;
        }
    }
    push(at, shown.end, false);
    pieces
}

/// Where the first word begins from here on, and no later than `most`.
fn word_after(text: &str, from: usize, most: usize) -> usize {
    if from == 0 {
        return 0;
    }
    let blank = text
        .char_indices()
        .filter(|(at, _)| (from..most).contains(at))
        .find(|(_, letter)| letter.is_whitespace());
    blank.map_or(most, |(at, letter)| at + letter.len_utf8())
}

/// Where the last word ends before here, and no earlier than `least`.
fn word_before(text: &str, to: usize, least: usize) -> usize {
    if to >= text.len() {
        return text.len();
    }
    let blank = text
        .char_indices()
        .filter(|(at, _)| (least..to).contains(at))
        .rfind(|(_, letter)| letter.is_whitespace());
    let cut = blank.map_or(least, |(at, _)| at);
    // A single endless word is cut where it has to be.
    if cut == 0 {
        text.char_indices()
            .map(|(at, _)| at)
            .take_while(|at| *at <= to)
            .last()
            .unwrap_or_default()
    } else {
        cut
    }
}
