//! The rules by which several records say more together than each alone. Pure: what was seen goes
//! in, signals come out, and each names the records it stands on. Nothing here judges a child or an
//! adult; a signal says what repeats, and a person decides what it means.

use std::collections::BTreeSet;

use keyward_moment::Moment;

use super::gather::{densest, distinct_days, grouped, last_two_windows, plain};
use super::pattern::{DayPart, Pattern};
use crate::concerns::Noticed;
use crate::ids::{ConcernId, PersonId, PupilId};

/// Records noticed within so many days of each other can make a signal.
pub(super) const WINDOW_DAYS: i64 = 28;
/// So many concerns about one child within a window, none of them marked as significant, are a signal.
pub(super) const SEVERAL_MIN: usize = 3;
/// So many concerns at one place, about so many children, within a window are a signal.
pub(super) const PLACE_MIN: usize = 4;
pub(super) const PLACE_PUPILS_MIN: usize = 3;
/// So many concerns about one child on one weekday at one time of day, in so many days.
pub(super) const TIME_MIN: usize = 3;
pub(super) const TIME_DAYS: i64 = 56;
/// So many concerns that name one adult, in so many days.
pub(super) const ADULT_MIN: usize = 2;
pub(super) const ADULT_DAYS: i64 = 180;
/// A sibling's concerns in the last window are this many at least, and twice those of the one
/// before.
pub(super) const RISE_MIN: usize = 3;

/// A concern, as far as patterns look at it.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub concern: ConcernId,
    pub noticed: Noticed,
    pub recorded_at: Moment,
    /// Who wrote it down.
    pub recorder: String,
    /// The children it is about, who are neither witnesses nor siblings in it.
    pub pupils: Vec<PupilId>,
    pub place: String,
    /// The members of staff whom it names.
    pub staff: Vec<PersonId>,
    /// Whether no lead has marked it as significant.
    pub is_usual: bool,
}

/// A pattern, and the records that it stands on, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signal {
    pub pattern: Pattern,
    pub records: Vec<ConcernId>,
}

/// What repeats in what was seen, with each child's siblings. The order in which it was seen does
/// not matter.
pub(super) fn signals(seen: &[Seen], siblings: &[(PupilId, PupilId)], now: Moment) -> Vec<Signal> {
    let mut newest_first: Vec<&Seen> = seen.iter().collect();
    newest_first.sort_by(|a, b| (b.noticed.at, &b.concern).cmp(&(a.noticed.at, &a.concern)));
    let by_pupil = grouped(&newest_first, |seen| seen.pupils.clone());
    let mut found = Vec::new();
    for (pupil, of_pupil) in &by_pupil {
        let usual: Vec<&Seen> = of_pupil.iter().copied().filter(|s| s.is_usual).collect();
        add(
            &mut found,
            Pattern::Several(pupil.clone()),
            densest(&usual, WINDOW_DAYS),
            SEVERAL_MIN,
        );
        let at = |seen: &Seen| {
            let weekday = seen.noticed.at.london().weekday().to_monday_one_offset();
            let part = seen
                .noticed
                .time_known
                .then(|| DayPart::of(seen.noticed.at));
            part.map(|part| (weekday, part)).into_iter().collect()
        };
        for ((weekday, part), at_time) in grouped(of_pupil, at) {
            let days = distinct_days(&densest(&at_time, TIME_DAYS));
            add(
                &mut found,
                Pattern::Time(pupil.clone(), weekday, part),
                days,
                TIME_MIN,
            );
        }
    }
    for (place, at_place) in grouped(&newest_first, |seen| vec![plain(&seen.place)]) {
        let records = densest(&at_place, WINDOW_DAYS);
        let children: BTreeSet<&PupilId> = records.iter().flat_map(|seen| &seen.pupils).collect();
        if !place.is_empty() && children.len() >= PLACE_PUPILS_MIN {
            add(&mut found, Pattern::Place(place), records, PLACE_MIN);
        }
    }
    for (person, naming) in grouped(&newest_first, |seen| seen.staff.clone()) {
        let records = densest(&naming, ADULT_DAYS);
        add(&mut found, Pattern::Adult(person), records, ADULT_MIN);
    }
    for (of, sibling) in siblings {
        let records = by_pupil.get(sibling).map_or(&[][..], Vec::as_slice);
        let (last, before) = last_two_windows(records, now);
        if last.len() >= before.max(1) * 2 {
            let (of, sibling) = (of.clone(), sibling.clone());
            add(
                &mut found,
                Pattern::SiblingRise { of, sibling },
                last,
                RISE_MIN,
            );
        }
    }
    found
}

fn add(found: &mut Vec<Signal>, pattern: Pattern, records: Vec<&Seen>, least: usize) {
    if records.len() >= least {
        let records = records.iter().map(|seen| seen.concern.clone()).collect();
        found.push(Signal { pattern, records });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_SECONDS: i64 = 24 * 3_600;

    /// Monday 23 November 2026 at 10:00 in London.
    const NOW: i64 = 1_795_428_000_000_000;

    fn seen(name: &str, days_back: i64, pupils: &[&str]) -> Seen {
        Seen {
            concern: ConcernId(name.into()),
            noticed: Noticed::at(Moment::from_micros(NOW).plus_seconds(-days_back * DAY_SECONDS)),
            recorded_at: Moment::from_micros(NOW),
            recorder: "Sam Staff".into(),
            pupils: pupils.iter().map(|id| PupilId((*id).into())).collect(),
            place: format!("Room {name}"),
            staff: Vec::new(),
            is_usual: true,
        }
    }

    fn found(seen: &[Seen], siblings: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
        let siblings: Vec<_> = siblings
            .iter()
            .map(|(of, sibling)| (PupilId((*of).into()), PupilId((*sibling).into())))
            .collect();
        signals(seen, &siblings, Moment::from_micros(NOW))
            .into_iter()
            .map(|signal| {
                let records = signal.records.into_iter().map(|id| id.0).collect();
                (signal.pattern.parts().join(" "), records)
            })
            .collect()
    }

    fn one(pattern: &str, records: &[&str]) -> Vec<(String, Vec<String>)> {
        let records = records.iter().map(|id| (*id).to_owned()).collect();
        vec![(pattern.to_owned(), records)]
    }

    #[test]
    fn several_concerns_of_usual_significance_about_one_child_within_a_window() {
        let mut three = [
            seen("c1", 30, &["ella"]),
            seen("c2", 12, &["ella", "tom"]),
            seen("c3", 3, &["ella"]),
        ];
        assert_eq!(found(&three, &[]), one("several ella", &["c3", "c2", "c1"]));
        three[1].is_usual = false;
        assert_eq!(found(&three, &[]), [], "what is significant has been seen");
        let apart = [
            seen("c1", 60, &["ella"]),
            seen("c2", 31, &["ella"]),
            seen("c3", 2, &["ella"]),
        ];
        assert_eq!(found(&apart, &[]), []);
    }

    #[test]
    fn of_many_records_the_window_with_the_most_counts() {
        let all = [
            seen("new", 1, &["ella"]),
            seen("c1", 101, &["ella"]),
            seen("c2", 102, &["ella"]),
            seen("c3", 104, &["ella"]),
        ];
        assert_eq!(found(&all, &[]), one("several ella", &["c1", "c2", "c3"]));
    }

    #[test]
    fn one_place_and_several_children() {
        let at = |name: &str, days, pupil: &str, place: &str| Seen {
            place: place.into(),
            is_usual: false,
            ..seen(name, days, &[pupil])
        };
        let mut all = vec![
            at("c1", 1, "ella", "Dining hall"),
            at("c2", 3, "tom", "the dining hall."),
            at("c3", 8, "zoe", "In the Dining Hall"),
            at("c4", 16, "ella", "dining hall"),
        ];
        assert_eq!(
            found(&all, &[]),
            one("place dining hall", &["c1", "c2", "c3", "c4"])
        );
        all[2].pupils = vec![PupilId("tom".into())];
        assert_eq!(
            found(&all, &[]),
            [],
            "two children are no pattern of a place"
        );
    }

    #[test]
    fn one_weekday_and_time_on_three_different_days() {
        let at = |name: &str, days| Seen {
            is_usual: false,
            ..seen(name, days, &["ella"])
        };
        let mondays = [at("c1", 7), at("c2", 21), at("c3", 35)];
        assert_eq!(
            found(&mondays, &[]),
            one("time ella 1 morning", &["c1", "c2", "c3"])
        );
        // A day whose time nobody knows stands at noon, and says nothing of a time.
        let unknown = mondays.clone().map(|seen| Seen {
            noticed: Noticed {
                time_known: false,
                ..seen.noticed
            },
            ..seen
        });
        assert_eq!(found(&unknown, &[]), []);
        let one_morning = [at("c1", 7), at("c2", 7), at("c3", 7)];
        assert_eq!(found(&one_morning, &[]), []);
        assert_eq!(found(&[at("c1", 7), at("c2", 22), at("c3", 36)], &[]), []);
    }

    #[test]
    fn one_adult_named_twice() {
        let naming = |name: &str, days| Seen {
            staff: vec![PersonId("col".into())],
            ..seen(name, days, &[name])
        };
        let both = [naming("c1", 3), naming("c2", 170)];
        assert_eq!(found(&both, &[]), one("adult col", &["c1", "c2"]));
        assert_eq!(found(&[naming("c1", 3), naming("c2", 190)], &[]), []);
    }

    #[test]
    fn a_sibling_for_whom_it_rises() {
        let of_tom = |name: &str, days| Seen {
            is_usual: false,
            ..seen(name, days, &["tom"])
        };
        let rising = [
            of_tom("c1", 1),
            of_tom("c2", 5),
            of_tom("c3", 20),
            of_tom("old", 40),
        ];
        assert_eq!(
            found(&rising, &[("ella", "tom")]),
            one("sibling ella tom", &["c1", "c2", "c3"])
        );
        assert_eq!(found(&rising, &[("tom", "ella")]), []);
        let steady = [
            of_tom("c1", 1),
            of_tom("c2", 5),
            of_tom("c3", 20),
            of_tom("o1", 30),
            of_tom("o2", 40),
        ];
        assert_eq!(found(&steady, &[("ella", "tom")]), []);
    }
}
