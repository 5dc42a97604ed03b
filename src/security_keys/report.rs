//! Reporting a key lost: one's own without any key, or somebody else's for them.
//!
//! It opens nothing and shuts much, so it asks for no touch. Whoever does it for another can keep
//! them from their work for a while, and nothing more: the person and those who vouch are told.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Problem};

use super::line::Line;
use super::store::{self, HeldKey};
use super::{loss, notices};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::{KeyId, PersonId};
use crate::layout::Shell;
use crate::people;

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
}

/// Whether it is this one.
pub(super) async fn confirm(cx: Cx, Path(key): Path<KeyId>) -> Answer {
    let held = cx.read(move |tx| store::one_of_mine(tx, &key)).await?;
    cx.show(&LossPage {
        shell: cx.page(),
        is_last: held.is_working() && cx.keys == 1,
        key: Line::of(&held),
    })
}

pub(super) async fn post(cx: Cx, Path(key): Path<KeyId>) -> Answer {
    let device = cx.visit().device.clone();
    cx.write(move |tx| {
        let held = store::one_of_mine(tx, &key)?;
        let person = tx.person()?;
        report(tx, person, &held, &device)?;
        tx.say(&format!(
            "The key {} is reported lost. It opens nothing any more.",
            held.name
        ))
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
    cx.write(move |tx| {
        let account = people::account_of(tx, &person)?;
        let mut keys = store::of(tx, &person)?.into_iter();
        let held = keys.find(|held| held.id == key).ok_or(Problem::NotFound)?;
        if tx.person()? == &person {
            return Err(Problem::NotFound);
        }
        report(tx, &person, &held, &device)?;
        tx.say(&format!(
            "The key {} of {} is reported lost. It opens nothing any more.",
            held.name, account.name
        ))
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect(page)
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
    }
}
