//! How long somebody waits after failing: pure rules (NIST SP 800-63B-4 § 3.2.2).

/// What is counted.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// One account, known or not.
    Account,
    /// One address on the network at one school, which may be the whole school's own.
    Address,
    /// One address that waits at some school already, for whoever is not known there.
    Crowd,
    /// The one-time codes of one person, whichever key or sheet they are of.
    Code,
    /// The keys of one person: nobody guesses at what a key answers, so none waits.
    Key,
    /// What one person types as the break-glass code: no other right code forgets it.
    BreakGlass,
    /// The break-glass code of one school, whoever types it. It is counted to be told of, and never
    /// waits: 80 random bits are guessed by nobody, and whoever typed wrong codes waits for
    /// themselves, so that a school-wide limit would only let one person close it for everybody.
    School,
}

/// After so many failures in a row an account opens only with a new password, and codes are not
/// looked at until an administrator lets the person try again.
pub const FAILURES_MAX: i64 = 100;
/// How long that lasts when nobody asks for a new password.
const LOCK_SECONDS: i64 = 30 * 24 * 3_600;

impl Subject {
    /// Whether a hundred failures close it for longer than an hour. Nobody locks a whole school out,
    /// and nobody is without the break-glass code for longer than that.
    fn locks(self) -> bool {
        match self {
            Self::Account | Self::Code => true,
            Self::Address | Self::Crowd | Self::Key | Self::BreakGlass | Self::School => false,
        }
    }
}

/// Seconds to wait after this many failures in a row.
pub fn pause_seconds(subject: Subject, failures: i64) -> i64 {
    let free = match subject {
        Subject::Account | Subject::Code | Subject::BreakGlass => 4,
        Subject::Address => 40,
        Subject::Crowd => 400,
        Subject::Key | Subject::School => return 0,
    };
    match failures {
        few if few <= free => 0,
        many if subject.locks() && many >= FAILURES_MAX => LOCK_SECONDS,
        some => (30_i64 << (some - free - 1).min(7)).min(3_600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_waits_longer_with_every_failure_up_to_an_hour_and_then_is_locked() {
        for subject in [Subject::Account, Subject::Code] {
            let pauses: Vec<i64> = (1..=14).map(|n| pause_seconds(subject, n)).collect();
            assert_eq!(pauses[..4], [0; 4]);
            assert_eq!(
                pauses[4..],
                [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
            );
            assert_eq!(pause_seconds(subject, 99), 3_600);
            assert_eq!(pause_seconds(subject, 100), LOCK_SECONDS);
        }
    }

    #[test]
    fn a_whole_school_behind_one_address_has_more_patience() {
        assert_eq!(pause_seconds(Subject::Address, 40), 0);
        assert_eq!(pause_seconds(Subject::Address, 41), 30);
        assert_eq!(pause_seconds(Subject::Address, 10_000), 3_600);
        assert_eq!(pause_seconds(Subject::Crowd, 400), 0);
        assert_eq!(pause_seconds(Subject::Crowd, 401), 30);
    }

    #[test]
    fn whoever_types_wrong_break_glass_codes_waits_and_is_never_locked_out() {
        assert_eq!(pause_seconds(Subject::BreakGlass, 4), 0);
        assert_eq!(pause_seconds(Subject::BreakGlass, 5), 30);
        assert_eq!(pause_seconds(Subject::BreakGlass, 100), 3_600);
    }

    #[test]
    fn a_key_never_waits_nor_does_a_whole_school_for_its_code() {
        assert_eq!(pause_seconds(Subject::Key, 10_000), 0);
        assert_eq!(pause_seconds(Subject::School, 10_000), 0);
    }
}
