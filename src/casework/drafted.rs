//! What somebody is writing about a concern and has not sent yet. Its page offers it again, and the
//! concern says that it waits; to nobody but its writer, while they read the concern.

use axum::extract::Path;
use axum::http::HeaderMap;
use keyward_web::{Answer, Form, Pairs, Problem};

use super::people;
use crate::concerns::{self, Reader, when};
use crate::cx::{Cx, Tx};
use crate::drafts::{self, ActPage, OfAct};
use crate::ids::ConcernId;
use crate::inbox::WayBack;

/// Something that its writer has not sent yet.
#[derive(Clone, Debug)]
pub struct Drafted {
    /// Where they go on with it.
    pub page: ActPage,
    /// When it was saved last, in words.
    pub saved: String,
}

/// What the actor is writing about a concern that they read.
pub(super) fn drafted(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<Drafted>, Problem> {
    // Whoever views as another user group writes nothing meanwhile.
    if tx.access().view().is_some() {
        return Ok(Vec::new());
    }
    let now = tx.now();
    let acts = drafts::acts_of(tx, id)?.into_iter();
    let drafted = acts.filter_map(|(of, saved_at)| {
        let page = of.page()?;
        let saved = when(saved_at, now);
        Some(Drafted { page, saved })
    });
    Ok(drafted.collect())
}

/// Keeps what somebody writes about a concern that they read.
pub(super) async fn keep(
    cx: Cx,
    Path(id): Path<ConcernId>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Answer {
    let of = OfAct::named(&id, pairs.text("act"))?;
    let asked = of.clone();
    drafts::keep_of_act(cx, (of, headers, pairs), move |tx| may(tx, &id, &asked)).await
}

/// Discards what somebody was writing, and begins anew.
pub(super) async fn discard(cx: Cx, Path(id): Path<ConcernId>, Form(pairs): Form<Pairs>) -> Answer {
    let of = OfAct::named(&id, pairs.text("act"))?;
    let from = WayBack::read(pairs.text(WayBack::FIELD));
    let page = of.page().ok_or(Problem::NotFound)?;
    let to = page.at(&from.query());
    cx.write(move |tx| {
        may(tx, &id, &of)?;
        drafts::discard_of_act(tx, &of, pairs.text("form"))?;
        tx.say("Your draft is discarded.")
    })
    .await?;
    cx.redirect(to)
}

/// Makes sure that the actor reads the concern, as this act asks: to add to it, also where they wrote it
/// and are kept from what became of it.
fn may(tx: &mut Tx<'_, '_>, id: &ConcernId, of: &OfAct) -> Result<(), Problem> {
    let reader = Reader::now(tx)?;
    let is_read = match of.adds() {
        true => concerns::is_readable(tx, &reader, id)?,
        false => people::is_reader(tx, &reader, id)?,
    };
    match is_read {
        true => Ok(()),
        false => Err(Problem::NotFound),
    }
}
