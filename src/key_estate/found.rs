//! "I found a security key": anybody tells the school, and learns nothing of whose it is.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, readable_line};

use super::store;
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Visit, show};
use crate::layout::Shell;
use crate::mail::{self, Letter};
use crate::people;
use crate::school::{self, School};
use crate::sign_in;

/// The longest of what somebody writes here, in characters.
const CHARACTERS_MAX: usize = 200;

#[derive(Template)]
#[template(path = "key_estate/found.html")]
pub(super) struct FoundPage {
    shell: Shell,
    school: School,
    form: FoundForm,
    told: bool,
}

#[derive(Clone, Default)]
pub(super) struct FoundForm {
    serial: String,
    found_where: String,
    kept_where: String,
    errors: Errors,
}

impl ReadForm for FoundForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            serial: pairs.text("serial").to_owned(),
            found_where: pairs.text("found").to_owned(),
            kept_where: pairs.text("kept").to_owned(),
            errors: Errors::new(),
        }
    }
}

impl FoundForm {
    /// The three lines, if they can be sent on.
    fn check(&mut self) -> Option<[String; 3]> {
        let mut lines = [const { String::new() }; 3];
        let fields = [
            ("serial", &self.serial, false),
            ("found", &self.found_where, false),
            ("kept", &self.kept_where, true),
        ];
        for (line, (field, typed, is_needed)) in lines.iter_mut().zip(fields) {
            *line = readable_line(typed).unwrap_or_default().to_owned();
            if line.chars().count() > CHARACTERS_MAX {
                let words = format!("Say it in {CHARACTERS_MAX} characters at most");
                self.errors.add(field, words);
            } else if is_needed && line.is_empty() {
                let words = "Say where the key is now, so that somebody can fetch it";
                self.errors.add(field, words);
            }
        }
        self.errors.is_empty().then_some(lines)
    }
}

pub(super) async fn get(visit: Visit, Path(slug): Path<String>) -> Answer {
    let (school, _) = school::by_slug(&visit.app, &slug).await?;
    page(&visit, school, FoundForm::default(), false)
}

/// Tells everybody who manages people. Somebody who sends too many waits, as at the sign-in page.
pub(super) async fn post(
    visit: Visit,
    Path(slug): Path<String>,
    Form(mut form): Form<FoundForm>,
) -> Answer {
    let (school, key) = school::by_slug(&visit.app, &slug).await?;
    let Some(lines) = form.check() else {
        return page(&visit, school, form, false);
    };
    let there = Some((school.id.clone(), key));
    let (address, id) = (sign_in::network(visit.address), school.id.clone());
    let told = visit
        .write(there, move |tx| {
            if let Err(words) = sign_in::admit_from(tx, &address)? {
                return Ok(Err(words));
            }
            let [serial, found, kept] = &lines;
            let out = store::handed_out(tx)?.into_iter().find(|key| {
                key.returned.is_none() && !serial.is_empty() && key.serial.eq_ignore_ascii_case(serial)
            });
            let whose = out.map_or_else(
                || "No key with this number is written down as handed out.".to_owned(),
                |key| {
                    format!(
                        "A key with this number was handed to {}: ask whether it is missing, and \
                         report it lost on their page if it is.",
                        key.holder
                    )
                },
            );
            let said = |line: &str| match line {
                "" => "not said".to_owned(),
                some => some.to_owned(),
            };
            for holder in people::holders(tx, Right::ManagePeople)? {
                mail::post(
                    tx,
                    &Letter {
                        to: &holder.email,
                        subject: "Somebody found a security key",
                        body: &format!(
                            "Hello {},\n\nsomebody wrote on the page for found keys. Keyward does not \
                             know who it was.\n\nNumber on the key: {}\nFound: {}\nWhere it is now: \
                             {}\n\n{whose}\n\nWhat is written above comes from somebody unknown: follow \
                             no link in it.\n",
                            holder.name,
                            said(serial),
                            said(found),
                            said(kept),
                        ),
                    },
                )?;
            }
            tx.entry(Entry::of("found key reported", "school", &id.0))?;
            Ok::<_, Problem>(Ok(()))
        })
        .await?;
    visit.app.letters().notify_one();
    if let Err(words) = told {
        form.errors.add("kept", words);
        return page(&visit, school, form, false);
    }
    page(&visit, school, FoundForm::default(), true)
}

fn page(visit: &Visit, school: School, form: FoundForm, told: bool) -> Answer {
    let status = match form.errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let shell = visit.page_of(&school.name, &school.slug);
    let page = FoundPage {
        shell,
        school,
        form,
        told,
    };
    show(status, &page)
}

/// The page, filled with a sample.
pub(super) fn sample() -> FoundPage {
    FoundPage {
        shell: Shell::default(),
        school: crate::school::sample(),
        form: FoundForm {
            errors: Errors::one("kept", "Say where the key is now"),
            ..FoundForm::default()
        },
        told: false,
    }
}

/// The page once the school was told.
pub(super) fn told_sample() -> FoundPage {
    FoundPage {
        told: true,
        form: FoundForm::default(),
        ..sample()
    }
}
