//! How somebody stands under what their user groups ask, and what a change would do to them: pure
//! rules over what the store found.

use std::collections::BTreeMap;

use keyward_moment::Moment;

use super::policy::{Policy, ShownKey};
use super::shortage::Shortage;
use crate::config::Limits;
use crate::ids::{GroupId, PersonId};

/// A working key of somebody's.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// As a policy looks at it.
    pub key: ShownKey,
    /// Whether it has ever answered with its PIN, so that it surely has one.
    pub pin_seen: bool,
}

/// An elevation that may be on now.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct On {
    /// Since when.
    pub at: Moment,
    /// When its session was last seen.
    pub seen: Moment,
    /// By which key.
    pub by: ShownKey,
}

/// Somebody at the school, with what their user groups ask and what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// What each of their user groups asks.
    pub asked: BTreeMap<GroupId, Policy>,
    /// Their working keys.
    pub keys: Vec<Held>,
    /// Since when they have held too few.
    pub shortage: Shortage,
    /// Their elevated sessions.
    pub elevated: Vec<On>,
}

/// What a change of policy does to somebody.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// None of their keys would elevate.
    LockedOut,
    /// A PIN would be asked for, and none of their keys has ever given one.
    PinNotSeen,
    /// They would hold too few keys, and the time to link more would be over already.
    GraceOver,
    /// They would hold too few keys, and have until then to link more.
    Short {
        /// How many of theirs would count.
        keys: i64,
        /// How many they should hold.
        keys_min: i64,
        /// Until when they have time.
        until: Moment,
    },
    /// They are elevated now, and would not be any more.
    Drops,
    /// They have no key, and nothing would open at sign-in until they link one.
    NeedsFirstKey,
    /// They have a key, and nothing would open at sign-in until they show it.
    ShowsKey,
}

impl Standing {
    /// What all their user groups ask together.
    pub fn policy(&self) -> Policy {
        Policy::strictest(self.asked.values().cloned())
    }

    /// How many of their keys would elevate under this policy.
    pub fn keys_that_count(&self, policy: &Policy) -> i64 {
        let counting = self.keys.iter().filter(|held| policy.counts(held.key));
        i64::try_from(counting.count()).unwrap_or(i64::MAX)
    }

    /// Whether they surely hold a key that elevates under this policy now.
    pub fn can_elevate(&self, policy: &Policy, now: Moment) -> bool {
        let sure = |held: &Held| policy.counts(held.key) && (held.pin_seen || !policy.pin);
        let is_short = self.keys_that_count(policy) < policy.keys_min;
        let is_over = is_short && now >= policy.grace_until(self.shortage.since.unwrap_or(now));
        self.keys.iter().any(sure) && !is_over
    }

    /// The same person if this user group asked something else.
    #[must_use]
    pub fn if_asked(&self, group: &GroupId, policy: &Policy, now: Moment) -> Self {
        let mut asked = self.asked.clone();
        asked.insert(group.clone(), policy.clone());
        let after = Self {
            asked,
            ..self.clone()
        };
        Self {
            shortage: self.shortage_as(&after, now),
            ..after
        }
    }

    /// What is to be kept of their shortage once they stand like this. Whoever held enough and is
    /// asked for more has the whole time.
    pub fn shortage_as(&self, after: &Self, now: Moment) -> Shortage {
        let (before, policy) = (self.policy(), after.policy());
        let was_short = self.keys_that_count(&before) < before.keys_min;
        let counting = after.keys_that_count(&policy);
        match counting < policy.keys_min && !was_short {
            true => Shortage::begun(now),
            false => self.shortage.counted(counting, &policy, now),
        }
    }

    /// What standing like this instead would do to them that is not so already.
    pub fn effects(&self, after: &Self, limits: &Limits, now: Moment) -> Vec<Effect> {
        let before = self.policy();
        let already = self.lacks(&before, now);
        let mut effects = after.lacks(&after.policy(), now);
        let after = &after.policy();
        effects.retain(|effect| !already.contains(effect));
        let is_over = effects.contains(&Effect::GraceOver);
        let drops = |on: &On| {
            let stays = on.is_on(after, limits, now) && !(is_over && on.by.kind.family().is_some());
            on.is_on(&before, limits, now) && !stays
        };
        if self.elevated.iter().any(drops) {
            effects.push(Effect::Drops);
        }
        if after.key_at_sign_in && !before.key_at_sign_in {
            effects.push(match self.keys.is_empty() {
                true => Effect::NeedsFirstKey,
                false => Effect::ShowsKey,
            });
        }
        effects
    }

    /// What they lack under a policy.
    fn lacks(&self, policy: &Policy, now: Moment) -> Vec<Effect> {
        let mut lacks = Vec::new();
        let counting = self.keys_that_count(policy);
        let has_keys = !self.keys.is_empty();
        if has_keys && counting == 0 {
            return vec![Effect::LockedOut];
        }
        let sure = |held: &Held| policy.counts(held.key) && held.pin_seen;
        if has_keys && policy.pin && !self.keys.iter().any(sure) {
            lacks.push(Effect::PinNotSeen);
        }
        if counting < policy.keys_min {
            let until = policy.grace_until(self.shortage.since.unwrap_or(now));
            lacks.push(match now >= until {
                true => Effect::GraceOver,
                false => Effect::Short {
                    keys: counting,
                    keys_min: policy.keys_min,
                    until,
                },
            });
        }
        lacks
    }
}

impl On {
    /// Whether it would be on under this policy.
    fn is_on(&self, policy: &Policy, limits: &Limits, now: Moment) -> bool {
        let idle = policy.idle_seconds(limits.elevation_idle_seconds);
        let most = policy.seconds_max(limits.elevation_seconds_max);
        let is_over = now >= self.seen.plus_seconds(idle).min(self.at.plus_seconds(most));
        !is_over && policy.admits(self.by).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key_policy::kind::{Family, Kind};

    const NOW: Moment = Moment::from_micros(1_795_000_000_000_000);

    fn limits() -> Limits {
        let data = [("data_dir", "/nowhere".to_owned())];
        let config = crate::config::Config::read(None, [], &data);
        config.expect("settings").limits
    }

    fn key(kind: Kind) -> ShownKey {
        ShownKey {
            kind,
            synced: false,
            with_pin: false,
            is_approved_model: false,
        }
    }

    fn somebody(keys: &[Kind]) -> Standing {
        let held = |kind: &Kind| Held {
            key: key(*kind),
            pin_seen: false,
        };
        Standing {
            person: PersonId("p".into()),
            name: "Amira Khan".into(),
            email: String::new(),
            asked: [(group(), Policy::default())].into(),
            keys: keys.iter().map(held).collect(),
            shortage: Shortage::default(),
            elevated: Vec::new(),
        }
    }

    fn group() -> GroupId {
        GroupId("g".into())
    }

    fn of(somebody: &Standing, after: &Policy) -> Vec<Effect> {
        let after = somebody.if_asked(&group(), after, NOW);
        somebody.effects(&after, &limits(), NOW)
    }

    #[test]
    fn whoever_holds_no_key_that_would_elevate_is_locked_out_and_whoever_holds_none_is_not() {
        let touched = Policy {
            families: [Family::U2fKeys].into(),
            ..Policy::default()
        };
        assert_eq!(
            of(&somebody(&[Kind::SoftKey]), &touched),
            [Effect::LockedOut]
        );
        assert_eq!(of(&somebody(&[Kind::SoftKey, Kind::U2f]), &touched), []);
        assert_eq!(of(&somebody(&[]), &touched), []);
        let already = Standing {
            asked: [(group(), touched.clone())].into(),
            ..somebody(&[Kind::SoftKey])
        };
        assert_eq!(of(&already, &touched), [], "it was so before");
        assert!(!already.can_elevate(&touched, NOW));
    }

    #[test]
    fn a_pin_is_sure_only_where_it_was_given_once() {
        let pin = Policy {
            pin: true,
            ..Policy::default()
        };
        let mut amira = somebody(&[Kind::U2f]);
        assert_eq!(of(&amira, &pin), [Effect::PinNotSeen]);
        assert!(!amira.can_elevate(&pin, NOW));
        amira.keys[0].pin_seen = true;
        assert_eq!(of(&amira, &pin), []);
        assert!(amira.can_elevate(&pin, NOW));
    }

    #[test]
    fn grace_begins_now_or_has_begun_already() {
        let two = Policy {
            keys_min: 2,
            grace_days: 3,
            ..Policy::default()
        };
        let day = 24 * 3_600;
        let short = |until| Effect::Short {
            keys: 1,
            keys_min: 2,
            until,
        };
        let mut amira = somebody(&[Kind::U2f]);
        assert_eq!(of(&amira, &two), [short(NOW.plus_seconds(3 * day))]);
        // Whoever held enough until now has the whole time, whatever was long ago.
        amira.shortage = Shortage::begun(NOW.plus_seconds(-day));
        assert_eq!(of(&amira, &two), [short(NOW.plus_seconds(3 * day))]);
        let longer = Policy {
            grace_days: 10,
            ..two.clone()
        };
        amira.asked = [(group(), longer)].into();
        assert_eq!(of(&amira, &two), [short(NOW.plus_seconds(2 * day))]);
        amira.shortage = Shortage::begun(NOW.plus_seconds(-3 * day));
        amira.elevated = vec![On {
            at: NOW,
            seen: NOW,
            by: key(Kind::U2f),
        }];
        assert_eq!(of(&amira, &two), [Effect::GraceOver, Effect::Drops]);
        assert!(!amira.can_elevate(&two, NOW) && amira.can_elevate(&Policy::default(), NOW));
        amira.elevated[0].by = key(Kind::BreakGlass);
        assert_eq!(of(&amira, &two), [Effect::GraceOver], "it stands beside");
    }

    #[test]
    fn whoever_holds_none_is_counted_like_whoever_holds_too_few() {
        let one = Policy {
            keys_min: 1,
            grace_days: 3,
            ..Policy::default()
        };
        let amira = somebody(&[]);
        let short = Effect::Short {
            keys: 0,
            keys_min: 1,
            until: NOW.plus_seconds(3 * 24 * 3_600),
        };
        assert_eq!(of(&amira, &one), [short]);
        let after = amira.if_asked(&group(), &one, NOW);
        assert_eq!(after.shortage, Shortage::begun(NOW));
        assert_eq!(of(&after, &one), [], "it is so already");
    }

    #[test]
    fn whoever_is_elevated_drops_by_kind_or_by_time_if_it_is_on_at_all() {
        let brief = Policy {
            elevation_idle_seconds: Some(60),
            ..Policy::default()
        };
        let on = |seconds: i64| On {
            at: NOW.plus_seconds(-seconds),
            seen: NOW.plus_seconds(-seconds),
            by: key(Kind::U2f),
        };
        let mut amira = somebody(&[Kind::U2f]);
        for (seconds, effects) in [(59, &[][..]), (60, &[Effect::Drops]), (900, &[])] {
            amira.elevated = vec![on(seconds)];
            assert_eq!(of(&amira, &brief), effects, "{seconds}");
        }
    }

    #[test]
    fn a_key_at_sign_in_touches_everybody() {
        let asked = Policy {
            key_at_sign_in: true,
            ..Policy::default()
        };
        assert_eq!(of(&somebody(&[]), &asked), [Effect::NeedsFirstKey]);
        assert_eq!(of(&somebody(&[Kind::U2f]), &asked), [Effect::ShowsKey]);
    }

    #[test]
    fn another_user_group_that_asks_more_goes_on_asking() {
        let strict = Policy {
            families: [Family::U2fKeys].into(),
            ..Policy::default()
        };
        let mut amira = somebody(&[Kind::U2f]);
        amira.asked.insert(GroupId("other".into()), strict.clone());
        let soft = Policy {
            families: [Family::SoftKeys].into(),
            ..Policy::default()
        };
        let after = amira.if_asked(&group(), &soft, NOW).policy();
        assert!(after.families.is_empty());
        assert_eq!(of(&amira, &soft), [Effect::LockedOut]);
    }
}
