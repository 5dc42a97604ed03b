//! Drafts of what somebody does in a pupil's file: kept and discarded while they may read it.

use axum::extract::Path;
use axum::http::HeaderMap;
use keyward_web::{Answer, Form, Pairs, Problem};

use super::act::{self, OfAct};
use crate::cx::Cx;
use crate::ids::PupilId;
use crate::pupils;

/// Keeps what somebody writes in a file that they may read.
pub(super) async fn keep(
    cx: Cx,
    Path(id): Path<PupilId>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Answer {
    let of = OfAct::named(&id, pairs.text("act"))?;
    if of.page().is_none() {
        return Err(Problem::NotFound);
    }
    act::keep_of_act(cx, (of, headers, pairs), move |tx| {
        pupils::find(tx, &id).map(drop)
    })
    .await
}

/// Discards what somebody was writing, and begins anew.
pub(super) async fn discard(cx: Cx, Path(id): Path<PupilId>, Form(pairs): Form<Pairs>) -> Answer {
    let of = OfAct::named(&id, pairs.text("act"))?;
    let page = of.page().ok_or(Problem::NotFound)?;
    cx.write(move |tx| {
        pupils::find(tx, &id)?;
        act::discard_of_act(tx, &of, pairs.text("form"))?;
        tx.say("Your draft is discarded.")
    })
    .await?;
    cx.redirect(page.at(""))
}
