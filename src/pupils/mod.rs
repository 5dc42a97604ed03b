//! Pupils: the children of a school, as their registers know them, and the file of each.
//!
//! A pupil comes in from a file of the school's own registers, by a person who confirms what was
//! checked. Anybody who logs a concern finds any pupil of the school; a pupil's file is read by
//! those alone whose access opens it, and each opening is written down. A pupil's name never
//! stands in an address, a log or a letter. Nobody edits a pupil here, and nothing here deletes
//! one.

mod birth;
mod column;
mod details;
mod ended;
mod file;
mod found;
mod import;
mod list;
mod listing;
mod name;
mod pupil;
mod reach;
mod store;
#[cfg(test)]
mod tests;
mod upn;
mod year_group;

pub use birth::{day as read_day, words as day_words};
pub use column::Column;
pub use details::{Details, Typed};
pub use ended::{Ended, SealedEnd};
pub use found::{choices, found};
pub use import::{FILE_BYTES_MAX, Plan, Wrong, apply, check, plan_now, words};
pub use listing::search_files;
pub use pupil::Pupil;
pub use reach::Reach;
pub(crate) use reach::{excluded_from, file_may_be_read, lens_takes_in, seen_as};
pub use store::{
    enrol, find, find_for_asking, find_for_logging, forms, pupil as pupil_of_row,
    search_for_asking, search_for_logging, year_groups,
};
pub use upn::Upn;
pub use year_group::YearGroup;

use crate::access::May;
use crate::feature::Feature;
use crate::ids::PupilId;

/// A page of a pupil's file.
pub fn page_of(pupil: &PupilId, page: &str) -> String {
    format!("/pupils/{pupil}{page}")
}

/// Pupils' pages, and those of their import.
pub fn feature() -> Feature {
    let feature = Feature::named("pupils")
        .get("/pupils", May::ReadFiles, list::get)
        .post("/pupils", May::ReadFiles, list::post)
        .post("/pupils/found", May::ReadFiles, found::of_files)
        .get("/pupils/{pupil}", May::ReadFiles, file::get)
        .entrance("Pupils", "/pupils", May::ReadFiles)
        .statements(store::STATEMENTS)
        .statements(listing::STATEMENTS)
        .sample("pupils", &list::sample())
        .sample("a pupil's file", &file::sample());
    import::pages(feature)
}
