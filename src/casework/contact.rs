//! Recording that somebody was spoken or written to.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{Act, Doing, Frame};
use super::around::{self, Around};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::terms::{Means, Reached, Whom};
use super::when::happens_now;
use crate::cx::Tx;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/contact.html")]
pub(super) struct ContactPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    /// Who is around the children.
    known: Vec<Choice>,
    /// Those of them who must not be contacted.
    barred: Vec<Around>,
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

    fn look_up(tx: &mut Tx<'_, '_>, _: &ActForm, case: &mut Case) -> Result<(), Problem> {
        case.offers.around = around::around(tx, case)?;
        Ok(())
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let known = check.term(
            "known",
            |id| around::chosen(&case.offers.around, id),
            "Choose somebody of the list, or “No, somebody else”",
        );
        let known = known.flatten().map(|around| &around.contact);
        let with = match known {
            Some(known) if known.is_family() && form.text("with").is_empty() => Some(Whom::Parent),
            Some(_) | None => check.term("with", Whom::named, "Choose with whom it was"),
        };
        // Whoever was chosen is named as they are in the file at this moment.
        let (person, agency) = match known {
            Some(known) => (known.card.name.clone(), known.role()),
            None => (check.optional_line("person"), check.optional_line("agency")),
        };
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

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> ContactPage {
        let around = &case.offers.around;
        let barred = around.iter().filter(|one| one.contact.is_barred());
        ContactPage {
            shell,
            frame,
            form,
            known: around::choices(around),
            barred: barred.cloned().collect(),
            whom: Whom::choices(),
            means: Means::choices(),
            reached: Reached::choices(),
        }
    }
}
