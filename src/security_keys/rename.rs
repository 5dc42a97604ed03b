//! Another name for a key.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem};

use super::{name, store};
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::KeyId;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "security_keys/rename.html")]
pub(super) struct RenamePage {
    shell: Shell,
    id: String,
    typed: String,
    errors: Errors,
}

pub(super) async fn get(cx: Cx, Path(key): Path<KeyId>) -> Answer {
    let held = cx.read(move |tx| store::one_of_mine(tx, &key)).await?;
    let page = RenamePage {
        shell: cx.page(),
        id: held.id.0,
        typed: held.name,
        errors: Errors::new(),
    };
    cx.show(&page)
}

pub(super) async fn post(cx: Cx, Path(key): Path<KeyId>, Form(form): Form<Pairs>) -> Answer {
    let typed = form.text("device_name").to_owned();
    let (id, wish) = (key.clone(), typed.clone());
    let renamed = cx
        .write(move |tx| {
            let before = store::one_of_mine(tx, &id)?.name;
            let name = match name::check(&wish, &store::mine(tx)?, Some(&id)) {
                Ok(name) => name,
                Err(words) => return Ok(Err(words)),
            };
            store::rename(tx, &id, &name)?;
            tx.entry(
                Entry::of("security key renamed", "security key", &id.0)
                    .with("from", before)
                    .with("to", &name),
            )?;
            tx.say(&format!("The key is now called {name}."))?;
            Ok::<_, Problem>(Ok(()))
        })
        .await?;
    match renamed {
        Ok(()) => cx.redirect("/account/security-keys"),
        Err(words) => cx.show_again(&RenamePage {
            shell: cx.page(),
            id: key.0,
            typed,
            errors: Errors::one("device_name", words),
        }),
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> RenamePage {
    RenamePage {
        shell: Shell::default(),
        id: "a".into(),
        typed: "Blue key".into(),
        errors: Errors::one(
            "device_name",
            "You already have a key with this name. Choose another name",
        ),
    }
}
