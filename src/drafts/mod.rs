//! Drafts: what somebody is writing and has not logged yet.
//!
//! What is typed into the form of a concern is kept a moment later, so that a closed lid, a session
//! that ended or a lost connection costs nothing, and is offered again on the dashboard and beside
//! the form. A draft is its writer's alone: no administrator and no lead finds it. It is no record,
//! so saves leave no entry; that one was discarded is written down, without a word of it.
//!
//! A draft is kept once something is written, chosen or attached: a name that was looked up is none, and
//! one that is emptied again goes.
//!
//! What somebody does about a concern or in a pupil's file and has not sent yet is kept in the same way,
//! and offered again by the page of that act (`act.rs`, `pad.rs`) and on the dashboard (`in_hand.rs`). There are 50 at most, the oldest giving way, and one that is
//! not gone on with is kept for 30 days (`forgetting.rs`).
//!
//! Of new concerns there are 20 at most. Each draft has 256 KiB: whoever has them makes nobody else wait
//! for long.
//!
//! A draft of a new concern never takes the place of what another tab wrote: both are kept. It is never removed but
//! by its writer, however old it is, for it may be a worry that nobody else knows of: its writer is
//! reminded of it instead. Nothing of it is kept in the browser, which others may use after them.

mod act;
mod act_store;
mod discard;
mod draft;
mod forgetting;
mod in_hand;
mod keep;
mod named;
mod of_pupil;
mod old;
mod pad;
mod sheet;
mod store;
#[cfg(test)]
mod tests;

pub use act::{OfAct, discard_of_act, keep_of_act};
pub use act_store::acts_of;
pub use draft::{Mark, Offered, are_several_old};
#[cfg(test)]
pub use forgetting::forget;
pub use forgetting::forget_hourly;
pub use in_hand::{InHand, in_hand};
pub use named::ActPage;
pub use pad::{Known, Pad};
pub use sheet::{Sheet, begin, can_be_written, is_being_written, is_writer, logged, offered, open};

use crate::access::{May, Right};
use crate::feature::Feature;

/// The addresses of drafts.
pub fn feature() -> Feature {
    let log = May::Have(Right::LogConcerns);
    Feature::named("drafts")
        .post("/drafts", log, keep::post)
        .post("/drafts/documents", log, keep::post_then_files)
        .post(
            "/drafts/{draft}/documents/{document}/removal",
            log,
            keep::post_then_remove,
        )
        .get("/drafts/old/removal", log, old::get)
        .post("/drafts/old/removal", log, old::post)
        .get("/drafts/{draft}/removal", log, discard::get)
        .post("/drafts/{draft}/removal", log, discard::post)
        .post(
            "/pupils/{pupil}/drafts",
            May::Have(Right::WorkCases),
            of_pupil::keep,
        )
        .post(
            "/pupils/{pupil}/drafts/removal",
            May::Have(Right::WorkCases),
            of_pupil::discard,
        )
        .statements(store::STATEMENTS)
        .statements(act_store::STATEMENTS)
        .statements(in_hand::STATEMENTS)
        .sample("discard a draft", &discard::sample())
        .sample("discard old drafts", &old::sample())
}
