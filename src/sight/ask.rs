//! Asking who sees a file and why: a person and a pupil. What is typed travels in the body of the
//! form, never in an address.

use askama::Template;
use axum::extract::RawQuery;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::store::Counts;
use super::why::{self, Effect, Rule, Why};
use crate::access::May;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::{PersonId, PupilId};
use crate::layout::{Choice, Shell};
use crate::people::{self, Holder};
use crate::pupils::{self, Pupil};

/// What is said to whoever asks about somebody who is not here.
const NOBODY: &str = "Choose somebody else who works here";
/// What is said to whoever asks about themselves: an exclusion is not told to its person.
const OWN: &str = "This is you, and nobody is told about themselves here. Ask another lead or an \
                   administrator to look for you, or choose somebody else";

#[derive(Template)]
#[template(path = "sight/ask.html")]
pub(super) struct AskPage {
    shell: Shell,
    form: AskForm,
    people: Vec<Choice>,
    /// The pupils found, where there are several to choose from.
    found: Vec<Pupil>,
    /// The pupil who was chosen already.
    chosen: Option<Pupil>,
    answer: Option<Why>,
    /// Whether the actor may view as a user group.
    may_view_as: bool,
}

/// What was asked.
#[derive(Clone, Debug, Default)]
pub(super) struct AskForm {
    person: String,
    find: String,
    pupil: String,
    errors: Errors,
}

impl ReadForm for AskForm {
    fn read(pairs: &Pairs) -> Self {
        let find = pairs.text("find").to_owned();
        // Whoever types another name after one was found asks about the other.
        let is_asked_anew = !find.is_empty() && find != pairs.text("found-by");
        Self {
            person: pairs.text("person").to_owned(),
            pupil: match is_asked_anew {
                true => String::new(),
                false => pairs.text("pupil").to_owned(),
            },
            find,
            errors: Errors::new(),
        }
    }
}

/// What the page is made of.
#[derive(Default)]
struct Seen {
    people: Vec<Holder>,
    found: Vec<Pupil>,
    chosen: Option<Pupil>,
    answer: Option<Why>,
}

/// The page with what was asked; `?pupil=` and `?person=` choose by identifier.
pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let mut form = AskForm {
        person: query.text("person").to_owned(),
        pupil: query.text("pupil").to_owned(),
        ..AskForm::default()
    };
    if form.person == cx.person.0 {
        form.errors.add("person", OWN);
    }
    let sought = form.clone();
    let seen = cx
        .read(move |tx| {
            Ok::<_, Problem>(Seen {
                people: colleagues(tx)?,
                chosen: chosen(tx, &sought)?,
                ..Seen::default()
            })
        })
        .await?;
    cx.show(&AskPage::of(&cx, form, seen))
}

pub(super) async fn post(cx: Cx, Form(mut form): Form<AskForm>) -> Answer {
    let asked = form.clone();
    match cx.write(move |tx| answer(tx, &asked)).await {
        Ok(seen) => cx.show(&AskPage::of(&cx, form, seen)),
        Err(Undone::Form(errors)) => {
            form.errors = errors;
            let sought = form.clone();
            let seen = cx.read(move |tx| look(tx, &sought)).await?;
            cx.show_again(&AskPage::of(&cx, form, seen))
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

/// The pupils of whom the actor may be told, by what was typed: for the script.
pub(super) async fn find(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let text = form.text("find").to_owned();
    let seen = cx.read(move |tx| found(tx, &text)).await?;
    pupils::found(seen)
}

/// Everybody here but the actor: nobody asks about themselves.
fn colleagues(tx: &mut Tx<'_, '_>) -> Result<Vec<Holder>, Problem> {
    let mut staff = people::everybody_here(tx)?;
    let me = tx.person()?;
    staff.retain(|one| one.id != *me);
    Ok(staff)
}

/// The pupil who was chosen, if the actor may be told about them.
fn chosen(tx: &mut Tx<'_, '_>, form: &AskForm) -> Result<Option<Pupil>, Problem> {
    why::pupil_asked(tx, &PupilId(form.pupil.clone()))
}

/// The pupils who were typed, of whom the actor may be told.
fn found(tx: &mut Tx<'_, '_>, find: &str) -> Result<Vec<Pupil>, Problem> {
    let found = match pupils::search_for_asking(tx, find) {
        Ok(found) => found,
        Err(Problem::NotFound) => Vec::new(),
        Err(other) => return Err(other),
    };
    let mut told = Vec::with_capacity(found.len());
    for pupil in found {
        if why::may_ask(tx, &pupil.id)? {
            told.push(pupil);
        }
    }
    Ok(told)
}

fn look(tx: &mut Tx<'_, '_>, form: &AskForm) -> Result<Seen, Problem> {
    let chosen = chosen(tx, form)?;
    let found = match (&chosen, form.find.is_empty()) {
        (None, false) => found(tx, &form.find)?,
        (Some(_), _) | (None, true) => Vec::new(),
    };
    Ok(Seen {
        people: colleagues(tx)?,
        found,
        chosen,
        answer: None,
    })
}

fn answer(tx: &mut Tx<'_, '_>, form: &AskForm) -> Result<Seen, Undone> {
    let mut errors = Errors::new();
    let person = why::somebody_else(tx, &PersonId(form.person.clone()))?;
    if person.is_none() {
        let is_me = form.person == tx.person()?.0;
        errors.add("person", if is_me { OWN } else { NOBODY });
    }
    let mut seen = look(tx, form)?;
    if seen.chosen.is_none() && seen.found.len() == 1 {
        seen.chosen = seen.found.pop();
    }
    if seen.chosen.is_none() {
        let words = match (form.find.is_empty(), seen.found.is_empty()) {
            (true, _) => "Enter part of the pupil’s name, or their UPN",
            (false, true) => {
                "No pupil that you may ask about is found by this. Try part of the surname, or the UPN"
            }
            (false, false) => "Choose one of the pupils found",
        };
        errors.add("find", words);
    }
    match (person, seen.chosen.clone()) {
        (Some(person), Some(pupil)) => {
            let entry = Entry::of("asked who sees a file", "pupil", &pupil.id.0);
            tx.entry(entry.with("person", &person.name))?;
            seen.answer = Some(why::why(tx, &person, pupil)?);
            Ok(seen)
        }
        _ => Err(errors.into()),
    }
}

impl AskPage {
    /// The pupil who was chosen, and else those who were found.
    fn pupils(&self) -> Vec<Choice> {
        match &self.chosen {
            Some(pupil) => pupils::choices(std::slice::from_ref(pupil)),
            None => pupils::choices(&self.found),
        }
    }

    fn chosen_id(&self) -> &str {
        self.chosen.as_ref().map_or("", |pupil| &pupil.id.0)
    }

    /// What was typed, until somebody is found by it.
    fn find(&self) -> &str {
        match self.chosen {
            Some(_) => "",
            None => &self.form.find,
        }
    }

    fn of(cx: &Cx, form: AskForm, seen: Seen) -> Self {
        let page = Self::with(cx.page(), form, seen);
        Self {
            may_view_as: May::Lead.allows(Some(&cx.access)),
            ..page
        }
    }

    fn with(shell: Shell, form: AskForm, seen: Seen) -> Self {
        Self {
            shell,
            people: people::choices("Choose somebody", &seen.people),
            found: seen.found,
            chosen: seen.chosen,
            answer: seen.answer,
            form,
            may_view_as: true,
        }
    }
}

/// The page with an answer, filled with a sample.
pub(super) fn sample() -> AskPage {
    let rule = |effect, name: &str, words: &str| Rule {
        effect,
        name: name.into(),
        words: words.into(),
    };
    let why = Why {
        name: "Pat Pastoral".into(),
        pupil: Pupil::sample(),
        is_open: false,
        keys: 1,
        rules: vec![
            rule(
                Effect::Opens,
                "User group Pastoral",
                "Reads the files of the year groups and forms that its people are given.",
            ),
            rule(
                Effect::Neither,
                "User group Staff",
                "Opens no pupil’s file.",
            ),
            rule(
                Effect::Closes,
                "Exclusions",
                "An exclusion closes this file to them.",
            ),
        ],
        counts: Some(Counts {
            all: 4,
            open: 2,
            without_key: 1,
            in_file: 0,
            own: 1,
            alerted: 1,
            kept: 1,
        }),
    };
    let seen = Seen {
        people: vec![Holder::sample("p", "Pat Pastoral", "Pastoral")],
        found: Vec::new(),
        chosen: Some(Pupil::sample()),
        answer: Some(why),
    };
    AskPage::with(Shell::default(), AskForm::default(), seen)
}

/// The page after several pupils were found.
pub(super) fn sample_with_errors() -> AskPage {
    let form = AskForm {
        find: "sul".into(),
        errors: Errors::one("find", "Choose one of the pupils found"),
        ..AskForm::default()
    };
    let seen = Seen {
        found: vec![Pupil::sample()],
        ..Seen::default()
    };
    AskPage::with(Shell::default(), form, seen)
}
