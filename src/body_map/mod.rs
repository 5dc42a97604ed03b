//! The body map: where on a child's body marks were seen, and what each looked like.
//!
//! Somebody who logs a concern taps the place on a picture, or chooses it by its name, and says
//! what they saw; marks may be added beside the concern later, with the day on which they were
//! seen. Left and right are the child's own. A mark is read by whoever may read its concern and may
//! know whom it is about; all the marks of one child lie on one map in the child's file.
//!
//! A mark is never changed and never removed, and it says what was seen, not how it came about.
//! Where it is and what it looked like never reaches the database unsealed, nor a log, an address
//! or an entry of the audit log.

mod add;
mod entry;
mod figure;
mod figures;
mod form;
mod geometry;
mod mark;
mod overlay;
mod picture;
mod shapes;
mod shown;
mod store;
#[cfg(test)]
mod tests;
mod view;

pub use entry::{Child, Entry};
pub use form::MarksForm;
pub use mark::{Mark, said};
pub use shown::{BodyMaps, in_words, of_concern};
pub use store::insert as record;

use crate::access::May;
use crate::feature::Feature;

/// The pages of body maps.
pub fn feature() -> Feature {
    Feature::named("body_map")
        .get("/body-map/figures", May::BeHere, figures::get)
        .get("/concerns/{concern}/marks/new", May::BeHere, add::get)
        .post("/concerns/{concern}/marks/new", May::BeHere, add::fill_in)
        .post("/concerns/{concern}/marks", May::BeHere, add::post)
        .get("/pupils/{pupil}/body-map", May::ReadFiles, overlay::get)
        .statements(store::STATEMENTS)
        .sample("add marks to a concern, with errors", &add::sample())
        .sample("a pupil's body map", &overlay::sample())
}
