//! Logging a concern.

use askama::Template;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm};

use super::check::PUPILS_MAX;
use super::desk::Desk;
use super::form::LogForm;
use super::pick::{self, Pick};
use super::reaches::{NamedLeads, named_leads};
use super::{pace, record, store};
use crate::body_map;
use crate::categories::Branch;
use crate::cx::{Cx, Tx, show};
use crate::documents::{Limits, size_words};
use crate::drafts::{self, Mark, Sheet};
use crate::ids::{DraftId, PupilId};
use crate::layout::{Choice, Shell};

/// What the next page says. It never speaks of the child.
const LOGGED: &str = "Your concern is logged. An alert has been sent.";
const LOGGED_NAMING_A_LEAD: &str = "Your concern is logged. An alert has been sent. As it names a \
    safeguarding lead, tell your headteacher in person as well.";
/// What it says where no safeguarding lead can come to know of the concern.
const LOGGED_FOR_NOBODY: &str = "Your concern is logged. No safeguarding lead can be alerted to \
     it: tell your headteacher in person now. If it is about the headteacher, tell the local \
     authority designated officer (LADO).";

#[derive(Template)]
#[template(path = "concerns/log.html")]
pub(super) struct LogPage {
    shell: Shell,
    form: LogForm,
    chosen: Vec<Pick>,
    matches: Vec<Pick>,
    searched: bool,
    /// The roles that a pupil can have, for those whom the script adds.
    roles: Vec<Choice>,
    categories: Vec<Branch>,
    staff: Vec<Vec<Choice>>,
    every_lead_is_named: bool,
    leads: Vec<Choice>,
    groups: Vec<Choice>,
    others: Vec<Choice>,
    sheet: Sheet,
    limits: Limits,
    marks: body_map::Entry,
}

impl LogPage {
    fn of(cx: &Cx, form: LogForm, desk: &Desk) -> Self {
        Self {
            shell: cx.page(),
            sheet: desk.sheet.clone(),
            limits: cx.app().config().documents,
            chosen: pick::chosen(&desk.chosen, &form),
            matches: pick::found(&desk.matches, &form),
            searched: desk.searched,
            roles: pick::roles(""),
            categories: desk.categories.clone(),
            staff: desk.staff_lists(&form),
            every_lead_is_named: desk.every_lead_is_named(&form),
            leads: desk.alert_choices(&form, true),
            groups: desk.group_choices(&form),
            others: desk.alert_choices(&form, false),
            marks: desk.marks(&form),
            form,
        }
    }

    /// How large a file may be, in words.
    fn size_max(&self) -> String {
        size_words(self.limits.document_bytes_max)
    }

    /// Whether the people who are no leads are shown at once.
    fn others_open(&self) -> bool {
        self.leads.is_empty() || self.others.iter().any(|choice| choice.chosen)
    }

    /// Whether the optional fields are shown at once: something stands there, or is wrong.
    fn more_open(&self) -> bool {
        let fields = ["non-verbal", "opinion", "present", "told"];
        let is_wrong = |field: &&str| self.form.errors.of(field).is_some();
        self.form.has_more() || fields.iter().any(is_wrong)
    }

    /// Whether the members of staff who are named are shown at once.
    fn staff_open(&self) -> bool {
        self.staff.len() > 1 || self.form.errors.of("staff").is_some()
    }
}

/// The empty form; `?pupil=` ticks pupils already, by their identifier, and `?draft=` opens a draft of
/// one's own.
pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let pupils: Vec<_> = query
        .every("pupil")
        .take(PUPILS_MAX)
        .map(|id| PupilId(id.to_owned()))
        .collect();
    let draft = query.text("draft").to_owned();
    let (form, desk) = cx
        .read(move |tx| {
            if !draft.is_empty() {
                return reopened(tx, &draft);
            }
            let mut form = LogForm::new(tx.new_id(), tx.now());
            form.pupils.clone_from(&pupils);
            let desk = Desk::set(tx, &form)?;
            form.alert = desk.first_alerted();
            Ok::<_, Problem>((form, desk))
        })
        .await?;
    cx.show(&LogPage::of(&cx, form, &desk))
}

/// A draft of the actor's own, as it was left; one that holds nothing but files is a form not yet
/// filled in.
fn reopened(tx: &mut Tx<'_, '_>, draft: &str) -> Result<(LogForm, Desk), Problem> {
    let (typed, version) = drafts::open(tx, &DraftId(draft.to_owned()))?;
    let is_empty = typed.all().is_empty();
    let mut form = match is_empty {
        true => LogForm::new(draft.to_owned(), tx.now()),
        false => LogForm::read(&typed),
    };
    form.form = draft.to_owned();
    form.draft = Mark {
        version,
        ..Mark::default()
    };
    let desk = Desk::set(tx, &form)?;
    if is_empty {
        form.alert = desk.first_alerted();
    }
    Ok((form, desk))
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
    cx.show(&LogPage::of(&cx, form, &desk))
}

enum Outcome {
    Logged,
    Again(Box<(LogForm, Desk)>),
    /// The form comes back, to be sent later.
    TooSoon(Box<(LogForm, Desk)>),
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
            cx.show_again(&LogPage::of(&cx, form, &desk))
        }
        Outcome::TooSoon(later) => {
            let (form, desk) = *later;
            let page = LogPage::of(&cx, form, &desk);
            show(StatusCode::TOO_MANY_REQUESTS, &page)
        }
    }
}

fn log(tx: &mut Tx<'_, '_>, form: &LogForm, sign_in_url: &str) -> Result<Outcome, Problem> {
    let tag = store::form_tag(tx, &form.parts())?;
    let made = match store::made(tx, &tag)? {
        Some(made) => Some(made),
        None => {
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
            if let Some(words) = pace::too_soon_to_log(tx)? {
                let errors = Errors::one("seen-and-heard", words);
                let form = LogForm {
                    errors,
                    ..form.clone()
                };
                return Ok(Outcome::TooSoon(Box::new((form, desk))));
            }
            let recorded = record::record(tx, form, &facts, sign_in_url)?;
            if let Some(concern) = &recorded {
                drafts::logged(tx, &form.form, concern)?;
            }
            recorded
        }
    };
    let named = match made {
        Some(made) => named_leads(tx, &made)?,
        None => NamedLeads::None,
    };
    tx.say(match named {
        NamedLeads::None => LOGGED,
        NamedLeads::Some => LOGGED_NAMING_A_LEAD,
        NamedLeads::All => LOGGED_FOR_NOBODY,
    })?;
    Ok(Outcome::Logged)
}

/// The page, filled with a sample.
pub(super) fn sample() -> LogPage {
    let pupil = crate::pupils::Pupil::sample();
    let person = |id: &str, name: &str| Choice::new(id, name).hint("DSL");
    let mut form = LogForm::new("f".into(), keyward_moment::Moment::from_micros(0));
    form.pupils = vec![pupil.id.clone()];
    form.opinion = "He seemed tired.".into();
    LogPage {
        shell: Shell::default(),
        chosen: pick::chosen(std::slice::from_ref(&pupil), &form),
        matches: Vec::new(),
        searched: false,
        roles: pick::roles(""),
        categories: crate::categories::sample(),
        staff: vec![
            vec![
                Choice::new("", "Nobody"),
                person("d", "Dana Lead").chosen(true),
            ],
            vec![Choice::new("", "Nobody else"), person("d", "Dana Lead")],
        ],
        every_lead_is_named: true,
        leads: vec![person("d", "Dana Lead").chosen(true)],
        groups: vec![Choice::new("g", "Year 7 team").hint("Pat Pastoral")],
        others: vec![person("c", "Col Colleague")],
        form,
        sheet: Sheet::sample(),
        limits: Limits {
            document_bytes_max: 20_000_000,
            documents_max: 20,
            documents_bytes_max: 100_000_000,
        },
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
