//! Keeping what somebody types: by the script of the page a moment after they pause, or by a button.
//! The files that lie with a draft are come to and removed by buttons of the same form, so that
//! whatever was typed is kept first.

use axum::Json;
use axum::extract::Path;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use keyward_web::{Answer, Form, Pairs, Problem};
use serde::Serialize;

use super::act::{self, OfAct};
use super::draft::{Deed, Kept, Mark, Save, deed, is_something};
use super::store::Typed;
use super::{act_store, sheet, store};
use crate::cx::{Cx, Tx};
use crate::documents;
use crate::ids::{DocumentId, DraftId};

/// The most drafts of new concerns that somebody has at once: all of them stand on their dashboard.
const DRAFTS_MAX: i64 = 20;
/// The most that one draft holds, as it is kept: more than the form has room for.
pub(super) const DRAFT_BYTES_MAX: usize = 256 * 1024;
/// What the form says of the draft itself, which is no part of what was typed.
const OWN_FIELDS: [&str; 6] = ["form", "draft", "page", "turn", "writer", "apart"];
/// What the next page says.
const SAVED: &str = "Your draft is saved. Nobody else can see it, and nobody has been alerted.";
/// The same where nothing was written.
const NOTHING: &str = "Nothing was written, so no draft is kept.";
/// The same where another page had changed the draft, or ended it.
const SAVED_APART: &str = "This draft was changed, sent or discarded in another tab. What you wrote \
                           is saved as a draft of its own.";

/// What became of what was sent.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// It is kept under this identifier, in this version.
    Kept {
        id: DraftId,
        version: i64,
        is_apart: bool,
    },
    /// Nothing is written, so nothing is kept; what was kept under this identifier is gone.
    Nothing { id: DraftId, version: i64 },
    /// The draft is over.
    Over,
    /// Somebody else is signed in by now.
    SomebodyElse,
    /// There are as many drafts as there may be.
    TooMany,
    /// It is longer than a draft may be. What was kept of it before stays.
    TooLong,
}

/// Whether this is what a form is called: a UUID as we write it.
pub(super) fn is_id(text: &str) -> bool {
    let plain = |c: char| c == '-' || (c.is_ascii_hexdigit() && !c.is_ascii_uppercase());
    text.len() == 36 && text.chars().all(plain)
}

/// Whether the actor has as many drafts of new concerns as there may be without this one.
pub(super) fn is_full(tx: &mut Tx<'_, '_>, id: &DraftId) -> Result<bool, Problem> {
    Ok(store::others(tx, id)? >= DRAFTS_MAX)
}

/// Keeps what was typed into the form of a concern.
pub(super) fn keep(tx: &mut Tx<'_, '_>, pairs: &Pairs, apart: bool) -> Result<Outcome, Problem> {
    keep_of(tx, pairs, apart, None)
}

/// The same, or what was typed into the form of this act.
///
/// # Errors
/// Not found: something else is written under this name; that the database is away.
pub(super) fn keep_of(
    tx: &mut Tx<'_, '_>,
    pairs: &Pairs,
    apart: bool,
    of: Option<&OfAct>,
) -> Result<Outcome, Problem> {
    let writer = pairs.text("writer");
    if !writer.is_empty() && *writer != tx.person()?.0 {
        return Ok(Outcome::SomebodyElse);
    }
    let save = Save {
        mark: Mark::read(pairs),
        apart: apart || pairs.has("apart"),
    };
    let form = pairs.text("form");
    let id = DraftId(match is_id(form) {
        true => form.to_owned(),
        false => tx.new_id(),
    });
    let typed: Vec<(String, String)> = pairs
        .all()
        .iter()
        .filter(|(name, _)| !OWN_FIELDS.contains(&name.as_str()))
        .cloned()
        .collect();
    // What is old goes first: what is typed on its page takes the place of nothing then.
    if of.is_some() {
        act_store::forget_old(tx)?;
    }
    let kept = store::kept(tx, &id)?;
    let is_another = |kept: &Kept| kept.is_written_as_another(of);
    if kept.as_ref().is_some_and(is_another) {
        return Err(Problem::NotFound);
    }
    let deed = deed(kept.as_ref(), &save);
    let is_new = matches!(deed, Deed::Begin | Deed::Apart);
    let is_something = match of {
        None => is_something(&typed),
        Some(_) => act::is_something(&typed),
    };
    if is_new && !is_something {
        return Ok(Outcome::Nothing { id, version: 0 });
    }
    let known = kept.map_or(0, |kept| kept.version);
    let (to, is_kept) = match deed {
        Deed::Begin | Deed::Replace => (id.clone(), is_something),
        Deed::Apart => (DraftId(tx.new_id()), is_something),
        Deed::Passed | Deed::Over => (id.clone(), false),
    };
    // One that was begun for a file counts from when it is written on.
    if is_kept && of.is_none() && is_full(tx, &to)? {
        return Ok(Outcome::TooMany);
    }
    let typed = Typed::of(&typed)?;
    if is_kept && typed.bytes() > DRAFT_BYTES_MAX {
        return Ok(Outcome::TooLong);
    }
    if is_kept && of.is_some() {
        act_store::make_room(tx, &to)?;
    }
    let version = match deed {
        Deed::Over => return Ok(Outcome::Over),
        Deed::Passed => known,
        Deed::Begin => {
            store::begin(tx, &id, Some(&typed), &save.mark)?;
            1
        }
        Deed::Replace if is_something => {
            store::replace(tx, &id, Some(&typed), &save.mark)?;
            known + 1
        }
        Deed::Replace => {
            store::replace(tx, &id, None, &save.mark)?;
            if documents::of_draft(tx, &id)?.is_empty() {
                let version = known + 1;
                return Ok(Outcome::Nothing { id, version });
            }
            known + 1
        }
        Deed::Apart => {
            store::begin(tx, &to, Some(&typed), &save.mark)?;
            documents::copy(tx, &id, &to)?;
            1
        }
    };
    if let Some(of) = of.filter(|_| is_new) {
        act_store::is_of(tx, &to, of)?;
    }
    Ok(Outcome::Kept {
        id: to,
        version,
        is_apart: deed == Deed::Apart,
    })
}

#[derive(Serialize)]
struct Told {
    form: String,
    version: i64,
    at: String,
    apart: bool,
    /// Whether there is a draft: nothing is kept of a form on which nothing is written.
    kept: bool,
}

#[derive(Serialize)]
struct Untold {
    /// `over`, `somebody else`, `too many` or `too long`.
    why: &'static str,
    words: &'static str,
}

const TOO_MANY: &str = "You have 20 drafts, the most there can be. Send or discard one of them in \
                        another tab; what you write here is kept on this page meanwhile.";
const TOO_LONG: &str = "This is too long for a draft. Shorten it, and attach the long \
                        part as a file. What was saved before stays, and what you write here is \
                        kept on this page meanwhile.";
const SOMEBODY_ELSE: &str = "Somebody else is signed in now. Sign in as yourself in another tab; what \
                             you write here is kept on this page meanwhile.";

/// Keeps what was typed. The page's script is answered in JSON; a button leads on to the dashboard.
pub(super) async fn post(cx: Cx, headers: HeaderMap, Form(pairs): Form<Pairs>) -> Answer {
    if !asks_json(&headers) {
        by_button(&cx, pairs, true).await?;
        return cx.redirect("/dashboard");
    }
    let at = cx.now().time();
    let outcome = cx.write(move |tx| keep(tx, &pairs, false)).await?;
    Ok(told(outcome, &at))
}

/// Whether it is the page's script that asks.
pub(super) fn asks_json(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"))
}

/// What became of it, as the page's script reads it.
pub(super) fn told(outcome: Outcome, at: &str) -> Response {
    let refused = |status: StatusCode, why, words| {
        let untold = Json(Untold { why, words });
        (status, untold).into_response()
    };
    let untold = |why, words| refused(StatusCode::CONFLICT, why, words);
    let told = |id: DraftId, version, apart, kept| {
        let told = Told {
            form: id.0,
            version,
            at: at.to_owned(),
            apart,
            kept,
        };
        Json(told).into_response()
    };
    match outcome {
        Outcome::Kept {
            id,
            version,
            is_apart,
        } => told(id, version, is_apart, true),
        Outcome::Nothing { id, version } => told(id, version, false, false),
        Outcome::Over => untold("over", "This was sent or discarded in another tab."),
        Outcome::SomebodyElse => untold("somebody else", SOMEBODY_ELSE),
        Outcome::TooMany => untold("too many", TOO_MANY),
        Outcome::TooLong => refused(StatusCode::PAYLOAD_TOO_LARGE, "too long", TOO_LONG),
    }
}

/// Keeps what a person sends by a button, whatever became of the draft meanwhile.
async fn by_button(cx: &Cx, pairs: Pairs, says: bool) -> Result<DraftId, Problem> {
    cx.write(move |tx| {
        let mut outcome = keep(tx, &pairs, false)?;
        if matches!(outcome, Outcome::Over) {
            outcome = keep(tx, &pairs, true)?;
        }
        let is_apart = matches!(outcome, Outcome::Kept { is_apart: true, .. });
        if says || is_apart {
            return say(tx, &outcome);
        }
        kept(&outcome)
    })
    .await
}

/// Under which identifier it is kept, or would have been.
fn kept(outcome: &Outcome) -> Result<DraftId, Problem> {
    match outcome {
        Outcome::Kept { id, .. } | Outcome::Nothing { id, .. } => Ok(id.clone()),
        Outcome::SomebodyElse => Err(not_kept(StatusCode::CONFLICT, SOMEBODY_ELSE)),
        Outcome::TooMany | Outcome::Over => Err(too_many()),
        Outcome::TooLong => Err(not_kept(StatusCode::PAYLOAD_TOO_LARGE, TOO_LONG)),
    }
}

/// The same, and the next page says what became of it.
pub(super) fn say(tx: &mut Tx<'_, '_>, outcome: &Outcome) -> Result<DraftId, Problem> {
    let id = kept(outcome)?;
    tx.say(match outcome {
        Outcome::Kept { is_apart: true, .. } => SAVED_APART,
        Outcome::Nothing { .. } => NOTHING,
        Outcome::Kept { .. }
        | Outcome::SomebodyElse
        | Outcome::TooMany
        | Outcome::Over
        | Outcome::TooLong => SAVED,
    })?;
    Ok(id)
}

/// There are as many drafts as there may be.
pub(super) fn too_many() -> Problem {
    not_kept(StatusCode::CONFLICT, TOO_MANY)
}

fn not_kept(status: StatusCode, words: &'static str) -> Problem {
    let words =
        format!("Go back to the page before this one: it still holds what you wrote. {words}");
    Problem::refused(status, "Your draft was not saved", words)
}

/// Keeps what was typed, and goes on to the page where files are attached to it.
pub(super) async fn post_then_files(cx: Cx, Form(pairs): Form<Pairs>) -> Answer {
    let page = match pairs.text("page") {
        "" => pairs.text("form").to_owned(),
        page => page.to_owned(),
    };
    let draft = by_button(&cx, pairs, false).await?;
    let begun = draft.clone();
    // A file may be all that there is.
    cx.write(move |tx| sheet::begin(tx, &begun, &page)).await?;
    cx.redirect(format!("/drafts/{draft}/documents"))
}

/// Keeps what was typed, and lets a file of the draft go.
pub(super) async fn post_then_remove(
    cx: Cx,
    Path((of, document)): Path<(DraftId, DocumentId)>,
    Form(pairs): Form<Pairs>,
) -> Answer {
    cx.read(move |tx| sheet::is_of_no_act(tx, &of)).await?;
    let draft = by_button(&cx, pairs, false).await?;
    let from = draft.clone();
    cx.write(move |tx| documents::remove_from_draft(tx, &from, &document))
        .await?;
    cx.redirect(format!("/concerns/new?draft={draft}"))
}
