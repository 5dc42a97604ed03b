//! When something was noticed: a day and a time as people write them. Pure.

use jiff::civil::{Date, Time};
use keyward_moment::Moment;
use keyward_web::Errors;

/// How far a wall clock may be ahead of ours.
const FAST_CLOCK_SECONDS_MAX: i64 = 300;

/// The moment of a day and a time as typed, never after now; else what is wrong goes to the fields
/// `day` and `time`.
pub fn noticed_at((day, time): (&str, &str), now: Moment, errors: &mut Errors) -> Option<Moment> {
    let (day, time) = (self::day(day), self::time(time));
    if day.is_none() {
        errors.add("day", "Enter the day it was noticed, such as 22/11/2026");
    }
    if time.is_none() {
        errors.add("time", "Enter the time it was noticed, such as 14:05");
    }
    let noticed = Moment::from_london(day?, time?);
    match noticed {
        Some(noticed) if noticed <= now => Some(noticed),
        Some(noticed) if noticed <= now.plus_seconds(FAST_CLOCK_SECONDS_MAX) => Some(now),
        _ if day? > now.london().date() => {
            errors.add("day", "The day it was noticed must be today or earlier");
            None
        }
        _ => {
            errors.add("time", "The time it was noticed must be in the past");
            None
        }
    }
}

/// A day as a browser sends it (`2026-11-22`) or as people write it (`22/11/2026`, `22.11.2026`).
pub(super) fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).collect();
    let &[first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    let year: i16 = year.parse().ok()?;
    let date = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1900..=9998).contains(&year).then_some(date)
}

/// A time of day: `14:05`, `14.05` or `1405`; seconds are read over.
fn time(text: &str) -> Option<Time> {
    let text = text.trim();
    let (hour, minute) = match text.split([':', '.']).collect::<Vec<_>>()[..] {
        [hour, minute] | [hour, minute, _] => (hour, minute),
        [both] if both.len() == 4 && both.is_ascii() => both.split_at(2),
        _ => return None,
    };
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_time_are_read_as_people_write_them() {
        for text in [
            "2026-11-22",
            "22/11/2026",
            "22.11.2026",
            "22 11 2026",
            "22-11-2026",
        ] {
            assert_eq!(day(text), Date::new(2026, 11, 22).ok(), "{text}");
        }
        for text in [
            "",
            "22/11/26",
            "11",
            "2026-13-01",
            "1-2-3-4",
            "é",
            "1899-01-01",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
        for text in ["14:05", "14.05", "1405", "14:05:33"] {
            assert_eq!(time(text), Time::new(14, 5, 0, 0).ok(), "{text}");
        }
        for text in ["", "24:00", "12", "éé", "1:2:3:4"] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
