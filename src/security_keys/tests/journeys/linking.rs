//! Linking keys.

use super::*;
use crate::testing::on_both_databases;
use crate::testing::school::PASSWORD;
use crate::testing::software_key::NoAnswer;
use serde_json::json;

on_both_databases! {
    a_first_key_asks_for_the_password_and_is_announced
    guesses_at_the_password_count_as_at_the_door
    a_first_key_by_password_alone_counts_while_there_is_no_other
    a_further_key_asks_for_a_touch_of_one_that_is_there
    a_name_is_given_and_given_once
    the_same_key_twice_on_one_account_is_said_to_be_there
    a_key_on_one_account_is_refused_on_another
    ten_keys_and_no_more
    nobody_links_a_key_without_being_signed_in
}

async fn a_first_key_asks_for_the_password_and_is_announced(school: School) {
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    dana.get(LIST)
        .await
        .is(200)
        .reads("U2F Keys")
        .reads("Register a new U2F key")
        .reads("Device Name")
        .reads("Start Registration")
        .reads("You have not linked a security key yet");
    for password in ["", "not the right password"] {
        let refused = dana
            .begins_to_link("Blue key", json!({"password": password}))
            .await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.json()["error"]["field"], "password");
    }
    let mut blue = key(1);
    let linked = dana.links(&mut blue, "  Blue   key ").await;
    linked.is(201);
    assert_eq!(
        linked.json()["message"],
        "Successfully added new U2F key. You can now close this window"
    );
    dana.get(LIST)
        .await
        .reads("Blue key")
        .reads("18 November 2026")
        .reads("Not yet")
        .reads("Have you got a spare?");
    assert!(!is_elevated(&mut dana).await, "a new key opens nothing yet");
    let told = "The security key \"Blue key\" was added to your account".to_lowercase();
    let letters = school.letters_to("dsl").await.join("\n").to_lowercase();
    assert!(letters.contains(&told), "{letters}");
    assert!(letters.contains("if it was not you"));
    let entry = school.wrote_down("security key linked").await;
    let entry = entry.expect("an entry");
    assert!(
        entry.contains("name: Blue key; vouched for by: fido-u2f"),
        "{entry}"
    );
}

async fn guesses_at_the_password_count_as_at_the_door(school: School) {
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    for _ in 0..5 {
        let wrong = json!({"password": "wrong"});
        dana.begins_to_link("Blue key", wrong).await.is(422);
    }
    let right = json!({"password": PASSWORD});
    let waits = dana.begins_to_link("Blue key", right.clone()).await;
    assert!(told(&waits).1.contains("Wait a minute"), "{}", waits.body);
    let door = [
        ("email", "dsl@hawthorn-park.example"),
        ("password", PASSWORD),
    ];
    school.visitor().post("/hawthorn-park", &door).await.is(429);
    school.clock.advance_seconds(31);
    dana.begins_to_link("Blue key", right).await.is(200);
}

async fn a_first_key_by_password_alone_counts_while_there_is_no_other(school: School) {
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let mut thief = school.signed_in("dsl").await;
    let by_password = json!({"password": PASSWORD});
    let hers = dana.begins_to_link("Blue key", by_password.clone()).await;
    let his = thief.begins_to_link("Mine too", by_password).await;
    dana.finishes_linking(&hers, &mut key(1)).await.is(201);
    let refused = thief.finishes_linking(&his, &mut key(2)).await;
    assert_eq!(refused.status, 422);
    assert_eq!(told(&refused).0, "expired");
    let list = dana.get(LIST).await;
    assert_eq!(list.every("[data-key-name]", "data-key-name"), ["Blue key"]);
    let entry = school.wrote_down("security key refused").await;
    let entry = entry.expect("an entry");
    assert!(entry.contains("what was proven no longer holds"), "{entry}");
}

async fn a_further_key_asks_for_a_touch_of_one_that_is_there(school: School) {
    let (mut blue, mut spare) = (key(1), key(2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let by_password = json!({"password": PASSWORD});
    let refused = dana.begins_to_link("Spare", by_password).await;
    assert_eq!(told(&refused).0, "expired", "the password is not enough");
    dana.links_another(&mut blue, &mut spare, "Spare")
        .await
        .is(201);
    let list = dana.get(LIST).await;
    list.reads("Spare").reads("a browser");
    assert!(!list.text().contains("Have you got a spare?"));
    for key in [&mut blue, &mut spare] {
        assert_eq!(dana.elevates_with(key).await.leads_to(), "/dashboard");
    }
}

async fn a_name_is_given_and_given_once(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    for (name, words) in [
        ("", "Enter a name"),
        (&"x".repeat(61), "60 characters"),
        (" BLUE key", "already have a key with this name"),
    ] {
        let refused = dana.begins_to_link(name, json!({})).await;
        assert_eq!(refused.json()["error"]["field"], "device_name");
        assert!(told(&refused).1.contains(words), "{}", refused.body);
    }
    // Two windows at once: the second finds the name taken at the end.
    let question = dana.is_asked("add_key").await;
    let [(_, ceremony), (_, credential)] = question.touched(&mut blue);
    let proof = json!({"ceremony": ceremony, "credential": credential});
    let first = dana.begins_to_link("Spare", proof).await;
    dana.links_another(&mut blue, &mut key(2), "Spare")
        .await
        .is(201);
    let late = dana.finishes_linking(&first, &mut key(3)).await;
    late.is(422);
    // A name is the person's own: a colleague may have the same.
    let mut dee = school.signed_in_with_a_key("deputy", &mut key(4)).await;
    dee.get(LIST).await.reads("Blue key");
}

async fn the_same_key_twice_on_one_account_is_said_to_be_there(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let question = dana.is_asked("add_key").await;
    let [(_, ceremony), (_, credential)] = question.touched(&mut blue);
    let proof = json!({"ceremony": ceremony, "credential": credential});
    let begun = dana.begins_to_link("Again", proof).await;
    let options = begun.json()["publicKey"].clone();
    assert_eq!(
        blue.register(&options, crate::testing::school::ORIGIN),
        Err(NoAnswer::InvalidState),
        "the browser says so before anything is sent"
    );
    blue.bent.heedless = true;
    let refused = dana.finishes_linking(&begun, &mut blue).await;
    assert_eq!(
        told(&refused),
        (
            "already_linked".into(),
            "This key is already linked to your account".into()
        )
    );
}

async fn a_key_on_one_account_is_refused_on_another(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    school.gives_password("deputy").await;
    let mut dee = school.signed_in("deputy").await;
    let mut forged = key(9).bent(|bent| bent.credential_id = Some(blue.credential_id()));
    let refused = dee.links(&mut forged, "Mine now").await;
    let (code, words) = told(&refused);
    assert_eq!(code, "linked_to_another");
    assert!(words.starts_with("This key is already linked to another account"));
    for dana in ["Dana", "dsl@"] {
        refused.never_says(dana);
    }
    dee.get(LIST).await.reads("not linked a security key yet");
    assert_eq!(dana.elevates_with(&mut blue).await.leads_to(), "/dashboard");
    let why = school.wrote_down("security key refused").await;
    assert!(why.expect("an entry").contains("linked to another account"));
}

async fn ten_keys_and_no_more(school: School) {
    let mut first = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut first).await;
    for seed in 2..=10 {
        let name = format!("Key {seed}");
        dana.links_another(&mut first, &mut key(seed), &name)
            .await
            .is(201);
    }
    let page = dana.get(LIST).await;
    page.reads("the most one person can link");
    assert!(page.every("[data-register-key]", "href").is_empty());
    let refused = dana.begins_to_link("Key 11", json!({})).await;
    assert_eq!(told(&refused).0, "too_many_keys");
}

async fn nobody_links_a_key_without_being_signed_in(school: School) {
    let mut nobody = school.visitor();
    assert_eq!(nobody.get(LIST).await.leads_to(), "/");
    for address in [
        "/account/security-keys",
        "/account/security-keys/registrations",
    ] {
        nobody.post_json(address, &json!({})).await.is(404);
    }
    let wish = json!({"purpose": "elevate"});
    nobody
        .post_json("/security-keys/challenges", &wish)
        .await
        .is(404);
}
