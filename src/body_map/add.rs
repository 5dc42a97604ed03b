//! Adding marks beside a concern later: the same bruise on another day, a mark that was not seen at
//! first. Whoever may read the concern may, as with an amendment; nothing that stands is changed.

use askama::Template;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm};

use super::entry::{Child, Entry};
use super::form::MarksForm;
use super::store;
use crate::audit;
use crate::concerns::{self, NoticedForm};
use crate::cx::{Cx, Tx, show};
use crate::drafts::{Known, OfAct, Pad};
use crate::ids::{ConcernId, PupilId};
use crate::inbox::WayBack;
use crate::layout::Shell;

/// What the next page says. It never speaks of the child.
const ADDED: &str = "Your marks stand beside the concern.";

/// The form, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct AddForm {
    /// Which form this is: sent twice, it adds once.
    known: Known,
    noticed: NoticedForm,
    marks: MarksForm,
    /// Whether Enter in a field brought the form back, without a script.
    entered: bool,
    /// The inbox from which the concern was opened.
    from: WayBack,
    errors: Errors,
}

impl ReadForm for AddForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            known: Known::read(pairs),
            noticed: NoticedForm::read(pairs),
            marks: MarksForm::read(pairs),
            entered: pairs.has("enter"),
            from: WayBack::read(pairs.text(WayBack::FIELD)),
            errors: Errors::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "body_map/add.html")]
pub(super) struct AddPage {
    shell: Shell,
    concern: ConcernId,
    form: AddForm,
    marks: Entry,
    pad: Pad,
}

impl AddPage {
    /// The page that comes back with what its form said.
    fn again(
        cx: &Cx,
        concern: ConcernId,
        form: AddForm,
        pupils: &[Child],
    ) -> Result<Self, Problem> {
        let pad = Pad::again(cx, &of_act(&concern)?, &form.known);
        Ok(Self::of(cx.page(), concern, (form, pad), pupils))
    }

    fn of(shell: Shell, concern: ConcernId, form: (AddForm, Pad), pupils: &[Child]) -> Self {
        let (form, pad) = form;
        let marks = Entry::of(&form.marks, &form.errors, pupils, &again(&concern));
        Self {
            shell,
            concern,
            pad: pad.from(&form.from),
            form,
            marks,
        }
    }

    /// Where the concern is read.
    fn back(&self) -> String {
        format!("/concerns/{}{}", self.concern, self.form.from.query())
    }

    /// Where the form comes from, to be filled in further.
    fn fills_in(&self) -> String {
        again(&self.concern)
    }
}

fn again(concern: &ConcernId) -> String {
    format!("/concerns/{concern}/marks/new")
}

/// Which act a draft of marks is of.
fn of_act(concern: &ConcernId) -> Result<OfAct, Problem> {
    OfAct::named(concern, "marks/new")
}

/// The empty form: seen now; or what its writer has not sent yet.
pub(super) async fn get(
    cx: Cx,
    Path(concern): Path<ConcernId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let wanted = concern.clone();
    let (pupils, (pad, typed)) = cx
        .read(move |tx| {
            let pupils = store::pupils(tx, &wanted)?;
            Ok::<_, Problem>((pupils, Pad::open(tx, &of_act(&wanted)?)?))
        })
        .await?;
    let begun = match typed {
        Some(typed) => AddForm {
            entered: false,
            ..AddForm::read(&typed)
        },
        None => AddForm {
            noticed: NoticedForm::now(cx.now()),
            ..AddForm::default()
        },
    };
    let form = AddForm {
        known: pad.known.clone(),
        from: WayBack::of_query(query.as_deref()),
        ..begun
    };
    cx.show(&AddPage::of(cx.page(), concern, (form, pad), &pupils))
}

/// The form again, with a mark more or less.
pub(super) async fn fill_in(
    cx: Cx,
    Path(concern): Path<ConcernId>,
    Form(form): Form<AddForm>,
) -> Answer {
    let wanted = concern.clone();
    let pupils = cx.read(move |tx| store::pupils(tx, &wanted)).await?;
    cx.show(&AddPage::again(&cx, concern, form, &pupils)?)
}

enum Outcome {
    Added,
    Again(Box<(AddForm, Vec<Child>)>),
    /// The form comes back, to be sent later.
    TooSoon(Box<(AddForm, Vec<Child>)>),
}

/// Adds the marks. The same form sent twice adds them once.
pub(super) async fn post(
    cx: Cx,
    Path(concern): Path<ConcernId>,
    Form(form): Form<AddForm>,
) -> Answer {
    let origin = cx.app().config().origin().as_str();
    let sign_in_url = format!("{origin}/{}", cx.school.slug);
    let (to, from) = (concern.clone(), form.from.query());
    let outcome = cx
        .write(move |tx| add(tx, &to, &form, &sign_in_url))
        .await?;
    match outcome {
        Outcome::Added => {
            cx.app().letters().notify_one();
            cx.redirect(format!("/concerns/{concern}{from}"))
        }
        Outcome::Again(again) => {
            let (form, pupils) = *again;
            cx.show_again(&AddPage::again(&cx, concern, form, &pupils)?)
        }
        Outcome::TooSoon(later) => {
            let (form, pupils) = *later;
            let page = AddPage::again(&cx, concern, form, &pupils)?;
            show(StatusCode::TOO_MANY_REQUESTS, &page)
        }
    }
}

fn add(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    form: &AddForm,
    sign_in_url: &str,
) -> Result<Outcome, Problem> {
    let pupils = store::pupils(tx, concern)?;
    let ids: Vec<PupilId> = pupils.iter().map(|pupil| pupil.id.clone()).collect();
    let mut errors = Errors::new();
    let noticed = form.noticed.check(tx.now(), &mut errors);
    let marks = form.marks.check(&ids, &mut errors);
    if form.marks.marks.is_empty() {
        errors.add("map-region", "Add at least one mark");
    }
    let Some(noticed) = noticed.filter(|_| errors.is_empty()) else {
        let form = AddForm {
            errors,
            ..form.clone()
        };
        return Ok(Outcome::Again(Box::new((form, pupils))));
    };
    let mut parts = vec![form.known.form.as_str(), &concern.0];
    parts.extend(form.noticed.parts());
    parts.extend(form.marks.parts());
    let tag = concerns::form_tag(tx, &parts)?;
    if !store::is_made(tx, &tag)? {
        if let Some(words) = concerns::too_soon_to_add(tx)? {
            let form = AddForm {
                errors: Errors::one("map-region", words),
                ..form.clone()
            };
            return Ok(Outcome::TooSoon(Box::new((form, pupils))));
        }
        store::insert(tx, concern, noticed, &marks, &tag)?;
        concerns::tell_of_amendment(tx, concern, sign_in_url)?;
        let entry = audit::Entry::of("marks added to a concern", "concern", &concern.0);
        tx.entry(entry.with("marks", marks.len()))?;
    }
    form.known.is_sent(tx, &of_act(concern)?)?;
    tx.say(ADDED)?;
    Ok(Outcome::Added)
}

/// The page, filled with a sample.
pub(super) fn sample() -> AddPage {
    let pupil = |id: &str, name: &str| Child {
        id: PupilId(id.into()),
        year_group: "3".into(),
        name: name.into(),
    };
    let form = AddForm {
        noticed: NoticedForm {
            day: "2026-11-22".into(),
            time: "14:05".into(),
            ..NoticedForm::default()
        },
        marks: MarksForm::read(&Pairs::of(&[
            ("mark-spot", "front:older:630:720"),
            ("map-region", "front/knee-left"),
            ("mark-add", "1"),
        ])),
        ..AddForm::default()
    };
    let mut errors = Errors::new();
    let pupils = [pupil("a", "Zoë O’Sullivan"), pupil("b", "Ada Ash")];
    let ids: Vec<_> = pupils.iter().map(|pupil| pupil.id.clone()).collect();
    form.marks.check(&ids, &mut errors);
    let form = AddForm { errors, ..form };
    let (shell, concern) = (Shell::default(), ConcernId("c".into()));
    AddPage::of(shell, concern, (form, Pad::sample()), &pupils)
}
