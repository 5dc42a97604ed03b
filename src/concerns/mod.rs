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
mod called;
mod check;
mod concern;
mod desk;
mod form;
mod in_file;
mod insert;
mod line;
mod lists;
mod log;
mod mine;
mod noticed;
mod open;
mod pace;
mod past;
mod pick;
mod pupils_found;
mod reaches;
mod reader;
mod record;
mod role;
mod show;
mod stands;
mod store;
#[cfg(test)]
mod tests;
mod told;
mod who;

pub use alerts::{Alertable, people as alertable, tell_of_amendment};
pub use called::Called;
pub(crate) use called::called;
pub use check::PUPILS_MAX;
pub use in_file::{Tally, happened_beside, of_pupil, tally};
pub use line::{ConcernLine, Line, Pupils, first_line, told, when};
pub use lists::{NeedsMe, Unread, line_of, logged, needs_me, unread};
pub(crate) use noticed::noticed;
pub use noticed::{Noticed, NoticedForm};
pub use pace::too_soon_to_add;
pub use past::{Past, read_past, record_past};
pub use reader::{Reader, is_kept_from};
pub(crate) use reader::{
    alerted_to, at_this_school, beside_is_seen, came_later, concern_seen_as, excluded_from_by,
    group_takes_in, in_files, is_lead, kept_from, kept_from_by, known_to_reader, name_if_known,
    one_group_takes_in, opened, outcome_is_seen, readable,
};
pub use role::Role;
pub(crate) use stands::{
    as_it_is, part_that_stands, pupil_stands_with, pupils_in, pupils_who_stand, staff_stands_with,
    staff_who_stand, stands_with, still_stands_with,
};
pub use store::{form_tag, is_readable};
pub use told::{More, Told, add_told, log_told, open_told};

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
        .statements(reader::STATEMENTS)
        .statements(store::STATEMENTS)
        .statements(insert::STATEMENTS)
        .statements(reaches::STATEMENTS)
        .statements(alerts::STATEMENTS)
        .statements(pace::STATEMENTS)
        .statements(lists::STATEMENTS)
        .statements(in_file::STATEMENTS)
        .sample("log a concern", &log::sample())
        .sample("log a concern, with errors", &log::sample_with_errors())
        .sample("a concern", &show::sample())
        .sample("a concern, to its writer", &show::sample_for_writer())
        .sample("what I logged", &mine::sample())
}
