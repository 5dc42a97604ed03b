//! Codes of USB keys, as visitors let them be typed.

use super::{PUBLIC_ID, code, is_elevated, press, twice, with_hotp, with_yubico};
use crate::testing::{School, on_both_databases};

on_both_databases! {
    a_yubico_code_works_once_and_older_ones_never
    an_otp_at_two_servers_at_the_same_instant_lets_exactly_one_in
    digits_at_two_servers_at_the_same_instant_let_exactly_one_in
    presses_that_never_arrived_are_looked_past_up_to_twenty
    a_key_that_ran_far_ahead_is_found_by_two_codes_in_a_row
    wrong_pairs_are_counted_like_any_code
    a_key_that_opens_nothing_forgives_no_wrong_codes
    another_persons_key_is_not_accepted
    a_removed_key_opens_nothing
}

async fn a_yubico_code_works_once_and_older_ones_never(school: School) {
    let mut dana = with_yubico(&school, "dsl").await;
    let (older, otp) = (press(PUBLIC_ID, 2, 3), press(PUBLIC_ID, 2, 4));
    assert_eq!(dana.enters(&otp).await.leads_to(), "/dashboard");
    let entry = school.wrote_down("access elevated").await.expect("written");
    assert!(
        entry.contains("kind: USB key") && entry.contains("Ring"),
        "{entry}"
    );
    let mut thief = school.signed_in("dsl").await;
    let refused = thief.enters(&otp).await;
    refused
        .is(422)
        .reads("That code was used already")
        .reads("press your USB key again")
        .never_says(&otp);
    assert!(
        school
            .wrote_down("older code of a USB key refused")
            .await
            .is_none()
    );
    for old in [&older, &press(PUBLIC_ID, 1, 200)] {
        thief
            .enters(old)
            .await
            .is(422)
            .reads("That code was used already");
    }
    let entry = school.wrote_down("older code of a USB key refused").await;
    let entry = entry.expect("written");
    assert!(entry.contains("count: 456; last taken: 516"), "{entry}");
    // The same count in another block: whoever made it knows the key's secret.
    thief.enters(&press(PUBLIC_ID, 2, 4)).await.is(422);
    assert!(!is_elevated(&mut thief).await);
    school.clock.advance_seconds(60);
    let capitals = press(PUBLIC_ID, 3, 0).to_uppercase();
    thief.enters(&capitals).await.leads_to();
}

async fn an_otp_at_two_servers_at_the_same_instant_lets_exactly_one_in(school: School) {
    with_yubico(&school, "dsl").await;
    for pressed in 1..=10 {
        both_at_once(&school, &press(PUBLIC_ID, 1, pressed)).await;
    }
}

async fn digits_at_two_servers_at_the_same_instant_let_exactly_one_in(school: School) {
    with_hotp(&school, "dsl").await;
    for counter in 2..=11 {
        both_at_once(&school, &code(counter)).await;
    }
}

/// Two servers on one database get the same code at the same instant.
async fn both_at_once(school: &School, code: &str) {
    let second = school.second_server();
    let mut one = school.signed_in("dsl").await;
    let mut other = school.signed_in("dsl").await.at(&second);
    let (here, there) = (code.to_owned(), code.to_owned());
    let (first, then) = tokio::join!(
        tokio::spawn(async move { one.enters(&here).await.status.as_u16() }),
        tokio::spawn(async move { other.enters(&there).await.status.as_u16() }),
    );
    let mut both = [first.expect("an answer"), then.expect("an answer")];
    both.sort_unstable();
    assert_eq!(both, [303, 422], "exactly one is let in");
}

async fn presses_that_never_arrived_are_looked_past_up_to_twenty(school: School) {
    let mut dana = with_hotp(&school, "dsl").await;
    dana.enters(&code(2)).await.leads_to();
    dana.enters(&code(23))
        .await
        .is(422)
        .reads("That code is not right");
    dana.enters(&code(22)).await.leads_to();
    for used in [22, 21, 3] {
        dana.enters(&code(used)).await.is(422).reads("used already");
    }
    dana.enters(&code(23)).await.leads_to();
}

async fn a_key_that_ran_far_ahead_is_found_by_two_codes_in_a_row(school: School) {
    let mut dana = with_hotp(&school, "dsl").await;
    dana.enters(&code(900)).await.is(422).reads("not right");
    let address = "/account/usb-keys/resynchronisation";
    dana.get(address)
        .await
        .reads("Two codes in a row show where the key stands");
    let one = [("codes", &*code(900))];
    dana.post(address, &one)
        .await
        .is(422)
        .reads("press its button twice");
    let otp = press(PUBLIC_ID, 1, 1);
    dana.post(address, &[("codes", &otp)])
        .await
        .is(422)
        .reads("needs none of this");
    for wrong in [twice(1_100), twice(0)] {
        let refused = dana.post(address, &[("codes", &wrong)]).await;
        refused
            .is(422)
            .reads("not two codes in a row")
            .never_says(&code(1_100));
    }
    let done = dana.post(address, &[("codes", &twice(900))]).await;
    assert_eq!(done.leads_to(), "/account/security-keys");
    dana.get("/account/security-keys")
        .await
        .reads("The key Token works again");
    let entry = school.wrote_down("USB key resynchronised").await;
    assert!(entry.is_some_and(|it| it.contains("presses passed over: 900")));
    assert!(!is_elevated(&mut dana).await, "it opens nothing");
    dana.post(address, &[("codes", &twice(900))]).await.is(422);
    for used in [900, 901] {
        dana.enters(&code(used)).await.is(422).reads("used already");
    }
    dana.enters(&code(902)).await.leads_to();
}

async fn wrong_pairs_are_counted_like_any_code(school: School) {
    let mut dana = with_hotp(&school, "dsl").await;
    let address = "/account/usb-keys/resynchronisation";
    for _ in 0..5 {
        let refused = dana.post(address, &[("codes", "111111 222222")]).await;
        refused.is(422).reads("not two codes in a row");
    }
    let waits = dana.post(address, &[("codes", &twice(2))]).await;
    waits.is(422).reads("Too many codes were wrong");
    dana.enters(&code(2))
        .await
        .is(422)
        .reads("Too many codes were wrong");
    school.clock.advance_seconds(31);
    dana.post(address, &[("codes", &twice(2))]).await.leads_to();
}

async fn a_key_that_opens_nothing_forgives_no_wrong_codes(school: School) {
    let mut dana = with_hotp(&school, "dsl").await;
    school.admits_only("dsl", "u2f_keys soft_keys").await;
    let address = "/account/usb-keys/resynchronisation";
    for _ in 0..3 {
        dana.enters("111111").await.is(422).reads("not right");
    }
    dana.post(address, &[("codes", &twice(2))]).await.leads_to();
    dana.enters("111111").await.is(422).reads("not right");
    dana.enters("111111").await.is(422).reads("Wait a minute");
}

async fn another_persons_key_is_not_accepted(school: School) {
    let mut dana = with_yubico(&school, "dsl").await;
    with_hotp(&school, "deputy").await;
    let mut sam = school.signed_in("staff").await;
    for theirs in [press(PUBLIC_ID, 2, 0), code(2)] {
        sam.enters(&theirs)
            .await
            .is(422)
            .reads("That code is not right");
    }
    dana.enters(&code(2))
        .await
        .is(422)
        .reads("That code is not right");
    dana.enters(&press(PUBLIC_ID, 2, 0)).await.leads_to();
}

async fn a_removed_key_opens_nothing(school: School) {
    let mut dana = with_yubico(&school, "dsl").await;
    let removal = dana.removals().await.remove(0);
    let otp = press(PUBLIC_ID, 2, 0);
    let form = [
        ("password", crate::testing::school::PASSWORD),
        ("code", otp.as_str()),
    ];
    dana.post(&removal, &form).await.leads_to();
    dana.enters(&press(PUBLIC_ID, 2, 1)).await.is(422);
    assert!(!is_elevated(&mut dana).await);
}
