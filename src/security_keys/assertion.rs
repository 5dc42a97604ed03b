//! A touch of a linked key: the question before it and the judgement of its answer.

use super::answer::Answer;
use super::key::{CredentialId, PersonHandle, StoredKey};
use super::library::{quietly, record};
use super::refusal::Refusal;
use super::transports::Transport;
use super::verifier::{Begun, PinPolicy, Verifier, settle};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fmt;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, PublicKeyCredential,
    SecurityKeyAuthentication, WebauthnError,
};

/// A touch that proved itself.
///
/// The caller stores `counter_after` only where the store still has `counter_before`; where it has
/// not, the touch is [`Refusal::Overtaken`].
#[derive(Clone)]
pub struct Touch {
    /// The key that was touched.
    pub credential_id: CredentialId,
    /// The counter that the judgement went by.
    pub counter_before: u32,
    /// The counter that the key has now; `0` after `0` where it does not count.
    pub counter_after: u32,
    /// Whether the person gave the key's PIN (or finger) as well.
    pub user_verified: bool,
    /// The key's record from now on.
    pub record: String,
}

impl fmt::Debug for Touch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Touch")
            .field("counter_after", &self.counter_after)
            .finish_non_exhaustive()
    }
}

/// What judges the answer of a linked key.
#[derive(Serialize, Deserialize)]
struct State {
    library: SecurityKeyAuthentication,
    person: [u8; 16],
    pin: PinPolicy,
}

impl Verifier {
    /// Asks for a touch of one of this person's `keys`.
    pub fn begin_assertion(
        &self,
        person: PersonHandle,
        keys: &[StoredKey],
        pin: PinPolicy,
    ) -> Result<Begun, Refusal> {
        if keys.is_empty() {
            return Err(Refusal::NoKeys);
        }
        let records = keys.iter().map(record).collect::<Result<Vec<_>, _>>()?;
        let (question, library) =
            quietly(|| self.library.start_securitykey_authentication(&records))
                .map_err(|_| Refusal::Ours("a touch could not begin"))?;
        let mut options = serde_json::to_value(question.public_key)
            .map_err(|_| Refusal::Ours("the options of a touch"))?;
        settle(&mut options, "allowCredentials", keys, pin);
        let beside = [Transport::Internal, Transport::Hybrid];
        let is_on_a_device =
            |key: &StoredKey| key.transports.iter().any(|way| beside.contains(way));
        if keys.iter().any(is_on_a_device) {
            // The library hints at keys that are plugged in; a passkey is none.
            options["hints"] = json!([]);
        }
        let state = serde_json::to_string(&State {
            library,
            person: *person.as_bytes(),
            pin,
        })
        .map_err(|_| Refusal::Ours("the state of a touch"))?;
        Ok(Begun { options, state })
    }

    /// Judges the answer to a question of [`Verifier::begin_assertion`], whose `state` the caller
    /// has taken out of its store. `keys` are the person's keys as the store has them now: a key
    /// that was removed or suspended since the question is not among them.
    pub fn finish_assertion(
        &self,
        state: &str,
        keys: &[StoredKey],
        answer: &str,
    ) -> Result<Touch, Refusal> {
        let state: State =
            serde_json::from_str(state).map_err(|_| Refusal::Ours("the state of a touch"))?;
        let answer = Answer::read(answer)?;
        answer.check_page("webauthn.get", &self.origins)?;
        if answer.response("userHandle").is_some()
            && answer.response_bytes("userHandle")? != state.person
        {
            return Err(Refusal::AnotherPerson);
        }
        let key = keys
            .iter()
            .find(|key| key.credential_id.as_bytes() == answer.credential_id)
            .ok_or(Refusal::NotLinked)?;
        judge(&answer, key, state.pin, |passed_on| {
            self.library
                .finish_securitykey_authentication(passed_on, &state.library)
        })
    }

    /// Asks for a touch of any passkey: its answer says whose it is.
    pub fn begin_passkey_sign_in(&self) -> Result<Begun, Refusal> {
        let (question, library) = quietly(|| self.library.start_discoverable_authentication())
            .map_err(|_| Refusal::Ours("a touch could not begin"))?;
        let mut options = serde_json::to_value(question.public_key)
            .map_err(|_| Refusal::Ours("the options of a touch"))?;
        settle(&mut options, "allowCredentials", &[], PinPolicy::Required);
        if let Some(options) = options.as_object_mut() {
            options.remove("extensions");
        }
        let state =
            serde_json::to_string(&library).map_err(|_| Refusal::Ours("the state of a touch"))?;
        Ok(Begun { options, state })
    }

    /// Judges the answer to a question of [`Verifier::begin_passkey_sign_in`], given the key that
    /// it names and the handle of that key's person.
    pub fn finish_passkey_sign_in(
        &self,
        state: &str,
        key: &StoredKey,
        person: PersonHandle,
        answer: &str,
    ) -> Result<Touch, Refusal> {
        let state: DiscoverableAuthentication =
            serde_json::from_str(state).map_err(|_| Refusal::Ours("the state of a touch"))?;
        let answer = Answer::read(answer)?;
        answer.check_page("webauthn.get", &self.origins)?;
        if answer.response_bytes("userHandle")? != person.as_bytes() {
            return Err(Refusal::AnotherPerson);
        }
        if answer.credential_id != key.credential_id.as_bytes() {
            return Err(Refusal::NotLinked);
        }
        let known = record(key)?;
        judge(&answer, key, PinPolicy::Required, |passed_on| {
            self.library
                .finish_discoverable_authentication_v2(passed_on, state, &known)
        })
    }
}

/// The name of the key that an answer says it comes from; nothing of it is proved.
pub(super) fn names_key(answer: &str) -> Result<CredentialId, Refusal> {
    Answer::read(answer).map(|answer| CredentialId::new(answer.credential_id))
}

/// Judges what this key said, with the library's part between the checks that are Keyward's own.
fn judge(
    answer: &Answer,
    key: &StoredKey,
    pin: PinPolicy,
    library: impl FnOnce(&PublicKeyCredential) -> Result<AuthenticationResult, WebauthnError>,
) -> Result<Touch, Refusal> {
    let counter_now = counter(&answer.response_bytes("authenticatorData")?)?;
    let went_back = || Refusal::CounterWentBack {
        credential_id: key.credential_id.clone(),
        counter_before: key.counter,
        counter_now,
    };

    let passed_on = answer.passed_on(&["authenticatorData", "clientDataJSON", "signature"])?;
    let passed_on = serde_json::from_value(passed_on)
        .map_err(|_| Refusal::Unreadable("the answer of a key"))?;
    let touch = quietly(|| library(&passed_on)).map_err(|error| match error {
        WebauthnError::CredentialPossibleCompromise => went_back(),
        other => Refusal::of_assertion(&other),
    })?;
    if pin == PinPolicy::Required && !touch.user_verified() {
        return Err(Refusal::PinMissing);
    }
    // The library went by the counter that the key had when it was asked. Where the store has
    // risen since, another touch overtook this one; the same number twice is two keys.
    let counts = counter_now > 0 || key.counter > 0;
    if counts && counter_now == key.counter {
        return Err(went_back());
    }
    if counts && counter_now < key.counter {
        return Err(Refusal::Overtaken);
    }

    let mut updated = record(key)?;
    updated
        .update_credential(&touch)
        .ok_or(Refusal::Ours("a key's record"))?;
    Ok(Touch {
        credential_id: key.credential_id.clone(),
        counter_before: key.counter,
        counter_after: counter_now,
        user_verified: touch.user_verified(),
        record: serde_json::to_string(&updated).map_err(|_| Refusal::Ours("a key's record"))?,
    })
}

/// Bytes 33 to 36 of the authenticator data (WebAuthn Level 3, section 6.1).
fn counter(authenticator_data: &[u8]) -> Result<u32, Refusal> {
    let bytes = authenticator_data
        .get(33..37)
        .and_then(|bytes| bytes.try_into().ok());
    bytes
        .map(u32::from_be_bytes)
        .ok_or(Refusal::Unreadable("authenticatorData"))
}
