//! What a user group asks of the keys of its people: which kinds open elevated access, whether a
//! PIN is needed, how long elevated access lasts, how many keys somebody holds.
//!
//! The strictest of a person's user groups wins, and it is counted anew at each request. Before a
//! policy is saved, whoever would be locked out by it is named. Nobody asks less of a user group
//! they are in. A policy never gives anybody a right; it only says which keys open what the user
//! group gives.

mod change;
mod counts;
mod edit;
mod first_key;
mod form;
mod kind;
mod leads;
mod models;
mod notices;
mod plan;
mod policy;
mod preview;
mod shortage;
mod standing;
mod standings;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use counts::holds_a_key_that_counts;
pub use first_key::FirstKey;
pub use kind::{BREAK_GLASS_SECONDS, Family, Kind};
pub use leads::{Fewer, Lacking, Leads};
pub use models::{ApprovedModel, all as approved_models};
pub use policy::{NotAdmitted, Policy, ShownKey};
pub use shortage::Shortage;
#[cfg(test)]
pub use store::write;
pub use store::{
    asked_here_of, asked_of, asked_of_everybody, first_keys_asked_of, forget, keys_that_count,
    passkeys_sign_in,
};

use crate::access::{May, Right};
use crate::feature::Feature;

/// What is asked of keys.
pub fn feature() -> Feature {
    let may = May::Have(Right::ManageGroups);
    Feature::named("key_policy")
        .get("/groups/{group}/keys", may, edit::get)
        .post("/groups/{group}/keys/preview", may, edit::preview)
        .post_with_touch(
            "/groups/{group}/keys",
            may,
            "change what is asked of keys",
            edit::post,
        )
        .get("/key-models", may, models::get)
        .post_with_touch("/key-models", may, "approve a model of key", models::add)
        .post_with_touch(
            "/key-models/{model}/removal",
            may,
            "take a model of key off the list",
            models::remove,
        )
        .statements(store::STATEMENTS)
        .statements(standings::STATEMENTS)
        .statements(leads::STATEMENTS)
        .statements(models::STATEMENTS)
        .sample("what a user group asks of keys", &edit::sample())
        .sample("approved models of key", &models::sample())
        .sample("what a policy would do", &preview::sample())
}
