//! Reading a school's records into its index, page by page, so that nobody else waits for it.

use std::collections::HashSet;

use keyward_moment::Moment;
use keyward_seal::SchoolKey;
use keyward_web::Problem;

use super::held::{Held, Kind, Written};
use super::keeper::{Progress, Shelved};
use super::key::Key;
use super::shelf::Place;
use super::store::{self, Counts, Stretch};
use super::{around, names};
use crate::app::App;
use crate::cx::{Actor, Tx};
use crate::ids::SchoolId;

/// How many entries are read at once.
const PAGE: i64 = 500;
/// What was written so long ago has settled: whatever another server committed since is here, as
/// long as their clocks agree within that time.
const SETTLING_SECONDS: i64 = 600;
/// How often what was recent is settled.
const SETTLE_EVERY_SECONDS: i64 = 60;

/// Reads what was written at one school, for the index alone.
#[derive(Clone)]
pub(super) struct Gatherer {
    app: App,
    actor: Actor,
}

impl Gatherer {
    pub fn new(app: &App, school: &(SchoolId, SchoolKey)) -> Self {
        Self {
            app: app.clone(),
            actor: Actor::machine(Some(school.clone()), "search"),
        }
    }

    async fn read<T: Send + 'static>(
        &self,
        job: impl FnMut(&mut Tx<'_, '_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let now = self.app.now();
        self.app.read_as(self.actor.clone(), now, job).await
    }
}

fn settled_until(now: Moment) -> i64 {
    now.plus_seconds(-SETTLING_SECONDS).as_micros()
}

/// Puts an index together from the beginning, and then puts it into its place.
pub(super) async fn build(
    gatherer: &Gatherer,
    shelved: &Shelved,
    now: Moment,
) -> Result<(), Problem> {
    let until = settled_until(now);
    let counts = gatherer.read(move |tx| store::counts(tx, until)).await?;
    let moved = gatherer.read(move |tx| store::moved(tx, until)).await?;
    let all = counts.entries.iter().sum::<i64>().max(1);
    let mut held = Held::default();
    held.settled_until = until;
    let mut done = 0;
    for kind in Kind::ALL {
        let mut stretch = Stretch::between(i64::MIN, until, PAGE);
        loop {
            let page = gatherer
                .read(move |tx| store::written(tx, kind, &stretch))
                .await?;
            let Some(last) = page.last() else { break };
            stretch.after = last.place;
            held.settle(&page);
            done += page.len() as i64;
            let percent = u8::try_from(done * 100 / all).unwrap_or(99).min(99);
            shelved
                .progress
                .send_if_modified(|progress| match progress {
                    Progress::Percent(before) if *before != percent => {
                        *before = percent;
                        true
                    }
                    Progress::Percent(_)
                    | Progress::Ready
                    | Progress::Failed
                    | Progress::TooLarge => false,
                });
        }
    }
    let (names, around) = gatherer
        .read(|tx| Ok((names::written(tx, None)?, around::written(tx, None)?)))
        .await?;
    held.names.add(names);
    held.around.add(&around);
    // Whoever brought the old one up to date a moment ago finds here what they would find there.
    let _turn = shelved.turn.lock().await;
    let (mut news, moved_now) = gatherer
        .read(move |tx| Ok((recent(tx, until)?, store::moved(tx, until)?)))
        .await?;
    // Whoever came to a concern while it was read stays news, for which it is put together anew.
    let came = |key: &Key| moved_now.contains(key) && !moved.contains(key);
    news.retain(|entry| !came(&entry.place.key));
    held.put_recent(&news);
    shelved.change(|old| *old = held);
    Ok(())
}

/// Brings an index up to date; whether a concern is about other pupils than the index knows, which only
/// one that is put together anew does.
pub(super) async fn refresh(
    gatherer: &Gatherer,
    shelved: &Shelved,
    now: Moment,
) -> Result<bool, Problem> {
    let _turn = shelved.turn.lock().await;
    let (before, known) = {
        let held = shelved.held();
        (held.settled_until, known(&held))
    };
    let until = settled_until(now);
    let is_due = until.saturating_sub(before) >= SETTLE_EVERY_SECONDS * 1_000_000;
    let mut settled = Vec::new();
    if is_due {
        for kind in Kind::ALL {
            settled.extend(settling(gatherer, kind, before, until).await?);
        }
    }
    let since = if is_due { until } else { before };
    let ends = (!is_due).then(|| shelved.held().recent_ends());
    let news = gatherer
        .read(move |tx| {
            let found: HashSet<Key> = store::recent(tx, since)?.into_iter().collect();
            if found == known {
                return Ok(None);
            }
            let mut moved = store::moved(tx, since)?.into_iter();
            if moved.any(|key| !known.contains(&key)) {
                return Ok(Some(News::Moved(recent(tx, since)?)));
            }
            if let Some(ends) = &ends {
                let later = later(tx, since, ends)?;
                if known.len() + later.len() == found.len() && known.is_subset(&found) {
                    return Ok(Some(News::Later(later)));
                }
            }
            recent(tx, since).map(|all| Some(News::All(all)))
        })
        .await?;
    let has_moved = matches!(news, Some(News::Moved(_)));
    if is_due || news.is_some() {
        shelved.change(|held| {
            held.settle(&settled);
            held.settled_until = since;
            match news {
                Some(News::All(all) | News::Moved(all)) => held.put_recent(&all),
                Some(News::Later(later)) => held.add_recent(&later),
                None => {}
            }
        });
    }
    let since = now.plus_seconds(-SETTLING_SECONDS);
    let since = Some(since);
    let (names, around) = gatherer
        .read(move |tx| Ok((names::written(tx, since)?, around::written(tx, since)?)))
        .await?;
    let is_news = {
        let held = shelved.held();
        held.names.lacks(&names) || held.around.lacks(&around)
    };
    if is_news {
        shelved.change(|held| {
            held.names.add(names);
            held.around.add(&around);
        });
    }
    Ok(has_moved)
}

/// What an index does not know of the last minutes.
enum News {
    /// Everything of these minutes, for something came between what it knows.
    All(Vec<Written>),
    /// The same, and a concern is about other pupils than it knows.
    Moved(Vec<Written>),
    /// What came after all that it knows.
    Later(Vec<Written>),
}

/// What was written since, and after the last entry of its kind that is held.
fn later(
    tx: &mut Tx<'_, '_>,
    since: i64,
    ends: &[(Kind, Option<Place>)],
) -> Result<Vec<Written>, Problem> {
    let mut later = Vec::new();
    for (kind, end) in ends {
        let mut stretch = Stretch::since(since);
        stretch.after = end.unwrap_or(stretch.after);
        later.extend(store::written(tx, *kind, &stretch)?);
    }
    Ok(later)
}

/// Everything that was written since, at once: it is minutes of writing.
fn recent(tx: &mut Tx<'_, '_>, since: i64) -> Result<Vec<Written>, Problem> {
    let mut recent = Vec::new();
    for kind in Kind::ALL {
        recent.extend(store::written(tx, kind, &Stretch::since(since))?);
    }
    Ok(recent)
}

/// What has settled since, page by page.
async fn settling(
    gatherer: &Gatherer,
    kind: Kind,
    since: i64,
    until: i64,
) -> Result<Vec<Written>, Problem> {
    let mut stretch = Stretch::between(since, until, PAGE);
    let mut all = Vec::new();
    loop {
        let page = gatherer
            .read(move |tx| store::written(tx, kind, &stretch))
            .await?;
        let Some(last) = page.last() else {
            return Ok(all);
        };
        stretch.after = last.place;
        all.extend(page);
    }
}

/// The recent entries that are held.
fn known(held: &Held) -> HashSet<Key> {
    let shelves = Kind::ALL.iter().map(|kind| held.recent.of(*kind));
    shelves
        .flat_map(|shelf| shelf.rows().iter().map(|row| row.place.key))
        .collect()
}

/// Whether as many entries have settled here as there are in the database, and their concerns are
/// about as many pupils: a pupil may have come to a concern later.
pub(super) async fn is_complete(gatherer: &Gatherer, shelved: &Shelved) -> Result<bool, Problem> {
    let (until, here) = {
        let held = shelved.held();
        let count = |kind: &Kind| held.settled.of(*kind).rows().len() as i64;
        let counts = Counts {
            entries: Kind::ALL.map(|kind| count(&kind)),
            links: held.settled_links,
        };
        (held.settled_until, counts)
    };
    let there = gatherer.read(move |tx| store::counts(tx, until)).await?;
    Ok(here == there)
}
