//! What a user group asks of its keys: the form, what it would do to whom, and saving it.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, ReadForm, Undone};

use super::form::PolicyForm;
use super::plan::Plan;
use super::policy::Policy;
use super::preview::PreviewPage;
use super::{models, notices, store};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::GroupId;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "key_policy/edit.html")]
pub(super) struct PolicyPage {
    shell: Shell,
    group: GroupId,
    name: String,
    /// How long elevated access lasts on this server in minutes, at rest and in all.
    server_minutes: (i64, i64),
    form: PolicyForm,
}

impl PolicyPage {
    fn back(&self) -> String {
        format!("/groups/{}", self.group)
    }

    fn blank(&self, minutes: &i64) -> String {
        format!("Blank means {minutes} minutes, as on this server.")
    }
}

fn page(cx: &Cx, group: &GroupId, name: String, form: PolicyForm) -> PolicyPage {
    let limits = &cx.app().config().limits;
    PolicyPage {
        shell: cx.page(),
        group: group.clone(),
        name,
        server_minutes: (
            limits.elevation_idle_seconds / 60,
            limits.elevation_seconds_max / 60,
        ),
        form,
    }
}

pub(super) async fn get(cx: Cx, Path(group): Path<GroupId>) -> Answer {
    let wanted = group.clone();
    let (name, policy) = cx.read(move |tx| store::policy_of(tx, &wanted)).await?;
    cx.show(&page(&cx, &group, name, PolicyForm::of(&policy)))
}

/// The form as it was sent: to be looked at, changed once more, or saved.
pub(super) struct Sent {
    form: PolicyForm,
    /// Whether the person wants to change it once more.
    is_to_change: bool,
    /// What the preview said it changes and whom it touches, as its digest.
    seen: String,
}

impl ReadForm for Sent {
    fn read(pairs: &Pairs) -> Self {
        Self {
            form: PolicyForm::read(pairs),
            is_to_change: pairs.text("act") == "change",
            seen: pairs.text("seen").to_owned(),
        }
    }
}

/// What would happen, before anything does.
pub(super) async fn preview(cx: Cx, Path(group): Path<GroupId>, Form(sent): Form<Sent>) -> Answer {
    let limits = cx.app().config().limits.clone();
    let (wanted, form) = (group.clone(), sent.form.clone());
    let (name, has_models) = cx
        .read(move |tx| Ok::<_, Undone>((store::policy_of(tx, &wanted)?.0, models::any(tx)?)))
        .await?;
    if sent.is_to_change {
        return cx.show(&page(&cx, &group, name, sent.form));
    }
    let policy = match form.check(&limits, has_models) {
        Ok(policy) => policy,
        Err(errors) => return again(&cx, &group, name, sent.form, errors),
    };
    let wanted = group.clone();
    let planned = cx.read(move |tx| Plan::make(tx, &wanted, &policy, &limits));
    match planned.await {
        Ok(plan) => cx.show(&PreviewPage::of(cx.page(), &group, &plan, &form, false)),
        Err(Undone::Form(errors)) => again(&cx, &group, name, sent.form, errors),
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

fn again(cx: &Cx, group: &GroupId, name: String, form: PolicyForm, errors: Errors) -> Answer {
    cx.show_again(&page(cx, group, name, form.refused(errors)))
}

/// What came of saving it.
enum Saved {
    Yes,
    /// It changes something else, or touches other people, than the preview said.
    LookAgain(Plan),
}

pub(super) async fn post(cx: Cx, Path(group): Path<GroupId>, Form(sent): Form<Sent>) -> Answer {
    let Sent { form, seen, .. } = sent;
    let limits = cx.app().config().limits.clone();
    let (id, typed) = (group.clone(), form.clone());
    let saved = cx.write(move |tx| {
        let policy = typed.check(&limits, models::any(tx)?)?;
        let plan = Plan::make(tx, &id, &policy, &limits)?;
        if plan.digest() != seen {
            return Ok(Saved::LookAgain(plan));
        }
        save(tx, &id, &policy, &plan)?;
        Ok(Saved::Yes)
    });
    match saved.await {
        Ok(Saved::Yes) => {
            cx.app().letters().notify_one();
            cx.redirect(format!("/groups/{group}"))
        }
        Ok(Saved::LookAgain(plan)) => {
            cx.show_again(&PreviewPage::of(cx.page(), &group, &plan, &form, true))
        }
        Err(Undone::Form(errors)) => {
            let id = group.clone();
            let (name, _) = cx.read(move |tx| store::policy_of(tx, &id)).await?;
            again(&cx, &group, name, form, errors)
        }
        Err(Undone::Problem(problem)) => Err(problem),
    }
}

fn save(tx: &mut Tx<'_, '_>, group: &GroupId, policy: &Policy, plan: &Plan) -> Result<(), Undone> {
    if plan.changes.is_empty() {
        return Ok(tx.say("Nothing was changed: the user group asks this already.")?);
    }
    store::write(tx, group, policy)?;
    let named = Entry::of("key policy changed", "group", &group.0).with("user group", &plan.group);
    let entry = plan.changes.iter().fold(named, |entry, change| {
        let (before, now) = (
            format!("{} before", change.what),
            format!("{} now", change.what),
        );
        entry.with(&before, &change.before).with(&now, &change.now)
    });
    tx.entry(entry.with("people touched", plan.touched.len()))?;
    plan.note_shortages(tx)?;
    notices::tell_touched(tx, plan)?;
    if plan.changes.iter().any(|change| change.is_looser) {
        notices::tell_those_who_answer(tx, plan)?;
    }
    let saved = format!(
        "What {} asks of security keys was changed. It counts from everybody's next click.",
        plan.group
    );
    match &plan.fewer_leads {
        Some(fewer) => tx.warn(&format!("{saved} {}", fewer.does()))?,
        None => tx.say(&saved)?,
    }
    Ok(())
}

/// The page, filled with a sample.
pub(super) fn sample() -> PolicyPage {
    let policy = Policy {
        keys_min: 2,
        ..Policy::default()
    };
    PolicyPage {
        shell: Shell::default(),
        group: GroupId("g".into()),
        name: "DSL".into(),
        server_minutes: (15, 60),
        form: PolicyForm::of(&policy).refused(Errors::one("idle", "Enter whole minutes")),
    }
}
