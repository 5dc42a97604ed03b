//! A question to a key works once, for one session, one person, one purpose, for 300 seconds.

use super::*;
use crate::testing::on_both_databases;
use crate::testing::school::PASSWORD;
use axum::http::Method;
use serde_json::json;

on_both_databases! {
    an_answer_is_taken_once
    a_failure_uses_the_question_up_too
    a_question_belongs_to_one_session
    a_question_belongs_to_one_person
    a_question_belongs_to_one_purpose
    a_question_waits_for_three_hundred_seconds
    what_one_server_asked_another_judges
    a_question_to_a_new_key_is_answered_once_too
    nobody_fills_the_table_with_questions
    what_is_no_question_is_refused_in_words
}

async fn an_answer_is_taken_once(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let touch = dana.is_asked("elevate").await.touched(&mut blue);
    assert_eq!(
        dana.posts_touch(&touch, "/elevation", &[]).await.leads_to(),
        "/dashboard"
    );
    dana.post("/elevation/end", &[]).await.leads_to();
    let again = dana.posts_touch(&touch, "/elevation", &[]).await;
    again
        .is(422)
        .reads("That was the answer to an earlier request");
    assert!(!is_elevated(&mut dana).await);
}

async fn a_failure_uses_the_question_up_too(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let question = dana.is_asked("elevate").await;
    let right = question.touched(&mut blue);
    let mut wrong = right.clone();
    wrong[1].1 = wrong[1].1.replace("public-key", "nonsense");
    dana.posts_touch(&wrong, "/elevation", &[]).await.is(422);
    let late = dana.posts_touch(&right, "/elevation", &[]).await;
    late.is(422).reads("an earlier request");
    assert!(!is_elevated(&mut dana).await);
}

async fn a_question_belongs_to_one_session(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let mut elsewhere = school.signed_in("dsl").await;
    let touch = dana.is_asked("elevate").await.touched(&mut blue);
    let refused = elsewhere.posts_touch(&touch, "/elevation", &[]).await;
    refused.is(422);
    assert!(!is_elevated(&mut elsewhere).await);
    let mine = dana.posts_touch(&touch, "/elevation", &[]).await;
    assert_eq!(mine.leads_to(), "/dashboard", "nobody else used it up");
}

async fn a_question_belongs_to_one_person(school: School) {
    let (mut blue, mut red) = (key(1), key(2));
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let mut dee = school.signed_in_with_a_key("deputy", &mut red).await;
    let touch = dana.is_asked("elevate").await.touched(&mut blue);
    dee.posts_touch(&touch, "/elevation", &[]).await.is(422);
    assert!(!is_elevated(&mut dee).await);

    // Dana's key on Dee's question: not hers.
    let question = dee.is_asked("elevate").await;
    blue.bent.heedless = true;
    let touch = question.touched(&mut blue);
    let refused = dee.posts_touch(&touch, "/elevation", &[]).await;
    refused
        .is(422)
        .reads("This security key is not linked to your account");
    assert!(!is_elevated(&mut dee).await);
}

async fn a_question_belongs_to_one_purpose(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    for purpose in ["sign_in", "add_key", "remove_key"] {
        let page = dana.touches(&mut blue, purpose, "/elevation", &[]).await;
        page.is(422).reads("an earlier request");
        assert!(!is_elevated(&mut dana).await, "{purpose}");
    }
    // It was used up by the wrong purpose.
    let touch = dana.is_asked("sign_in").await.touched(&mut blue);
    dana.posts_touch(&touch, "/elevation", &[]).await.is(422);
    dana.posts_touch(&touch, "/sign-in/key", &[]).await.is(422);
    let wish = json!({"purpose": "register"});
    let page = dana.post_json("/security-keys/challenges", &wish).await;
    assert_eq!(told(&page).0, "purpose");
}

async fn a_question_waits_for_three_hundred_seconds(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let question = dana.is_asked("elevate").await;
    assert_eq!(question.options["timeout"], 300_000);
    let touch = question.touched(&mut blue);
    school.clock.advance_seconds(299);
    let in_time = dana.posts_touch(&touch, "/elevation", &[]).await;
    assert_eq!(in_time.leads_to(), "/dashboard");
    dana.post("/elevation/end", &[]).await.leads_to();
    let touch = dana.is_asked("elevate").await.touched(&mut blue);
    school.clock.advance_seconds(300);
    dana.posts_touch(&touch, "/elevation", &[]).await.is(422);
}

async fn what_one_server_asked_another_judges(school: School) {
    let other = school.second_server();
    let mut blue = key(1);
    school.gives_password("dsl").await;
    let mut here = school.signed_in("dsl").await;
    let begun = here
        .begins_to_link("Blue key", json!({"password": PASSWORD}))
        .await;
    let mut there = here.clone().at(&other);
    there.finishes_linking(&begun, &mut blue).await.is(201);
    let touch = there.is_asked("elevate").await.touched(&mut blue);
    let elevated = here.posts_touch(&touch, "/elevation", &[]).await;
    assert_eq!(elevated.leads_to(), "/dashboard");
    let mut there = here.clone().at(&other);
    assert!(is_elevated(&mut there).await);
    there.posts_touch(&touch, "/elevation", &[]).await.is(422);
}

async fn a_question_to_a_new_key_is_answered_once_too(school: School) {
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let proof = json!({"password": PASSWORD});
    let begun = dana.begins_to_link("Blue key", proof.clone()).await;
    let mut bent = key(1).bent(|bent| bent.origin = Some("https://evil.example".into()));
    let refused = dana.finishes_linking(&begun, &mut bent).await;
    assert_eq!(told(&refused).0, "wrong_address");
    let late = dana.finishes_linking(&begun, &mut key(1)).await;
    assert_eq!(told(&late).0, "expired");
    // And for whoever was asked, in time.
    let begun = dana.begins_to_link("Blue key", proof.clone()).await;
    let mut elsewhere = school.signed_in("dsl").await;
    let other = elsewhere.finishes_linking(&begun, &mut key(1)).await;
    assert_eq!(told(&other).0, "expired");
    school.clock.advance_seconds(300);
    let late = dana.finishes_linking(&begun, &mut key(1)).await;
    assert_eq!(told(&late).0, "expired");
}

async fn nobody_fills_the_table_with_questions(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let first = dana.is_asked("elevate").await;
    for _ in 0..10 {
        school.clock.advance_seconds(1);
        dana.is_asked("elevate").await;
    }
    let touch = first.touched(&mut blue);
    dana.posts_touch(&touch, "/elevation", &[]).await.is(422);
}

async fn what_is_no_question_is_refused_in_words(school: School) {
    let mut dana = school.signed_in("dsl").await;
    let wish = json!({"purpose": "elevate"});
    let page = dana.post_json("/security-keys/challenges", &wish).await;
    assert_eq!(told(&page).0, "no_keys");
    for body in [json!([]), json!({}), json!({"purpose": 7})] {
        let page = dana.post_json("/security-keys/challenges", &body).await;
        assert_eq!(told(&page).0, "unreadable");
    }
    // JSON that says it is something else: a form of another site could send it.
    let posted = dana
        .send(
            Method::POST,
            "/security-keys/challenges",
            Some("text/plain"),
            wish.to_string().into(),
        )
        .await;
    assert_eq!(told(&posted).0, "unreadable");
    let form = [("purpose", "elevate")];
    dana.post("/security-keys/challenges", &form).await.is(400);
    dana.post("/elevation", &[]).await.is(422);
}
