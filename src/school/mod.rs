//! A school: its name, its part of the address, whom to ask for help, and a key of its own under
//! which everything is sealed that was written there.
//!
//! A school never sees another's people, pupils or records.

mod add;
mod details;
mod door;
mod settings;
mod store;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub use add::is_reserved;
pub use add::{NewSchool, add};
pub use store::{by_slug, every, is_any, machine_at};

use crate::access::{May, Right};
use crate::feature::{Feature, Part, Setting};
use crate::ids::SchoolId;

/// A school, as its people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct School {
    /// Its identifier.
    pub id: SchoolId,
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whom to ask for help.
    pub support_contact: String,
}

/// The door of the house.
pub fn feature() -> Feature {
    Feature::named("school")
        .get("/", May::Enter, door::get)
        .get("/health", May::Enter, door::health)
        .statements(store::STATEMENTS)
        .sample("door", &door::sample())
}

/// Where the settings are.
pub const SETTINGS: &str = "/settings";

/// Who has anything to set: whoever may open one of the settings may open their list.
const SETTERS: May = May::HaveAny(&[
    Right::WorkCases,
    Right::ManagePupils,
    Right::ManagePeople,
    Right::ManageGroups,
    Right::VouchForKeys,
    Right::ReadAudit,
]);

/// The place of the school's own words in the settings.
const DETAILS: Setting = Setting {
    label: "School details",
    href: "/school",
    may: May::Have(Right::ManageGroups),
    part: Part::School,
    about: "Its name, and whom to ask for help",
};

/// A school's settings: apart from the door, because their entrance stands at the end.
pub fn settings_feature() -> Feature {
    Feature::named("school settings")
        .get(SETTINGS, SETTERS, settings::get)
        .get("/school", DETAILS.may, details::get)
        .post("/school", DETAILS.may, details::post)
        .entrance("Settings", SETTINGS, SETTERS)
        .setting(DETAILS)
        .sample("settings", &settings::sample())
        .sample("school details", &details::sample())
}

/// A school for samples of pages.
pub fn sample() -> School {
    School {
        id: SchoolId("s".into()),
        slug: "hawthorn-park".into(),
        name: "Hawthorn Park".into(),
        support_contact: "it@hawthorn-park.example".into(),
    }
}
