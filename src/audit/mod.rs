//! The audit log: every act and every opening, who, when, and with which access.
//!
//! Entries are chained school by school: each carries a keyed hash over itself and the one before
//! it, so that a changed, missing or reordered entry shows. Nothing updates or deletes an entry.
//! An entry names things by identifier and never holds what was written about a child.

mod chain;
mod entry;
mod filter;
mod list;
mod store;
#[cfg(test)]
mod tests;
mod verification;
mod verify;

pub use entry::Entry;
pub use store::{append, begin};
pub use verify::{Verdict, verify};

use crate::access::{May, Right};
use crate::feature::{Feature, Part, Setting};

/// What the audit log answers.
pub fn feature() -> Feature {
    let may = May::Have(Right::ReadAudit);
    Feature::named("audit")
        .get("/audit", may, list::get)
        .post("/audit/verification", may, verification::post)
        .setting(Setting {
            label: "Audit",
            href: "/audit",
            may,
            part: Part::School,
            about: "Every act and every opening of a record, newest first",
        })
        .statements(store::STATEMENTS)
        .sample("audit", &list::sample())
        .sample("verification", &verification::sample())
}
