//! Patterns: what repeats in the records of a school, for whoever acts on them.
//!
//! Several concerns about one child within four weeks, none of them marked as significant, one place,
//! one time of the week, one adult, or a rise for a sibling: each is a signal that names the records it stands on, so that
//! somebody reads those and judges. A signal is counted anew each time from what its reader may
//! read, and from nothing else; it is kept nowhere. Somebody who looked and found that it is nothing
//! dismisses it with a reason; it comes back when a record joins that the dismissal did not know. A
//! dismissal counts, and is told, for whoever sees every record on which it stands.
//!
//! Nothing here scores a child or an adult, or acts by itself.

mod dismiss;
mod gather;
mod pattern;
mod show;
mod signal;
mod store;
#[cfg(test)]
mod tests;

use crate::access::{May, Right};
use crate::feature::Feature;

/// The page of patterns.
pub fn feature() -> Feature {
    let works = May::Have(Right::WorkCases);
    Feature::named("patterns")
        .get("/patterns", works, show::get)
        .post("/patterns/dismissals", works, dismiss::post)
        .statements(store::STATEMENTS)
        .sample("patterns", &show::sample())
        .sample("no patterns", &show::sample_of_none())
}
