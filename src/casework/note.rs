//! A message to whoever wrote a concern or was alerted to it, and does not see what is done about it.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use crate::layout::{Choice, Shell};
use crate::people::Holder;

#[derive(Template)]
#[template(path = "casework/note.html")]
pub(super) struct NotePage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    onlookers: Vec<Choice>,
}

/// Sending a message.
pub(super) struct Note;

impl Act for Note {
    type Page = NotePage;
    const ADDRESS: &'static str = "notes";

    fn begin(form: ActForm, case: &Case, _: Moment) -> ActForm {
        match case.onlookers.as_slice() {
            [only] => form.with("to", &only.id.0),
            _ => form,
        }
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let to = check.term("to", |id| case.onlooker(id), "Choose to whom you write");
        let words = check.words("words", "Write your message");
        let doing = to.map(|to| {
            let about = to.id.clone();
            Doing::now(Deed::Note { to, words }, now).about(about)
        });
        check.proves(doing)
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> NotePage {
        let onlookers = case.onlookers.iter().map(Holder::choice).collect();
        NotePage {
            shell,
            frame,
            form,
            onlookers,
        }
    }
}
