//! The planner: what is due to somebody today and this week, and what they have in hand.
//!
//! It shows the open actions that are assigned to its reader, of concerns that they read with their
//! key, what they gave others to do and is still to be done, and the open concerns assigned to them. On each working day on which something is due or
//! overdue they get one letter in the morning. Whoever wants to see the days in their own calendar
//! makes a feed address, which works until they take it back, their sessions end for a new password, a
//! recovery or the end of the account, or a key of theirs is lost.
//!
//! Neither the letter nor the feed says anything but a day and a number. The address of a feed is a
//! secret that cannot be typed into a form, since calendars only take addresses; it opens those
//! numbers and nothing else, the database keeps only its hash, and the log names the route alone.

mod due;
mod feed;
mod given;
mod line;
mod near;
mod place;
mod reminders;
mod show;
mod store;
#[cfg(test)]
mod tests;

pub use feed::end_feed;
pub use given::{Given, given};
pub use near::{Near, near};
pub use reminders::remind_daily;

use crate::access::{May, Right};
use crate::feature::Feature;

/// Who can be given an action: whoever can write or read a concern.
const CAN_BE_GIVEN: May = May::HaveAny(&[
    Right::LogConcerns,
    Right::ReadAlerts,
    Right::ReadYearGroupFiles,
    Right::ReadEveryFile,
]);

/// The planner's pages.
pub fn feature() -> Feature {
    Feature::named("planner")
        .get("/planner", May::BeHere, show::get)
        .post("/planner/feed", May::BeHere, feed::make)
        .post("/planner/feed/removal", May::BeHere, feed::remove)
        .get("/planner/feed/{token}", May::Enter, feed::get)
        .entrance("Planner", "/planner", CAN_BE_GIVEN)
        .statements(store::STATEMENTS)
        .statements(given::STATEMENTS)
        .sample("planner", &show::sample())
        .sample("planner, empty", &show::sample_of_none())
        .sample("planner, feed", &feed::sample())
}
