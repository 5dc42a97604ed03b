//! From a text to its words, each in one spelling.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A longer word is known by its beginning.
const LETTERS_MAX: usize = 48;

/// One word of a text.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// Its one spelling: `osullivan`.
    pub folded: &'a str,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// Shows every word of a text, in order: lower-case letters and digits without accents. An
/// apostrophe joins, everything else parts, and what an apostrophe and an s say at the end (whose
/// it is) is no part of the word: `Zoë O’Sullivan’s` is `zoe osullivan`.
pub fn each_word(text: &str, mut see: impl FnMut(Word<'_>)) {
    let mut word = Open::default();
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        if is_apostrophe(letter) {
            word.apostrophe();
        } else if is_combining_mark(letter) {
            word.goes_on_to(end);
        } else if letter.is_alphanumeric() {
            word.takes(letter, at, end);
        } else {
            word.ends(&mut see);
        }
    }
    word.ends(&mut see);
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}' | '\u{00b4}' | '`'
    )
}

/// A word that is being read.
#[derive(Default)]
struct Open {
    folded: String,
    letters: usize,
    start: usize,
    end: usize,
    /// How long the word was at its last apostrophe.
    apostrophe_at: usize,
}

impl Open {
    fn apostrophe(&mut self) {
        self.apostrophe_at = self.folded.len();
    }

    fn goes_on_to(&mut self, end: usize) {
        if !self.folded.is_empty() {
            self.end = end;
        }
    }

    fn takes(&mut self, letter: char, start: usize, end: usize) {
        if self.folded.is_empty() {
            self.start = start;
        }
        self.end = end;
        if self.letters == LETTERS_MAX {
            return;
        }
        self.letters += 1;
        for plain in std::iter::once(letter).nfkd().flat_map(char::to_lowercase) {
            match plain {
                'ß' => self.folded.push_str("ss"),
                'æ' => self.folded.push_str("ae"),
                'œ' => self.folded.push_str("oe"),
                'ø' => self.folded.push('o'),
                'ł' => self.folded.push('l'),
                'đ' | 'ð' => self.folded.push('d'),
                'þ' => self.folded.push_str("th"),
                'ı' => self.folded.push('i'),
                plain if plain.is_alphanumeric() && !is_combining_mark(plain) => {
                    self.folded.push(plain);
                }
                _ => {}
            }
        }
    }

    fn ends(&mut self, see: &mut impl FnMut(Word<'_>)) {
        let whose = self.apostrophe_at > 0 && self.folded[self.apostrophe_at..] == *"s";
        let folded = if whose {
            &self.folded[..self.apostrophe_at]
        } else {
            &self.folded
        };
        if !folded.is_empty() {
            see(Word {
                folded,
                start: self.start,
                end: self.end,
            });
        }
        self.folded.clear();
        (self.letters, self.apostrophe_at) = (0, 0);
    }
}
