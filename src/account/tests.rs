//! Account Settings, as visitors meet them.

use crate::testing::school::PASSWORD;
use crate::testing::{School, on_both_databases};

on_both_databases! {
    everybody_sees_who_they_are_here
    a_password_is_changed_by_whoever_knows_the_old_one
    guesses_at_the_old_password_end
}

const NEW: &str = "violet tractor hums softly";

async fn everybody_sees_who_they_are_here(school: School) {
    let mut pat = school.signed_in("pastoral").await;
    pat.get("/account")
        .await
        .is(200)
        .reads("Your details")
        .reads("Pat Pastoral")
        .reads("pastoral@hawthorn-park.example")
        .reads("Hawthorn Park")
        .reads("None yet")
        .reads("Security Keys");
    let mut nobody = school.visitor();
    for page in ["/account", "/account/password"] {
        assert_eq!(nobody.get(page).await.leads_to(), "/");
    }
}

async fn a_password_is_changed_by_whoever_knows_the_old_one(school: School) {
    school.gives_password("staff").await;
    let mut here = school.signed_in("staff").await;
    let mut elsewhere = school.signed_in("staff").await;
    let before = here.session().expect("a session").to_owned();
    for (current, new, again, words) in [
        ("", NEW, NEW, "Enter the password you have now"),
        (PASSWORD, "short", "short", "15 characters or more"),
        (PASSWORD, NEW, "other", "the same password in both"),
        ("wrong", NEW, NEW, "The password is not right"),
    ] {
        let form = [("current", current), ("password", new), ("again", again)];
        let page = here.post("/account/password", &form).await;
        page.is(422).reads(words).never_says(NEW);
    }
    let form = [("current", PASSWORD), ("password", NEW), ("again", NEW)];
    let done = here.post("/account/password", &form).await;
    assert_eq!(done.leads_to(), "/account/password");
    here.get("/account/password")
        .await
        .reads("Your password was changed");
    assert_eq!(elsewhere.get("/dashboard").await.leads_to(), "/");
    let mut thief = school.visitor().with_session(&before);
    assert_eq!(thief.get("/dashboard").await.leads_to(), "/");
    let letters = school.letters_to("staff").await.join("\n");
    assert!(letters.contains("Your Keyward password was changed"));
    let door = |password| {
        [
            ("email", "staff@hawthorn-park.example"),
            ("password", password),
        ]
    };
    let mut sam = school.visitor();
    sam.post("/hawthorn-park", &door(PASSWORD)).await.is(422);
    let entered = sam.post("/hawthorn-park", &door(NEW)).await;
    assert_eq!(entered.leads_to(), "/dashboard");
    assert!(school.wrote_down("password changed").await.is_some());
}

async fn guesses_at_the_old_password_end(school: School) {
    school.gives_password("staff").await;
    let mut here = school.signed_in("staff").await;
    let form = [("current", "wrong"), ("password", NEW), ("again", NEW)];
    for _ in 0..5 {
        here.post("/account/password", &form).await.is(422);
    }
    let form = [("current", PASSWORD), ("password", NEW), ("again", NEW)];
    let page = here.post("/account/password", &form).await;
    page.is(422).reads("Wait a minute");
    let letters = school.letters_to("staff").await.join("\n");
    assert!(
        letters.contains("5 attempts in a row to give your password have failed"),
        "{letters}"
    );
}
