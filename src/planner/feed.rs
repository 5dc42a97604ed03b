//! A feed for a calendar program: days and numbers, at an address that only its owner knows.

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use keyward_web::{Answer, Problem};

use super::{due, store};
use crate::audit::Entry;
use crate::cx::{Cx, Tx, Visit, token_hash};
use crate::ids::PersonId;
use crate::layout::Shell;
use crate::mail::{self, Letter};
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
    let sign_in_url = format!("{}/{}", cx.app().config().origin().as_str(), cx.school.slug);
    cx.write(move |tx| {
        store::make_feed(tx, &hash)?;
        tx.entry(Entry::of("calendar feed made", "person", &tx.person()?.0))?;
        tell(tx, &sign_in_url)
    })
    .await?;
    cx.app().letters().notify_one();
    let origin = cx.app().config().origin().as_str();
    cx.show(&FeedPage {
        shell: cx.page(),
        address: format!("{origin}/planner/feed/{token}"),
    })
}

/// Ends the feed of somebody whose sessions end or whose key is lost: whoever had those may have made
/// its address.
///
/// # Errors
/// That the database is away.
pub fn end_feed(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<(), Problem> {
    if store::end_feed_of(tx, person)? {
        tx.entry(Entry::of("calendar feed ended", "person", &person.0))?;
    }
    Ok(())
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
        tx.say("The calendar feed is stopped: its address no longer works.")
    })
    .await?;
    cx.redirect("/planner")
}

/// Tells the actor that there is an address, for it works wherever they are signed out.
fn tell(tx: &mut Tx<'_, '_>, sign_in_url: &str) -> Result<(), Problem> {
    let me = tx.person()?;
    let people::Account { name, email, .. } = people::account_of(tx, me)?;
    let letter = Letter {
        to: &email,
        subject: "Your calendar feed has a new address",
        body: &format!(
            "Hello {name},\n\nYou made an address at which a calendar program sees on which days \
             something is due to you, and how much. It works without signing in, until you take it \
             back or make a new one.\n\nIf this was not you, sign in, take the address back in your \
             planner and change your password: {sign_in_url}\n"
        ),
    };
    mail::post(tx, &letter)
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
