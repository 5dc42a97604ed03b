//! Which entry holds which word.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Bound;

use zeroize::Zeroize;

use crate::query::Part;
use crate::{Bits, each_word};

/// What one word costs beside its letters and its entries: its place in the tree, and what the
/// allocator adds.
const WORD_BYTES: usize = 112;

/// Which numbered entry holds which word. Entries are added, never changed and never taken away.
/// It knows no order of words within an entry.
#[derive(Default)]
pub struct Index {
    words: BTreeMap<Term, Entries>,
    count: u32,
    bytes: usize,
}

/// A word of the index, wiped when it goes.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Term(Box<str>);

impl Borrow<str> for Term {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Drop for Term {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// The entries of a word, each as its distance to the one before it: seven bits a byte, the lowest
/// first, the high bit where more follow.
#[derive(Default)]
struct Entries {
    distances: Vec<u8>,
    /// The number after the last entry.
    next: u32,
}

impl Entries {
    /// Adds an entry, which is none before the last; how many bytes that took.
    fn add(&mut self, entry: u32) -> usize {
        let Some(mut distance) = entry.checked_sub(self.next) else {
            return 0;
        };
        let before = self.distances.capacity();
        while distance > 0x7f {
            self.distances.push((distance & 0x7f) as u8 | 0x80);
            distance >>= 7;
        }
        self.distances.push(distance as u8);
        self.next = entry + 1;
        self.distances.capacity() - before
    }

    fn join_to(&self, found: &mut Bits) {
        let (mut next, mut distance, mut shift) = (0_u32, 0_u32, 0_u32);
        for byte in &self.distances {
            distance |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 != 0 {
                shift += 7;
                continue;
            }
            found.add(next + distance);
            next += distance + 1;
            (distance, shift) = (0, 0);
        }
    }
}

impl Drop for Entries {
    fn drop(&mut self) {
        self.distances.zeroize();
    }
}

impl Index {
    /// Adds an entry of these texts; its number, which is one more than the last.
    pub fn add<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> u32 {
        let entry = self.count;
        for text in texts {
            each_word(text, |word| self.note(word.folded, entry));
        }
        self.count += 1;
        entry
    }

    fn note(&mut self, word: &str, entry: u32) {
        if let Some(entries) = self.words.get_mut(word) {
            self.bytes += entries.add(entry);
            return;
        }
        let mut entries = Entries::default();
        self.bytes += entries.add(entry) + word.len() + WORD_BYTES;
        self.words.insert(Term(word.into()), entries);
    }

    /// How many entries there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// How many words it knows.
    pub fn words(&self) -> usize {
        self.words.len()
    }

    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The entries that may hold this part of a query: every one that does is among them.
    pub fn may_hold(&self, part: &Part) -> Bits {
        match part {
            Part::Whole(word) => self.whole(word),
            Part::Begins(beginning) => {
                let mut found = Bits::none(self.count);
                let from = self
                    .words
                    .range::<str, _>((Bound::Included(beginning.as_str()), Bound::Unbounded));
                for (_, entries) in from.take_while(|(term, _)| term.0.starts_with(beginning)) {
                    entries.join_to(&mut found);
                }
                found
            }
            Part::Phrase(words) => {
                let mut found = Bits::all(self.count);
                for word in words {
                    found.keep(&self.whole(word));
                }
                found
            }
        }
    }

    fn whole(&self, word: &str) -> Bits {
        let mut found = Bits::none(self.count);
        if let Some(entries) = self.words.get(word) {
            entries.join_to(&mut found);
        }
        found
    }
}

impl std::fmt::Debug for Index {
    /// Says how much there is, and none of it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("entries", &self.count)
            .field("words", &self.words.len())
            .finish_non_exhaustive()
    }
}
