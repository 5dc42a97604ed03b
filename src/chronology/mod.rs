//! The chronology of a child: everything in their file in order of when it happened.
//!
//! Concerns, what was added to them, what was done about them, flags and professionals stand where
//! they happened; when each was written down, and by whom, stands beside it. It shows what its reader may read and
//! nothing else, and opening it or making a document of it is an entry of the audit log. It marks no concern as read: a chronology
//! is looked through, and only opening a concern tells its writer that it was.
//!
//! Another child who is named in an entry is written out only for somebody who may read that
//! child's file. Whoever knows them otherwise (they wrote the concern, or were alerted to it) sees
//! initials, and everybody else "another pupil", as on the concern itself. On paper and side by side
//! every other child is initials, whoever looks.

mod ask;
mod done;
mod event;
mod filter;
mod gather;
mod print;
mod show;
mod sift;
mod spans;
mod store;
#[cfg(test)]
mod tests;
mod together;
mod wanted;

use crate::access::May;
use crate::feature::Feature;

/// The pages of chronologies.
pub fn feature() -> Feature {
    Feature::named("chronology")
        .get("/pupils/{pupil}/chronology", May::ReadFiles, show::get)
        .get(
            "/pupils/{pupil}/chronology/family",
            May::ReadFiles,
            together::get,
        )
        .get(
            "/pupils/{pupil}/chronology/document",
            May::ReadFiles,
            print::get,
        )
        .statements(store::STATEMENTS)
        .statements(done::STATEMENTS)
        .sample("a chronology", &show::sample())
        .sample("chronologies side by side", &together::sample())
        .sample("a chronology to print", &print::sample())
}
