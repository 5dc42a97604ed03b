//! Linking a key: the question before it and the judgement of its answer.

use super::answer::{Answer, bytes};
use super::key::{CredentialId, NewKey, PersonHandle, StoredKey};
use super::library::quietly;
use super::refusal::Refusal;
use super::transports::Transport;
use super::verifier::{Begun, PinPolicy, Verifier, settle};
use serde::{Deserialize, Serialize};
use serde_json::json;
use webauthn_rs::prelude::{
    AttestationFormat, AuthenticatorAttachment, CreationChallengeResponse, Credential,
    PasskeyRegistration, SecurityKey, SecurityKeyRegistration, Uuid,
};

use crate::key_policy::Kind;

/// Who links a key.
#[derive(Clone, Copy, Debug)]
pub struct Registrant<'p> {
    /// The handle of this person, the same for all their keys.
    pub handle: PersonHandle,
    /// The name of the account, shown by the browser: the e-mail address.
    pub name: &'p str,
    /// The person's name, shown by the browser.
    pub display_name: &'p str,
}

/// What judges the answer of a new key.
#[derive(Serialize, Deserialize)]
struct State {
    library: Asked,
    pin: PinPolicy,
    linked: Vec<String>,
}

/// What was asked for, as the library knows it.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Asked {
    U2f(SecurityKeyRegistration),
    Passkey(PasskeyRegistration),
}

impl Verifier {
    /// Asks for a new key of this person's. None of the `existing` keys may answer.
    ///
    /// The question discourages the PIN, asks for no resident key (they are few, and a second
    /// factor needs none) and for no attestation (which would name the key's maker).
    pub fn begin_registration(
        &self,
        person: Registrant<'_>,
        existing: &[StoredKey],
        pin: PinPolicy,
    ) -> Result<Begun, Refusal> {
        let excluded = existing
            .iter()
            .map(|key| key.credential_id.as_bytes().to_vec());
        let (question, library) = quietly(|| {
            self.library.start_securitykey_registration(
                Uuid::from_bytes(*person.handle.as_bytes()),
                person.name,
                person.display_name,
                Some(excluded.collect()),
                None,
                Some(AuthenticatorAttachment::CrossPlatform),
            )
        })
        .map_err(|_| Refusal::Ours("a registration could not begin"))?;
        begun(question, Asked::U2f(library), existing, pin)
    }

    /// Asks for a new passkey of this person's, on whatever device they choose. None of the
    /// `existing` keys may answer.
    ///
    /// The question asks for a passkey that knows whose it is, so that it can sign in without being
    /// told, and for the device's own PIN, finger or face. It asks for no attestation.
    pub fn begin_passkey_registration(
        &self,
        person: Registrant<'_>,
        existing: &[StoredKey],
    ) -> Result<Begun, Refusal> {
        let excluded = existing
            .iter()
            .map(|key| key.credential_id.as_bytes().to_vec());
        let (question, library) = quietly(|| {
            self.library.start_passkey_registration(
                Uuid::from_bytes(*person.handle.as_bytes()),
                person.name,
                person.display_name,
                Some(excluded.collect()),
            )
        })
        .map_err(|_| Refusal::Ours("a registration could not begin"))?;
        let pin = PinPolicy::Required;
        let mut begun = begun(question, Asked::Passkey(library), existing, pin)?;
        begun.options["authenticatorSelection"]["residentKey"] = "required".into();
        begun.options["authenticatorSelection"]["requireResidentKey"] = true.into();
        Ok(begun)
    }

    /// Judges the answer to a question of [`Verifier::begin_registration`] or
    /// [`Verifier::begin_passkey_registration`], whose `state` the caller has taken out of its store.
    pub fn finish_registration(&self, state: &str, answer: &str) -> Result<NewKey, Refusal> {
        let state: State = serde_json::from_str(state)
            .map_err(|_| Refusal::Ours("the state of a registration"))?;
        let answer = Answer::read(answer)?;
        answer.check_page("webauthn.create", &self.origins)?;
        let linked = |id: &String| bytes(id).is_some_and(|id| id == answer.credential_id);
        if state.linked.iter().any(linked) {
            return Err(Refusal::AlreadyLinked);
        }

        let passed_on = answer.passed_on(&["attestationObject", "clientDataJSON"])?;
        let passed_on = serde_json::from_value(passed_on)
            .map_err(|_| Refusal::Unreadable("the answer of a new key"))?;
        let (kind, credential) = quietly(|| match &state.library {
            Asked::U2f(asked) => self
                .library
                .finish_securitykey_registration(&passed_on, asked)
                .map(|key| (Kind::U2f, Credential::from(key))),
            Asked::Passkey(asked) => self
                .library
                .finish_passkey_registration(&passed_on, asked)
                .map(|key| (Kind::Passkey, Credential::from(key))),
        })
        .map_err(|error| Refusal::of_registration(&error))?;
        if credential.cred_id.as_slice() != answer.credential_id {
            return Err(Refusal::Unreadable("rawId is not what the key said"));
        }
        let is_pin_bound = state.pin != PinPolicy::Discouraged && credential.user_verified;
        let mut record = serde_json::to_value(SecurityKey::from(credential.clone()))
            .map_err(|_| Refusal::Ours("a key's record"))?;
        if is_pin_bound && kind == Kind::U2f {
            // From now on the library refuses what this key says without its PIN.
            record["cred"]["registration_policy"] = PinPolicy::Welcome.name().into();
        }
        let record = record.to_string();

        if state.pin == PinPolicy::Required && !credential.user_verified {
            return Err(Refusal::PinMissing);
        }
        if credential.backup_eligible && !self.synced_passkeys {
            return Err(Refusal::Synced);
        }
        Ok(NewKey {
            kind,
            is_pin_bound,
            credential_id: CredentialId::new(answer.credential_id.clone()),
            record,
            counter: credential.counter,
            transports: Transport::from_browser(answer.response("transports")),
            user_verified: credential.user_verified,
            synced: credential.backup_eligible,
            attestation_format: format_name(&credential.attestation_format),
            aaguid: model(&answer.response_bytes("attestationObject")?),
        })
    }
}

/// The question as it is put, and what judges its answer.
fn begun(
    question: CreationChallengeResponse,
    library: Asked,
    existing: &[StoredKey],
    pin: PinPolicy,
) -> Result<Begun, Refusal> {
    let mut options = serde_json::to_value(question.public_key)
        .map_err(|_| Refusal::Ours("the options of a registration"))?;
    settle(&mut options, "excludeCredentials", existing, pin);
    options["extensions"] = json!({"credProps": true});
    let linked = existing
        .iter()
        .map(|key| key.credential_id.text())
        .collect();
    let state = State {
        library,
        pin,
        linked,
    };
    let state =
        serde_json::to_string(&state).map_err(|_| Refusal::Ours("the state of a registration"))?;
    Ok(Begun { options, state })
}

/// The names of the IANA registry "WebAuthn Attestation Statement Format Identifiers".
fn format_name(format: &AttestationFormat) -> &'static str {
    match format {
        AttestationFormat::Packed => "packed",
        AttestationFormat::Tpm => "tpm",
        AttestationFormat::AndroidKey => "android-key",
        AttestationFormat::AndroidSafetyNet => "android-safetynet",
        AttestationFormat::FIDOU2F => "fido-u2f",
        AttestationFormat::AppleAnonymous => "apple",
        AttestationFormat::None => "none",
    }
}

/// The model of the key, which the library does not hand on without attestation: bytes 37 to 52 of
/// the authenticator data (WebAuthn Level 3, section 6.5.1). Zeroes mean that it did not tell.
fn model(attestation_object: &[u8]) -> Option<String> {
    let object: ciborium::Value = ciborium::from_reader(attestation_object).ok()?;
    let (_, data) = object
        .as_map()?
        .iter()
        .find(|(name, _)| name.as_text() == Some("authData"))?;
    let aaguid = Uuid::from_slice(data.as_bytes()?.get(37..53)?).ok()?;
    (!aaguid.is_nil()).then(|| aaguid.to_string())
}
