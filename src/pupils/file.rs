//! A pupil's file. Opening it is written down.

use askama::Template;
use axum::extract::Path;
use jiff::civil::Date;
use keyward_moment::Moment;
use keyward_web::{Answer, Problem};

use super::{Pupil, birth, find};
use crate::access::Right;
use crate::audit::Entry;
use crate::concerns::{self, ConcernLine};
use crate::cx::Cx;
use crate::ids::{ConcernId, PupilId};
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "pupils/file.html")]
pub(super) struct FilePage {
    shell: Shell,
    pupil: Pupil,
    today: Date,
    may_log: bool,
    may_work: bool,
    concerns: Vec<ConcernLine>,
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

    /// How many concerns there are, in words.
    fn count(&self) -> String {
        match self.concerns.len() {
            0 => "No concerns".to_owned(),
            1 => "1 concern".to_owned(),
            count => format!("{count} concerns"),
        }
    }

    /// What is to be said beneath a concern: that it was written down on a later day, and how
    /// much was added.
    fn notes(&self, concern: &ConcernLine) -> String {
        let mut notes = Vec::new();
        if concern.recorded_at.day() != concern.noticed_at.day() {
            notes.push(format!(
                "written down on {}",
                concern.recorded_at.day_and_time()
            ));
        }
        match concern.amendments {
            0 => {}
            1 => notes.push("1 amendment".to_owned()),
            count => notes.push(format!("{count} amendments")),
        }
        notes.join(" · ")
    }

    /// Where a concern is read.
    fn concern_address(&self, concern: &ConcernLine) -> String {
        format!("/concerns/{}", concern.id)
    }

    /// Where a concern about this pupil is logged.
    fn log_address(&self) -> String {
        format!("/concerns/new?pupil={}", self.pupil.id)
    }
}

/// Opens the file.
pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>) -> Answer {
    let (pupil, concerns) = cx
        .write(move |tx| {
            let pupil = find(tx, &id)?;
            let concerns = concerns::of_pupil(tx, &pupil.id)?;
            tx.entry(Entry::of("file opened", "pupil", &pupil.id.0))?;
            Ok::<_, Problem>((pupil, concerns))
        })
        .await?;
    cx.show(&FilePage {
        shell: cx.page(),
        pupil,
        today: cx.now().london().date(),
        may_log: cx.access.has(Right::LogConcerns),
        may_work: cx.access.has(Right::WorkCases),
        concerns,
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> FilePage {
    let noticed_at = Moment::from_micros(1_795_000_000_000_000);
    let concern = ConcernLine {
        id: ConcernId("c".into()),
        category: "Home circumstances".into(),
        recorder: "Sam Staff".into(),
        noticed_at,
        recorded_at: noticed_at.plus_seconds(86_400),
        first_line: "Fell asleep in the first lesson…".into(),
        amendments: 2,
        is_unread: true,
    };
    FilePage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        today: jiff::civil::date(2026, 11, 22),
        may_log: true,
        may_work: true,
        concerns: vec![concern],
    }
}
