//! Saying that two children who share a contact are no family. They are suggested again only when
//! another contact in common is written down later.

use askama::Template;
use axum::extract::Path;
use keyward_moment::new_id;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::show;
use super::store::{self, Suggestion};
use crate::audit::Entry;
use crate::concerns::form_tag;
use crate::cx::{Cx, Tx};
use crate::ids::PupilId;
use crate::layout::Shell;
use crate::pupils::{self, Pupil};
use crate::reason::reason;

/// The form, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct DismissForm {
    /// Which form this is: sent twice, it dismisses once.
    form: String,
    reason: String,
}

impl ReadForm for DismissForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            form: pairs.text("form").into(),
            reason: pairs.raw("reason").into(),
        }
    }
}

#[derive(Template)]
#[template(path = "family/dismiss.html")]
pub(super) struct DismissPage {
    shell: Shell,
    pupil: Pupil,
    suggestion: Suggestion,
    form: DismissForm,
    errors: Errors,
}

fn found(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    relative: &PupilId,
) -> Result<(Pupil, Suggestion), Problem> {
    Ok((
        pupils::find(tx, pupil)?,
        store::suggestion_of(tx, pupil, relative)?,
    ))
}

pub(super) async fn get(cx: Cx, Path((pupil, relative)): Path<(PupilId, PupilId)>) -> Answer {
    let (pupil, suggestion) = cx.read(move |tx| found(tx, &pupil, &relative)).await?;
    let form = DismissForm {
        form: new_id(cx.now()),
        reason: String::new(),
    };
    cx.show(&DismissPage {
        shell: cx.page(),
        pupil,
        suggestion,
        form,
        errors: Errors::new(),
    })
}

pub(super) async fn post(
    cx: Cx,
    Path((pupil, relative)): Path<(PupilId, PupilId)>,
    Form(form): Form<DismissForm>,
) -> Answer {
    let (of, other, typed) = (pupil.clone(), relative.clone(), form.clone());
    match cx.write(move |tx| dismiss(tx, &of, &other, &typed)).await {
        Ok(()) => cx.redirect(format!("/pupils/{pupil}/family")),
        Err(Undone::Problem(problem)) => Err(problem),
        Err(Undone::Form(errors)) => {
            let (pupil, suggestion) = cx.read(move |tx| found(tx, &pupil, &relative)).await?;
            cx.show_again(&DismissPage {
                shell: cx.page(),
                pupil,
                suggestion,
                form,
                errors,
            })
        }
    }
}

fn dismiss(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    relative: &PupilId,
    form: &DismissForm,
) -> Result<(), Undone> {
    pupils::find(tx, pupil)?;
    match store::suggestion_of(tx, pupil, relative) {
        Ok(_) => {}
        // Dismissed by the same form sent twice, or linked meanwhile: nothing is suggested.
        Err(Problem::NotFound) if pupils::find(tx, relative).is_ok() => return Ok(()),
        Err(other) => return Err(other.into()),
    }
    let reason = reason(&form.reason, "Write why they are no family");
    let reason = reason.map_err(|wrong| Undone::field("reason", wrong))?;
    let parts = ["no family", &form.form, &pupil.0, &relative.0, reason];
    let tag = form_tag(tx, &parts)?;
    if store::dismiss(tx, (pupil, relative), reason, &tag)? {
        let entry = Entry::of("family suggestion dismissed", "pupil", &pupil.0);
        tx.entry(entry.with("relative", relative))?;
    }
    Ok(tx.say("The suggestion is dismissed.")?)
}

/// The page, filled with a sample.
pub(super) fn sample() -> DismissPage {
    DismissPage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        suggestion: show::sample_suggestion(),
        form: DismissForm::default(),
        errors: Errors::one("reason", "Write why they are no family"),
    }
}
