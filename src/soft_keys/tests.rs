//! Codes of soft keys, as visitors enter them, and how a soft key is set up.

mod begun;
mod proofs;
mod setting_up;
mod undone;

use futures_util::future::join_all;

use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    a_code_elevates_and_works_once
    a_code_signs_in_after_the_password
    a_clock_may_be_half_a_minute_off
    a_code_taken_at_one_server_is_used_at_the_other_at_the_same_instant
    wrong_codes_count_for_the_account_over_all_servers
    a_hundred_guesses_at_once_are_a_hundred
    a_right_code_of_a_kind_that_opens_nothing_forgets_no_wrong_ones
    a_user_group_without_soft_keys_refuses_their_codes
    another_persons_code_is_wrong
    a_code_removes_a_key_with_the_password
    a_code_does_for_the_key_before_a_further_one
    who_has_only_touched_keys_sees_no_field_for_codes
    a_kept_form_asks_for_a_code_and_never_keeps_one
}

async fn is_elevated(visitor: &mut Visitor) -> bool {
    let page = visitor.get("/dashboard").await;
    !page.every("[data-elevation]", "role").is_empty()
}

fn code_fields(page: &Page) -> Vec<String> {
    page.every("input[name=code]", "autocomplete")
}

async fn a_code_elevates_and_works_once(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    let mut dana = school.signed_in("dsl").await;
    let page = dana.get("/elevation").await;
    page.is(200)
        .reads("Enter a code")
        .reads("Lost your security key?");
    assert_eq!(code_fields(&page), ["one-time-code"]);
    page.never_says("data-touch=");
    let before = dana.session().map(str::to_owned);
    let code = phone.code(&school, 0);
    assert_eq!(dana.enters(&code).await.leads_to(), "/dashboard");
    assert!(is_elevated(&mut dana).await);
    assert_ne!(dana.session().map(str::to_owned), before, "a new secret");
    let entry = school
        .wrote_down("access elevated")
        .await
        .expect("an entry");
    assert!(
        entry.contains("kind: soft key") && entry.contains("Phone"),
        "{entry}"
    );
    assert!(!entry.contains(&code), "{entry}");

    let mut thief = school.signed_in("dsl").await;
    let refused = thief.enters(&code).await;
    refused.is(422).reads("That code was used already");
    refused.never_says(&code);
    assert!(!is_elevated(&mut thief).await);
    let entry = school
        .wrote_down("security key refused")
        .await
        .expect("an entry");
    assert!(entry.contains("because: code_used"), "{entry}");
    assert!(!entry.contains(&code), "{entry}");
    thief
        .enters(&phone.code(&school, -1))
        .await
        .is(422)
        .reads("That code was used already");
    school.clock.advance_seconds(30);
    thief.enters(&phone.code(&school, 0)).await.leads_to();
}

async fn a_code_signs_in_after_the_password(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    school.gives_password("dsl").await;
    let mut dana = school.visitor();
    let form = [
        ("email", "dsl@hawthorn-park.example"),
        ("password", PASSWORD),
    ];
    let entered = dana.post("/hawthorn-park", &form).await;
    assert_eq!(entered.leads_to(), "/sign-in/key");
    assert_eq!(code_fields(&dana.get("/sign-in/key").await).len(), 1);
    let wrong = phone.wrong_code(&school);
    let refused = dana.post("/sign-in/key", &[("code", &wrong)]).await;
    refused.is(422).reads("That code is not right");
    refused.never_says(&wrong);
    let code = phone.code(&school, 0);
    let done = dana.post("/sign-in/key", &[("code", &code)]).await;
    assert_eq!(done.leads_to(), "/dashboard");
    assert!(is_elevated(&mut dana).await);
}

async fn a_clock_may_be_half_a_minute_off(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    for (steps, status) in [(-2, 422), (2, 422), (-1, 303), (0, 303), (1, 303), (1, 422)] {
        let mut dana = school.signed_in("dsl").await;
        dana.enters(&phone.code(&school, steps)).await.is(status);
    }
}

async fn a_code_taken_at_one_server_is_used_at_the_other_at_the_same_instant(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    let second = school.second_server();
    for _ in 0..10 {
        school.clock.advance_seconds(30);
        let code = phone.code(&school, 0);
        let mut one = school.signed_in("dsl").await;
        let mut other = school.signed_in("dsl").await.at(&second);
        let (first, then) = tokio::join!(
            tokio::spawn({
                let code = code.clone();
                async move { one.enters(&code).await.status.as_u16() }
            }),
            tokio::spawn(async move { other.enters(&code).await.status.as_u16() }),
        );
        let mut both = [first.expect("an answer"), then.expect("an answer")];
        both.sort_unstable();
        assert_eq!(both, [303, 422], "exactly one is let in");
    }
}

async fn wrong_codes_count_for_the_account_over_all_servers(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    let second = school.second_server();
    let wrong = phone.wrong_code(&school);
    for turn in 0..5 {
        let server = if turn % 2 == 0 { &school.app } else { &second };
        let mut dana = school.signed_in("dsl").await.at(server);
        dana.enters(&wrong)
            .await
            .is(422)
            .reads("That code is not right");
    }
    for server in [&school.app, &second] {
        let mut dana = school.signed_in("dsl").await.at(server);
        let waits = dana.enters(&phone.code(&school, 0)).await;
        waits.is(422).reads("Wait a minute");
        assert!(!is_elevated(&mut dana).await, "not even with the right one");
    }
    let letters = school.letters_to("dsl").await;
    let told = letters
        .iter()
        .filter(|letter| letter.contains("5 codes in a row"));
    assert_eq!(told.count(), 1, "{letters:?}");
    let mut dee = school.signed_in("deputy").await;
    let hers = school.links_soft_key("deputy", "Phone").await;
    dee.enters(&hers.code(&school, 0)).await.leads_to();

    school.clock.advance_seconds(31);
    let mut dana = school.signed_in("dsl").await;
    dana.enters(&phone.code(&school, 0)).await.leads_to();
    let mut again = school.signed_in("dsl").await;
    for _ in 0..4 {
        again.enters(&wrong).await.is(422).reads("not right");
    }
}

async fn a_hundred_guesses_at_once_are_a_hundred(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    let second = school.second_server();
    let wrong = phone.wrong_code(&school);
    let dana = school.signed_in("dsl").await;
    let guesses = (0..100).map(|turn| {
        let server = if turn % 2 == 0 { &school.app } else { &second };
        let (mut dana, wrong) = (dana.clone().at(server), wrong.clone());
        tokio::spawn(async move { dana.enters(&wrong).await.text() })
    });
    let answers = join_all(guesses).await;
    let answers: Vec<String> = answers
        .into_iter()
        .map(|text| text.expect("text"))
        .collect();
    let looked_at = answers.iter().filter(|text| text.contains("not right"));
    assert_eq!(
        looked_at.count(),
        5,
        "four are free, and the fifth makes them wait"
    );
    let waits = answers.iter().filter(|text| text.contains("Wait a minute"));
    assert_eq!(waits.count(), 95);
}

async fn a_right_code_of_a_kind_that_opens_nothing_forgets_no_wrong_ones(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    school.admits_only("dsl", "u2f_keys usb_keys").await;
    let mut dana = school.signed_in("dsl").await;
    let wrong = phone.wrong_code(&school);
    for code in [&wrong, &wrong, &wrong] {
        dana.enters(code).await.is(422).reads("not right");
    }
    dana.enters(&phone.code(&school, 0)).await.is(422);
    dana.enters(&wrong).await.is(422).reads("not right");
    dana.enters(&wrong).await.is(422).reads("Wait a minute");
}

async fn a_user_group_without_soft_keys_refuses_their_codes(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    let mut dana = school.signed_in("dsl").await;
    dana.enters(&phone.code(&school, 0)).await.leads_to();
    school.admits_only("dsl", "u2f_keys recovery_codes").await;
    assert!(!is_elevated(&mut dana).await, "at the next request");
    school.clock.advance_seconds(30);
    dana.enters(&phone.code(&school, 0))
        .await
        .is(422)
        .reads("does not let this kind of key elevate");
    assert!(!is_elevated(&mut dana).await);
    let entry = school.wrote_down("security key refused").await;
    assert!(entry.expect("an entry").contains("kind_not_admitted"));
}

async fn another_persons_code_is_wrong(school: School) {
    let hers = school.links_soft_key("dsl", "Phone").await;
    school.links_soft_key("deputy", "Phone").await;
    let mut dee = school.signed_in("deputy").await;
    let refused = dee.enters(&hers.code(&school, 0)).await;
    refused.is(422).reads("That code is not right");
    let mut dana = school.signed_in("dsl").await;
    dana.enters(&hers.code(&school, 0)).await.leads_to();
}

async fn a_code_removes_a_key_with_the_password(school: School) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let phone = school.links_soft_key("dsl", "Phone").await;
    let removals = dana.removals().await;
    assert_eq!(removals.len(), 2);
    let removal = removals[0].clone();
    let page = dana.get(&removal).await;
    assert_eq!(code_fields(&page).len(), 1);
    let code = phone.code(&school, 0);
    let wrong = phone.wrong_code(&school);
    for (password, given) in [("wrong password", &code), (PASSWORD, &wrong)] {
        let form = [("password", password), ("code", given)];
        dana.post(&removal, &form).await.is(422).never_says(given);
    }
    let form = [("password", PASSWORD), ("code", &code)];
    let done = dana.post(&removal, &form).await;
    assert_eq!(done.leads_to(), "/account/security-keys");
    assert_eq!(dana.removals().await, removals[1..]);
}

async fn a_code_does_for_the_key_before_a_further_one(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    let mut dana = school.signed_in("dsl").await;
    let page = dana.get("/account/security-keys").await;
    assert_eq!(page.every("dialog", "data-proof"), ["code"]);
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let wrong = serde_json::json!({"code": phone.wrong_code(&school)});
    let refused = dana.begins_to_link("Blue key", wrong).await;
    assert_eq!(refused.is(422).json()["error"]["field"], "code");
    let code = serde_json::json!({"code": phone.code(&school, 0)});
    let begun = dana.begins_to_link("Blue key", code.clone()).await;
    let excluded = &begun.is(200).json()["publicKey"]["excludeCredentials"];
    assert!(
        excluded.as_array().is_none_or(Vec::is_empty),
        "a soft key is nothing that a browser knows: {excluded}"
    );
    dana.finishes_linking(&begun, &mut blue).await.is(201);
    dana.begins_to_link("Another", code).await.is(422);
    let page = dana.get("/account/security-keys").await;
    assert_eq!(page.every("dialog", "data-proof"), ["touch"]);
}

async fn who_has_only_touched_keys_sees_no_field_for_codes(school: School) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    for page in ["/elevation", "/sign-in/key", "/account/security-keys"] {
        assert!(code_fields(&dana.get(page).await).is_empty(), "{page}");
    }
}

async fn a_kept_form_asks_for_a_code_and_never_keeps_one(school: School) {
    school.links_soft_key("dsl", "Phone").await;
    let mut dana = school.signed_in("dsl").await;
    let form = [("reason", "She asked for it"), ("code", "123456")];
    let kept = dana.post("/groups", &form).await;
    kept.is(403).reads("She asked for it");
    kept.never_says("123456");
    assert_eq!(code_fields(&kept), ["one-time-code"]);
}
