//! A chronology as a document to print: everything that is selected, other children by initials
//! alone. That it was made is in the audit log, for paper leaves the house.

use askama::Template;
use axum::extract::{Path, RawQuery};
use keyward_moment::Moment;
use keyward_web::{Answer, Pairs, Problem};

use super::event::{Event, Manner};
use super::filter::Filter;
use super::{gather, show, sift};
use crate::audit::Entry;
use crate::cx::Cx;
use crate::flags::{self, Flag};
use crate::ids::PupilId;
use crate::layout::Shell;
use crate::pupils::{self, Pupil, day_words, read_day};

#[derive(Template)]
#[template(path = "chronology/print.html")]
pub(super) struct DocumentPage {
    shell: Shell,
    school: String,
    made_by: String,
    made_at: Moment,
    pupil: Pupil,
    flags: Vec<Flag>,
    selected: Vec<String>,
    back: String,
    events: Vec<Event>,
}

impl DocumentPage {
    const MANNER: Manner = Manner::Initials;

    /// How much there is, in words.
    fn count(&self) -> String {
        match self.events.len() {
            0 => "No entries".into(),
            1 => "1 entry".into(),
            count => format!("{count} entries"),
        }
    }
}

/// What is selected, in words: what was left out must be seen on paper too.
fn in_words(filter: &Filter, category: Option<String>) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(kind) = filter.kind {
        words.push(format!("{} only", kind.words()));
    }
    if !filter.category.is_empty() {
        let name = category.unwrap_or_else(|| "a category that is not there".into());
        words.push(format!("Category: {name} only"));
    }
    if filter.significant {
        words.push("Significant concerns and flags only, with what was done".to_owned());
    }
    let day = |text: &str| read_day(text).map(|day| day_words(&day.to_string()));
    match (day(&filter.from), day(&filter.to)) {
        (Some(from), Some(to)) => words.push(format!("From {from} to {to}")),
        (Some(from), None) => words.push(format!("From {from} on")),
        (None, Some(to)) => words.push(format!("Until {to}")),
        (None, None) => {}
    }
    words
}

pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let filter = Filter::read(&query);
    let back = format!("/pupils/{id}/chronology{}", filter.query(None));
    let wanted = filter.clone();
    let (pupil, flags, category, events) = cx
        .read(move |tx| {
            let pupil = pupils::find(tx, &id)?;
            let mut flags = flags::of_pupil(tx, &id)?;
            flags.retain(|flag| flag.ended.is_none());
            let categories = sift::categories(tx, &wanted.category)?;
            let category = categories
                .into_iter()
                .find(|choice| !choice.value.is_empty() && choice.value == wanted.category);
            let events = gather::everything(tx, &id, &wanted, DocumentPage::MANNER)?;
            Ok::<_, Problem>((pupil, flags, category.map(|choice| choice.text), events))
        })
        .await?;
    // Nobody's writing waits while all of it is read; nothing is shown before the entry is there.
    let entry = Entry::of("chronology document made", "pupil", &pupil.id.0);
    let entry = entry.with("entries", events.len());
    cx.write(move |tx| tx.entry(entry.clone())).await?;
    cx.show(&DocumentPage {
        shell: cx.page(),
        school: cx.school.name.clone(),
        made_by: cx.name.clone(),
        made_at: cx.now(),
        pupil,
        flags,
        selected: in_words(&filter, category),
        back,
        events,
    })
}

/// The page, filled with a sample.
pub(super) fn sample() -> DocumentPage {
    let filter = Filter::read(&Pairs::of(&[("kind", "flags"), ("from", "2026-03-01")]));
    DocumentPage {
        shell: Shell::default(),
        school: "Hawthorn Park".into(),
        made_by: "Dana Lead".into(),
        made_at: Moment::from_micros(1_795_000_000_000_000),
        pupil: Pupil::sample(),
        flags: Vec::new(),
        selected: in_words(&filter, None),
        back: "/pupils/p/chronology".into(),
        events: show::sample_events(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_says_what_was_selected() {
        let read = |pairs: &[(&str, &str)]| Filter::read(&Pairs::of(pairs));
        assert_eq!(in_words(&read(&[]), None), Vec::<String>::new());
        let filter = read(&[
            ("significance", "significant"),
            ("kind", "concerns"),
            ("category", "c"),
            ("from", "1/3/2026"),
            ("to", "2026-03-31"),
        ]);
        assert_eq!(
            in_words(&filter, Some("Neglect".into())),
            [
                "Concerns only",
                "Category: Neglect only",
                "Significant concerns and flags only, with what was done",
                "From 1 March 2026 to 31 March 2026"
            ]
        );
    }
}
