//! The entries of one kind, the oldest first, and the index of their words.

use std::num::NonZeroU32;

use keyward_words::{Bits, Index, Part};

use super::key::Key;

/// Where an entry stands among those of its kind: when it was written, and which it is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub at: i64,
    pub key: Key,
}

/// One entry.
#[derive(Copy, Clone, Debug)]
pub(super) struct Row {
    pub place: Place,
    /// The number of its concern.
    pub concern: u32,
    /// The number of whoever it is told to whatever else they see: to whom a note was written, or
    /// who wrote an amendment or a mark.
    pub told: Option<NonZeroU32>,
}

/// The entries of one kind.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    rows: Vec<Row>,
    index: Index,
}

impl Shelf {
    /// Adds an entry that comes after all that are here.
    pub fn add<'t>(&mut self, row: Row, texts: impl IntoIterator<Item = &'t str>) {
        self.rows.push(row);
        self.index.add(texts);
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The entry of a number.
    pub fn row(&self, number: u32) -> Option<&Row> {
        self.rows.get(number as usize)
    }

    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        self.index.bytes() + self.rows.capacity() * size_of::<Row>()
    }

    /// How many entries stand before a place.
    pub fn before(&self, place: Place) -> u32 {
        let count = self.rows.partition_point(|row| row.place < place);
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// The entries that may hold every part, in their own words or, where a concern is among
    /// those named for that part, in a name. With `in_own_words`, one part at least is in their own.
    pub fn candidates(&self, parts: &[Part], named: &[Bits], in_own_words: bool) -> Bits {
        let mut found = Bits::all(self.index.count());
        let mut own = Bits::none(self.index.count());
        for (part, concerns) in parts.iter().zip(named) {
            let mut may = self.index.may_hold(part);
            if in_own_words {
                own.join(&may);
            }
            if !concerns.is_empty() {
                for (number, row) in (0..).zip(&self.rows) {
                    if concerns.has(row.concern) {
                        may.add(number);
                    }
                }
            }
            found.keep(&may);
        }
        if in_own_words {
            found.keep(&own);
        }
        found
    }
}
