//! Whatever a browser sends, Keyward answers with a refusal and never breaks.

use super::*;
use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;
use serde_json::Value;

/// A question of each kind, a true answer to it, and the key.
struct Asked {
    registration: (Begun, Value),
    touch: (Begun, Value),
    stored: [StoredKey; 1],
}

fn asked(kind: Kind) -> Asked {
    let mut key = SoftwareKey::new(kind, 1);
    let stored = [linked(&mut key).stored()];
    let begun = verifier().begin_assertion(handle(), &stored, PinPolicy::Discouraged);
    let begun = begun.expect("a question");
    let answer = key.touch(&begun.options, ORIGIN).expect("an answer");
    let touch = (begun, serde_json::from_str(&answer).expect("JSON"));
    let begun = verifier().begin_registration(registrant(), &[], PinPolicy::Discouraged);
    let begun = begun.expect("a question");
    let answer = key.register(&begun.options, ORIGIN).expect("an answer");
    let registration = (begun, serde_json::from_str(&answer).expect("JSON"));
    Asked {
        registration,
        touch,
        stored,
    }
}

impl Asked {
    /// Judges `answer` as an answer to both.
    fn both(&self, answer: &str) -> [bool; 2] {
        let verifier = verifier();
        [
            verifier
                .finish_registration(&self.registration.0.state, answer)
                .is_ok(),
            verifier
                .finish_assertion(&self.touch.0.state, &self.stored, answer)
                .is_ok(),
        ]
    }
}

/// `answer` with the bytes of one field of its response changed.
fn with_bytes(answer: &Value, field: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut answer = answer.clone();
    let held = answer["response"][field].as_str().expect(field);
    let mut bytes = BASE64URL_NOPAD.decode(held.as_bytes()).expect(field);
    change(&mut bytes);
    answer["response"][field] = BASE64URL_NOPAD.encode(&bytes).into();
    answer.to_string()
}

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(KINDS.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_refused(text in ".{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let asked = asked(Kind::U2f);
        prop_assert_eq!(asked.both(&text), [false, false]);
        prop_assert_eq!(asked.both(&String::from_utf8_lossy(&bytes)), [false, false]);
    }

    #[test]
    fn a_true_answer_with_a_byte_changed_breaks_nothing(kind in kind(), at in any::<prop::sample::Index>(), byte in 0u8..128) {
        let asked = asked(kind);
        for (_, answer) in [&asked.registration, &asked.touch] {
            let mut text = answer.to_string().into_bytes();
            let at = at.index(text.len());
            text[at] = byte;
            asked.both(&String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn a_touch_with_a_bit_turned_in_what_was_signed_is_refused(
        kind in kind(),
        field in prop::sample::select(vec!["authenticatorData", "clientDataJSON", "signature"]),
        at in any::<prop::sample::Index>(),
        bit in 0u8..8,
    ) {
        let asked = asked(kind);
        let answer = with_bytes(&asked.touch.1, field, |bytes| {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        });
        prop_assert_eq!(asked.both(&answer), [false, false]);
    }

    #[test]
    fn a_new_key_whose_own_words_are_spoilt_breaks_nothing(
        kind in kind(),
        at in any::<prop::sample::Index>(),
        spoilt in prop::collection::vec(any::<u8>(), 0..9),
        cut in any::<bool>(),
    ) {
        let asked = asked(kind);
        let answer = with_bytes(&asked.registration.1, "attestationObject", |bytes| {
            let at = at.index(bytes.len());
            let end = if cut { bytes.len() } else { (at + spoilt.len()).min(bytes.len()) };
            bytes.splice(at..end, spoilt);
        });
        asked.both(&answer);
    }

    #[test]
    fn a_key_that_speaks_nonsense_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let asked = asked(Kind::Fido2);
        for field in ["attestationObject", "clientDataJSON"] {
            let answer = with_bytes(&asked.registration.1, field, |held| held.clone_from(&bytes));
            prop_assert_eq!(asked.both(&answer), [false, false]);
        }
        for field in ["authenticatorData", "clientDataJSON", "signature"] {
            let answer = with_bytes(&asked.touch.1, field, |held| held.clone_from(&bytes));
            prop_assert_eq!(asked.both(&answer), [false, false]);
        }
    }
}

#[test]
fn what_is_nested_without_end_is_refused() {
    let asked = asked(Kind::Fido2);
    assert_eq!(asked.both(&"[".repeat(60_000)), [false, false]);
    for nested in [
        vec![0x81; 40_000],
        vec![0xa1; 40_000],
        vec![0xd8; 40_000],
        vec![0x5f; 40_000],
    ] {
        let answer = with_bytes(&asked.registration.1, "attestationObject", |held| {
            *held = nested
        });
        assert_eq!(asked.both(&answer), [false, false]);
    }
}
