//! Recovery codes: ten on a printed sheet, each good for one time, for the day when a key is lost or
//! at home.
//!
//! Whoever holds a key that works prints a sheet, which replaces the older one. A code opens what a
//! lost key opened and lets a new key in. The database keeps keyed hashes alone, so nobody can print
//! a sheet twice; each code that is used is told to its person, with how many are left.
//!
//! A code never prints new codes and never removes a key, and where a person's user groups do not
//! take recovery codes it opens nothing and lets nothing in.

mod codes;
mod notices;
mod show;
#[cfg(test)]
mod tests;

pub use codes::{end_every, take};

use crate::access::May;
use crate::feature::Feature;

/// The page of one's recovery codes, and the sheet.
pub fn feature() -> Feature {
    Feature::named("recovery_codes")
        .get("/account/recovery-codes", May::BeHere, show::get)
        .post("/account/recovery-codes", May::BeHere, show::post)
        .statements(codes::STATEMENTS)
        .sample("recovery codes", &show::sample())
        .sample("no recovery codes yet", &show::empty_sample())
        .sample("the sheet of recovery codes", &show::sheet_sample())
}
