//! A concern told by a story, such as the demo's: written, opened and added to as a person at the
//! page would, through the same form, the same checks and the same audit log.

use keyward_moment::Moment;
use keyward_web::Problem;

use super::desk::Desk;
use super::form::LogForm;
use super::role::Role;
use super::{amend, open, record};
use crate::body_map::MarksForm;
use crate::categories::{self, Branch};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId, PupilId};

/// What somebody writes on the form.
#[derive(Clone, Debug)]
pub struct Told {
    /// Whom it is about, each with their part in it.
    pub pupils: Vec<(PupilId, Role)>,
    /// When it was noticed.
    pub noticed_at: Moment,
    /// Where.
    pub place: String,
    /// The categories, by their names.
    pub categories: Vec<String>,
    /// What was seen and heard.
    pub seen_and_heard: String,
    /// The child's own words; may be empty.
    pub own_words: String,
    /// What may be left empty: how the child was, the writer's opinion, who else was there, and
    /// which lead was told in person.
    pub more: More,
    /// The marks that were seen, as the form of the body map sends them.
    pub marks: MarksForm,
    /// Who is alerted.
    pub alert: Vec<PersonId>,
}

/// What the form folds away.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// How the child looked and behaved.
    pub non_verbal: String,
    /// What the writer thinks.
    pub opinion: String,
    /// Who else was there.
    pub present: String,
    /// Which lead was told in person.
    pub told: String,
}

/// Logs it as the actor.
///
/// # Errors
/// A bug's page when the form would have come back; that the database is away.
pub fn log_told(tx: &mut Tx<'_, '_>, told: &Told, sign_in_url: &str) -> Result<ConcernId, Problem> {
    let offered = categories::offered(tx)?;
    let categories = offered.iter().flat_map(Branch::all);
    let categories = categories.filter(|category| told.categories.contains(&category.name));
    let roles = told.pupils.iter();
    let form = LogForm {
        pupils: told.pupils.iter().map(|(id, _)| id.clone()).collect(),
        roles: roles
            .map(|(id, role)| (id.clone(), role.name().to_owned()))
            .collect(),
        place: told.place.clone(),
        present: told.more.present.clone(),
        categories: categories.map(|category| category.id.clone()).collect(),
        seen_and_heard: told.seen_and_heard.clone(),
        own_words: told.own_words.clone(),
        non_verbal: told.more.non_verbal.clone(),
        opinion: told.more.opinion.clone(),
        told: told.more.told.clone(),
        marks: told.marks.clone(),
        alert: told.alert.clone(),
        ..LogForm::new(tx.new_id(), told.noticed_at)
    };
    if form.categories.len() != told.categories.len() {
        return Err(Problem::bug(format_args!(
            "a story's categories: {:?}",
            told.categories
        )));
    }
    let facts = Desk::set(tx, &form)?
        .check(&form, tx.now())
        .map_err(|errors| Problem::bug(format_args!("a story's form: {:?}", errors.all())))?;
    record::record(tx, &form, &facts, sign_in_url)?.ok_or_else(|| Problem::bug("a story untold"))
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
