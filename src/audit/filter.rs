//! Which entries are shown: of one act, of one person, on one thing, between two days.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use keyward_moment::Moment;
use keyward_web::{Errors, Pairs};

/// What was asked for, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// An act.
    pub act: String,
    /// A person's identifier.
    pub person: String,
    /// A thing's identifier.
    pub subject: String,
    /// The first day, `yyyy-mm-dd`.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// What is looked for; an empty text lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// This act.
    pub act: String,
    /// By this person.
    pub person: String,
    /// On this thing.
    pub subject: String,
    /// From this moment.
    pub from: Option<Moment>,
    /// Before this moment.
    pub until: Option<Moment>,
}

impl Asked {
    /// Reads what was asked for from an address.
    pub fn read(query: &Pairs) -> Self {
        Self {
            act: query.text("act").into(),
            person: query.text("person").into(),
            subject: query.text("subject").into(),
            from: query.text("from").into(),
            to: query.text("to").into(),
        }
    }

    /// Whether anything was asked for.
    pub fn is_any(&self) -> bool {
        *self != Self::default()
    }

    /// Checks the days.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self) -> Result<Filter, Errors> {
        let mut errors = Errors::new();
        let mut day = |field: &str, text: &str| -> Option<Date> {
            if text.is_empty() {
                return None;
            }
            let day = text.parse().ok();
            if day.is_none() {
                errors.add(field, "Enter a day as year-month-day, such as 2026-11-22");
            }
            day
        };
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            errors.add("to", "The last day must not be before the first");
        }
        let begin = |day: Date| Moment::from_london(day, Time::midnight());
        let after = to.and_then(|day| day.checked_add(1.day()).ok());
        errors.unless_any(Filter {
            act: self.act.clone(),
            person: self.person.clone(),
            subject: self.subject.clone(),
            from: from.and_then(begin),
            until: after.and_then(begin),
        })
    }

    /// The address of the entries before this number, with the same filter.
    pub fn older(&self, before: i64) -> String {
        let fields = [
            ("act", &self.act),
            ("person", &self.person),
            ("subject", &self.subject),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let mut address = format!("/audit?before={before}");
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            address.push('&');
            address.push_str(name);
            address.push('=');
            for byte in value.bytes() {
                match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => address.push(byte.into()),
                    other => address.push_str(&format!("%{other:02X}")),
                }
            }
        }
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(from: &str, to: &str) -> Asked {
        Asked {
            from: from.into(),
            to: to.into(),
            ..Asked::default()
        }
    }

    #[test]
    fn a_day_reaches_from_midnight_to_midnight_on_a_british_clock() {
        let filter = asked("2026-07-01", "2026-07-01").check().unwrap();
        assert_eq!(
            filter.from.unwrap().rfc3339(),
            "2026-06-30T23:00:00.000000Z"
        );
        assert_eq!(
            filter.until.unwrap().rfc3339(),
            "2026-07-01T23:00:00.000000Z"
        );
        assert_eq!(asked("", "").check(), Ok(Filter::default()));
    }

    #[test]
    fn a_day_that_is_none_or_out_of_order_is_said_so() {
        assert!(
            asked("yesterday", "")
                .check()
                .unwrap_err()
                .of("from")
                .is_some()
        );
        assert!(
            asked("2026-02-30", "")
                .check()
                .unwrap_err()
                .of("from")
                .is_some()
        );
        let wrong = asked("2026-07-02", "2026-07-01").check().unwrap_err();
        assert!(wrong.of("to").is_some());
        assert!(asked("", "9999-12-31").check().is_ok());
    }

    #[test]
    fn the_next_page_has_the_same_filter() {
        let asked = Asked {
            act: "a & b".into(),
            to: "2026-07-01".into(),
            ..Asked::default()
        };
        let address = asked.older(51);
        assert_eq!(address, "/audit?before=51&act=a%20%26%20b&to=2026-07-01");
        let query = address.split_once('?').unwrap().1;
        assert_eq!(Asked::read(&Pairs::parse(query.as_bytes())), asked);
    }
}
