//! Counters: a key that was copied, and a key that was merely quick.

use super::*;

#[test]
fn a_counter_that_went_back_names_the_key_to_suspend() {
    for kind in KINDS {
        let mut key = SoftwareKey::new(kind, 1);
        let mut stored = [linked(&mut key).stored()];
        let mut clone = key.clone();
        for _ in 0..3 {
            stored[0].counter = touched(&mut key, &stored, PinPolicy::Discouraged)
                .expect("a touch")
                .counter_after;
        }
        let refusal = touched(&mut clone, &stored, PinPolicy::Discouraged).expect_err("a refusal");
        assert_eq!(
            refusal,
            Refusal::CounterWentBack {
                credential_id: stored[0].credential_id.clone(),
                counter_before: stored[0].counter,
                counter_now: clone.counter,
            }
        );
        clone.bent.counter = Some(0);
        let refusal = touched(&mut clone, &stored, PinPolicy::Discouraged).expect_err("a refusal");
        assert_eq!(
            refusal.code(),
            "counter_went_back",
            "also where it stops counting"
        );
        clone.bent.counter = Some(stored[0].counter);
        let refusal = touched(&mut clone, &stored, PinPolicy::Discouraged).expect_err("a refusal");
        assert_eq!(
            refusal.code(),
            "counter_went_back",
            "also where it stands still"
        );
    }
}

#[test]
fn nobody_suspends_anothers_key_with_a_forged_counter() {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let mut stored = [linked(&mut key).stored()];
    stored[0].counter = 40;
    let mut forger = key.bent(|bent| {
        bent.signer = Some(9);
        bent.counter = Some(1);
    });
    assert_eq!(
        touched(&mut forger, &stored, PinPolicy::Discouraged).expect_err("a refusal"),
        Refusal::BadSignature
    );
}

#[test]
fn of_two_touches_at_once_the_later_counter_wins_and_the_same_one_twice_is_a_copy() {
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    let stored = linked(&mut key).stored();
    let ask = || {
        let begun = verifier().begin_assertion(
            handle(),
            std::slice::from_ref(&stored),
            PinPolicy::Discouraged,
        );
        begun.expect("a question")
    };
    let (one, two) = (ask(), ask());
    let mut clone = key.clone();
    let first = key.touch(&one.options, ORIGIN).expect("an answer");
    let second = key.touch(&two.options, ORIGIN).expect("an answer");
    let judge = |begun: &Begun, answer: &str, counter| {
        let now = [StoredKey {
            counter,
            ..stored.clone()
        }];
        verifier().finish_assertion(&begun.state, &now, answer)
    };
    assert_eq!(judge(&two, &second, 0).expect("a touch").counter_after, 2);
    assert_eq!(
        judge(&one, &first, 2).expect_err("a refusal"),
        Refusal::Overtaken
    );

    let copied = clone.touch(&two.options, ORIGIN).expect("an answer");
    assert_eq!(
        judge(&two, &copied, 1).expect_err("a refusal").code(),
        "counter_went_back"
    );
}
