//! Linking two children of one family. Only children whose files the actor may read are found.

use askama::Template;
use axum::extract::{Path, RawQuery};
use keyward_moment::new_id;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::kind::{Kind, needed};
use super::store;
use crate::audit::Entry;
use crate::concerns::form_tag;
use crate::cx::{Cx, Tx};
use crate::ids::PupilId;
use crate::layout::{Choice, Shell};
use crate::pupils::{self, Pupil};

/// The form, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkForm {
    /// Which form this is: sent twice, it links once.
    form: String,
    find: String,
    relative: String,
    kind: String,
    words: String,
}

impl ReadForm for LinkForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            form: pairs.text("form").into(),
            find: pairs.text("find").into(),
            relative: pairs.text("relative").into(),
            kind: pairs.text("kind").into(),
            words: pairs.raw("words").into(),
        }
    }
}

#[derive(Template)]
#[template(path = "family/link.html")]
pub(super) struct LinkPage {
    shell: Shell,
    pupil: Pupil,
    form: LinkForm,
    found: Vec<Pupil>,
    errors: Errors,
}

impl LinkPage {
    /// Where a child is looked for without a script.
    fn find_url(&self) -> String {
        pupils::page_of(&self.pupil.id, "/family/new")
    }

    fn children(&self) -> Vec<Choice> {
        pupils::choices(&self.found)
    }

    fn kinds() -> Vec<Choice> {
        Kind::ALL
            .map(|kind| Choice::new(kind.name(), kind.words()))
            .into()
    }
}

/// Whose family it is, and the children to choose from: those found, and the one chosen.
fn beside(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    form: &LinkForm,
) -> Result<(Pupil, Vec<Pupil>), Problem> {
    let pupil = pupils::find(tx, pupil)?;
    let mut found = pupils::search_files(tx, &form.find)?;
    found.retain(|other| other.id != pupil.id);
    let chosen = PupilId(form.relative.clone());
    if chosen != pupil.id && found.iter().all(|other| other.id != chosen) {
        match pupils::find(tx, &chosen) {
            Ok(other) => found.insert(0, other),
            Err(Problem::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok((pupil, found))
}

async fn page(cx: &Cx, id: PupilId, form: LinkForm, errors: Errors) -> Result<LinkPage, Problem> {
    let typed = form.clone();
    let (pupil, found) = cx.read(move |tx| beside(tx, &id, &typed)).await?;
    Ok(LinkPage {
        shell: cx.page(),
        pupil,
        form,
        found,
        errors,
    })
}

/// The form; `?relative=` chooses a child already, by their identifier.
pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let form = LinkForm {
        form: new_id(cx.now()),
        relative: query.text("relative").into(),
        ..LinkForm::default()
    };
    let page = page(&cx, id, form, Errors::new()).await?;
    cx.show(&page)
}

/// The form again, with the children who were found.
pub(super) async fn find(cx: Cx, Path(id): Path<PupilId>, Form(form): Form<LinkForm>) -> Answer {
    let page = page(&cx, id, form, Errors::new()).await?;
    cx.show(&page)
}

pub(super) async fn post(cx: Cx, Path(id): Path<PupilId>, Form(form): Form<LinkForm>) -> Answer {
    let (pupil, typed) = (id.clone(), form.clone());
    match cx.write(move |tx| link(tx, &pupil, &typed)).await {
        Ok(()) => cx.redirect(format!("/pupils/{id}/family")),
        Err(Undone::Problem(problem)) => Err(problem),
        Err(Undone::Form(errors)) => {
            let page = page(&cx, id, form, errors).await?;
            cx.show_again(&page)
        }
    }
}

fn link(tx: &mut Tx<'_, '_>, pupil: &PupilId, form: &LinkForm) -> Result<(), Undone> {
    let (pupil, found) = beside(tx, pupil, form)?;
    let mut errors = Errors::new();
    let relative = found.iter().find(|other| other.id.0 == form.relative);
    if relative.is_none() {
        errors.add("find", "Find and choose the other child");
    }
    let kind = Kind::named(&form.kind);
    if kind.is_none() {
        errors.add("kind", "Choose how they are related");
    }
    let words = needed(&form.words, "Write how you know");
    if let Err(wrong) = words {
        errors.add("words", wrong);
    }
    let (Some(relative), Some(kind), Ok(words)) = (relative, kind, words) else {
        return Err(errors.into());
    };
    let both = (&pupil.id, &relative.id);
    let parts = [
        "family",
        &form.form,
        &both.0.0,
        &both.1.0,
        kind.name(),
        words,
    ];
    let tag = form_tag(tx, &parts)?;
    let before = store::of_pupil(tx, &pupil.id)?;
    if let Some(id) = store::link(tx, both, kind, words, &tag)? {
        if let Some(known) = before.iter().find(|known| known.pupil.id == relative.id) {
            let (name, by) = (relative.display_name(), &known.added_by);
            let words = format!(
                "{by} linked {name} already, as “{}”. End that link first if it is wrong",
                known.kind.words()
            );
            return Err(Undone::field("find", words));
        }
        let entry = Entry::of("family linked", "pupil", &pupil.id.0);
        tx.entry(entry.with("relative", &relative.id).with("link", &id))?;
    }
    Ok(tx.say("The two children are linked.")?)
}

/// Links two children as a story tells it, such as the demo’s: through the same form.
///
/// # Errors
/// The words of the form, where it would have come back; that the database is away.
pub fn link_told(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    fields: &[(&str, &str)],
) -> Result<(), Problem> {
    let form = LinkForm {
        form: tx.new_id(),
        ..LinkForm::read(&Pairs::of(fields))
    };
    Ok(link(tx, pupil, &form)?)
}

/// The page, filled with a sample.
pub(super) fn sample() -> LinkPage {
    LinkPage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        form: LinkForm::default(),
        found: vec![Pupil::sample()],
        errors: Errors::one("find", "Find and choose the other child"),
    }
}
