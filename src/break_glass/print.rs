//! Printing the school's code, on a page made for it. The code is shown this once.

use askama::Template;
use axum::http::StatusCode;
use keyward_web::{Answer, Problem};

use super::code::{self, Current};
use super::notices;
use super::openings::{self, Opening};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "break_glass/show.html")]
pub(super) struct CodePage {
    shell: Shell,
    current: Option<(String, String)>,
    /// The opening that has to be reviewed before a new code can be printed.
    unreviewed: Option<Opening>,
    may_review: bool,
}

pub(super) async fn get(cx: Cx) -> Answer {
    let (current, openings) = cx
        .read(|tx| Ok::<_, Problem>((code::current(tx)?, openings::openings(tx)?)))
        .await?;
    let words = |current: Current| (current.printed_by, current.printed_at.day_and_time());
    cx.show(&CodePage {
        shell: cx.page(),
        current: current.map(words),
        unreviewed: openings.into_iter().next(),
        may_review: cx.access.has(Right::VouchForKeys),
    })
}

#[derive(Template)]
#[template(path = "break_glass/sheet.html")]
pub(super) struct SheetPage {
    shell: Shell,
    school: String,
    address: String,
    origin: String,
    code: String,
    printed: String,
}

pub(super) async fn post(cx: Cx) -> Answer {
    let printed = cx
        .write(|tx| {
            if !openings::openings(tx)?.is_empty() {
                return Ok(None);
            }
            let code = code::make(tx)?;
            notices::printed(tx)?;
            let school = tx.school()?;
            tx.entry(Entry::of("break-glass code printed", "school", &school.0))?;
            Ok::<_, Problem>(Some(code))
        })
        .await?;
    let Some(code) = printed else {
        return Err(Problem::refused(
            StatusCode::CONFLICT,
            "No code was printed",
            "The last opening of the break-glass code has not been reviewed. Somebody else than \
             whoever opened it writes the review, under Approvals; then a new code can be printed.",
        ));
    };
    cx.app().letters().notify_one();
    let origin = cx.app().config().origin().as_str().to_owned();
    cx.show(&SheetPage {
        shell: cx.page(),
        school: cx.school.name.clone(),
        address: format!("{origin}/{}", cx.school.slug),
        origin,
        code: code.to_string(),
        printed: format!("{}, {}", cx.name, cx.now().day_and_time()),
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> CodePage {
    CodePage {
        shell: Shell::default(),
        current: Some(("Ada Admin".into(), "21 November 2026 at 09:12".into())),
        unreviewed: Some(openings::sample()),
        may_review: true,
    }
}

/// The sheet, filled with a sample.
pub(super) fn sheet_sample() -> SheetPage {
    SheetPage {
        shell: Shell::default(),
        school: "Hawthorn Park".into(),
        address: "https://keyward.example/hawthorn-park".into(),
        origin: "https://keyward.example".into(),
        code: "0abc-1def-2ghj-3kmn".into(),
        printed: "Ada Admin, 21 November 2026 at 09:12".into(),
    }
}
