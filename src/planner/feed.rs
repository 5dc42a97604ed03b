//! A feed for a calendar program: days and numbers, at an address that only its owner knows.

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use keyward_web::{Answer, Problem};

use super::{due, store};
use crate::audit::Entry;
use crate::cx::{Cx, Visit, token_hash};
use crate::layout::Shell;
use crate::people;
use crate::sign_in::new_token;

#[derive(Template)]
#[template(path = "planner/feed.html")]
pub(super) struct FeedPage {
    shell: Shell,
    address: String,
}

/// Makes a new address, and shows it once.
pub(super) async fn make(cx: Cx) -> Answer {
    let token = new_token()?;
    let hash = token_hash(&token);
    cx.write(move |tx| {
        store::make_feed(tx, &hash)?;
        tx.entry(Entry::of("calendar feed made", "person", &tx.person()?.0))
    })
    .await?;
    let origin = cx.app().config().origin().as_str();
    cx.show(&FeedPage {
        shell: cx.page(),
        address: format!("{origin}/planner/feed/{token}"),
    })
}

/// Takes the address back.
pub(super) async fn remove(cx: Cx) -> Answer {
    cx.write(|tx| {
        if store::remove_feed(tx)? {
            tx.entry(Entry::of(
                "calendar feed removed",
                "person",
                &tx.person()?.0,
            ))?;
        }
        tx.say("The address of your calendar feed works no more.")
    })
    .await?;
    cx.redirect("/planner")
}

/// The feed: what its owner would see with their key, as days and numbers. An address that does not
/// work is not there.
pub(super) async fn get(visit: Visit, Path(token): Path<String>) -> Answer {
    let hash = token_hash(&token);
    let tag = hash.get(..16).unwrap_or_default().to_owned();
    let found = visit
        .read(None, move |tx| store::whose_feed(tx, &hash))
        .await?;
    let (person, school, wrapped) = found.ok_or(Problem::NotFound)?;
    let key = visit.app.unwrap_key(&school, &wrapped)?;
    let owner = people::as_actor(&visit.app, (school, key), &person).await?;
    let days = visit
        .app
        .read_as(owner, visit.now, |tx| store::days(tx, tx.access()))
        .await?;
    let kind = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"keyward.ics\"",
        ),
    ];
    Ok((kind, due::calendar(&days, &tag, visit.now)).into_response())
}

/// The page, filled with a sample.
pub(super) fn sample() -> FeedPage {
    FeedPage {
        shell: Shell::default(),
        address: "https://keyward.example/planner/feed/…".into(),
    }
}
