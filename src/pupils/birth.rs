//! Dates of birth: read as people write them, kept as `yyyy-mm-dd`.

use jiff::civil::Date;
use jiff::fmt::strtime;

/// The ways in which a day is written. Days come before months: this is a British school.
const WAYS: [&str; 9] = [
    "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%Y/%m/%d",
    "%Y%m%d",
];
/// Nobody at a school is older than this, in years.
const AGE_MAX: i16 = 25;

/// Reads a date of birth.
///
/// # Errors
/// What is wrong with it, for whoever looks after the file.
pub fn parse(text: &str, today: Date) -> Result<Date, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").replace(',', "");
    if text.is_empty() {
        return Err("there is no date of birth".into());
    }
    // A spreadsheet may add a midnight to a day.
    let text = ["T00:00:00", " 00:00:00", " 00:00"]
        .iter()
        .find_map(|midnight| text.strip_suffix(midnight))
        .unwrap_or(&text);
    let Some(born) = day(text) else {
        if is_off_the_calendar(text) {
            return Err("there is no such day; check the day and the month".into());
        }
        return Err("a date is written like 2014-05-01, 01/05/2014 or 1 May 2014".into());
    };
    if born > today {
        return Err("it lies in the future".into());
    }
    if today.year() - born.year() > AGE_MAX {
        return Err(format!("it lies more than {AGE_MAX} years back"));
    }
    Ok(born)
}

/// A day as people write it, or as a browser sends it.
pub fn day(text: &str) -> Option<Date> {
    WAYS.iter().find_map(|way| {
        let date = strtime::parse(way, text).ok()?.to_date().ok()?;
        // `%Y` also takes fewer digits: 14 would be the year 14.
        (date.year() >= 1000).then_some(date)
    })
}

/// Whether it is written as a day is, and the month has no such day: 31 February.
fn is_off_the_calendar(text: &str) -> bool {
    let written = WAYS.iter().filter_map(|way| strtime::parse(way, text).ok());
    written
        .filter(|day| day.year().is_some_and(|year| year >= 1000))
        .any(|day| day.to_date().is_err())
}

/// How old somebody is, in years.
pub fn age(born: Date, today: Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i16::from(!had_birthday)
}

/// `1 May 2014`, from `2014-05-01`.
pub fn words(born_on: &str) -> String {
    born_on.parse::<Date>().map_or_else(
        |_| born_on.to_owned(),
        |date| date.strftime("%-d %B %Y").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for written in [
            "2014-05-01",
            "01/05/2014",
            "1/5/2014",
            "1 May 2014",
            "1 may 2014",
            "01  MAY 2014",
            "1-May-2014",
            "01-05-2014",
            "1.5.2014",
            "20140501",
            " 2014-05-01 00:00:00 ",
        ] {
            assert_eq!(parse(written, TODAY), Ok(date(2014, 5, 1)), "{written}");
        }
        for wrong in [
            "",
            "31/02/2014",
            "05/13/2014",
            "1/5/14",
            "2027-01-01",
            "1990-01-01",
            "May 2014",
            "41760",
        ] {
            assert!(parse(wrong, TODAY).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_day_that_the_calendar_does_not_have_is_told_apart_from_a_date_written_otherwise() {
        for (written, words) in [
            ("31/02/2012", "there is no such day"),
            ("2013-02-29", "there is no such day"),
            ("31 April 2014", "there is no such day"),
            ("20140631", "there is no such day"),
            ("31/02/12", "a date is written like"),
            ("05/13/2014", "a date is written like"),
            ("February 2012", "a date is written like"),
        ] {
            let wrong = parse(written, TODAY).expect_err(written);
            assert!(wrong.starts_with(words), "{written}: {wrong}");
        }
        assert_eq!(parse("29/02/2012", TODAY), Ok(date(2012, 2, 29)));
    }

    #[test]
    fn an_age_changes_on_the_birthday() {
        assert_eq!(age(date(2014, 11, 22), TODAY), 12);
        assert_eq!(age(date(2014, 11, 23), TODAY), 11);
        assert_eq!(words("2014-05-01"), "1 May 2014");
    }

    proptest! {
        #[test]
        fn every_way_of_writing_reads_back(days in 0i32..9000) {
            let born = TODAY.saturating_sub(jiff::Span::new().days(days));
            for way in WAYS {
                let written = born.strftime(way).to_string();
                prop_assert_eq!(parse(&written, TODAY), Ok(born), "{}", written);
            }
        }

        #[test]
        fn nothing_breaks_the_reading(text in ".{0,30}") {
            let _ = parse(&text, TODAY);
        }
    }
}
