//! Bringing pupils in from a file of the school's registers.
//!
//! A file is read, every row is checked, and a person is shown what would change before anything
//! does. While a row is wrong, nothing is imported. A pupil who is not in the file stays as they
//! are: an import never removes anybody. What was checked waits sealed for its own person's yes,
//! for a day. Whoever imports is shown registers only, never a pupil's file.

mod check;
mod confirm;
mod plan;
mod sheet;
mod store;
mod upload;
mod waiting;

use check::Row;
pub use check::{Wrong, check};
pub use confirm::words;
pub use plan::Plan;
pub use sheet::FILE_BYTES_MAX;
pub use store::{apply, plan_now};

pub(super) use store::STATEMENTS;
pub(super) use waiting::STATEMENTS as WAITING_STATEMENTS;

use crate::access::{May, Right};
use crate::feature::{Feature, Part, Setting};

/// Who imports.
const MAY: May = May::Have(Right::ManagePupils);

/// Adds the pages of the import to those of pupils.
pub(super) fn pages(feature: Feature) -> Feature {
    feature
        .get("/pupils/imports/new", MAY, upload::get)
        .get("/pupils/imports", MAY, upload::elsewhere)
        .upload("/pupils/imports", MAY, upload::post)
        .get("/pupils/imports/{import}", MAY, confirm::get)
        .post("/pupils/imports/{import}/confirmation", MAY, confirm::post)
        .setting(Setting {
            label: "Import pupils",
            href: "/pupils/imports/new",
            may: MAY,
            part: Part::School,
            about: "Bring the register in from a file",
        })
        .statements(STATEMENTS)
        .statements(WAITING_STATEMENTS)
        .sample("import pupils", &upload::sample())
        .sample(
            "an import with wrong rows",
            &upload::sample_with_wrong_rows(),
        )
        .sample("confirm an import", &confirm::sample())
}
