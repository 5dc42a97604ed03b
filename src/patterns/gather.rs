//! How records are gathered before a rule looks at them: by what they have in common, and by the days that
//! lie between them. Pure.

use std::collections::{BTreeMap, BTreeSet};

use keyward_moment::Moment;

use super::signal::{Seen, WINDOW_DAYS};

const DAY_SECONDS: i64 = 24 * 3_600;

pub(super) fn grouped<'s, K: Ord>(
    seen: &[&'s Seen],
    keys: impl Fn(&Seen) -> Vec<K>,
) -> BTreeMap<K, Vec<&'s Seen>> {
    let mut groups: BTreeMap<K, Vec<&Seen>> = BTreeMap::new();
    for &one in seen {
        for key in keys(one) {
            let group = groups.entry(key).or_default();
            if group.last().is_none_or(|last| last.concern != one.concern) {
                group.push(one);
            }
        }
    }
    groups
}

/// The most records that lie within so many days of each other; of two such, the newer.
pub(super) fn densest<'s>(newest_first: &[&'s Seen], days: i64) -> Vec<&'s Seen> {
    let mut best: &[&Seen] = &[];
    for (from, newest) in newest_first.iter().enumerate() {
        let rest = newest_first.get(from..).unwrap_or_default();
        let within = rest
            .iter()
            .take_while(|seen| {
                seen.noticed.at.seconds_until(newest.noticed.at) <= days * DAY_SECONDS
            })
            .count();
        if within > best.len() {
            best = rest.get(..within).unwrap_or_default();
        }
    }
    best.to_vec()
}

/// One record a day: what is noted twice in a morning is no repeated time.
pub(super) fn distinct_days<'s>(newest_first: &[&'s Seen]) -> Vec<&'s Seen> {
    let mut days = BTreeSet::new();
    let is_new = |seen: &&&Seen| days.insert(seen.noticed.at.london().date());
    newest_first.iter().filter(is_new).copied().collect()
}

/// The records of the last window, and how many the one before had.
pub(super) fn last_two_windows<'s>(
    newest_first: &[&'s Seen],
    now: Moment,
) -> (Vec<&'s Seen>, usize) {
    let age = |seen: &Seen| seen.noticed.at.seconds_until(now) / DAY_SECONDS;
    let (mut last, mut before) = (Vec::new(), 0);
    for &seen in newest_first {
        match age(seen) {
            days if days < WINDOW_DAYS => last.push(seen),
            days if days < 2 * WINDOW_DAYS => before += 1,
            _ => {}
        }
    }
    (last, before)
}

/// A place in plain words, so that “Dining hall.” and “the dining hall” are one.
pub(super) fn plain(place: &str) -> String {
    let words: Vec<String> = place
        .split(|letter: char| !letter.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !matches!(word.as_str(), "" | "the" | "in" | "at" | "on" | "a"))
        .collect();
    words.join(" ")
}
