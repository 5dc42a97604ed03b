//! What a user group asks of the keys of its people: which kinds open elevated access, whether a
//! PIN is needed, how long elevated access lasts, how many keys somebody holds.
//!
//! The strictest of a person's user groups wins, and it is counted anew at each request. A policy
//! never gives anybody a right; it only says which keys open what the user group gives.

mod kind;
mod policy;
mod store;

pub use kind::Kind;
pub use policy::{NotAdmitted, Policy, ShownKey};
pub use store::{asked_of, asked_of_everybody};

use crate::feature::Feature;

/// What is asked of keys.
pub fn feature() -> Feature {
    Feature::named("key_policy").statements(store::STATEMENTS)
}
