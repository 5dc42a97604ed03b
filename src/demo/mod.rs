//! The demo: a made-up school to try Keyward with, on this machine alone.
//!
//! `keyward demo` makes the school, its staff, its pupils and a few weeks of concerns, all through
//! the doors that real use goes through (or, with fifteen years of a large school before them,
//! through narrower doors of the same rooms), and keeps them in a folder of its own. Its letters can be
//! read at `/demo/mailbox`, which exists in the demo alone. Nobody in it is real. It never listens
//! where another machine could reach it, and never touches a folder that it did not make.

mod calendar;
mod children;
mod fill;
mod folder;
mod history;
mod house;
mod large;
mod letters;
mod mailbox;
mod papers;
mod passphrase;
mod register;
mod staff;

pub use fill::{Size, begins, fill};
pub use folder::{Folder, FolderError};
pub use large::Large;
pub use staff::{Member, SCHOOL_NAME, SCHOOL_SLUG};

use crate::access::May;
use crate::feature::Feature;

/// The demo's only page of its own. Every other page is the real one.
pub fn feature() -> Feature {
    Feature::named("demo")
        .get("/demo/mailbox", May::Enter, mailbox::get)
        .sample("the demo's mailbox", &mailbox::sample())
        .sample("the demo's mailbox, empty", &mailbox::empty_sample())
}
