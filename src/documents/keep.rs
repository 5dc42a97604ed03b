//! Keeping files that were sent: with a draft, or with a concern, each written down.

use keyward_web::Problem;

use super::document::{Document, Fit, Unfit, room_for, room_in_a_day, room_in_drafts};
use super::limits::Limits;
use super::seal::{Sealed, Sealer};
use super::store::{self, Facts};
use crate::audit::Entry;
use crate::concerns;
use crate::cx::Tx;
use crate::drafts;
use crate::ids::{ConcernId, DocumentId, DraftId};
use crate::upload::Sent;

/// What a file goes with.
#[derive(Clone, Debug)]
pub(super) enum Holder {
    /// A draft of the actor's own.
    Draft(DraftId),
    /// A concern that they may read.
    Concern(ConcernId),
}

impl Holder {
    /// Its identifier.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Draft(draft) => &draft.0,
            Self::Concern(concern) => &concern.0,
        }
    }

    /// Makes sure that the actor may add a file to it, before any is read: a draft that is over takes
    /// none, and a concern that they may not read is not there.
    ///
    /// # Errors
    /// Not found.
    pub(super) fn takes_files(&self, tx: &mut Tx<'_, '_>) -> Result<(), Problem> {
        match self {
            Self::Draft(draft) => drafts::can_be_written(tx, draft),
            Self::Concern(concern) => store::readable_concern(tx, concern),
        }
    }

    /// What it holds already, for the actor.
    ///
    /// # Errors
    /// Not found, whether a concern is not there or not for the actor.
    pub(super) fn documents(&self, tx: &mut Tx<'_, '_>) -> Result<Vec<Document>, Problem> {
        match self {
            Self::Draft(draft) => store::of_draft(tx, draft),
            Self::Concern(concern) => {
                store::readable_concern(tx, concern)?;
                store::of_concern(tx, concern)
            }
        }
    }
}

fn entry(act: &'static str, id: &DocumentId, facts: &Facts) -> Entry {
    Entry::of(act, "document", &id.0)
        .with("kind", &facts.kind)
        .with("bytes", facts.bytes)
        .with("tag", &facts.content_tag)
}

/// Keeps these files with what they go with, as far as there is room; those for which there is none
/// are answered. A form that is sent twice keeps each once.
///
/// # Errors
/// Not found, whether a concern is not there or not for the actor.
pub(super) fn keep(
    tx: &mut Tx<'_, '_>,
    holder: &Holder,
    files: &[(String, Sealed)],
    limits: Limits,
    sign_in_url: &str,
) -> Result<Vec<Unfit>, Problem> {
    let mut refused = Vec::new();
    for (name, file) in files {
        let beside = holder.documents(tx)?;
        let mut room = room_for(&beside, file.bytes, limits);
        if let (Ok(()), Holder::Draft(_)) = (&room, holder) {
            room = room_in_drafts(store::bytes_in_drafts(tx)?, file.bytes, limits);
        }
        if room.is_ok() {
            room = room_in_a_day(store::added_within_a_day(tx)?, file.bytes, limits);
        }
        if let Err(why) = room {
            let name = name.clone();
            refused.push(Unfit { name, why });
            continue;
        }
        match holder {
            Holder::Draft(draft) => {
                if store::add_to_draft(tx, draft, file)? {
                    let facts = store::facts(tx, &file.id)?;
                    let added = entry("document attached to a draft", &file.id, &facts);
                    tx.entry(added)?;
                }
            }
            Holder::Concern(concern) => {
                if store::add_to_concern(tx, concern, file)? {
                    let facts = store::facts(tx, &file.id)?;
                    let added = entry("document added", &file.id, &facts);
                    tx.entry(added.with("concern", concern))?;
                    concerns::tell_of_amendment(tx, concern, sign_in_url)?;
                }
            }
        }
    }
    Ok(refused)
}

/// Adds a file to a concern as a story tells it, such as the demo's: with the same checks.
///
/// # Errors
/// A bug's page where it would not be taken; that the database is away.
pub fn add_told(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    (name, bytes): (&str, &[u8]),
    limits: Limits,
    sign_in_url: &str,
) -> Result<(), Problem> {
    let sent = Sent {
        name: name.to_owned(),
        bytes: Ok(bytes.to_vec()),
    };
    let fit = Fit::check(sent, limits);
    let fit = fit.map_err(|unfit| Problem::bug(format_args!("a story's file: {unfit:?}")))?;
    let form = tx.new_id();
    let sealed = Sealer::of(tx)?.seal(&fit, 0, &[&form, &concern.0]);
    let holder = Holder::Concern(concern.clone());
    let refused = keep(tx, &holder, &[(fit.name, sealed)], limits, sign_in_url)?;
    match refused.is_empty() {
        true => Ok(()),
        false => Err(Problem::bug("a story's file found no room")),
    }
}

/// Lets a file of the actor's own draft go.
///
/// # Errors
/// Not found, whether it is not there or somebody else's.
pub fn remove_from_draft(
    tx: &mut Tx<'_, '_>,
    draft: &DraftId,
    document: &DocumentId,
) -> Result<(), Problem> {
    let lies_there = store::of_draft(tx, draft)?;
    if !lies_there.iter().any(|file| file.id == *document) {
        return Err(Problem::NotFound);
    }
    let facts = store::facts(tx, document)?;
    store::from_draft(tx, draft, document)?;
    tx.entry(entry("document removed from a draft", document, &facts))
}

/// Lets every file of the actor's own draft go; how many.
///
/// # Errors
/// That the database is away.
pub fn let_go_of(tx: &mut Tx<'_, '_>, draft: &DraftId) -> Result<usize, Problem> {
    let files = store::of_draft(tx, draft)?;
    for file in &files {
        remove_from_draft(tx, draft, &file.id)?;
    }
    Ok(files.len())
}

/// The files of the actor's own draft go with the concern that was logged from it.
///
/// # Errors
/// That the database is away.
pub fn go_with(tx: &mut Tx<'_, '_>, draft: &DraftId, concern: &ConcernId) -> Result<(), Problem> {
    for file in store::of_draft(tx, draft)? {
        let facts = store::facts(tx, &file.id)?;
        store::goes_with(tx, &file.id, concern)?;
        store::from_draft(tx, draft, &file.id)?;
        tx.entry(entry("document added", &file.id, &facts).with("concern", concern))?;
    }
    Ok(())
}
