//! Logging a concern.

use askama::Template;
use axum::extract::RawQuery;
use keyward_web::{Answer, Form, Pairs, Problem};

use super::desk::{Desk, pupil_choices};
use super::form::LogForm;
use super::{record, store};
use crate::body_map;
use crate::cx::{Cx, Tx};
use crate::ids::PupilId;
use crate::layout::{Choice, Shell};

/// What the next page says. It never speaks of the child.
const LOGGED: &str = "Your concern is logged. The people you chose have been alerted.";

#[derive(Template)]
#[template(path = "concerns/log.html")]
pub(super) struct LogPage {
    shell: Shell,
    form: LogForm,
    chosen: Vec<Choice>,
    matches: Vec<Choice>,
    searched: bool,
    categories: Vec<Choice>,
    leads: Vec<Choice>,
    others: Vec<Choice>,
    marks: body_map::Entry,
}

impl LogPage {
    fn of(shell: Shell, form: LogForm, desk: &Desk) -> Self {
        Self {
            shell,
            chosen: pupil_choices(&desk.chosen, true),
            matches: pupil_choices(&desk.matches, false),
            searched: desk.searched,
            categories: desk.category_choices(),
            leads: desk.alert_choices(&form, true),
            others: desk.alert_choices(&form, false),
            marks: desk.marks(&form),
            form,
        }
    }

    /// Whether the people who are no leads are shown at once.
    fn others_open(&self) -> bool {
        self.leads.is_empty() || self.others.iter().any(|choice| choice.chosen)
    }
}

/// The empty form; `?pupil=` ticks pupils already, by their identifier.
pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let pupils: Vec<_> = query
        .every("pupil")
        .map(|id| PupilId(id.to_owned()))
        .collect();
    let (form, desk) = cx
        .read(move |tx| {
            let mut form = LogForm::new(tx.new_id(), tx.now());
            form.pupils.clone_from(&pupils);
            let desk = Desk::set(tx, &form)?;
            form.alert = desk.first_alerted();
            Ok::<_, Problem>((form, desk))
        })
        .await?;
    cx.show(&LogPage::of(cx.page(), form, &desk))
}

/// The form again, with everything typed and the pupils found.
pub(super) async fn find(cx: Cx, Form(form): Form<LogForm>) -> Answer {
    let (form, desk) = cx
        .read(move |tx| {
            let mut desk = Desk::set(tx, &form)?;
            desk.find(tx, &form.find)?;
            Ok::<_, Problem>((form.clone(), desk))
        })
        .await?;
    cx.show(&LogPage::of(cx.page(), form, &desk))
}

enum Outcome {
    Logged,
    Again(Box<(LogForm, Desk)>),
}

/// Logs the concern. The same form sent twice makes one.
pub(super) async fn post(cx: Cx, Form(form): Form<LogForm>) -> Answer {
    let origin = cx.app().config().origin().as_str();
    let sign_in_url = format!("{origin}/{}", cx.school.slug);
    let outcome = cx.write(move |tx| log(tx, &form, &sign_in_url)).await?;
    match outcome {
        Outcome::Logged => {
            cx.app().letters().notify_one();
            cx.redirect("/dashboard")
        }
        Outcome::Again(again) => {
            let (form, desk) = *again;
            cx.show_again(&LogPage::of(cx.page(), form, &desk))
        }
    }
}

fn log(tx: &mut Tx<'_, '_>, form: &LogForm, sign_in_url: &str) -> Result<Outcome, Problem> {
    let tag = store::form_tag(tx, &form.parts())?;
    if store::made(tx, &tag)?.is_none() {
        let mut desk = Desk::set(tx, form)?;
        let facts = match desk.check(form, tx.now()) {
            Ok(facts) => facts,
            Err(errors) => {
                if desk.chosen.is_empty() && !form.find.is_empty() {
                    desk.find(tx, &form.find)?;
                }
                let form = LogForm {
                    errors,
                    ..form.clone()
                };
                return Ok(Outcome::Again(Box::new((form, desk))));
            }
        };
        record::record(tx, &facts, &tag, sign_in_url)?;
    }
    tx.say(LOGGED)?;
    Ok(Outcome::Logged)
}

/// The page, filled with a sample.
pub(super) fn sample() -> LogPage {
    let pupil = crate::pupils::Pupil::sample();
    let person = |id: &str, name: &str| Choice::new(id, name).hint("DSL");
    LogPage {
        shell: Shell::default(),
        form: LogForm::new("f".into(), keyward_moment::Moment::from_micros(0)),
        chosen: pupil_choices(std::slice::from_ref(&pupil), true),
        matches: Vec::new(),
        searched: false,
        categories: vec![
            Choice::new("", "Choose a category"),
            Choice::new("a", "Attendance"),
        ],
        leads: vec![person("d", "Dana Lead").chosen(true)],
        others: vec![person("c", "Col Colleague")],
        marks: body_map::Entry::default(),
    }
}

/// The page after an empty form was sent.
pub(super) fn sample_with_errors() -> LogPage {
    let desk = Desk::default();
    let mut form = LogForm::default();
    if let Err(errors) = desk.check(&form, keyward_moment::Moment::from_micros(0)) {
        form.errors = errors;
    }
    LogPage {
        form,
        chosen: Vec::new(),
        searched: true,
        ..sample()
    }
}
