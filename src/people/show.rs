//! Somebody's page, for those who manage people.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, ReadForm, Undone};

use super::directory::{self, Member};
use super::invitation::{Known, form_choices, group_choices, known, year_choices};
use super::membership::{self, Membership};
use super::store;
use crate::cx::{Cx, Tx};
use crate::ids::PersonId;
use crate::layout::{Choice, Shell};
use crate::sign_in::{self, Waiting};

#[derive(Template)]
#[template(path = "people/show.html")]
pub(super) struct ShowPage {
    shell: Shell,
    member: Member,
    is_me: bool,
    own_words: &'static str,
    groups: Vec<Choice>,
    years: Vec<Choice>,
    forms: Vec<Choice>,
    /// Until when they wait after failed attempts.
    waiting: Waiting,
    errors: Errors,
}

/// The user groups, year groups and forms that were ticked.
#[derive(Clone)]
pub(super) struct MembershipForm {
    groups: Vec<String>,
    years: Vec<String>,
    forms: Vec<String>,
}

impl ReadForm for MembershipForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            groups: pairs.every("groups").map(str::to_owned).collect(),
            years: pairs.every("years").map(str::to_owned).collect(),
            forms: pairs.every("forms").map(str::to_owned).collect(),
        }
    }
}

struct Seen {
    member: Member,
    known: Known,
    waiting: Waiting,
}

fn look(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Seen, Problem> {
    let member = directory::somebody(tx, person)?;
    // Nobody waits whose account has ended.
    let waiting = match member.left {
        Some(_) => Waiting::default(),
        None => {
            let account = store::account_of(tx, person)?;
            sign_in::waiting_of(tx, &account)?
        }
    };
    Ok(Seen {
        member,
        known: known(tx)?,
        waiting,
    })
}

impl ShowPage {
    fn of(shell: Shell, seen: Seen, is_me: bool) -> Self {
        let years = seen.member.year_groups.iter();
        let names: Vec<String> = years.map(|year| year.name().to_owned()).collect();
        Self {
            groups: group_choices(&seen.known.groups, &seen.member.groups),
            forms: form_choices(&seen.known.forms, &seen.member.forms),
            years: year_choices(&names),
            shell,
            is_me,
            own_words: membership::OWN,
            waiting: seen.waiting,
            member: seen.member,
            errors: Errors::new(),
        }
    }
}

async fn page(cx: &Cx, person: PersonId) -> Result<ShowPage, Problem> {
    let is_me = cx.person == person;
    let seen = cx.read(move |tx| look(tx, &person)).await?;
    Ok(ShowPage::of(cx.page(), seen, is_me))
}

pub(super) async fn get(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    let page = page(&cx, person).await?;
    cx.show(&page)
}

/// Puts somebody into other user groups and year groups.
pub(super) async fn change(
    cx: Cx,
    Path(person): Path<PersonId>,
    Form(form): Form<MembershipForm>,
) -> Answer {
    let who = person.clone();
    let changed = match Membership::check(form.groups.clone(), &form.years) {
        Ok(wanted) => {
            let wanted = wanted.with_forms(form.forms.clone());
            cx.write(move |tx| {
                let words = wanted.change(tx, &who)?;
                Ok(tx.say(&words)?)
            })
            .await
        }
        Err(errors) => Err(Undone::Form(errors)),
    };
    match changed {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect(format!("/people/{person}"))
        }
        Err(Undone::Form(errors)) => {
            let mut page = page(&cx, person).await?;
            for choice in &mut page.groups {
                choice.chosen = form.groups.contains(&choice.value);
            }
            for choice in &mut page.years {
                choice.chosen = form.years.contains(&choice.value);
            }
            for choice in &mut page.forms {
                choice.chosen = form.forms.contains(&choice.value);
            }
            page.errors = errors;
            cx.show_again(&page)
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> ShowPage {
    let member = directory::sample();
    let seen = Seen {
        waiting: Waiting {
            password: member.signed_in,
            codes: member.signed_in,
            break_glass: member.signed_in,
        },
        member,
        known: Known {
            groups: ["DSL", "Pastoral", "Staff"].map(String::from).into(),
            forms: vec!["7B".into()],
        },
    };
    ShowPage {
        errors: Errors::one("groups", membership::LAST),
        ..ShowPage::of(Shell::default(), seen, false)
    }
}
