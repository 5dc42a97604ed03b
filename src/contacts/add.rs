//! Writing down a parent, a carer or a professional, or a newer entry in place of an old one.

use askama::Template;
use axum::extract::{Path, RawQuery};
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::contact::{Card, Responsibility, Side};
use super::form::ContactForm;
use super::store;
use crate::audit::Entry;
use crate::concerns::form_tag;
use crate::cx::{Cx, Tx};
use crate::drafts::{Known, Pad};
use crate::ids::{ContactId, PupilId};
use crate::layout::{Choice, Shell};
use crate::pupils::{self, Ended, Pupil};

#[derive(Template)]
#[template(path = "contacts/add.html")]
pub(super) struct AddPage {
    shell: Shell,
    pupil: Pupil,
    form: ContactForm,
    pad: Pad,
    agencies: Vec<String>,
    errors: Errors,
}

impl AddPage {
    fn is_family(&self) -> bool {
        self.form.side() == Side::Family
    }

    fn is_newer(&self) -> bool {
        !self.form.replaces.is_empty()
    }

    fn heading(&self) -> &'static str {
        match (self.is_newer(), self.form.side()) {
            (true, _) => "Update a contact",
            (false, Side::Family) => "Add a parent or carer",
            (false, Side::Professional) => "Add a professional",
        }
    }

    /// The tick that adds somebody of a name that is there already.
    fn anyway(&self) -> Vec<Choice> {
        let words = "This is somebody else: add them anyway";
        vec![Choice::new("1", words).chosen(self.form.anyway)]
    }

    fn responsibilities() -> Vec<Choice> {
        let choice = |answer: Responsibility| Choice::new(answer.name(), answer.words());
        Responsibility::ALL.map(choice).into()
    }
}

/// What stands beside the form: whose it is, and the agencies known already.
fn beside(tx: &mut Tx<'_, '_>, pupil: &PupilId) -> Result<(Pupil, Vec<String>), Problem> {
    Ok((pupils::find(tx, pupil)?, store::agencies(tx)?))
}

/// The form: empty for the side that `?side=` names, or filled with the contact of `?replaces=`.
pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let (beside, form, pad, errors) = cx
        .read(move |tx| {
            let beside = beside(tx, &id)?;
            let mut ended = None;
            let form = match query.text("replaces") {
                "" => ContactForm {
                    side: Side::named(query.text("side")).name().into(),
                    ..ContactForm::default()
                },
                old => {
                    let old = store::find(tx, &id, &ContactId(old.to_owned()))?;
                    ended = old.ended.as_ref().map(ended_meanwhile);
                    ContactForm::instead_of(&old)
                }
            };
            let (pad, typed) = Pad::open(tx, &form.of_act(&id)?)?;
            // What somebody wrote before it ended is theirs to take over.
            let (form, errors) = match (typed, ended) {
                (None, Some(_)) => return Err(Problem::NotFound),
                (None, None) => (form, Errors::new()),
                (Some(typed), ended) => {
                    let errors = ended.map(|words| Errors::one("", words));
                    (ContactForm::read(&typed), errors.unwrap_or_default())
                }
            };
            Ok::<_, Problem>((beside, form, pad, errors))
        })
        .await?;
    let (pupil, agencies) = beside;
    cx.show(&AddPage {
        shell: cx.page(),
        pupil,
        form,
        pad,
        agencies,
        errors,
    })
}

pub(super) async fn post(cx: Cx, Path(id): Path<PupilId>, Form(form): Form<ContactForm>) -> Answer {
    let (pupil, typed) = (id.clone(), form.clone());
    match cx.write(move |tx| add(tx, &pupil, &typed)).await {
        Ok(()) => cx.redirect(format!("/pupils/{id}/contacts")),
        Err(Undone::Problem(problem)) => Err(problem),
        Err(Undone::Form(errors)) => {
            let pad = Pad::again(&cx, &form.of_act(&id)?, &form.known);
            let (pupil, agencies) = cx.read(move |tx| beside(tx, &id)).await?;
            cx.show_again(&AddPage {
                shell: cx.page(),
                pupil,
                form,
                pad,
                agencies,
                errors,
            })
        }
    }
}

/// What is said where somebody of the same name and part is among the child's contacts.
fn there_already(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    form: &ContactForm,
) -> Result<Option<String>, Problem> {
    let contacts = store::of_pupil(tx, pupil)?;
    let mut same = contacts.iter().filter(|one| one.ended.is_none());
    let there = same.find(|one| form.is_as(one));
    Ok(there.map(|one| {
        let (name, by, at) = (&one.card.name, &one.added_by, one.added_at.day_and_time());
        format!(
            "{name}, {}, is there already, added by {by} on {at}. To change what is known of them, \
             update them instead. If this is somebody else, tick that",
            one.role()
        )
    }))
}

/// What is said where somebody else was there first.
fn ended_meanwhile(ended: &Ended) -> String {
    let (by, at) = (&ended.by, ended.at.day_and_time());
    format!(
        "{by} updated or ended this contact on {at}. What you wrote is kept below: look at the \
         contacts, then add it as somebody new"
    )
}

fn add(tx: &mut Tx<'_, '_>, pupil: &PupilId, form: &ContactForm) -> Result<(), Undone> {
    pupils::find(tx, pupil)?;
    let contact = form.check(tx.now().london().date())?;
    let mut parts = form.parts();
    parts.push(&pupil.0);
    let tag = form_tag(tx, &parts)?;
    if !store::is_made(tx, &tag)?
        && contact.replaces.is_none()
        && !form.anyway
        && let Some(there) = there_already(tx, pupil, form)?
    {
        return Err(Undone::field("anyway", there));
    }
    if let Some(id) = store::insert(tx, pupil, &contact, &tag)? {
        let mut entry = Entry::of("contact added", "pupil", &pupil.0).with("contact", &id);
        if let Some((old, why)) = &contact.replaces {
            let old = store::find(tx, pupil, old)?;
            if let Some(ended) = &old.ended {
                return Err(Undone::field("", ended_meanwhile(ended)));
            }
            store::end(tx, &old.id, why)?;
            entry = entry.with("in place of", &old.id);
        }
        tx.entry(entry)?;
    }
    form.known.is_sent(tx, &form.of_act(pupil)?)?;
    Ok(tx.say("The contact is in the file.")?)
}

/// Writes a contact down as a story tells it, such as the demo’s: through the same form.
///
/// # Errors
/// The words of the form, where it would have come back; that the database is away.
pub fn add_told(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    fields: &[(&str, &str)],
) -> Result<(), Problem> {
    let form = ContactForm {
        known: Known::form(tx.new_id()),
        ..ContactForm::read(&Pairs::of(fields))
    };
    Ok(add(tx, pupil, &form)?)
}

/// The page, filled with a sample.
pub(super) fn sample(side: Side) -> AddPage {
    AddPage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        form: ContactForm {
            side: side.name().into(),
            replaces: "c".into(),
            card: Card {
                name: "Alex Example".into(),
                ..Card::default()
            },
            ..ContactForm::default()
        },
        pad: Pad::sample(),
        agencies: vec!["Northtown children’s services".into()],
        errors: Errors::one(
            "relation",
            "Enter what they are to the child, such as mother",
        ),
    }
}
