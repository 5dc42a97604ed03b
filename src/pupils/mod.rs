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
mod name;
mod pupil;
mod store;
mod upn;
mod year_group;

pub use column::Column;
pub use details::{Details, Typed};
pub use pupil::Pupil;
pub(crate) use store::file_may_be_read;
pub use store::{Reach, enrol, find, find_for_logging, may_read_file, reach, search_for_logging};
pub use upn::Upn;
pub use year_group::YearGroup;

use crate::feature::Feature;

/// What pupils' pages answer.
pub fn feature() -> Feature {
    Feature::named("pupils").statements(store::STATEMENTS)
}
