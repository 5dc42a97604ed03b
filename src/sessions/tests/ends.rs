//! What ends what: each act, and which of a person's sessions stand after it.

use keyward_db::params;

use super::{PAGE, Visitor, is_in};
use crate::testing::school::PASSWORD;
use crate::testing::software_key::SoftwareKey;
use crate::testing::{School, on_both_databases};

on_both_databases! {
    a_passkey_reported_lost_ends_the_sessions_that_it_began_and_no_others
    a_passkey_that_is_removed_ends_what_it_began_elsewhere
    a_copied_passkey_ends_what_it_began
    whatever_ends_a_session_says_so_in_the_list
    one_person_let_back_in_is_signed_out_everywhere
}

keyward_db::statements! {
    /// Why somebody's sessions ended.
    CAUSES = "SELECT DISTINCT ended_because FROM session
              WHERE person_id = $1 AND ended_at IS NOT NULL";
}

/// Why this person's sessions ended.
async fn causes(school: &School, address: &str) -> Vec<String> {
    let person = school.person(address).await;
    let read = school
        .app
        .db()
        .read(move |tx| tx.all(CAUSES, &params![&person], |row| row.get::<String>(0)));
    let mut causes = read.await.expect("read");
    causes.sort();
    causes
}

/// A lead with a passkey: signed in with their password and elevated by it, and signed in with it
/// alone.
async fn with_a_passkey(school: &School, laptop: &mut SoftwareKey) -> (Visitor, Visitor) {
    let mut by_password = school.signed_in_with_a_passkey("dsl", "DSL", laptop).await;
    by_password.elevates_with(laptop).await.leads_to();
    let mut by_passkey = school.visitor();
    by_passkey.signs_in_with_passkey(laptop).await.is(200);
    (by_password, by_passkey)
}

async fn is_elevated(visitor: &mut Visitor) -> bool {
    let page = visitor.get("/dashboard").await;
    !page.is(200).every("[data-elevation]", "role").is_empty()
}

/// Where one page of the key stands.
async fn page_of(visitor: &mut Visitor, ending: &str) -> String {
    let list = visitor.get("/account/security-keys").await;
    let mut links = list.every("a", "href");
    links.retain(|href| href.ends_with(ending));
    links.remove(0)
}

async fn a_passkey_reported_lost_ends_the_sessions_that_it_began_and_no_others(school: School) {
    let mut laptop = SoftwareKey::passkey(1);
    let (mut by_password, by_passkey) = with_a_passkey(&school, &mut laptop).await;
    let mut by_passkey = by_passkey.at(&school.second_server());
    let loss = page_of(&mut by_password, "/loss").await;
    assert!(is_elevated(&mut by_password).await && is_elevated(&mut by_passkey).await);
    by_password.post(&loss, &[]).await.leads_to();
    assert!(is_in(&mut by_password).await);
    assert!(!is_elevated(&mut by_password).await);
    assert!(!is_in(&mut by_passkey).await);
    let entry = school.wrote_down("security key reported lost").await;
    let entry = entry.expect("an entry");
    assert!(
        entry.contains("elevations dropped: 2; sessions ended: 1"),
        "{entry}"
    );
    by_password
        .get(PAGE)
        .await
        .reads("(The passkey that began it was reported lost)");
}

async fn a_passkey_that_is_removed_ends_what_it_began_elsewhere(school: School) {
    let mut laptop = SoftwareKey::passkey(1);
    let (mut by_password, mut by_passkey) = with_a_passkey(&school, &mut laptop).await;
    let mut stolen = school.visitor();
    stolen.signs_in_with_passkey(&mut laptop).await.is(200);
    let removal = page_of(&mut by_passkey, "/removal").await;
    let form = [("password", PASSWORD)];
    let done = by_passkey
        .touches(&mut laptop, "remove_key", &removal, &form)
        .await;
    done.leads_to();
    assert!(is_in(&mut by_passkey).await, "whoever removes it stays");
    assert!(!is_in(&mut stolen).await);
    assert!(is_in(&mut by_password).await);
    for visitor in [&mut by_passkey, &mut by_password] {
        assert!(!is_elevated(visitor).await);
    }
}

async fn a_copied_passkey_ends_what_it_began(school: School) {
    let mut laptop = SoftwareKey::passkey(1);
    let (mut by_password, mut by_passkey) = with_a_passkey(&school, &mut laptop).await;
    let mut copy = laptop.clone();
    by_password.elevates_with(&mut laptop).await.leads_to();
    let mut thief = school.visitor();
    let refused = thief.signs_in_with_passkey(&mut copy).await;
    assert_eq!(refused.json()["error"]["code"], "counter_went_back");
    assert!(!is_in(&mut by_passkey).await);
    assert!(is_in(&mut by_password).await);
    assert!(!is_elevated(&mut by_password).await);
    assert_eq!(causes(&school, "dsl").await, ["key_suspended"]);
}

async fn whatever_ends_a_session_says_so_in_the_list(school: School) {
    school.gives_password("staff").await;
    let email = "staff@hawthorn-park.example";
    // The same browser signs in again.
    let mut here = school.signed_in("staff").await;
    let right = [("email", email), ("password", PASSWORD)];
    here.post("/hawthorn-park", &right).await.leads_to();
    // Another is signed out, a third rests too long.
    let mut other = school.signed_in("staff").await;
    other.post("/sign-out", &[]).await.leads_to();
    let mut resting = school.signed_in("staff").await;
    school.clock.advance_seconds(3_599);
    here.get("/dashboard").await.is(200);
    school.clock.advance_seconds(1);
    assert!(!is_in(&mut resting).await);
    // The password is changed while a fourth stands.
    let _fourth = school.signed_in("staff").await;
    let new = "violet tractor hums softly";
    let change = [("current", PASSWORD), ("password", new), ("again", new)];
    here.post("/account/password", &change).await.leads_to();
    let causes_now = causes(&school, "staff").await;
    assert_eq!(
        causes_now,
        [
            "password_changed",
            "ran_out",
            "signed_in_again",
            "signed_out"
        ]
    );
    let page = here.get(PAGE).await;
    page.reads("The password was changed")
        .reads("Ran out")
        .reads("Signed out")
        .reads("Somebody signed in with the same browser");
    // The account ends.
    let mut ada = school.elevated("admin").await;
    let ending = format!("/people/{}/ending", school.person("staff").await);
    ada.post(&ending, &[]).await.leads_to();
    assert!(!is_in(&mut here).await);
    assert!(
        causes(&school, "staff")
            .await
            .contains(&"account_ended".to_owned())
    );
}

async fn one_person_let_back_in_is_signed_out_everywhere(school: School) {
    let mut laptop = SoftwareKey::passkey(1);
    let (mut by_password, mut by_passkey) = with_a_passkey(&school, &mut laptop).await;
    let (mut ada, mut dee) = (
        school.elevated("admin").await,
        school.elevated("deputy").await,
    );
    let page = format!("/people/{}/security-keys", school.person("dsl").await);
    let reason = [("reason", "Her bag was stolen at the station")];
    ada.post(&format!("{page}/recoveries"), &reason)
        .await
        .leads_to();
    let approvals = dee.get("/approvals").await;
    let mut acts = approvals.every("form", "action");
    acts.retain(|action| action.contains("/recoveries/") && action.ends_with("/agreement"));
    dee.post(&acts[0], &[]).await.leads_to();
    assert!(!is_in(&mut by_password).await && !is_in(&mut by_passkey).await);
    assert_eq!(causes(&school, "dsl").await, ["key_lost", "let_back_in"]);
}
