//! The page of approved models: the list, approving one, and removing one.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::{ApprovedModel, Wanted, store};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::KeyModelId;
use crate::key_policy::plan::{locks_out, note_shortages};
use crate::key_policy::{Fewer, Leads, asked_here_of, standings};
use crate::layout::{Choice, Shell};
use crate::mail::{self, Letter};
use crate::people;

/// Why a model stays approved.
const LAST: &str = "It stays approved: without it, nobody would be left who can manage people and \
                    user groups and holds a key that elevates";

/// Why nobody approves a model for themselves: whoever brings a root of their own brings any key.
const OWN: &str = "Nobody approves a model for a user group they are in, because two people are \
                   needed. Ask somebody who manages user groups and is in none that asks for \
                   approved models";

#[derive(Template)]
#[template(path = "key_policy/models/page.html")]
pub(crate) struct ModelsPage {
    shell: Shell,
    models: Vec<ApprovedModel>,
    /// Whether a user group of the actor's asks for approved models.
    is_bound: bool,
    form: ModelForm,
}

impl ModelsPage {
    /// Whether the form is there: to whoever is not bound, or to whom it comes back.
    fn has_form(&self) -> bool {
        !self.is_bound || !self.form.errors.is_empty()
    }
}

/// A model as typed.
#[derive(Clone, Default)]
pub(crate) struct ModelForm {
    name: String,
    model: String,
    every: bool,
    root: String,
    errors: Errors,
}

impl ReadForm for ModelForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            name: pairs.text("name").to_owned(),
            model: pairs.text("model").to_owned(),
            every: pairs.text("every") == "yes",
            root: pairs.text("root").to_owned(),
            errors: Errors::new(),
        }
    }
}

impl ModelForm {
    fn every_model(&self) -> Vec<Choice> {
        let words = "Every model that the root certificate vouches for, also those that its maker \
                     brings out later";
        vec![Choice::new("yes", words).chosen(self.every)]
    }
}

async fn page(cx: &Cx, form: ModelForm) -> Result<ModelsPage, Problem> {
    Ok(ModelsPage {
        shell: cx.page(),
        models: cx.read(store::all).await?,
        is_bound: cx.policy.approved_models,
        form,
    })
}

pub(crate) async fn get(cx: Cx) -> Answer {
    cx.show(&page(&cx, ModelForm::default()).await?)
}

async fn again(cx: &Cx, form: ModelForm, errors: Errors) -> Answer {
    cx.show_again(&page(cx, ModelForm { errors, ..form }).await?)
}

/// Approves a model. It lets in keys that were not let in before, so it counts as asking less of
/// every user group that asks for approved models.
pub(crate) async fn add(cx: Cx, Form(form): Form<ModelForm>) -> Answer {
    let wanted = match Wanted::check(&form.name, &form.model, form.every, &form.root) {
        Ok(wanted) => wanted,
        Err(errors) => return again(&cx, form, errors).await,
    };
    let added = cx.write(move |tx| {
        let me = tx.person()?;
        if asked_here_of(tx, me)?.approved_models {
            return Err(Undone::field("", OWN));
        }
        let id = store::insert(tx, &wanted)?;
        tx.entry(
            Entry::of("key model approved", "key model", &id.0)
                .with("name", &wanted.name)
                .with("model", all_if_empty(&wanted.model))
                .with("root", &wanted.root),
        )?;
        tell(tx, &wanted.name, "approved")?;
        Ok(tx.say(&format!("{} is approved.", wanted.name))?)
    });
    match added.await {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect("/key-models")
        }
        Err(Undone::Form(errors)) => again(&cx, form, errors).await,
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

fn all_if_empty(model: &str) -> &str {
    if model.is_empty() {
        "every model of the root"
    } else {
        model
    }
}

pub(crate) async fn remove(cx: Cx, Path(id): Path<KeyModelId>) -> Answer {
    let removed = cx.write(move |tx| {
        let known = store::all(tx)?;
        let known = known.into_iter().find(|model| model.id == id);
        let model = known.ok_or(Problem::NotFound)?;
        let before = standings::of_everybody(tx)?;
        let leads = Leads::now(tx)?;
        store::remove(tx, &id)?;
        let after = standings::of_everybody(tx)?;
        if locks_out(tx, &before, &after, tx.now())? {
            return Err(Undone::field("", LAST));
        }
        note_shortages(tx, &before, &after)?;
        tx.entry(
            Entry::of("key model removed", "key model", &id.0)
                .with("name", &model.name)
                .with("working keys", model.keys),
        )?;
        tell(tx, &model.name, "removed")?;
        let left = Leads::now(tx)?;
        let removed = format!(
            "{} is not approved any more. It counts from everybody's next click.",
            model.name
        );
        // The page that asks for the touch reads it out before anything is done.
        match Fewer::between(tx, &leads, &left)? {
            Some(fewer) => tx.warn(&format!("{removed} {}", fewer.does()))?,
            None => tx.say(&removed)?,
        }
        Ok(())
    });
    match removed.await {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect("/key-models")
        }
        Err(Undone::Form(errors)) => again(&cx, ModelForm::default(), errors).await,
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

/// Tells everybody else who manages user groups: whoever approves a model could be the one to use
/// it.
fn tell(tx: &mut Tx<'_, '_>, model: &str, what: &str) -> Result<(), Problem> {
    let me = tx.person()?.clone();
    for manager in people::holders(tx, Right::ManageGroups)? {
        if manager.id == me {
            continue;
        }
        let body = format!(
            "Hello {},\n\n{} {what} the model of security key \"{model}\" on {}.\n\nYou are told \
             because you manage user groups. If this is not right, change it back and speak to \
             them.\n",
            manager.name,
            tx.actor().name,
            tx.now().day_and_time(),
        );
        let subject = "The approved models of security key have changed";
        mail::post(
            tx,
            &Letter {
                to: &manager.email,
                subject,
                body: &body,
            },
        )?;
    }
    Ok(())
}

/// The page, filled with a sample.
pub(crate) fn sample() -> ModelsPage {
    let model = ApprovedModel {
        id: KeyModelId("m".into()),
        name: "YubiKey 5 NFC".into(),
        model: "2fc0579f-8113-47ea-b116-bb5a8db9202a".into(),
        root_pem: String::new(),
        added_at: keyward_moment::Moment::from_micros(1_795_000_000_000_000),
        keys: 3,
    };
    ModelsPage {
        shell: Shell::default(),
        models: vec![model],
        is_bound: true,
        form: ModelForm {
            errors: Errors::one("name", "Enter a name for the model"),
            ..ModelForm::default()
        },
    }
}
