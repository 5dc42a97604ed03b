//! Recording what was decided, and why; also why a referral that was considered was not made.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::terms::{Considered, Threshold};
use super::when::happens_now;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/decision.html")]
pub(super) struct DecisionPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    thresholds: Vec<Choice>,
    considered: Vec<Choice>,
    not_referred: Vec<Choice>,
}

/// Recording a decision.
pub(super) struct Decision;

impl Act for Decision {
    type Page = DecisionPage;
    const ADDRESS: &'static str = "decisions";
    const WHILE_OPEN: bool = true;

    fn begin(form: ActForm, _: &Case, now: Moment) -> ActForm {
        happens_now(form, now)
    }

    fn check(form: &ActForm, _: &Case, now: Moment) -> Result<Doing, Errors> {
        let mut check = Check::of(form, now);
        let threshold = check.term("threshold", Threshold::named, "Choose a threshold");
        let considered: Vec<_> = form
            .every("considered")
            .filter_map(Considered::named)
            .collect();
        if considered.is_empty() {
            check.errors.add("considered", "Tick what was considered");
        }
        let decision = check.words("decision", "Write what was decided");
        let reasons = check.words("reasons", "Write the reasons for it");
        // What was written there stands, whether or not the box above it was ticked.
        let was_not_made = form.has("not-referred") || !form.text("no-referral").is_empty();
        let no_referral =
            was_not_made.then(|| check.words("no-referral", "Write why the referral was not made"));
        let happened = check.moment();
        let deed = threshold.map(|threshold| Deed::Decision {
            threshold,
            considered,
            decision,
            reasons,
            no_referral,
        });
        check.proves(deed.map(|deed| Doing::now(deed, now).at(happened)))
    }

    fn page(shell: Shell, frame: Frame, _: &Case, form: ActForm) -> DecisionPage {
        let is_ticked = |name: &str| form.every("considered").any(|ticked| ticked == name);
        let considered = Considered::choices().into_iter().map(|choice| {
            let chosen = is_ticked(&choice.value);
            choice.chosen(chosen)
        });
        let considered = considered.collect();
        let was_not_made = form.has("not-referred") || !form.text("no-referral").is_empty();
        let not_referred = vec![
            Choice::new("yes", "A referral was considered and not made")
                .chosen(was_not_made)
                .reveals(),
        ];
        DecisionPage {
            shell,
            frame,
            form,
            thresholds: Threshold::choices(),
            considered,
            not_referred,
        }
    }
}
