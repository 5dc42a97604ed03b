//! The chronologies of brothers and sisters beside each other, day by day.

use askama::Template;
use axum::extract::{Path, RawQuery};
use keyward_web::{Answer, Pairs, Problem};

use super::event::{Event, Key, Manner, initials};
use super::filter::{Filter, Place};
use super::gather::{self, Page};
use super::show;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::family::{self, Relative};
use crate::ids::PupilId;
use crate::layout::{Choice, Shell};
use crate::pupils::{self, Pupil};

/// How many chronologies stand beside each other.
const TOGETHER_MAX: usize = 4;

/// What happened on one day, a cell a child.
struct Day {
    words: String,
    cells: Vec<Cell>,
}

/// What happened to one child on one day.
#[derive(Clone)]
struct Cell {
    badge: String,
    events: Vec<Event>,
}

/// What each child is known by here: initials, and what they are called where these are the same.
fn badges(children: &[Pupil]) -> Vec<String> {
    let initials = |child: &Pupil| initials(child.called(), &child.surname);
    let badge = |child: &Pupil| {
        let same = |other: &&Pupil| initials(other) == initials(child);
        match children.iter().filter(same).count() {
            0 | 1 => initials(child),
            _ => child.called().to_owned(),
        }
    };
    children.iter().map(badge).collect()
}

#[derive(Template)]
#[template(path = "chronology/together.html")]
pub(super) struct TogetherPage {
    shell: Shell,
    pupil: Pupil,
    relatives: Vec<Relative>,
    /// Whose chronologies stand beside each other, this pupil's first.
    children: Vec<Pupil>,
    page: Page,
}

impl TogetherPage {
    const MANNER: Manner = Manner::Initials;

    /// The linked children to choose from.
    fn choices(&self) -> Vec<Choice> {
        let choice = |relative: &Relative| {
            let pupil = &relative.pupil;
            let is_chosen = self.children.iter().any(|child| child.id == pupil.id);
            let hint = format!("{}, {}", relative.kind.words(), pupil.year_words());
            Choice::new(&pupil.id.0, pupil.display_name())
                .hint(hint)
                .chosen(is_chosen)
        };
        self.relatives.iter().map(choice).collect()
    }

    /// Each child with their badge.
    fn named(&self) -> Vec<(String, &Pupil)> {
        badges(&self.children)
            .into_iter()
            .zip(&self.children)
            .collect()
    }

    /// The days of this page, each with a cell for each child.
    fn days(&self) -> Vec<Day> {
        let cell = |badge| Cell {
            badge,
            events: Vec::new(),
        };
        let empty: Vec<Cell> = badges(&self.children).into_iter().map(cell).collect();
        let mut days: Vec<(String, Day)> = Vec::new();
        for event in &self.page.events {
            let date = event.day();
            if days.last().is_none_or(|(last, _)| *last != date) {
                let words = event.happened_at.day();
                let cells = empty.clone();
                days.push((date, Day { words, cells }));
            }
            let column = self
                .children
                .iter()
                .position(|child| child.id == event.pupil);
            let cells = days.last_mut().map(|(_, day)| &mut day.cells);
            if let Some(cell) = column.and_then(|column| cells?.get_mut(column)) {
                cell.events.push(event.clone());
            }
        }
        days.into_iter().map(|(_, day)| day).collect()
    }

    /// The class of a grid with so many columns.
    fn columns(&self) -> String {
        format!("kw-together--{}", self.children.len())
    }

    fn previous(&self) -> String {
        self.address("before", self.page.earlier.as_ref())
    }

    fn next(&self) -> String {
        self.address("after", self.page.later.as_ref())
    }

    fn address(&self, side: &str, key: Option<&Key>) -> String {
        let Some(key) = key else {
            return String::new();
        };
        let with = self.children.iter().skip(1);
        let with: String = with.map(|child| format!("&with={}", child.id)).collect();
        let (id, key) = (&self.pupil.id, key.in_address());
        format!("/pupils/{id}/chronology/family?{side}={key}{with}")
    }
}

/// The pupil, their relatives whose files are open, and those of them who were chosen; whoever
/// chooses nobody sees the first three.
fn chosen(
    tx: &mut Tx<'_, '_>,
    id: &PupilId,
    with: &[String],
) -> Result<(Pupil, Vec<Relative>, Vec<Pupil>), Problem> {
    let pupil = pupils::find(tx, id)?;
    let mut relatives = family::of_pupil(tx, id)?;
    let mut seen = std::collections::BTreeSet::new();
    relatives.retain(|relative| seen.insert(relative.pupil.id.clone()));
    let wanted = |relative: &&Relative| with.is_empty() || with.contains(&relative.pupil.id.0);
    let others = relatives.iter().filter(wanted).take(TOGETHER_MAX - 1);
    let others = others.map(|relative| relative.pupil.clone());
    let children = std::iter::once(pupil.clone()).chain(others).collect();
    Ok((pupil, relatives, children))
}

pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let place = Place::read(&query);
    let with: Vec<String> = query.every("with").map(str::to_owned).collect();
    let (pupil, relatives, children, page) = cx
        .write(move |tx| {
            let (pupil, relatives, children) = chosen(tx, &id, &with)?;
            let ids: Vec<PupilId> = children.iter().map(|child| child.id.clone()).collect();
            let page = gather::page(tx, &ids, &Filter::default(), &place)?;
            for id in &ids {
                let entry = Entry::of("chronology opened", "pupil", &id.0);
                tx.entry(entry.with("beside", ids.len() - 1))?;
            }
            Ok::<_, Problem>((pupil, relatives, children, page))
        })
        .await?;
    cx.show(&TogetherPage {
        shell: cx.page(),
        pupil,
        relatives,
        children,
        page,
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> TogetherPage {
    let pupil = Pupil::sample();
    let other = Pupil {
        id: PupilId("q".into()),
        forename: "Kit".into(),
        ..pupil.clone()
    };
    TogetherPage {
        shell: Shell::default(),
        pupil: pupil.clone(),
        relatives: Vec::new(),
        children: vec![pupil, other],
        page: Page {
            events: show::sample_events(),
            ..Page::default()
        },
    }
}
