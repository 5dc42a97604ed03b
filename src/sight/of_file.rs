//! Everybody who sees one pupil's file with their key, and by which rule; and, for whoever may know
//! it, who must not see it.

use askama::Template;
use axum::extract::Path;
use keyward_moment::Moment;
use keyward_web::{Answer, Problem};

use super::store;
use super::why::{self, Effect};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::{PersonId, PupilId};
use crate::layout::Shell;
use crate::people::{self, Holder};
use crate::pupils::Pupil;

/// How many people are looked at: more than a school has who read files.
const PEOPLE_MAX: usize = 300;

/// Somebody who sees the file with their key.
#[derive(Clone, Debug)]
pub(super) struct Sees {
    person: Holder,
    /// What opens it, rule by rule: the user group, and what it reads.
    rules: Vec<(String, String)>,
    /// Whether they hold a key that elevates.
    has_key: bool,
    /// Whether it is whoever asks.
    is_me: bool,
}

/// Somebody who must not see it.
#[derive(Clone, Debug)]
pub(super) struct Excluded {
    person: Holder,
    since: Moment,
}

#[derive(Template)]
#[template(path = "sight/of_file.html")]
pub(super) struct OfFilePage {
    shell: Shell,
    pupil: Pupil,
    sees: Vec<Sees>,
    /// Whether there are more people than are looked at.
    is_cut: bool,
    /// Who must not see it, for whoever may know.
    excluded: Option<Vec<Excluded>>,
    /// Whether the actor reads the file themselves.
    may_read: bool,
}

impl OfFilePage {
    /// To how many people the file is open, who is among them, and who holds no key yet.
    fn count(&self) -> String {
        let people = match self.sees.len() {
            0 => return "Nobody can open this file.".to_owned(),
            1 => "1 person".to_owned(),
            many => format!("{many} people"),
        };
        let you = match (self.sees.iter().any(|one| one.is_me), self.sees.len()) {
            (false, _) => "",
            (true, 1) => ": you",
            (true, _) => ", and you are one of them",
        };
        let keyless = match self.sees.iter().filter(|one| !one.has_key).count() {
            0 => String::new(),
            1 => " One of them holds no such key yet, and cannot until they do.".to_owned(),
            many => format!(" {many} of them hold no such key yet, and cannot until they do."),
        };
        format!("{people} may open it with a security key of their own{you}.{keyless}")
    }
}

/// What the page is made of.
struct Seen {
    pupil: Pupil,
    sees: Vec<Sees>,
    is_cut: bool,
    excluded: Option<Vec<Excluded>>,
    may_read: bool,
}

pub(super) async fn get(cx: Cx, Path(id): Path<PupilId>) -> Answer {
    let seen = cx
        .write(move |tx| {
            let seen = look(tx, &id)?;
            let entry = Entry::of("asked who sees a file", "pupil", &id.0);
            tx.entry(entry.with("person", "everybody"))?;
            Ok::<_, Problem>(seen)
        })
        .await?;
    cx.show(&OfFilePage::of(cx.page(), seen))
}

fn look(tx: &mut Tx<'_, '_>, id: &PupilId) -> Result<Seen, Problem> {
    let pupil = why::pupil_asked(tx, id)?.ok_or(Problem::NotFound)?;
    let may_read = why::may_read(tx, id)?;
    let me = tx.person()?.clone();
    let staff = people::everybody_here(tx)?;
    let readers = store::readers_of_files(tx)?;
    // Whoever reads the file stands in the list with the others. Nobody else hears of themselves: why
    // it is closed to them is not theirs to ask.
    let mut candidates = staff
        .iter()
        .filter(|one| (one.id != me || may_read) && readers.contains(&one.id));
    let mut sees = Vec::new();
    for person in candidates.by_ref().take(PEOPLE_MAX) {
        sees.extend(seen_by(tx, person, &me, &pupil)?);
    }
    let is_cut = candidates.next().is_some();
    let may_know = may_read && tx.access().has(Right::WorkCases);
    Ok(Seen {
        excluded: match may_know {
            true => Some(excluded(tx, &pupil, &staff)?),
            false => None,
        },
        pupil,
        sees,
        is_cut,
        may_read,
    })
}

/// By which rules somebody sees the file; nothing, where they do not.
fn seen_by(
    tx: &mut Tx<'_, '_>,
    person: &Holder,
    me: &PersonId,
    pupil: &Pupil,
) -> Result<Option<Sees>, Problem> {
    let (is_open, keys, rules) = why::file_rules(tx, &person.id, pupil)?;
    if !is_open {
        return Ok(None);
    }
    let opens = rules
        .into_iter()
        .filter(|rule| rule.effect == Effect::Opens);
    Ok(Some(Sees {
        person: person.clone(),
        rules: opens.map(|rule| (rule.name, rule.words)).collect(),
        has_key: keys > 0,
        is_me: person.id == *me,
    }))
}

/// Who must not see the file, by name.
fn excluded(
    tx: &mut Tx<'_, '_>,
    pupil: &Pupil,
    staff: &[Holder],
) -> Result<Vec<Excluded>, Problem> {
    let excluded = store::excluded_from(tx, &pupil.id)?;
    let since = |person: &Holder| {
        let found = excluded.iter().find(|(id, _)| *id == person.id);
        found.map(|(_, since)| *since)
    };
    let people = staff.iter().filter_map(|person| {
        Some(Excluded {
            since: since(person)?,
            person: person.clone(),
        })
    });
    Ok(people.collect())
}

impl OfFilePage {
    fn of(shell: Shell, seen: Seen) -> Self {
        Self {
            shell,
            pupil: seen.pupil,
            sees: seen.sees,
            is_cut: seen.is_cut,
            excluded: seen.excluded,
            may_read: seen.may_read,
        }
    }
}

/// The page, filled with a sample.
pub(super) fn sample() -> OfFilePage {
    let sees = |id: &str, name: &str, group: &str, words: &str, has_key| Sees {
        person: Holder::sample(id, name, group),
        rules: vec![(format!("User group {group}"), words.to_owned())],
        has_key,
        is_me: false,
    };
    OfFilePage {
        shell: Shell::default(),
        pupil: Pupil::sample(),
        sees: vec![
            sees(
                "d",
                "Dee Deputy",
                "Deputy DSL",
                "Reads every pupil’s file.",
                true,
            ),
            sees(
                "p",
                "Pat Pastoral",
                "Pastoral",
                "Reads the files of the year groups and forms that its people are given. They are \
                 given: Year 7. The pupil is in Year 7, 7A.",
                false,
            ),
        ],
        is_cut: true,
        excluded: Some(vec![Excluded {
            person: Holder::sample("s", "Sam Staff", "Staff"),
            since: Moment::from_micros(1_795_000_000_000_000),
        }]),
        may_read: true,
    }
}
