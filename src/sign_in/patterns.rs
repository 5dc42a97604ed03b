//! What is unusual about signing in: pure rules. Each is told by mail, once a day at most.

use super::throttle::FAILURES_MAX;

/// Something unusual that people are told of.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Somebody signed in from a browser on a network that the person never used.
    NewPlace,
    /// The right password came after many wrong ones.
    AfterFailures,
    /// Many wrong passwords in a row.
    WrongPasswords,
    /// So many that the account opens with a new password alone.
    Locked,
    /// Many wrong break-glass codes of one person's, or at one school.
    WrongBreakGlass,
    /// A network waits after failed attempts.
    NetworkWaits,
    /// Many wrong codes in a row.
    WrongCodes,
    /// So many that no code is looked at.
    CodesLocked,
    /// Many keys in a row whose answer was not right.
    RefusedKeys,
    /// A key that somebody linked waits for approval.
    KeyWaits,
    /// An enrolment code was printed for somebody.
    CodePrinted,
    /// From one network sign-ins fail for many accounts of the school.
    ManyAccounts,
}

/// How many failures in a row are many.
const MANY: i64 = 5;
/// How many accounts that fail from one network are many.
pub const ACCOUNTS_MANY: i64 = 5;
/// Within how long they count together.
pub const TOGETHER_SECONDS: i64 = 3_600;
/// Nobody is told of the same pattern again within this.
pub const TOLD_SECONDS: i64 = 24 * 3_600;

impl Pattern {
    /// As the database names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewPlace => "new_place",
            Self::AfterFailures => "after_failures",
            Self::WrongPasswords => "wrong_passwords",
            Self::Locked => "locked",
            Self::WrongBreakGlass => "wrong_break_glass",
            Self::NetworkWaits => "network_waits",
            Self::WrongCodes => "wrong_codes",
            Self::CodesLocked => "codes_locked",
            Self::RefusedKeys => "refused_keys",
            Self::KeyWaits => "key_waits",
            Self::CodePrinted => "code_printed",
            Self::ManyAccounts => "many_accounts",
        }
    }

    /// What so many wrong passwords in a row are.
    pub fn of_passwords(failures: i64) -> Option<Self> {
        of_row(failures, Self::WrongPasswords, Self::Locked)
    }

    /// What so many wrong codes in a row are.
    pub fn of_codes(failures: i64) -> Option<Self> {
        of_row(failures, Self::WrongCodes, Self::CodesLocked)
    }

    /// What so many refused keys in a row are.
    pub fn of_keys(failures: i64) -> Option<Self> {
        of_row(failures, Self::RefusedKeys, Self::RefusedKeys)
    }

    /// What so many wrong break-glass codes in a row are.
    pub fn of_break_glass(failures: i64) -> Option<Self> {
        of_row(failures, Self::WrongBreakGlass, Self::WrongBreakGlass)
    }
}

/// From many on, and not at that number alone: whoever was told of an earlier row within the day is
/// told of this one when the day is over, if it goes on.
fn of_row(failures: i64, many: Pattern, locked: Pattern) -> Option<Pattern> {
    match failures {
        few if few < MANY => None,
        some if some < FAILURES_MAX => Some(many),
        _ => Some(locked),
    }
}

/// A sign-in that has just proved itself, beside what was there before.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// How many sessions the person had, as far as it was noted from where.
    pub sessions_before: i64,
    /// How many of these from this browser on this network.
    pub sessions_from_here: i64,
    /// How many wrong passwords came just before.
    pub failures_before: i64,
}

impl Arrival {
    /// Whether the person was never seen here. Somebody's first session is new everywhere.
    pub fn is_new_place(&self) -> bool {
        self.sessions_before > 0 && self.sessions_from_here == 0
    }

    /// What is unusual about it, the gravest first.
    pub fn patterns(&self) -> Vec<Pattern> {
        let after_failures = self.failures_before >= MANY;
        let found = [
            (after_failures, Pattern::AfterFailures),
            (self.is_new_place(), Pattern::NewPlace),
        ];
        let found = found.into_iter().filter(|(is_so, _)| *is_so);
        found.map(|(_, pattern)| pattern).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_is_unusual_from_a_new_place_or_after_failures() {
        use Pattern::{AfterFailures, NewPlace};
        for (sessions_before, sessions_from_here, failures_before, patterns) in [
            (0, 0, 0, &[][..]),
            (0, 0, 4, &[]),
            (0, 0, 5, &[AfterFailures]),
            (1, 1, 4, &[]),
            (1, 0, 0, &[NewPlace]),
            (9, 1, 0, &[]),
            (9, 0, 4, &[NewPlace]),
            (9, 1, 5, &[AfterFailures]),
            (9, 0, 99, &[AfterFailures, NewPlace]),
        ] {
            let arrival = Arrival {
                sessions_before,
                sessions_from_here,
                failures_before,
            };
            assert_eq!(arrival.patterns(), patterns, "{arrival:?}");
        }
    }

    #[test]
    fn failures_are_told_from_the_fifth_on_and_from_the_one_that_locks() {
        use Pattern::{CodesLocked, Locked, RefusedKeys, WrongCodes, WrongPasswords};
        for (failures, passwords, codes, keys) in [
            (0, None, None, None),
            (4, None, None, None),
            (5, Some(WrongPasswords), Some(WrongCodes), Some(RefusedKeys)),
            (6, Some(WrongPasswords), Some(WrongCodes), Some(RefusedKeys)),
            (
                99,
                Some(WrongPasswords),
                Some(WrongCodes),
                Some(RefusedKeys),
            ),
            (100, Some(Locked), Some(CodesLocked), Some(RefusedKeys)),
            (101, Some(Locked), Some(CodesLocked), Some(RefusedKeys)),
        ] {
            assert_eq!(Pattern::of_passwords(failures), passwords, "{failures}");
            assert_eq!(Pattern::of_codes(failures), codes, "{failures}");
            assert_eq!(Pattern::of_keys(failures), keys, "{failures}");
        }
    }
}
