//! Signing in with a passkey, and what does not.

mod attacks;

use super::*;
use crate::testing::school::ORIGIN;
use crate::testing::software_key::SoftwareKey;
use crate::testing::with_passkey::Asks;
use crate::testing::{Page, Visitor};

const DOOR: &str = "/hawthorn-park";

on_both_databases! {
    a_passkey_signs_in_without_a_password_and_access_is_elevated
    where_no_user_group_lets_passkeys_sign_in_there_is_no_such_way
    every_user_group_of_a_person_has_to_let_their_passkey_sign_in
    the_policy_counts_when_the_passkey_answers
    signing_in_with_a_passkey_ends_the_session_that_was_there
    whoever_holds_too_few_keys_is_let_in_and_not_elevated
}

fn laptop() -> SoftwareKey {
    SoftwareKey::passkey(1)
}

/// Whether the session is elevated.
async fn is_elevated(visitor: &mut Visitor) -> bool {
    let page = visitor.get("/dashboard").await;
    !page.is(200).every("[data-elevation]", "role").is_empty()
}

/// The short name of a refusal, asserted to be one that lets nobody in.
#[track_caller]
fn refused(page: &Page, visitor: &Visitor) -> String {
    assert!(page.status.is_client_error(), "{}", page.body);
    assert_eq!(visitor.session(), None, "no session was begun");
    let code = page.json()["error"]["code"].clone();
    code.as_str().expect("a short name").to_owned()
}

async fn a_passkey_signs_in_without_a_password_and_access_is_elevated(school: School) {
    let mut laptop = laptop();
    school
        .signed_in_with_a_passkey("dsl", "DSL", &mut laptop)
        .await;
    let mut dana = school.visitor();
    let door = dana.get(DOOR).await;
    door.reads("Sign in with a passkey");
    assert_eq!(
        door.every("[data-passkey-sign-in][hidden]", "data-passkey-sign-in"),
        ["/hawthorn-park/passkey"],
        "only a script shows it"
    );
    let asked = dana.is_asked_at_the_door().await;
    assert_eq!(asked.options["allowCredentials"], serde_json::json!([]));
    assert_eq!(asked.options["userVerification"], "required");
    let signed_in = dana.signs_in_with_passkey(&mut laptop).await;
    signed_in.is(200);
    assert_eq!(signed_in.json()["next"], "/dashboard");
    assert!(is_elevated(&mut dana).await, "from the start");
    dana.get("/dashboard").await.reads("Dana Lead");
    let entry = school.wrote_down("signed in with a passkey").await;
    let entry = entry.expect("an entry");
    assert!(
        entry.contains("key's name: School laptop; PIN given: true"),
        "{entry}"
    );
    // It waits for no key, also where the user group asks for one at sign-in.
    dana.get("/account/security-keys").await.reads("In use now");
}

async fn where_no_user_group_lets_passkeys_sign_in_there_is_no_such_way(school: School) {
    let mut laptop = laptop();
    let mut dana = school
        .signed_in_with_a_passkey("dsl", "DSL", &mut laptop)
        .await;
    let asked = school.visitor().is_asked_at_the_door().await;
    let no_sign_in = Asks {
        sign_in: false,
        ..Asks::default()
    };
    school.group_asks("DSL", no_sign_in).await;
    let mut nobody = school.visitor();
    nobody
        .get(DOOR)
        .await
        .is(200)
        .never_says("data-passkey-sign-in");
    nobody
        .post_json("/hawthorn-park/passkey/challenges", &serde_json::json!({}))
        .await
        .is(404);
    // What was asked before is not answered after.
    let answer = laptop.touch(&asked.options, ORIGIN).expect("a touch");
    let page = nobody.answers_at_the_door(&asked, &answer).await;
    assert_eq!(refused(&page, &nobody), "not_for_sign_in");
    let elevated = dana.elevates_with(&mut laptop).await;
    assert_eq!(elevated.leads_to(), "/dashboard", "it still elevates");
}

async fn every_user_group_of_a_person_has_to_let_their_passkey_sign_in(school: School) {
    let mut laptop = laptop();
    school
        .signed_in_with_a_passkey("dsl", "DSL", &mut laptop)
        .await;
    school.puts_into("dsl", "Staff").await;
    let mut dana = school.visitor();
    let page = dana.signs_in_with_passkey(&mut laptop).await;
    assert_eq!(refused(&page, &dana), "not_for_sign_in");
    let words = page.json()["error"]["words"].to_string();
    assert!(words.contains("Sign in with your email address and password"));
    school.group_asks("Staff", Asks::default()).await;
    dana.signs_in_with_passkey(&mut laptop).await.is(200);
    assert!(is_elevated(&mut dana).await);
}

async fn the_policy_counts_when_the_passkey_answers(school: School) {
    let lets_in = |synced| Asks {
        synced,
        ..Asks::default()
    };
    let mut phone = SoftwareKey::passkey(1).synced(true);
    school.group_asks("DSL", lets_in(true)).await;
    school.gives_password("dsl").await;
    let mut dana = school.signed_in("dsl").await;
    dana.links_passkey(&mut phone, "My phone").await.is(201);
    let mut again = school.visitor();
    again.signs_in_with_passkey(&mut phone).await.is(200);
    school.group_asks("DSL", lets_in(false)).await;
    let mut nobody = school.visitor();
    let page = nobody.signs_in_with_passkey(&mut phone).await;
    assert_eq!(refused(&page, &nobody), "synced");
    let u2f_alone = Asks {
        kinds: "u2f_keys",
        synced: true,
        ..Asks::default()
    };
    school.group_asks("DSL", u2f_alone).await;
    let page = nobody.signs_in_with_passkey(&mut phone).await;
    assert_eq!(refused(&page, &nobody), "kind_not_admitted");
}

async fn signing_in_with_a_passkey_ends_the_session_that_was_there(school: School) {
    let mut laptop = laptop();
    school
        .signed_in_with_a_passkey("dsl", "DSL", &mut laptop)
        .await;
    let mut shared = school.elevated("staff").await;
    let before = shared.session().expect("a session").to_owned();
    shared.signs_in_with_passkey(&mut laptop).await.is(200);
    assert_ne!(shared.session(), Some(before.as_str()));
    shared.get("/dashboard").await.reads("Dana Lead");
    let mut left = school.visitor().with_session(&before);
    assert_eq!(left.get("/dashboard").await.leads_to(), "/");
}

async fn whoever_holds_too_few_keys_is_let_in_and_not_elevated(school: School) {
    let mut laptop = laptop();
    let mut dana = school
        .signed_in_with_a_passkey("dsl", "DSL", &mut laptop)
        .await;
    attacks::asks_two_keys(&school).await;
    dana.get("/dashboard").await.is(200);
    school.clock.advance_seconds(15 * 24 * 3_600);
    let mut late = school.visitor();
    late.signs_in_with_passkey(&mut laptop).await.is(200);
    assert!(!is_elevated(&mut late).await);
}
