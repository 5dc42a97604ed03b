//! Every refusal, and what brings it about.

use super::*;
use crate::testing::software_key::Bent;
use serde_json::Value;

type Ask = fn(Kind, fn(&mut Bent)) -> Refusal;

/// What comes of linking a key that is bent like this.
fn linking(kind: Kind, bend: impl FnOnce(&mut Bent)) -> Refusal {
    answering_registration(SoftwareKey::new(kind, 1).bent(bend), &[], |_| {})
}

fn answering_registration(
    mut key: SoftwareKey,
    existing: &[StoredKey],
    change: impl FnOnce(&mut Value),
) -> Refusal {
    key.bent.heedless = true;
    let begun = verifier().begin_registration(registrant(), existing, PinPolicy::Discouraged);
    let begun = begun.expect("a question");
    let answer = key.register(&begun.options, ORIGIN).expect("an answer");
    let mut answer = serde_json::from_str(&answer).expect("JSON");
    change(&mut answer);
    let judged = verifier().finish_registration(&begun.state, &answer.to_string());
    judged.expect_err("a refusal")
}

/// What comes of touching a linked key that is bent like this since.
fn touching(kind: Kind, bend: impl FnOnce(&mut Bent)) -> Refusal {
    answering_touch(kind, bend, |_| {})
}

pub(super) fn answering_touch(
    kind: Kind,
    bend: impl FnOnce(&mut Bent),
    change: impl FnOnce(&mut Value),
) -> Refusal {
    let mut key = SoftwareKey::new(kind, 1);
    let stored = [linked(&mut key).stored()];
    let begun = verifier().begin_assertion(handle(), &stored, PinPolicy::Discouraged);
    let begun = begun.expect("a question");
    let mut key = key.bent(|bent| bent.heedless = true).bent(bend);
    let answer = key.touch(&begun.options, ORIGIN).expect("an answer");
    let mut answer = serde_json::from_str(&answer).expect("JSON");
    change(&mut answer);
    let judged = verifier().finish_assertion(&begun.state, &stored, &answer.to_string());
    judged.expect_err("a refusal")
}

#[test]
fn what_any_answer_can_get_wrong() {
    for kind in KINDS {
        let asks: [Ask; 2] = [
            |kind, bend| linking(kind, bend),
            |kind, bend| touching(kind, bend),
        ];
        for ask in asks {
            let wrong =
                |refusal: Refusal, bend: fn(&mut Bent)| assert_eq!(ask(kind, bend), refusal);
            wrong(Refusal::WrongAddress, |bent| {
                bent.origin = Some("https://evil.example".into())
            });
            wrong(Refusal::WrongAddress, |bent| {
                bent.origin = Some(format!("{ORIGIN}/"))
            });
            wrong(Refusal::WrongAddress, |bent| {
                bent.origin = Some(format!("{ORIGIN}:8443"))
            });
            wrong(Refusal::WrongAddress, |bent| {
                bent.origin = Some("https://www.keyward.example.sch.uk".into());
            });
            wrong(Refusal::Embedded, |bent| {
                bent.cross_origin = Some(true.into())
            });
            wrong(Refusal::Embedded, |bent| {
                bent.top_origin = Some(ORIGIN.into())
            });
            wrong(Refusal::Unreadable("clientDataJSON crossOrigin"), |bent| {
                bent.cross_origin = Some("false".into());
            });
            wrong(Refusal::WrongKind, |bent| {
                bent.kind = Some("payment.get".into())
            });
            wrong(Refusal::Expired, |bent| bent.challenge = Some(vec![7; 32]));
            wrong(Refusal::Expired, |bent| bent.challenge = Some(Vec::new()));
            wrong(Refusal::WrongSite, |bent| {
                bent.rp_id = Some("example.sch.uk".into())
            });
            wrong(Refusal::NoTouch, |bent| bent.flags_turned = 0x01);
        }
    }
    assert_eq!(
        linking(Kind::U2f, |bent| bent.kind = Some("webauthn.get".into())),
        Refusal::WrongKind
    );
    assert_eq!(
        touching(Kind::U2f, |bent| bent.kind = Some("webauthn.create".into())),
        Refusal::WrongKind
    );
}

#[test]
fn what_a_new_key_can_get_wrong() {
    let key = SoftwareKey::new(Kind::U2f, 1);
    let existing = [linked(&mut key.clone()).stored()];
    assert_eq!(
        answering_registration(key, &existing, |_| {}),
        Refusal::AlreadyLinked
    );
    assert_eq!(
        linking(Kind::Fido2, |bent| bent.credential_id = Some(vec![1; 1024])),
        Refusal::IdTooLong
    );
    assert_eq!(
        linking(Kind::Fido2, |bent| bent.flags_turned = 0x08),
        Refusal::Synced
    );
    assert_eq!(
        linking(Kind::Fido2, |bent| bent.flags_turned = 0x10),
        Refusal::BadProof,
        "copied, but not such that it can be"
    );
    assert_eq!(
        linking(Kind::Fido2Packed, |bent| bent.signer = Some(9)),
        Refusal::BadProof
    );
    let another = |answer: &mut Value| {
        answer["id"] = "AAAA".into();
        answer["rawId"] = "AAAA".into();
    };
    assert_eq!(
        answering_registration(SoftwareKey::new(Kind::Fido2, 1), &[], another),
        Refusal::Unreadable("rawId is not what the key said")
    );
}

#[test]
fn a_new_key_without_the_pin_that_its_group_asks_for() {
    let begun = verifier().begin_registration(registrant(), &[], PinPolicy::Required);
    let begun = begun.expect("a question");
    let mut key = SoftwareKey::new(Kind::Fido2, 1)
        .with_pin()
        .bent(|bent| bent.flags_turned = 0x04);
    let answer = key.register(&begun.options, ORIGIN).expect("an answer");
    let judged = verifier().finish_registration(&begun.state, &answer);
    assert_eq!(judged.expect_err("a refusal"), Refusal::PinMissing);
}

#[test]
fn what_a_linked_key_can_get_wrong() {
    for kind in KINDS {
        assert_eq!(
            touching(kind, |bent| bent.user_handle =
                Some(b"somebody else ok".to_vec())),
            Refusal::AnotherPerson
        );
        assert_eq!(
            touching(kind, |bent| bent.user_handle = Some(vec![])),
            Refusal::AnotherPerson
        );
        assert_eq!(
            touching(kind, |bent| bent.credential_id = Some(vec![1; 64])),
            Refusal::NotLinked
        );
        assert_eq!(
            touching(kind, |bent| bent.credential_id = Some(vec![1; 1024])),
            Refusal::IdTooLong
        );
        assert_eq!(
            touching(kind, |bent| bent.signer = Some(9)),
            Refusal::BadSignature
        );
        assert_eq!(
            touching(kind, |bent| bent.flags_turned = 0x08),
            Refusal::Changed
        );
        assert_eq!(
            touching(kind, |bent| bent.flags_turned = 0x10),
            Refusal::Changed
        );
    }
}

#[test]
fn a_touch_without_the_pin_that_its_group_asks_for() {
    let mut key = SoftwareKey::new(Kind::Fido2, 1).with_pin();
    let stored = [linked(&mut key).stored()];
    let mut key = key.bent(|bent| bent.flags_turned = 0x04);
    assert_eq!(
        touched(&mut key, &stored, PinPolicy::Required).expect_err("a refusal"),
        Refusal::PinMissing
    );
}

#[test]
fn a_key_that_was_removed_meanwhile_is_no_longer_linked() {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let stored = [linked(&mut key).stored()];
    let begun = verifier().begin_assertion(handle(), &stored, PinPolicy::Discouraged);
    let begun = begun.expect("a question");
    let answer = key.touch(&begun.options, ORIGIN).expect("an answer");
    let judged = verifier().finish_assertion(&begun.state, &[], &answer);
    assert_eq!(judged.expect_err("a refusal"), Refusal::NotLinked);
}

#[test]
fn a_key_that_was_linked_after_the_question_cannot_answer_it() {
    let (mut first, mut later) = (
        SoftwareKey::new(Kind::U2f, 1),
        SoftwareKey::new(Kind::U2f, 2),
    );
    let stored = [linked(&mut first).stored(), linked(&mut later).stored()];
    let begun = verifier().begin_assertion(handle(), &stored[..1], PinPolicy::Discouraged);
    let begun = begun.expect("a question");
    later.bent.heedless = true;
    let answer = later.touch(&begun.options, ORIGIN).expect("an answer");
    let judged = verifier().finish_assertion(&begun.state, &stored, &answer);
    assert_eq!(judged.expect_err("a refusal"), Refusal::NotLinked);
}

#[test]
fn without_a_key_there_is_no_question() {
    let begun = verifier().begin_assertion(handle(), &[], PinPolicy::Discouraged);
    assert_eq!(begun.expect_err("a refusal"), Refusal::NoKeys);
}

#[test]
fn a_refusal_says_what_to_do_next_and_nothing_of_the_library() {
    let went_back = Refusal::CounterWentBack {
        credential_id: CredentialId::new(b"not for a log".to_vec()),
        counter_before: 2,
        counter_now: 1,
    };
    assert_eq!(went_back.to_string(), "counter_went_back");
    assert!(
        !format!("{went_back:?}").contains("not for"),
        "{went_back:?}"
    );
    for refusal in [
        Refusal::NoKeys,
        Refusal::TooLarge,
        Refusal::Unreadable("x"),
        Refusal::WrongKind,
        Refusal::WrongAddress,
        Refusal::Embedded,
        Refusal::Expired,
        Refusal::WrongSite,
        Refusal::NoTouch,
        Refusal::PinMissing,
        Refusal::AnotherPerson,
        Refusal::NotLinked,
        Refusal::IdTooLong,
        Refusal::UnsupportedKey,
        Refusal::UnsupportedProof,
        Refusal::BadProof,
        Refusal::Synced,
        Refusal::BadSignature,
        Refusal::Changed,
        went_back,
        Refusal::Overtaken,
        Refusal::WrongCode,
        Refusal::CodeUsed,
        Refusal::Wait(1),
        Refusal::Wait(8),
        Refusal::Wait(43_200),
        Refusal::KeyNeeded,
        Refusal::Ours("x"),
    ] {
        let words = refusal.words();
        assert!(words.ends_with('.') && words.len() < 260, "{words}");
        for strange in [
            "WebAuthn",
            "uthenticator",
            "redential",
            "CBOR",
            "challenge",
            "Error",
        ] {
            assert!(!words.contains(strange), "{words}");
        }
    }
    assert_eq!(
        Refusal::AlreadyLinked.words(),
        "This key is already linked to your account"
    );
}
