//! Elevated access, as visitors meet it.

use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    a_lead_links_a_key_and_elevates_their_access
    signed_in_with_the_key_access_is_elevated_from_the_start
    without_a_key_nobody_is_asked_for_one
    whoever_is_asked_for_the_key_can_sign_out
    the_sessions_secret_changes_with_its_access
    elevated_access_rests_for_fifteen_minutes_at_most
    what_a_page_sends_by_itself_prolongs_no_elevated_access
    elevated_access_lasts_for_an_hour_at_most
    elevated_access_is_dropped_on_request
    what_was_being_written_is_kept_when_it_has_ended
    afterwards_one_goes_on_where_one_was_and_nowhere_else
    the_link_in_the_header_knows_the_way_back
}

const DSL: &str = "dsl@hawthorn-park.example";

fn blue() -> SoftwareKey {
    SoftwareKey::new(Kind::U2f, 1)
}

#[track_caller]
fn is_on(page: &Page) {
    page.is(200).reads("Elevated access is on");
    assert_eq!(page.every("[data-elevation]", "role"), ["region"]);
    assert!(page.every(r#"a.kw-elevate"#, "href").is_empty());
}

#[track_caller]
fn is_offered(page: &Page) {
    page.is(200);
    assert_eq!(page.every("a.kw-elevate", "href"), ["/elevation"]);
    assert!(page.every("[data-elevation]", "class").is_empty());
}

async fn a_lead_links_a_key_and_elevates_their_access(school: School) {
    school.gives_password("dsl").await;
    let mut dana = school.visitor();
    let form = [("email", DSL), ("password", PASSWORD)];
    let entered = dana.post("/hawthorn-park", &form).await;
    assert_eq!(entered.leads_to(), "/dashboard");
    let before = dana.get("/dashboard").await;
    assert!(
        before.every("a.kw-elevate", "href").is_empty(),
        "no key yet"
    );
    let mut key = blue();
    dana.links(&mut key, "Blue key").await.is(201);
    is_offered(&dana.get("/dashboard").await);
    dana.get("/elevation")
        .await
        .is(200)
        .reads("Elevate Your Access")
        .reads("Use your security key");
    let done = dana.elevates_with(&mut key).await;
    assert_eq!(done.leads_to(), "/dashboard");
    is_on(&dana.get("/dashboard").await);
    dana.get("/elevation").await.reads("until 11:21");
    dana.get("/account/security-keys")
        .await
        .reads("In use now")
        .reads("a browser");
    let entry = school.wrote_down("access elevated").await;
    assert!(entry.expect("an entry").contains("key's name: Blue key"));
}

async fn signed_in_with_the_key_access_is_elevated_from_the_start(school: School) {
    let mut key = blue();
    school.signed_in_with_a_key("dsl", &mut key).await;
    let mut dana = school.visitor();
    let form = [("email", DSL), ("password", PASSWORD)];
    let entered = dana.post("/hawthorn-park", &form).await;
    assert_eq!(entered.leads_to(), "/sign-in/key");
    let page = dana.get("/sign-in/key").await;
    page.is(200)
        .reads("Sign in with your security key")
        .reads("Continue without a key");
    is_offered(&dana.get("/dashboard").await);
    let done = dana.touches(&mut key, "sign_in", "/sign-in/key", &[]).await;
    assert_eq!(done.leads_to(), "/dashboard");
    let page = dana.get("/dashboard").await;
    is_on(&page);
    assert!(
        school
            .wrote_down("signed in with a security key")
            .await
            .is_some()
    );
    assert_eq!(dana.get("/sign-in/key").await.leads_to(), "/dashboard");
}

async fn without_a_key_nobody_is_asked_for_one(school: School) {
    let mut sam = school.signed_in("staff").await;
    assert_eq!(sam.get("/sign-in/key").await.leads_to(), "/dashboard");
    sam.get("/elevation")
        .await
        .is(200)
        .reads("You need a security key for this");
    let mut nobody = school.visitor();
    for page in ["/elevation", "/sign-in/key"] {
        assert_eq!(nobody.get(page).await.leads_to(), "/");
    }
}

async fn whoever_is_asked_for_the_key_can_sign_out(school: School) {
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let asked = dana.get("/sign-in/key").await;
    asked
        .is(200)
        .reads("Have you got your security key with you?");
    assert_eq!(asked.every("form[action='/sign-out']", "method"), ["post"]);
    let others = dana.get("/dashboard").await;
    assert_eq!(
        others.every("header form[action='/sign-out']", "method"),
        ["post"]
    );
    assert_eq!(
        dana.post("/sign-out", &[]).await.leads_to(),
        "/hawthorn-park"
    );
    assert_eq!(dana.session(), None);
}

async fn the_sessions_secret_changes_with_its_access(school: School) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    for purpose in ["elevate", "sign_in"] {
        let before = dana.session().expect("a session").to_owned();
        let address = match purpose {
            "elevate" => "/elevation",
            _ => "/sign-in/key",
        };
        dana.touches(&mut key, purpose, address, &[])
            .await
            .leads_to();
        is_on(&dana.get("/dashboard").await);
        let elevated = dana.session().expect("a session").to_owned();
        assert_ne!(before, elevated);
        let mut thief = school.visitor().with_session(&before);
        assert_eq!(thief.get("/dashboard").await.leads_to(), "/");
        dana.post("/elevation/end", &[]).await.leads_to();
        let mut thief = school.visitor().with_session(&elevated);
        assert_eq!(thief.get("/dashboard").await.leads_to(), "/");
    }
}

async fn elevated(school: &School) -> (Visitor, SoftwareKey) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    dana.elevates_with(&mut key).await.leads_to();
    (dana, key)
}

async fn elevated_access_rests_for_fifteen_minutes_at_most(school: School) {
    let (mut dana, _) = elevated(&school).await;
    for _ in 0..2 {
        school.clock.advance_seconds(899);
        is_on(&dana.get("/dashboard").await);
    }
    school.clock.advance_seconds(900);
    let page = dana.get("/dashboard").await;
    page.reads("Your elevated access has ended");
    is_offered(&page);
    assert!(
        school
            .wrote_down("elevation ended by itself")
            .await
            .is_some()
    );
}

/// What the script of a page fetches with.
async fn fetches(visitor: &mut Visitor, address: &str) -> Page {
    let mode = "cors".parse().expect("a header");
    visitor.headers.insert("sec-fetch-mode", mode);
    let page = visitor.get(address).await;
    visitor.headers.remove("sec-fetch-mode");
    page
}

async fn what_a_page_sends_by_itself_prolongs_no_elevated_access(school: School) {
    let (mut dana, _) = elevated(&school).await;
    is_on(&dana.get("/dashboard").await);
    // The session goes on by it, so that nobody is signed out of a page in which they write.
    for _ in 0..2 {
        school.clock.advance_seconds(449);
        is_on(&fetches(&mut dana, "/dashboard").await);
    }
    // Going to a page a moment later does prolong it, though the session has rested no time at all.
    school.clock.advance_seconds(1);
    is_on(&dana.get("/dashboard").await);
    school.clock.advance_seconds(899);
    is_on(&fetches(&mut dana, "/dashboard").await);
    school.clock.advance_seconds(1);
    is_offered(&fetches(&mut dana, "/dashboard").await);
    let page = dana.get("/dashboard").await;
    page.reads("Your elevated access has ended");
    for _ in 0..3 {
        school.clock.advance_seconds(3_599);
        fetches(&mut dana, "/dashboard").await.is(200);
    }
}

async fn elevated_access_lasts_for_an_hour_at_most(school: School) {
    let (mut dana, mut key) = elevated(&school).await;
    for _ in 0..5 {
        school.clock.advance_seconds(700);
        is_on(&dana.get("/dashboard").await);
    }
    school.clock.advance_seconds(99);
    is_on(&dana.get("/dashboard").await);
    school.clock.advance_seconds(1);
    is_offered(&dana.get("/dashboard").await);
    dana.elevates_with(&mut key).await.leads_to();
    is_on(&dana.get("/dashboard").await);
}

async fn elevated_access_is_dropped_on_request(school: School) {
    let (mut dana, _) = elevated(&school).await;
    let dropped = dana.post("/elevation/end", &[]).await;
    assert_eq!(dropped.leads_to(), "/dashboard");
    let page = dana.get("/dashboard").await;
    page.reads("Elevated access is off.");
    is_offered(&page);
    assert!(school.wrote_down("elevation dropped").await.is_some());
    let again = dana.post("/elevation/end", &[]).await;
    assert_eq!(again.leads_to(), "/dashboard");
}

async fn what_was_being_written_is_kept_when_it_has_ended(school: School) {
    let mut key = blue();
    let mut ada = school.signed_in_with_a_key("admin", &mut key).await;
    ada.elevates_with(&mut key).await.leads_to();
    school.clock.advance_seconds(900);
    let form = [("words", "what was being written")];
    let kept = ada.post("/pupils/imports", &form).await;
    kept.is(403)
        .reads("Your elevated access has ended")
        .reads("what was being written");
    assert_eq!(
        kept.every("form[data-touch-first]", "data-touch-first"),
        ["elevate"]
    );
    // What the script does: it elevates by itself, then sends the form.
    ada.headers
        .insert("accept", "application/json".parse().expect("a header"));
    let done = ada.elevates_with(&mut key).await;
    done.is(200);
    assert_eq!(done.json()["next"], "/dashboard");
    is_on(&ada.get("/dashboard").await);
}

async fn afterwards_one_goes_on_where_one_was_and_nowhere_else(school: School) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    for (next, leads) in [
        ("/account/password", "/account/password"),
        ("//evil.example", "/dashboard"),
        ("/\\evil.example", "/dashboard"),
        ("https://evil.example/", "/dashboard"),
        ("/\t/evil.example", "/dashboard"),
    ] {
        let fields = [("next", next)];
        let done = dana
            .touches(&mut key, "elevate", "/elevation", &fields)
            .await;
        assert_eq!(done.leads_to(), leads, "{next:?}");
    }
    dana.post("/elevation/end", &[]).await.leads_to();
    let page = dana.get("/elevation?next=%2Faccount%2Fpassword").await;
    assert_eq!(
        page.every(r#"[name="next"]"#, "value"),
        ["/account/password"]
    );
    let page = dana.get("/elevation?next=%2F%2Fevil.example").await;
    page.never_says("evil");
    // A refusal keeps where one wanted to go.
    let fields = [("next", "/account/password")];
    let again = dana.post("/elevation", &fields).await;
    again.is(422);
    assert_eq!(
        again.every(r#"[name="next"]"#, "value"),
        ["/account/password"]
    );
}

async fn the_link_in_the_header_knows_the_way_back(school: School) {
    let mut key = blue();
    let mut dana = school.signed_in_with_a_key("dsl", &mut key).await;
    let page = dana.get("/account/password").await;
    let links = page.is(200).every("a.kw-elevate", "href");
    assert_eq!(links, ["/elevation?next=/account/password"]);
    let asked = dana.get(&links[0]).await;
    let next = asked.is(200).every(r#"[name="next"]"#, "value");
    assert_eq!(next, ["/account/password"]);
    let fields = [("next", next[0].as_str())];
    let done = dana
        .touches(&mut key, "elevate", "/elevation", &fields)
        .await;
    assert_eq!(done.leads_to(), "/account/password");
    dana.post("/elevation/end", &[]).await.leads_to();
    // What only elevated access may see says no more than that it is not there, and waits there.
    let hidden = dana.get("/pupils/nobody").await;
    assert_eq!(
        hidden.is(404).every("a.kw-elevate", "href"),
        ["/elevation?next=/pupils/nobody"]
    );
    // A form that comes back, the page of the touch itself, and the dashboard, where one goes in
    // any case, are no places to come back to.
    let again = dana.post("/account/password", &[]).await;
    again.is(422);
    for page in [
        again,
        dana.get("/elevation").await,
        dana.get("/dashboard").await,
    ] {
        assert_eq!(page.every("a.kw-elevate", "href"), ["/elevation"]);
    }
}
