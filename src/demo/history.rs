//! What was logged, opened and added at Hawthorn Park, from `concerns.toml` beside this file.

use keyward_moment::Moment;
use keyward_web::Problem;
use serde::Deserialize;

use super::calendar::school_day;
use super::house::House;
use super::register::Register;
use crate::alerts;
use crate::concerns::{self, Told};
use crate::cx::Tx;
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
    day: u32,
    noticed: String,
    logged: String,
    by: String,
    pupils: Vec<String>,
    place: String,
    category: String,
    seen: String,
    #[serde(default)]
    said: String,
    alert: Vec<String>,
    #[serde(default)]
    opened: Vec<String>,
    #[serde(default)]
    added: Vec<Added>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    by: String,
    day: u32,
    at: String,
    words: String,
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
            (What::Logs | What::Opens | What::Adds(_), _, story) => {
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
    }
    deeds.sort_by_key(|deed| deed.at);
    Ok(deeds)
}

fn told(
    story: &Concern,
    house: &House<'_>,
    register: &Register,
    now: Moment,
) -> Result<Told, Problem> {
    let pupil = |name: &String| {
        let only = register.only(name).cloned();
        only.ok_or_else(|| Problem::bug(format_args!("the demo's own data: which {name}?")))
    };
    let noticed_at = school_day(now, story.day, &story.noticed)
        .ok_or_else(|| Problem::bug(format_args!("no time of day: {}", story.noticed)))?;
    Ok(Told {
        pupils: story
            .pupils
            .iter()
            .map(pupil)
            .collect::<Result<Vec<PupilId>, _>>()?,
        noticed_at,
        place: story.place.clone(),
        category: story.category.clone(),
        seen_and_heard: story.seen.clone(),
        own_words: story.said.clone(),
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
        let history = history().unwrap();
        assert!((30..=40).contains(&history.len()), "{}", history.len());
        for story in &history {
            let noticed = school_day(now, story.day, &story.noticed).unwrap();
            let logged = school_day(now, story.day, &story.logged).unwrap();
            assert!(noticed < logged, "{story:?}");
        }
        let deeds = deeds(&history, now).unwrap();
        let mut logged = vec![false; history.len()];
        for deed in deeds {
            assert!(deed.at < now);
            match deed.what {
                What::Logs => logged[deed.concern] = true,
                What::Opens | What::Adds(_) => assert!(logged[deed.concern]),
            }
        }
        assert!(logged.into_iter().all(|logged| logged));
    }

    #[test]
    fn some_concerns_wait_to_be_opened() {
        let unread = history()
            .unwrap()
            .into_iter()
            .filter(|story| story.opened.is_empty());
        assert!(unread.count() >= 2);
    }
}
