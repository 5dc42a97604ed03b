//! The log as administrators read it: newest first, fifty entries a page. It names people who
//! acted, and things by their identifiers, never a child.

use askama::Template;
use axum::extract::RawQuery;
use keyward_moment::Moment;
use keyward_web::{Answer, Errors, Pairs, Problem};

use super::chain::Recorded;
use super::filter::{Asked, Filter};
use super::store;
use crate::cx::Cx;
use crate::layout::{Choice, Shell};

/// How many entries stand on a page.
const ENTRIES_MAX: usize = 50;

#[derive(Template)]
#[template(path = "audit/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    asked: Asked,
    errors: Errors,
    acts: Vec<Choice>,
    people: Vec<Choice>,
    lines: Vec<Line>,
    /// The address of the next fifty; empty at the log's beginning.
    older: String,
    is_first: bool,
}

/// One entry, ready to be read.
struct Line {
    number: i64,
    day: String,
    time: String,
    who: String,
    elevated: bool,
    act: String,
    kind: String,
    subject: String,
    short: String,
    details: Vec<String>,
}

/// An act or a kind as a sentence begins.
pub(super) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// What an identifier stands for: the name of somebody who works here, or its end. Ends differ;
/// beginnings are the time.
fn named(id: &str, people: &[(String, String)]) -> String {
    let known = people.iter().find(|(person, _)| person == id);
    let skip = id.chars().count().saturating_sub(8);
    known.map_or_else(|| id.chars().skip(skip).collect(), |(_, name)| name.clone())
}

/// One detail with its identifiers made short, and those in a row apart by commas.
fn readable(detail: &str, people: &[(String, String)]) -> String {
    let is_id = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
    let mut line = String::new();
    let mut after_id = false;
    for word in detail.split(' ') {
        if !line.is_empty() {
            line.push_str(if after_id && is_id(word) { ", " } else { " " });
        }
        after_id = is_id(word);
        match after_id {
            true => line.push_str(&named(word, people)),
            false => line.push_str(word),
        }
    }
    capitalised(&line)
}

impl Line {
    /// A person is named, since whoever reads the log knows the staff; a pupil never is.
    fn of(entry: &Recorded, people: &[(String, String)]) -> Self {
        let at = Moment::from_micros(entry.at);
        let parts = entry.detail.split("; ").filter(|part| !part.is_empty());
        Self {
            number: entry.number,
            day: at.day(),
            time: at.time(),
            who: entry.actor_name.clone(),
            elevated: entry.elevated,
            act: capitalised(&entry.act),
            kind: entry.subject_kind.clone(),
            subject: entry.subject_id.clone(),
            short: named(&entry.subject_id, people),
            details: parts.map(|part| readable(part, people)).collect(),
        }
    }
}

fn choices(all: &str, known: impl IntoIterator<Item = (String, String)>) -> Vec<Choice> {
    let known = known
        .into_iter()
        .map(|(value, text)| Choice::new(value, text));
    std::iter::once(Choice::new("", all)).chain(known).collect()
}

pub(super) async fn get(cx: Cx, RawQuery(query): RawQuery) -> Answer {
    let query = Pairs::parse(query.unwrap_or_default().as_bytes());
    let asked = Asked::read(&query);
    let before = query.text("before").parse().ok();
    let (filter, errors) = match asked.check() {
        Ok(filter) => (filter, Errors::new()),
        Err(errors) => (Filter::default(), errors),
    };
    let (acts, people, mut entries) = cx
        .read(move |tx| {
            let newest = store::newest(tx, before.unwrap_or(i64::MAX), &filter)?;
            Ok::<_, Problem>((store::acts(tx)?, store::people(tx)?, newest))
        })
        .await?;
    if !errors.is_empty() {
        entries.clear();
    }
    let has_older = entries.len() > ENTRIES_MAX;
    entries.truncate(ENTRIES_MAX);
    let older = match entries.last() {
        Some(last) if has_older => asked.older(last.number),
        _ => String::new(),
    };
    let acts = acts.into_iter().map(|act| {
        let words = capitalised(&act);
        (act, words)
    });
    let lines = entries
        .iter()
        .map(|entry| Line::of(entry, &people))
        .collect();
    let page = ListPage {
        shell: cx.page(),
        asked,
        acts: choices("Every act", acts),
        people: choices("Everybody", people),
        lines,
        older,
        is_first: before.is_none(),
        errors,
    };
    if page.errors.is_empty() {
        cx.show(&page)
    } else {
        cx.show_again(&page)
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    let entry = Recorded {
        number: 51,
        at: 1_795_000_000_000_000,
        actor_id: Some("p".into()),
        actor_name: "Amira Khan".into(),
        act: "user groups changed".into(),
        subject_kind: "person".into(),
        subject_id: "019a8b2c-0000-7000-8000-0123456789ab".into(),
        detail: "user groups before: Staff; user groups now: DSL, Staff".into(),
        elevated: true,
    };
    let act = (entry.act.clone(), capitalised(&entry.act));
    let asked = Asked {
        from: "2026-11-31".into(),
        ..Asked::default()
    };
    ListPage {
        shell: Shell::default(),
        errors: asked.check().err().unwrap_or_default(),
        asked,
        acts: choices("Every act", [act]),
        people: choices("Everybody", [("p".to_owned(), "Amira Khan".to_owned())]),
        lines: vec![Line::of(&entry, &[])],
        older: "/audit?before=51".into(),
        is_first: false,
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn identifiers_are_short_and_staff_are_named() {
        let (ada, other) = (
            "019a8b2c-0000-7000-8000-00000000ada1",
            "019a8b2c-0000-7000-8000-0123456789ab",
        );
        let people = [(ada.to_owned(), "Ada Admin".to_owned())];
        let line = readable(&format!("alerted: {ada} {other} by hand"), &people);
        assert_eq!(line, "Alerted: Ada Admin, 456789ab by hand");
        assert_eq!(readable("verdict: whole", &people), "Verdict: whole");
    }
}
