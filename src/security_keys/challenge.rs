//! The question before a touch, for the script that asks the key.

use axum::http::StatusCode;
use keyward_web::{Answer, Problem};
use serde::Deserialize;
use serde_json::json;

use super::key::PersonHandle;
use super::purpose::Purpose;
use super::verifier::PinPolicy;
use super::wire::{self, Sent};
use super::{ceremonies, store};
use crate::cx::Cx;
use crate::people;

#[derive(Deserialize)]
pub(super) struct Wish {
    purpose: String,
    /// Which act it is for, as the page names it: SHA-256 in hexadecimal.
    #[serde(default)]
    about: String,
}

impl Wish {
    /// The purpose of a touch, where the page says what it is for as this version does.
    fn purpose(&self) -> Option<Purpose> {
        let purpose = Purpose::of_touch(&self.purpose)?;
        let is_hash = self.about.len() == 64 && self.about.bytes().all(|b| b.is_ascii_hexdigit());
        match purpose {
            Purpose::Act => is_hash.then_some(purpose),
            Purpose::SignIn
            | Purpose::PasskeySignIn
            | Purpose::Elevate
            | Purpose::Register
            | Purpose::RegisterFirst
            | Purpose::AddKey
            | Purpose::RemoveKey
            | Purpose::PrintRecoveryCodes => self.about.is_empty().then_some(purpose),
        }
    }
}

pub(super) async fn post(cx: Cx, Sent(wish): Sent<Wish>) -> Answer {
    let Some(purpose) = wish.purpose() else {
        let words = "This page is from another version of Keyward. Reload it and try again.";
        return wire::refused(StatusCode::BAD_REQUEST, "purpose", words, None);
    };
    let (keys, account) = cx
        .read(|tx| {
            let person = tx.person()?;
            Ok::<_, Problem>((store::mine(tx)?, people::account_of(tx, person)?))
        })
        .await?;
    let handle = PersonHandle::from_bytes(&account.key_handle)
        .ok_or_else(|| Problem::bug("a person without a handle for keys"))?;
    let touchable = || keys.iter().filter(|key| key.can_be_touched());
    let working: Vec<_> = touchable().map(|key| key.stored.clone()).collect();
    let verifier = cx.app().verifier()?;
    let pin = if cx.policy.pin && purpose.asks_policy() {
        PinPolicy::Required
    } else if touchable().any(|key| key.is_pin_bound)
        || (cx.policy.pin && matches!(purpose, Purpose::AddKey | Purpose::RemoveKey))
    {
        // A key that is shown without the PIN that elevates brings a new one that waits, and does
        // not remove the last one.
        PinPolicy::Welcome
    } else {
        PinPolicy::Discouraged
    };
    let mut begun = match verifier.begin_assertion(handle, &working, pin) {
        Ok(begun) => begun,
        Err(refusal) => return wire::refused_key(&refusal),
    };
    let seconds = cx.app().config().limits.security_key_seconds;
    begun.options["timeout"] = (seconds * 1000).into();
    let state = begun.state;
    let ceremony = cx
        .write(move |tx| ceremonies::put(tx, purpose, "", &state, &wish.about, seconds))
        .await?;
    wire::answer(
        StatusCode::OK,
        &json!({"ceremony": ceremony.0, "publicKey": begun.options}),
    )
}
