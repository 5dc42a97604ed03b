//! Which keys were handed to whom, by whom and when, and which came back.

use askama::Template;
use axum::extract::Path;
use keyward_moment::Moment;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, readable_line};

use super::store::{self, HandedOut};
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::{HandOutId, PersonId};
use crate::layout::{Choice, Shell};
use crate::mail::{self, Letter};
use crate::people;

/// The longest serial number and model, in characters.
const CHARACTERS_MAX: usize = 60;

#[derive(Template)]
#[template(path = "key_estate/handed_out.html")]
pub(super) struct HandedOutPage {
    shell: Shell,
    people: Vec<Choice>,
    out: Vec<HandedOut>,
    back: Vec<HandedOut>,
    form: HandOutForm,
}

#[derive(Clone, Default)]
pub(super) struct HandOutForm {
    person: String,
    serial: String,
    model: String,
    errors: Errors,
}

impl ReadForm for HandOutForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            person: pairs.text("person").to_owned(),
            serial: pairs.text("serial").to_owned(),
            model: pairs.text("model").to_owned(),
            errors: Errors::new(),
        }
    }
}

impl HandOutForm {
    /// The serial number and the model, if both can be written down.
    fn check(&mut self) -> Option<(String, String)> {
        if self.person.is_empty() {
            self.errors.add("person", "Choose who gets the key");
        }
        let serial = readable_line(&self.serial).unwrap_or_default().to_owned();
        if serial.is_empty() || serial.chars().count() > CHARACTERS_MAX {
            let words = "Enter the serial number that is printed on the key, or a label that you \
                         put on it";
            self.errors.add("serial", words);
        }
        let model = readable_line(&self.model).unwrap_or_default().to_owned();
        if model.chars().count() > CHARACTERS_MAX {
            let words = format!("Enter the model in {CHARACTERS_MAX} characters at most");
            self.errors.add("model", words);
        }
        self.errors.is_empty().then_some((serial, model))
    }
}

async fn page(cx: &Cx, form: HandOutForm) -> Result<HandedOutPage, Problem> {
    let (holders, all) = cx
        .read(|tx| Ok::<_, Problem>((store::everybody(tx)?, store::handed_out(tx)?)))
        .await?;
    let (back, out) = all.into_iter().partition(|key| key.returned.is_some());
    let nobody = Choice::new("", "Choose somebody");
    let people = holders
        .into_iter()
        .map(|holder| Choice::new(&holder.id.0, format!("{} ({})", holder.name, holder.email)));
    Ok(HandedOutPage {
        shell: cx.page(),
        people: std::iter::once(nobody).chain(people).collect(),
        out,
        back,
        form,
    })
}

pub(super) async fn get(cx: Cx) -> Answer {
    let page = page(&cx, HandOutForm::default()).await?;
    cx.show(&page)
}

/// A key is handed out: written down, and told to whoever got it.
pub(super) async fn post(cx: Cx, Form(mut form): Form<HandOutForm>) -> Answer {
    let Some((serial, model)) = form.check() else {
        let page = page(&cx, form).await?;
        return cx.show_again(&page);
    };
    let person = PersonId(form.person.clone());
    let done = cx
        .write(move |tx| {
            let account = people::account_of(tx, &person)?;
            let still_out = store::handed_out(tx)?.into_iter().find(|key| {
                key.returned.is_none() && key.serial.eq_ignore_ascii_case(&serial)
            });
            if let Some(key) = still_out {
                return Ok(Err(key.holder));
            }
            let id = store::hand_out(tx, &person, &serial, &model)?;
            tx.entry(
                Entry::of("key handed out", "key handed out", &id.0)
                    .with("serial", &serial)
                    .with("model", &model)
                    .with("to", &person),
            )?;
            let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
            mail::post(
                tx,
                &Letter {
                    to: &account.email,
                    subject: "You were given a security key",
                    body: &format!(
                        "Hello {},\n\n{by} wrote down on {at} that you were given a security key with \
                         the number {serial}.\n\nIf you have it: sign in to Keyward, open Account \
                         Settings, Security Keys, and link it. Never lend it to anybody, and report \
                         it lost there as soon as you miss it.\n\nIf you were not given a key, tell \
                         {by} and your school's support today.\n",
                        account.name
                    ),
                },
            )?;
            tx.say(&format!(
                "It is written down that {} was given the key {serial}.",
                account.name
            ))?;
            Ok::<_, Problem>(Ok(()))
        })
        .await?;
    cx.app().letters().notify_one();
    if let Err(holder) = done {
        let words = format!("This key was handed to {holder} and has not come back");
        form.errors.add("serial", words);
        let page = page(&cx, form).await?;
        return cx.show_again(&page);
    }
    cx.redirect("/keys/handed-out")
}

/// A key came back.
pub(super) async fn bring_back(cx: Cx, Path(id): Path<HandOutId>) -> Answer {
    cx.write(move |tx| {
        let key = store::handed_out(tx)?.into_iter().find(|key| key.id == id);
        let key = key.ok_or(Problem::NotFound)?;
        store::take_back(tx, &id)?;
        tx.entry(
            Entry::of("key returned", "key handed out", &id.0)
                .with("serial", &key.serial)
                .with("from", &key.person),
        )?;
        tx.say(&format!(
            "It is written down that the key {} came back.",
            key.serial
        ))
    })
    .await?;
    cx.redirect("/keys/handed-out")
}

/// The page, filled with a sample.
pub(super) fn sample() -> HandedOutPage {
    let at = Moment::from_micros(1_795_000_000_000_000);
    let key = |returned| HandedOut {
        id: HandOutId("h".into()),
        serial: "14 203 512".into(),
        model: "Blue, USB-A".into(),
        person: PersonId("p".into()),
        holder: "Amira Khan".into(),
        giver: "Ola Admin".into(),
        at,
        returned,
    };
    HandedOutPage {
        shell: Shell::default(),
        people: vec![Choice::new("p", "Amira Khan")],
        out: vec![key(None)],
        back: vec![key(Some(("Ola Admin".into(), at)))],
        form: HandOutForm {
            errors: Errors::one("serial", "Enter the serial number"),
            ..HandOutForm::default()
        },
    }
}
