//! Discarding several drafts that may have been forgotten. Each is named, and may be kept: it may be a
//! worry that nobody else knows of.

use askama::Template;
use keyward_web::{Answer, Errors, Form, Pairs, Problem};

use super::draft::Offered;
use super::{sheet, store};
use crate::cx::{Cx, Tx};
use crate::ids::DraftId;
use crate::layout::{Choice, Shell};

#[derive(Template)]
#[template(path = "drafts/old.html")]
pub(super) struct OldPage {
    shell: Shell,
    drafts: Vec<Choice>,
    errors: Errors,
}

impl OldPage {
    /// These drafts, those ticked that `ticked` says.
    fn of(shell: Shell, old: &[Offered], ticked: bool, errors: Errors) -> Self {
        let choice = |draft: &Offered| {
            let about = format!("Begun {} days ago. Last changed {}", draft.days, draft.when);
            Choice::new(&draft.id, draft.whom())
                .hint(about)
                .chosen(ticked)
        };
        Self {
            shell,
            drafts: old.iter().map(choice).collect(),
            errors,
        }
    }
}

fn old(tx: &mut Tx<'_, '_>) -> Result<Vec<Offered>, Problem> {
    let mut drafts = store::offered(tx)?;
    drafts.retain(Offered::is_old);
    Ok(drafts)
}

/// Asks which of the old drafts to discard.
pub(super) async fn get(cx: Cx) -> Answer {
    let drafts = cx.read(old).await?;
    if drafts.is_empty() {
        return cx.redirect("/dashboard");
    }
    cx.show(&OldPage::of(cx.page(), &drafts, true, Errors::new()))
}

/// Discards those that are ticked. One that is over by now stays over.
pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let chosen: Vec<String> = form.every("draft").map(str::to_owned).collect();
    let unticked = cx
        .write(move |tx| {
            let mut drafts = old(tx)?;
            let (ticked, kept): (Vec<_>, Vec<_>) = drafts
                .drain(..)
                .partition(|draft| chosen.contains(&draft.id));
            for draft in &ticked {
                sheet::discard(tx, &DraftId(draft.id.clone()))?;
            }
            match (ticked.len(), chosen.is_empty() && !kept.is_empty()) {
                (0, true) => return Ok(Some(kept)),
                (0, false) => {}
                (1, _) => tx.say("1 draft is discarded.")?,
                (count, _) => tx.say(&format!("{count} drafts are discarded."))?,
            }
            Ok::<_, Problem>(None)
        })
        .await?;
    match unticked {
        None => cx.redirect("/dashboard"),
        Some(drafts) => {
            let errors = Errors::one("draft", "Tick the drafts to discard, or keep them all");
            cx.show_again(&OldPage::of(cx.page(), &drafts, false, errors))
        }
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> OldPage {
    let old = Offered {
        days: 9,
        ..Offered::sample()
    };
    OldPage::of(Shell::default(), &[old], true, Errors::new())
}
