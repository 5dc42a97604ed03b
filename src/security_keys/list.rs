//! Account Settings, Security Keys: the list, and the pop-up that links a new one.

use askama::Template;
use keyward_web::Answer;

use super::line::Line;
use super::name::NAME_CHARACTERS_MAX;
use super::register::KEYS_MAX;
use super::store::{self, HeldKey};
use super::ways::Ways;
use crate::cx::Cx;
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "security_keys/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    tab: &'static str,
    keys: Vec<Line>,
    /// The key that elevated this session.
    in_use: String,
    proof: Proof,
    ways: Ways,
    email: String,
    name_characters_max: usize,
}

/// What the pop-up asks for before a new key.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Proof {
    /// The password: this is the first key.
    Password,
    /// A touch of a key that is linked already.
    Touch,
    /// A code: no key that is linked can be touched.
    Code,
    /// Nothing would do: every key is suspended.
    Suspended,
    /// Nothing would do: there are as many keys as there can be.
    TooMany,
}

impl Proof {
    fn of(keys: &[HeldKey], ways: Ways) -> Self {
        match keys {
            [] => Self::Password,
            many if many.len() >= KEYS_MAX => Self::TooMany,
            _ if ways.touch() => Self::Touch,
            _ if ways.any() => Self::Code,
            _ => Self::Suspended,
        }
    }

    /// Whether a new key can be linked.
    fn is_possible(self) -> bool {
        match self {
            Self::Password | Self::Touch | Self::Code => true,
            Self::Suspended | Self::TooMany => false,
        }
    }

    /// As the script knows it.
    fn name(self) -> &'static str {
        match self {
            Self::Touch => "touch",
            Self::Code => "code",
            Self::Password | Self::Suspended | Self::TooMany => "password",
        }
    }
}

pub(super) async fn get(cx: Cx) -> Answer {
    let keys = cx.read(store::mine).await?;
    let proof = Proof::of(&keys, cx.ways);
    let in_use = cx
        .elevation
        .as_ref()
        .map(|elevation| elevation.key.0.clone());
    let page = ListPage {
        shell: cx.page(),
        tab: "security-keys",
        keys: keys.iter().map(Line::of).collect(),
        in_use: in_use.unwrap_or_default(),
        proof,
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
    ListPage {
        shell: Shell::default(),
        tab: "security-keys",
        keys: vec![Line::sample("a", "Blue key"), suspended],
        in_use: "a".into(),
        proof: Proof::Touch,
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
        proof: Proof::Password,
        ..sample()
    }
}

/// The page about browsers, filled with a sample.
pub(super) fn browsers_sample() -> BrowsersPage {
    BrowsersPage {
        shell: Shell::default(),
    }
}
