//! What is different between two policies of a user group, in words, and whether it asks less:
//! pure rules.

use super::kind::Family;
use super::policy::Policy;

/// One respect in which a policy changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// In which respect.
    pub what: &'static str,
    /// The field of the form that says so.
    pub field: &'static str,
    /// What was asked.
    pub before: String,
    /// What is asked now.
    pub now: String,
    /// Whether less is asked than before.
    pub is_looser: bool,
}

fn yes(yes: bool) -> String {
    if yes { "Yes" } else { "No" }.to_owned()
}

fn minutes(seconds: Option<i64>) -> String {
    match seconds.map(|seconds| seconds / 60) {
        None => "As long as on this server".to_owned(),
        Some(1) => "1 minute".to_owned(),
        Some(minutes) => format!("{minutes} minutes"),
    }
}

fn days(days: i64) -> String {
    match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// `U2F keys, Passkeys`.
fn kinds(policy: &Policy) -> String {
    let words = policy.families.iter().map(|family| family.words());
    match policy.families.is_empty() {
        true => "None".to_owned(),
        false => words.collect::<Vec<_>>().join(", "),
    }
}

/// Whether a limit lets elevated access last longer than another.
fn is_longer(limit: Option<i64>, than: Option<i64>) -> bool {
    limit.unwrap_or(i64::MAX) > than.unwrap_or(i64::MAX)
}

impl Policy {
    /// In which respects another policy asks something else, where a first key is approved by
    /// default or is not yet.
    pub fn changes_to(&self, now: &Self, approval_is_default: bool) -> Vec<Change> {
        let more_kinds = |family: &Family| !self.families.contains(family);
        let change = |field, what, (before, now): (String, String), is_looser| Change {
            what,
            field,
            before,
            now,
            is_looser,
        };
        let grace_counts = self.keys_min > 1 && now.keys_min > 1;
        let all = [
            change(
                "kinds",
                "Keys that elevate",
                (kinds(self), kinds(now)),
                now.families.iter().any(more_kinds),
            ),
            change(
                "synced",
                "Passkeys kept in a cloud account",
                (yes(self.synced_passkeys), yes(now.synced_passkeys)),
                now.synced_passkeys && !self.synced_passkeys,
            ),
            change(
                "passkey_sign_in",
                "Sign in with a passkey and no password",
                (yes(self.passkey_sign_in), yes(now.passkey_sign_in)),
                now.passkey_sign_in && !self.passkey_sign_in,
            ),
            change(
                "pin",
                "PIN asked for",
                (yes(self.pin), yes(now.pin)),
                self.pin && !now.pin,
            ),
            change(
                "models",
                "Approved models only",
                (yes(self.approved_models), yes(now.approved_models)),
                self.approved_models && !now.approved_models,
            ),
            change(
                "idle",
                "Elevated access ends when nothing is done for",
                (
                    minutes(self.elevation_idle_seconds),
                    minutes(now.elevation_idle_seconds),
                ),
                is_longer(now.elevation_idle_seconds, self.elevation_idle_seconds),
            ),
            change(
                "whole",
                "Elevated access ends in any case after",
                (
                    minutes(self.elevation_seconds_max),
                    minutes(now.elevation_seconds_max),
                ),
                is_longer(now.elevation_seconds_max, self.elevation_seconds_max),
            ),
            change(
                "at_sign_in",
                "Key asked for at sign-in",
                (yes(self.key_at_sign_in), yes(now.key_at_sign_in)),
                self.key_at_sign_in && !now.key_at_sign_in,
            ),
            change(
                "keys_min",
                "Keys to hold",
                (self.keys_min.to_string(), now.keys_min.to_string()),
                now.keys_min < self.keys_min,
            ),
            change(
                "grace",
                "Time to come to that many keys",
                (days(self.grace_days), days(now.grace_days)),
                grace_counts && now.grace_days > self.grace_days,
            ),
            change(
                "first_key",
                "First key",
                (
                    self.first_key.words().to_owned(),
                    now.first_key.words().to_owned(),
                ),
                now.first_key
                    .is_less_than(self.first_key, approval_is_default),
            ),
        ];
        all.into_iter()
            .filter(|change| change.before != change.now)
            .collect()
    }
}

impl Change {
    /// Whether it could take the power to elevate from somebody who has it.
    pub fn may_lock_out(&self) -> bool {
        let judges = ["kinds", "synced", "pin", "models", "keys_min", "grace"];
        !self.is_looser && judges.contains(&self.field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key_policy::FirstKey;

    fn strict() -> Policy {
        Policy {
            families: [Family::U2fKeys].into(),
            synced_passkeys: false,
            passkey_sign_in: false,
            pin: true,
            approved_models: true,
            elevation_idle_seconds: Some(300),
            elevation_seconds_max: Some(600),
            key_at_sign_in: true,
            keys_min: 2,
            grace_days: 3,
            first_key: FirstKey::Approved,
        }
    }

    #[test]
    fn asking_more_is_tighter_and_asking_less_is_looser_in_each_respect() {
        let lax = Policy {
            synced_passkeys: true,
            passkey_sign_in: true,
            keys_min: 0,
            first_key: FirstKey::SelfService,
            ..Policy::default()
        };
        let tighter = lax.changes_to(&strict(), true);
        assert_eq!(tighter.len(), 11);
        assert!(tighter.iter().all(|change| !change.is_looser));
        let looser = strict().changes_to(&lax, true);
        let graceful = "Time to come to that many keys";
        for change in &looser {
            assert_eq!(change.is_looser, change.what != graceful, "{}", change.what);
        }
        let longer = Policy {
            grace_days: 4,
            ..strict()
        };
        let more_time = strict().changes_to(&longer, true);
        assert!(more_time.iter().all(|change| change.is_looser));
        assert!(strict().changes_to(&strict(), true).is_empty());
    }

    #[test]
    fn no_limit_of_its_own_is_longer_than_any() {
        assert!(is_longer(None, Some(60)) && is_longer(Some(61), Some(60)));
        assert!(!is_longer(Some(60), None) && !is_longer(None, None));
    }
}
