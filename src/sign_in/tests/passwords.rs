//! What a password is worth: taken as it was typed, for as long as it is kept, and no way round a
//! key.

use super::{STAFF, link_to};
use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{School, Visitor, on_both_databases};
use serde_json::json;

on_both_databases! {
    a_password_is_taken_as_it_was_typed
    a_password_lasts_until_it_is_changed
    a_new_password_by_mail_ends_what_was_and_is_no_way_round_the_key
    each_session_has_a_long_secret_of_its_own
}

async fn tries(school: &School, email: &str, password: &str) -> (u16, Visitor) {
    let mut visitor = school.visitor();
    let form = [("email", email), ("password", password)];
    let answer = visitor.post("/hawthorn-park", &form).await;
    (answer.status.as_u16(), visitor)
}

/// Sets a password through a link sent by mail.
async fn sets(school: &School, address: &str, password: &str) -> Visitor {
    let mut visitor = school.visitor();
    let email = format!("{address}@hawthorn-park.example");
    let asked = [("email", email.as_str())];
    visitor.post("/hawthorn-park/password-link", &asked).await;
    let link = link_to(school, address).await;
    let form = [("password", password), ("again", password)];
    visitor.post(&link, &form).await.is(200);
    visitor
}

async fn a_password_is_taken_as_it_was_typed(school: School) {
    let blanks = "  Lamp orchid FERRY button ";
    sets(&school, "staff", blanks).await;
    for other in [blanks.trim().to_owned(), blanks.to_lowercase()] {
        assert_eq!(tries(&school, STAFF, &other).await.0, 422, "{other:?}");
    }
    assert_eq!(tries(&school, STAFF, blanks).await.0, 303);
    let mut longest = "x7 lamp orchid ferry ".repeat(7);
    longest.truncate(128);
    school.clock.advance_seconds(1);
    sets(&school, "staff", &longest).await;
    assert_eq!(tries(&school, STAFF, &longest[..127]).await.0, 422);
    assert_eq!(tries(&school, STAFF, &longest).await.0, 303);
}

async fn a_password_lasts_until_it_is_changed(school: School) {
    school.gives_password("staff").await;
    school.clock.advance_seconds(3 * 366 * 24 * 3_600);
    let (status, mut sam) = tries(&school, STAFF, PASSWORD).await;
    assert_eq!(status, 303);
    sam.get("/dashboard").await.is(200).reads("Sam Staff");
}

async fn a_new_password_by_mail_ends_what_was_and_is_no_way_round_the_key(school: School) {
    let email = "dsl@hawthorn-park.example";
    let new = "violet tractor hums softly";
    let mut blue = SoftwareKey::new(Kind::U2f, 1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    dana.elevates_with(&mut blue).await.leads_to();
    dana.get("/pupils").await.is(200);
    for _ in 0..5 {
        assert_eq!(tries(&school, email, "wrong").await.0, 422);
    }
    assert_eq!(tries(&school, email, PASSWORD).await.0, 429);
    let mut setter = sets(&school, "dsl", new).await;
    assert!(setter.session().is_none(), "a letter signs nobody in");
    assert_eq!(setter.get("/dashboard").await.leads_to(), "/");
    assert_eq!(dana.get("/dashboard").await.leads_to(), "/");
    let letters = school.letters_to("dsl").await.join("\n");
    assert!(letters.contains("Your Keyward password was set"));
    let (status, mut dana) = tries(&school, email, new).await;
    assert_eq!(status, 303, "the waiting is over");
    dana.get("/pupils").await.is(404);
    let proof = json!({"password": new});
    let refused = dana.begins_to_link("Mine now", proof).await;
    assert_eq!(refused.json()["error"]["code"], "expired");
    dana.elevates_with(&mut blue).await.leads_to();
    dana.get("/pupils").await.is(200);
}

async fn each_session_has_a_long_secret_of_its_own(school: School) {
    school.gives_password("staff").await;
    let (_, one) = tries(&school, STAFF, PASSWORD).await;
    let (_, two) = tries(&school, STAFF, PASSWORD).await;
    let secrets = [one.session(), two.session()].map(|secret| secret.expect("a session"));
    assert_ne!(secrets[0], secrets[1]);
    for secret in secrets {
        let bytes = data_encoding::BASE64URL_NOPAD.decode(secret.as_bytes());
        assert_eq!(bytes.map(|bytes| bytes.len()), Ok(32), "256 bits");
    }
}
