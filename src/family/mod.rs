//! Family: which children of the school are siblings, cousins, or live together.
//!
//! A link between two children is made by somebody who knows, says how they know, and may read the
//! files of both; it is shown to those alone who may read both. Children whose parents share a
//! telephone number, an e-mail address or a home are suggested, never assumed, and never to
//! somebody to whom one of the files is closed. A link is never edited: it ends with a reason.

mod dismiss;
mod end;
mod kind;
mod link;
mod show;
mod store;
#[cfg(test)]
mod tests;

pub use link::link_told;
pub use store::{Relative, of_pupil, siblings};

use crate::access::{May, Right};
use crate::feature::Feature;

/// The pages of family.
pub fn feature() -> Feature {
    let works = May::Have(Right::WorkCases);
    Feature::named("family")
        .get("/pupils/{pupil}/family", May::ReadFiles, show::get)
        .get("/pupils/{pupil}/family/new", works, link::get)
        .post("/pupils/{pupil}/family/new", works, link::find)
        .post("/pupils/{pupil}/family", works, link::post)
        .get("/pupils/{pupil}/family/{link}/ending", works, end::get)
        .post("/pupils/{pupil}/family/{link}/ending", works, end::post)
        .get(
            "/pupils/{pupil}/family/suggestions/{relative}",
            works,
            dismiss::get,
        )
        .post(
            "/pupils/{pupil}/family/suggestions/{relative}",
            works,
            dismiss::post,
        )
        .statements(store::STATEMENTS)
        .sample("family", &show::sample())
        .sample("link a relative", &link::sample())
        .sample("end a family link", &end::sample())
        .sample("dismiss a suggestion", &dismiss::sample())
}
