//! Since when somebody has held fewer keys than their user groups ask for: pure rules.

use keyward_moment::Moment;

use super::policy::Policy;

/// What is kept of it: since when somebody has held too few, and since when enough again.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortage {
    /// Since when they have held too few; it stands until they have held enough for as long as they
    /// had to come to them.
    pub since: Option<Moment>,
    /// Since when they have held enough again, while the shortage is not forgotten yet.
    pub enough_since: Option<Moment>,
}

impl Shortage {
    /// What is to be kept of it now that somebody holds so many keys that count. A spare that is
    /// linked and removed again does not begin the time anew.
    #[must_use]
    pub fn counted(self, counting: i64, policy: &Policy, now: Moment) -> Self {
        if policy.keys_min == 0 {
            return Self::default();
        }
        if counting < policy.keys_min {
            return Self::begun(self.since.unwrap_or(now));
        }
        if self.since.is_none() {
            return Self::default();
        }
        let enough_since = self.enough_since.unwrap_or(now);
        if now >= policy.grace_until(enough_since) {
            return Self::default();
        }
        Self {
            enough_since: Some(enough_since),
            ..self
        }
    }

    /// A shortage that has lasted since this moment.
    pub const fn begun(since: Moment) -> Self {
        Self {
            since: Some(since),
            enough_since: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 3_600;

    fn day(day: i64) -> Moment {
        Moment::from_micros(1_795_000_000_000_000).plus_seconds(day * DAY)
    }

    fn asking(keys_min: i64, grace_days: i64) -> Policy {
        Policy {
            keys_min,
            grace_days,
            ..Policy::default()
        }
    }

    #[test]
    fn the_first_moment_stands_however_often_a_spare_comes_and_goes() {
        let two = asking(2, 14);
        let mut kept = Shortage::default();
        for at in [0, 3, 6, 20] {
            kept = kept.counted(1, &two, day(at));
            assert_eq!(kept, Shortage::begun(day(0)), "{at}");
            kept = kept.counted(2, &two, day(at + 1));
            assert_eq!(kept.enough_since, Some(day(at + 1)));
        }
    }

    #[test]
    fn it_is_forgotten_once_enough_were_held_for_as_long() {
        let two = asking(2, 14);
        let enough = Shortage::begun(day(0)).counted(2, &two, day(1));
        let almost = enough.counted(2, &two, day(15).plus_seconds(-1));
        assert_eq!(almost.since, Some(day(0)));
        assert_eq!(almost.counted(2, &two, day(15)), Shortage::default());
        let anew = Shortage::default().counted(1, &two, day(16));
        assert_eq!(anew, Shortage::begun(day(16)));
    }

    #[test]
    fn whoever_never_held_too_few_and_whoever_is_asked_for_none_has_nothing_kept() {
        assert_eq!(
            Shortage::default().counted(2, &asking(2, 14), day(0)),
            Shortage::default()
        );
        let begun = Shortage::begun(day(0));
        assert_eq!(
            begun.counted(0, &asking(0, 14), day(1)),
            Shortage::default()
        );
        assert_eq!(begun.counted(1, &asking(1, 0), day(1)), Shortage::default());
    }
}
