//! Somebody's keys, for those who look after them: what they hold, and the ways to help.

use askama::Template;
use axum::extract::Path;
use keyward_moment::Moment;
use keyward_web::{Answer, Errors, Form, Pairs, Problem};

use super::first_key::Way;
use super::recoveries::{self, Recovery};
use super::{codes, notices, store};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::PersonId;
use crate::key_policy::Fewer;
use crate::layout::Shell;
use crate::people;
use crate::security_keys::{self, Line};

/// The shortest reason or review that says anything to whoever reads it.
const SENTENCES_CHARACTERS_MIN: usize = 20;
/// The longest reason or review.
const WORDS_CHARACTERS_MAX: usize = 2_000;

#[derive(Template)]
#[template(path = "enrolment/person.html")]
pub(super) struct PersonPage {
    shell: Shell,
    seen: Seen,
    reason: String,
    errors: Errors,
}

/// Somebody's keys, and what the actor may do about them.
pub(super) struct Seen {
    person: PersonId,
    name: String,
    keys: Vec<Line>,
    /// Which of them the school would miss, and what would follow.
    missed: Option<(String, String)>,
    is_me: bool,
    /// Whether the actor sees everybody's pages.
    may_manage: bool,
    /// Whether the actor may allow a key again.
    may_allow: bool,
    /// Whether the actor may begin a recovery.
    may_vouch: bool,
    way: Way,
    /// Whether somebody else prints their code, because the actor let them in.
    is_for_somebody_else: bool,
    recovery: Option<Recovery>,
}

fn look(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Seen, Problem> {
    let account = people::account_of(tx, person)?;
    let keys = security_keys::lines_of(tx, person)?;
    let missed = security_keys::last_that_counts(tx, person)?;
    let is_me = tx.person()? == person;
    let access = tx.access();
    Ok(Seen {
        name: account.name,
        keys,
        missed: missed.map(|(key, fewer)| (key.0, fewer.would())),
        is_me,
        may_manage: access.has(Right::ManagePeople),
        may_allow: security_keys::may_allow(tx, person)?,
        may_vouch: access.has(Right::VouchForKeys) && !is_me,
        way: store::way_of(tx, person)?,
        is_for_somebody_else: store::is_for_somebody_else(tx, person)?,
        recovery: recoveries::under_way_for(tx, person)?,
        person: account.person,
    })
}

impl Seen {
    /// What would follow if this key were reported lost.
    fn misses(&self, key: &Line) -> Option<&str> {
        let missed = self.missed.as_ref().filter(|(id, _)| *id == key.id);
        missed.map(|(_, words)| words.as_str())
    }

    /// Whether they come to a first key with a code that an administrator prints.
    fn gets_code(&self) -> bool {
        self.may_manage && !self.is_me && self.way == Way::WithCode
    }

    /// Whether the actor can print a code for them now.
    fn may_print(&self) -> bool {
        self.gets_code() && !self.is_for_somebody_else
    }

    /// Whether a key of theirs does not work any more.
    fn has_dead_keys(&self) -> bool {
        let is_dead = |key: &Line| key.lost.is_some() || key.suspended.is_some() || key.is_ended;
        self.keys.iter().any(is_dead)
    }

    /// What whoever knows of lost keys opens, where the page knows of none.
    fn lost_words(&self) -> &'static str {
        match self.keys.is_empty() {
            true => "They had a key before",
            false => "They have lost every key",
        }
    }

    /// How they come to their first key, in words.
    fn way_words(&self) -> &'static str {
        match self.way {
            Way::ByPassword => "They link their first key themselves, with their password.",
            Way::WithCode => {
                "They link their first key with their password and an enrolment code, which you \
                 print and hand over with the key."
            }
            Way::ToBeApproved => {
                "They link their first key with their password. It opens nothing until somebody \
                 has approved it under Approvals."
            }
            Way::ByRecovery => "They can link a new key now, with their password.",
            Way::ByKey => "They link a further key with one that they hold.",
            Way::Waiting => "What they hold waits for approval, under Approvals.",
            Way::Closed => "None of their keys works, so they cannot link a new one themselves.",
        }
    }
}

pub(super) async fn get(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    let seen = cx.read(move |tx| look(tx, &person)).await?;
    cx.show(&PersonPage {
        shell: cx.page(),
        seen,
        reason: String::new(),
        errors: Errors::new(),
    })
}

/// The page again, with why something that was asked for on it is not done.
///
/// # Errors
/// Not found, or that the database is away.
pub async fn refused_for(cx: &Cx, person: PersonId, errors: Errors) -> Answer {
    let seen = cx.read(move |tx| look(tx, &person)).await?;
    cx.show_again(&PersonPage {
        shell: cx.page(),
        seen,
        reason: String::new(),
        errors,
    })
}

/// Begins a recovery.
pub(super) async fn begin_recovery(
    cx: Cx,
    Path(person): Path<PersonId>,
    Form(form): Form<Pairs>,
) -> Answer {
    let reason = form.text("reason").to_owned();
    if let Err(words) = check_sentences(&reason, REASON_ASKED) {
        let seen = cx.read(move |tx| look(tx, &person)).await?;
        return cx.show_again(&PersonPage {
            shell: cx.page(),
            seen,
            reason,
            errors: Errors::one("reason", words),
        });
    }
    let page = format!("/people/{person}/security-keys");
    cx.write(move |tx| {
        recoveries::begin(tx, &person, &reason)?;
        tx.say("A second person has to agree under Approvals within 24 hours.")
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect(page)
}

/// Checks words that somebody has to write: a reason, or a review.
///
/// # Errors
/// What is said beside the field.
pub fn check_words(words: &str, missing: &'static str) -> Result<(), String> {
    match words.chars().count() {
        0 => Err(missing.to_owned()),
        many if many > WORDS_CHARACTERS_MAX => Err(format!(
            "Write {WORDS_CHARACTERS_MAX} characters or fewer; there are {many}"
        )),
        _ => Ok(()),
    }
}

/// What is asked of whoever begins to let somebody back in.
const REASON_ASKED: &str =
    "Write what happened to their keys, and how you know that it is them who asks";

/// Checks words that somebody else has to be able to judge by: a reason, or a review.
///
/// # Errors
/// What is said beside the field.
pub fn check_sentences(words: &str, missing: &'static str) -> Result<(), String> {
    let written = words.trim().chars().count();
    if written < SENTENCES_CHARACTERS_MIN {
        return Err(format!(
            "{missing}, in at least {SENTENCES_CHARACTERS_MIN} characters: somebody else has to judge \
             by it"
        ));
    }
    check_words(words, missing)
}

#[derive(Template)]
#[template(path = "enrolment/sheet.html")]
pub(super) struct SheetPage {
    shell: Shell,
    person: String,
    name: String,
    email: String,
    school: String,
    address: String,
    code: String,
    until: String,
}

/// Prints an enrolment code. It is shown this once, on a page made for printing.
pub(super) async fn print_code(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    let printed = cx
        .write(move |tx| {
            let account = people::account_of(tx, &person)?;
            if !look(tx, &person)?.may_print() {
                return Err(Problem::NotFound);
            }
            let code = codes::make(tx, &person)?;
            notices::code_printed(tx, &account, code.expires_at)?;
            tx.say(&format!(
                "An enrolment code for {} was printed.",
                account.name
            ))?;
            tx.entry(
                Entry::of("enrolment code printed", "person", &person.0)
                    .with("until", code.expires_at.day_and_time()),
            )?;
            Ok((account, code))
        })
        .await;
    let (account, code) = printed?;
    cx.app().letters().notify_one();
    cx.show(&SheetPage {
        shell: cx.page(),
        person: account.person.0,
        name: account.name,
        email: account.email,
        school: cx.school.name.clone(),
        address: format!("{}/{}", cx.app().config().origin().as_str(), cx.school.slug),
        code: code.text.to_string(),
        until: code.expires_at.day_and_time(),
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> PersonPage {
    let lost = Line {
        lost: Some("21 November 2026 at 09:12".into()),
        ..Line::sample("a", "Blue key")
    };
    let suspended = Line {
        suspended: Some("21 November 2026 at 09:12".into()),
        ..Line::sample("b", "Spare in the safe")
    };
    PersonPage {
        shell: Shell::default(),
        seen: Seen {
            person: PersonId("p".into()),
            name: "Amira Khan".into(),
            keys: vec![lost, suspended, Line::sample("c", "Red key")],
            missed: Some(("c".into(), Fewer::sample().would())),
            is_me: false,
            may_manage: true,
            may_allow: true,
            may_vouch: true,
            way: Way::Closed,
            is_for_somebody_else: false,
            recovery: None,
        },
        reason: String::new(),
        errors: Errors::one(
            "reason",
            "Write what happened to their keys, in at least 20 characters",
        ),
    }
}

/// The page of somebody who is to get a code, filled with a sample.
pub(super) fn new_sample() -> PersonPage {
    let page = sample();
    PersonPage {
        seen: Seen {
            keys: Vec::new(),
            way: Way::WithCode,
            recovery: Some(recoveries::sample()),
            ..page.seen
        },
        errors: Errors::new(),
        ..page
    }
}

/// The sheet, filled with a sample.
pub(super) fn sheet_sample() -> SheetPage {
    SheetPage {
        shell: Shell::default(),
        person: "p".into(),
        name: "Amira Khan".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        school: "Hawthorn Park".into(),
        address: "https://keyward.example/hawthorn-park".into(),
        code: "0abc-1def-2ghj-3kmn".into(),
        until: Moment::from_micros(1_795_000_000_000_000).day_and_time(),
    }
}
