//! The flags of a pupil: those that count, and those that are over.

use askama::Template;
use axum::extract::Path;
use keyward_moment::Moment;
use keyward_web::{Answer, Problem};

use super::flag::{Flag, Kind, Words};
use super::store;
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::{FlagId, PupilId};
use crate::layout::Shell;
use crate::pupils::{self, Ended, Pupil};

#[derive(Template)]
#[template(path = "flags/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    pupil: Pupil,
    now: Vec<Flag>,
    over: Vec<Flag>,
    may_work: bool,
}

pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>) -> Answer {
    let (pupil, flags) = cx
        .write(move |tx| {
            let pupil = pupils::find(tx, &id)?;
            let flags = store::of_pupil(tx, &id)?;
            tx.entry(Entry::of("flags opened", "pupil", &id.0))?;
            Ok::<_, Problem>((pupil, flags))
        })
        .await?;
    let (mut over, now): (Vec<Flag>, _) = flags.into_iter().partition(|flag| flag.ended.is_some());
    over.reverse();
    cx.show(&ListPage {
        shell: cx.page(),
        pupil,
        now,
        over,
        may_work: cx.access.offers(Right::WorkCases),
    })
}

/// A flag for samples of pages.
pub(super) fn sample_flag(is_over: bool) -> Flag {
    let at = Moment::from_micros(1_795_000_000_000_000);
    Flag {
        id: FlagId("f".into()),
        kind: Kind::ChildProtection,
        began_on: "2026-03-03".into(),
        words: Words {
            name: String::new(),
            source: "Letter from children’s social care".into(),
            note: "Category: neglect.".into(),
        },
        added_by: "Dana Lead".into(),
        added_at: at,
        ended: is_over.then(|| Ended {
            on: "2026-05-01".into(),
            reason: "The plan stepped down.".into(),
            by: "Dana Lead".into(),
            at,
        }),
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    ListPage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        now: vec![sample_flag(false)],
        over: vec![sample_flag(true)],
        may_work: true,
    }
}
