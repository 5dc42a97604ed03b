//! Security keys as this room's callers meet them: with a software key on the other side.

mod counters;
mod form;
mod garbage;
mod journeys;
mod refusals;
mod settings;
mod u2f;
mod vectors;

use super::assertion::Touch;
use super::key::{CredentialId, NewKey, StoredKey};
use super::registration::Registrant;
use super::transports::Transport;
use super::verifier::{Begun, CEREMONY_SECONDS_MAX, PinPolicy};
use super::*;
use crate::testing::software_key::{Kind, NoAnswer, SoftwareKey};
use serde_json::json;

const ORIGIN: &str = "https://keyward.example.sch.uk";
const KINDS: [Kind; 3] = [Kind::U2f, Kind::Fido2, Kind::Fido2Packed];

fn verifier() -> Verifier {
    Verifier::new(&[ORIGIN], "keyward.example.sch.uk", "Keyward").expect("a verifier")
}

fn handle() -> PersonHandle {
    PersonHandle::from_bytes(b"sixteen bytes ok").expect("a handle")
}

fn registrant() -> Registrant<'static> {
    Registrant {
        handle: handle(),
        name: "a.lead@example.sch.uk",
        display_name: "A Lead",
    }
}

/// Links `key`, and gives it as the store will have it.
fn linked(key: &mut SoftwareKey) -> NewKey {
    let begun = verifier().begin_registration(registrant(), &[], PinPolicy::Discouraged);
    let begun = begun.expect("a question");
    let answer = key.register(&begun.options, ORIGIN).expect("an answer");
    verifier()
        .finish_registration(&begun.state, &answer)
        .expect("a new key")
}

fn touched(key: &mut SoftwareKey, stored: &[StoredKey], pin: PinPolicy) -> Result<Touch, Refusal> {
    let begun = verifier()
        .begin_assertion(handle(), stored, pin)
        .expect("a question");
    let answer = key.touch(&begun.options, ORIGIN).expect("an answer");
    verifier().finish_assertion(&begun.state, stored, &answer)
}

#[test]
fn a_key_of_each_kind_is_linked_and_touched() {
    for kind in KINDS {
        let mut key = SoftwareKey::new(kind, 1);
        let new = linked(&mut key);
        assert_eq!(new.credential_id.as_bytes(), key.credential_id());
        assert_eq!(new.transports, [Transport::Usb, Transport::Nfc]);
        assert!(!new.user_verified && !new.synced);
        let (format, aaguid) = match kind {
            Kind::U2f => ("fido-u2f", None),
            Kind::Fido2 => ("none", Some("6120736f-6674-7761-7265-206b65792032")),
            Kind::Fido2Packed => ("packed", Some("6120736f-6674-7761-7265-206b65792032")),
        };
        assert_eq!(
            (new.attestation_format, new.aaguid.as_deref()),
            (format, aaguid)
        );

        let mut stored = new.stored();
        for _ in 0..3 {
            let touch = touched(
                &mut key,
                std::slice::from_ref(&stored),
                PinPolicy::Discouraged,
            )
            .expect("a touch");
            assert_eq!(touch.credential_id, stored.credential_id);
            assert_eq!(touch.counter_before, stored.counter);
            assert_eq!(touch.counter_after, stored.counter + 1);
            assert!(!touch.user_verified);
            stored.counter = touch.counter_after;
            stored.record = touch.record;
        }
    }
}

#[test]
fn the_questions_are_put_as_they_should_be() {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let stored = [linked(&mut key).stored()];
    let listed = json!([{
        "type": "public-key", "id": data_encoding::BASE64URL_NOPAD.encode(&key.credential_id()),
        "transports": ["usb", "nfc"],
    }]);

    let begun = verifier().begin_registration(registrant(), &stored, PinPolicy::Discouraged);
    let mut options = begun.expect("a question").options;
    let challenge = options["challenge"].take();
    assert_eq!(challenge.as_str().map(str::len), Some(43), "32 bytes");
    assert_eq!(options["timeout"], CEREMONY_SECONDS_MAX * 1000);
    assert_eq!(
        options,
        json!({
            "rp": {"id": "keyward.example.sch.uk", "name": "Keyward"},
            "user": {"id": "c2l4dGVlbiBieXRlcyBvaw", "name": "a.lead@example.sch.uk", "displayName": "A Lead"},
            "challenge": null,
            "pubKeyCredParams": [
                {"type": "public-key", "alg": -7},
                {"type": "public-key", "alg": -35},
                {"type": "public-key", "alg": -257},
            ],
            "timeout": 300_000,
            "excludeCredentials": listed,
            "authenticatorSelection": {
                "authenticatorAttachment": "cross-platform", "residentKey": "discouraged",
                "requireResidentKey": false, "userVerification": "discouraged",
            },
            "hints": ["security-key"],
            "attestation": "none",
            "extensions": {"credProps": true},
        })
    );

    let begun = verifier().begin_assertion(handle(), &stored, PinPolicy::Required);
    let mut options = begun.expect("a question").options;
    assert_ne!(
        options["challenge"].take(),
        challenge,
        "a new one each time"
    );
    assert_eq!(
        options,
        json!({
            "challenge": null, "timeout": 300_000, "rpId": "keyward.example.sch.uk",
            "allowCredentials": listed, "userVerification": "required", "hints": ["security-key"],
        })
    );
}

#[test]
fn a_pin_is_asked_for_touch_by_touch_and_binds_the_key_that_was_linked_with_it() {
    let mut key = SoftwareKey::new(Kind::Fido2, 1).with_pin();
    let new = linked(&mut key);
    assert!(!new.user_verified, "registration does not ask for it");
    let mut stored = [new.stored()];
    for (pin, given) in [
        (PinPolicy::Required, true),
        (PinPolicy::Discouraged, false),
        (PinPolicy::Welcome, true),
    ] {
        let touch = touched(&mut key, &stored, pin).expect("a touch");
        assert_eq!(touch.user_verified, given, "{pin:?}");
        stored[0].counter = touch.counter_after;
        stored[0].record = touch.record;
    }

    let begun = verifier().begin_registration(registrant(), &[], PinPolicy::Welcome);
    let begun = begun.expect("a question");
    let answer = key.register(&begun.options, ORIGIN).expect("an answer");
    let new = verifier()
        .finish_registration(&begun.state, &answer)
        .expect("a new key");
    assert!(new.user_verified);
    assert!(new.is_pin_bound);
    let touch = touched(&mut key, &[new.stored()], PinPolicy::Welcome).expect("a touch");
    assert!(touch.user_verified);
    let refused = touched(&mut key, &[new.stored()], PinPolicy::Discouraged);
    assert_eq!(refused.expect_err("a refusal"), Refusal::PinMissing);
}

#[test]
fn a_key_that_names_its_person_must_name_this_one() {
    let mut key = SoftwareKey::new(Kind::Fido2, 1);
    let stored = [linked(&mut key).stored()];
    key.bent.user_handle = Some(b"sixteen bytes ok".to_vec());
    touched(&mut key, &stored, PinPolicy::Discouraged).expect("a touch");
}

#[test]
fn a_key_that_does_not_count_is_taken_each_time() {
    let mut key = SoftwareKey::new(Kind::Fido2, 1).bent(|bent| bent.counter = Some(0));
    let stored = [linked(&mut key).stored()];
    for _ in 0..2 {
        let touch = touched(&mut key, &stored, PinPolicy::Discouraged).expect("a touch");
        assert_eq!((touch.counter_before, touch.counter_after), (0, 0));
    }
}

#[test]
fn the_second_of_two_keys_answers_and_a_third_cannot() {
    let (mut first, mut second) = (
        SoftwareKey::new(Kind::U2f, 1),
        SoftwareKey::new(Kind::Fido2, 2),
    );
    let stored = [linked(&mut first).stored(), linked(&mut second).stored()];
    let touch = touched(&mut second, &stored, PinPolicy::Discouraged).expect("a touch");
    assert_eq!(touch.credential_id, stored[1].credential_id);

    let begun = verifier().begin_assertion(handle(), &stored, PinPolicy::Discouraged);
    let options = begun.expect("a question").options;
    let mut third = SoftwareKey::new(Kind::U2f, 3);
    assert_eq!(third.touch(&options, ORIGIN), Err(NoAnswer::NotAllowed));
    let begun = verifier().begin_registration(registrant(), &stored, PinPolicy::Discouraged);
    let options = begun.expect("a question").options;
    assert_eq!(
        first.register(&options, ORIGIN),
        Err(NoAnswer::InvalidState)
    );
}

#[test]
fn another_server_with_the_same_settings_judges_the_answer() {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let stored = [linked(&mut key).stored()];
    let begun = verifier().begin_assertion(handle(), &stored, PinPolicy::Discouraged);
    let begun = begun.expect("a question");
    let answer = key.touch(&begun.options, ORIGIN).expect("an answer");
    let other = Verifier::new(
        &[ORIGIN, "https://www.keyward.example.sch.uk"],
        "keyward.example.sch.uk",
        "Keyward",
    )
    .expect("a verifier");
    other
        .finish_assertion(&begun.state, &stored, &answer)
        .expect("a touch");
}
