//! Who sees what, and why: the page that says of somebody and a pupil which rule opens the file to
//! them and which closes it; everybody who sees one file; and viewing as another user group, to see
//! what its people see.
//!
//! What the page says is counted by the rule itself, never by a second one. It tells nobody what
//! they may not know: whoever may not read the file learns that an exclusion closes it and never
//! why, and hears of no concern and of no number of them. Nobody asks about themselves.
//!
//! Whoever views as a user group sees what they may see themselves and its people may see: never
//! more than either. They change nothing meanwhile, and it ends with their elevated access.

mod ask;
mod of_file;
mod store;
#[cfg(test)]
mod tests;
mod view_as;
mod why;

use crate::access::{May, Right};
use crate::feature::{Feature, Part, Setting};

/// The pages of who sees what.
pub fn feature() -> Feature {
    let may = May::HaveAny(&[Right::ManagePeople, Right::ManageGroups, Right::WorkCases]);
    Feature::named("sight")
        .get("/sight", may, ask::get)
        .post("/sight", may, ask::post)
        .post("/sight/pupils", may, ask::find)
        .get("/pupils/{pupil}/sight", may, of_file::get)
        .get("/view-as", May::Lead, view_as::get)
        .post("/view-as", May::Lead, view_as::post)
        .post("/view-as/end", May::BeHere, view_as::end)
        .setting(Setting {
            label: "Who sees what",
            href: "/sight",
            may,
            part: Part::Access,
            about: "Ask why somebody sees a file, or why not",
        })
        .setting(Setting {
            label: "View as a user group",
            href: "/view-as",
            may: May::Lead,
            part: Part::Access,
            about: "Look at Keyward as its people do",
        })
        .statements(store::STATEMENTS)
        .sample("who sees a file and why", &ask::sample())
        .sample("who sees a file, with errors", &ask::sample_with_errors())
        .sample("everybody who sees a file", &of_file::sample())
        .sample("view as a user group", &view_as::sample())
}
