//! Reviewing an opening: somebody else reads the reason, ends what is open still, and writes.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Errors, Form, Pairs, Problem};

use super::notices;
use super::openings::{self, Opening};
use crate::audit::Entry;
use crate::cx::Cx;
use crate::enrolment::check_sentences;
use crate::ids::OpeningId;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "break_glass/review.html")]
pub(super) struct ReviewPage {
    shell: Shell,
    opening: Opening,
    reason: String,
    is_mine: bool,
    is_on: bool,
    review: String,
    errors: Errors,
}

async fn page(cx: &Cx, id: OpeningId) -> Result<ReviewPage, Problem> {
    let (opening, reason) = cx.read(move |tx| openings::one(tx, &id)).await?;
    Ok(ReviewPage {
        shell: cx.page(),
        is_mine: opening.person == cx.person,
        is_on: opening.is_on(cx.now()),
        opening,
        reason,
        review: String::new(),
        errors: Errors::new(),
    })
}

pub(super) async fn get(cx: Cx, Path(id): Path<OpeningId>) -> Answer {
    let page = page(&cx, id).await?;
    cx.show(&page)
}

pub(super) async fn post(cx: Cx, Path(id): Path<OpeningId>, Form(form): Form<Pairs>) -> Answer {
    let review = form.text("review").to_owned();
    if let Err(words) = check_sentences(&review, "Write what you found") {
        let page = page(&cx, id).await?;
        return cx.show_again(&ReviewPage {
            review,
            errors: Errors::one("review", words),
            ..page
        });
    }
    cx.write(move |tx| {
        let (opening, _) = openings::one(tx, &id)?;
        openings::review(tx, &opening, &review)?;
        let dropped = openings::end(tx, &opening)?;
        notices::reviewed(tx, &opening)?;
        tx.entry(
            Entry::of("break-glass opening reviewed", "break-glass opening", &id.0)
                .with("opened by", &opening.person)
                .with("elevations dropped", dropped),
        )?;
        tx.say("The review is written. Print a new break-glass code: the old one is used.")
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect("/approvals")
}

/// Ends what is open still; the review remains to be written.
pub(super) async fn end(cx: Cx, Path(id): Path<OpeningId>) -> Answer {
    let page = format!("/break-glass/openings/{id}");
    cx.write(move |tx| {
        let (opening, _) = openings::one(tx, &id)?;
        let dropped = openings::end(tx, &opening)?;
        tx.entry(
            Entry::of("break-glass opening ended", "break-glass opening", &id.0)
                .with("opened by", &opening.person)
                .with("elevations dropped", dropped),
        )?;
        tx.say("What it opened is closed.")
    })
    .await?;
    cx.redirect(page)
}

/// The page, filled with a sample.
pub(super) fn sample() -> ReviewPage {
    ReviewPage {
        shell: Shell::default(),
        opening: openings::sample(),
        reason: "A child came to me and no lead was here.".into(),
        is_mine: false,
        is_on: true,
        review: String::new(),
        errors: Errors::one("review", "Write what you found"),
    }
}
