//! What is asked of somebody's keys: pure rules.

use std::collections::BTreeSet;

use keyward_moment::Moment;

use super::first_key::FirstKey;
use super::kind::{Family, Kind};

/// What a user group asks of its people's keys, or what all groups of a person ask together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Which kinds elevate.
    pub families: BTreeSet<Family>,
    /// Whether passkeys may be copied to other devices through a cloud account.
    pub synced_passkeys: bool,
    /// Whether a passkey signs in without the password.
    pub passkey_sign_in: bool,
    /// Whether a touch needs the key's PIN too. Codes bring none, so they do not elevate then.
    pub pin: bool,
    /// Whether a key must be of a model that the school approves.
    pub approved_models: bool,
    /// How long elevated access may rest, in seconds, where that is shorter than the server's.
    pub elevation_idle_seconds: Option<i64>,
    /// How long it lasts in all, in seconds, where that is shorter than the server's.
    pub elevation_seconds_max: Option<i64>,
    /// Whether signing in asks for a key.
    pub key_at_sign_in: bool,
    /// How many keys somebody must hold; 0 asks for none.
    pub keys_min: i64,
    /// How many days somebody has to come to that many, from when they were first short of it.
    pub grace_days: i64,
    /// How somebody comes to their first key, as one user group says it. What several say together
    /// depends on who could approve it: `FirstKey::strictest`.
    pub first_key: FirstKey,
}

impl Default for Policy {
    /// Every kind but what a cloud account copies, and nothing asked beyond a touch.
    fn default() -> Self {
        Self {
            families: Family::ALL.into(),
            synced_passkeys: false,
            passkey_sign_in: false,
            pin: false,
            approved_models: false,
            elevation_idle_seconds: None,
            elevation_seconds_max: None,
            key_at_sign_in: false,
            keys_min: 0,
            grace_days: 14,
            first_key: FirstKey::ByDefault,
        }
    }
}

/// A key that was shown, as far as a policy asks.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct ShownKey {
    /// What it is.
    pub kind: Kind,
    /// Whether it can be copied through a cloud account.
    pub synced: bool,
    /// Whether its PIN was given too.
    pub with_pin: bool,
    /// Whether a model that the school approves vouches for it.
    pub is_approved_model: bool,
}

impl ShownKey {
    /// A code of a printed sheet.
    pub const PRINTED: Self = Self::by_code(Kind::RecoveryCode);

    /// A code of a key of this kind, which brings nothing besides.
    pub const fn by_code(kind: Kind) -> Self {
        Self {
            kind,
            synced: false,
            with_pin: false,
            is_approved_model: false,
        }
    }
}

/// Why a key that was shown does not elevate.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum NotAdmitted {
    /// Not with this kind.
    Kind(Kind),
    /// Not with what a cloud account copies.
    Synced,
    /// Not without the PIN.
    Pin,
    /// Not with this model.
    Model,
}

impl Policy {
    /// The strictest of these in every respect; the default of none.
    pub fn strictest(policies: impl IntoIterator<Item = Self>) -> Self {
        policies
            .into_iter()
            .reduce(|one, other| one.and(&other))
            .unwrap_or_default()
    }

    fn and(&self, other: &Self) -> Self {
        Self {
            families: self
                .families
                .intersection(&other.families)
                .copied()
                .collect(),
            synced_passkeys: self.synced_passkeys && other.synced_passkeys,
            passkey_sign_in: self.passkey_sign_in && other.passkey_sign_in,
            pin: self.pin || other.pin,
            approved_models: self.approved_models || other.approved_models,
            elevation_idle_seconds: shorter(
                self.elevation_idle_seconds,
                other.elevation_idle_seconds,
            ),
            elevation_seconds_max: shorter(self.elevation_seconds_max, other.elevation_seconds_max),
            key_at_sign_in: self.key_at_sign_in || other.key_at_sign_in,
            keys_min: self.keys_min.max(other.keys_min),
            grace_days: match (self.keys_min > 0, other.keys_min > 0) {
                (true, false) => self.grace_days,
                (false, true) => other.grace_days,
                (true, true) | (false, false) => self.grace_days.min(other.grace_days),
            },
            first_key: self.first_key.max(other.first_key),
        }
    }

    /// Whether a key that was shown elevates.
    ///
    /// # Errors
    /// Why it does not.
    pub fn admits(&self, shown: ShownKey) -> Result<(), NotAdmitted> {
        let Some(family) = shown.kind.family() else {
            return Ok(());
        };
        if !self.families.contains(&family) {
            return Err(NotAdmitted::Kind(shown.kind));
        }
        if shown.synced && !self.synced_passkeys {
            return Err(NotAdmitted::Synced);
        }
        if self.pin && !shown.with_pin {
            return Err(match family.is_touched() {
                true => NotAdmitted::Pin,
                false => NotAdmitted::Kind(shown.kind),
            });
        }
        let has_model = family.is_touched();
        if self.approved_models && !(has_model && shown.is_approved_model) {
            return Err(match has_model {
                true => NotAdmitted::Model,
                false => NotAdmitted::Kind(shown.kind),
            });
        }
        Ok(())
    }

    /// Whether a printed recovery code opens anything.
    pub fn takes_recovery_codes(&self) -> bool {
        self.admits(ShownKey::PRINTED).is_ok()
    }

    /// Until when somebody may hold too few keys who is short of them since this moment.
    pub fn grace_until(&self, short_since: Moment) -> Moment {
        short_since.plus_seconds(self.grace_days * 24 * 3_600)
    }

    /// Whether a key that somebody holds would elevate, shown as well as it can be.
    pub fn counts(&self, held: ShownKey) -> bool {
        let with_pin = held.kind.family().is_some_and(Family::is_touched);
        self.admits(ShownKey { with_pin, ..held }).is_ok()
    }

    /// How long elevated access may rest, given the server's limit: seconds.
    pub fn idle_seconds(&self, server: i64) -> i64 {
        self.elevation_idle_seconds
            .map_or(server, |own| own.min(server))
    }

    /// How long elevated access lasts in all, given the server's limit: seconds.
    pub fn seconds_max(&self, server: i64) -> i64 {
        self.elevation_seconds_max
            .map_or(server, |own| own.min(server))
    }
}

fn shorter(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    one.into_iter().chain(other).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: Kind) -> ShownKey {
        ShownKey {
            kind,
            synced: false,
            with_pin: false,
            is_approved_model: false,
        }
    }

    #[test]
    fn the_strictest_of_a_persons_groups_wins_in_every_respect() {
        let one = Policy {
            families: [Family::U2fKeys, Family::SoftKeys].into(),
            passkey_sign_in: true,
            pin: true,
            elevation_idle_seconds: Some(300),
            keys_min: 2,
            grace_days: 30,
            first_key: FirstKey::SelfService,
            ..Policy::default()
        };
        let other = Policy {
            families: [Family::U2fKeys, Family::UsbKeys].into(),
            synced_passkeys: true,
            approved_models: true,
            elevation_idle_seconds: Some(600),
            elevation_seconds_max: Some(1_800),
            key_at_sign_in: true,
            grace_days: 3,
            first_key: FirstKey::WithCode,
            ..Policy::default()
        };
        let both = Policy {
            families: [Family::U2fKeys].into(),
            synced_passkeys: false,
            passkey_sign_in: false,
            pin: true,
            approved_models: true,
            elevation_idle_seconds: Some(300),
            elevation_seconds_max: Some(1_800),
            key_at_sign_in: true,
            keys_min: 2,
            grace_days: 30,
            first_key: FirstKey::WithCode,
        };
        assert_eq!(Policy::strictest([one.clone(), other.clone()]), both);
        assert_eq!(Policy::strictest([other, one]), both);
        assert_eq!(Policy::strictest([]), Policy::default());
    }

    #[test]
    fn trusting_the_password_alone_is_the_least_that_a_group_can_ask() {
        let of = |first_key| Policy {
            first_key,
            ..Policy::default()
        };
        let trusting = of(FirstKey::SelfService);
        for way in FirstKey::ALL {
            let both = Policy::strictest([trusting.clone(), of(way)]);
            assert_eq!(both.first_key, way);
        }
        let looser = Policy::default().changes_to(&trusting, false);
        assert!(looser.iter().all(|change| change.is_looser) && looser.len() == 1);
    }

    #[test]
    fn a_kind_that_is_not_named_does_not_elevate() {
        let policy = Policy {
            families: [Family::U2fKeys].into(),
            ..Policy::default()
        };
        assert_eq!(policy.admits(shown(Kind::U2f)), Ok(()));
        for kind in [
            Kind::Passkey,
            Kind::SoftKey,
            Kind::YubicoOtp,
            Kind::OathHotp,
            Kind::RecoveryCode,
        ] {
            assert_eq!(policy.admits(shown(kind)), Err(NotAdmitted::Kind(kind)));
        }
        assert_eq!(policy.admits(shown(Kind::BreakGlass)), Ok(()));
    }

    #[test]
    fn a_pin_or_a_model_that_is_asked_for_is_brought_by_a_touched_key_alone() {
        let pin = Policy {
            pin: true,
            ..Policy::default()
        };
        let model = Policy {
            approved_models: true,
            ..Policy::default()
        };
        for code in [Kind::SoftKey, Kind::OathHotp, Kind::RecoveryCode] {
            let all = ShownKey {
                with_pin: false,
                is_approved_model: true,
                ..shown(code)
            };
            assert_eq!(pin.admits(all), Err(NotAdmitted::Kind(code)));
            assert_eq!(model.admits(all), Err(NotAdmitted::Kind(code)));
        }
        assert_eq!(pin.admits(shown(Kind::U2f)), Err(NotAdmitted::Pin));
        assert_eq!(model.admits(shown(Kind::U2f)), Err(NotAdmitted::Model));
        let proved = ShownKey {
            with_pin: true,
            is_approved_model: true,
            ..shown(Kind::Passkey)
        };
        assert_eq!((pin.admits(proved), model.admits(proved)), (Ok(()), Ok(())));
    }

    #[test]
    fn what_a_cloud_account_copies_elevates_only_where_it_is_let_in() {
        let synced = ShownKey {
            synced: true,
            ..shown(Kind::Passkey)
        };
        assert_eq!(Policy::default().admits(synced), Err(NotAdmitted::Synced));
        let lax = Policy {
            synced_passkeys: true,
            ..Policy::default()
        };
        assert_eq!(lax.admits(synced), Ok(()));
    }

    #[test]
    fn a_key_counts_as_well_as_it_can_be_shown() {
        let pin = Policy {
            pin: true,
            ..Policy::default()
        };
        assert!(pin.counts(shown(Kind::U2f)), "it may have a PIN");
        assert!(!pin.counts(shown(Kind::SoftKey)));
        assert!(Policy::default().counts(shown(Kind::SoftKey)));
    }

    #[test]
    fn a_group_shortens_elevated_access_and_never_lengthens_it() {
        let policy = Policy {
            elevation_idle_seconds: Some(300),
            elevation_seconds_max: Some(100_000),
            ..Policy::default()
        };
        assert_eq!(
            (policy.idle_seconds(900), policy.seconds_max(3_600)),
            (300, 3_600)
        );
    }
}
