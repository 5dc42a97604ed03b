//! Approvals: first keys and recoveries that wait for somebody's yes, and the school's break-glass
//! code while it waits for a review.

use askama::Template;
use axum::extract::{Path, RawQuery};
use keyward_moment::Moment;
use keyward_web::{Answer, Pairs, Problem};

use super::recoveries::{self, Recovery};
use super::store;
use super::waiting;
use super::waits::{self, Occasion, WaitingKey};
use crate::break_glass::{self, Opening};
use crate::cx::{Cx, Tx};
use crate::ids::{KeyId, PersonId, RecoveryId};
use crate::layout::{Choice, Shell};
use crate::people;

#[derive(Template)]
#[template(path = "enrolment/approvals.html")]
pub(super) struct ApprovalsPage {
    shell: Shell,
    me: PersonId,
    now: Moment,
    keys: Vec<WaitingKey>,
    recoveries: Vec<Recovery>,
    openings: Vec<Opening>,
    people: Vec<Choice>,
    /// Whether two people here could let somebody back in together.
    two_can_vouch: bool,
}

impl ApprovalsPage {
    /// Whether nothing waits.
    fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.recoveries.is_empty() && self.openings.is_empty()
    }

    /// Whether this person can say yes to a recovery.
    fn may_agree(&self, recovery: &Recovery) -> bool {
        recovery.agreed_by.is_none() && recovery.begun_by != self.me && recovery.person != self.me
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let (keys, recoveries, openings, everybody, vouchers) = cx
        .read(|tx| {
            Ok::<_, Problem>((
                waiting::waiting(tx)?,
                recoveries::under_way(tx)?,
                break_glass::openings(tx)?,
                people::everybody_here(tx)?,
                store::who_can_vouch(tx)?,
            ))
        })
        .await?;
    let others = everybody.into_iter().filter(|one| one.id != cx.person);
    let person = |one: people::Holder| Choice::new(one.id.0, one.name).hint(one.email);
    cx.show(&ApprovalsPage {
        shell: cx.page(),
        me: cx.person.clone(),
        now: cx.now(),
        keys,
        recoveries,
        openings,
        people: std::iter::once(Choice::new("", "Choose somebody"))
            .chain(others.map(person))
            .collect(),
        two_can_vouch: vouchers.len() > 1,
    })
}

/// On to the keys of whoever was chosen.
pub(super) async fn somebody(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let person = PersonId(query.text("person").to_owned());
    if person.0.is_empty() {
        return cx.redirect("/approvals");
    }
    let account = cx.read(move |tx| people::account_of(tx, &person)).await?;
    cx.redirect(format!("/people/{}/security-keys", account.person))
}

/// Does it, tells people, and goes back to what waits.
async fn decide(
    cx: &Cx,
    decision: impl FnMut(&mut Tx<'_, '_>) -> Result<(), Problem> + Send + 'static,
) -> Answer {
    cx.write(decision).await?;
    cx.app().letters().notify_one();
    cx.redirect("/approvals")
}

pub(super) async fn approve(cx: Cx, Path(key): Path<KeyId>) -> Answer {
    decide(&cx, move |tx| {
        let waits = waiting::approve(tx, &key)?;
        let (name, holder) = (&waits.name, &waits.holder);
        tx.say(&format!("The key {name} of {holder} is approved."))
    })
    .await
}

pub(super) async fn refuse(cx: Cx, Path(key): Path<KeyId>) -> Answer {
    decide(&cx, move |tx| {
        let waits = waiting::refuse(tx, &key)?;
        let (name, holder) = (&waits.name, &waits.holder);
        let became = match waits.occasion {
            Occasion::Returned { .. } => "stays lost",
            Occasion::First | Occasion::BesideOthers | Occasion::MoreRights => "was removed",
        };
        tx.say(&format!("The key {name} of {holder} {became}."))
    })
    .await
}

pub(super) async fn agree(cx: Cx, Path(recovery): Path<RecoveryId>) -> Answer {
    decide(&cx, move |tx| {
        let recovery = recoveries::agree(tx, &recovery)?;
        tx.say(&format!(
            "{} can set up a new key within two hours. Their old keys are dead.",
            recovery.name
        ))
    })
    .await
}

pub(super) async fn withdraw(cx: Cx, Path(recovery): Path<RecoveryId>) -> Answer {
    decide(&cx, move |tx| {
        let recovery = recoveries::withdraw(tx, &recovery)?;
        tx.say(&format!("The recovery for {} is withdrawn.", recovery.name))
    })
    .await
}

/// The page, filled with a sample.
pub(super) fn sample() -> ApprovalsPage {
    let agreed = Recovery {
        agreed_by: Some("Dana Lead".into()),
        ..recoveries::sample()
    };
    let returned = WaitingKey {
        occasion: Occasion::Returned {
            by: PersonId("b".into()),
            name: "Ada Admin".into(),
        },
        ..waits::sample()
    };
    let alone = WaitingKey {
        let_in_by: vec![PersonId("me".into())],
        can_be_approved: false,
        ..waits::sample()
    };
    ApprovalsPage {
        shell: Shell::default(),
        me: PersonId("me".into()),
        now: Moment::from_micros(1_795_000_600_000_000),
        keys: vec![waits::sample(), returned, alone],
        recoveries: vec![recoveries::sample(), agreed],
        openings: vec![break_glass::sample_opening()],
        people: vec![Choice::new("p", "Amira Khan")],
        two_can_vouch: true,
    }
}

/// The page when nothing waits, filled with a sample.
pub(super) fn empty_sample() -> ApprovalsPage {
    ApprovalsPage {
        keys: Vec::new(),
        recoveries: Vec::new(),
        openings: Vec::new(),
        ..sample()
    }
}
