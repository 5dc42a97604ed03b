//! Signing in, as visitors meet it.

mod networks;
mod passkeys;
mod passwords;
mod unusual;

use crate::testing::school::PASSWORD;
use crate::testing::{School, on_both_databases};

const STAFF: &str = "staff@hawthorn-park.example";

on_both_databases! {
    a_first_password_comes_by_a_link_that_works_once
    a_wrong_password_and_an_unknown_address_read_the_same
    an_account_waits_after_failures_and_its_person_is_told
    a_session_rests_too_long_lasts_too_long_or_is_signed_out
    a_newer_link_ends_the_older_and_a_day_ends_any
    nobody_posts_from_elsewhere
    signing_in_ends_the_session_that_was_there
    nobody_fills_the_house_with_requests_for_links
}

/// The link in the newest letter.
async fn link(school: &School) -> String {
    link_to(school, "staff").await
}

/// The link in the newest letter to this address.
async fn link_to(school: &School, address: &str) -> String {
    let letters = school.letters_to(address).await;
    let letter = letters
        .iter()
        .rev()
        .find(|l| l.contains("/password/"))
        .expect("a letter");
    let start = letter.find("/hawthorn-park/password/").expect("a link");
    letter[start..]
        .split_whitespace()
        .next()
        .expect("an address")
        .to_owned()
}

async fn a_first_password_comes_by_a_link_that_works_once(school: School) {
    let mut sam = school.visitor();
    sam.get("/hawthorn-park")
        .await
        .reads("Hawthorn Park")
        .reads("Forgotten your password or using Keyward for the first time?")
        .reads("it@hawthorn-park.example");
    let sent = sam
        .post("/hawthorn-park/password-link", &[("email", STAFF)])
        .await;
    sent.is(200).reads("Check your email");
    let link = link(&school).await;
    sam.get(&link).await.is(200).reads("Set your password");
    let short = [("password", "short"), ("again", "short")];
    sam.post(&link, &short)
        .await
        .is(422)
        .reads("15 characters or more")
        .never_says("short\"");
    let fine = [("password", PASSWORD), ("again", PASSWORD)];
    sam.post(&link, &fine)
        .await
        .is(200)
        .reads("Your password is set");
    sam.post(&link, &fine)
        .await
        .is(410)
        .reads("This link does not work any more");
    sam.get(&link).await.is(410);
    let entered = sam
        .post(
            "/hawthorn-park",
            &[("email", STAFF), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(entered.leads_to(), "/dashboard");
    sam.get("/dashboard").await.is(200).reads("Sam Staff");
}

async fn a_wrong_password_and_an_unknown_address_read_the_same(school: School) {
    school.gives_password("staff").await;
    let mut visitor = school.visitor();
    let mut answers = Vec::new();
    for email in [STAFF, "nobody@hawthorn-park.example"] {
        let fields = [("email", email), ("password", "not the right password")];
        let page = visitor.post("/hawthorn-park", &fields).await;
        page.is(422)
            .reads("The email address or the password is not right");
        page.never_says("not the right password");
        let asked = visitor
            .post("/hawthorn-park/password-link", &[("email", email)])
            .await;
        answers.push((page.body.replace(email, ""), asked.body.replace(email, "")));
    }
    assert_eq!(answers[0], answers[1]);
    assert!(visitor.session().is_none());
}

async fn an_account_waits_after_failures_and_its_person_is_told(school: School) {
    school.gives_password("staff").await;
    let mut visitor = school.visitor();
    let wrong = [("email", STAFF), ("password", "wrong")];
    let right = [("email", STAFF), ("password", PASSWORD)];
    for _ in 0..5 {
        visitor.post("/hawthorn-park", &wrong).await.is(422);
    }
    visitor
        .post("/hawthorn-park", &right)
        .await
        .is(429)
        .reads("Wait a minute");
    let letters = school.letters_to("staff").await;
    assert!(
        letters
            .iter()
            .any(|letter| letter.contains("Somebody failed to sign in"))
    );
    school.clock.advance_seconds(31);
    assert_eq!(
        visitor.post("/hawthorn-park", &right).await.leads_to(),
        "/dashboard"
    );
}

async fn a_session_rests_too_long_lasts_too_long_or_is_signed_out(school: School) {
    let mut rested = school.signed_in("staff").await;
    rested.get("/dashboard").await.is(200);
    school.clock.advance_seconds(3_599);
    rested.get("/dashboard").await.is(200);
    school.clock.advance_seconds(3_600);
    assert_eq!(rested.get("/dashboard").await.leads_to(), "/");

    let mut lasted = school.signed_in("staff").await;
    for _ in 0..12 {
        lasted.get("/dashboard").await.is(200);
        school.clock.advance_seconds(3_599);
    }
    school.clock.advance_seconds(12);
    assert_eq!(lasted.get("/dashboard").await.leads_to(), "/");

    let mut left = school.signed_in("staff").await;
    let token = left.session().expect("a session").to_owned();
    assert_eq!(
        left.post("/sign-out", &[]).await.leads_to(),
        "/hawthorn-park"
    );
    assert_eq!(left.session(), None);
    let mut thief = school.visitor().with_session(&token);
    assert_eq!(thief.get("/dashboard").await.leads_to(), "/");
}

async fn a_newer_link_ends_the_older_and_a_day_ends_any(school: School) {
    let mut sam = school.visitor();
    sam.post("/hawthorn-park/password-link", &[("email", STAFF)])
        .await;
    let older = link(&school).await;
    school.clock.advance_seconds(1);
    sam.post("/hawthorn-park/password-link", &[("email", STAFF)])
        .await;
    let newer = link(&school).await;
    assert_ne!(older, newer);
    sam.get(&older).await.is(410);
    sam.get(&newer).await.is(200);
    school.clock.advance_seconds(24 * 3_600);
    sam.get(&newer).await.is(410);
}

async fn nobody_posts_from_elsewhere(school: School) {
    school.gives_password("staff").await;
    let mut visitor = school.visitor();
    visitor
        .headers
        .insert("sec-fetch-site", "cross-site".parse().unwrap());
    let right = [("email", STAFF), ("password", PASSWORD)];
    visitor
        .post("/hawthorn-park", &right)
        .await
        .is(403)
        .reads("did not come from a Keyward page");
    assert!(visitor.session().is_none());
}

async fn signing_in_ends_the_session_that_was_there(school: School) {
    school.gives_password("staff").await;
    let mut ada = school.elevated("admin").await;
    let before = ada.session().expect("a session").to_owned();
    ada.get("/people").await.is(200);
    let right = [("email", STAFF), ("password", PASSWORD)];
    ada.post("/hawthorn-park", &right).await.is(303);
    ada.get("/dashboard").await.reads("Sam Staff");
    let mut left_over = school.visitor().with_session(&before);
    assert_eq!(left_over.get("/people").await.leads_to(), "/");
    assert!(
        school
            .wrote_down("signed in with a password")
            .await
            .is_some()
    );
}

async fn nobody_fills_the_house_with_requests_for_links(school: School) {
    let mut somebody = school.visitor();
    let ask = "/hawthorn-park/password-link";
    for number in 0..41 {
        let email = format!("nobody{number}@hawthorn-park.example");
        somebody.post(ask, &[("email", &email)]).await.is(200);
    }
    let page = somebody.post(ask, &[("email", STAFF)]).await;
    page.is(422).reads("Wait a minute");
    let before = school.letters_to("staff").await.len();
    school.clock.advance_seconds(31);
    somebody.post(ask, &[("email", STAFF)]).await.is(200);
    let after = school.letters_to("staff").await;
    assert_eq!(after.len(), before + 1, "the link, and none before it");
}
