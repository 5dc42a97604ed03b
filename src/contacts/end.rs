//! Ending a contact, with a reason. It stays in the file as one that is over.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::contact::{Contact, Side};
use super::store;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::drafts::{Known, OfAct, Pad};
use crate::ids::{ContactId, PupilId};
use crate::layout::Shell;
use crate::pupils::{self, Pupil};
use crate::reason::reason;

/// The form, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct EndForm {
    known: Known,
    reason: String,
}

impl ReadForm for EndForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            known: Known::read(pairs),
            reason: pairs.raw("reason").into(),
        }
    }
}

#[derive(Template)]
#[template(path = "contacts/end.html")]
pub(super) struct EndPage {
    shell: Shell,
    pupil: Pupil,
    contact: Contact,
    form: EndForm,
    pad: Pad,
    errors: Errors,
}

fn found(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    contact: &ContactId,
) -> Result<(Pupil, Contact), Problem> {
    Ok((pupils::find(tx, pupil)?, store::find(tx, pupil, contact)?))
}

/// Which act a draft of the reason is of.
fn of_act(pupil: &PupilId, contact: &ContactId) -> Result<OfAct, Problem> {
    OfAct::named(pupil, &format!("contacts/{contact}/ending"))
}

pub(super) async fn get(cx: Cx, Path((pupil, contact)): Path<(PupilId, ContactId)>) -> Answer {
    let of = of_act(&pupil, &contact)?;
    let asked = of.clone();
    let ((pupil, contact), (pad, typed)) = cx
        .read(move |tx| Ok::<_, Problem>((found(tx, &pupil, &contact)?, Pad::open(tx, &asked)?)))
        .await?;
    if contact.ended.is_some() {
        cx.write(move |tx| pad.is_past(tx, &of)).await?;
        return cx.redirect(format!("/pupils/{}/contacts", pupil.id));
    }
    cx.show(&EndPage {
        shell: cx.page(),
        pupil,
        contact,
        form: EndForm::read(&typed.unwrap_or_default()),
        pad,
        errors: Errors::new(),
    })
}

pub(super) async fn post(
    cx: Cx,
    Path((pupil, contact)): Path<(PupilId, ContactId)>,
    Form(form): Form<EndForm>,
) -> Answer {
    let (of, which, typed) = (pupil.clone(), contact.clone(), form.clone());
    match cx.write(move |tx| end(tx, &of, &which, &typed)).await {
        Ok(()) => cx.redirect(format!("/pupils/{pupil}/contacts")),
        Err(Undone::Problem(problem)) => Err(problem),
        Err(Undone::Form(errors)) => {
            let (pupil, contact) = cx.read(move |tx| found(tx, &pupil, &contact)).await?;
            let pad = Pad::again(&cx, &of_act(&pupil.id, &contact.id)?, &form.known);
            cx.show_again(&EndPage {
                shell: cx.page(),
                pupil,
                contact,
                form,
                pad,
                errors,
            })
        }
    }
}

fn end(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    contact: &ContactId,
    form: &EndForm,
) -> Result<(), Undone> {
    let (_, contact) = found(tx, pupil, contact)?;
    let reason = reason(&form.reason, "Write why it ends");
    let reason = reason.map_err(|wrong| Undone::field("reason", wrong))?;
    match &contact.ended {
        // The same form, sent twice.
        Some(ended) if ended.reason == reason => {}
        Some(ended) => {
            let (by, at) = (&ended.by, ended.at.day_and_time());
            let words = format!("{by} ended this contact on {at}. What you wrote is kept below.");
            return Err(Undone::field("", words));
        }
        None => {
            if !store::end(tx, &contact.id, reason)? {
                let words =
                    "Somebody ended this contact a moment ago. What you wrote is kept below.";
                return Err(Undone::field("", words));
            }
            let entry = Entry::of("contact ended", "pupil", &pupil.0);
            tx.entry(entry.with("contact", &contact.id))?;
        }
    }
    form.known.is_sent(tx, &of_act(pupil, &contact.id)?)?;
    Ok(tx.say("The contact has ended. It stays in the file as one that is over.")?)
}

/// The page, filled with a sample.
pub(super) fn sample() -> EndPage {
    EndPage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        contact: Contact::of_sample(Side::Professional, false),
        form: EndForm::default(),
        pad: Pad::sample(),
        errors: Errors::one("reason", "Write why it ends"),
    }
}
