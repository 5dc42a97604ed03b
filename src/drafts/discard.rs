//! Discarding a draft, which asks first: it may be a worry that nobody else knows of.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Problem};

use super::draft::Offered;
use super::{sheet, store};
use crate::cx::Cx;
use crate::documents;
use crate::ids::DraftId;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "drafts/discard.html")]
pub(super) struct DiscardPage {
    shell: Shell,
    draft: Offered,
    files: usize,
}

/// Asks whether to discard a draft of one's own.
pub(super) async fn get(cx: Cx, Path(id): Path<DraftId>) -> Answer {
    let (draft, files) = cx
        .read(move |tx| {
            let all = store::offered(tx)?;
            let draft = all.into_iter().find(|draft| draft.id == id.0);
            let files = documents::of_draft(tx, &id)?.len();
            Ok::<_, Problem>((draft.ok_or(Problem::NotFound)?, files))
        })
        .await?;
    cx.show(&DiscardPage {
        shell: cx.page(),
        draft,
        files,
    })
}

/// Discards it.
pub(super) async fn post(cx: Cx, Path(id): Path<DraftId>) -> Answer {
    cx.write(move |tx| {
        sheet::discard(tx, &id)?;
        tx.say("Your draft is discarded.")
    })
    .await?;
    cx.redirect("/dashboard")
}

/// The page, filled with a sample.
pub(super) fn sample() -> DiscardPage {
    DiscardPage {
        shell: Shell::default(),
        draft: Offered::sample(),
        files: 2,
    }
}
