//! The examples of "FIDO U2F Raw Message Formats" v1.2, sections 4.3 and 5.4.
//!
//! They are older than WebAuthn: what the key signs is the same, what the browser says is not. So
//! they show that the software key signs what a U2F key signs, and that Keyward refuses an answer
//! which the former browser interface gave.

use super::*;
use crate::testing::software_key::u2f_registration_message;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use p256::ecdsa::{DerSignature, VerifyingKey, signature::Verifier as _};
use sha2::{Digest, Sha256};

const ENROL: &str = r#"{"typ":"navigator.id.finishEnrollment","challenge":"vqrS6WXDe1JUs5_c3i4-LkKIHRr-3XVb3azuA5TifHo","cid_pubkey":{"kty":"EC","crv":"P-256","x":"HzQwlfXX7Q4S5MtCCnZUNBw3RMzPO9tOyWjBqRl4tJ8","y":"XVguGFLIZx1fXg3wNqfdbn75hi4-_7-BxhMljw42Ht4"},"origin":"http://example.com"}"#;
const ENROLLED: &str = "04b174bc49c7ca254b70d2e5c207cee9cf174820ebd77ea3c65508c26da51b657c1cc6b952f8621697936482da0a6d3d3826a59095daf6cd7c03e2e60385d2f6d9";
const KEY_HANDLE: &str = "2a552dfdb7477ed65fd84133f86196010b2215b57da75d315b7b9e8fe2e3925a6019551bab61d16591659cbaf00b4950f7abfe6660e2e006f76868b772d70c25";
const MAKER: &str = "048d617e65c9508e64bcc5673ac82a6799da3c1446682c258c463fffdf58dfd2fa3e6c378b53d795c4a4dffb4199edd7862f23abaf0203b4b8911ba0569994e101";
const ENROL_SIGNATURE: &str = "304502201471899bcc3987e62e8202c9b39c33c19033f7340352dba80fcab017db9230e402210082677d673d891933ade6f617e5dbde2e247e70423fd5ad7804a6d3d3961ef871";
const SIGN: &str = r#"{"typ":"navigator.id.getAssertion","challenge":"opsXqUifDriAAmWclinfbS0e-USY0CgyJHe_Otd7z8o","cid_pubkey":{"kty":"EC","crv":"P-256","x":"HzQwlfXX7Q4S5MtCCnZUNBw3RMzPO9tOyWjBqRl4tJ8","y":"XVguGFLIZx1fXg3wNqfdbn75hi4-_7-BxhMljw42Ht4"},"origin":"http://example.com"}"#;
const SIGNER: &str = "04d368f1b665bade3c33a20f1e429c7750d5033660c019119d29aa4ba7abc04aa7c80a46bbe11ca8cb5674d74f31f8a903f6bad105fb6ab74aefef4db8b0025e1d";
const SIGN_SIGNATURE: &str = "304402204b5f0cd17534cedd8c34ee09570ef542a353df4436030ce43d406de870b847780220267bb998fac9b7266eb60e7cb0b5eabdfd5ba9614f53c7b22272ec10047a923f";

fn hex(text: &str) -> Vec<u8> {
    HEXLOWER.decode(text.as_bytes()).expect("hexadecimal")
}

fn check(key: &str, message: &[u8], signature: &str) {
    let key = VerifyingKey::from_sec1_bytes(&hex(key)).expect("a public key");
    let signature = DerSignature::from_bytes(&hex(signature)).expect("a signature");
    key.verify(message, &signature)
        .expect("the signature of this message");
}

#[test]
fn the_registration_example_signs_what_the_software_key_signs() {
    let hash = Sha256::digest(ENROL);
    let message = u2f_registration_message(
        "http://example.com",
        &hash,
        &hex(KEY_HANDLE),
        &hex(ENROLLED),
    );
    check(MAKER, &message, ENROL_SIGNATURE);
}

#[test]
fn the_authentication_example_signs_authenticator_data_and_the_hash_of_client_data() {
    let site = Sha256::digest("https://gstatic.com/securitykey/a/example.com");
    let data = [site.as_slice(), &[1], &1u32.to_be_bytes()].concat();
    check(
        SIGNER,
        &[data.as_slice(), Sha256::digest(SIGN).as_slice()].concat(),
        SIGN_SIGNATURE,
    );
}

#[test]
fn an_answer_of_the_former_browser_interface_is_refused() {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let stored = [linked(&mut key).stored()];
    let begun = verifier().begin_assertion(handle(), &stored, PinPolicy::Discouraged);
    let begun = begun.expect("a question");
    let answer = key.touch(&begun.options, ORIGIN).expect("an answer");
    let mut answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    answer["response"]["clientDataJSON"] = BASE64URL_NOPAD.encode(SIGN.as_bytes()).into();
    answer["response"]["signature"] = BASE64URL_NOPAD.encode(&hex(SIGN_SIGNATURE)).into();
    let judged = verifier().finish_assertion(&begun.state, &stored, &answer.to_string());
    assert_eq!(
        judged.expect_err("a refusal").to_string(),
        "unreadable: clientDataJSON type"
    );
}
