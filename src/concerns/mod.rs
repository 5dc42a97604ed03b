//! Concerns: what a member of staff noticed about a pupil and wrote down, and who was alerted.
//!
//! Anybody who may log concerns writes one in under a minute. Who may read it afterwards: the
//! person who recorded it, the people who were alerted to it while their groups let them read
//! alerts, and whoever may read the file of one of its pupils, all counted at each request in one
//! place, [`reader`]. Whoever may read a concern may add an amendment, which stands beside it.
//!
//! A concern is never edited and never removed. Its words never reach the database unsealed, nor
//! a letter, a log, an address or a title. Somebody who reads it for one year group's sake never
//! learns which other pupils it names.

mod alerts;
mod amend;
mod concern;
mod desk;
mod form;
mod line;
mod lists;
mod log;
mod mine;
mod open;
mod pupils_found;
mod reader;
mod record;
mod show;
mod store;
#[cfg(test)]
mod tests;
mod told;

pub use line::{ConcernLine, Line, Pupils};
pub use lists::{NeedsMe, Unread, logged, needs_me, of_pupil, unread};
pub use reader::Reader;
pub(crate) use reader::{
    alerted_to, concern_seen_as, group_takes_in, in_files, is_lead, kept_from,
};
pub use told::{Told, add_told, log_told, open_told};

use crate::access::{May, Right};
use crate::feature::Feature;

/// The pages of concerns.
pub fn feature() -> Feature {
    Feature::named("concerns")
        .get("/concerns/new", May::Have(Right::LogConcerns), log::get)
        .post("/concerns/new", May::Have(Right::LogConcerns), log::find)
        .post(
            "/concerns/new/pupils",
            May::Have(Right::LogConcerns),
            pupils_found::post,
        )
        .post("/concerns", May::Have(Right::LogConcerns), log::post)
        .get("/concerns", May::BeHere, mine::get)
        .get("/concerns/{concern}", May::BeHere, show::get)
        .post("/concerns/{concern}/amendments", May::BeHere, amend::post)
        .entrance(
            "Log a concern",
            "/concerns/new",
            May::Have(Right::LogConcerns),
        )
        .statements(store::STATEMENTS)
        .statements(alerts::STATEMENTS)
        .statements(lists::STATEMENTS)
        .sample("log a concern", &log::sample())
        .sample("log a concern, with errors", &log::sample_with_errors())
        .sample("a concern", &show::sample())
        .sample("what I logged", &mine::sample())
}
