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
use crate::key_policy::{Family, Kind};
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "security_keys/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    tab: &'static str,
    keys: Vec<Line>,
    passkeys: Vec<Line>,
    /// Whether their user groups use passkeys, and let them sign in with one.
    takes_passkeys: bool,
    passkey_sign_in: bool,
    takes_recovery_codes: bool,
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
        keys: keys
            .iter()
            .filter(|key| key.kind != Kind::Passkey)
            .map(Line::of)
            .collect(),
        passkeys: keys
            .iter()
            .filter(|key| key.kind == Kind::Passkey)
            .map(Line::of)
            .collect(),
        takes_passkeys: cx.policy.families.contains(&Family::Passkeys),
        passkey_sign_in: cx.policy.passkey_sign_in,
        takes_recovery_codes: cx.policy.takes_recovery_codes(),
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
        ..Line::sample("c", "Red key")
    };
    let waits = Line {
        waits: true,
        last_used: None,
        ..Line::sample("d", "Green key")
    };
    ListPage {
        shell: Shell::default(),
        tab: "security-keys",
        keys: vec![Line::sample("a", "Blue key"), suspended, lost, waits],
        passkeys: vec![Line::sample("c", "School laptop")],
        takes_passkeys: true,
        passkey_sign_in: true,
        takes_recovery_codes: true,
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
        keys: Vec::new(),
        passkeys: Vec::new(),
        takes_passkeys: false,
        takes_recovery_codes: false,
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
