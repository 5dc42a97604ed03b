//! A pupil's file. Opening it is written down.

use askama::Template;
use axum::extract::Path;
use jiff::civil::Date;
use keyward_web::{Answer, Problem};

use super::{Pupil, birth, find};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::PupilId;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "pupils/file.html")]
pub(super) struct FilePage {
    shell: Shell,
    pupil: Pupil,
    today: Date,
    may_log: bool,
}

impl FilePage {
    /// How old the pupil is, in words.
    fn age(&self) -> String {
        match self
            .pupil
            .born_on
            .parse()
            .map(|born| birth::age(born, self.today))
        {
            Ok(1) => "1 year old".to_owned(),
            Ok(age) => format!("{age} years old"),
            Err(_) => String::new(),
        }
    }

    /// Where a concern about this pupil is logged.
    fn log_address(&self) -> String {
        format!("/concerns/new?pupil={}", self.pupil.id)
    }
}

pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>) -> Answer {
    let pupil = cx
        .write(move |tx| {
            let pupil = find(tx, &id)?;
            tx.entry(Entry::of("file opened", "pupil", &pupil.id.0))?;
            Ok::<_, Problem>(pupil)
        })
        .await?;
    cx.show(&FilePage {
        shell: cx.page(),
        pupil,
        today: cx.now().london().date(),
        may_log: cx.access.has(Right::LogConcerns),
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> FilePage {
    FilePage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        today: jiff::civil::date(2026, 11, 22),
        may_log: true,
    }
}
