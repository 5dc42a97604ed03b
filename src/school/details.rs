//! What a school says of itself: its name, and whom its people ask for help.

use askama::Template;
use keyward_web::{Answer, Errors, Form, Pairs, ReadForm, readable_line};

use super::{School, store};
use crate::audit::Entry;
use crate::cx::Cx;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "school/details.html")]
pub(super) struct DetailsPage {
    shell: Shell,
    /// The address of the sign-in page.
    sign_in: String,
    form: DetailsForm,
}

/// The details as typed.
#[derive(Clone, Default)]
pub(super) struct DetailsForm {
    name: String,
    support: String,
    errors: Errors,
}

impl ReadForm for DetailsForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            name: pairs.text("name").to_owned(),
            support: pairs.text("support").to_owned(),
            errors: Errors::new(),
        }
    }
}

/// What is wrong with a school's name and the words on whom to ask, if anything.
pub(super) fn check(name: &str, support_contact: &str) -> Errors {
    let mut errors = Errors::new();
    let reads = |text: &str| readable_line(text).as_deref() == Some(text);
    if name.is_empty() || name.chars().count() > 120 || !reads(name) {
        errors.add("name", "Enter the school's name, up to 120 characters");
    }
    if support_contact.is_empty()
        || support_contact.chars().count() > 200
        || !reads(support_contact)
    {
        errors.add(
            "support",
            "Enter whom people ask for help, such as it@school.example, up to 200 characters",
        );
    }
    errors
}

fn page(cx: &Cx, form: DetailsForm) -> DetailsPage {
    let sign_in = format!("{}/{}", cx.app().config().origin().as_str(), cx.school.slug);
    DetailsPage {
        shell: cx.page(),
        sign_in,
        form,
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let form = DetailsForm {
        name: cx.school.name.clone(),
        support: cx.school.support_contact.clone(),
        errors: Errors::new(),
    };
    cx.show(&page(&cx, form))
}

pub(super) async fn post(cx: Cx, Form(mut form): Form<DetailsForm>) -> Answer {
    form.errors = check(&form.name, &form.support);
    if !form.errors.is_empty() {
        return cx.show_again(&page(&cx, form));
    }
    let before = cx.school.clone();
    cx.write(move |tx| {
        store::rename(tx, &form.name, &form.support)?;
        tx.entry(
            Entry::of("school settings changed", "school", &before.id.0)
                .with("name before", &before.name)
                .with("name now", &form.name)
                .with("support contact before", &before.support_contact)
                .with("support contact now", &form.support),
        )?;
        tx.say("The school’s details were saved.")
    })
    .await?;
    cx.redirect("/school")
}

/// The page, filled with a sample.
pub(super) fn sample() -> DetailsPage {
    let School {
        name,
        support_contact,
        slug,
        ..
    } = super::sample();
    let form = DetailsForm {
        errors: check(&name, ""),
        support: support_contact,
        name,
    };
    DetailsPage {
        shell: Shell::default(),
        sign_in: format!("https://keyward.example/{slug}"),
        form,
    }
}
