//! Putting a flag on a pupil.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::flag::{Kind, NewFlag, Words};
use super::store;
use crate::audit::Entry;
use crate::concerns::form_tag;
use crate::cx::{Cx, Tx};
use crate::drafts::{Known, OfAct, Pad};
use crate::ids::PupilId;
use crate::layout::{Choice, Shell};
use crate::pupils::{self, Pupil};

/// The form, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct AddForm {
    /// Which form this is: sent twice, it adds one flag.
    known: Known,
    kind: String,
    began: String,
    words: Words,
}

impl ReadForm for AddForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            known: Known::read(pairs),
            kind: pairs.text("kind").into(),
            began: pairs.text("began").into(),
            words: Words {
                name: pairs.text("name").into(),
                source: pairs.text("source").into(),
                note: pairs.raw("note").into(),
            },
        }
    }
}

#[derive(Template)]
#[template(path = "flags/add.html")]
pub(super) struct AddPage {
    shell: Shell,
    pupil: Pupil,
    form: AddForm,
    pad: Pad,
    errors: Errors,
}

impl AddPage {
    /// The kinds to choose from; the last shows a field for the school's own words.
    fn kinds(&self) -> Vec<Choice> {
        let choice = |kind: Kind| {
            let choice = Choice::new(kind.name(), kind.words());
            match kind == Kind::Other {
                true => choice.reveals(),
                false => choice,
            }
        };
        Kind::ALL.into_iter().map(choice).collect()
    }
}

/// Which act a draft of a flag is of.
fn of_act(pupil: &PupilId) -> Result<OfAct, Problem> {
    OfAct::named(pupil, "flags/new")
}

pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>) -> Answer {
    let (pupil, (pad, typed)) = cx
        .read(move |tx| Ok::<_, Problem>((pupils::find(tx, &id)?, Pad::open(tx, &of_act(&id)?)?)))
        .await?;
    cx.show(&AddPage {
        shell: cx.page(),
        pupil,
        form: AddForm::read(&typed.unwrap_or_default()),
        pad,
        errors: Errors::new(),
    })
}

pub(super) async fn post(cx: Cx, Path(id): Path<PupilId>, Form(form): Form<AddForm>) -> Answer {
    let (pupil, typed) = (id.clone(), form.clone());
    match cx.write(move |tx| add(tx, &pupil, &typed)).await {
        Ok(()) => cx.redirect(format!("/pupils/{id}/flags")),
        Err(Undone::Problem(problem)) => Err(problem),
        Err(Undone::Form(errors)) => {
            let pad = Pad::again(&cx, &of_act(&id)?, &form.known);
            let pupil = cx.read(move |tx| pupils::find(tx, &id)).await?;
            cx.show_again(&AddPage {
                shell: cx.page(),
                pupil,
                form,
                pad,
                errors,
            })
        }
    }
}

fn add(tx: &mut Tx<'_, '_>, pupil: &PupilId, form: &AddForm) -> Result<(), Undone> {
    pupils::find(tx, pupil)?;
    let today = tx.now().london().date();
    let flag = NewFlag::check(&form.kind, &form.began, &form.words, today)?;
    let Words { name, source, note } = &flag.words;
    let kind = flag.kind.name();
    let parts = [
        "flag",
        &form.known.form,
        &pupil.0,
        kind,
        &flag.began_on,
        name,
        source,
        note,
    ];
    let tag = form_tag(tx, &parts)?;
    let id = store::insert(tx, pupil, &flag, &tag)?;
    if let Some(id) = id {
        // Of which kind it is, whoever reads the log does not learn.
        tx.entry(Entry::of("flag added", "pupil", &pupil.0).with("flag", &id))?;
    }
    form.known.is_sent(tx, &of_act(pupil)?)?;
    Ok(tx.say("The flag is on the file.")?)
}

/// Puts a flag on a pupil as a story tells it, such as the demo’s: through the same form.
///
/// # Errors
/// The words of the form, where it would have come back; that the database is away.
pub fn add_told(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    fields: &[(&str, &str)],
) -> Result<(), Problem> {
    let form = AddForm {
        known: Known::form(tx.new_id()),
        ..AddForm::read(&Pairs::of(fields))
    };
    Ok(add(tx, pupil, &form)?)
}

/// The page, filled with a sample.
pub(super) fn sample() -> AddPage {
    AddPage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        form: AddForm {
            kind: "other".into(),
            ..AddForm::default()
        },
        pad: Pad::sample(),
        errors: Errors::one("name", "Write what this flag is called"),
    }
}
