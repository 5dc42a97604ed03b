//! The test vectors of WebAuthn Level 3 (section 16), put to the same two doors as every answer.
//!
//! The specification derives all of them from a seed; `webauthn-level-3.json` holds what comes out.
//! A vector answers a challenge of its own, so it is written into the stored state in place of ours.
//! `docs/security-key-vectors.md` tells people what is taken and what is not, and why.

use super::*;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::Value;

/// What becomes of a vector: `taken`, or the code of the refusal.
struct Fate {
    vector: &'static str,
    /// As Keyward is set up.
    registration: &'static str,
    /// Where synced passkeys are let in: the registration, and then the touch.
    synced: (&'static str, &'static str),
}

const fn fate(
    vector: &'static str,
    registration: &'static str,
    synced: (&'static str, &'static str),
) -> Fate {
    Fate {
        vector,
        registration,
        synced,
    }
}

const TAKEN: &str = "taken";
const FATES: [Fate; 15] = [
    fate("none.ES256", "synced", (TAKEN, TAKEN)),
    fate("packed-self.ES256", "synced", (TAKEN, TAKEN)),
    fate("none.ES256.crossOrigin", "embedded", ("embedded", "-")),
    fate("none.ES256.topOrigin", "embedded", ("embedded", "-")),
    fate("none.ES256.long-credential-id", "synced", (TAKEN, TAKEN)),
    fate("packed.ES256", "synced", (TAKEN, TAKEN)),
    fate("packed.ES384", "synced", (TAKEN, TAKEN)),
    fate("packed.ES512", "unsupported_key", ("unsupported_key", "-")),
    fate("packed.RS256", "unsupported_key", ("unsupported_key", "-")),
    fate("packed.EdDSA", "unsupported_key", ("unsupported_key", "-")),
    fate("packed.Ed448", "unsupported_key", ("unsupported_key", "-")),
    fate("tpm.ES256", "unsupported_key", ("unsupported_key", "-")),
    fate("android-key.ES256", "bad_proof", ("bad_proof", "-")),
    fate("apple.ES256", "synced", (TAKEN, TAKEN)),
    fate("fido-u2f.ES256", TAKEN, (TAKEN, TAKEN)),
];

fn vectors() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("webauthn-level-3.json")).expect("JSON");
    file["vectors"].as_array().expect("vectors").clone()
}

fn site() -> Verifier {
    Verifier::new(&["https://example.org"], "example.org", "The example").expect("a verifier")
}

fn hex(part: &Value, name: &str) -> Vec<u8> {
    HEXLOWER
        .decode(part[name].as_str().expect(name).as_bytes())
        .expect(name)
}

fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

/// The state of a question with the vector's challenge in place of ours.
fn asked(begun: &Begun, library: &str, part: &Value) -> String {
    let mut state: Value = serde_json::from_str(&begun.state).expect("a state");
    let challenge = state["library"][library]
        .get_mut("challenge")
        .expect("a challenge");
    *challenge = text(&hex(part, "challenge")).into();
    state.to_string()
}

fn answered(id: &[u8], part: &Value, fields: &[&str]) -> String {
    let response: serde_json::Map<_, _> = fields
        .iter()
        .map(|name| ((*name).to_owned(), text(&hex(part, name)).into()))
        .collect();
    json!({"type": "public-key", "id": text(id), "rawId": text(id), "response": response,
        "clientExtensionResults": {}})
    .to_string()
}

fn register(verifier: &Verifier, vector: &Value) -> Result<NewKey, Refusal> {
    let part = &vector["registration"];
    let begun = verifier.begin_registration(registrant(), &[], PinPolicy::Discouraged)?;
    let fields = ["attestationObject", "clientDataJSON"];
    let answer = answered(&hex(part, "credential_id"), part, &fields);
    verifier.finish_registration(&asked(&begun, "rs", part), &answer)
}

fn touch(verifier: &Verifier, vector: &Value, key: &StoredKey) -> Result<Touch, Refusal> {
    let part = &vector["authentication"];
    let keys = std::slice::from_ref(key);
    let begun = verifier.begin_assertion(handle(), keys, PinPolicy::Discouraged)?;
    let fields = ["authenticatorData", "clientDataJSON", "signature"];
    let answer = answered(
        &hex(&vector["registration"], "credential_id"),
        part,
        &fields,
    );
    verifier.finish_assertion(&asked(&begun, "ast", part), keys, &answer)
}

fn code<T>(judged: &Result<T, Refusal>) -> &'static str {
    judged.as_ref().map_or_else(Refusal::code, |_| TAKEN)
}

#[test]
fn each_vector_of_the_specification_meets_its_fate() {
    let vectors = vectors();
    assert_eq!(vectors.len(), FATES.len());
    let mut met = Vec::new();
    let mut expected = Vec::new();
    for (vector, fate) in vectors.iter().zip(&FATES) {
        let as_set_up = register(&site(), vector);
        let synced = register(&site().with_synced_passkeys(), vector);
        let touched = synced
            .as_ref()
            .map(|key| touch(&site(), vector, &key.stored()));
        let touched = touched.as_ref().map_or("-", code);
        let name = vector["name"].as_str().expect("a name");
        met.push((name, code(&as_set_up), code(&synced), touched));
        expected.push((fate.vector, fate.registration, fate.synced.0, fate.synced.1));
    }
    assert_eq!(met, expected);
}

#[test]
fn people_can_read_what_becomes_of_each() {
    let page = include_str!("../../../docs/security-key-vectors.md");
    for Fate {
        vector,
        registration,
        synced: (synced, touched),
    } in &FATES
    {
        let row = format!("| `{vector}` | {registration} | {synced} | {touched} |");
        assert!(page.contains(&row), "the page lacks {row}");
    }
}

#[test]
fn a_vector_is_refused_where_one_bit_of_what_was_signed_is_turned() {
    let site = site().with_synced_passkeys();
    for (vector, _) in vectors()
        .iter()
        .zip(&FATES)
        .filter(|(_, fate)| fate.synced.0 == TAKEN)
    {
        let key = register(&site, vector).expect("a key").stored();
        for (field, at) in [
            ("signature", 20),
            ("authenticatorData", 36),
            ("clientDataJSON", 60),
        ] {
            let mut turned = vector.clone();
            let mut bytes = hex(&turned["authentication"], field);
            bytes[at] ^= 1;
            turned["authentication"][field] = HEXLOWER.encode(&bytes).into();
            touch(&site, &turned, &key).expect_err(field);
        }
    }
}

#[test]
fn what_a_vector_tells_of_itself_is_kept() {
    let site = site().with_synced_passkeys();
    let told: Vec<_> = vectors()
        .iter()
        .filter_map(|vector| register(&site, vector).ok())
        .map(|key| {
            (
                key.attestation_format,
                key.synced,
                key.user_verified,
                key.aaguid.is_some(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("none", true, false, true),
            ("packed", true, true, true),
            ("none", true, false, true),
            ("packed", true, true, true),
            ("packed", true, false, true),
            ("apple", true, false, true),
            ("fido-u2f", false, false, true),
        ]
    );
}
