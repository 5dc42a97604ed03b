//! Each time that a concern was passed on, in words: in full for whoever acts on it.

use keyward_moment::Moment;

/// One passing on.
#[derive(Clone, Debug)]
pub(super) struct Passing {
    /// To whom; empty, where nobody was left.
    pub to: String,
    /// For whom they stand in; empty, where for nobody.
    pub covers: String,
    pub at: Moment,
    /// Of school time, within which no lead had acknowledged it; none, where it was a day.
    pub minutes: i64,
}

impl Passing {
    /// In words, for whoever acts on the concern.
    pub(super) fn words(&self, now: Moment) -> String {
        let when = match self.time(now) {
            (true, time) => format!("at {time}"),
            (false, day_and_time) => format!("on {day_and_time}"),
        };
        let because = self.because();
        match (self.to.as_str(), self.covers.as_str()) {
            ("", _) => format!(
                "Nobody was left to pass it on to {when}. Everybody in line is asked again on the \
                 next school day"
            ),
            (to, "") => format!("Passed on to {to} {when}, {because}"),
            (to, covers) => {
                format!("Passed on to {to}, who stands in for {covers}, {when}, {because}")
            }
        }
    }

    /// `14:05`, or with its day where that is another.
    fn time(&self, now: Moment) -> (bool, String) {
        match self.at.london().date() == now.london().date() {
            true => (true, self.at.time()),
            false => (false, self.at.day_and_time()),
        }
    }

    fn because(&self) -> String {
        match self.minutes {
            0 => "because no lead had acknowledged it by then".to_owned(),
            minutes => format!(
                "because no lead had acknowledged it within {minutes} minutes of school time"
            ),
        }
    }

    /// One for samples of pages.
    pub(super) fn sample() -> Self {
        Self {
            to: "Dee Deputy".into(),
            covers: String::new(),
            at: Moment::from_micros(0),
            minutes: 30,
        }
    }
}

/// Since when a concern is passed on, in words, for whoever does not act on it: neither to whom nor how
/// often, from which they would learn that somebody in line was passed over. That it went to nobody is
/// told to everybody.
pub(super) fn since(passings: &[Passing], now: Moment) -> Option<String> {
    let to_somebody = passings.iter().find(|one| !one.to.is_empty());
    let Some(first) = to_somebody else {
        return passings.first().map(|one| one.words(now));
    };
    let ((_, when), because) = (first.time(now), first.because());
    Some(format!(
        "Passed on to those next in line, one after the other, since {when}, {because}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passing_on_says_to_whom_when_and_why() {
        // 22 November 2026 at 14:05 in London.
        let at = Moment::from_micros(1_795_356_300_000_000);
        for (to, covers, minutes, now, words) in [
            (
                "Dee Deputy",
                "",
                30,
                at,
                "Passed on to Dee Deputy at 14:05, because no lead had acknowledged it within 30 minutes of school time",
            ),
            (
                "Dee Deputy",
                "",
                0,
                at,
                "Passed on to Dee Deputy at 14:05, because no lead had acknowledged it by then",
            ),
            (
                "Hal Head",
                "Dee Deputy",
                30,
                at.plus_seconds(86_400),
                "Passed on to Hal Head, who stands in for Dee Deputy, on 22 November 2026 at 14:05, because no lead had acknowledged it within 30 minutes of school time",
            ),
            (
                "",
                "",
                30,
                at,
                "Nobody was left to pass it on to at 14:05. Everybody in line is asked again on the next school day",
            ),
        ] {
            let passing = Passing {
                to: to.into(),
                covers: covers.into(),
                at,
                minutes,
            };
            assert_eq!(passing.words(now), words);
        }
    }

    #[test]
    fn whoever_does_not_act_is_told_since_when_alone() {
        let passing = |to: &str, minutes: i64| Passing {
            to: to.into(),
            covers: String::new(),
            at: Moment::from_micros(1_795_356_300_000_000).plus_seconds(60 * minutes),
            minutes: 30,
        };
        let now = passing("", 90).at;
        let once = since(&[passing("Dee", 0)], now);
        let words = "Passed on to those next in line, one after the other, since 14:05, because no \
                     lead had acknowledged it within 30 minutes of school time";
        assert_eq!(once.as_deref(), Some(words));
        let often = [
            passing("", 0),
            passing("Dee", 0),
            passing("Hal", 30),
            passing("", 60),
        ];
        assert_eq!(since(&often, now), once);
        let to_nobody = since(&often[..1], now);
        assert!(to_nobody.is_some_and(|words| words.starts_with("Nobody was left")));
        assert_eq!(since(&[], now), None);
    }
}
