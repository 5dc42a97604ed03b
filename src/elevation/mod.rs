//! Elevated access: a touch of the person's own key opens what their user group gives beyond the
//! standard rights, for a while, in this session alone.
//!
//! It is counted on the server at each request; nothing a browser keeps can make it last. It never
//! lets anybody in who has not signed in with their password.

mod end;
mod next;
mod show;
mod sign_in;
#[cfg(test)]
mod tests;
mod touch;

pub use next::safe as safe_next;

use crate::access::May;
use crate::feature::Feature;

/// Elevating access, dropping it, and signing in with a key.
pub fn feature() -> Feature {
    Feature::named("elevation")
        .get("/sign-in/key", May::Arrive, sign_in::get)
        .post("/sign-in/key", May::Arrive, sign_in::post)
        .get("/elevation", May::Arrive, show::get)
        .post("/elevation", May::Arrive, show::post)
        .post("/elevation/end", May::BeHere, end::post)
        .sample("sign in with a key", &sign_in::sample())
        .sample("elevate access", &show::sample())
        .sample("elevate access without a key", &show::sample_without_key())
        .sample("elevate access while a key waits", &show::sample_waiting())
}
