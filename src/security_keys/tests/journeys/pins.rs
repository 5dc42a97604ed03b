//! The PIN of a key: asked for by a user group, or given once where a key hung without it.

use super::*;
use crate::testing::on_both_databases;
use crate::testing::school::{ORIGIN, PASSWORD};
use crate::testing::software_key::NoAnswer;
use crate::testing::with_passkey::Asks;
use serde_json::json;

on_both_databases! {
    a_key_that_was_tried_again_with_its_pin_answers_with_its_pin_alone
    a_key_with_a_pin_and_one_without_of_one_person_both_elevate
    a_key_without_a_pin_that_was_tried_again_with_it_is_a_plain_key
    where_a_user_group_asks_for_the_pin_a_touch_alone_elevates_nobody
}

fn with_a_pin(seed: u8) -> SoftwareKey {
    SoftwareKey::new(Kind::Fido2, seed).with_pin()
}

async fn a_key_that_was_tried_again_with_its_pin_answers_with_its_pin_alone(school: School) {
    let mut blue = with_a_pin(1);
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let proof = json!({"password": PASSWORD, "with_pin": true});
    let begun = dana.begins_to_link("Blue key", proof).await;
    let options = &begun.json()["publicKey"];
    assert_eq!(
        options["authenticatorSelection"]["userVerification"],
        "preferred"
    );
    dana.finishes_linking(&begun, &mut blue).await.is(201);
    let asked = dana.is_asked("elevate").await;
    assert_eq!(asked.options["userVerification"], "preferred");
    assert_eq!(dana.elevates_with(&mut blue).await.leads_to(), "/dashboard");
    dana.post("/elevation/end", &[]).await.leads_to();
    // Whoever found it, without its PIN, and bends what the browser was asked.
    blue.bent.flags_turned = 0x04;
    dana.elevates_with(&mut blue).await.is(422).reads("PIN");
    assert!(!is_elevated(&mut dana).await);
}

async fn a_key_with_a_pin_and_one_without_of_one_person_both_elevate(school: School) {
    let (mut blue, mut spare) = (key(1), with_a_pin(2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let wish = json!({"with_pin": true});
    let begun = dana.begins_to_link_another(&mut blue, "Spare", wish).await;
    dana.finishes_linking(&begun, &mut spare).await.is(201);
    for (key, with_pin) in [(&mut blue, false), (&mut spare, true)] {
        assert_eq!(dana.elevates_with(key).await.leads_to(), "/dashboard");
        dana.post("/elevation/end", &[]).await.leads_to();
        let entry = school.wrote_down("access elevated").await;
        let entry = entry.expect("an entry");
        assert!(entry.contains(&format!("PIN given: {with_pin}")), "{entry}");
    }
}

async fn a_key_without_a_pin_that_was_tried_again_with_it_is_a_plain_key(school: School) {
    let mut blue = key(1);
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let proof = json!({"password": PASSWORD, "with_pin": true});
    let begun = dana.begins_to_link("Blue key", proof).await;
    dana.finishes_linking(&begun, &mut blue).await.is(201);
    let asked = dana.is_asked("elevate").await;
    assert_eq!(asked.options["userVerification"], "discouraged");
    assert_eq!(dana.elevates_with(&mut blue).await.leads_to(), "/dashboard");
}

async fn where_a_user_group_asks_for_the_pin_a_touch_alone_elevates_nobody(school: School) {
    let (mut blue, mut spare) = (key(1), with_a_pin(2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    dana.links_another(&mut blue, &mut spare, "Spare")
        .await
        .is(201);
    dana.elevates_with(&mut blue).await.leads_to();
    let asks_pin = Asks {
        pin: true,
        ..Asks::default()
    };
    school.group_asks("DSL", asks_pin).await;
    assert!(!is_elevated(&mut dana).await, "from the next request on");
    dana.get("/elevation")
        .await
        .reads("Your user group asks for your key's PIN");

    let asked = dana.is_asked("elevate").await;
    assert_eq!(asked.options["userVerification"], "required");
    assert_eq!(
        blue.touch(&asked.options, ORIGIN),
        Err(NoAnswer::NotAllowed),
        "a U2F key knows no PIN"
    );
    // Even where somebody bends the question in the browser.
    let mut bent = asked.options.clone();
    bent["userVerification"] = "discouraged".into();
    let answer = blue.touch(&bent, ORIGIN).expect("a touch");
    let touch = [("ceremony", asked.ceremony.clone()), ("credential", answer)];
    dana.posts_touch(&touch, "/elevation", &[])
        .await
        .is(422)
        .reads("A key that has no PIN cannot be used: ask your administrator for one that has");
    assert!(!is_elevated(&mut dana).await);

    assert_eq!(
        dana.elevates_with(&mut spare).await.leads_to(),
        "/dashboard"
    );
    assert!(is_elevated(&mut dana).await);
}
