//! A concern told by a story, such as the demo's: written, opened and added to as a person at the
//! page would, through the same form, the same checks and the same audit log.

use keyward_moment::Moment;
use keyward_web::Problem;

use super::desk::Desk;
use super::form::LogForm;
use super::{amend, open, record, store};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId, PupilId};

/// What somebody writes on the form.
#[derive(Clone, Debug)]
pub struct Told {
    /// Whom it is about.
    pub pupils: Vec<PupilId>,
    /// When it was noticed.
    pub noticed_at: Moment,
    /// Where.
    pub place: String,
    /// The category, by its name.
    pub category: String,
    /// What was seen and heard.
    pub seen_and_heard: String,
    /// The child's own words; may be empty.
    pub own_words: String,
    /// Who is alerted.
    pub alert: Vec<PersonId>,
}

/// Logs it as the actor.
///
/// # Errors
/// A bug's page when the form would have come back; that the database is away.
pub fn log_told(tx: &mut Tx<'_, '_>, told: &Told, sign_in_url: &str) -> Result<ConcernId, Problem> {
    let category = store::categories(tx)?
        .into_iter()
        .find(|(_, name)| *name == told.category)
        .map_or_else(String::new, |(id, _)| id.0);
    let form = LogForm {
        pupils: told.pupils.clone(),
        place: told.place.clone(),
        category,
        seen_and_heard: told.seen_and_heard.clone(),
        own_words: told.own_words.clone(),
        alert: told.alert.clone(),
        ..LogForm::new(tx.new_id(), told.noticed_at)
    };
    let facts = Desk::set(tx, &form)?
        .check(&form, tx.now())
        .map_err(|errors| Problem::bug(format_args!("a story's form: {:?}", errors.all())))?;
    let tag = store::form_tag(tx, &form.parts())?;
    record::record(tx, &facts, &tag, sign_in_url)?.ok_or_else(|| Problem::bug("a story told twice"))
}

/// Opens it as the actor.
///
/// # Errors
/// Not found, whether it is not there or not for the actor; that the database is away.
pub fn open_told(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<(), Problem> {
    open::open(tx, id).map(drop)
}

/// Adds to it as the actor.
///
/// # Errors
/// Not found, whether it is not there or not for the actor; that the database is away.
pub fn add_told(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    words: &str,
    sign_in_url: &str,
) -> Result<(), Problem> {
    let form = tx.new_id();
    amend::add(tx, id, words, &form, sign_in_url)
}
