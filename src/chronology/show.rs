//! The chronology of one child, a page at a time. Opening it is written down.

use askama::Template;
use axum::extract::{Path, RawQuery};
use keyward_moment::Moment;
use keyward_web::{Answer, Pairs, Problem};

use super::event::{Event, Key, Manner, Other, Part, What};
use super::filter::{Filter, Kind, Place};
use super::gather::{self, Page};
use super::store;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::{CategoryId, ConcernId, PupilId};
use crate::layout::{Choice, Shell};
use crate::pupils::{self, Pupil};

#[derive(Template)]
#[template(path = "chronology/show.html")]
pub(super) struct ShowPage {
    shell: Shell,
    pupil: Pupil,
    filter: Filter,
    categories: Vec<Choice>,
    page: Page,
}

impl ShowPage {
    const MANNER: Manner = Manner::Names;

    fn kinds() -> Vec<Choice> {
        let every = Choice::new("", "Everything");
        let kinds = Kind::ALL.map(|kind| Choice::new(kind.name(), kind.words()));
        std::iter::once(every).chain(kinds).collect()
    }

    fn kind(&self) -> &'static str {
        self.filter.kind.map_or("", Kind::name)
    }

    fn orders(&self) -> Vec<Choice> {
        vec![
            Choice::new("", "Oldest first").chosen(!self.filter.newest_first),
            Choice::new("newest", "Newest first").chosen(self.filter.newest_first),
        ]
    }

    fn significances(&self) -> Vec<Choice> {
        vec![Choice::new("significant", "Significant alone").chosen(self.filter.significant)]
    }

    /// The way to the page that is shown before this one.
    fn previous(&self) -> String {
        match self.filter.newest_first {
            true => self.address("after", self.page.later.as_ref()),
            false => self.address("before", self.page.earlier.as_ref()),
        }
    }

    /// The way to the page that is shown after it.
    fn next(&self) -> String {
        match self.filter.newest_first {
            true => self.address("before", self.page.earlier.as_ref()),
            false => self.address("after", self.page.later.as_ref()),
        }
    }

    fn address(&self, side: &str, key: Option<&Key>) -> String {
        let Some(key) = key else {
            return String::new();
        };
        let key = key.in_address();
        let query = self.filter.query(Some((side, &key)));
        format!("/pupils/{}/chronology{query}", self.pupil.id)
    }

    /// Where what is selected is printed.
    fn document(&self) -> String {
        let query = self.filter.query(None);
        format!("/pupils/{}/chronology/document{query}", self.pupil.id)
    }
}

/// The categories to choose from, each beneath its parent.
pub(super) fn category_choices(tx: &mut Tx<'_, '_>, chosen: &str) -> Result<Vec<Choice>, Problem> {
    let every = Choice::new("", "All categories");
    let choice = |(id, name, parent): (CategoryId, String, Option<String>)| {
        let words = match parent {
            Some(parent) => format!("{parent}: {name}"),
            None => name,
        };
        let is_chosen = id.0 == chosen;
        Choice::new(id.0, words).chosen(is_chosen)
    };
    let categories = store::categories(tx)?.into_iter().map(choice);
    Ok(std::iter::once(every).chain(categories).collect())
}

pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let (filter, place) = (Filter::read(&query), Place::read(&query));
    let is_wrong = !filter.errors.is_empty();
    let wanted = filter.clone();
    let (pupil, categories, page) = cx
        .write(move |tx| {
            let pupil = pupils::find(tx, &id)?;
            let categories = category_choices(tx, &wanted.category)?;
            let page = gather::page(tx, std::slice::from_ref(&id), &wanted, &place)?;
            let entry = Entry::of("chronology opened", "pupil", &id.0);
            tx.entry(entry.with("entries", page.events.len()))?;
            Ok::<_, Problem>((pupil, categories, page))
        })
        .await?;
    let page = ShowPage {
        shell: cx.page(),
        pupil,
        filter,
        categories,
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
                title: "Contact".into(),
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
    ]
}

/// The page, filled with a sample.
pub(super) fn sample() -> ShowPage {
    ShowPage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        filter: Filter::default(),
        categories: vec![Choice::new("", "All categories")],
        page: Page {
            events: sample_events(),
            earlier: None,
            later: Some(Key::first()),
        },
    }
}
