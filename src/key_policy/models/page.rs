//! The page of approved models: the list, approving one, and removing one.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::{ApprovedModel, Wanted, store};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::KeyModelId;
use crate::key_policy::plan::locks_out;
use crate::key_policy::standings;
use crate::layout::Shell;
use crate::mail::{self, Letter};
use crate::people;

/// Why a model stays approved.
const LAST: &str = "It stays approved: without it, nobody would be left who can manage people and \
                    user groups and holds a key that elevates";

#[derive(Template)]
#[template(path = "key_policy/models/page.html")]
pub(crate) struct ModelsPage {
    shell: Shell,
    models: Vec<ApprovedModel>,
    form: ModelForm,
}

/// A model as typed.
#[derive(Clone, Default)]
pub(crate) struct ModelForm {
    name: String,
    model: String,
    root: String,
    errors: Errors,
}

impl ReadForm for ModelForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            name: pairs.text("name").to_owned(),
            model: pairs.text("model").to_owned(),
            root: pairs.text("root").to_owned(),
            errors: Errors::new(),
        }
    }
}

pub(crate) async fn get(cx: Cx) -> Answer {
    let models = cx.read(store::all).await?;
    cx.show(&ModelsPage {
        shell: cx.page(),
        models,
        form: ModelForm::default(),
    })
}

async fn again(cx: &Cx, form: ModelForm, errors: Errors) -> Answer {
    let models = cx.read(store::all).await?;
    cx.show_again(&ModelsPage {
        shell: cx.page(),
        models,
        form: ModelForm { errors, ..form },
    })
}

pub(crate) async fn add(cx: Cx, Form(form): Form<ModelForm>) -> Answer {
    let wanted = match Wanted::check(&form.name, &form.model, &form.root) {
        Ok(wanted) => wanted,
        Err(errors) => return again(&cx, form, errors).await,
    };
    cx.write(move |tx| {
        let id = store::insert(tx, &wanted)?;
        tx.entry(
            Entry::of("key model approved", "key model", &id.0)
                .with("name", &wanted.name)
                .with("model", all_if_empty(&wanted.model))
                .with("root", &wanted.root),
        )?;
        tell(tx, &wanted.name, "approved")?;
        tx.say(&format!("{} is approved.", wanted.name))
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect("/key-models")
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
        store::remove(tx, &id)?;
        let after = standings::of_everybody(tx)?;
        if locks_out(tx, &before, &after, tx.now())? {
            return Err(Undone::field("", LAST));
        }
        tx.entry(
            Entry::of("key model removed", "key model", &id.0)
                .with("name", &model.name)
                .with("working keys", model.keys),
        )?;
        tell(tx, &model.name, "removed")?;
        Ok(tx.say(&format!(
            "{} is not approved any more. It counts from everybody's next click.",
            model.name
        ))?)
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
        form: ModelForm {
            errors: Errors::one("name", "Enter a name for the model"),
            ..ModelForm::default()
        },
    }
}
