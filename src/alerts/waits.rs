//! How long a concern may wait for somebody to acknowledge it, in words.

use keyward_moment::Moment;

/// The clock of a concern, as lists show it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Waits {
    /// It has none, or somebody has it in hand.
    #[default]
    Not,
    /// It may wait until then.
    Until(Moment),
    /// Its time is over, and it is about to be passed on.
    Over,
    /// It was passed on, and still nobody has it.
    PassedOn,
}

impl Waits {
    /// What a concern's standing says of its clock.
    pub fn of(status: &str, respond_by: Option<i64>, passed_on: i64, now: Moment) -> Self {
        let until = respond_by.map(Moment::from_micros);
        match until {
            _ if status != "new" => Self::Not,
            _ if passed_on > 0 => Self::PassedOn,
            None => Self::Not,
            Some(until) if until > now => Self::Until(until),
            Some(_) => Self::Over,
        }
    }

    /// In words; none where nothing waits.
    pub fn words(&self, now: Moment) -> String {
        match self {
            Self::Not => String::new(),
            Self::Over => "Overdue: nobody has acknowledged it".into(),
            Self::PassedOn => "Passed on: nobody has acknowledged it".into(),
            Self::Until(until) => {
                let minutes = (now.seconds_until(*until) + 59) / 60;
                let (day, today) = (until.london().date(), now.london().date());
                match minutes {
                    ..=1 => "Due in 1 minute".into(),
                    2..=60 => format!("Due in {minutes} minutes"),
                    _ if day == today => format!("Due today at {}", until.time()),
                    _ if today.tomorrow().is_ok_and(|tomorrow| day == tomorrow) => {
                        format!("Due tomorrow at {}", until.time())
                    }
                    _ => until
                        .london()
                        .strftime("Due on %A, %-d %B at %H:%M")
                        .to_string(),
                }
            }
        }
    }

    /// Whether its time is over.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Over | Self::PassedOn)
    }

    /// Whether there is a clock to show.
    pub fn is_shown(&self) -> bool {
        *self != Self::Not
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_said_as_people_say_it() {
        // 22 November 2026 at 14:05 in London.
        let now = Moment::from_micros(1_795_356_300_000_000);
        let at = |seconds| Some(now.plus_seconds(seconds).as_micros());
        for (status, respond_by, passed_on, words) in [
            ("new", None, 0, ""),
            ("open", at(600), 1, ""),
            ("closed", at(-600), 1, ""),
            ("new", at(30), 0, "Due in 1 minute"),
            ("new", at(61), 0, "Due in 2 minutes"),
            ("new", at(3_600), 0, "Due in 60 minutes"),
            ("new", at(3_660), 0, "Due today at 15:06"),
            ("new", at(86_400), 0, "Due tomorrow at 14:05"),
            (
                "new",
                at(172_800),
                0,
                "Due on Tuesday, 24 November at 14:05",
            ),
            ("new", at(0), 0, "Overdue: nobody has acknowledged it"),
            ("new", at(600), 2, "Passed on: nobody has acknowledged it"),
        ] {
            let waits = Waits::of(status, respond_by, passed_on, now);
            assert_eq!(waits.words(now), words);
            assert_eq!(waits.is_shown(), !words.is_empty());
        }
    }
}
