//! School time, by tables.

use jiff::civil::date;

use super::*;

/// A moment as `2026-12-18 15:20` on a British wall clock.
fn at(text: &str) -> Moment {
    let (day, time) = text.split_once(' ').expect("a day and a time");
    let time = format!("{time}:00");
    Moment::from_london(day.parse().expect("a day"), time.parse().expect("a time")).expect("then")
}

fn words(moment: Moment) -> String {
    moment.london().strftime("%Y-%m-%d %H:%M").to_string()
}

/// A year with two terms, a half term, and the holidays between them.
fn year() -> Calendar {
    let term = |first, last| Term {
        days: Days { first, last },
        name: String::new(),
    };
    let closed = [
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "Boxing Day"),
        (date(2027, 1, 1), "New Year’s Day"),
        (date(2027, 1, 5), "INSET"),
    ];
    Calendar {
        terms: vec![
            term(date(2026, 9, 2), date(2026, 10, 23)),
            term(date(2026, 11, 2), date(2026, 12, 18)),
            term(date(2027, 1, 4), date(2027, 2, 12)),
        ],
        closed: closed
            .into_iter()
            .map(|(day, name)| (day, name.to_owned()))
            .collect(),
        ..Calendar::default()
    }
}

#[test]
fn minutes_run_in_school_hours_alone() {
    for (logged, minutes, due) in [
        // Within a day, and from before it opens.
        ("2026-11-26 10:00", 30, "2026-11-26 10:30"),
        ("2026-11-26 06:10", 30, "2026-11-26 09:00"),
        ("2026-11-26 15:30", 30, "2026-11-26 16:00"),
        // Over the evening, and over the weekend.
        ("2026-11-26 15:50", 30, "2026-11-27 08:50"),
        ("2026-11-26 16:00", 30, "2026-11-27 09:00"),
        ("2026-11-26 22:00", 120, "2026-11-27 10:30"),
        ("2026-11-27 15:45", 30, "2026-11-30 08:45"),
        ("2026-11-28 12:00", 30, "2026-11-30 09:00"),
        // More than a whole day of 450 minutes.
        ("2026-11-26 15:00", 540, "2026-11-30 09:00"),
    ] {
        assert_eq!(
            words(Calendar::default().after(at(logged), minutes)),
            due,
            "{logged}"
        );
        assert_eq!(
            words(year().after(at(logged), minutes)),
            due,
            "{logged}, in a term"
        );
    }
}

#[test]
fn a_grave_concern_does_not_wait_for_the_term_and_another_does() {
    for (logged, minutes, due) in [
        // The last day of term, at 15:20: forty minutes are left of it.
        ("2026-12-18 15:20", 30, "2026-12-18 15:50"),
        ("2026-12-18 15:20", 60, "2026-12-21 10:20"),
        ("2026-12-18 15:20", 120, "2027-01-04 09:50"),
        // Christmas Day is a Friday, the next Monday a bank holiday.
        ("2026-12-24 11:50", 30, "2026-12-29 10:20"),
        ("2026-12-26 09:00", 60, "2026-12-29 11:00"),
        // New Year's Day, then a weekend, then the term.
        ("2026-12-31 12:00", 30, "2027-01-04 09:00"),
        // An INSET day within the term.
        ("2027-01-04 15:50", 30, "2027-01-06 08:50"),
        ("2027-01-04 15:50", 120, "2027-01-06 10:20"),
        // Half term.
        ("2026-10-23 15:50", 30, "2026-10-26 10:20"),
        ("2026-10-23 15:50", 90, "2026-11-02 09:50"),
    ] {
        assert_eq!(
            words(year().after(at(logged), minutes)),
            due,
            "{logged} {minutes}"
        );
    }
}

#[test]
fn after_the_last_term_that_is_known_nobody_waits_for_ever() {
    assert_eq!(
        words(year().after(at("2027-02-12 15:50"), 120)),
        "2027-02-15 11:50"
    );
    assert_eq!(
        words(year().after(at("2031-06-02 09:00"), 30)),
        "2031-06-02 10:30"
    );
}

#[test]
fn a_clock_goes_with_the_wall_when_the_hour_changes() {
    // The clocks go back on 25 October 2026 and forward on 28 March 2027, both Sundays.
    let calendar = Calendar::default();
    let friday = at("2026-10-23 15:50");
    let due = calendar.after(friday, 30);
    assert_eq!(words(due), "2026-10-26 08:50");
    assert_eq!(friday.seconds_until(due), (3 * 24 - 7 + 1) * 3_600);
    assert_eq!(
        words(calendar.after(at("2027-03-26 15:50"), 30)),
        "2027-03-29 08:50"
    );
    // A school that never closes gains an hour in the night, and loses one.
    let always = Calendar {
        week: [Some(Hours::between((0, 0), (23, 59))); 7],
        ..Calendar::default()
    };
    assert_eq!(
        words(always.after(at("2026-10-25 00:30"), 120)),
        "2026-10-25 01:30"
    );
    assert_eq!(
        words(always.after(at("2027-03-28 00:30"), 120)),
        "2027-03-28 03:30"
    );
}

#[test]
fn without_an_open_hour_minutes_run_as_they_are() {
    let never = Calendar {
        week: [None; 7],
        ..Calendar::default()
    };
    assert_eq!(
        words(never.after(at("2026-11-26 22:00"), 30)),
        "2026-11-26 22:30"
    );
    assert_eq!(
        words(never.next_opening(at("2026-11-26 22:00"), 30)),
        "2026-11-27 22:00"
    );
}

#[test]
fn the_next_opening_is_on_a_later_day() {
    for (now, minutes, opens) in [
        ("2026-11-26 10:00", 30, "2026-11-27 08:30"),
        ("2026-11-26 05:00", 30, "2026-11-27 08:30"),
        ("2026-11-27 10:00", 30, "2026-11-30 08:30"),
        ("2026-12-18 10:00", 30, "2026-12-21 10:00"),
        ("2026-12-18 10:00", 90, "2027-01-04 08:30"),
    ] {
        assert_eq!(words(year().next_opening(at(now), minutes)), opens, "{now}");
    }
}
