//! Recording that somebody was spoken or written to.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::terms::{Means, Reached, Whom};
use super::when::happens_now;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/contact.html")]
pub(super) struct ContactPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    whom: Vec<Choice>,
    means: Vec<Choice>,
    reached: Vec<Choice>,
}

/// Recording a contact. It stands whatever else was done, and when the concern is closed too: what
/// was said must never be lost.
pub(super) struct Contact;

impl Act for Contact {
    type Page = ContactPage;
    const ADDRESS: &'static str = "contacts";

    fn begin(form: ActForm, _: &Case, now: Moment) -> ActForm {
        happens_now(form, now)
    }

    fn check(form: &ActForm, _: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let with = check.term("with", Whom::named, "Choose with whom it was");
        let person = check.optional_line("person");
        let agency = check.optional_line("agency");
        let means = check.term("means", Means::named, "Choose how it was");
        let reached = check.term("reached", Reached::named, "Choose whether you reached them");
        let happened = check.happened();
        let words = check.words("words", "Write what was said, or that nobody answered");
        let deed = match (with, means, reached) {
            (Some(with), Some(means), Some(reached)) => Some(Deed::Contact {
                with,
                agency,
                person,
                means,
                reached,
                words,
            }),
            _ => None,
        };
        check.proves(deed.map(|deed| Doing::now(deed, now).at(happened)))
    }

    fn page(shell: Shell, frame: Frame, _: &Case, form: ActForm) -> ContactPage {
        ContactPage {
            shell,
            frame,
            form,
            whom: Whom::choices(),
            means: Means::choices(),
            reached: Reached::choices(),
        }
    }
}
