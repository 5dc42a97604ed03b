//! Flags: what a lead must know of a child at a glance, such as a child protection plan or a young
//! carer, each since a day, with who said so.
//!
//! A flag is seen by whoever may read the pupil's file, and by nobody else. It is put there and
//! ended by those who act on concerns. It is never edited: what was wrong is ended with a reason,
//! and what is right is added beside it. A school that needs a flag of its own writes it in its own
//! words.

mod add;
mod end;
mod flag;
mod list;
mod store;
#[cfg(test)]
mod tests;

pub use add::add_told;
pub use flag::Flag;
pub use store::{of_pupil, said};

use crate::access::{May, Right};
use crate::feature::Feature;

/// The pages of flags.
pub fn feature() -> Feature {
    let works = May::Have(Right::WorkCases);
    Feature::named("flags")
        .get("/pupils/{pupil}/flags", May::ReadFiles, list::get)
        .get("/pupils/{pupil}/flags/new", works, add::get)
        .post("/pupils/{pupil}/flags", works, add::post)
        .get("/pupils/{pupil}/flags/{flag}/ending", works, end::get)
        .post("/pupils/{pupil}/flags/{flag}/ending", works, end::post)
        .statements(store::STATEMENTS)
        .sample("flags", &list::sample())
        .sample("add a flag", &add::sample())
        .sample("end a flag", &end::sample())
}
