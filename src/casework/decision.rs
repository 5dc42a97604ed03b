//! Recording what was decided, and why; also why a referral that was considered was not made.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::Errors;

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::terms::{Considered, Referral, Threshold};
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
    referral: Vec<Choice>,
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
        let reasons = check.reason("reasons", "Write the reasons for it");
        let (referral, no_referral) = referral(&mut check, form, &considered);
        let happened = check.happened();
        let deed = threshold.map(|threshold| Deed::Decision {
            threshold,
            considered,
            decision,
            reasons,
            referral,
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
        let referral =
            Referral::choices()
                .into_iter()
                .map(|choice| match Referral::named(&choice.value) {
                    Some(Referral::NotMade) => choice.reveals(),
                    Some(Referral::Made) | None => choice,
                });
        let referral = referral.collect();
        DecisionPage {
            shell,
            frame,
            form,
            thresholds: Threshold::choices(),
            considered,
            referral,
        }
    }
}

/// Whether a referral was made, which is asked where one was considered, and why not. What somebody
/// wrote about it stands in any case.
fn referral(
    check: &mut Check<'_>,
    form: &ActForm,
    considered: &[Considered],
) -> (Option<Referral>, Option<String>) {
    let was_considered = considered.iter().any(|option| option.is_referral());
    let made = Referral::named(form.text("referral"));
    if was_considered && made.is_none() {
        check.errors.add(
            "referral",
            "A referral was considered: say whether it was made",
        );
    }
    let why = match made {
        Some(Referral::NotMade) => {
            Some(check.reason("no-referral", "Write why the referral was not made"))
        }
        Some(Referral::Made) | None => {
            Some(check.optional_words("no-referral")).filter(|why| !why.is_empty())
        }
    };
    (made, why)
}
