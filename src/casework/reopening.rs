//! Opening a closed concern again.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame, Guards};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::kind::Kind;
use super::terms::Status;
use super::when::said_with;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "casework/reopening.html")]
pub(super) struct ReopeningPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
}

/// Reopening.
pub(super) struct Reopening;

impl Act for Reopening {
    type Page = ReopeningPage;
    const ADDRESS: &'static str = "reopening";

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        if case.status != Status::Closed {
            let words = match case.last(Guards::Newest(Kind::Reopening)) {
                Some(head) => said_with(Some(head), now),
                None => "This concern is not closed. Go back to it".to_owned(),
            };
            check.errors.add("", words);
        }
        let words = check.reason("words", "Enter the reason for reopening it");
        check.proves(Some(Doing::now(Deed::Reopening { words }, now)))
    }

    fn page(shell: Shell, frame: Frame, _: &Case, form: ActForm) -> ReopeningPage {
        ReopeningPage { shell, frame, form }
    }
}
