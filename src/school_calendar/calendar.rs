//! School time: on which days and between which hours a waiting concern's minutes run.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time, Weekday};
use keyward_moment::Moment;

/// A concern that may wait this many minutes at most is grave: its clock runs in the holidays too.
pub const GRAVE_MINUTES_MAX: i64 = 60;
/// So many days ahead are looked through for school time.
const DAYS_AHEAD_MAX: usize = 400;

/// From when until when, on one day.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// From.
    pub opens: Time,
    /// Until.
    pub closes: Time,
}

impl Hours {
    /// Between these whole hours and minutes.
    pub const fn between(opens: (i8, i8), closes: (i8, i8)) -> Self {
        Self {
            opens: Time::constant(opens.0, opens.1, 0, 0),
            closes: Time::constant(closes.0, closes.1, 0, 0),
        }
    }
}

/// Days from the first to the last.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

impl Days {
    /// Whether this day is one of them.
    pub fn hold(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }
}

/// A term, or half of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its days.
    pub days: Days,
    /// What the school calls it; empty where it gave no name.
    pub name: String,
}

/// Whether a clock runs in the holidays too.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Pace {
    /// On school days alone.
    SchoolDays,
    /// In the holidays too, while somebody looks in.
    Holidays,
}

impl Pace {
    /// The pace of a concern that may wait so many minutes.
    pub fn of(minutes: i64) -> Self {
        if minutes <= GRAVE_MINUTES_MAX {
            Self::Holidays
        } else {
            Self::SchoolDays
        }
    }
}

/// A school's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The hours of each day of the week, Monday first.
    pub week: [Option<Hours>; 7],
    /// Its terms; none is every week of the year.
    pub terms: Vec<Term>,
    /// Days on which nobody is there, with their names.
    pub closed: BTreeMap<Date, String>,
    /// When somebody looks in from Monday to Friday in the holidays.
    pub holidays: Hours,
}

impl Default for Calendar {
    /// Until a school says more: Monday to Friday, every week.
    fn default() -> Self {
        let day = Some(Hours::between((8, 30), (16, 0)));
        Self {
            week: [day, day, day, day, day, None, None],
            terms: Vec::new(),
            closed: BTreeMap::new(),
            holidays: Hours::between((10, 0), (12, 0)),
        }
    }
}

impl Calendar {
    /// The term that ends last.
    pub fn last_term(&self) -> Option<&Term> {
        self.terms.iter().max_by_key(|term| term.days.last)
    }

    /// The last day of which the calendar says whether it is in a term.
    fn known_until(&self) -> Option<Date> {
        self.last_term().map(|term| term.days.last)
    }

    /// Whether a school day or a day of the holidays falls on this day, bank holidays apart.
    pub fn is_in_term(&self, day: Date) -> bool {
        self.terms.is_empty() || self.terms.iter().any(|term| term.days.hold(day))
    }

    /// The hours that count on this day. After the last term that the school has written down,
    /// nobody knows when the next begins: then every clock runs as in the holidays.
    fn hours_on(&self, day: Date, pace: Pace) -> Option<Hours> {
        if self.closed.contains_key(&day) {
            return None;
        }
        let weekday = day.weekday();
        if self.is_in_term(day) {
            let place = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default();
            return self.week.get(place).copied().flatten();
        }
        let is_working_day = !matches!(weekday, Weekday::Saturday | Weekday::Sunday);
        let is_unknown = self.known_until().is_some_and(|last| day > last);
        let counts = match pace {
            Pace::Holidays => true,
            Pace::SchoolDays => is_unknown,
        };
        (is_working_day && counts).then_some(self.holidays)
    }

    fn open_on(&self, day: Date, pace: Pace) -> Option<(Moment, Moment)> {
        let hours = self.hours_on(day, pace)?;
        let opens = Moment::from_london(day, hours.opens)?;
        let closes = Moment::from_london(day, hours.closes)?;
        Some((opens, closes))
    }

    /// When a concern of this moment has waited so many minutes of school time.
    pub fn after(&self, from: Moment, minutes: i64) -> Moment {
        let pace = Pace::of(minutes);
        let mut left = minutes.saturating_mul(60);
        for day in days_from(from.london().date()) {
            if let Some((opens, closes)) = self.open_on(day, pace) {
                let begins = opens.max(from);
                let there = begins.seconds_until(closes);
                if begins < closes && left <= there {
                    return begins.plus_seconds(left);
                }
                left -= there.max(0);
            }
        }
        // A calendar without an open hour must not let anybody wait for ever.
        from.plus_seconds(minutes.saturating_mul(60))
    }

    /// When the next day begins on which a clock for so many minutes runs.
    pub fn next_opening(&self, now: Moment, minutes: i64) -> Moment {
        let pace = Pace::of(minutes);
        let later = days_from(now.london().date()).skip(1);
        later
            .filter_map(|day| self.open_on(day, pace))
            .map(|(opens, _)| opens)
            .next()
            .unwrap_or_else(|| now.plus_seconds(86_400))
    }

    /// Whether this day is one of the holidays' working days.
    pub fn is_holiday(&self, day: Date) -> bool {
        !self.is_in_term(day)
    }
}

fn days_from(first: Date) -> impl Iterator<Item = Date> {
    let next = |day: &Date| day.tomorrow().ok();
    std::iter::successors(Some(first), next).take(DAYS_AHEAD_MAX)
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
