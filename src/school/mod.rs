//! A school: its name, its part of the address, whom to ask for help, and a key of its own under
//! which everything is sealed that was written there.
//!
//! A school never sees another's people, pupils or records.

mod add;
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
use crate::feature::Feature;
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

/// A school's settings: apart from the door, because their entrance stands near the end.
pub fn settings_feature() -> Feature {
    let may = May::Have(Right::ManageGroups);
    Feature::named("school settings")
        .get("/school", may, settings::get)
        .post("/school", may, settings::post)
        .entrance("Settings", "/school", may)
        .sample("settings", &settings::sample())
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
