//! The chronology of one child, a page at a time. Opening it is written down.

use askama::Template;
use axum::extract::{Path, RawQuery};
use keyward_moment::Moment;
use keyward_web::{Answer, Pairs, Problem};

use super::event::{Event, Key, Manner, Other, Part, What};
use super::filter::{Filter, Place};
use super::gather::{self, Page};
use super::sift::Sift;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::{ConcernId, PupilId};
use crate::layout::Shell;
use crate::pupils::{self, Pupil};

#[derive(Template)]
#[template(path = "chronology/show.html")]
pub(super) struct ShowPage {
    shell: Shell,
    pupil: Pupil,
    sift: Sift,
    page: Page,
}

impl ShowPage {
    const MANNER: Manner = Manner::Names;

    fn previous(&self) -> String {
        self.address(self.sift.turn(self.sift.previous(&self.page)))
    }

    fn next(&self) -> String {
        self.address(self.sift.turn(self.sift.next(&self.page)))
    }

    fn address(&self, query: Option<String>) -> String {
        let at = |query| format!("/pupils/{}/chronology{query}", self.pupil.id);
        query.map(at).unwrap_or_default()
    }

    /// Where what is selected is printed.
    fn document(&self) -> String {
        let query = self.sift.filter.query(None);
        format!("/pupils/{}/chronology/document{query}", self.pupil.id)
    }
}

pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let (filter, place) = (Filter::read(&query), Place::read(&query));
    let is_wrong = !filter.errors.is_empty();
    let (pupil, sift, page) = cx
        .read(move |tx| {
            let pupil = pupils::find(tx, &id)?;
            let sift = Sift::of(tx, filter.clone())?;
            let page = gather::page(
                tx,
                std::slice::from_ref(&id),
                &filter,
                &place,
                ShowPage::MANNER,
            )?;
            Ok::<_, Problem>((pupil, sift, page))
        })
        .await?;
    let entry = Entry::of("chronology opened", "pupil", &pupil.id.0);
    let entry = entry.with("entries", page.events.len());
    cx.write(move |tx| tx.entry(entry.clone())).await?;
    let page = ShowPage {
        shell: cx.page(),
        pupil,
        sift,
        page,
    };
    match is_wrong {
        true => cx.show_again(&page),
        false => cx.show(&page),
    }
}

/// Events for samples of pages.
pub(super) fn sample_events() -> Vec<Event> {
    let happened_at = Moment::from_micros(1_795_000_000_000_000);
    let event = |what, parts| Event {
        key: Key {
            at: happened_at.as_micros(),
            id: "e".into(),
        },
        pupil: PupilId("p".into()),
        happened_at,
        is_day_alone: false,
        recorded_at: happened_at.plus_seconds(90_000),
        by: "Sam Staff".into(),
        concern: Some(ConcernId("c".into())),
        of_noticed: Some(happened_at),
        is_significant: true,
        parts,
        what,
    };
    let part = |heading, is_own_words| Part {
        heading,
        words: "Fell asleep in the first lesson.".into(),
        is_own_words,
    };
    let concern = What::Concern {
        category: "Home circumstances".into(),
        role: "witness".into(),
        place: "Hall".into(),
        others: vec![
            Other::Open {
                name: "Kit Bell".into(),
                initials: "K.B.".into(),
                role: "subject".into(),
            },
            Other::Unknown,
        ],
        is_closed: true,
    };
    let flag = What::FlagBegan {
        title: "Young carer".into(),
        classes: "govuk-tag--blue",
    };
    let own = part("The child’s own words", true);
    vec![
        event(concern, vec![part("", false), own]),
        event(What::Amendment, vec![part("", false)]),
        event(
            What::Done {
                title: "Contact made: Police".into(),
            },
            vec![],
        ),
        event(flag, vec![part("", false)]),
        event(
            What::FlagEnded {
                title: "Young carer".into(),
            },
            vec![part("", false)],
        ),
        event(
            What::Professional {
                title: "Sol Work (Social worker) began".into(),
            },
            vec![],
        ),
    ]
}

/// The page, filled with a sample.
pub(super) fn sample() -> ShowPage {
    ShowPage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        sift: Sift::default(),
        page: Page {
            events: sample_events(),
            earlier: None,
            later: Some(Key::first()),
        },
    }
}
