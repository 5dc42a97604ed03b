//! What a policy does to whoever it binds, from their next request on.

use crate::key_policy::{Family, Policy};
use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{School, Visitor, on_both_databases};

on_both_databases! {
    a_kind_that_is_no_longer_let_in_ends_elevation_at_the_next_request
    a_pin_that_is_asked_for_ends_elevation_and_is_asked_for_at_the_next_touch
    shorter_times_count_at_once
    nothing_opens_until_a_key_is_shown_at_sign_in
    without_any_key_the_way_leads_to_linking_one
    too_few_keys_are_counted_from_the_first_request_and_elevate_nothing_after_grace
    a_key_that_would_not_elevate_is_no_spare
}

const DAY: i64 = 24 * 3_600;

fn blue() -> SoftwareKey {
    SoftwareKey::new(Kind::U2f, 1)
}

fn only(family: Family) -> Policy {
    Policy {
        families: [family].into(),
        ..Policy::default()
    }
}

async fn elevated(school: &School, key: &mut SoftwareKey) -> Visitor {
    let mut dana = school.signed_in_with_a_key("dsl", key).await;
    dana.elevates_with(key).await.leads_to();
    dana.get("/dashboard").await.reads("Elevated access is on");
    dana
}

async fn a_kind_that_is_no_longer_let_in_ends_elevation_at_the_next_request(school: School) {
    let mut key = blue();
    let mut dana = elevated(&school, &mut key).await;
    school.asks("Staff", only(Family::SoftKeys)).await;
    dana.get("/dashboard").await.reads("Elevated access is on");
    school.asks("DSL", only(Family::SoftKeys)).await;
    let page = dana.get("/dashboard").await;
    page.is(200)
        .reads("because your user group now asks for something else");
    assert_eq!(page.every("a.kw-elevate", "href"), ["/elevation"]);
    assert!(
        school
            .wrote_down("elevation ended by policy")
            .await
            .is_some()
    );
    dana.elevates_with(&mut key)
        .await
        .is(422)
        .reads("does not let this kind of key elevate your access");
    let entry = school.wrote_down("security key refused").await;
    assert!(entry.is_none_or(|entry| !entry.contains("Blue key")));
    // The strictest wins: another user group that lets it in changes nothing.
    school.puts_into("dsl", "Pastoral").await;
    dana.elevates_with(&mut key).await.is(422);
    school.asks("DSL", only(Family::U2fKeys)).await;
    dana.elevates_with(&mut key).await.leads_to();
}

async fn a_pin_that_is_asked_for_ends_elevation_and_is_asked_for_at_the_next_touch(school: School) {
    let mut key = SoftwareKey::new(Kind::Fido2, 1).with_pin();
    let mut dana = elevated(&school, &mut key).await;
    let pin = Policy {
        pin: true,
        ..Policy::default()
    };
    school.asks("DSL", pin).await;
    dana.get("/dashboard")
        .await
        .reads("because your user group now asks for something else");
    let question = dana.is_asked("elevate").await;
    assert_eq!(question.options["userVerification"], "required");
    for purpose in ["add_key", "remove_key"] {
        let other = dana.is_asked(purpose).await;
        assert_eq!(other.options["userVerification"], "preferred");
    }
    dana.elevates_with(&mut key).await.leads_to();
    dana.get("/dashboard").await.reads("Elevated access is on");
}

async fn shorter_times_count_at_once(school: School) {
    let mut key = blue();
    let mut dana = elevated(&school, &mut key).await;
    let brief = Policy {
        elevation_idle_seconds: Some(60),
        elevation_seconds_max: Some(150),
        ..Policy::default()
    };
    school.clock.advance_seconds(70);
    dana.get("/dashboard").await.reads("Elevated access is on");
    school.clock.advance_seconds(59);
    school.asks("DSL", brief).await;
    dana.get("/dashboard").await.reads("Elevated access is on");
    // Whoever goes on working is not cut short by the idle limit.
    school.clock.advance_seconds(20);
    dana.get("/dashboard").await.reads("Elevated access is on");
    school.clock.advance_seconds(1);
    dana.get("/dashboard")
        .await
        .reads("Your elevated access has ended");
    dana.elevates_with(&mut key).await.leads_to();
    for _ in 0..4 {
        school.clock.advance_seconds(29);
        dana.get("/dashboard").await.reads("Elevated access is on");
    }
    dana.elevates_with(&mut key).await.leads_to();
    dana.get("/dashboard").await.reads("Elevated access is on");
    school.clock.advance_seconds(60);
    dana.get("/dashboard")
        .await
        .reads("Your elevated access has ended");
}

fn key_at_sign_in() -> Policy {
    Policy {
        key_at_sign_in: true,
        ..Policy::default()
    }
}

async fn nothing_opens_until_a_key_is_shown_at_sign_in(school: School) {
    let mut key = blue();
    school.signed_in_with_a_key("staff", &mut key).await;
    let mut sam = school.signed_in("staff").await;
    sam.get("/dashboard").await.is(200);
    school.asks("Staff", key_at_sign_in()).await;
    for page in ["/dashboard", "/concerns/new", "/account/password"] {
        assert_eq!(sam.get(page).await.leads_to(), "/sign-in/key", "{page}");
    }
    let words = [("narrative", "what was being written")];
    let kept = sam.post("/concerns", &words).await;
    kept.is(403)
        .reads("Show your security key first")
        .reads("what was being written");
    sam.get("/sign-in/key")
        .await
        .is(200)
        .reads("Your user group asks for your key too")
        .never_says("Continue without a key");
    sam.get("/account/security-keys").await.is(200);
    let shown = sam.touches(&mut key, "sign_in", "/sign-in/key", &[]).await;
    assert_eq!(shown.leads_to(), "/dashboard");
    sam.get("/concerns/new").await.is(200);
    // It was shown: dropping elevated access later closes nothing again.
    sam.post("/elevation/end", &[]).await.leads_to();
    sam.get("/concerns/new").await.is(200);
    let mut again = school.visitor();
    let form = [
        ("email", "staff@hawthorn-park.example"),
        ("password", PASSWORD),
    ];
    again.post("/hawthorn-park", &form).await.leads_to();
    assert_eq!(again.get("/dashboard").await.leads_to(), "/sign-in/key");
    again.post("/sign-out", &[]).await.leads_to();
}

async fn without_any_key_the_way_leads_to_linking_one(school: School) {
    school.gives_password("staff").await;
    let mut sam = school.signed_in("staff").await;
    school.asks("Staff", key_at_sign_in()).await;
    let to = "/account/security-keys";
    assert_eq!(sam.get("/dashboard").await.leads_to(), to);
    sam.get(to).await.is(200).reads("Register a new U2F key");
    let fields = [("name", "what was being written")];
    sam.post("/account", &fields).await.is(404);
    let mut key = blue();
    sam.links(&mut key, "Blue key").await.is(201);
    assert_eq!(sam.get("/dashboard").await.leads_to(), "/sign-in/key");
    sam.touches(&mut key, "sign_in", "/sign-in/key", &[])
        .await
        .leads_to();
    sam.get("/dashboard").await.is(200);
}

fn two_keys() -> Policy {
    Policy {
        keys_min: 2,
        grace_days: 3,
        ..Policy::default()
    }
}

async fn too_few_keys_are_counted_from_the_first_request_and_elevate_nothing_after_grace(
    school: School,
) {
    let (mut key, mut spare) = (blue(), SoftwareKey::new(Kind::U2f, 2));
    let mut first = elevated(&school, &mut key).await;
    school.asks("DSL", two_keys()).await;
    for page in ["/dashboard", "/elevation", "/account/security-keys"] {
        first
            .get(page)
            .await
            .reads("asks you to hold 2 security keys that elevate your access, and you hold 1")
            .reads("Link another by 21 November 2026 at 11:06");
    }
    school.clock.advance_seconds(3 * DAY - 10);
    let mut dana = school.signed_in("dsl").await;
    dana.elevates_with(&mut key).await.leads_to();
    dana.get("/dashboard").await.reads("Elevated access is on");
    school.clock.advance_seconds(10);
    dana.get("/dashboard")
        .await
        .reads("the time to link another is over");
    dana.elevates_with(&mut key)
        .await
        .is(422)
        .reads("the time to link another is over");
    dana.get("/account/security-keys")
        .await
        .reads("The time to link another ended on 21 November 2026 at 11:06");
    // The existing key still proves who they are, so that another can be linked.
    dana.links_another(&mut key, &mut spare, "Spare")
        .await
        .is(201);
    dana.elevates_with(&mut spare).await.leads_to();
    dana.get("/dashboard")
        .await
        .reads("Elevated access is on")
        .never_says("asks you to hold");
}

async fn a_key_that_would_not_elevate_is_no_spare(school: School) {
    let mut key = blue();
    let mut dana = elevated(&school, &mut key).await;
    school.links_soft_key("dsl", "Phone").await;
    school.asks("DSL", two_keys()).await;
    dana.get("/dashboard").await;
    school.clock.advance_seconds(3 * DAY);
    dana = school.signed_in("dsl").await;
    dana.elevates_with(&mut key).await.leads_to();
    let touched = Policy {
        families: [Family::U2fKeys, Family::Passkeys].into(),
        ..two_keys()
    };
    school.asks("DSL", touched).await;
    dana.get("/dashboard").await.reads("Elevated access is on");
    school.clock.advance_seconds(3 * DAY);
    dana = school.signed_in("dsl").await;
    dana.elevates_with(&mut key).await.is(422);
}
