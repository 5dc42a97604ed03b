//! Linking a key that is touched: the person proves who they are, then the new key answers.

use axum::http::StatusCode;
use keyward_web::{Answer, Problem};
use serde::Deserialize;
use serde_json::json;

use super::key::PersonHandle;
use super::new_key::{self, Claim};
use super::proof::KeyAnswer;
use super::purpose::Purpose;
use super::refusal::Refusal;
use super::registration::Registrant;
use super::store::{HeldKey, Linked, Linking};
use super::verifier::PinPolicy;
use super::wire::{self, Sent};
use super::{ceremonies, name, notices, store};
use crate::audit::Entry;
use crate::cx::Cx;
use crate::enrolment::Grant;
use crate::ids::CeremonyId;
use crate::key_policy::{self, Family, Kind, NotAdmitted};
use crate::people::{self, Account};

/// The most keys that one person can link.
pub(super) const KEYS_MAX: usize = 10;

/// The words at the end of the journey; people follow printed instructions.
const ADDED: &str = "Successfully added new U2F key. You can now close this window";

/// The same, where somebody else has to approve it first.
const ADDED_TO_WAIT: &str = "Successfully added new U2F key. It opens nothing until somebody at \
                             your school has approved it: they have been told";
/// The same for a passkey that waits.
const PASSKEY_ADDED_TO_WAIT: &str = "Successfully added new passkey. It opens nothing until \
                                     somebody at your school has approved it: they have been told";

/// The same for a passkey.
const PASSKEY_ADDED: &str = "Successfully added new passkey. You can now close this window";

/// What stands before the question to the new key.
#[derive(Deserialize)]
pub(super) struct Begin {
    #[serde(default)]
    device_name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    enrolment_code: String,
    #[serde(default)]
    ceremony: String,
    #[serde(default)]
    credential: String,
    #[serde(default)]
    code: String,
    /// The second attempt of somebody whose first one hung: the key's PIN is welcome.
    #[serde(default)]
    with_pin: bool,
    /// A passkey on the person's own device, not a key that they plug in.
    #[serde(default)]
    passkey: bool,
}

/// What the new key is to be.
#[derive(Copy, Clone)]
enum Wish {
    U2f(PinPolicy),
    Passkey,
}

/// The question to the new key.
pub(super) async fn begin(cx: Cx, Sent(form): Sent<Begin>) -> Answer {
    let (keys, account) = cx
        .read(|tx| {
            let person = tx.person()?;
            Ok::<_, Problem>((store::mine(tx)?, people::account_of(tx, person)?))
        })
        .await?;
    if keys.len() >= KEYS_MAX {
        let words = "You have linked 10 keys, which is the most one person can have. Remove one \
                     that you no longer use, then try again.";
        return wire::refused(StatusCode::CONFLICT, "too_many_keys", words, None);
    }
    let device_name = match name::check(&form.device_name, &keys, None) {
        Ok(name) => name,
        Err(words) => return wire::wrong("device_name", words),
    };
    if form.passkey && !cx.policy.families.contains(&Family::Passkeys) {
        return wire::refused_key(&Refusal::NotAdmitted(NotAdmitted::Kind(Kind::Passkey)));
    }
    let wish = match (form.passkey, form.with_pin) {
        (true, _) => Wish::Passkey,
        (false, true) => Wish::U2f(PinPolicy::Welcome),
        (false, false) => Wish::U2f(PinPolicy::Discouraged),
    };
    let claim = Claim {
        password: form.password,
        enrolment_code: form.enrolment_code,
        answer: KeyAnswer {
            ceremony: form.ceremony,
            credential: form.credential,
            code: form.code,
        },
    };
    match new_key::prove(&cx, claim).await? {
        Ok(grant) => ask(cx, grant, keys, account, device_name, wish).await,
        Err(not) => wire::refused(not.status, not.code, &not.words, not.field),
    }
}

async fn ask(
    cx: Cx,
    grant: Grant,
    keys: Vec<HeldKey>,
    account: Account,
    device_name: String,
    wish: Wish,
) -> Answer {
    let handle = PersonHandle::from_bytes(&account.key_handle)
        .ok_or_else(|| Problem::bug("a person without a handle for keys"))?;
    let registrant = Registrant {
        handle,
        name: &account.email,
        display_name: &account.name,
    };
    let purpose = if grant.is_by_key() {
        Purpose::Register
    } else {
        Purpose::RegisterFirst
    };
    // A suspended key is excluded too: it must not come back under another name.
    let existing: Vec<_> = keys
        .into_iter()
        .filter(HeldKey::is_touched)
        .map(|key| key.stored)
        .collect();
    let verifier = cx.app().verifier()?;
    let begun = match wish {
        Wish::U2f(pin) => verifier.begin_registration(registrant, &existing, pin),
        Wish::Passkey => verifier.begin_passkey_registration(registrant, &existing),
    };
    let mut begun = match begun {
        Ok(begun) => begun,
        Err(refusal) => return wire::refused_key(&refusal),
    };
    let seconds = cx.app().config().limits.security_key_seconds;
    begun.options["timeout"] = (seconds * 1000).into();
    if cx.policy.approved_models || !cx.read(key_policy::approved_models).await?.is_empty() {
        begun.options["attestation"] = "direct".into();
    }
    let state = begun.state;
    let ceremony = cx
        .write(move |tx| ceremonies::put(tx, purpose, &device_name, &state, &grant.line(), seconds))
        .await?;
    wire::answer(
        StatusCode::OK,
        &json!({"ceremony": ceremony.0, "publicKey": begun.options}),
    )
}

/// The new key's answer.
#[derive(Deserialize)]
pub(super) struct Finish {
    ceremony: String,
    credential: String,
}

/// Links the new key.
pub(super) async fn finish(cx: Cx, Sent(form): Sent<Finish>) -> Answer {
    let ceremony = CeremonyId(form.ceremony);
    let taken = cx
        .write(move |tx| {
            ceremonies::take(tx, &ceremony, &[Purpose::Register, Purpose::RegisterFirst])
        })
        .await?;
    let grant = taken.as_ref().and_then(|taken| Grant::read(&taken.about));
    let device_name = taken
        .as_ref()
        .map(|taken| taken.device_name.clone())
        .unwrap_or_default();
    let families = cx.policy.families.clone();
    let outcome = match taken {
        Some(taken) => cx
            .app()
            .verifier()?
            .under(&cx.policy)
            .finish_registration(&taken.state, &form.credential)
            .and_then(|new| match new.kind.family() {
                Some(Family::Passkeys) if !families.contains(&Family::Passkeys) => {
                    Err(Refusal::NotAdmitted(NotAdmitted::Kind(new.kind)))
                }
                _ => Ok(new),
            }),
        None => Err(Refusal::Expired),
    };
    let models = cx.read(key_policy::approved_models).await?;
    let key_model = outcome
        .as_ref()
        .ok()
        .and_then(|new| new.approved_as(&models));
    let outcome = match key_model {
        None if cx.policy.approved_models => outcome.and(Err(Refusal::NotVouchedFor)),
        Some(_) | None => outcome,
    };
    let device = cx.visit().device.clone();
    let linked = cx
        .write(move |tx| {
            let person = tx.person()?;
            let refused = Entry::of("security key refused", "person", &person.0)
                .with("for", Purpose::Register.name())
                .with("device", &device);
            let new = match &outcome {
                Ok(new) => new,
                Err(refusal) => {
                    tx.entry(refused.with("because", refusal))?;
                    return Ok(Err(refusal.clone()));
                }
            };
            let keys = store::mine(tx)?;
            if keys.len() >= KEYS_MAX || name::check(&device_name, &keys, None).is_err() {
                // Another window was quicker.
                tx.entry(refused.with("because", "overtaken"))?;
                return Ok(Err(Refusal::Expired));
            }
            let Some(grant) = &grant else {
                return Err(Problem::bug(
                    "a question to a new key that nobody was granted",
                ));
            };
            let Some(admitted) = grant.take(tx)? else {
                // Another key was linked meanwhile, or the one that was shown is dead.
                tx.entry(refused.with("because", "what was proven no longer holds"))?;
                return Ok(Err(Refusal::Expired));
            };
            let linking = Linking {
                name: &device_name,
                kind: new.kind,
                is_pin_bound: new.is_pin_bound,
                key_model: key_model.as_ref(),
                is_approved: admitted.is_at_once(),
            };
            let key = match store::link(tx, new, &linking)? {
                Linked::Yes(key) => key,
                Linked::Already => {
                    tx.entry(refused.with("because", "already linked"))?;
                    return Ok(Err(Refusal::AlreadyLinked));
                }
                Linked::ToAnother => {
                    tx.entry(refused.with("because", "linked to another account"))?;
                    return Ok(Err(Refusal::LinkedToAnother));
                }
            };
            notices::linked(tx, &device_name, &device)?;
            admitted.announce(tx, &key, &device_name, &device)?;
            let model = new.aaguid.as_deref().unwrap_or("not told");
            tx.entry(
                Entry::of("security key linked", "security key", &key.0)
                    .with("name", &device_name)
                    .with("vouched for by", new.attestation_format)
                    .with("model", model)
                    .with("approved model", key_model.is_some())
                    .with("PIN given", new.user_verified)
                    .with("kind", new.kind.words())
                    .with("copied to other devices", new.synced)
                    .with("proven by", grant.words())
                    .with("device", &device),
            )?;
            Ok::<_, Problem>(Ok((admitted, new.kind)))
        })
        .await?;
    cx.app().letters().notify_one();
    match linked {
        Ok((admitted, kind)) => {
            let message = match (admitted.is_at_once(), kind) {
                (true, Kind::Passkey) => PASSKEY_ADDED,
                (false, Kind::Passkey) => PASSKEY_ADDED_TO_WAIT,
                (true, _) => ADDED,
                (false, _) => ADDED_TO_WAIT,
            };
            let waits = !admitted.is_at_once();
            let told = json!({"message": message, "waits": waits});
            wire::answer(StatusCode::CREATED, &told)
        }
        Err(refusal) => wire::refused_key(&refusal),
    }
}
