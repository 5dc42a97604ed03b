//! Saying that somebody has a concern in hand.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::ActForm;
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

    fn check(_: &ActForm, _: &Case, now: Moment) -> Result<Doing, Errors> {
        Ok(Doing::now(Deed::Acknowledgement {}, now))
    }

    fn page(shell: Shell, frame: Frame, _: &Case, form: ActForm) -> AcknowledgementPage {
        AcknowledgementPage { shell, frame, form }
    }
}
