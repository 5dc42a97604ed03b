//! Saying what became of an action: it is done, or no longer to be done.

use askama::Template;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{Act, Doing, Frame};
use super::case::Case;
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::store;
use super::terms::End;
use super::when::{happens_now, said_with};
use crate::cx::Tx;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "casework/result.html")]
pub(super) struct ResultPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    words: String,
    assigned: String,
    due_on: String,
    ends: Vec<Choice>,
    /// Who ended it and when, and with which result, once it has ended and nothing is typed that would
    /// be lost.
    ended: Option<(String, String)>,
}

/// Ending an action.
pub(super) struct ActionEnd;

impl Act for ActionEnd {
    type Page = ResultPage;
    const ADDRESS: &'static str = "result";

    fn begin(form: ActForm, _: &Case, now: Moment) -> ActForm {
        happens_now(form, now)
    }

    fn look_up(tx: &mut Tx<'_, '_>, _: &ActForm, case: &mut Case) -> Result<(), Problem> {
        let ended = case.ended();
        let Some((ended, who)) = ended.map(|head| (head.id.clone(), head.in_words(tx.now())))
        else {
            return Ok(());
        };
        for done in store::of_concern(tx, &case.id)? {
            if done.id == ended
                && let Deed::ActionDone { words, .. } | Deed::ActionCancelled { words, .. } =
                    done.deed
            {
                case.offers.ended = Some((who.clone(), words));
            }
        }
        Ok(())
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let Some(action) = &case.action else {
            return Err(Errors::one(
                "",
                "Go back to the concern and choose an action",
            ));
        };
        if !action.is_open {
            return Err(Errors::one("", said_with(case.ended(), now)));
        }
        let mut check = Check::of(form, now);
        let end = check.term("end", End::named, "Choose what happened");
        let missing = "Enter the result, or the reason for cancelling";
        let words = match end {
            Some(End::Cancelled) => check.reason("words", missing),
            Some(End::Done) | None => check.words("words", missing),
        };
        let happened = check.happened();
        let what = action.words.clone();
        let deed = end.map(|end| match end {
            End::Done => Deed::ActionDone {
                action: what,
                words,
            },
            End::Cancelled => Deed::ActionCancelled {
                action: what,
                words,
            },
        });
        let doing = deed.map(|deed| Doing::now(deed, now).at(happened).about(&*action.id));
        check.proves(doing)
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> ResultPage {
        let is_typed = form.has("words");
        let ended = case.offers.ended.clone().filter(|_| !is_typed);
        let (words, assigned, due_on) = match &case.action {
            Some(action) => (
                action.words.clone(),
                action.assigned.clone(),
                action.due_in_words(),
            ),
            None => Default::default(),
        };
        ResultPage {
            shell,
            frame,
            form,
            words,
            assigned,
            due_on,
            ends: End::choices(),
            ended,
        }
    }
}
