//! What is not in the form of an answer, and that nothing of an answer reaches a log.

use super::refusals::answering_touch;
use super::*;
use serde_json::Value;

#[test]
fn what_is_not_in_the_form_of_an_answer() {
    let changed = |change: fn(&mut Value)| answering_touch(Kind::U2f, |_| {}, change).to_string();
    assert_eq!(
        changed(|answer| answer["type"] = "password".into()),
        "unreadable: type"
    );
    assert_eq!(
        changed(|answer| answer["id"] = "AAAA".into()),
        "unreadable: id and rawId differ"
    );
    assert_eq!(
        changed(|answer| answer["rawId"] = 7.into()),
        "unreadable: rawId"
    );
    assert_eq!(
        changed(|answer| {
            answer["id"] = "".into();
            answer["rawId"] = "".into();
        }),
        "unreadable: rawId"
    );
    assert_eq!(
        changed(|answer| answer["response"] = Value::Null),
        "unreadable: clientDataJSON"
    );
    assert_eq!(
        changed(|answer| answer["response"]["signature"] = "a=".into()),
        "unreadable: signature"
    );
    assert_eq!(
        changed(|answer| answer["response"]["signature"] = "".into()),
        "bad_signature"
    );
    assert_eq!(
        changed(|answer| answer["response"]["authenticatorData"] = "AAAA".into()),
        "unreadable: authenticatorData"
    );
    assert_eq!(
        changed(|answer| answer["pad"] = "x".repeat(65_536).into()),
        "too_large"
    );
    let mut twice = br#"{"type":"webauthn.get","origin":"a","origin":"b"}"#.to_vec();
    twice.push(b' ');
    let twice = data_encoding::BASE64URL_NOPAD.encode(&twice);
    let refusal = answering_touch(
        Kind::U2f,
        |_| {},
        |answer| {
            answer["response"]["clientDataJSON"] = twice.into();
        },
    );
    assert_eq!(
        refusal.to_string(),
        "unreadable: clientDataJSON is no object, or has a field twice"
    );
}

#[test]
fn a_field_that_stands_twice_is_refused() {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let stored = [linked(&mut key).stored()];
    let begun = verifier().begin_assertion(handle(), &stored, PinPolicy::Discouraged);
    let begun = begun.expect("a question");
    let answer = key.touch(&begun.options, ORIGIN).expect("an answer");
    let twice = answer.replacen('{', r#"{"type":"public-key","#, 1);
    let judged = verifier().finish_assertion(&begun.state, &stored, &twice);
    assert_eq!(
        judged.expect_err("a refusal").to_string(),
        "unreadable: no JSON object, or a field twice"
    );
    verifier()
        .finish_assertion(&begun.state, &stored, &answer)
        .expect("the same, once");
}

#[test]
fn a_state_or_a_record_that_was_spoilt_is_ours() {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let stored = [linked(&mut key).stored()];
    assert_eq!(
        verifier()
            .finish_registration("{}", "{}")
            .expect_err("a refusal")
            .code(),
        "ours"
    );
    assert_eq!(
        verifier()
            .finish_assertion("{}", &stored, "{}")
            .expect_err("a refusal")
            .code(),
        "ours"
    );
    let spoilt = [StoredKey {
        record: "{}".into(),
        ..stored[0].clone()
    }];
    let another = [StoredKey {
        credential_id: CredentialId::new(vec![1]),
        ..stored[0].clone()
    }];
    for keys in [spoilt, another] {
        let begun = verifier().begin_assertion(handle(), &keys, PinPolicy::Discouraged);
        assert_eq!(begun.expect_err("a refusal").code(), "ours");
    }
}

#[derive(Clone, Default)]
struct Log(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn nothing_of_an_answer_reaches_a_log_that_takes_everything() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        let mut key = SoftwareKey::new(Kind::U2f, 1);
        let stored = [linked(&mut key).stored()];
        touched(&mut key, &stored, PinPolicy::Discouraged).expect("a touch");
        answering_touch(
            Kind::U2f,
            |_| {},
            |answer| {
                answer["response"]["authenticatorData"] = "A".repeat(60).into();
            },
        );
        tracing::info!("the log works");
    });
    let log = String::from_utf8(log.0.lock().expect("the log").clone()).expect("text");
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.contains("the log works"), "{log}");
}
