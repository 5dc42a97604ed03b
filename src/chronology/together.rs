//! The chronologies of siblings beside each other, day by day.

use askama::Template;
use axum::extract::{Path, RawQuery};
use keyward_web::{Answer, Pairs, Problem};

use super::event::{Event, Manner, Part, initials};
use super::filter::{Filter, Place};
use super::gather::{self, Page};
use super::show;
use super::sift::Sift;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::family::{self, Relative};
use crate::ids::PupilId;
use crate::layout::{Choice, Shell};
use crate::pupils::{self, Pupil};

/// How many chronologies stand beside each other.
const TOGETHER_MAX: usize = 4;

/// What happened on one day, in order.
struct Day {
    words: String,
    rows: Vec<Row>,
}

/// Something that several of the children share, across all columns; or a cell a child.
enum Row {
    Shared(Box<Shared>),
    Each(Vec<Cell>),
}

/// Something that stands in the files of several of the children.
struct Shared {
    /// By what those children are known here.
    badge: String,
    event: Event,
    /// What part each of them has in it, where it is not that the worry is for them.
    parts: String,
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
    sift: Sift,
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

    /// The days of this page. What several children share stands there once.
    fn days(&self) -> Vec<Day> {
        let badges = badges(&self.children);
        let mut days: Vec<(String, Day)> = Vec::new();
        let same = |one: &Event, other: &Event| one.key == other.key;
        for events in self.page.events.chunk_by(same) {
            let Some(first) = events.first() else {
                continue;
            };
            let date = first.day();
            if days.last().is_none_or(|(last, _)| *last != date) {
                let words = first.happened_at.day();
                let rows = Vec::new();
                days.push((date, Day { words, rows }));
            }
            let Some((_, day)) = days.last_mut() else {
                continue;
            };
            match events {
                [one] => self.put_into_cell(day, &badges, one),
                several => {
                    let shared = self.shared(&badges, first, several);
                    day.rows.push(Row::Shared(Box::new(shared)));
                }
            }
        }
        days.into_iter().map(|(_, day)| day).collect()
    }

    /// Puts what happened to one child into their cell of the last row.
    fn put_into_cell(&self, day: &mut Day, badges: &[String], event: &Event) {
        if !matches!(day.rows.last(), Some(Row::Each(_))) {
            let cell = |badge: &String| Cell {
                badge: badge.clone(),
                events: Vec::new(),
            };
            day.rows.push(Row::Each(badges.iter().map(cell).collect()));
        }
        let column = self.column(event);
        if let (Some(Row::Each(cells)), Some(column)) = (day.rows.last_mut(), column)
            && let Some(cell) = cells.get_mut(column)
        {
            cell.events.push(event.clone());
        }
    }

    fn column(&self, event: &Event) -> Option<usize> {
        let mut children = self.children.iter();
        children.position(|child| child.id == event.pupil)
    }

    /// What several children share, once.
    fn shared(&self, badges: &[String], first: &Event, events: &[Event]) -> Shared {
        let mut columns: Vec<(usize, &Event)> = events
            .iter()
            .filter_map(|event| Some((self.column(event)?, event)))
            .collect();
        columns.sort_by_key(|(column, _)| *column);
        let badge = |column: usize| badges.get(column).cloned().unwrap_or_default();
        let parts = columns.iter().filter_map(|(column, event)| {
            let part = Some(event.part()).filter(|part| !part.is_empty())?;
            Some(format!("{}: {part}", badge(*column)))
        });
        let parts = parts.collect::<Vec<_>>().join(" · ");
        let others = columns
            .iter()
            .filter(|(_, event)| event.pupil != first.pupil);
        let others = others.filter_map(|(column, _)| {
            let child = self.children.get(*column)?;
            Some(initials(child.called(), &child.surname))
        });
        let badges: Vec<String> = columns.iter().map(|(column, _)| badge(*column)).collect();
        let is_of_all = |part: &&Part| columns.iter().all(|(_, event)| event.parts.contains(part));
        let mut words: Vec<Part> = first.parts.iter().filter(is_of_all).cloned().collect();
        // What is of one child, such as the marks on their body, says whose it is.
        for (column, event) in &columns {
            let own = event.parts.iter().filter(|part| !is_of_all(part));
            words.extend(own.map(|part| Part {
                words: format!("{}: {}", badge(*column), part.words),
                ..part.clone()
            }));
        }
        let event = Event {
            parts: words,
            ..first.clone()
        };
        Shared {
            event: event.of_several(others),
            badge: badges.join(", "),
            parts,
        }
    }

    /// The class of a grid with so many columns.
    fn columns(&self) -> String {
        format!("kw-together--{}", self.children.len())
    }

    fn previous(&self) -> String {
        self.turned(self.sift.turn(self.sift.previous(&self.page)))
    }

    fn next(&self) -> String {
        self.turned(self.sift.turn(self.sift.next(&self.page)))
    }

    fn turned(&self, query: Option<String>) -> String {
        query.map_or_else(String::new, |query| self.address(&query))
    }

    /// The same children with nothing left out.
    fn everything(&self) -> String {
        let filter = Filter {
            newest_first: self.sift.filter.newest_first,
            ..Filter::default()
        };
        self.address(&filter.query(None))
    }

    /// The address of these children with the rest of an address.
    fn address(&self, query: &str) -> String {
        let with = self.children.iter().skip(1);
        let with = with.map(|child| format!("with={}", child.id));
        let query = Some(query.trim_start_matches('?').to_owned());
        let query = query.into_iter().filter(|query| !query.is_empty());
        let pairs: Vec<String> = query.chain(with).collect();
        let id = &self.pupil.id;
        format!("/pupils/{id}/chronology/family?{}", pairs.join("&"))
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
    let (filter, place) = (Filter::read(&query), Place::read(&query));
    let is_wrong = !filter.errors.is_empty();
    let with: Vec<String> = query.every("with").map(str::to_owned).collect();
    let (pupil, relatives, children, sift, page) = cx
        .read(move |tx| {
            let (pupil, relatives, children) = chosen(tx, &id, &with)?;
            let ids: Vec<PupilId> = children.iter().map(|child| child.id.clone()).collect();
            let page = gather::page(tx, &ids, &filter, &place, TogetherPage::MANNER)?;
            let sift = Sift::of(tx, filter.clone())?;
            Ok::<_, Problem>((pupil, relatives, children, sift, page))
        })
        .await?;
    let ids: Vec<PupilId> = children.iter().map(|child| child.id.clone()).collect();
    cx.write(move |tx| {
        for id in &ids {
            let entry = Entry::of("chronology opened", "pupil", &id.0);
            tx.entry(entry.with("beside", ids.len() - 1))?;
        }
        Ok::<_, Problem>(())
    })
    .await?;
    let page = TogetherPage {
        shell: cx.page(),
        pupil,
        relatives,
        children,
        sift,
        page,
    };
    match is_wrong {
        true => cx.show_again(&page),
        false => cx.show(&page),
    }
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
        sift: Sift::default(),
        page: Page {
            events: show::sample_events(),
            ..Page::default()
        },
    }
}
