//! Undoing a link that was put in wrongly. Both records keep that they were linked, and say that they
//! are not any more, by whom and why.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{Act, Doing, Frame, Guards};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::kind::Kind;
use super::others;
use crate::cx::Tx;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/undo_link.html")]
pub(super) struct UndoLinkPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    linked: Vec<Choice>,
}

/// Undoing a link.
pub(super) struct UndoLink;

impl Act for UndoLink {
    type Page = UndoLinkPage;
    const ADDRESS: &'static str = "links-undone";
    const GUARDS: Guards = Guards::Newest(Kind::LinkUndone);

    fn look_up(tx: &mut Tx<'_, '_>, _: &ActForm, case: &mut Case) -> Result<(), Problem> {
        case.others = others::those(tx, &case.linked())?;
        Ok(())
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let linked = case.linked();
        let other = linked.iter().find(|other| **other == form.text("other"));
        if other.is_none() {
            let words = "Choose the concern that does not belong with this one";
            check.errors.add("other", words);
        }
        let words = check.reason(
            "words",
            "Write how you know that they do not belong together",
        );
        let doing = other.map(|other| {
            let other = (*other).to_owned();
            let about = other.clone();
            Doing::now(Deed::LinkUndone { other, words }, now).about(about)
        });
        check.proves(doing)
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> UndoLinkPage {
        UndoLinkPage {
            linked: case.others.clone(),
            shell,
            frame,
            form,
        }
    }
}
