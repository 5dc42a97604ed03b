//! Choosing a file. What is wrong with it is said on the same page.

use askama::Template;
use axum::extract::Multipart;
use keyward_web::{Answer, Errors, Problem};

use super::check::{Wrong, check};
use super::sheet::{FILE_BYTES_MAX, Unreadable, too_large};
use super::waiting;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::layout::Shell;
use crate::pupils::Column;
use crate::upload::{self, NotSent};

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
    let bytes = match upload::file(parts, FILE_BYTES_MAX).await {
        Ok(bytes) => bytes,
        Err(why) => return cx.show_again(&UploadPage::unreadable(&cx, not_sent(why))),
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
        .anew()
        .await?
        .write(move |tx| {
            let import = waiting::keep(tx, &checked)?;
            let rows = checked.rows.len();
            tx.entry(Entry::of("import checked", "import", &import.0).with("rows", rows))?;
            Ok::<_, Problem>(import)
        })
        .await?;
    cx.redirect(format!("/pupils/imports/{import}"))
}

/// What is said where no file came.
fn not_sent(why: NotSent) -> Unreadable {
    match why {
        NotSent::Nothing | NotSent::TooMany => {
            Unreadable("Choose the CSV file with the pupils.".into())
        }
        NotSent::TooLarge => too_large(),
        NotSent::Broken => Unreadable("The file did not arrive whole. Choose it again.".into()),
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
