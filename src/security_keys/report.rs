//! Reporting a key lost: one's own without any key, or somebody else's for them.
//!
//! It opens nothing and shuts much, so it asks for no touch. Whoever does it for another can keep
//! them from their work for a while, and nothing more: the person and those who vouch are told. One
//! person does it for one other a day, and never so that nobody could manage people: otherwise one
//! of them could lock out everybody.

use askama::Template;
use axum::extract::Path;
use keyward_db::params;
use keyward_web::{Answer, Errors, Form, Pairs, Problem, Undone};

use super::line::Line;
use super::store::{self, HeldKey};
use super::{loss, missed, notices};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::enrolment;
use crate::ids::{KeyId, PersonId};
use crate::key_policy::Fewer;
use crate::layout::Shell;
use crate::people;
use crate::recovery_codes;

/// For so long whoever reported somebody's keys lost reports nobody else's.
const ONE_PERSON_SECONDS: i64 = 24 * 3_600;

keyward_db::statements! {
    /// Somebody reports a key lost for another.
    NOTE_REPORT = "INSERT INTO loss_report (id, person_id, reported_by, reported_at)
                   VALUES ($1, $2, $3, $4)";
    /// Whose keys somebody reported lost since, other than this person's; the last one.
    REPORTED_SINCE = "SELECT person.name
                      FROM loss_report JOIN person ON person.id = loss_report.person_id
                      WHERE loss_report.reported_by = $1 AND loss_report.reported_at > $2
                        AND loss_report.person_id <> $3
                      ORDER BY loss_report.reported_at DESC, loss_report.id DESC LIMIT 1";
}

#[derive(Template)]
#[template(path = "security_keys/report.html")]
pub(super) struct ReportPage {
    shell: Shell,
    keys: Vec<Line>,
    /// How many keys still work.
    working: i64,
    /// Whether their user groups wait for a key before anything opens.
    awaits_key: bool,
}

impl ReportPage {
    /// Whether any key can be reported lost still.
    fn may_report(&self) -> bool {
        self.keys.iter().any(Line::may_be_lost)
    }
}

/// The actor's keys, to choose the lost one, and what to do once it is reported.
pub(super) async fn get(cx: Cx) -> Answer {
    let keys = cx.read(store::mine).await?;
    cx.show(&ReportPage {
        shell: cx.page(),
        keys: keys.iter().map(Line::of).collect(),
        working: cx.keys,
        awaits_key: cx.access.awaits_key(),
    })
}

#[derive(Template)]
#[template(path = "security_keys/loss.html")]
pub(super) struct LossPage {
    shell: Shell,
    key: Line,
    is_last: bool,
    /// What the school would miss without it.
    misses: Option<String>,
    /// How many of their printed codes are left.
    codes: i64,
}

/// Whether it is this one.
pub(super) async fn confirm(cx: Cx, Path(key): Path<KeyId>) -> Answer {
    let (held, misses) = cx
        .read(move |tx| {
            let me = tx.person()?;
            let held = that_can_be_lost(tx, &key)?;
            Ok::<_, Problem>((held, missed::without(tx, me, &key)?))
        })
        .await?;
    cx.show(&LossPage {
        shell: cx.page(),
        is_last: held.is_working() && cx.keys == 1,
        misses: misses.map(|fewer| fewer.would()),
        codes: cx.ways.recovery_codes,
        key: Line::of(&held),
    })
}

/// A key of the actor's that has opened something: one that was never approved is withdrawn.
fn that_can_be_lost(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<HeldKey, Problem> {
    let held = store::one_of_mine(tx, key)?;
    held.was_approved.then_some(held).ok_or(Problem::NotFound)
}

pub(super) async fn post(cx: Cx, Path(key): Path<KeyId>, Form(form): Form<Pairs>) -> Answer {
    let with_codes = form.has("codes");
    let device = cx.visit().device.clone();
    cx.write(move |tx| {
        let held = that_can_be_lost(tx, &key)?;
        let person = tx.person()?;
        let misses = missed::without(tx, person, &key)?;
        report(tx, person, &held, &device)?;
        let codes = if with_codes {
            recovery_codes::end_every(tx, person)?;
            tx.entry(Entry::of("recovery codes ended", "person", &person.0))?;
            " Nor do your recovery codes."
        } else {
            ""
        };
        let reported = format!(
            "The key {} is reported lost. It opens nothing any more.{codes}",
            held.name
        );
        say(tx, &reported, misses.as_ref())
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect("/account/lost-key")
}

pub(super) async fn post_for_another(
    cx: Cx,
    Path((person, key)): Path<(PersonId, KeyId)>,
) -> Answer {
    let device = cx.visit().device.clone();
    let page = format!("/people/{person}/security-keys");
    let who = person.clone();
    let reported = cx
        .write(move |tx| {
            let account = people::account_of(tx, &who)?;
            let mut keys = store::of(tx, &who)?.into_iter();
            let held = keys.find(|held| held.id == key && held.was_approved);
            let held = held.ok_or(Problem::NotFound)?;
            if tx.person()? == &who {
                return Err(Problem::NotFound.into());
            }
            may_report(tx, &account, &held)?;
            let misses = missed::without(tx, &who, &key)?;
            report(tx, &who, &held, &device)?;
            let reported = format!(
                "The key {} of {} is reported lost. It opens nothing any more.",
                held.name, account.name
            );
            Ok(say(tx, &reported, misses.as_ref())?)
        })
        .await;
    match reported {
        Ok(()) => {
            cx.app().letters().notify_one();
            cx.redirect(page)
        }
        Err(Undone::Form(errors)) => enrolment::refused_for(&cx, person, errors).await,
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

/// Says that a key is reported lost, and what the school misses without it.
fn say(tx: &mut Tx<'_, '_>, reported: &str, misses: Option<&Fewer>) -> Result<(), Problem> {
    match misses {
        Some(fewer) => tx.warn(&format!("{reported} {}", fewer.does())),
        None => tx.say(reported),
    }
}

/// Whether the actor may report this key of somebody else's, and notes that they did.
fn may_report(
    tx: &mut Tx<'_, '_>,
    account: &people::Account,
    held: &HeldKey,
) -> Result<(), Undone> {
    if held.lost_at.is_some() {
        return Ok(());
    }
    let (me, now, holder) = (tx.person()?, tx.now(), &account.name);
    let since = now.plus_seconds(-ONE_PERSON_SECONDS).as_micros();
    let params = params![me, since, &account.person];
    let other = tx.one(REPORTED_SINCE, &params, |row| row.get::<String>(0))?;
    if let Some(other) = other {
        return Err(Undone::Form(Errors::one(
            "",
            format!(
                "You reported the keys of {other} lost within the last 24 hours, and one person \
                 does so for one other a day. {holder} can report this key on the sign-in page, \
                 with their password, and anybody else who looks after keys can report it for them"
            ),
        )));
    }
    if is_last_to_manage(tx, account, held)? {
        return Err(Undone::Form(Errors::one(
            "",
            format!(
                "Nobody would be left with a key that works who manages people. {holder} can \
                 report it on the sign-in page, with their password"
            ),
        )));
    }
    let row = params![tx.new_id(), &account.person, me, now.as_micros()];
    tx.execute(NOTE_REPORT, &row)?;
    Ok(())
}

/// Whether this is the last key at the actor's school that elevates somebody to manage people.
fn is_last_to_manage(
    tx: &mut Tx<'_, '_>,
    account: &people::Account,
    held: &HeldKey,
) -> Result<bool, Problem> {
    let managers = people::holders(tx, Right::ManagePeople)?;
    if !held.is_working() || !managers.iter().any(|one| one.id == account.person) {
        return Ok(false);
    }
    for manager in managers {
        let policy = tx.asked_of_keys(&manager.id)?;
        let left = store::of(tx, &manager.id)?;
        let elevates = |key: &HeldKey| {
            key.id != held.id && key.is_working() && policy.counts(key.shown(false))
        };
        if left.iter().any(elevates) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The keys of somebody whom the caller has found at the actor's school, in words.
///
/// # Errors
/// That the database is away.
pub fn lines_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Vec<Line>, Problem> {
    let keys = store::of(tx, person)?;
    Ok(keys.iter().map(Line::of).collect())
}

/// Marks the key lost, tells people, and writes it down; nothing more happens the second time.
fn report(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    held: &HeldKey,
    device: &str,
) -> Result<(), Problem> {
    let Some(closed) = loss::lose(tx, person, &held.id)? else {
        return Ok(());
    };
    let account = people::account_of(tx, person)?;
    notices::lost(tx, &account, &held.name, device)?;
    tx.entry(
        Entry::of("security key reported lost", "security key", &held.id.0)
            .with("person", person)
            .with("name", &held.name)
            .with("elevations dropped", closed.elevations)
            .with("sessions ended", closed.sessions)
            .with("device", device),
    )
}

/// The page, filled with a sample.
pub(super) fn sample() -> ReportPage {
    let lost = Line {
        lost: Some("21 November 2026 at 09:12".into()),
        ..Line::sample("b", "Spare")
    };
    ReportPage {
        shell: Shell::default(),
        keys: vec![Line::sample("a", "Blue key"), lost],
        working: 1,
        awaits_key: false,
    }
}

/// The confirmation, filled with a sample.
pub(super) fn confirm_sample() -> LossPage {
    LossPage {
        shell: Shell::default(),
        key: Line::sample("a", "Blue key"),
        is_last: true,
        misses: Some(Fewer::sample().would()),
        codes: 7,
    }
}
