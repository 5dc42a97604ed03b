//! The family of a pupil: who is linked, and who may be.

use askama::Template;
use axum::extract::Path;
use keyward_moment::Moment;
use keyward_web::{Answer, Problem};

use super::kind::Kind;
use super::store::{self, Relative, Suggestion};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::{FamilyLinkId, PupilId};
use crate::layout::Shell;
use crate::pupils::{self, Pupil};

#[derive(Template)]
#[template(path = "family/show.html")]
pub(super) struct FamilyPage {
    shell: Shell,
    pupil: Pupil,
    relatives: Vec<Relative>,
    suggestions: Vec<Suggestion>,
    may_work: bool,
}

pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>) -> Answer {
    let (pupil, relatives, suggestions) = cx
        .write(move |tx| {
            let pupil = pupils::find(tx, &id)?;
            let relatives = store::of_pupil(tx, &id)?;
            let suggestions = store::suggestions(tx, &id)?;
            tx.entry(Entry::of("family opened", "pupil", &id.0))?;
            Ok::<_, Problem>((pupil, relatives, suggestions))
        })
        .await?;
    cx.show(&FamilyPage {
        shell: cx.page(),
        pupil,
        relatives,
        suggestions,
        may_work: cx.access.offers(Right::WorkCases),
    })
}

/// A relative for samples of pages.
pub(super) fn sample_relative() -> Relative {
    Relative {
        link: FamilyLinkId("l".into()),
        kind: Kind::Sibling,
        pupil: Pupil::sample(),
        words: "Mother told the office.".into(),
        added_by: "Dana Lead".into(),
        added_at: Moment::from_micros(1_795_000_000_000_000),
    }
}

/// A suggestion for samples of pages.
pub(super) fn sample_suggestion() -> Suggestion {
    Suggestion {
        pupil: Pupil::sample(),
        in_common: vec!["telephone number", "home"],
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> FamilyPage {
    FamilyPage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        relatives: vec![sample_relative()],
        suggestions: vec![sample_suggestion()],
        may_work: true,
    }
}
