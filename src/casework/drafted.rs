//! What somebody is writing about a concern and has not sent yet. Its page offers it again, and the
//! concern says that it waits; to nobody but its writer, while they read the concern.

use axum::extract::Path;
use axum::http::HeaderMap;
use keyward_web::{Answer, Form, Pairs, Problem};

use super::people;
use crate::concerns::{Reader, when};
use crate::cx::{Cx, Tx};
use crate::drafts::{self, OfAct};
use crate::ids::ConcernId;
use crate::inbox::WayBack;

/// Something that its writer has not sent yet.
#[derive(Clone, Debug)]
pub struct Drafted {
    /// Where they go on with it.
    pub address: String,
    /// What it is: "Record a decision".
    pub what: &'static str,
    /// When it was saved last, in words.
    pub saved: String,
}

/// What the actor is writing about a concern that they read.
pub(super) fn drafted(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<Drafted>, Problem> {
    // Whoever looks as another user group writes nothing meanwhile.
    if tx.access().view().is_some() {
        return Ok(Vec::new());
    }
    let now = tx.now();
    let acts = drafts::acts_of(tx, id)?.into_iter();
    let drafted = acts.filter_map(|(act, saved_at)| {
        Some(Drafted {
            what: in_words(&act)?,
            address: format!("/concerns/{id}/{act}"),
            saved: when(saved_at, now),
        })
    });
    Ok(drafted.collect())
}

/// What an act is called, by the end of its address.
fn in_words(act: &str) -> Option<&'static str> {
    let (_, last) = act.rsplit_once('/').unwrap_or(("", act));
    Some(match last {
        "actions" => "Add an action",
        "alerts" => "Alert somebody else",
        "assignment" => "Assign",
        "case-notes" => "Write a case note",
        "categories" => "Change the category",
        "closure" => "Close",
        "contacts" => "Record a contact",
        "decisions" => "Record a decision",
        "done" | "result" => "Mark an action as done",
        "links" => "Link with another concern",
        "links-undone" => "Undo a link",
        "notes" => "Send a note",
        "reopening" => "Reopen",
        "roles" => "Change a role",
        "significance" => "Change the significance",
        "pupils" => "Add a pupil",
        "pupils-taken-off" => "Take a pupil off",
        "staff" => "Name a member of staff",
        "staff-taken-off" => "Not part of this after all",
        _ => return None,
    })
}

/// Keeps what somebody writes about a concern that they read.
pub(super) async fn keep(
    cx: Cx,
    Path(id): Path<ConcernId>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Answer {
    let of = OfAct::named(id.clone(), pairs.text("act"))?;
    drafts::keep_of_act(cx, (of, headers, pairs), move |tx| is_read(tx, &id)).await
}

/// Discards what somebody was writing, and begins anew.
pub(super) async fn discard(cx: Cx, Path(id): Path<ConcernId>, Form(pairs): Form<Pairs>) -> Answer {
    let of = OfAct::named(id.clone(), pairs.text("act"))?;
    let from = WayBack::read(pairs.text(WayBack::FIELD));
    let to = format!("/concerns/{id}/{}{}", of.act, from.query());
    cx.write(move |tx| {
        is_read(tx, &id)?;
        drafts::discard_of_act(tx, &of, pairs.text("form"))?;
        tx.say("Your draft is discarded.")
    })
    .await?;
    cx.redirect(to)
}

fn is_read(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<(), Problem> {
    let reader = Reader::now(tx)?;
    match people::is_reader(tx, &reader, id)? {
        true => Ok(()),
        false => Err(Problem::NotFound),
    }
}
