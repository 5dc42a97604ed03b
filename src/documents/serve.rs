//! Handing out a file: what somebody sent us never runs where our own pages do. Both Chromium and
//! Firefox show a PDF within this policy, in viewers of their own.

use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use axum::http::{HeaderValue, Response, StatusCode};
use keyward_web::{Answer, Problem};

use super::document::Document;
use super::handing_out::{BUSY, Outgoing, Place};
use super::name::disposition;
use super::store;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::drafts;
use crate::ids::{ConcernId, DocumentId, DraftId};

/// A file may load nothing, run nothing and send nothing, and has an origin of its own. (A browser
/// puts a style of its own around a picture.)
macro_rules! policy {
    ($framed_by:literal) => {
        concat!(
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
             frame-ancestors ",
            $framed_by,
            "; sandbox"
        )
    };
}

/// A PDF stands within our own page. There the frame itself bears no `sandbox`, or Chromium would
/// start no viewer; the file's own policy sandboxes it all the same.
const fn policy(file: &Document) -> &'static str {
    match file.is_paper() {
        true => policy!("'self'"),
        false => policy!("'none'"),
    }
}

/// A file of a concern that one may read; each opening is written down.
pub(super) async fn of_concern(
    cx: Cx,
    Path((concern, document)): Path<(ConcernId, DocumentId)>,
    RawQuery(query): RawQuery,
) -> Answer {
    let (of, wanted) = (concern.clone(), document.clone());
    let found = cx
        .read(move |tx| one(store::of_concern(tx, &of)?, &wanted))
        .await?;
    let place = turn(&cx, &found).await?;
    let cx = cx.anew().await?;
    let found = cx
        .write(move |tx| {
            let found = one(store::of_concern(tx, &concern)?, &document)?;
            let opened = Entry::of("document opened", "document", &document.0);
            tx.entry(opened.with("concern", &concern))?;
            Ok::<_, Problem>(found)
        })
        .await?;
    hand_out(&cx, found, place, query.as_deref() == Some("save")).await
}

/// A file that lies with a draft of one's own. A draft is no record: nothing is written down.
pub(super) async fn of_draft(
    cx: Cx,
    Path((draft, document)): Path<(DraftId, DocumentId)>,
    RawQuery(query): RawQuery,
) -> Answer {
    let found = cx
        .read(move |tx| {
            drafts::is_being_written(tx, &draft)?;
            one(store::of_draft(tx, &draft)?, &document)
        })
        .await?;
    let place = turn(&cx, &found).await?;
    let cx = cx.anew().await?;
    hand_out(&cx, found, place, query.as_deref() == Some("save")).await
}

/// The room of a file, when its turn has come.
async fn turn(cx: &Cx, found: &Document) -> Result<Place, Problem> {
    let (downloads, patience) = (cx.app().downloads(), cx.app().patience().turn);
    let place = downloads.turn(&cx.person, found.bytes, patience).await;
    place.ok_or_else(|| {
        let title = "Too many files are being opened";
        Problem::refused(StatusCode::SERVICE_UNAVAILABLE, title, BUSY)
    })
}

fn one(files: Vec<Document>, wanted: &DocumentId) -> Result<Document, Problem> {
    let found = files.into_iter().find(|file| file.id == *wanted);
    found.ok_or(Problem::NotFound)
}

/// A file that is shown bears no name, which would stand in the tab and in the browser's history;
/// one that is saved does.
async fn hand_out(cx: &Cx, found: Document, place: Place, is_saved: bool) -> Answer {
    let file = found.clone();
    let content = cx.read(move |tx| store::content(tx, &file)).await?;
    let patience = cx.app().patience().fetching;
    let how = match found.is_shown() && !is_saved {
        true => "inline".to_owned(),
        false => disposition(&found.name),
    };
    let how = HeaderValue::from_str(&how).map_err(Problem::bug)?;
    Response::builder()
        .header(CONTENT_TYPE, found.kind.media_type())
        .header(CONTENT_DISPOSITION, how)
        .header(CONTENT_LENGTH, content.len())
        .header(CONTENT_SECURITY_POLICY, policy(&found))
        .header(CACHE_CONTROL, "no-store")
        .body(Body::new(Outgoing::new(content, place, patience)))
        .map_err(Problem::bug)
}
