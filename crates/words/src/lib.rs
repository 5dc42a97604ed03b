//! Words, as anybody types them, and an index of them that lives in memory alone.
//!
//! A text is taken apart into folded words ([`each_word`]): lower case, without accents, an
//! apostrophe joins. An [`Index`] knows which numbered entry holds which word, and answers a
//! [`Query`]'s parts with sets of entries ([`Bits`]). Whoever opened a text marks in it what was
//! looked for ([`Query::marks`]) and cuts a [`snippet()`] out of it.
//!
//! It knows nothing of schools, and of no disk: nothing here writes a file. The index holds the
//! words that were written, though never their order; it is wiped when it is dropped.

mod bits;
mod fold;
mod index;
mod query;
mod snippet;
#[cfg(test)]
mod tests;

pub use bits::Bits;
pub use fold::{Word, each_word};
pub use index::Index;
pub use query::{Part, Query};
pub use snippet::{Piece, marked, snippet};
