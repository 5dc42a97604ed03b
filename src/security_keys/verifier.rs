//! The verifier: for which site it asks, and the settings that every question shares.

use super::key::StoredKey;
use super::transports::Transport;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fmt;
use std::time::Duration;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

use crate::key_policy::Policy;

/// How long a question waits for its answer. The browser is told it, and the store of questions
/// holds to it. It leaves time to find the key (WCAG 2.2, "Enough Time").
pub const CEREMONY_SECONDS_MAX: i64 = 300;

/// Whether a key's PIN (or the finger on it) is asked for as well as the touch.
///
/// A U2F key has no PIN; asked for one, it cannot answer at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinPolicy {
    /// A touch is enough; the usual case.
    Discouraged,
    /// A touch is enough, and the PIN of a key that has one is welcome: for the second attempt
    /// where the first one hung, as some keys with a PIN do under Windows.
    Welcome,
    /// No PIN, no access.
    Required,
}

impl PinPolicy {
    pub(super) fn name(self) -> &'static str {
        match self {
            PinPolicy::Discouraged => "discouraged",
            PinPolicy::Welcome => "preferred",
            PinPolicy::Required => "required",
        }
    }
}

/// A question that was put to a browser.
#[derive(Clone)]
pub struct Begun {
    /// What the browser's script takes as `publicKey`.
    pub options: Value,
    /// What judges the answer later. It stays on the server and is used once.
    pub state: String,
}

impl fmt::Debug for Begun {
    /// Nothing of it: whoever reads the state of a question can choose its answer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Begun").finish_non_exhaustive()
    }
}

/// Asks the questions and judges the answers, for one site.
#[derive(Clone, Debug)]
pub struct Verifier {
    pub(super) library: Webauthn,
    pub(super) origins: Vec<String>,
    pub(super) synced_passkeys: bool,
}

impl Verifier {
    /// A verifier for pages at `origins` (`https://keyward.school.example`), whose keys are bound
    /// to `rp_id` (the host of all of them, or a domain above it) and who is shown as `rp_name`.
    ///
    /// Where `rp_id` changes, every key that was ever linked stops working.
    pub fn new(origins: &[&str], rp_id: &str, rp_name: &str) -> Result<Verifier, SettingRefused> {
        let mut pages = Vec::new();
        for origin in origins {
            pages.push(page(origin, rp_id)?);
        }
        let (first, others) = pages.split_first().ok_or_else(|| SettingRefused {
            setting: "base_url",
            got: String::new(),
            takes: "the address at which people open Keyward, such as https://keyward.example.sch.uk",
        })?;
        let refused = || SettingRefused {
            setting: "rp_id",
            got: rp_id.to_owned(),
            takes: RP_ID_TAKES,
        };
        let mut builder = WebauthnBuilder::new(rp_id, first)
            .map_err(|_| refused())?
            .rp_name(rp_name)
            .timeout(Duration::from_secs(CEREMONY_SECONDS_MAX.unsigned_abs()))
            .danger_set_user_presence_only_security_keys(true);
        for other in others {
            builder = builder.append_allowed_origin(other);
        }
        Ok(Verifier {
            library: builder.build().map_err(|_| refused())?,
            origins: pages
                .iter()
                .map(|page| page.origin().ascii_serialization())
                .collect(),
            synced_passkeys: false,
        })
    }

    /// Lets in passkeys that a cloud account copies to other devices. They are refused otherwise:
    /// what can be copied is not something that only its person holds.
    pub fn with_synced_passkeys(mut self) -> Verifier {
        self.synced_passkeys = true;
        self
    }

    /// The verifier for people of whom these things are asked.
    pub fn under(&self, policy: &Policy) -> Verifier {
        let verifier = self.clone();
        match policy.synced_passkeys {
            true => verifier.with_synced_passkeys(),
            false => verifier,
        }
    }
}

const RP_ID_TAKES: &str =
    "the host of the address at which people open Keyward, or a domain above it";

/// The page's address, where keys can be used at all (a secure context: HTTPS, or localhost).
fn page(origin: &str, rp_id: &str) -> Result<Url, SettingRefused> {
    let refused = |setting, got: &str, takes| SettingRefused {
        setting,
        got: got.to_owned(),
        takes,
    };
    let plain = |url: &Url| {
        url.username().is_empty()
            && url.password().is_none()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
    };
    let url = Url::parse(origin).ok().filter(plain).ok_or_else(|| {
        refused(
            "base_url",
            origin,
            "scheme, host and port alone, such as https://keyward.example.sch.uk",
        )
    })?;
    let host = url.domain().ok_or_else(|| {
        refused(
            "base_url",
            origin,
            "a host name: browsers let no security key answer at a number such as 127.0.0.1",
        )
    })?;
    let local = host == "localhost" || host.ends_with(".localhost");
    if url.scheme() != "https" && !(url.scheme() == "http" && local) {
        return Err(refused(
            "base_url",
            origin,
            "an https:// address, or http://localhost for a trial",
        ));
    }
    let below = host
        .strip_suffix(rp_id)
        .is_some_and(|above| above.ends_with('.'));
    if host != rp_id && !(below && rp_id.contains('.')) {
        return Err(refused("rp_id", rp_id, RP_ID_TAKES));
    }
    Ok(url)
}

/// Sets what the library leaves open in the options of both kinds of question.
pub(super) fn settle(options: &mut Value, list: &str, keys: &[StoredKey], pin: PinPolicy) {
    options[list] = keys
        .iter()
        .map(|key| {
            let transports: Vec<_> = key.transports.iter().map(|way: &Transport| way.name()).collect();
            match transports.is_empty() {
                true => json!({"type": "public-key", "id": key.credential_id.text()}),
                false => {
                    json!({"type": "public-key", "id": key.credential_id.text(), "transports": transports})
                }
            }
        })
        .collect();
    match options.get_mut("authenticatorSelection") {
        Some(selection) => selection["userVerification"] = pin.name().into(),
        None => options["userVerification"] = pin.name().into(),
    }
}

/// A setting with which no key could ever answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingRefused {
    /// The setting's name.
    pub setting: &'static str,
    /// What it got.
    pub got: String,
    /// What it takes.
    pub takes: &'static str,
}

impl fmt::Display for SettingRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: got {:?}; it takes {}",
            self.setting, self.got, self.takes
        )
    }
}

impl std::error::Error for SettingRefused {}
