//! Search: finding pupils, concerns and what was done about them by the words in them.
//!
//! Somebody finds what they may read anyway and nothing else, by the same rule and in the same
//! transaction that reads it; counts and the time that it takes say nothing of the rest. As what
//! people wrote is sealed in the database, the words are indexed in the memory of the server alone,
//! from when a school is first searched.
//!
//! What is looked for travels in the body of a form and is never stored, logged or written into the
//! audit log, which says that somebody searched and how much they found. The index knows no order
//! of words, writes no file, and what is shown is cut from words that were opened for this reader.

mod around;
mod called;
mod find;
mod found;
mod gather;
mod held;
mod keeper;
mod key;
mod names;
mod pace;
mod page;
mod permitted;
mod samples;
mod scope;
mod shelf;
mod store;
mod strings;
#[cfg(test)]
mod tests;
mod walk;
mod wanted;

pub use keeper::Keeper;

use crate::access::May;
use crate::feature::Feature;

/// The page that searches.
pub fn feature() -> Feature {
    Feature::named("search")
        .get("/search", May::BeHere, page::get)
        .post("/search", May::BeHere, page::post)
        .entrance("Search", "/search", May::BeHere)
        .statements(store::STATEMENTS)
        .statements(scope::STATEMENTS)
        .statements(permitted::STATEMENTS)
        .statements(around::STATEMENTS)
        .statements(names::STATEMENTS)
        .statements(called::STATEMENTS)
        .sample("search", &page::sample())
        .sample("search, nothing found", &page::sample_of_nothing())
        .sample("search, being prepared", &page::sample_preparing())
        .sample("search, with errors", &page::sample_with_errors())
        .sample("search, off", &page::sample_off())
}
