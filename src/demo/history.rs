//! What was logged, opened and added at Hawthorn Park, from `concerns.toml` beside this file.

use std::collections::BTreeMap;

use keyward_moment::Moment;
use keyward_web::{Pairs, Problem};
use serde::Deserialize;

use super::calendar::school_day;
use super::house::House;
use super::papers;
use super::register::Register;
use crate::alerts;
use crate::body_map::MarksForm;
use crate::casework::{self, DoingTold};
use crate::concerns::{self, More, Role, Told};
use crate::cx::Tx;
use crate::documents;
use crate::ids::{ConcernId, PupilId};

const CONCERNS: &str = include_str!("concerns.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct History {
    concern: Vec<Concern>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Concern {
    /// By which another story names it.
    #[serde(default)]
    name: String,
    day: u32,
    noticed: String,
    logged: String,
    by: String,
    /// The first is the subject, where `roles` does not say otherwise.
    pupils: Vec<String>,
    /// The part of each pupil, in their order.
    #[serde(default)]
    roles: Vec<String>,
    place: String,
    category: Categories,
    seen: String,
    #[serde(default)]
    said: String,
    #[serde(default)]
    manner: String,
    #[serde(default)]
    opinion: String,
    #[serde(default)]
    present: String,
    #[serde(default)]
    told: String,
    alert: Vec<String>,
    #[serde(default)]
    opened: Vec<String>,
    #[serde(default)]
    added: Vec<Added>,
    #[serde(default)]
    done: Vec<Done>,
    /// Marks on the first pupil's body, as the form sends them.
    #[serde(default)]
    marks: Vec<BTreeMap<String, String>>,
    #[serde(default)]
    files: Vec<Attached>,
}

/// A file that somebody added.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Attached {
    by: String,
    day: u32,
    at: String,
    name: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    by: String,
    day: u32,
    at: String,
    words: String,
}

/// What was done about it: the kind, and the fields of its form. A person is named by the part of
/// their address before the `@`, and a day by how many days later it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Done {
    by: String,
    day: u32,
    at: String,
    kind: String,
    #[serde(default)]
    fields: BTreeMap<String, String>,
}

/// One category by its name, or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Categories {
    One(String),
    Several(Vec<String>),
}

/// Something that somebody did about a concern.
struct Deed<'h> {
    at: Moment,
    who: &'h str,
    /// The concern's place in the file.
    concern: usize,
    what: What<'h>,
}

enum What<'h> {
    Logs,
    Opens,
    Adds(&'h str),
    Does(&'h Done),
    Attaches(&'h Attached),
}

/// Lets it all happen, in order.
pub(super) async fn happen(
    house: &House<'_>,
    register: &Register,
    now: Moment,
) -> Result<(), Problem> {
    let history = history()?;
    let mut logged: Vec<Option<ConcernId>> = vec![None; history.len()];
    for Deed {
        at,
        who,
        concern,
        what,
    } in deeds(&history, now)?
    {
        let url = house.sign_in_url.clone();
        let id = logged.get(concern).cloned().flatten();
        match (what, id, history.get(concern)) {
            (What::Logs, None, Some(story)) => {
                let told = told(story, house, register, now)?;
                let id = house.lets(who, at, move |tx| concerns::log_told(tx, &told, &url));
                if let Some(place) = logged.get_mut(concern) {
                    *place = Some(id.await?);
                }
            }
            (What::Opens, Some(id), _) => {
                house.lets(who, at, move |tx| read(tx, &id)).await?;
            }
            (What::Adds(words), Some(id), _) => {
                let words = words.to_owned();
                house
                    .lets(who, at, move |tx| concerns::add_told(tx, &id, &words, &url))
                    .await?;
            }
            (What::Attaches(file), Some(id), _) => {
                let (name, bytes) = (file.name.clone(), papers::called(&file.name)?);
                let limits = house.documents();
                let attaches = house.lets(who, at, move |tx| {
                    documents::add_told(tx, &id, (&name, bytes), limits, &url)
                });
                attaches.await?;
            }
            (What::Does(done), Some(id), _) => {
                let named = |name: &str| {
                    let place = history.iter().position(|story| story.name == name)?;
                    logged.get(place).cloned().flatten()
                };
                let doing = doing(done, (house, register), at, named)?;
                let does = house.lets(who, at, move |tx| casework::do_told(tx, &id, &doing, &url));
                does.await?;
            }
            (
                What::Logs | What::Opens | What::Adds(_) | What::Does(_) | What::Attaches(_),
                _,
                story,
            ) => {
                return Err(Problem::bug(format_args!("out of order: {story:?}")));
            }
        }
    }
    Ok(())
}

/// Somebody reads a concern, and says that they have it where that is theirs to say.
fn read(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<(), Problem> {
    concerns::open_told(tx, id)?;
    match alerts::acknowledge(tx, id) {
        Ok(_) | Err(Problem::NotFound) => Ok(()),
        Err(other) => Err(other),
    }
}

fn history() -> Result<Vec<Concern>, Problem> {
    let history: History = toml::from_str(CONCERNS).map_err(Problem::bug)?;
    Ok(history.concern)
}

/// Every deed, in order of time.
fn deeds(history: &[Concern], now: Moment) -> Result<Vec<Deed<'_>>, Problem> {
    let mut deeds = Vec::new();
    for (concern, story) in history.iter().enumerate() {
        let mut add = |who, day, time, what| {
            let at = school_day(now, day, time)
                .ok_or_else(|| Problem::bug(format_args!("no time of day: {time}")))?;
            deeds.push(Deed {
                at,
                who,
                concern,
                what,
            });
            Ok::<_, Problem>(())
        };
        add(&story.by, story.day, &story.logged, What::Logs)?;
        for opened in &story.opened {
            let mut parts = opened.split(' ');
            let (Some(who), Some(day), Some(time)) = (parts.next(), parts.next(), parts.next())
            else {
                return Err(Problem::bug(format_args!("who opened it when? {opened}")));
            };
            add(who, day.parse().map_err(Problem::bug)?, time, What::Opens)?;
        }
        for Added { by, day, at, words } in &story.added {
            add(by, *day, at, What::Adds(words))?;
        }
        for file in &story.files {
            add(&file.by, file.day, &file.at, What::Attaches(file))?;
        }
        for done in &story.done {
            add(&done.by, done.day, &done.at, What::Does(done))?;
        }
    }
    deeds.sort_by_key(|deed| deed.at);
    Ok(deeds)
}

/// The act of a story, as its form is filled in at this moment.
fn doing(
    done: &Done,
    (house, register): (&House<'_>, &Register),
    at: Moment,
    named: impl Fn(&str) -> Option<ConcernId>,
) -> Result<DoingTold, Problem> {
    let mut fields = Vec::new();
    for (name, value) in &done.fields {
        let value = match name.as_str() {
            "to" => house.person(value)?.0,
            "due" => {
                let days: i64 = value.parse().map_err(Problem::bug)?;
                at.plus_seconds(days * 86_400).london().date().to_string()
            }
            "other" => {
                let other = named(value);
                let which = || Problem::bug(format_args!("the demo's own data: which {value}?"));
                other.ok_or_else(which)?.0
            }
            _ => value.clone(),
        };
        // Whose role it is stands in the name of its field.
        if let Some(name) = name.strip_prefix("role of ") {
            let pupil = register.only(name);
            let which = || Problem::bug(format_args!("the demo's own data: which {name}?"));
            fields.push((format!("role-{}", pupil.ok_or_else(which)?), value));
            continue;
        }
        // Several options are ticked in one field.
        match name.as_str() {
            "considered" => fields.extend(value.split(' ').map(|one| (name.clone(), one.into()))),
            _ => fields.push((name.clone(), value)),
        }
    }
    DoingTold::named(&done.kind, fields)
        .ok_or_else(|| Problem::bug(format_args!("the demo's own data: what is {}?", done.kind)))
}

/// The fields of a story's marks. Whoever is named first bears them.
fn marks(story: &Concern) -> Vec<(&str, &str)> {
    let fields = story.marks.iter().flatten();
    fields
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

fn told(
    story: &Concern,
    house: &House<'_>,
    register: &Register,
    now: Moment,
) -> Result<Told, Problem> {
    let pupil = |(number, name): (usize, &String)| {
        let only = register.only(name).cloned();
        let only =
            only.ok_or_else(|| Problem::bug(format_args!("the demo's own data: which {name}?")))?;
        let role = match (story.roles.get(number), number) {
            (Some(role), _) => Role::named(role),
            (None, 0) => Some(Role::Subject),
            (None, _) => None,
        };
        let role =
            role.ok_or_else(|| Problem::bug(format_args!("the demo's own data: {name}'s part?")))?;
        Ok((only, role))
    };
    let noticed_at = school_day(now, story.day, &story.noticed)
        .ok_or_else(|| Problem::bug(format_args!("no time of day: {}", story.noticed)))?;
    Ok(Told {
        pupils: story
            .pupils
            .iter()
            .enumerate()
            .map(pupil)
            .collect::<Result<Vec<(PupilId, Role)>, Problem>>()?,
        noticed_at,
        place: story.place.clone(),
        categories: match &story.category {
            Categories::One(name) => vec![name.clone()],
            Categories::Several(names) => names.clone(),
        },
        seen_and_heard: story.seen.clone(),
        own_words: story.said.clone(),
        more: More {
            non_verbal: story.manner.clone(),
            opinion: story.opinion.clone(),
            present: story.present.clone(),
            told: story.told.clone(),
        },
        marks: MarksForm::read(&Pairs::of(&marks(story))),
        alert: story
            .alert
            .iter()
            .map(|mailbox| house.person(mailbox))
            .collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_happened_in_the_past_and_in_order() {
        let now = Moment::from_micros(1_795_000_000_000_000);
        let history = history().expect("the demo’s history reads");
        assert!((30..=40).contains(&history.len()), "{}", history.len());
        for story in &history {
            let at = |clock| school_day(now, story.day, clock).expect("a school day");
            assert!(at(&story.noticed) < at(&story.logged), "{story:?}");
        }
        let deeds = deeds(&history, now).expect("the deeds read");
        let mut logged = vec![false; history.len()];
        for deed in deeds {
            assert!(deed.at < now);
            match deed.what {
                What::Logs => logged[deed.concern] = true,
                What::Opens | What::Adds(_) | What::Does(_) | What::Attaches(_) => {
                    assert!(logged[deed.concern])
                }
            }
        }
        assert!(logged.into_iter().all(|logged| logged));
    }

    #[test]
    fn three_about_one_child_are_a_pattern_on_whichever_day_the_demo_begins() {
        let history = history().expect("the demo’s history reads");
        let is_usual = |told: &&Concern| told.done.iter().all(|done| done.kind != "significance");
        let mut days: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for story in history.iter().filter(is_usual) {
            days.entry(&story.pupils[0]).or_default().push(story.day);
        }
        let of_a_child: Vec<_> = days.into_values().filter(|days| days.len() >= 3).collect();
        assert!(!of_a_child.is_empty());
        for later in 0..7 {
            let now = Moment::from_micros(1_795_000_000_000_000).plus_seconds(later * 86_400);
            for days in &of_a_child {
                let at = |day: Option<&u32>| {
                    let day = day.expect("a day");
                    school_day(now, *day, "12:00").expect("a school day")
                };
                let (first, last) = (at(days.iter().max()), at(days.iter().min()));
                assert!(first.seconds_until(last) <= 27 * 86_400, "{days:?}");
            }
        }
    }

    #[test]
    fn some_concerns_wait_to_be_opened() {
        let unread = history()
            .expect("the demo’s history reads")
            .into_iter()
            .filter(|story| story.opened.is_empty());
        assert!(unread.count() >= 2);
    }
}
