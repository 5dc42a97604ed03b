//! "Forgotten your password or using Keyward for the first time?"

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm};

use super::{attempts, link};
use crate::cx::{Visit, show};
use crate::layout::Shell;
use crate::people::Email;
use crate::school::{self, School};

#[derive(Template)]
#[template(path = "sign_in/ask.html")]
pub(super) struct AskPage {
    shell: Shell,
    school: School,
    form: AskForm,
    sent: bool,
}

#[derive(Clone, Default)]
pub(super) struct AskForm {
    email: String,
    errors: Errors,
}

impl ReadForm for AskForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            email: pairs.text("email").to_owned(),
            errors: Errors::new(),
        }
    }
}

pub(super) async fn get(visit: Visit, Path(slug): Path<String>) -> Answer {
    let (school, _) = school::by_slug(&visit.app, &slug).await?;
    page(&visit, school, AskForm::default(), false)
}

/// Takes the request down. The words and the work are the same for every address.
pub(super) async fn post(
    visit: Visit,
    Path(slug): Path<String>,
    Form(mut form): Form<AskForm>,
) -> Answer {
    let (school, key) = school::by_slug(&visit.app, &slug).await?;
    let Some(email) = Email::parse(&form.email) else {
        form.errors.add(
            "email",
            "Enter your email address, such as name@school.example",
        );
        return page(&visit, school, form, false);
    };
    let (there, from) = (
        Some((school.id.clone(), key)),
        attempts::network(visit.address),
    );
    let admitted = visit
        .write(there, move |tx| {
            let admitted = attempts::admit_from(tx, &from)?;
            if admitted.is_ok() {
                link::take_down(tx, email.as_str())?;
            }
            Ok::<_, Problem>(admitted)
        })
        .await?;
    if let Err(words) = admitted {
        form.errors.add("email", words);
        return page(&visit, school, form, false);
    }
    visit.app.letters().notify_one();
    page(&visit, school, form, true)
}

fn page(visit: &Visit, school: School, form: AskForm, sent: bool) -> Answer {
    let ok = form.errors.is_empty();
    let status = if ok {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let shell = visit.page_of(&school.name, &school.slug);
    show(
        status,
        &AskPage {
            shell,
            school,
            form,
            sent,
        },
    )
}

/// The page, filled with a sample.
pub(super) fn sample() -> AskPage {
    let errors = Errors::one(
        "email",
        "Enter your email address, such as name@school.example",
    );
    let form = AskForm {
        email: "amira".into(),
        errors,
    };
    AskPage {
        shell: Shell::default(),
        school: crate::school::sample(),
        form,
        sent: false,
    }
}
