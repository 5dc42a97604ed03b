//! The inbox: what waits, unread first.

use askama::Template;
use axum::extract::RawQuery;
use keyward_web::{Answer, Pairs, Problem};

use super::filter::{Age, Assigned, Filter, Place, Show};
use super::store::{self, Line, Listing};
use super::together::{Chosen, Wrong};
use super::way_back::WayBack;
use crate::access::{Files, Right};
use crate::alerts::There;
use crate::categories::Marks;
use crate::concerns::Pupils;
use crate::counted::Counted;
use crate::cx::{Cx, Tx};
use crate::ids::{CategoryId, ConcernId, PersonId};
use crate::layout::{Choice, Shell};
use crate::people;
use crate::pupils::{self, YearGroup};

/// How far is counted what each choice of status shows: as far as what a lead has in hand is likely to go.
const COUNTED_MAX: usize = 100;

#[derive(Template)]
#[template(path = "inbox/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    filter: Filter,
    desk: Desk,
    /// What was wrong with an act on several.
    wrong: Option<Wrong>,
    /// What was chosen on the page, where it is shown again.
    chosen: Chosen,
    is_elevated: bool,
}

/// What stands on the page beside the filter.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    listing: Listing,
    counts: Vec<(Show, Counted)>,
    categories: Vec<(CategoryId, String)>,
    /// The year groups that pupils are in.
    years: Vec<YearGroup>,
    people: Vec<Choice>,
    /// Who can be given a concern.
    given: Vec<Choice>,
}

impl Desk {
    /// What there is for this filter.
    pub(super) fn set(tx: &mut Tx<'_, '_>, filter: &Filter) -> Result<Self, Problem> {
        let shown = [Show::Waiting, Show::Unread, Show::New, Show::Open];
        let mut counts = Vec::new();
        for show in shown {
            counts.push((show, store::count(tx, filter, show, COUNTED_MAX)?));
        }
        let me = tx.person()?.clone();
        let holders = people::holders(tx, Right::WorkCases)?;
        let there = There::today(tx)?;
        let others = holders.iter().filter(|holder| holder.id != me);
        let given = [("", "Choose a person"), ("me", "Me")];
        let given = given
            .into_iter()
            .map(|(value, words)| Choice::new(value, words))
            .chain(
                others
                    .clone()
                    .map(|holder| there.to_be_given_work(holder, &holders)),
            )
            .chain([Choice::new("nobody", "Nobody in particular")])
            .collect();
        let choices = [("", "Anybody"), ("me", "Me"), ("nobody", "Nobody")];
        let people = choices
            .into_iter()
            .map(|(value, words)| Choice::new(value, words))
            .chain(others.map(|holder| holder.choice()))
            .collect();
        Ok(Self {
            listing: store::listing(tx, filter)?,
            counts,
            categories: store::categories(tx)?,
            years: pupils::year_groups(tx)?,
            people,
            given,
        })
    }
}

impl ListPage {
    pub(super) fn of(cx: &Cx, filter: Filter, desk: Desk, again: Option<(Wrong, Chosen)>) -> Self {
        let (wrong, chosen) = again.unzip();
        Self {
            shell: cx.page(),
            filter,
            desk,
            wrong,
            chosen: chosen.unwrap_or_default(),
            is_elevated: cx.access.if_not_elevated().files() == Files::None,
        }
    }

    /// Whether its reader acts here, and what they have read counts: not while they view as a user
    /// group.
    fn offers_acts(&self) -> bool {
        self.shell.viewing_as.is_none()
    }

    fn is_unread(&self, line: &Line) -> bool {
        line.is_unread && self.offers_acts()
    }

    /// Each choice of status: its words, its address, how many it shows, whether it is shown.
    fn tabs(&self) -> Vec<(&'static str, String, String, bool)> {
        let tab = |show: Show| {
            let count = self
                .desk
                .counts
                .iter()
                .find(|(counted, _)| *counted == show);
            let count = count.map_or_else(String::new, |(_, count)| count.words());
            let url = self.filter.showing(show).url(None);
            (show.words(), url, count, self.filter.show == show)
        };
        let shown = |show: &Show| self.offers_acts() || *show != Show::Unread;
        Show::ALL.into_iter().filter(shown).map(tab).collect()
    }

    fn categories(&self) -> Vec<Choice> {
        let every = self.desk.categories.iter();
        std::iter::once(Choice::new("", "Every category"))
            .chain(every.map(|(id, name)| Choice::new(&id.0, name)))
            .collect()
    }

    fn years(&self) -> Vec<Choice> {
        // One that nobody is in any more stays where somebody has asked for it.
        let asked = self.filter.year.iter();
        let asked = asked.filter(|year| !self.desk.years.contains(year));
        let years = self.desk.years.iter().chain(asked);
        std::iter::once(Choice::new("", "Every year group"))
            .chain(years.map(|year| Choice::new(year.name(), year.to_string())))
            .collect()
    }

    fn ages(&self) -> Vec<Choice> {
        let choice = |age: Age| Choice::new(age.name(), age.words());
        Age::ALL.into_iter().map(choice).collect()
    }

    fn waits(&self) -> [Choice; 2] {
        [
            Choice::new("", "Any time"),
            Choice::new("over", "Longer than the school allows"),
        ]
    }

    fn orders(&self) -> [Choice; 2] {
        [
            Choice::new("", "Newest first"),
            Choice::new("oldest", "Oldest first"),
        ]
    }

    /// What narrows or orders the list, in words; empty where nothing does.
    fn narrowed(&self) -> String {
        let named = |choices: Vec<Choice>, value: &str| {
            let found = choices.into_iter().find(|choice| choice.value == value);
            found.map(|choice| choice.text)
        };
        let of = |is_on: bool, words: Option<String>| words.filter(|_| is_on);
        let assigned = named(self.desk.people.clone(), self.filter.assigned_name());
        let words = [
            of(
                self.filter.category.is_some(),
                named(self.categories(), self.category()),
            ),
            self.filter.year.map(|year| year.to_string()),
            of(self.filter.assigned != Assigned::Anybody, assigned)
                .map(|name| format!("assigned to {name}")),
            of(
                self.filter.age != Age::Any,
                Some(format!("recorded: {}", self.filter.age.words())),
            ),
            of(
                self.filter.is_over,
                Some("waits longer than the school allows".to_owned()),
            ),
            of(self.filter.is_oldest_first, Some("oldest first".to_owned())),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn category(&self) -> &str {
        self.filter.category.as_ref().map_or("", |id| &id.0)
    }

    fn year(&self) -> &'static str {
        self.filter.year.map_or("", |year| year.name())
    }

    fn order(&self) -> &'static str {
        if self.filter.is_oldest_first {
            "oldest"
        } else {
            ""
        }
    }

    fn next(&self) -> String {
        let next = self.desk.listing.next.as_ref();
        next.map_or_else(String::new, |place| self.filter.url(Some(place)))
    }

    /// The way back to the first page; empty on it.
    fn first(&self) -> String {
        match &self.filter.place {
            Some(_) => self.filter.url(None),
            None => String::new(),
        }
    }

    /// The address of this page.
    fn here(&self) -> String {
        self.filter.url(self.filter.place.as_ref())
    }

    /// What a link to a concern carries, to come back here.
    fn carried(&self) -> String {
        WayBack::of(&self.filter).query()
    }

    /// The same filter without what narrows it.
    fn everything(&self) -> String {
        let filter = Filter {
            show: self.filter.show,
            ..Filter::default()
        };
        filter.url(None)
    }
}

pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let filter = Filter::read(&query);
    let asked = filter.clone();
    let desk = cx.read(move |tx| Desk::set(tx, &asked)).await?;
    let chosen = Chosen::left(query.text("left"));
    let page = ListPage::of(&cx, filter, desk, None);
    cx.show(&ListPage { chosen, ..page })
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    let line = |id: &str, is_unread, is_over| Line {
        id: ConcernId(id.into()),
        status: "new".into(),
        noticed: "today at 13:50".into(),
        recorded: "today at 14:05".into(),
        recorder: "Sam Staff".into(),
        assigned: "Dana Lead".into(),
        assigned_id: Some(PersonId("d".into())),
        is_over,
        waits: "Due in 12 minutes".into(),
        is_unread,
        is_significant: is_over,
        marks: Marks::sample(&["Physical injury"]),
        pupils: Pupils {
            named: vec!["Zoë O’Sullivan".into()],
            others: 0,
        },
    };
    let place = Place {
        part: super::filter::Part::New,
        after: ConcernId("a".into()),
    };
    ListPage {
        shell: Shell::default(),
        filter: Filter {
            place: Some(place.clone()),
            ..Filter::default()
        },
        desk: Desk {
            listing: Listing {
                lines: vec![line("a", true, true), line("b", false, false)],
                next: Some(place),
            },
            counts: vec![
                (Show::Waiting, Counted::of(100)),
                (Show::Unread, Counted::of(1)),
            ],
            categories: Vec::new(),
            years: Vec::new(),
            people: Vec::new(),
            given: vec![Choice::new("me", "Me")],
        },
        wrong: Some(Wrong::NoConcern),
        chosen: Chosen::left("u-a"),
        is_elevated: true,
    }
}
