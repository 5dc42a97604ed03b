//! Choosing a file. What is wrong with it is said on the same page.

use askama::Template;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use keyward_web::{Answer, Errors, Problem};

use super::check::{Wrong, check};
use super::sheet::{FILE_BYTES_MAX, Unreadable, too_large};
use super::waiting;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::layout::Shell;
use crate::pupils::Column;

/// No page shows more wrong rows than this.
const WRONG_MAX: usize = 200;

#[derive(Template)]
#[template(path = "pupils/import/upload.html")]
pub(super) struct UploadPage {
    shell: Shell,
    errors: Errors,
    wrong: Vec<Wrong>,
    more: usize,
}

impl UploadPage {
    fn of(cx: &Cx) -> Self {
        Self {
            shell: cx.page(),
            errors: Errors::new(),
            wrong: Vec::new(),
            more: 0,
        }
    }

    fn unreadable(cx: &Cx, why: Unreadable) -> Self {
        Self {
            errors: Errors::one("file", why.0),
            ..Self::of(cx)
        }
    }

    fn wrong(cx: &Cx, mut wrong: Vec<Wrong>) -> Self {
        let things = match wrong.len() {
            1 => "1 thing in this file is".to_owned(),
            count => format!("{count} things in this file are"),
        };
        let words = format!("{things} wrong. Nothing was imported. Put that right in the file");
        let more = wrong.len().saturating_sub(WRONG_MAX);
        wrong.truncate(WRONG_MAX);
        Self {
            errors: Errors::one("wrong", format!("{words} and choose it again.")),
            wrong,
            more,
            ..Self::of(cx)
        }
    }

    /// The headings that a file may have.
    fn columns(&self) -> [Column; 7] {
        Column::ALL
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    cx.show(&UploadPage::of(&cx))
}

/// The address to which a file is sent is no page.
pub(super) async fn elsewhere(cx: Cx) -> Answer {
    cx.redirect("/pupils/imports/new")
}

/// Checks a file. If every row is right, it waits for the person's yes.
pub(super) async fn post(cx: Cx, parts: Multipart) -> Answer {
    let bytes = match sent(parts).await {
        Ok(bytes) => bytes,
        Err(why) => return cx.show_again(&UploadPage::unreadable(&cx, why)),
    };
    let today = cx.now().london().date();
    let checked = tokio::task::spawn_blocking(move || check(&bytes, today))
        .await
        .map_err(Problem::bug)?;
    let checked = match checked {
        Ok(Ok(checked)) => checked,
        Ok(Err(wrong)) => return cx.show_again(&UploadPage::wrong(&cx, wrong)),
        Err(why) => return cx.show_again(&UploadPage::unreadable(&cx, why)),
    };
    let import = cx
        .write(move |tx| {
            let import = waiting::keep(tx, &checked)?;
            let rows = checked.rows.len();
            tx.entry(Entry::of("import checked", "import", &import.0).with("rows", rows))?;
            Ok::<_, Problem>(import)
        })
        .await?;
    cx.redirect(format!("/pupils/imports/{import}"))
}

/// The file that was sent. Of one that is too large, the rest is let pass by unread, so that the
/// browser stays to hear about it.
async fn sent(mut parts: Multipart) -> Result<Vec<u8>, Unreadable> {
    let mut file = None;
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let is_file = part.name() == Some("file") && file.is_none();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            if is_file && bytes.len() <= FILE_BYTES_MAX {
                bytes.extend_from_slice(&chunk);
            }
        }
        if is_file && (part.file_name().is_some_and(|name| !name.is_empty()) || !bytes.is_empty()) {
            file = Some(bytes);
        }
    }
    let file = file.ok_or_else(|| Unreadable("Choose the CSV file with the pupils.".into()))?;
    if file.len() > FILE_BYTES_MAX {
        return Err(too_large());
    }
    Ok(file)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it maps the error of a fallible call"
)]
fn broken(error: MultipartError) -> Unreadable {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        too_large()
    } else {
        Unreadable("The file did not arrive whole. Choose it again.".into())
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> UploadPage {
    UploadPage {
        shell: Shell::default(),
        errors: Errors::new(),
        wrong: Vec::new(),
        more: 0,
    }
}

/// The page after a file with wrong rows.
pub(super) fn sample_with_wrong_rows() -> UploadPage {
    let wrong = Wrong {
        line: 14,
        column: Column::BornOn.words(),
        value: "31/02/2014".into(),
        reason: "a date is written like 2014-05-01, 01/05/2014 or 1 May 2014".into(),
    };
    UploadPage {
        errors: Errors::one("wrong", "201 things in this file are wrong."),
        wrong: vec![wrong],
        more: 200,
        ..sample()
    }
}
