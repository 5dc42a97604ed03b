//! Dismissing a signal, with a reason, as it stands now.

use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm};

use super::show::{Board, PatternsPage};
use super::store;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::{ConcernId, PupilId};
use crate::reason::reason;

/// What is said where the reason is missing.
pub(super) const NO_REASON: &str = "Enter the reason for dismissing this pattern";

/// What is typed to dismiss a signal.
#[derive(Clone, Debug, Default)]
pub(super) struct DismissForm {
    /// Which pattern.
    pub pattern: String,
    /// The records that the page showed beneath it.
    pub records: Vec<ConcernId>,
    /// The child whose patterns alone the page showed; may be empty.
    pub pupil: String,
    pub reason: String,
    pub errors: Errors,
}

impl ReadForm for DismissForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            pattern: pairs.text("pattern").into(),
            records: pairs
                .every("record")
                .map(|id| ConcernId(id.into()))
                .collect(),
            pupil: pairs.text("pupil").into(),
            reason: pairs.raw("reason").into(),
            errors: Errors::new(),
        }
    }
}

impl DismissForm {
    fn check(&self) -> Result<&str, Errors> {
        let reason = reason(&self.reason, "Enter the reason for dismissing this pattern");
        reason.map_err(|wrong| Errors::one("reason", wrong))
    }
}

/// Whether a text is written as identifiers are; nothing is no pupil in particular.
fn is_identifier(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

enum Outcome {
    Dismissed,
    Again(Box<(Board, DismissForm)>),
}

pub(super) async fn post(cx: Cx, Form(form): Form<DismissForm>) -> Answer {
    // It goes into an address, where nothing but an identifier belongs.
    if !is_identifier(&form.pupil) {
        return Err(Problem::NotFound);
    }
    let (pupil, back) = match form.pupil.as_str() {
        "" => (String::new(), "/patterns".to_owned()),
        pupil => (pupil.to_owned(), format!("/patterns?pupil={pupil}")),
    };
    match cx.write(move |tx| dismiss(tx, &form)).await? {
        Outcome::Dismissed => cx.redirect(back),
        Outcome::Again(again) => {
            let (board, form) = *again;
            cx.show_again(&PatternsPage::of(cx.page(), board, pupil, form))
        }
    }
}

/// Dismisses what the page showed. What joined since the page was shown is not dismissed with it:
/// the signal stays, with the reason beside it.
fn dismiss(tx: &mut Tx<'_, '_>, form: &DismissForm) -> Result<Outcome, Problem> {
    let only = (!form.pupil.is_empty()).then(|| PupilId(form.pupil.clone()));
    let board = Board::now(tx, only.as_ref())?;
    let Some(card) = board.open.iter().find(|card| card.tag == form.pattern) else {
        tx.say("That pattern is not there any more.")?;
        return Ok(Outcome::Dismissed);
    };
    let reason = match form.check() {
        Ok(reason) => reason,
        Err(errors) => {
            let form = DismissForm {
                errors,
                ..form.clone()
            };
            return Ok(Outcome::Again(Box::new((board, form))));
        }
    };
    let shown = card.records.iter().map(|record| record.id.clone());
    let shown: Vec<_> = shown.filter(|id| form.records.contains(id)).collect();
    // A dismissal of nothing would be told to everybody, for nobody is without all of its records.
    if shown.is_empty() {
        tx.say("Nothing was dismissed: what the page showed is not there any more.")?;
        return Ok(Outcome::Dismissed);
    }
    let id = store::dismiss(tx, &card.tag, &shown, reason)?;
    tx.entry(Entry::of("pattern dismissed", "pattern", &id).with("records", shown.len()))?;
    tx.say("The pattern is dismissed. It comes back when another record joins.")?;
    Ok(Outcome::Dismissed)
}
