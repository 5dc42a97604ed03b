//! Whoever waits after failed attempts, as administrators meet them.

use crate::testing::school::PASSWORD;
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    somebody_who_failed_too_often_is_let_in_again
    wrong_codes_are_seen_and_cleared_as_wrong_passwords_are
    nobody_lets_themselves_or_another_school_try_again
    wrong_break_glass_codes_are_seen_and_cleared_for_one_person
}

/// Gives five wrong passwords in a row, so that the account waits.
async fn waits(school: &School, address: &str) {
    school.gives_password(address).await;
    let email = format!("{address}@hawthorn-park.example");
    for _ in 0..5 {
        let wrong = [("email", email.as_str()), ("password", "wrong")];
        school
            .visitor()
            .post("/hawthorn-park", &wrong)
            .await
            .is(422);
    }
}

async fn comes_in(school: &School, address: &str) -> Page {
    let email = format!("{address}@hawthorn-park.example");
    let right = [("email", email.as_str()), ("password", PASSWORD)];
    school.visitor().post("/hawthorn-park", &right).await
}

async fn letters_that_may(school: &School, address: &str) -> usize {
    let letters = school.letters_to(address).await;
    let told = letters
        .iter()
        .filter(|letter| letter.contains("You can try again"));
    told.count()
}

async fn somebody_who_failed_too_often_is_let_in_again(school: School) {
    let mut ada = school.elevated("admin").await;
    ada.get("/people")
        .await
        .never_says("Waiting")
        .never_says("/people/waiting");
    ada.get("/people/waiting")
        .await
        .is(200)
        .reads("Nobody waits now");
    waits(&school, "staff").await;
    comes_in(&school, "staff").await.is(429);
    let page = format!("/people/{}", school.person("staff").await);
    ada.get("/people")
        .await
        .reads("1 person waits after too many failed attempts")
        .reads("Sam Staff Waiting");
    ada.get("/people/waiting")
        .await
        .reads("Sam Staff")
        .reads("Wrong passwords: cannot sign in until")
        .never_says("Wrong codes:")
        .never_says("Col Colleague");
    ada.get(&page)
        .await
        .reads("Too many attempts have failed")
        .reads("Wrong passwords: Sam Staff cannot sign in with a password until");
    let attempts = format!("{page}/attempts");
    assert_eq!(ada.post(&attempts, &[]).await.leads_to(), page);
    ada.get(&page)
        .await
        .reads("Sam Staff can try again now and is told by email")
        .never_says("Too many attempts");
    assert_eq!(letters_that_may(&school, "staff").await, 1);
    let entry = school.wrote_down("trying allowed again").await;
    assert_eq!(entry.as_deref(), Some("after: wrong passwords"));
    assert_eq!(comes_in(&school, "staff").await.leads_to(), "/dashboard");
    ada.post(&attempts, &[]).await.leads_to();
    ada.get(&page)
        .await
        .reads("Sam Staff does not wait any more");
    assert_eq!(
        letters_that_may(&school, "staff").await,
        1,
        "nothing was done"
    );
}

/// Types five wrong codes, so that no code is looked at.
async fn types_wrong_codes(school: &School, visitor: &mut Visitor, address: &str) {
    let app = school.links_soft_key(address, "Phone").await;
    school.admits_only(address, "soft_keys").await;
    let wrong = app.wrong_code(school);
    for _ in 0..5 {
        visitor.enters(&wrong).await.is(422).reads("not right");
    }
    visitor
        .enters(&app.code(school, 0))
        .await
        .is(422)
        .reads("Too many codes were wrong");
}

async fn wrong_codes_are_seen_and_cleared_as_wrong_passwords_are(school: School) {
    let mut dana = school.signed_in("dsl").await;
    types_wrong_codes(&school, &mut dana, "dsl").await;
    let mut ada = school.elevated("admin").await.at(&school.second_server());
    let page = format!("/people/{}", school.person("dsl").await);
    ada.get("/people").await.reads("Dana Lead Waiting");
    ada.get("/people/waiting")
        .await
        .reads("Wrong codes: none is looked at until")
        .never_says("Wrong passwords:");
    ada.get(&page)
        .await
        .reads("Wrong codes: no code of Dana Lead is looked at until")
        .never_says("Wrong passwords:");
    ada.post(&format!("{page}/attempts"), &[]).await.leads_to();
    ada.get("/people/waiting").await.reads("Nobody waits now");
    let entry = school.wrote_down("trying allowed again").await;
    assert_eq!(entry.as_deref(), Some("after: wrong codes"));
    let letters = school.letters_to("dsl").await.join("\n");
    assert!(
        letters.contains("ended the waiting after wrong codes"),
        "{letters}"
    );
    dana.enters("not a code").await.is(422).reads("not right");
}

async fn nobody_lets_themselves_or_another_school_try_again(school: School) {
    waits(&school, "admin").await;
    let mut ada = school.elevated("admin").await;
    let me = format!("/people/{}", school.person("admin").await);
    ada.get(&me)
        .await
        .reads("somebody else has to let you try again");
    ada.get("/people/waiting")
        .await
        .reads("somebody else has to let you try again");
    ada.post(&format!("{me}/attempts"), &[]).await.is(404);
    let mut lee = school.neighbours_administrator().await;
    lee.post(&format!("{me}/attempts"), &[]).await.is(404);
    lee.get("/people").await.is(200).never_says("Waiting");
    lee.get("/people/waiting").await.reads("Nobody waits now");
    comes_in(&school, "admin").await.is(429);
}

async fn wrong_break_glass_codes_are_seen_and_cleared_for_one_person(school: School) {
    let mut ada = school.elevated("admin").await;
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    let opening = "/break-glass/opening";
    let wrong = [
        ("code", "0000-0000-0000-0000"),
        ("reason", "It cannot wait"),
        ("password", PASSWORD),
    ];
    for _ in 0..5 {
        dana.post(opening, &wrong).await.is(422);
    }
    dana.post(opening, &wrong).await.is(429);
    ada.get("/people").await.reads("Dana Lead Waiting");
    ada.get("/people/waiting")
        .await
        .reads("Wrong break-glass codes: none of theirs is looked at until")
        .never_says("Wrong codes:");
    let page = format!("/people/{}", school.person("dsl").await);
    ada.get(&page)
        .await
        .reads("nothing that Dana Lead types as the break-glass code is looked at until");
    ada.post(&format!("{page}/attempts"), &[]).await.leads_to();
    ada.get("/people/waiting").await.reads("Nobody waits now");
    let entry = school.wrote_down("trying allowed again").await;
    assert_eq!(entry.as_deref(), Some("after: wrong break-glass codes"));
    dana.post(opening, &wrong).await.is(422);
}
