//! Ending somebody's account when they leave, and bringing it back when they return. What they
//! wrote stays; their sessions, their password, their keys and their user groups go.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Problem, Undone};

use super::directory::{self, Member};
use super::{invite, store};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::enrolment::{self, LetIn};
use crate::exclusions::{LAST_LEAD, Unled};
use crate::ids::PersonId;
use crate::layout::Shell;
use crate::mail::{self, Letter};
use crate::recovery_codes;
use crate::security_keys;
use crate::sessions::{self, Cause};

#[derive(Template)]
#[template(path = "people/ending.html")]
pub(super) struct EndingPage {
    shell: Shell,
    member: Member,
    errors: Errors,
}

/// Why nobody ends their own account.
const OWN: &str = "Nobody may end their own account: ask another administrator";
/// Why the last administrator stays.
const LAST: &str = "Nobody would be left who can manage people and user groups. Put somebody else \
                    into such a user group first";

async fn current(cx: &Cx, person: PersonId) -> Result<Member, Problem> {
    let member = cx.read(move |tx| directory::somebody(tx, &person)).await?;
    if member.left.is_some() {
        return Err(Problem::NotFound);
    }
    Ok(member)
}

pub(super) async fn get(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    let member = current(&cx, person).await?;
    let errors = Errors::new();
    cx.show(&EndingPage {
        shell: cx.page(),
        member,
        errors,
    })
}

pub(super) async fn post(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    let who = person.clone();
    match cx.write(move |tx| end(tx, &who)).await {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect("/people")
        }
        Err(Undone::Form(errors)) => {
            let member = current(&cx, person).await?;
            cx.show_again(&EndingPage {
                shell: cx.page(),
                member,
                errors,
            })
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

fn end(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<(), Undone> {
    if tx.person()? == person {
        return Err(Undone::field("", OWN));
    }
    let member = directory::somebody(tx, person)?;
    let unled = Unled::before(tx)?;
    if !store::end(tx, person)? {
        return Err(Problem::NotFound.into());
    }
    store::leave_everything(tx, person)?;
    if directory::is_locked_out(tx)? {
        return Err(Undone::field("", LAST));
    }
    if unled.has_grown(tx)? {
        return Err(Undone::field("", LAST_LEAD));
    }
    let sessions = sessions::end_after(tx, person, Cause::AccountEnded)?;
    let keys = security_keys::remove_every(tx, person)?;
    recovery_codes::end_every(tx, person)?;
    let entry = Entry::of("account ended", "person", &person.0);
    tx.entry(
        entry
            .with("user groups before", member.groups_line())
            .with("sessions ended", sessions)
            .with("keys removed", keys),
    )?;
    mail::post(
        tx,
        &Letter {
            to: &member.email,
            subject: "Your Keyward account has ended",
            body: &format!(
                "Hello {},\n\n{} ended your account in Keyward. You are signed out everywhere and \
                 cannot sign in any more.\n\nIf this is not right, tell your school's support.\n",
                member.name,
                tx.actor().name
            ),
        },
    )?;
    Ok(tx.say(&format!("The account of {} has ended.", member.name))?)
}

/// Brings an account back, without password and without user groups.
pub(super) async fn bring_back(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    let to = format!("/people/{person}");
    let sign_in = format!("{}/{}", cx.app().config().origin().as_str(), cx.school.slug);
    cx.write(move |tx| {
        let member = directory::somebody(tx, &person)?;
        if !store::bring_back(tx, &person)? {
            return Err(Problem::NotFound);
        }
        enrolment::let_in(tx, &person, LetIn::Account)?;
        tx.entry(Entry::of("account brought back", "person", &person.0))?;
        invite::write_to(tx, &member.name, &member.email, &sign_in)?;
        tx.say(&format!(
            "The account of {} is back. Choose their user groups.",
            member.name
        ))
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect(to)
}

/// The page, filled with a sample.
pub(super) fn sample() -> EndingPage {
    EndingPage {
        shell: Shell::default(),
        member: directory::sample(),
        errors: Errors::one("", LAST),
    }
}
