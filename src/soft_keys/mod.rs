//! Soft keys: authenticator apps that show a new code every thirty seconds.
//!
//! A person sets up as many as they have devices: they prove who they are, scan what the app is to
//! compute its codes from, and confirm with the code that it shows. A code works once, ever, on
//! every server: of each soft key the last half minute that was used is kept, and only later ones
//! count. What the codes come from is sealed from the beginning, and this room never shows it again
//! once a code has confirmed it.

mod confirm;
mod qr;
mod setup;
mod start;
mod take;
#[cfg(test)]
mod tests;

pub use take::take;

use crate::access::May;
use crate::feature::Feature;

/// Setting up an app.
pub fn feature() -> Feature {
    Feature::named("soft_keys")
        .get("/account/soft-keys/new", May::Arrive, start::get)
        .get("/account/soft-keys/setup", May::Arrive, confirm::get)
        .post("/account/soft-keys/setup", May::Arrive, start::post)
        .post("/account/soft-keys", May::Arrive, confirm::post)
        .statements(setup::STATEMENTS)
        .sample("register a soft key", &start::sample())
        .sample("register a further soft key", &start::further_sample())
        .sample("confirm a soft key", &confirm::sample())
}
