//! How long somebody waits, in words.

use keyward_moment::Moment;

/// Whole minutes until a moment, begun ones too.
pub fn minutes_until(now: Moment, until: Moment) -> i64 {
    (now.seconds_until(until) + 59) / 60
}

/// So many minutes, after "Wait".
pub fn a_while(minutes: i64) -> String {
    match minutes {
        ..=1 => "a minute".to_owned(),
        more => format!("{more} minutes"),
    }
}

/// What somebody reads whose password, or network, waits.
pub fn wait_words(minutes: i64) -> String {
    match minutes {
        ..=60 => format!(
            "Too many attempts have failed. Wait {}, then try again",
            a_while(minutes)
        ),
        _ => "Too many attempts have failed. Ask for a new password with the link below".to_owned(),
    }
}

/// What somebody reads of whom no code is looked at for so long.
pub fn codes_wait_words(minutes: i64) -> String {
    match minutes {
        ..=60 => format!(
            "Too many codes were wrong. Wait {}, then try again",
            a_while(minutes)
        ),
        _ => {
            "Too many codes were wrong, so none is taken for now. Ask your administrator, who can \
              let you try again"
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_one_minutes() {
        for (seconds, words) in [
            (1, "Wait a minute, then"),
            (60, "Wait a minute, then"),
            (61, "Wait 2 minutes, then"),
            (3_600, "Wait 60 minutes, then"),
        ] {
            let now = Moment::from_micros(0);
            let minutes = minutes_until(now, now.plus_seconds(seconds));
            for said in [wait_words(minutes), codes_wait_words(minutes)] {
                assert!(said.contains(words), "{said}");
            }
        }
    }

    #[test]
    fn whoever_waits_for_longer_than_an_hour_reads_what_else_to_do() {
        assert!(wait_words(61).contains("Ask for a new password"));
        assert!(codes_wait_words(61).contains("Ask your administrator"));
    }
}
