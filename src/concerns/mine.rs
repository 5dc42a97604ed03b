//! Everything that somebody logged themselves, page by page.

use askama::Template;
use axum::extract::RawQuery;
use keyward_web::{Answer, Pairs};

use super::{Line, Pupils, logged};
use crate::alerts::Waits;
use crate::categories::Marks;
use crate::cx::Cx;
use crate::ids::ConcernId;
use crate::layout::Shell;

/// How many a page shows.
const PAGE_LINES: usize = 25;

#[derive(Template)]
#[template(path = "concerns/mine.html")]
pub(super) struct MinePage {
    shell: Shell,
    lines: Vec<Line>,
    older: String,
    /// The way back to the newest; empty where these are they.
    newest: &'static str,
}

pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let before = query
        .has("before")
        .then(|| ConcernId(query.text("before").to_owned()));
    let newest = if before.is_none() { "" } else { "/concerns" };
    let mut lines = cx
        .read(move |tx| logged(tx, before.as_ref(), PAGE_LINES as i64 + 1))
        .await?;
    let more = lines.len() > PAGE_LINES;
    lines.truncate(PAGE_LINES);
    let older = match lines.last() {
        Some(last) if more => format!("/concerns?before={}", last.id),
        _ => String::new(),
    };
    cx.show(&MinePage {
        shell: cx.page(),
        lines,
        older,
        newest,
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> MinePage {
    MinePage {
        shell: Shell::default(),
        lines: vec![Line {
            id: ConcernId("c".into()),
            categories: Marks::sample(&["Attendance"]),
            recorder: "Sam Staff".into(),
            noticed: "today at 13:50".into(),
            recorded: "today at 14:05".into(),
            pupils: Pupils {
                named: vec!["Zoë O’Sullivan".into()],
                others: 0,
            },
            is_read_by_lead: false,
            status: "open".into(),
            has_note: true,
            waits: Waits::PassedOn,
            waits_words: String::new(),
        }],
        older: "/concerns?before=c".into(),
        newest: "",
    }
}
