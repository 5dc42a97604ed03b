//! What lies beside the form of a concern: its draft, its files, and the other drafts of its writer.

use keyward_web::{Pairs, Problem};

use super::draft::{Kept, Mark, Offered, State};
use super::keep::{is_full, is_id, too_many};
use super::store;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::documents::{self, Document};
use crate::ids::{ConcernId, DraftId};

/// What lies beside the form of a concern.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Which draft the page knows.
    pub mark: Mark,
    /// Whose it is: a page never saves for somebody else who signed in meanwhile.
    pub writer: String,
    /// When it was saved last, in words; empty, where there is no draft yet.
    pub saved: String,
    /// The files that lie with it.
    pub files: Vec<Document>,
    /// The writer's other drafts.
    pub others: Vec<Offered>,
}

impl Sheet {
    /// What lies beside this form, whose page knows this draft.
    ///
    /// # Errors
    /// That the database is away.
    pub fn beside(tx: &mut Tx<'_, '_>, form: &str, mark: &Mark) -> Result<Self, Problem> {
        let draft = DraftId(form.to_owned());
        let (own, others): (Vec<_>, Vec<_>) = store::offered(tx)?
            .into_iter()
            .partition(|draft| draft.id == form);
        Ok(Self {
            mark: Mark {
                page: match mark.page.is_empty() {
                    true => tx.new_id(),
                    false => mark.page.clone(),
                },
                ..mark.clone()
            },
            writer: tx.person()?.0.clone(),
            saved: own
                .into_iter()
                .next()
                .map_or_else(String::new, |own| own.when),
            files: documents::of_draft(tx, &draft)?,
            others,
        })
    }

    /// A sheet, for samples.
    pub fn sample() -> Self {
        Self {
            mark: Mark {
                version: 1,
                page: "p".into(),
                turn: 3,
            },
            writer: "w".into(),
            saved: "today at 14:05".into(),
            files: vec![Document::sample()],
            others: vec![Offered::sample()],
        }
    }
}

/// What the actor typed into a form of theirs that was not sent yet, with the version of the draft.
///
/// # Errors
/// Not found: it is over, is not there, or is somebody else's.
pub fn open(tx: &mut Tx<'_, '_>, id: &DraftId) -> Result<(Pairs, i64), Problem> {
    store::fields(tx, id)
}

/// Makes sure that this is a draft of the actor's of a new concern that is still being written.
///
/// # Errors
/// Not found: it is over, is not there, is of an act, or is somebody else's.
pub fn is_being_written(tx: &mut Tx<'_, '_>, id: &DraftId) -> Result<(), Problem> {
    match store::kept(tx, id)? {
        Some(kept) if kept.is_written_as(None) => Ok(()),
        Some(_) | None => Err(Problem::NotFound),
    }
}

/// Makes sure that this is no draft of an act, to which no file comes.
///
/// # Errors
/// Not found: it is one.
pub(super) fn is_of_no_act(tx: &mut Tx<'_, '_>, id: &DraftId) -> Result<(), Problem> {
    let is_another = |kept: Kept| kept.is_written_as_another(None);
    match store::kept(tx, id)?.is_some_and(is_another) {
        true => Err(Problem::NotFound),
        false => Ok(()),
    }
}

/// Makes sure that there is a draft of the actor's of this name of a new concern, or that one can begin.
///
/// # Errors
/// Not found: it is over, is of an act, or is nothing that a form is called; that there are as many drafts as there may
/// be.
pub fn can_be_written(tx: &mut Tx<'_, '_>, id: &DraftId) -> Result<(), Problem> {
    match store::kept(tx, id)? {
        Some(kept) if !kept.is_written_as(None) => Err(Problem::NotFound),
        None if !is_id(&id.0) => Err(Problem::NotFound),
        Some(_) | None if is_full(tx, id)? => Err(too_many()),
        Some(_) | None => Ok(()),
    }
}

/// Makes sure that what a page sends comes from whoever opened that page; a page that names nobody
/// is trusted to be the actor's.
///
/// # Errors
/// Not found, for somebody else.
pub fn is_writer(tx: &Tx<'_, '_>, writer: &str) -> Result<(), Problem> {
    match writer.is_empty() || *writer == tx.person()?.0 {
        true => Ok(()),
        false => Err(Problem::NotFound),
    }
}

/// Makes sure that there is a draft for a file to lie with: the page of this name begins one where
/// nothing was typed yet.
///
/// # Errors
/// Not found: it is over, or a page without a name asks for a draft that is not there; that there are
/// as many drafts as there may be.
pub fn begin(tx: &mut Tx<'_, '_>, id: &DraftId, page: &str) -> Result<(), Problem> {
    can_be_written(tx, id)?;
    if store::kept(tx, id)?.is_none() && !page.is_empty() {
        let mark = Mark {
            page: page.to_owned(),
            ..Mark::default()
        };
        store::begin(tx, id, None, &mark)?;
    }
    is_being_written(tx, id)
}

/// The actor's drafts, the newest first.
///
/// # Errors
/// That the database is away.
pub fn offered(tx: &mut Tx<'_, '_>) -> Result<Vec<Offered>, Problem> {
    store::offered(tx)
}

/// The form was logged as this concern: its draft is over, and its files go with the concern. What is
/// written about another under its name is not.
///
/// # Errors
/// That the database is away.
pub fn logged(tx: &mut Tx<'_, '_>, form: &str, concern: &ConcernId) -> Result<(), Problem> {
    let draft = DraftId(form.to_owned());
    let is_another = |kept: Kept| kept.is_written_as_another(None);
    if store::kept(tx, &draft)?.is_some_and(is_another) {
        return Ok(());
    }
    documents::go_with(tx, &draft, concern)?;
    store::end(tx, &draft, State::Logged)
}

/// The actor discards a draft of theirs, and its files with it.
///
/// # Errors
/// Not found: it is over, is not there, or is somebody else's.
pub(super) fn discard(tx: &mut Tx<'_, '_>, id: &DraftId) -> Result<(), Problem> {
    is_being_written(tx, id)?;
    let files = documents::let_go_of(tx, id)?;
    store::end(tx, id, State::Discarded)?;
    tx.entry(Entry::of("draft discarded", "draft", &id.0).with("files", files))
}
