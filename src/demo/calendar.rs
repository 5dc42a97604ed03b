//! Days and times of the demo's past, counted back from the present so that it never grows old.

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};
use keyward_moment::Moment;

/// The moment so many school days (Monday to Friday) before today, at this time in London.
pub(super) fn school_day(now: Moment, days_back: u32, time: &str) -> Option<Moment> {
    let mut day = now.london().date();
    for _ in 0..days_back {
        day = school_day_before(day)?;
    }
    let (hour, minute) = time.split_once(':')?;
    let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    Moment::from_london(day, time)
}

fn school_day_before(day: Date) -> Option<Date> {
    let mut before = day.yesterday().ok()?;
    while matches!(before.weekday(), Weekday::Saturday | Weekday::Sunday) {
        before = before.yesterday().ok()?;
    }
    Some(before)
}

/// The date of birth of a child who is in this year group on this day, with this birthday
/// (`mm-dd`): children of one year group are born from 1 September to 31 August.
pub(super) fn born_on(today: Date, year_group: i16, birthday: &str) -> Option<Date> {
    let (month, day) = birthday.split_once('-')?;
    let (month, day) = (month.parse::<i8>().ok()?, day.parse().ok()?);
    let oldest = school_year(today) - year_group - 5;
    let year = if month >= 9 { oldest } else { oldest + 1 };
    Date::new(year, month, day).ok()
}

/// The calendar year in which the school year of this day began.
pub(super) fn school_year(today: Date) -> i16 {
    let begun = today.month() >= 9;
    let last = today.checked_sub(1.year()).unwrap_or(today);
    if begun { today.year() } else { last.year() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn school_days_leave_weekends_out() {
        let noon = Time::new(12, 0, 0, 0).unwrap();
        let sunday = Moment::from_london(date(2026, 11, 22), noon).unwrap();
        let words = |days| school_day(sunday, days, "14:05").unwrap().day_and_time();
        assert_eq!(words(1), "20 November 2026 at 14:05");
        assert_eq!(words(6), "13 November 2026 at 14:05");
        assert_eq!(school_day(sunday, 1, "later"), None);
    }

    #[test]
    fn a_year_group_is_born_between_two_septembers() {
        let today = date(2026, 11, 22);
        assert_eq!(born_on(today, 7, "09-01"), Some(date(2014, 9, 1)));
        assert_eq!(born_on(today, 7, "08-31"), Some(date(2015, 8, 31)));
        assert_eq!(
            born_on(date(2027, 3, 1), 7, "09-01"),
            Some(date(2014, 9, 1))
        );
        assert_eq!(born_on(today, 11, "12-24"), Some(date(2010, 12, 24)));
    }
}
