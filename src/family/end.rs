//! Ending a family link, with a reason.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::show;
use super::store::{self, Relative};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::{FamilyLinkId, PupilId};
use crate::layout::Shell;
use crate::pupils::{self, Pupil};
use crate::reason::reason;

/// The form, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct EndForm {
    reason: String,
}

impl ReadForm for EndForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            reason: pairs.raw("reason").into(),
        }
    }
}

#[derive(Template)]
#[template(path = "family/end.html")]
pub(super) struct EndPage {
    shell: Shell,
    pupil: Pupil,
    relative: Relative,
    form: EndForm,
    errors: Errors,
}

/// A link that has ended is not there any more.
fn found(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    link: &FamilyLinkId,
) -> Result<(Pupil, Relative), Problem> {
    Ok((pupils::find(tx, pupil)?, store::find(tx, pupil, link)?))
}

pub(super) async fn get(cx: Cx, Path((pupil, link)): Path<(PupilId, FamilyLinkId)>) -> Answer {
    let (pupil, relative) = cx.read(move |tx| found(tx, &pupil, &link)).await?;
    cx.show(&EndPage {
        shell: cx.page(),
        pupil,
        relative,
        form: EndForm::default(),
        errors: Errors::new(),
    })
}

pub(super) async fn post(
    cx: Cx,
    Path((pupil, link)): Path<(PupilId, FamilyLinkId)>,
    Form(form): Form<EndForm>,
) -> Answer {
    let (of, which, typed) = (pupil.clone(), link.clone(), form.clone());
    match cx.write(move |tx| end(tx, &of, &which, &typed)).await {
        Ok(()) => cx.redirect(format!("/pupils/{pupil}/family")),
        Err(Undone::Problem(problem)) => Err(problem),
        Err(Undone::Form(errors)) => {
            let (pupil, relative) = cx.read(move |tx| found(tx, &pupil, &link)).await?;
            cx.show_again(&EndPage {
                shell: cx.page(),
                pupil,
                relative,
                form,
                errors,
            })
        }
    }
}

fn end(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    link: &FamilyLinkId,
    form: &EndForm,
) -> Result<(), Undone> {
    pupils::find(tx, pupil)?;
    let relative = match store::find(tx, pupil, link) {
        Ok(relative) => relative,
        // Ended by the same form sent twice, or by somebody else: either way it has ended.
        Err(Problem::NotFound) => return Ok(()),
        Err(other) => return Err(other.into()),
    };
    let reason = reason(&form.reason, "Write why the link ends");
    let reason = reason.map_err(|wrong| Undone::field("reason", wrong))?;
    if store::end(tx, link, reason)? {
        let entry = Entry::of("family link ended", "pupil", &pupil.0);
        let relative = &relative.pupil.id;
        tx.entry(entry.with("relative", relative).with("link", link))?;
    }
    Ok(tx.say("The link has ended.")?)
}

/// The page, filled with a sample.
pub(super) fn sample() -> EndPage {
    EndPage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        relative: show::sample_relative(),
        form: EndForm::default(),
        errors: Errors::one("reason", "Write why the link ends"),
    }
}
