//! USB keys that type a code when their button is pressed: Yubico OTP and OATH-HOTP.
//!
//! An administrator brings the school's keys in from the file that was written while they were
//! programmed, or types one by hand; whoever was given such a key links it to their account by
//! pressing it. Codes are judged here, by what the school keeps sealed, and by nobody outside.
//!
//! Counts only ever rise, on every server: a code works once, and none works that the key typed
//! before one that was used. What codes are computed from is sealed as it comes in and is never
//! shown again, not even to whoever brought it.

mod link;
mod log_file;
mod log_line;
mod new_key;
mod pressed;
mod resync;
mod secret;
mod sort;
mod stock;
mod store;
mod take;
#[cfg(test)]
mod tests;

pub use take::{take_digits, take_otp};

use crate::access::May;
use crate::feature::Feature;

/// The stock of keys, and linking one of them.
pub fn feature() -> Feature {
    let feature = Feature::named("usb_keys")
        .get("/account/usb-keys/new", May::Arrive, link::get)
        .post("/account/usb-keys", May::Arrive, link::post)
        .get(
            "/account/usb-keys/resynchronisation",
            May::Arrive,
            resync::get,
        )
        .post(
            "/account/usb-keys/resynchronisation",
            May::Arrive,
            resync::post,
        )
        .statements(store::STATEMENTS)
        .sample("register a USB key", &link::sample())
        .sample("register a further USB key", &link::further_sample())
        .sample("a USB key whose code is not accepted", &resync::sample());
    stock::pages(feature)
}
