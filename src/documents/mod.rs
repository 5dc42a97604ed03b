//! Documents: the files that go with a concern, such as a photo of a note, a drawing or an e-mail.
//!
//! A file first lies with a draft and is its writer's alone; when the concern is logged it goes with
//! it, and whoever may read the concern may open it. Whoever may add an amendment may add a file
//! later. What a file is, its content says: its name counts only if it fits. Its bytes are kept as
//! they were sent (a photo with the place and time that it carries), for it may be evidence.
//!
//! A file of a logged concern is never changed and never removed. Names and contents never reach the
//! database unsealed, nor an address, a title, a letter, a log or the audit log, which knows a file
//! by its kind, its size and a tag of its content that nobody can work out without the school's key:
//! a plain hash would tell whoever holds the same picture that it is here. None runs in a browser where our own pages do, and none that could
//! run by itself is taken: programs, pages of the web, macros, archives.

mod add;
mod document;
mod handing_out;
mod keep;
mod kind;
mod limits;
mod name;
mod recognise;
mod refusal;
mod seal;
mod serve;
mod store;
#[cfg(test)]
mod tests;
mod under_way;
mod zip;

pub use document::Document;
pub use handing_out::Downloads;
pub use keep::{add_told, go_with, let_go_of, remove_from_draft};
pub use limits::{Limits, size_words};
pub use under_way::Uploads;

use std::collections::BTreeMap;

use keyward_web::Problem;

use crate::access::{May, Right};
use crate::audit::Entry;
use crate::cx::Tx;
use crate::feature::Feature;
use crate::ids::{ConcernId, DraftId, PupilId};

/// The pages of files.
pub fn feature() -> Feature {
    let log = May::Have(Right::LogConcerns);
    Feature::named("documents")
        .get("/drafts/{draft}/documents", log, add::to_draft)
        .upload("/drafts/{draft}/documents", log, add::post_to_draft)
        .get("/drafts/{draft}/documents/{document}", log, serve::of_draft)
        .get(
            "/concerns/{concern}/documents/new",
            May::BeHere,
            add::to_concern,
        )
        .get("/concerns/{concern}/documents", May::BeHere, add::elsewhere)
        .upload(
            "/concerns/{concern}/documents",
            May::BeHere,
            add::post_to_concern,
        )
        .get(
            "/concerns/{concern}/documents/{document}",
            May::BeHere,
            serve::of_concern,
        )
        .statements(store::STATEMENTS)
        .sample("attach files", &add::sample())
        .sample("attach files, with refusals", &add::sample_with_refusals())
}

/// The files that lie with a draft of the actor's own.
///
/// # Errors
/// That the database is away.
pub fn of_draft(tx: &mut Tx<'_, '_>, draft: &DraftId) -> Result<Vec<Document>, Problem> {
    store::of_draft(tx, draft)
}

/// The files of a concern, if the actor may read it; else none.
///
/// # Errors
/// That the database is away.
pub fn of_concern(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Vec<Document>, Problem> {
    store::of_concern(tx, concern)
}

/// What the files of the concerns of a pupil's file are called, of those that the actor may read and that
/// were noticed between these moments (microseconds).
///
/// # Errors
/// That the database is away.
pub fn names_of_file(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    noticed: (i64, i64),
) -> Result<BTreeMap<ConcernId, Vec<String>>, Problem> {
    let mut names: BTreeMap<ConcernId, Vec<String>> = BTreeMap::new();
    for (concern, name) in store::names_of_file(tx, pupil, noticed)? {
        names.entry(concern).or_default().push(name);
    }
    Ok(names)
}

/// What lies with one draft of the actor's lies with another of theirs too.
///
/// # Errors
/// That the database is away.
pub fn copy(tx: &mut Tx<'_, '_>, from: &DraftId, to: &DraftId) -> Result<(), Problem> {
    let files = store::copy(tx, from, to)?;
    if files > 0 {
        let copied = Entry::of("documents of a draft kept with another", "draft", &to.0);
        tx.entry(copied.with("files", files))?;
    }
    Ok(())
}
