//! When something was noticed: a day and a time as people write them, or a day whose time nobody knows.
//! Pure.

use jiff::civil::{Date, Time};
use keyward_db::{Column, FromColumn};
use keyward_moment::Moment;
use keyward_web::{Errors, Pairs};

use super::line::when;

/// SQL: when this row, a `concern` or a `body_mark`, was noticed. It is read as [`Noticed`].
macro_rules! noticed {
    ($row:literal) => {
        concat!(
            $row,
            ".noticed_at || CASE WHEN ",
            $row,
            ".noticed_time_known = 1 THEN '' ELSE '?' END"
        )
    };
}
pub(crate) use noticed;

/// When something was noticed.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Noticed {
    /// The moment; where the day alone is known, noon of it, for the order of things.
    pub at: Moment,
    /// Whether the time is known, and not the day alone.
    pub time_known: bool,
}

/// What is said where the day alone is known.
const NOT_KNOWN: &str = ", time not known";

impl Noticed {
    /// Noticed at this moment.
    pub fn at(moment: Moment) -> Self {
        Self {
            at: moment,
            time_known: true,
        }
    }

    /// On which day: `12 March 2026`.
    pub fn day(self) -> String {
        self.at.day()
    }

    /// `12 March 2026 at 14:05`, or `12 March 2026, time not known`.
    pub fn day_and_time(self) -> String {
        match self.time_known {
            true => self.at.day_and_time(),
            false => format!("{}{NOT_KNOWN}", self.at.day()),
        }
    }

    /// The same as people say it now: `today at 14:05`, or `yesterday, time not known`.
    pub fn when(self, now: Moment) -> String {
        let words = when(self.at, now);
        match (self.time_known, words.rsplit_once(" at ")) {
            (false, Some((day, _))) => format!("{day}{NOT_KNOWN}"),
            (true, _) | (false, None) => words,
        }
    }

    /// For machines: the moment, or the day.
    pub fn for_machines(self) -> String {
        match self.time_known {
            true => self.at.rfc3339(),
            false => self.at.london().date().to_string(),
        }
    }
}

impl FromColumn for Noticed {
    fn from_column(column: Column<'_>) -> Option<Self> {
        let text = String::from_column(column)?;
        let micros = text.strip_suffix('?');
        let at = micros.unwrap_or(&text).parse().ok()?;
        Some(Self {
            at: Moment::from_micros(at),
            time_known: micros.is_none(),
        })
    }
}

/// A day and a time as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticedForm {
    /// The day.
    pub day: String,
    /// The time.
    pub time: String,
    /// Whether it is ticked that nobody knows the time; what stands in its field is then nothing said.
    pub is_time_unknown: bool,
    /// Whether it says now because nobody has said anything yet.
    pub is_now: bool,
}

impl NoticedForm {
    /// Reads the fields.
    pub fn read(pairs: &Pairs) -> Self {
        Self {
            day: pairs.text("day").to_owned(),
            time: pairs.text("time").to_owned(),
            is_time_unknown: pairs.has("time-unknown"),
            is_now: false,
        }
    }

    /// Noticed now.
    pub fn now(now: Moment) -> Self {
        let london = now.london();
        Self {
            day: london.strftime("%Y-%m-%d").to_string(),
            time: london.strftime("%H:%M").to_string(),
            is_time_unknown: false,
            is_now: true,
        }
    }

    /// The parts that make two sendings the same one.
    pub fn parts(&self) -> [&str; 2] {
        let time = match self.is_time_unknown {
            true => "not known",
            false => &self.time,
        };
        [&self.day, time]
    }

    /// When it was noticed, never after now; else what is wrong goes to the fields `day` and `time`.
    pub fn check(&self, now: Moment, errors: &mut Errors) -> Option<Noticed> {
        if self.is_time_unknown {
            return self.check_day(now, errors);
        }
        noticed_at((&self.day, &self.time), now, errors).map(Noticed::at)
    }

    fn check_day(&self, now: Moment, errors: &mut Errors) -> Option<Noticed> {
        let Some(day) = day(&self.day) else {
            errors.add("day", DAY_WRONG);
            return None;
        };
        if day > now.london().date() {
            errors.add("day", DAY_LATE);
            return None;
        }
        let noon = Moment::from_london(day, Time::constant(12, 0, 0, 0))?;
        Some(Noticed {
            at: noon.min(now),
            time_known: false,
        })
    }
}

const DAY_WRONG: &str = "Enter the day it was noticed, such as 22/11/2026";
const DAY_LATE: &str = "The day it was noticed must be today or earlier";

/// How far a wall clock may be ahead of ours.
const FAST_CLOCK_SECONDS_MAX: i64 = 300;

/// The moment of a day and a time as typed, never after now; else what is wrong goes to the fields
/// `day` and `time`.
fn noticed_at((day, time): (&str, &str), now: Moment, errors: &mut Errors) -> Option<Moment> {
    let (day, time) = (self::day(day), self::time(time));
    if day.is_none() {
        errors.add("day", DAY_WRONG);
    }
    if time.is_none() {
        let words = "Enter the time it was noticed, such as 14:05, or tick that it is not known";
        errors.add("time", words);
    }
    let noticed = Moment::from_london(day?, time?);
    match noticed {
        Some(noticed) if noticed <= now => Some(noticed),
        Some(noticed) if noticed <= now.plus_seconds(FAST_CLOCK_SECONDS_MAX) => Some(now),
        _ if day? > now.london().date() => {
            errors.add("day", DAY_LATE);
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
    fn of_a_day_whose_time_nobody_knows_no_time_is_said() {
        // 22 November 2026 at 14:05 in London.
        let now = Moment::from_micros(1_795_356_300_000_000);
        let on = |day: &str| {
            let form = NoticedForm {
                day: day.into(),
                time: "09:30".into(),
                is_time_unknown: true,
                is_now: false,
            };
            let mut errors = Errors::new();
            let noticed = form.check(now, &mut errors);
            noticed.ok_or_else(|| errors.of("day").unwrap_or_default().to_owned())
        };
        let noticed = on("2026-03-12").expect("a day");
        assert_eq!(noticed.day_and_time(), "12 March 2026, time not known");
        assert_eq!(noticed.when(now), "12 March, time not known");
        assert_eq!(noticed.for_machines(), "2026-03-12");
        assert_eq!(noticed.at.time(), "12:00");
        let today = on("2026-11-22").expect("a day");
        assert_eq!(today.when(now), "today, time not known");
        let early = now.plus_seconds(-8 * 3_600);
        let form = NoticedForm {
            is_time_unknown: true,
            ..NoticedForm::now(early)
        };
        let noticed = form.check(early, &mut Errors::new()).expect("a day");
        assert_eq!(noticed.at, early, "nothing is noticed after now");
        assert_eq!(on("2026-11-23"), Err(DAY_LATE.to_owned()));
        assert_eq!(on("soon"), Err(DAY_WRONG.to_owned()));
    }

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
