//! Saying how much a concern weighs in a child’s chronology.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame, Guards};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::kind::Kind;
use super::terms::Significance;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/significance.html")]
pub(super) struct SignificancePage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    weights: Vec<Choice>,
}

/// Changing the significance.
pub(super) struct Weighing;

impl Act for Weighing {
    type Page = SignificancePage;
    const ADDRESS: &'static str = "significance";
    const GUARDS: Guards = Guards::Newest(Kind::Significance);

    fn begin(form: ActForm, case: &Case, _: Moment) -> ActForm {
        form.with("significance", case.significance.name())
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let field = "significance";
        let chosen = check.term(field, Significance::named, "Choose how significant it is");
        if chosen == Some(case.significance) {
            let same = "It is that already. Choose the other, or go back to the concern";
            check.errors.add(field, same);
        }
        let words = check.reason("words", "Enter the reason for the change");
        let deed = chosen.map(|significance| Deed::Significance {
            significance,
            words,
        });
        check.proves(deed.map(|deed| Doing::now(deed, now)))
    }

    fn page(shell: Shell, frame: Frame, _: &Case, form: ActForm) -> SignificancePage {
        SignificancePage {
            shell,
            frame,
            form,
            weights: Significance::choices(),
        }
    }
}
