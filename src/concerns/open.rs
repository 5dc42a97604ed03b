//! Opening a concern, which is written down each time.

use keyward_web::Problem;

use super::concern::Concern;
use super::reader::Reader;
use super::store;
use crate::alerts::{self, Panel};
use crate::audit::Entry;
use crate::body_map::{self, BodyMaps};
use crate::casework::{self, Beneath};
use crate::cx::Tx;
use crate::documents::{self, Document};
use crate::ids::ConcernId;

/// A concern that was opened.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub concern: Concern,
    /// Who was alerted, and who has it in hand.
    pub panel: Panel,
    /// Whether it is seen thanks to elevated access alone.
    pub is_elevated: bool,
    /// What stands beneath its words.
    pub beneath: Beneath,
    /// The files that go with it.
    pub documents: Vec<Document>,
    /// The marks that were seen.
    pub body_maps: BodyMaps,
}

/// Opens the concern for the actor.
///
/// # Errors
/// Not found, whether it is not there or not for the actor; a bug's page when its words were
/// changed or moved, and then nobody has opened it.
pub(super) fn open(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Opened, Problem> {
    let reader = Reader::now(tx)?;
    if !store::is_readable(tx, &reader, id)? {
        return Err(Problem::NotFound);
    }
    let without_key = Reader::with(tx, &tx.access().if_not_elevated())?;
    let is_elevated = !store::is_readable(tx, &without_key, id)?;
    // Whoever views as another user group has not read it as themselves, and acts on it by nothing.
    if tx.access().view().is_none() {
        store::opened(tx, id)?;
    }
    tx.entry(Entry::of("concern opened", "concern", &id.0))?;
    let concern = store::find(tx, id)?;
    Ok(Opened {
        body_maps: body_map::of_concern(tx, id, concern.recorded_at)?,
        concern,
        panel: alerts::panel(tx, id)?,
        documents: documents::of_concern(tx, id)?,
        is_elevated,
        beneath: casework::beneath(tx, id)?,
    })
}
