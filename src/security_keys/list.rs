//! Account Settings, Security Keys: the list, and the pop-up that links a new one.

use askama::Template;
use keyward_web::{Answer, Problem};

use super::line::Line;
use super::name::NAME_CHARACTERS_MAX;
use super::register::KEYS_MAX;
use super::store::{self, HeldKey};
use super::ways::Ways;
use crate::cx::Cx;
use crate::enrolment::{self, Way};
use crate::key_policy::{Family, Kind, Policy, ShownKey};
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "security_keys/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    tab: &'static str,
    keys: Keys,
    admits: Admits,
    /// Whether their user groups let them sign in with a passkey alone.
    passkey_sign_in: bool,
    /// The key that elevated this session.
    in_use: String,
    way: Way,
    proof: Proof,
    /// Whether a new key would wait, since none of theirs elevates that could be shown for it.
    would_wait: bool,
    ways: Ways,
    email: String,
    name_characters_max: usize,
}

/// The keys under each heading.
#[derive(Default)]
struct Keys {
    u2f: Vec<Line>,
    passkeys: Vec<Line>,
    soft: Vec<Line>,
    usb: Vec<Line>,
}

impl Keys {
    fn of(held: &[HeldKey]) -> Self {
        let mut keys = Self::default();
        for key in held {
            let under = match key.kind {
                // Printed codes are no rows of this table.
                Kind::U2f | Kind::RecoveryCode | Kind::BreakGlass => &mut keys.u2f,
                Kind::Passkey => &mut keys.passkeys,
                Kind::SoftKey => &mut keys.soft,
                Kind::YubicoOtp | Kind::OathHotp => &mut keys.usb,
            };
            under.push(Line::of(key));
        }
        keys
    }

    fn count(&self) -> usize {
        self.u2f.len() + self.passkeys.len() + self.soft.len() + self.usb.len()
    }
}

/// Which kinds their user groups let elevate.
struct Admits {
    u2f: bool,
    passkeys: bool,
    soft: bool,
    usb: bool,
    recovery_codes: bool,
}

impl Admits {
    fn of(policy: &Policy) -> Self {
        let code = |kind| policy.admits(ShownKey::by_code(kind)).is_ok();
        Self {
            u2f: policy.families.contains(&Family::U2fKeys),
            passkeys: policy.families.contains(&Family::Passkeys),
            soft: code(Kind::SoftKey),
            usb: code(Kind::YubicoOtp),
            recovery_codes: code(Kind::RecoveryCode),
        }
    }
}

/// What the pop-up asks for before a new key.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Proof {
    /// What the person's way to a new key asks for.
    Of(Way),
    /// Nothing would do: there are as many keys as there can be.
    TooMany,
}

impl Proof {
    fn of(way: Way, keys: &[HeldKey]) -> Self {
        match keys.len() >= KEYS_MAX {
            true => Self::TooMany,
            false => Self::Of(way),
        }
    }

    /// Whether a new key can be linked at all.
    fn is_open(self) -> bool {
        match self {
            Self::Of(way) => way.is_open(),
            Self::TooMany => false,
        }
    }

    /// Whether it begins with the password.
    fn asks_password(self) -> bool {
        matches!(self, Self::Of(way) if way.asks_password())
    }

    /// As the script knows it.
    fn name(self, ways: Ways) -> &'static str {
        match self.is_by_key() {
            true if ways.touch() => "touch",
            true => "code",
            false => "password",
        }
    }

    /// Whether it is proven with another key.
    fn is_by_key(self) -> bool {
        self == Self::Of(Way::ByKey)
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let (keys, others) = cx
        .read(|tx| {
            let person = tx.person()?;
            let others = enrolment::others_who_vouch(tx, person)?;
            Ok::<_, Problem>((store::mine(tx)?, others))
        })
        .await?;
    let way = enrolment::way(&cx).await?;
    let proof = Proof::of(way, &keys);
    let elevates = |key: &HeldKey| key.is_working() && cx.policy.counts(key.shown(false));
    let none_elevates = !cx.ways.recovery() && !keys.iter().any(elevates);
    let in_use = cx
        .elevation
        .as_ref()
        .map(|elevation| elevation.key.0.clone());
    let page = ListPage {
        shell: cx.page(),
        tab: "security-keys",
        keys: Keys::of(&keys),
        admits: Admits::of(&cx.policy),
        passkey_sign_in: cx.policy.passkey_sign_in,
        in_use: in_use.unwrap_or_default(),
        way,
        proof,
        would_wait: way == Way::ByKey && none_elevates && !others.is_empty(),
        ways: cx.ways,
        email: cx.email.clone(),
        name_characters_max: NAME_CHARACTERS_MAX,
    };
    cx.show(&page)
}

#[derive(Template)]
#[template(path = "security_keys/browsers.html")]
pub(super) struct BrowsersPage {
    shell: Shell,
}

/// Which browsers can speak with keys, for whoever has another.
pub(super) async fn browsers(cx: Cx) -> Answer {
    cx.show(&BrowsersPage { shell: cx.page() })
}

/// The page, filled with a sample.
pub(super) fn sample() -> ListPage {
    let suspended = Line {
        suspended: Some("21 November 2026 at 09:12".into()),
        last_used: None,
        ..Line::sample("b", "Spare")
    };
    let lost = Line {
        lost: Some("21 November 2026 at 09:12".into()),
        ..Line::sample("c", "My phone")
    };
    let waits = Line {
        waits: true,
        last_used: None,
        ..Line::sample("d", "Key on my ring")
    };
    ListPage {
        shell: Shell::default(),
        tab: "security-keys",
        keys: Keys {
            u2f: vec![Line::sample("a", "Blue key"), suspended],
            passkeys: vec![Line::sample("e", "School laptop")],
            soft: vec![lost],
            usb: vec![waits],
        },
        admits: Admits {
            u2f: true,
            passkeys: true,
            soft: true,
            usb: false,
            recovery_codes: true,
        },
        passkey_sign_in: true,
        in_use: "a".into(),
        way: Way::ByKey,
        proof: Proof::Of(Way::ByKey),
        would_wait: true,
        ways: Ways {
            touched: 1,
            typed: 1,
            recovery_codes: 9,
        },
        email: "amira.khan@hawthorn-park.example".into(),
        name_characters_max: NAME_CHARACTERS_MAX,
    }
}

/// The page without a key, filled with a sample.
pub(super) fn empty_sample() -> ListPage {
    ListPage {
        keys: Keys::default(),
        admits: Admits {
            u2f: false,
            passkeys: false,
            soft: false,
            usb: true,
            recovery_codes: false,
        },
        way: Way::WithCode,
        proof: Proof::Of(Way::WithCode),
        would_wait: false,
        ..sample()
    }
}

/// The page about browsers, filled with a sample.
pub(super) fn browsers_sample() -> BrowsersPage {
    BrowsersPage {
        shell: Shell::default(),
    }
}
