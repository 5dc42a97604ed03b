//! Casework: what is done about a concern, from its acknowledgement to its outcome.
//!
//! Whoever acts on concerns, and reads this one through the file of one of its pupils,
//! acknowledges it, assigns it, gives actions, records contact made and decisions with their reasons,
//! links it or undoes a link, changes its category, a role or its weight, adds a pupil or takes one off who is there
//! by mistake, alerts somebody more, names a member of staff or says that they are not part of it, and
//! closes it with an outcome. Each of
//! these is a follow-up: a row with a person, a moment and sealed words, which nothing changes and
//! nothing removes. Where the concern stands is kept beside it and changes in the same
//! transaction.
//!
//! Whoever only wrote the concern or was alerted to it sees of all that nothing but that it was
//! received, is being acted on or is closed, the messages that somebody sent them, and the actions that
//! are theirs. An action can be given to whoever reads the concern with their key: they see it, and say
//! with their key that it is done, and read no more for it. Nothing of a case reaches a letter.

mod acknowledgement;
mod act;
mod action;
mod add_pupil;
mod alert;
mod around;
mod assignment;
mod beneath;
mod case;
mod case_note;
mod categories;
mod closure;
mod contact;
mod decision;
mod deed;
mod drafted;
mod form;
mod involved;
mod kind;
mod link;
mod name_staff;
mod note;
mod others;
mod own;
mod past;
mod people;
mod reopening;
mod result;
mod results;
mod roles;
mod said;
mod seen;
mod significance;
mod staff;
mod store;
mod take_pupil_off;
mod take_staff_off;
mod tell;
mod terms;
#[cfg(test)]
mod tests;
mod timeline;
mod told;
mod undo_link;
mod when;
mod write;

pub use acknowledgement::acknowledge;
pub use assignment::{Assigned, assign};
pub use beneath::{Beneath, beneath, sample as sample_beneath, sample_for_writer};
pub use kind::Kind;
pub use others::about as whom_it_is_about;
pub use past::{PastDeed, do_past};
pub use results::{Results, results};
pub use said::said;
pub(crate) use seen::{case_is_seen, leads_to_what_is_seen};
pub use store::action_in_words;
pub use timeline::{FollowUp, follow_ups_naming};
pub use timeline::{RecordLine, record};
pub use told::{Doing as DoingTold, do_told};

use keyward_moment::Moment;

use crate::access::{May, Right};
use crate::drafts::Pad;
use crate::feature::Feature;
use crate::layout::Shell;

use act::{Act, Frame, find, get, post};
use form::ActForm;

/// The pages of acting on a concern.
pub fn feature() -> Feature {
    let feature = Feature::named("casework");
    let feature = takes::<acknowledgement::Acknowledgement>(
        feature,
        "/concerns/{concern}/acknowledgement",
        "acknowledge a concern",
    );
    let feature = takes::<assignment::Assignment>(
        feature,
        "/concerns/{concern}/assignment",
        "assign a concern",
    );
    let feature =
        takes::<action::NewAction>(feature, "/concerns/{concern}/actions", "add an action");
    let feature = takes::<result::ActionEnd>(
        feature,
        "/concerns/{concern}/actions/{action}/result",
        "mark an action as done, or cancel it",
    );
    let feature = takes::<own::OwnDone>(
        feature,
        "/concerns/{concern}/actions/{action}/done",
        "do what one was given to do",
    );
    let feature = takes::<contact::Contact>(
        feature,
        "/concerns/{concern}/contacts",
        "record contact made",
    );
    let feature = takes::<decision::Decision>(
        feature,
        "/concerns/{concern}/decisions",
        "record a decision",
    );
    let feature = takes::<link::Link>(feature, "/concerns/{concern}/links", "link a concern");
    let feature = feature.post(
        "/concerns/{concern}/links/found",
        May::Have(Right::WorkCases),
        find::<link::Link>,
    );
    let feature =
        takes::<undo_link::UndoLink>(feature, "/concerns/{concern}/links-undone", "undo a link");
    let feature = takes::<categories::CategoryChange>(
        feature,
        "/concerns/{concern}/categories",
        "change the category",
    );
    let feature = takes::<roles::RoleChange>(feature, "/concerns/{concern}/roles", "change a role");
    let feature = takes::<significance::Weighing>(
        feature,
        "/concerns/{concern}/significance",
        "change the significance",
    );
    let feature = takes::<case_note::CaseNote>(
        feature,
        "/concerns/{concern}/case-notes",
        "write a case note",
    );
    let feature = takes::<add_pupil::AddPupil>(
        feature,
        "/concerns/{concern}/pupils",
        "add a pupil to a concern",
    );
    let feature = feature.post(
        "/concerns/{concern}/pupils/found",
        May::Have(Right::WorkCases),
        find::<add_pupil::AddPupil>,
    );
    let feature = takes::<take_pupil_off::TakePupilOff>(
        feature,
        "/concerns/{concern}/pupils-taken-off",
        "take a pupil off a concern",
    );
    let feature =
        takes::<alert::AlertMore>(feature, "/concerns/{concern}/alerts", "alert somebody else");
    let feature = takes::<name_staff::NameStaff>(
        feature,
        "/concerns/{concern}/staff",
        "name a member of staff",
    )
    .with_touch("name a member of staff, who is kept from a concern");
    let feature = takes::<take_staff_off::TakeStaffOff>(
        feature,
        "/concerns/{concern}/staff-taken-off",
        "say that a member of staff is not part of a concern",
    )
    .with_touch("let somebody read a concern again that named them");
    let feature = takes::<note::Note>(feature, "/concerns/{concern}/notes", "send a message");
    let feature =
        takes::<closure::Closure>(feature, "/concerns/{concern}/closure", "close a concern");
    let feature =
        takes::<reopening::Reopening>(feature, "/concerns/{concern}/reopening", "reopen a concern");
    let feature = feature
        .post("/concerns/{concern}/drafts", May::BeHere, drafted::keep)
        .post(
            "/concerns/{concern}/drafts/removal",
            May::BeHere,
            drafted::discard,
        );
    feature
        .statements(store::STATEMENTS)
        .statements(others::STATEMENTS)
        .statements(own::STATEMENTS)
        .statements(people::STATEMENTS)
        .statements(results::STATEMENTS)
        .statements(involved::STATEMENTS)
        .statements(staff::STATEMENTS)
        .statements(write::STATEMENTS)
        .statements(past::STATEMENTS)
}

/// An act at its address: the page to fill in, and what does it.
fn takes<A: Act>(feature: Feature, address: &'static str, name: &'static str) -> Feature {
    let case = case::sample();
    let now = Moment::from_micros(0);
    let form = A::begin(ActForm::of(&[("form", "f"), ("seen", "")]), &case, now);
    let frame = Frame {
        pad: Pad::sample(),
        ..Frame::default()
    };
    let page = A::page(Shell::default(), frame, &case, form);
    feature
        .get(address, A::MAY, get::<A>)
        .post(address, A::MAY, post::<A>)
        .sample(name, &page)
}
