//! Proving the log on demand: every entry is counted and its link made again.

use askama::Template;
use keyward_web::Answer;

use super::entry::Entry;
use super::verify::{Verdict, verify};
use crate::cx::Cx;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "audit/verification.html")]
pub(super) struct VerificationPage {
    shell: Shell,
    verdict: Verdict,
    at: String,
}

pub(super) async fn post(cx: Cx) -> Answer {
    let verdict = verify(cx.app(), cx.actor()).await?;
    let said = verdict.clone();
    cx.write(move |tx| {
        let school = tx.school()?.0.clone();
        let entry = Entry::of("audit log verified", "school", &school);
        let entry = match &said {
            Verdict::Whole { entries, .. } => {
                entry.with("verdict", "whole").with("entries", entries)
            }
            Verdict::Broken { number, why } => entry
                .with("verdict", "broken")
                .with("entry", number)
                .with("why", why),
        };
        tx.entry(entry)
    })
    .await?;
    if let Verdict::Broken { number, why } = &verdict {
        tracing::error!(school = %cx.school.slug, number, why, "the audit log does not hold together");
    }
    cx.show(&VerificationPage {
        shell: cx.page(),
        verdict,
        at: cx.now().day_and_time(),
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> VerificationPage {
    VerificationPage {
        shell: Shell::default(),
        verdict: Verdict::Broken {
            number: 51,
            why: "it is missing",
        },
        at: "22 November 2026 at 14:05".into(),
    }
}
