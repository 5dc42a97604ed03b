//! Saying that somebody has a concern in hand, here or wherever else it is said: each person once.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{self, Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::ActForm;
use super::{store, write};
use crate::access::Right;
use crate::cx::Tx;
use crate::ids::ConcernId;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "casework/acknowledgement.html")]
pub(super) struct AcknowledgementPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
}

/// Acknowledging.
pub(super) struct Acknowledgement;

impl Act for Acknowledgement {
    type Page = AcknowledgementPage;
    const ADDRESS: &'static str = "acknowledgement";
    const WHILE_OPEN: bool = true;
    const ONCE: bool = true;

    fn check(_: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        if !case.is_opened {
            let words = "You have not read this concern yet. Go back to it and read it, then \
                         acknowledge it";
            return Err(Errors::one("", words));
        }
        Ok(Doing::now(Deed::Acknowledgement {}, now))
    }

    fn page(shell: Shell, frame: Frame, _: &Case, form: ActForm) -> AcknowledgementPage {
        AcknowledgementPage { shell, frame, form }
    }
}

/// The actor, who acts on concerns, has this one in hand; whether they had not said so before.
///
/// # Errors
/// Not found, whether it is not there or not for the actor; that the database is away.
pub fn acknowledge(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<bool, Problem> {
    if !tx.access().has(Right::WorkCases) || !store::is_case(tx, id)? {
        return Err(Problem::NotFound);
    }
    let tag = tag(tx, id)?;
    let doing = Doing::now(Deed::Acknowledgement {}, tx.now());
    write::write(tx, id, &doing, &tag)
}

/// The name under which the actor's acknowledging of a concern is known.
pub(super) fn tag(tx: &Tx<'_, '_>, id: &ConcernId) -> Result<String, Problem> {
    act::tag::<Acknowledgement>(tx, id, None, &ActForm::of(&[]))
}
