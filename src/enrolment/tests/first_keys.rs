//! How somebody comes to a first key.

use serde_json::json;

use super::*;
use crate::testing::{Page, on_both_databases};

on_both_databases! {
    by_default_a_first_key_waits_once_two_others_can_approve_it
    nobody_approves_their_own_key_and_nobody_does_without_the_right
    a_refused_first_key_is_gone
    where_the_group_says_so_a_first_key_needs_the_printed_code
    a_printed_code_is_one_persons_for_three_days_until_a_newer_one
    wrong_codes_have_to_wait
    a_code_used_at_two_servers_at_once_links_one_key
    what_was_proven_has_to_hold_when_the_key_answers
    somebody_who_never_lost_a_key_is_not_asked_about_it
}

async fn by_default_a_first_key_waits_once_two_others_can_approve_it(school: School) {
    let [(mut dana, _), _] = two_with_keys(&school).await;
    dana.get("/approvals")
        .await
        .is(200)
        .reads("Nothing waits for your approval");
    let mut sam = newcomer(&school, "staff").await;
    sam.links(&mut key(1), "Green key").await.is(201);
    sam.get(LIST).await.never_says("Waits for approval");

    let mut gold = key(2);
    let mut pat = newcomer(&school, "pastoral").await;
    pat.get(LIST)
        .await
        .reads("somebody else at your school approves it");
    let linked = pat.links(&mut gold, "Gold key").await;
    linked.is(201);
    assert!(
        linked
            .body
            .contains("until somebody at your school has approved it")
    );
    pat.get(LIST).await.reads("Gold key waits for approval");
    pat.get("/elevation")
        .await
        .reads("Your security key waits for approval");
    let dashboard = pat.get("/dashboard").await;
    dashboard.reads("Your security key waits for approval. It opens nothing until then.");
    dashboard.never_says("Set up your security key");
    let wish = json!({"purpose": "elevate"});
    pat.post_json("/security-keys/challenges", &wish)
        .await
        .is(409);
    // It is a key: the password does not get past it.
    pat.begins_to_link("Another", with_password()).await.is(409);
    for lead in ["dsl", "deputy", "admin"] {
        assert_eq!(
            letters_that_say(&school, lead, "first security key waits").await,
            1
        );
    }
    assert_eq!(
        letters_that_say(&school, "staff", "first security key waits").await,
        0
    );

    dana.get("/dashboard")
        .await
        .reads("Approvals: 1 waits for your approval");
    pat.get("/dashboard").await.never_says("/approvals");
    let page = dana.get("/approvals").await;
    page.is(200)
        .reads("First key of Pat Pastoral")
        .reads("Gold key, U2F key")
        .reads("from a browser")
        .reads("Pastoral");
    let [approval] = &forms(&page, "/approval")[..] else {
        panic!("one key waits: {}", page.text());
    };
    assert_eq!(dana.post(approval, &[]).await.leads_to(), "/approvals");
    dana.get("/approvals")
        .await
        .reads("The key Gold key of Pat Pastoral is approved");
    dana.get("/dashboard").await.never_says("/approvals");
    pat.elevates_with(&mut gold).await.leads_to();
    pat.get("/dashboard").await.reads("Elevated access is on");
    assert_eq!(
        letters_that_say(&school, "pastoral", "was approved").await,
        1
    );
    let entry = school.wrote_down("first key approved").await;
    assert!(entry.expect("an entry").contains("name: Gold key"));
    dana.post(approval, &[]).await.is(404);
}

async fn nobody_approves_their_own_key_and_nobody_does_without_the_right(school: School) {
    let [(mut dana, mut blue), _] = two_with_keys(&school).await;
    let mut ada = newcomer(&school, "admin").await;
    ada.links(&mut key(1), "Grey key").await.is(201);
    school.elevates("admin").await;
    let page = ada.get("/approvals").await;
    page.reads("This is your own key");
    ada.get("/dashboard").await.never_says("your yes");
    assert!(forms(&page, "/approval").is_empty());
    let [approval] = &forms(&dana.get("/approvals").await, "/approval")[..] else {
        panic!("one key waits");
    };
    let refusal = format!("{}refusal", approval.trim_end_matches("approval"));
    for act in [approval, &refusal] {
        ada.post(act, &[]).await.is(404);
        for stranger in ["staff", "pastoral"] {
            school.elevated(stranger).await.post(act, &[]).await.is(404);
        }
        school.visitor().post(act, &[]).await.is(403);
    }
    let mut lee = school.neighbours_administrator().await;
    lee.post(approval, &[]).await.is(404);
    lee.get("/approvals").await.is(200).never_says("Ada Admin");
    // Without elevated access the form is kept, and nothing is done.
    dana.post("/elevation/end", &[]).await.leads_to();
    dana.post(approval, &[]).await.is(403);
    ada.get(LIST).await.reads("Grey key waits for approval");
    dana.elevates_with(&mut blue).await.leads_to();
    dana.post(approval, &[]).await.leads_to();
    ada.get(LIST).await.never_says("waits for approval");
}

async fn a_refused_first_key_is_gone(school: School) {
    let [(mut dana, _), (mut dee, _)] = two_with_keys(&school).await;
    let mut gold = key(1);
    let mut pat = newcomer(&school, "pastoral").await;
    pat.links(&mut gold, "Gold key").await.is(201);
    let page = dana.get("/approvals").await;
    let [refusal] = &forms(&page, "/refusal")[..] else {
        panic!("one key waits");
    };
    dana.post(refusal, &[]).await.leads_to();
    dee.get("/approvals").await.never_says("Gold key");
    dee.post(&refusal.replace("/refusal", "/approval"), &[])
        .await
        .is(404);
    pat.get(LIST)
        .await
        .reads("You have not linked a security key yet");
    assert_eq!(
        letters_that_say(&school, "pastoral", "was not approved").await,
        1
    );
    assert!(school.wrote_down("first key refused").await.is_some());
    pat.links(&mut key(2), "Gold key").await.is(201);
    pat.get(LIST).await.reads("Gold key waits for approval");
}

/// Prints a code for somebody; the code.
async fn prints(ada: &mut Visitor, page: &str) -> String {
    let sheet = ada.post(&format!("{page}/enrolment-code"), &[]).await;
    sheet.is(200).reads("It works once");
    let text = sheet.text();
    let is_code = |word: &&str| word.len() == 19 && word.matches('-').count() == 3;
    text.split(' ').find(is_code).expect("a code").to_owned()
}

async fn begins(visitor: &mut Visitor, code: &str) -> Page {
    let proof = json!({"password": PASSWORD, "enrolment_code": code});
    visitor.begins_to_link("Green key", proof).await
}

async fn where_the_group_says_so_a_first_key_needs_the_printed_code(school: School) {
    asks(&school, "Staff", "with_code", false).await;
    let mut ada = school.elevated("admin").await;
    let page = page_of(&school, "staff").await;
    ada.get(&page).await.reads("Print an enrolment code");
    let mut sam = newcomer(&school, "staff").await;
    let mut green = key(1);
    sam.get(LIST).await.reads("Enrolment code");
    let refused = sam.begins_to_link("Green key", with_password()).await;
    refused.is(422);
    assert_eq!(refused.json()["error"]["field"], "enrolment_code");

    let code = prints(&mut ada, &page).await;
    ada.get(&page).await.never_says(&code);
    assert_eq!(
        letters_that_say(&school, "staff", "printed an enrolment code").await,
        1
    );
    assert_eq!(letters_that_say(&school, "staff", &code).await, 0);
    let proof = json!({"password": "not my password at all", "enrolment_code": code});
    sam.begins_to_link("Green key", proof).await.is(422);
    begins(&mut sam, "0000-0000-0000-0000").await.is(422);
    // As people type it.
    let begun = begins(&mut sam, &code.to_uppercase().replace('-', " ")).await;
    sam.finishes_linking(&begun, &mut green).await.is(201);
    sam.elevates_with(&mut green).await.leads_to();
    let entry = school.wrote_down("security key linked").await;
    assert!(
        entry
            .expect("an entry")
            .contains("password and enrolment code")
    );
    assert!(school.wrote_down("enrolment code printed").await.is_some());
    ada.post(&format!("{page}/enrolment-code"), &[])
        .await
        .is(404);
}

async fn a_printed_code_is_one_persons_for_three_days_until_a_newer_one(school: School) {
    asks(&school, "Staff", "with_code", false).await;
    let mut ada = school.elevated("admin").await;
    let page = page_of(&school, "staff").await;
    let mut sam = newcomer(&school, "staff").await;
    let mut col = newcomer(&school, "colleague").await;
    for stranger in ["staff", "pastoral", "dsl"] {
        let mut stranger = school.elevated(stranger).await;
        let address = format!("{page}/enrolment-code");
        stranger.post(&address, &[]).await.is(404);
    }
    let first = prints(&mut ada, &page).await;
    begins(&mut col, &first).await.is(422);
    let second = prints(&mut ada, &page).await;
    begins(&mut sam, &first).await.is(422);
    begins(&mut sam, &second).await.is(200);
    school.clock.advance_seconds(72 * 3_600);
    let mut sam = school.signed_in("staff").await;
    begins(&mut sam, &second).await.is(422);
    school.elevates("admin").await;
    let mut ada = school.elevated("admin").await;
    let third = prints(&mut ada, &page).await;
    let begun = begins(&mut sam, &third).await;
    sam.finishes_linking(&begun, &mut key(1)).await.is(201);
}

async fn wrong_codes_have_to_wait(school: School) {
    asks(&school, "Staff", "with_code", false).await;
    let mut ada = school.elevated("admin").await;
    let code = prints(&mut ada, &page_of(&school, "staff").await).await;
    let mut sam = newcomer(&school, "staff").await;
    for _ in 0..5 {
        begins(&mut sam, "0000-0000-0000-0000").await.is(422);
    }
    let waits = begins(&mut sam, &code).await;
    waits.is(422);
    assert!(waits.body.contains("Too many codes were wrong"));
    school.clock.advance_seconds(31);
    begins(&mut sam, &code).await.is(200);
}

async fn a_code_used_at_two_servers_at_once_links_one_key(school: School) {
    asks(&school, "Staff", "with_code", false).await;
    let mut ada = school.elevated("admin").await;
    let code = prints(&mut ada, &page_of(&school, "staff").await).await;
    let mut here = newcomer(&school, "staff").await;
    let mut there = school.signed_in("staff").await.at(&school.second_server());
    let (mut green, mut red) = (key(1), key(2));
    let (one, other) = (
        begins(&mut here, &code).await,
        begins(&mut there, &code).await,
    );
    let (one, other) = tokio::join!(
        here.finishes_linking(&one, &mut green),
        there.finishes_linking(&other, &mut red)
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422]);
    let rows = here
        .get(LIST)
        .await
        .every("[data-key-name]", "data-key-name");
    assert_eq!(rows.len(), 1);
}

async fn what_was_proven_has_to_hold_when_the_key_answers(school: School) {
    // A first key that was begun with the password alone, before approval was asked for.
    let mut pat = newcomer(&school, "pastoral").await;
    let begun = pat.begins_to_link("Gold key", with_password()).await;
    begun.is(200);
    asks(&school, "Pastoral", "approved", false).await;
    pat.finishes_linking(&begun, &mut key(1)).await.is(422);
    pat.get(LIST)
        .await
        .reads("You have not linked a security key yet");
    // A further key that was begun with a touch of a key that is reported lost meanwhile.
    let mut blue = key(2);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let [(_, ceremony), (_, credential)] = dana.is_asked("add_key").await.touched(&mut blue);
    let proof = json!({"ceremony": ceremony, "credential": credential});
    let begun = dana.begins_to_link("Thief's key", proof).await;
    begun.is(200);
    let mut owner = school.signed_in("dsl").await;
    let loss = owner.get(LIST).await.every(r#"a[href$="/loss"]"#, "href");
    owner.post(&loss[0], &[]).await.leads_to();
    dana.finishes_linking(&begun, &mut key(3)).await.is(422);
    dana.get(LIST).await.never_says("Thief");
}

async fn somebody_who_never_lost_a_key_is_not_asked_about_it(school: School) {
    let mut ada = school.elevated("admin").await;
    let page = page_of(&school, "pastoral").await;
    let new = ada.get(&page).await;
    new.reads("They had a key before")
        .never_says("Have they lost every key?");
    assert_eq!(forms(&new, "/recoveries").len(), 1);
    let short = [("reason", "Lost.")];
    let refused = ada.post(&format!("{page}/recoveries"), &short).await;
    refused.is(422).reads("Have they lost every key?");
    let mut pat = school.signed_in_with_a_key("pastoral", &mut key(1)).await;
    let own = pat.get(LIST).await.every(r#"a[href$="/loss"]"#, "href");
    pat.post(&own[0], &[]).await.leads_to();
    ada.get(&page).await.reads("Have they lost every key?");
}
