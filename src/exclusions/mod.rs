//! Exclusions: somebody who must not see a pupil's file, such as a relative on the staff.
//!
//! Whoever acts on concerns and may read the file excludes somebody from it, with a reason, and
//! ends the exclusion with a reason. It beats whatever user groups give, counts from the next
//! click, and takes in every concern about the pupil; only their own words stay in sight. The
//! person is never told by the system, and never ends it themselves. The last lead who can read a
//! file, or a concern in it, is never excluded from it, and stays a lead until there is another who
//! can.
//!
//! An exclusion is never edited and never removed. Whoever manages people sees that somebody is
//! excluded from files and since when, and from whose only where they may read that file.

mod ending;
mod exclusion;
mod led;
mod of_file;
mod of_person;
mod store;
#[cfg(test)]
mod tests;

pub use led::{LAST_LEAD, Unled};

use crate::access::{May, Right};
use crate::feature::Feature;

/// The pages of exclusions.
pub fn feature() -> Feature {
    let works = May::Have(Right::WorkCases);
    Feature::named("exclusions")
        .get("/pupils/{pupil}/exclusions", works, of_file::get)
        .post("/pupils/{pupil}/exclusions", works, of_file::post)
        .get("/exclusions/{exclusion}/ending", works, ending::get)
        .post_with_touch(
            "/exclusions/{exclusion}/ending",
            works,
            "end an exclusion",
            ending::post,
        )
        .get(
            "/people/{person}/exclusions",
            May::Have(Right::ManagePeople),
            of_person::get,
        )
        .statements(store::STATEMENTS)
        .statements(led::STATEMENTS)
        .sample("who must not see a file", &of_file::sample())
        .sample("end an exclusion", &ending::sample())
        .sample("files that somebody must not see", &of_person::sample())
}
