//! A case note: what whoever reads the file should know, and nobody else. Unlike an amendment, it
//! is read neither by the writer of the concern nor by whoever was alerted to it.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::when::happens_now;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "casework/case_note.html")]
pub(super) struct CaseNotePage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
}

/// Writing a case note.
pub(super) struct CaseNote;

impl Act for CaseNote {
    type Page = CaseNotePage;
    const ADDRESS: &'static str = "case-notes";

    fn begin(form: ActForm, _: &Case, now: Moment) -> ActForm {
        happens_now(form, now)
    }

    fn check(form: &ActForm, _: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let words = check.words("words", "Write your case note");
        let happened = check.happened();
        check.proves(Some(Doing::now(Deed::CaseNote { words }, now).at(happened)))
    }

    fn page(shell: Shell, frame: Frame, _: &Case, form: ActForm) -> CaseNotePage {
        CaseNotePage { shell, frame, form }
    }
}
