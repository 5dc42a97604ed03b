//! Ending a flag, with a reason. It stays in the file as one that is over.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::flag::{Ending, Flag};
use super::{list, store};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::drafts::{Known, OfAct, Pad};
use crate::ids::{FlagId, PupilId};
use crate::layout::Shell;
use crate::pupils::{self, Pupil};

/// The form, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct EndForm {
    known: Known,
    on: String,
    reason: String,
}

impl ReadForm for EndForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            known: Known::read(pairs),
            on: pairs.text("on").into(),
            reason: pairs.raw("reason").into(),
        }
    }
}

#[derive(Template)]
#[template(path = "flags/end.html")]
pub(super) struct EndPage {
    shell: Shell,
    pupil: Pupil,
    flag: Flag,
    form: EndForm,
    pad: Pad,
    errors: Errors,
}

fn found(tx: &mut Tx<'_, '_>, pupil: &PupilId, flag: &FlagId) -> Result<(Pupil, Flag), Problem> {
    Ok((pupils::find(tx, pupil)?, store::find(tx, pupil, flag)?))
}

/// Which act a draft of the reason is of.
fn of_act(pupil: &PupilId, flag: &FlagId) -> Result<OfAct, Problem> {
    OfAct::named(pupil, &format!("flags/{flag}/ending"))
}

pub(super) async fn get(cx: Cx, Path((pupil, flag)): Path<(PupilId, FlagId)>) -> Answer {
    let of = of_act(&pupil, &flag)?;
    let asked = of.clone();
    let ((pupil, flag), (pad, typed)) = cx
        .read(move |tx| Ok::<_, Problem>((found(tx, &pupil, &flag)?, Pad::open(tx, &asked)?)))
        .await?;
    if flag.ended.is_some() {
        cx.write(move |tx| pad.is_past(tx, &of)).await?;
        return cx.redirect(format!("/pupils/{}/flags", pupil.id));
    }
    let form = typed.map_or_else(
        || EndForm {
            on: cx.now().london().date().to_string(),
            ..EndForm::default()
        },
        |typed| EndForm::read(&typed),
    );
    cx.show(&EndPage {
        shell: cx.page(),
        pupil,
        flag,
        form,
        pad,
        errors: Errors::new(),
    })
}

pub(super) async fn post(
    cx: Cx,
    Path((pupil, flag)): Path<(PupilId, FlagId)>,
    Form(form): Form<EndForm>,
) -> Answer {
    let (of, which, typed) = (pupil.clone(), flag.clone(), form.clone());
    match cx.write(move |tx| end(tx, &of, &which, &typed)).await {
        Ok(()) => cx.redirect(format!("/pupils/{pupil}/flags")),
        Err(Undone::Problem(problem)) => Err(problem),
        Err(Undone::Form(errors)) => {
            let (pupil, flag) = cx.read(move |tx| found(tx, &pupil, &flag)).await?;
            let pad = Pad::again(&cx, &of_act(&pupil.id, &flag.id)?, &form.known);
            cx.show_again(&EndPage {
                shell: cx.page(),
                pupil,
                flag,
                form,
                pad,
                errors,
            })
        }
    }
}

fn end(tx: &mut Tx<'_, '_>, pupil: &PupilId, flag: &FlagId, form: &EndForm) -> Result<(), Undone> {
    let (_, flag) = found(tx, pupil, flag)?;
    let today = tx.now().london().date();
    let ending = Ending::check(&form.on, &form.reason, &flag.began_on, today)?;
    match &flag.ended {
        // The same form, sent twice.
        Some(ended) if ended.on == ending.on && ended.reason == ending.reason => {}
        Some(ended) => {
            let (by, at) = (&ended.by, ended.at.day_and_time());
            let words = format!("{by} ended this flag on {at}. What you wrote is kept below.");
            return Err(Undone::field("", words));
        }
        None => {
            if !store::end(tx, &flag.id, &ending)? {
                let words = "Somebody ended this flag a moment ago. What you wrote is kept below.";
                return Err(Undone::field("", words));
            }
            let entry = Entry::of("flag ended", "pupil", &pupil.0);
            tx.entry(entry.with("flag", &flag.id))?;
        }
    }
    form.known.is_sent(tx, &of_act(pupil, &flag.id)?)?;
    Ok(tx.say("The flag has ended. It stays in the file as one that is over.")?)
}

/// The page, filled with a sample.
pub(super) fn sample() -> EndPage {
    EndPage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        flag: list::sample_flag(false),
        form: EndForm::default(),
        pad: Pad::sample(),
        errors: Errors::one("reason", "Write why it ends, and who decided it"),
    }
}
