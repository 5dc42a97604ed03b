//! Ending an exclusion, with a reason. It opens a file, so it asks for a touch.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::exclusion::Exclusion;
use super::{of_file, store};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::{ExclusionId, PupilId};
use crate::layout::Shell;
use crate::reason::reason;

#[derive(Template)]
#[template(path = "exclusions/ending.html")]
pub(super) struct EndingPage {
    shell: Shell,
    exclusion: Exclusion,
    pupil: PupilId,
    form: EndForm,
}

/// Why it ends, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct EndForm {
    reason: String,
    errors: Errors,
}

impl ReadForm for EndForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            reason: pairs.raw("reason").into(),
            errors: Errors::new(),
        }
    }
}

impl EndingPage {
    fn list_url(&self) -> String {
        format!("/pupils/{}/exclusions", self.pupil)
    }
}

async fn page(cx: &Cx, id: ExclusionId, form: EndForm) -> Result<EndingPage, Problem> {
    let (exclusion, pupil) = cx.read(move |tx| store::in_force(tx, &id)).await?;
    Ok(EndingPage {
        shell: cx.page(),
        exclusion,
        pupil,
        form,
    })
}

pub(super) async fn get(cx: Cx, Path(id): Path<ExclusionId>) -> Answer {
    let page = page(&cx, id, EndForm::default()).await?;
    cx.show(&page)
}

pub(super) async fn post(
    cx: Cx,
    Path(id): Path<ExclusionId>,
    Form(mut form): Form<EndForm>,
) -> Answer {
    let (exclusion, why) = (id.clone(), form.reason.clone());
    match cx.write(move |tx| end(tx, &exclusion, &why)).await {
        Ok(pupil) => cx.redirect(format!("/pupils/{pupil}/exclusions")),
        Err(Undone::Form(errors)) => {
            form.errors = errors;
            let page = page(&cx, id, form).await?;
            cx.show_again(&page)
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

/// Ends it, and answers whose file it was. Nobody finds their own: they may not read the file.
fn end(tx: &mut Tx<'_, '_>, id: &ExclusionId, why: &str) -> Result<PupilId, Undone> {
    let (exclusion, pupil) = store::in_force(tx, id)?;
    let reason = reason(why, "Enter the reason");
    let reason = reason.map_err(|wrong| Undone::field("reason", wrong))?;
    if store::end(tx, id, reason)? {
        tx.entry(Entry::of("exclusion ended", "exclusion", &id.0).with("pupil", &pupil))?;
        tx.say(&format!(
            "{} is no longer excluded from this file.",
            exclusion.person_name
        ))?;
    }
    Ok(pupil)
}

/// The page, filled with a sample.
pub(super) fn sample() -> EndingPage {
    EndingPage {
        shell: Shell::default(),
        exclusion: of_file::sample_exclusion(),
        pupil: PupilId("p".into()),
        form: EndForm {
            reason: String::new(),
            errors: Errors::one("reason", "Enter the reason"),
        },
    }
}
