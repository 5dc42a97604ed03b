//! Apps that are begun to be set up and do not become keys.

use super::begun::{BY_PASSWORD, Begun, LIST, NEW, SETUP, begins, begun, newcomer, setups};
use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    nobody_else_and_no_other_session_confirms_it
    it_lasts_ten_minutes
    a_newer_one_ends_the_older
    it_goes_with_the_session
    a_name_that_was_taken_meanwhile_is_told
    ten_keys_are_all
    a_key_that_proved_it_and_was_lost_meanwhile_proves_nothing
    a_first_key_that_was_linked_meanwhile_is_asked_for
    who_holds_only_dead_keys_sets_nothing_up
}

const OVER: &str = "That code on the screen does not count any more";

/// Confirms an app that is not to be confirmed; the page says so, and nothing was linked.
async fn is_over(school: &School, begun: &Begun, visitor: &mut Visitor, words: &str) -> Page {
    let before = visitor.removals().await;
    let code = begun.app.code(school, 0);
    let page = begun.confirms(visitor, &code).await;
    page.is(422).reads(words).reads("Register a new soft key");
    page.never_says(&begun.app.0.to_base32()[..4]);
    assert_eq!(visitor.removals().await, before, "nothing was linked");
    page
}

async fn nobody_else_and_no_other_session_confirms_it(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let mut elsewhere = school.signed_in("dsl").await;
    let mut dee = newcomer(&school, "deputy").await;
    let mut lee = school.neighbours_administrator().await;
    for stranger in [&mut elsewhere, &mut dee, &mut lee] {
        assert_eq!(stranger.get(SETUP).await.leads_to(), NEW);
        let page = is_over(&school, &begun, stranger, OVER).await;
        let kept = page.every("#device_name", "value");
        assert_eq!(kept, ["as the page had it"], "nothing typed is lost");
    }
    let no_code = begun.confirms(&mut dee, "").await;
    no_code.is(422).reads(OVER);
    school
        .visitor()
        .post("/account/soft-keys", &[("setup", &begun.setup)])
        .await
        .is(403);
    let code = begun.app.code(&school, 0);
    assert_eq!(begun.confirms(&mut dana, &code).await.leads_to(), LIST);
}

async fn it_lasts_ten_minutes(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    school.clock.advance_seconds(599);
    dana.get(SETUP).await.is(200);
    school.clock.advance_seconds(1);
    assert_eq!(dana.get(SETUP).await.leads_to(), NEW);
    is_over(&school, &begun, &mut dana, OVER).await;

    let mut dee = newcomer(&school, "deputy").await;
    begins(&mut dee, "Phone", BY_PASSWORD).await.leads_to();
    assert_eq!(
        setups(&school).await.len(),
        1,
        "expired ones are cleaned away"
    );
}

async fn a_newer_one_ends_the_older(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let first = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let second = begun(&mut dana, "Tablet", BY_PASSWORD).await;
    assert_ne!(first.app.0.as_bytes(), second.app.0.as_bytes());
    is_over(&school, &first, &mut dana, OVER).await;
    let code = first.app.code(&school, 0);
    second.confirms(&mut dana, &code).await.is(422);

    let mut elsewhere = school.signed_in("dsl").await;
    let third = begun(&mut elsewhere, "Tablet", BY_PASSWORD).await;
    is_over(&school, &second, &mut dana, OVER).await;
    assert_eq!(setups(&school).await.len(), 1, "one at a time");
    let code = third.app.code(&school, 0);
    third.confirms(&mut elsewhere, &code).await.leads_to();
}

async fn it_goes_with_the_session(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let mut left = dana.clone();
    dana.post("/sign-out", &[]).await.leads_to();
    let code = begun.app.code(&school, 0);
    begun.confirms(&mut left, &code).await.is(403);
    let mut back = school.signed_in("dsl").await;
    is_over(&school, &begun, &mut back, OVER).await;
}

async fn a_name_that_was_taken_meanwhile_is_told(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    let mut dana = newcomer(&school, "dsl").await;
    let proof = phone.code(&school, 0);
    begins(&mut dana, "phone", &[("code", &proof)])
        .await
        .is(422)
        .reads("You already have a key with this name");
    let begun = begun(&mut dana, "Tablet", &[("code", &proof)]).await;
    school.links_soft_key("dsl", "tablet").await;
    let words = "You already have a key with this name";
    let page = is_over(&school, &begun, &mut dana, words).await;
    assert_eq!(page.every("#device_name", "value"), ["Tablet"]);
    let entry = school.wrote_down("security key refused").await;
    assert!(entry.expect("an entry").contains("because: overtaken"));
    assert!(setups(&school).await.is_empty());
}

async fn ten_keys_are_all(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    for number in 2..=9 {
        school
            .links_soft_key("dsl", &format!("Phone {number}"))
            .await;
    }
    let mut dana = newcomer(&school, "dsl").await;
    let proof = phone.code(&school, 0);
    let begun = begun(&mut dana, "Tablet", &[("code", &proof)]).await;
    school.links_soft_key("dsl", "Phone 10").await;
    let words = "You have linked 10 keys";
    is_over(&school, &begun, &mut dana, words).await;
    let proof = phone.code(&school, 1);
    begins(&mut dana, "Tablet", &[("code", &proof)])
        .await
        .is(422)
        .reads(words);
    dana.get(LIST)
        .await
        .reads("You have 10 keys")
        .never_says("Register a new soft key");
    // The slip cost no code.
    dana.enters(&proof).await.leads_to();
}

async fn a_key_that_proved_it_and_was_lost_meanwhile_proves_nothing(school: School) {
    let phone = school.links_soft_key("dsl", "Phone").await;
    let mut dana = newcomer(&school, "dsl").await;
    let proof = phone.code(&school, 0);
    let begun = begun(&mut dana, "Tablet", &[("code", &proof)]).await;
    let lost = dana.removals().await[0].replace("/removal", "/loss");
    school
        .signed_in("dsl")
        .await
        .post(&lost, &[])
        .await
        .leads_to();
    let words = "Something changed while you were setting this app up";
    let code = begun.app.code(&school, 0);
    let page = begun.confirms(&mut dana, &code).await;
    page.is(422).reads(words);
    assert_eq!(dana.removals().await.len(), 1, "nothing was linked");
    let entry = school.wrote_down("security key refused").await;
    let entry = entry.expect("an entry");
    assert!(entry.contains("what was proven no longer holds"), "{entry}");
    assert!(setups(&school).await.is_empty(), "it cannot be tried again");
}

async fn a_first_key_that_was_linked_meanwhile_is_asked_for(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut elsewhere = school.signed_in("dsl").await;
    elsewhere.links(&mut blue, "Blue key").await.is(201);
    let words = "Something changed while you were setting this app up";
    is_over(&school, &begun, &mut dana, words).await;
}

async fn who_holds_only_dead_keys_sets_nothing_up(school: School) {
    school.links_soft_key("dsl", "Phone").await;
    let mut dana = newcomer(&school, "dsl").await;
    let lost = dana.removals().await[0].replace("/removal", "/loss");
    dana.post(&lost, &[]).await.leads_to();
    let page = dana.get(NEW).await;
    page.reads("Without a key that works you cannot link another one yourself");
    page.never_says("Start Registration");
    begins(&mut dana, "Tablet", &[("password", PASSWORD)])
        .await
        .is(422)
        .reads("None of your security keys works");
    dana.get(LIST).await.never_says("Register a new soft key");
}
