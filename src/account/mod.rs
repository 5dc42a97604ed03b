//! Account Settings: who I am here, my password, and (in its own room) my security keys.
//!
//! Everybody sees their own account alone; nobody changes it for them here.

mod details;
mod password;
mod store;
#[cfg(test)]
mod tests;

use crate::access::May;
use crate::feature::Feature;

/// The tabs but for the one of the security keys.
pub fn feature() -> Feature {
    Feature::named("account")
        .get("/account", May::BeHere, details::get)
        .get("/account/password", May::BeHere, password::get)
        .post("/account/password", May::BeHere, password::post)
        .statements(store::STATEMENTS)
        .sample("account details", &details::sample())
        .sample("change password", &password::sample())
}
