//! A concern of long ago, of which nobody is written to: the same rows, sealed in the same way, and
//! the same entry in the audit log, without the form's checks. For a made-up school that is filled
//! with years of them; no page leads here.

use keyward_moment::Moment;
use keyward_web::Problem;

use super::concern::{Facts, Involved};
use super::insert::insert_as;
use super::noticed::Noticed;
use super::record::written_down;
use super::role::Role;
use super::store;
use crate::alerts;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::{CategoryId, ConcernId, PersonId, PupilId};

/// What somebody wrote, long ago.
#[derive(Clone, Debug)]
pub struct Past {
    /// The identifier that it is to have.
    pub id: ConcernId,
    /// Whom it is about, each with their part in it.
    pub pupils: Vec<(PupilId, Role)>,
    /// When it was noticed.
    pub noticed_at: Moment,
    /// Where.
    pub place: String,
    /// Of which categories.
    pub categories: Vec<CategoryId>,
    /// What was seen and heard.
    pub seen_and_heard: String,
    /// The child's own words.
    pub own_words: Option<String>,
    /// How the child looked and behaved.
    pub non_verbal: Option<String>,
    /// What the writer thinks.
    pub opinion: Option<String>,
    /// Who else was there.
    pub present: Option<String>,
    /// Who was alerted.
    pub alerted: Vec<PersonId>,
}

/// Writes it down as the actor.
///
/// # Errors
/// That the database is away.
pub fn record_past(tx: &mut Tx<'_, '_>, past: &Past) -> Result<(), Problem> {
    let pupils = past.pupils.iter().cloned();
    let facts = Facts {
        pupils: pupils
            .map(|(pupil, role)| Involved { pupil, role })
            .collect(),
        noticed: Noticed::at(past.noticed_at),
        place: past.place.clone(),
        present: past.present.clone(),
        categories: past.categories.clone(),
        seen_and_heard: past.seen_and_heard.clone(),
        own_words: past.own_words.clone(),
        non_verbal: past.non_verbal.clone(),
        opinion: past.opinion.clone(),
        told: None,
        staff: Vec::new(),
        marks: Vec::new(),
        alerted: past.alerted.clone(),
        groups: Vec::new(),
    };
    let tag = store::form_tag(tx, &["past", &past.id.0])?;
    insert_as(tx, past.id.clone(), &facts, &tag)?;
    alerts::alert_past(tx, &past.id, &past.alerted)?;
    written_down(tx, &past.id, &facts)
}

/// The actor reads it.
///
/// # Errors
/// That the database is away.
pub fn read_past(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<(), Problem> {
    store::opened(tx, id)?;
    tx.entry(Entry::of("concern opened", "concern", &id.0))
}
