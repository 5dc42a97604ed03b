//! When something is due, seen from a day; and a person's days as a calendar reads them. Pure.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::Date;
use keyward_moment::Moment;

/// How near a day is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    Overdue,
    Today,
    ThisWeek,
    Later,
}

impl Nearness {
    /// Of a day, seen from today. A week ends on Sunday; on a Friday or later, next week counts as
    /// near too.
    pub(super) fn of(day: Date, today: Date) -> Self {
        let weekday = today.weekday().to_monday_one_offset();
        let days_left = if weekday >= 5 {
            14 - weekday
        } else {
            7 - weekday
        };
        let last = today.checked_add(i64::from(days_left).days());
        match last {
            _ if day < today => Self::Overdue,
            _ if day == today => Self::Today,
            Ok(last) if day <= last => Self::ThisWeek,
            Ok(_) | Err(_) => Self::Later,
        }
    }

    /// The last day that is near, seen from today.
    pub(super) fn last_near(today: Date) -> Date {
        let mut last = today;
        while let Ok(next) = last.tomorrow()
            && Self::of(next, today) != Self::Later
        {
            last = next;
        }
        last
    }

    /// As the planner heads it.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Overdue => "Overdue",
            Self::Today => "Today",
            Self::ThisWeek => "This week",
            Self::Later => "Later",
        }
    }
}

/// `Friday 27 November`, with the year when it is another than today's.
pub(super) fn day_words(day: Date, today: Date) -> String {
    let pattern = match day.year() == today.year() {
        true => "%A %-d %B",
        false => "%A %-d %B %Y",
    };
    day.strftime(pattern).to_string()
}

/// `1 action` or `3 actions`.
pub(super) fn actions(count: i64) -> String {
    match count {
        1 => "1 action".to_owned(),
        count => format!("{count} actions"),
    }
}

/// A person's days as iCalendar (RFC 5545): an all-day event for each day on which something is
/// due. It holds numbers alone, so no line needs folding (section 3.1: 75 octets) and no text
/// escaping.
pub(super) fn calendar(days: &[(Date, i64)], person_tag: &str, now: Moment) -> String {
    let mut text = String::from(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Keyward//Planner//EN\r\n\
         CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nNAME:Keyward\r\nX-WR-CALNAME:Keyward\r\n\
         REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n",
    );
    let stamp = now
        .rfc3339()
        .get(..19)
        .unwrap_or_default()
        .replace(['-', ':'], "");
    for (day, count) in days {
        let next = day.tomorrow().unwrap_or(*day);
        let (begin, end) = (day.strftime("%Y%m%d"), next.strftime("%Y%m%d"));
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:{begin}-{person_tag}@keyward\r\nDTSTAMP:{stamp}Z\r\n\
             DTSTART;VALUE=DATE:{begin}\r\nDTEND;VALUE=DATE:{end}\r\n\
             SUMMARY:Keyward: {} due\r\nTRANSP:TRANSPARENT\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n",
            actions(*count)
        );
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_as_near_as_a_working_week_feels() {
        // Thursday 26 November 2026.
        let today = date(2026, 11, 26);
        for (day, near) in [
            (date(2026, 11, 25), Nearness::Overdue),
            (today, Nearness::Today),
            (date(2026, 11, 29), Nearness::ThisWeek),
            (date(2026, 11, 30), Nearness::Later),
        ] {
            assert_eq!(Nearness::of(day, today), near, "{day}");
        }
        assert_eq!(Nearness::last_near(today), date(2026, 11, 29));
        let friday = date(2026, 11, 27);
        assert_eq!(Nearness::last_near(friday), date(2026, 12, 6));
        assert_eq!(Nearness::of(date(2026, 12, 6), friday), Nearness::ThisWeek);
        assert_eq!(Nearness::of(date(2026, 12, 7), friday), Nearness::Later);
        let sunday = date(2026, 11, 29);
        assert_eq!(Nearness::of(date(2026, 12, 6), sunday), Nearness::ThisWeek);
        assert_eq!(Nearness::of(date(2026, 12, 7), sunday), Nearness::Later);
    }

    #[test]
    fn a_calendar_has_an_event_a_day_and_no_long_line() {
        let days = [(date(2026, 11, 27), 1), (date(2026, 12, 31), 12)];
        let now = Moment::from_micros(1_795_356_300_000_000);
        let text = calendar(&days, "0123456789abcdef", now);
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
        assert!(text.contains("SUMMARY:Keyward: 1 action due\r\n"));
        assert!(text.contains("SUMMARY:Keyward: 12 actions due\r\n"));
        assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(text.contains("DTSTAMP:20261122T140500Z\r\n"));
        assert!(text.lines().all(|line| line.len() <= 75));
        assert!(text.split("\r\n").all(|line| !line.contains('\n')));
    }

    #[test]
    fn days_and_numbers_are_said_as_people_say_them() {
        let today = date(2026, 11, 26);
        assert_eq!(day_words(date(2026, 11, 27), today), "Friday 27 November");
        assert_eq!(day_words(date(2027, 1, 4), today), "Monday 4 January 2027");
        assert_eq!(
            (actions(1), actions(2)),
            ("1 action".into(), "2 actions".into())
        );
    }
}
