//! Handing out a file: what somebody sent us never runs where our own pages do.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use axum::http::{HeaderValue, Response};
use keyward_web::{Answer, Problem};

use super::document::Document;
use super::kind::{Kind, Shown};
use super::name::disposition;
use super::store;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::{ConcernId, DocumentId, DraftId};

/// A file may load nothing, run nothing and send nothing, and has an origin of its own. (A browser
/// puts a style of its own around a picture.)
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'none'; sandbox";
/// The same for a PDF, without `sandbox`: Chromium shows no PDF in a sandbox. Browsers show one in a
/// viewer of their own, whose origin is not ours, whatever the PDF holds.
const POLICY_OF_PDF: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; \
                             base-uri 'none'; frame-ancestors 'none'";

/// A file of a concern that one may read; each opening is written down.
pub(super) async fn of_concern(
    cx: Cx,
    Path((concern, document)): Path<(ConcernId, DocumentId)>,
) -> Answer {
    let found = cx
        .write(move |tx| {
            let found = one(store::of_concern(tx, &concern)?, &document)?;
            let opened = Entry::of("document opened", "document", &document.0);
            tx.entry(opened.with("concern", &concern))?;
            Ok::<_, Problem>(found)
        })
        .await?;
    hand_out(&cx, found).await
}

/// A file that lies with a draft of one's own. A draft is no record: nothing is written down.
pub(super) async fn of_draft(
    cx: Cx,
    Path((draft, document)): Path<(DraftId, DocumentId)>,
) -> Answer {
    let found = cx
        .read(move |tx| one(store::of_draft(tx, &draft)?, &document))
        .await?;
    hand_out(&cx, found).await
}

fn one(files: Vec<Document>, wanted: &DocumentId) -> Result<Document, Problem> {
    let found = files.into_iter().find(|file| file.id == *wanted);
    found.ok_or(Problem::NotFound)
}

async fn hand_out(cx: &Cx, found: Document) -> Answer {
    let file = found.clone();
    let content = cx.read(move |tx| store::content(tx, &file)).await?;
    let how = match found.kind.shown() {
        Shown::InPage | Shown::InTab => "inline",
        Shown::Never => "attachment",
    };
    let name = HeaderValue::from_str(&disposition(how, &found.name)).map_err(Problem::bug)?;
    Response::builder()
        .header(CONTENT_TYPE, found.kind.media_type())
        .header(CONTENT_DISPOSITION, name)
        .header(CONTENT_LENGTH, content.len())
        .header(CONTENT_SECURITY_POLICY, policy(found.kind))
        .header(CACHE_CONTROL, "no-store")
        .body(Body::from(content.to_vec()))
        .map_err(Problem::bug)
}

/// What a browser lets this file do.
fn policy(kind: Kind) -> &'static str {
    match kind.shown() {
        Shown::InPage | Shown::Never => POLICY,
        Shown::InTab => POLICY_OF_PDF,
    }
}
