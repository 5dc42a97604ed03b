//! What is noted at a large school over the years, by chance: which child, when, and in which words.

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};
use keyward_moment::Moment;
use keyward_web::Problem;
use serde::Deserialize;

use super::chance::Chance;
use super::pupils::Child;

/// The last note is so long before the end, so that somebody has the time to acknowledge it.
const ANSWERED_SECONDS: i64 = 3_600;
const SENTENCES: &str = include_str!("sentences.toml");
/// The school has kept records for so many years.
const YEARS: i16 = 15;

/// The parts of what people write.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sentences {
    pub places: Vec<String>,
    pub present: Vec<String>,
    pub non_verbal: Vec<String>,
    pub opinion: Vec<String>,
    pub said: Vec<String>,
    pub outcomes: Vec<String>,
    pub actions: Vec<String>,
    pub results: Vec<String>,
    pub contacts: Vec<String>,
    pub kind: Vec<Kind>,
}

/// What one kind of concern is about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    /// The categories, by name, that fit it.
    pub categories: Vec<String>,
    pub seen: Vec<String>,
}

impl Sentences {
    /// Those beside this file.
    pub(super) fn read() -> Result<Self, Problem> {
        toml::from_str(SENTENCES).map_err(Problem::bug)
    }
}

/// A moment at which somebody noticed something about a child.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Noted {
    pub recorded_at: Moment,
    pub noticed_at: Moment,
    /// The child's place among the children.
    pub child: usize,
    /// What it says is drawn from this seed.
    pub seed: u64,
}

/// So many notes about these children, in order of when they were recorded; a few children have
/// most of them.
pub(super) fn notes(
    chance: &mut Chance,
    children: &[Child],
    count: usize,
    now: Moment,
) -> Result<Vec<Noted>, Problem> {
    let today = now.london().date();
    let first = Date::new(today.year() - YEARS, today.month(), 1).map_err(Problem::bug)?;
    let mut notes = Vec::with_capacity(count);
    let days = usize::try_from((today - first).get_days() + 1).unwrap_or_default();
    // A child's rank among those with many notes has nothing to do with their year group.
    let ranks = shuffled(chance, children.len());
    while notes.len() < count {
        let place = chance.skewed_below(children.len());
        let Some((&child, came_on)) = ranks
            .get(place)
            .and_then(|child| Some((child, children.get(*child)?.came_on)))
        else {
            break;
        };
        // Whoever has been there for longer has more.
        let Some(day) = school_day(first, chance.below(days)) else {
            continue;
        };
        if day < came_on {
            continue;
        }
        let minutes = 8 * 60 + 30 + chance.below(6 * 60);
        let later = 5 + chance.below(120);
        let seed = (child as u64) << 32 | notes.len() as u64;
        if let (Some(noticed_at), Some(recorded_at)) = (at(day, minutes), at(day, minutes + later))
            && recorded_at < now.plus_seconds(-ANSWERED_SECONDS)
        {
            notes.push(Noted {
                recorded_at,
                noticed_at,
                child,
                seed,
            });
        }
    }
    notes.sort_unstable();
    Ok(notes)
}

fn at(day: Date, minutes: usize) -> Option<Moment> {
    let (hour, minute) = (
        i8::try_from(minutes / 60).ok()?,
        i8::try_from(minutes % 60).ok()?,
    );
    Moment::from_london(day, Time::new(hour, minute, 0, 0).ok()?)
}

/// The day so many after another, if the school is open on it.
fn school_day(from: Date, days: usize) -> Option<Date> {
    let day = from.checked_add(i64::try_from(days).ok()?.days()).ok()?;
    let is_open = day.month() != 8 && !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    is_open.then_some(day)
}

fn shuffled(chance: &mut Chance, count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        places.swap(last, chance.below(last + 1));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::super::pupils::children;
    use super::*;

    #[test]
    fn notes_come_in_order_repeat_and_fall_on_children_who_are_there() {
        let now = Moment::from_micros(1_795_356_300_000_000);
        let today = now.london().date();
        let draw = || {
            let mut chance = Chance::of_seed(3);
            let children = children(&mut chance, 320, today).unwrap();
            let notes = notes(&mut chance, &children, 5_000, now).unwrap();
            (children, notes)
        };
        let (children, all) = draw();
        assert_eq!(all.len(), 5_000);
        assert!(all.is_sorted() && all.iter().all(|note| note.recorded_at < now));
        for note in &all {
            assert!(note.noticed_at < note.recorded_at);
            assert!(children[note.child].came_on <= note.noticed_at.london().date());
        }
        assert_eq!(draw().1, all);
        let oldest = all[0].recorded_at.london().year();
        assert!(oldest <= today.year() - 13, "{oldest}");
        let mut of_child = vec![0; children.len()];
        for note in &all {
            of_child[note.child] += 1;
        }
        of_child.sort_unstable();
        let most: usize = of_child.iter().rev().take(32).sum();
        assert!(most > 1_250, "a tenth of the children has {most}");
    }

    #[test]
    fn there_is_something_to_say_of_every_kind() {
        let sentences = Sentences::read().unwrap();
        assert!(!sentences.kind.is_empty());
        for kind in &sentences.kind {
            assert!(
                !kind.categories.is_empty() && kind.seen.len() >= 3,
                "{kind:?}"
            );
        }
    }
}
