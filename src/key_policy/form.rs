//! The policy of a user group as somebody ticked and typed it.

use std::collections::BTreeSet;

use keyward_web::{Errors, Pairs, ReadForm};

use super::first_key::FirstKey;
use super::kind::Family;
use super::policy::Policy;
use crate::config::Limits;
use crate::layout::Choice;

/// The most keys that a user group can ask somebody to hold.
const KEYS_MIN_MAX: i64 = 3;
/// The longest time to come to that many.
const GRACE_DAYS_MAX: i64 = 90;

/// The ticks and what was typed.
#[derive(Clone, Debug, Default)]
pub struct PolicyForm {
    families: BTreeSet<Family>,
    synced: bool,
    passkey_sign_in: bool,
    pin: bool,
    models: bool,
    pub(super) idle: String,
    pub(super) whole: String,
    at_sign_in: bool,
    keys_min: String,
    pub(super) grace: String,
    first_key: String,
    pub(super) errors: Errors,
}

impl ReadForm for PolicyForm {
    fn read(pairs: &Pairs) -> Self {
        let ticked = |name: &str| pairs.text(name) == "yes";
        Self {
            families: pairs.every("kinds").filter_map(Family::named).collect(),
            synced: ticked("synced"),
            passkey_sign_in: ticked("passkey_sign_in"),
            pin: ticked("pin"),
            models: ticked("models"),
            idle: pairs.text("idle").to_owned(),
            whole: pairs.text("whole").to_owned(),
            at_sign_in: ticked("at_sign_in"),
            keys_min: pairs.text("keys_min").to_owned(),
            grace: pairs.text("grace").to_owned(),
            first_key: pairs.text("first_key").to_owned(),
            errors: Errors::new(),
        }
    }
}

impl PolicyForm {
    /// The form of a policy that stands.
    pub fn of(policy: &Policy) -> Self {
        let minutes = |seconds: Option<i64>| {
            seconds.map_or_else(String::new, |seconds| (seconds / 60).to_string())
        };
        Self {
            families: policy.families.clone(),
            synced: policy.synced_passkeys,
            passkey_sign_in: policy.passkey_sign_in,
            pin: policy.pin,
            models: policy.approved_models,
            idle: minutes(policy.elevation_idle_seconds),
            whole: minutes(policy.elevation_seconds_max),
            at_sign_in: policy.key_at_sign_in,
            keys_min: policy.keys_min.to_string(),
            grace: policy.grace_days.to_string(),
            first_key: policy.first_key.name().to_owned(),
            errors: Errors::new(),
        }
    }

    /// The same form with what is wrong with it.
    #[must_use]
    pub fn refused(self, errors: Errors) -> Self {
        Self { errors, ..self }
    }

    /// The same form as a page sends it again.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let kinds = self
            .families
            .iter()
            .map(|kind| ("kinds", kind.name().to_owned()));
        let ticks = [
            ("synced", self.synced),
            ("passkey_sign_in", self.passkey_sign_in),
            ("pin", self.pin),
            ("models", self.models),
            ("at_sign_in", self.at_sign_in),
        ];
        let ticks = ticks.into_iter().filter(|(_, ticked)| *ticked);
        let typed = [
            ("idle", self.idle.clone()),
            ("whole", self.whole.clone()),
            ("keys_min", self.keys_min.clone()),
            ("grace", self.grace.clone()),
            ("first_key", self.first_key.clone()),
        ];
        kinds
            .chain(ticks.map(|(name, _)| (name, "yes".to_owned())))
            .chain(typed)
            .collect()
    }

    /// The policy, if it can stand on a server with these limits at a school that keeps approved
    /// models or none.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self, limits: &Limits, has_models: bool) -> Result<Policy, Errors> {
        let mut errors = Errors::new();
        if self.families.is_empty() {
            errors.add(
                "kinds",
                "Choose at least one kind of key, or nobody can elevate",
            );
        }
        let is_touched = self.families.iter().any(|family| family.is_touched());
        if self.pin && !is_touched && !self.families.is_empty() {
            let words = "Only U2F keys and passkeys bring a PIN: let one of them elevate, or ask \
                         for no PIN";
            errors.add("pin", words);
        }
        if self.models && !has_models {
            errors.add(
                "models",
                "Add an approved model first, or no key would elevate",
            );
        }
        let has_passkeys = self.families.contains(&Family::Passkeys);
        if self.passkey_sign_in && !has_passkeys && !self.families.is_empty() {
            let words = "Let passkeys elevate too, or ask for the password at sign-in";
            errors.add("passkey_sign_in", words);
        }
        let idle = minutes(&self.idle, limits.elevation_idle_seconds)
            .map_err(|words| errors.add("idle", words));
        let whole = minutes(&self.whole, limits.elevation_seconds_max)
            .map_err(|words| errors.add("whole", words));
        let (idle, whole) = (idle.ok().flatten(), whole.ok().flatten());
        if idle.zip(whole).is_some_and(|(idle, whole)| idle > whole) {
            errors.add(
                "idle",
                "Enter no more minutes than elevated access lasts in all",
            );
        }
        let keys_min = within(&self.keys_min, 0, KEYS_MIN_MAX);
        if keys_min.is_none() {
            errors.add("keys_min", "Choose how many keys each person is to hold");
        }
        let grace = within(&self.grace, 0, GRACE_DAYS_MAX);
        if grace.is_none() {
            let words = format!("Enter a number of days from 0 to {GRACE_DAYS_MAX}");
            errors.add("grace", words);
        }
        let first_key = FirstKey::named(&self.first_key);
        if first_key.is_none() {
            errors.add("first_key", "Choose how somebody comes to their first key");
        }
        errors.unless_any(Policy {
            families: self.families.clone(),
            synced_passkeys: self.synced,
            passkey_sign_in: self.passkey_sign_in,
            pin: self.pin,
            approved_models: self.models,
            elevation_idle_seconds: idle,
            elevation_seconds_max: whole,
            key_at_sign_in: self.at_sign_in,
            keys_min: keys_min.unwrap_or_default(),
            grace_days: grace.unwrap_or_default(),
            first_key: first_key.unwrap_or(FirstKey::Approved),
        })
    }

    pub(super) fn kinds(&self) -> Vec<Choice> {
        let choice = |family: Family| {
            Choice::new(family.name(), family.words())
                .hint(family.hint())
                .chosen(self.families.contains(&family))
        };
        Family::ALL.into_iter().map(choice).collect()
    }

    pub(super) fn passkeys(&self) -> Vec<Choice> {
        vec![tick(
            "They may be kept in a cloud account, which copies them to other devices",
            self.synced,
        )]
    }

    pub(super) fn without_password(&self) -> Vec<Choice> {
        vec![tick(
            "A passkey signs in without the password",
            self.passkey_sign_in,
        )]
    }

    pub(super) fn asks_pin(&self) -> Vec<Choice> {
        vec![tick(
            "The key's PIN, or a finger or face, as well as a touch",
            self.pin,
        )]
    }

    pub(super) fn asks_models(&self) -> Vec<Choice> {
        vec![tick(
            "A key of a model that the school has approved",
            self.models,
        )]
    }

    pub(super) fn asks_at_sign_in(&self) -> Vec<Choice> {
        vec![tick(
            "Nothing opens until a key is shown at sign-in",
            self.at_sign_in,
        )]
    }

    pub(super) fn numbers_of_keys(&self) -> Vec<Choice> {
        let words = [
            "No number is asked for",
            "1 key",
            "2 keys, so that one is a spare",
            "3 keys",
        ];
        let choice = |(keys, words): (usize, &str)| {
            let keys = keys.to_string();
            Choice::new(keys.clone(), words).chosen(keys == self.keys_min)
        };
        words.into_iter().enumerate().map(choice).collect()
    }

    pub(super) fn first_keys(&self) -> Vec<Choice> {
        let choice = |way: FirstKey| {
            Choice::new(way.name(), way.words())
                .hint(way.hint())
                .chosen(way.name() == self.first_key)
        };
        FirstKey::ALL.into_iter().map(choice).collect()
    }
}

fn tick(words: &str, ticked: bool) -> Choice {
    Choice::new("yes", words).chosen(ticked)
}

fn within(text: &str, least: i64, most: i64) -> Option<i64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| plain);
    number.filter(|number| (least..=most).contains(number))
}

/// Minutes as seconds; blank is the server's limit, which nothing exceeds.
fn minutes(text: &str, server: i64) -> Result<Option<i64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let most = (server / 60).max(1);
    let minutes = within(text, 1, most);
    minutes.map(|minutes| Some(minutes * 60)).ok_or_else(|| {
        format!("Enter whole minutes from 1 to {most}, which is the most on this server; or leave it blank")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        let data = [("data_dir", "/nowhere".to_owned())];
        let config = crate::config::Config::read(None, [], &data);
        config.expect("settings").limits
    }

    #[test]
    fn a_policy_comes_back_from_its_own_form() {
        let policy = Policy {
            families: [Family::U2fKeys, Family::Passkeys].into(),
            passkey_sign_in: true,
            pin: true,
            approved_models: true,
            elevation_idle_seconds: Some(300),
            elevation_seconds_max: Some(1_800),
            key_at_sign_in: true,
            keys_min: 2,
            grace_days: 7,
            first_key: FirstKey::WithCode,
            ..Policy::default()
        };
        for policy in [policy, Policy::default()] {
            let form = PolicyForm::of(&policy);
            let pairs = form.pairs();
            let pairs: Vec<(&str, &str)> = pairs
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let again = PolicyForm::read(&Pairs::of(&pairs));
            assert_eq!(again.check(&limits(), true), Ok(policy));
        }
    }

    #[test]
    fn what_cannot_stand_is_refused_field_by_field() {
        let form = PolicyForm {
            pin: true,
            models: true,
            passkey_sign_in: true,
            families: [Family::SoftKeys].into(),
            idle: "16".into(),
            whole: "x".into(),
            keys_min: "4".into(),
            grace: "+5".into(),
            ..PolicyForm::default()
        };
        let errors = form.check(&limits(), false).unwrap_err();
        for field in [
            "pin",
            "models",
            "passkey_sign_in",
            "idle",
            "whole",
            "keys_min",
            "grace",
            "first_key",
        ] {
            assert!(errors.of(field).is_some(), "{field}");
        }
        let none = PolicyForm::default().check(&limits(), true).unwrap_err();
        assert!(none.of("kinds").is_some());
        let longer = PolicyForm {
            idle: "10".into(),
            whole: "5".into(),
            ..PolicyForm::of(&Policy::default())
        };
        assert!(
            longer
                .check(&limits(), true)
                .unwrap_err()
                .of("idle")
                .is_some()
        );
    }
}
