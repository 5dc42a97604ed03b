//! The school's break-glass code: printed, sealed in an envelope, for the day when a child cannot
//! wait and nobody who leads has a key.
//!
//! Somebody whose user group has rights that need a key, and who has signed in with their password,
//! types the code and a reason. It opens what their user group may read, in that session alone, for
//! thirty minutes at most whatever they do. Everybody who leads or administers is told at once, and
//! the opening stays on the dashboard until somebody else, with a key of their own, has written a
//! review. A code works once; until the review is written no new one can be printed, so that an
//! opening cannot be followed by another before anybody has looked at it.
//!
//! It never opens the gate to others: while it is on, nobody manages people or user groups, vouches
//! for keys or prints a code, because whoever stole an envelope and a password would make lasting
//! access out of thirty minutes. When nobody at a school has a key that works, two people with keys
//! have to come back another way: by their spares, their recovery codes, or whoever runs the server.
//! It never shows the code again, and the database keeps only its hash.

mod code;
mod notices;
mod open;
mod openings;
mod print;
mod review;
#[cfg(test)]
mod tests;

pub use openings::{Opening, banner, openings, sample as sample_opening};

use crate::access::{May, Right};
use crate::feature::{Feature, Part, Setting};
use crate::security_keys::KEEPERS;

/// Printing the code, opening it, and reviewing what was opened.
pub fn feature() -> Feature {
    let vouch = May::Have(Right::VouchForKeys);
    Feature::named("break_glass")
        .get("/break-glass", KEEPERS, print::get)
        .post_with_touch(
            "/break-glass",
            KEEPERS,
            "print a new break-glass code",
            print::post,
        )
        .get("/break-glass/opening", May::Arrive, open::get)
        .post("/break-glass/opening", May::Arrive, open::post)
        .get("/break-glass/openings/{opening}", vouch, review::get)
        .post(
            "/break-glass/openings/{opening}/review",
            vouch,
            review::post,
        )
        .post("/break-glass/openings/{opening}/ending", vouch, review::end)
        .setting(Setting {
            label: "Break-glass code",
            href: "/break-glass",
            may: KEEPERS,
            part: Part::Access,
            about: "A printed code for the day when nobody has a key",
        })
        .statements(code::STATEMENTS)
        .statements(openings::STATEMENTS)
        .sample("the break-glass code", &print::sample())
        .sample("the break-glass sheet", &print::sheet_sample())
        .sample("open the break-glass code", &open::sample())
        .sample("review an opening", &review::sample())
}
