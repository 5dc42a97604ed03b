//! Keys that are lost, and the way back in.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_lost_key_is_dead_at_once_everywhere
    a_lost_key_is_reported_from_the_sign_in_page
    a_lost_key_is_reported_where_the_group_asks_for_a_key_at_sign_in
    an_administrator_reports_a_key_lost_and_allows_it_again
    an_administrators_own_key_is_allowed_again_by_somebody_else_who_vouches
    two_people_let_somebody_back_in
    nobody_lets_anybody_back_in_alone_or_for_themselves
    a_recovery_ends_when_its_time_is_over_or_it_is_withdrawn
    agreed_to_at_two_servers_at_once_it_is_agreed_once
}

const REASON: [(&str, &str); 1] = [("reason", "Her bag was stolen, and she came to my office.")];

/// Reports the first key of the list lost.
async fn reports_lost(visitor: &mut Visitor) -> String {
    let page = visitor.get("/account/lost-key").await;
    let loss = page.every(r#"a[href$="/loss"]"#, "href");
    let loss = loss.first().expect("a key to report").clone();
    visitor
        .get(&loss)
        .await
        .is(200)
        .reads("from this moment on");
    assert_eq!(
        visitor.post(&loss, &[]).await.leads_to(),
        "/account/lost-key"
    );
    loss
}

async fn a_lost_key_is_dead_at_once_everywhere(school: School) {
    let mut blue = key(1);
    let mut dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    dana.elevates_with(&mut blue).await.leads_to();
    let mut elsewhere = school.signed_in("dsl").await.at(&school.second_server());
    elsewhere.elevates_with(&mut blue).await.leads_to();
    let waiting = dana.is_asked("elevate").await.touched(&mut blue);
    let mut home = school.signed_in("dsl").await;
    let loss = reports_lost(&mut home).await;
    home.get("/account/lost-key")
        .await
        .reads("You have no key that works now");
    for there in [&mut dana, &mut elsewhere] {
        let page = there.get("/dashboard").await;
        page.reads("was reported lost")
            .never_says("data-elevation-until");
        there.get("/approvals").await.is(404);
    }
    dana.posts_touch(&waiting, "/elevation", &[]).await.is(422);
    dana.begins_to_link("New key", with_password())
        .await
        .is(409);
    assert_eq!(
        letters_that_say(&school, "dsl", "was reported lost by Dana Lead").await,
        1
    );
    assert_eq!(
        letters_that_say(&school, "admin", "a security key of Dana Lead").await,
        1
    );
    let entry = school.wrote_down("security key reported lost").await;
    assert!(entry.expect("an entry").contains("elevations dropped: 2"));
    // Once more changes and tells nothing; another's key is not there.
    home.post(&loss, &[]).await.leads_to();
    assert_eq!(
        letters_that_say(&school, "dsl", "was reported lost by").await,
        1
    );
    school.signed_in("deputy").await.get(&loss).await.is(404);
    school
        .signed_in("deputy")
        .await
        .post(&loss, &[])
        .await
        .is(404);
}

async fn a_lost_key_is_reported_from_the_sign_in_page(school: School) {
    let mut blue = key(1);
    school.signed_in_with_a_key("dsl", &mut blue).await;
    let mut dana = school.visitor();
    let page = dana.get("/hawthorn-park").await;
    page.reads("Lost your security key?");
    dana.get("/hawthorn-park/lost-key")
        .await
        .is(200)
        .reads("You do not need a key for this");
    let email = ("email", "dsl@hawthorn-park.example");
    let wrong = [email, ("password", "something else entirely")];
    dana.post("/hawthorn-park/lost-key", &wrong)
        .await
        .is(422)
        .reads("Lost your security key?");
    let right = [email, ("password", PASSWORD)];
    let entered = dana.post("/hawthorn-park/lost-key", &right).await;
    assert_eq!(entered.leads_to(), "/account/lost-key");
    reports_lost(&mut dana).await;
    dana.get(LIST).await.reads("was reported lost on");
    dana.get("/account/lost-key")
        .await
        .reads("Two of them together");
}

async fn a_lost_key_is_reported_where_the_group_asks_for_a_key_at_sign_in(school: School) {
    let mut blue = key(1);
    school.signed_in_with_a_key("dsl", &mut blue).await;
    asks(&school, "DSL", "by_default", true).await;
    let mut thief = school.signed_in("dsl").await;
    thief
        .touches(&mut blue, "sign_in", "/sign-in/key", &[])
        .await
        .leads_to();
    thief.post("/elevation/end", &[]).await.leads_to();
    thief.get("/dashboard").await.is(200);
    let mut dana = school.visitor();
    let right = [
        ("email", "dsl@hawthorn-park.example"),
        ("password", PASSWORD),
    ];
    let entered = dana.post("/hawthorn-park/lost-key", &right).await;
    assert_eq!(entered.leads_to(), "/account/lost-key");
    reports_lost(&mut dana).await;
    assert_eq!(dana.get("/dashboard").await.leads_to(), LIST);
    // What the key had opened without elevating is closed too.
    assert_eq!(thief.get("/dashboard").await.leads_to(), LIST);
}

async fn an_administrator_reports_a_key_lost_and_allows_it_again(school: School) {
    let mut green = key(1);
    let mut sam = school.signed_in_with_a_key("staff", &mut green).await;
    let page = page_of(&school, "staff").await;
    let mut ada = school.elevated("admin").await;
    let loss = forms(&ada.get(&page).await, "/loss");
    let [loss] = &loss[..] else { panic!("one key") };
    school
        .elevated("pastoral")
        .await
        .post(loss, &[])
        .await
        .is(404);
    assert_eq!(ada.post(loss, &[]).await.leads_to(), page);
    let wish = serde_json::json!({"purpose": "elevate"});
    sam.post_json("/security-keys/challenges", &wish)
        .await
        .is(409);
    assert_eq!(
        letters_that_say(&school, "staff", "was reported lost by Ada Admin").await,
        1
    );
    // Somebody who vouches and manages nobody may report it, and not allow it again.
    let back = loss.replace("/loss", "/return");
    school.elevated("dsl").await.post(&back, &[]).await.is(404);
    sam.post(&back, &[]).await.is(404);
    assert_eq!(ada.post(&back, &[]).await.leads_to(), page);
    sam.elevates_with(&mut green).await.leads_to();
    assert_eq!(
        letters_that_say(&school, "staff", "can be used again").await,
        1
    );
    ada.post(&back, &[]).await.is(404);
}

async fn an_administrators_own_key_is_allowed_again_by_somebody_else_who_vouches(school: School) {
    let mut grey = key(1);
    let mut ada = school.signed_in_with_a_key("admin", &mut grey).await;
    reports_lost(&mut ada).await;
    let page = page_of(&school, "admin").await;
    school.elevates("admin").await;
    let own = ada.get(&page).await;
    own.reads("These are your own keys");
    assert!(forms(&own, "/return").is_empty());
    let mut dana = school.elevated("dsl").await;
    let [back] = &forms(&dana.get(&page).await, "/return")[..] else {
        panic!("one key can be allowed again");
    };
    ada.post(back, &[]).await.is(404);
    ada.post(&back.replace("/return", "/loss"), &[])
        .await
        .is(404);
    dana.post(back, &[]).await.leads_to();
    let mut ada = school.signed_in("admin").await;
    ada.elevates_with(&mut grey).await.leads_to();
}

/// Ada begins a recovery for Pat, who holds a key; the address at which it is agreed to.
async fn begun(school: &School) -> (Visitor, String) {
    let mut ada = school.elevated("admin").await;
    let page = page_of(school, "pastoral").await;
    ada.get(&page).await.reads("Ask a second person to agree");
    let done = ada.post(&format!("{page}/recoveries"), &REASON).await;
    assert_eq!(done.leads_to(), page);
    let withdrawal = forms(&ada.get("/approvals").await, "/withdrawal");
    let [withdrawal] = &withdrawal[..] else {
        panic!("one recovery")
    };
    (ada, withdrawal.replace("/withdrawal", "/agreement"))
}

async fn two_people_let_somebody_back_in(school: School) {
    let (mut old, mut new) = (key(1), key(2));
    let mut pat = school.signed_in_with_a_key("pastoral", &mut old).await;
    pat.elevates_with(&mut old).await.leads_to();
    let page = page_of(&school, "pastoral").await;
    let mut ada = school.elevated("admin").await;
    let empty = ada
        .post(&format!("{page}/recoveries"), &[("reason", " ")])
        .await;
    empty.is(422).reads("Write what happened to their keys");
    let short = [("reason", "Lost her key.")];
    ada.post(&format!("{page}/recoveries"), &short)
        .await
        .is(422)
        .reads("Write what happened to their keys, and how you know that it is them who asks")
        .reads("Lost her key.");
    let (mut ada, agreement) = begun(&school).await;
    ada.get(&page).await.reads("A second person has to agree");
    pat.get("/dashboard").await.reads("Elevated access is on");
    for told in ["pastoral", "dsl", "deputy"] {
        assert_eq!(
            letters_that_say(&school, told, "set up a new security key").await,
            1
        );
        assert_eq!(letters_that_say(&school, told, "stolen").await, 0);
    }
    let mut dana = school.elevated("dsl").await;
    dana.get("/approvals")
        .await
        .reads("Letting Pat Pastoral back in")
        .reads("Her bag was stolen")
        .reads("Ada Admin");
    assert_eq!(dana.post(&agreement, &[]).await.leads_to(), "/approvals");
    // The old key is dead, and whoever sat there is signed out.
    assert_eq!(pat.get("/dashboard").await.leads_to(), "/");
    let mut pat = school.signed_in("pastoral").await;
    let wish = serde_json::json!({"purpose": "elevate"});
    pat.post_json("/security-keys/challenges", &wish)
        .await
        .is(409);
    pat.get(LIST).await.reads("You can set up a new key now");
    pat.links(&mut new, "New key").await.is(201);
    pat.elevates_with(&mut new).await.leads_to();
    pat.get("/dashboard").await.reads("Elevated access is on");
    // It was for one key: a further one needs a touch of the new one.
    let again = pat.begins_to_link("Another", with_password()).await;
    assert_ne!(again.status.as_u16(), 200);
    dana.get("/approvals").await.never_says("Letting Pat");
    for told in ["admin", "dsl", "deputy"] {
        let used = letters_that_say(&school, told, "after two people had agreed").await;
        assert_eq!(used, 1, "{told}");
    }
    assert_eq!(letters_that_say(&school, "pastoral", "agreed on").await, 1);
    let entry = school.wrote_down("security key linked").await;
    assert!(
        entry
            .expect("an entry")
            .contains("after a recovery by two people")
    );
    for act in ["key recovery begun", "key recovery agreed"] {
        assert!(school.wrote_down(act).await.is_some(), "{act}");
    }
}

async fn nobody_lets_anybody_back_in_alone_or_for_themselves(school: School) {
    school.signed_in_with_a_key("pastoral", &mut key(1)).await;
    let page = page_of(&school, "pastoral").await;
    let begin = format!("{page}/recoveries");
    let mut ada = school.elevated("admin").await;
    // One administrator alone removes nobody's keys, as they once could.
    ada.post(&page, &[]).await.is(404);
    let own = format!("{}/recoveries", page_of(&school, "admin").await);
    ada.post(&own, &REASON).await.is(404);
    for stranger in ["staff", "pastoral"] {
        school
            .elevated(stranger)
            .await
            .post(&begin, &REASON)
            .await
            .is(404);
    }
    let mut lee = school.neighbours_administrator().await;
    lee.post(&begin, &REASON).await.is(404);

    let (mut ada, agreement) = begun(&school).await;
    ada.post(&agreement, &[]).await.is(404);
    // Nor in another session of the same person's, nor while one is under way.
    school
        .elevated("admin")
        .await
        .post(&agreement, &[])
        .await
        .is(404);
    school
        .elevated("dsl")
        .await
        .post(&begin, &REASON)
        .await
        .is(404);
    for stranger in ["staff", "pastoral"] {
        school
            .elevated(stranger)
            .await
            .post(&agreement, &[])
            .await
            .is(404);
    }
    lee.post(&agreement, &[]).await.is(404);
    lee.get("/approvals").await.never_says("Pastoral");
    // Not without elevated access.
    school
        .signed_in("deputy")
        .await
        .post(&agreement, &[])
        .await
        .is(404);
    // Nor by whoever it is for, though they vouch for keys.
    school.puts_into("pastoral", "DSL").await;
    let mut pat = school.elevated("pastoral").await;
    pat.get("/approvals")
        .await
        .reads("two other people decide it");
    pat.post(&agreement, &[]).await.is(404);

    school
        .elevated("dsl")
        .await
        .post(&agreement, &[])
        .await
        .leads_to();
    school
        .elevated("deputy")
        .await
        .post(&agreement, &[])
        .await
        .is(404);
}

async fn a_recovery_ends_when_its_time_is_over_or_it_is_withdrawn(school: School) {
    school.signed_in_with_a_key("pastoral", &mut key(1)).await;
    let (_, agreement) = begun(&school).await;
    school.clock.advance_seconds(24 * 3_600);
    school
        .elevated("dsl")
        .await
        .post(&agreement, &[])
        .await
        .is(404);

    let (_, agreement) = begun(&school).await;
    let mut dana = school.elevated("dsl").await;
    let withdrawal = agreement.replace("/agreement", "/withdrawal");
    dana.post(&withdrawal, &[]).await.leads_to();
    dana.post(&agreement, &[]).await.is(404);
    assert_eq!(letters_that_say(&school, "pastoral", "withdrew").await, 1);

    let (_, agreement) = begun(&school).await;
    dana.post(&agreement, &[]).await.leads_to();
    let mut pat = school.signed_in("pastoral").await;
    let late = pat.begins_to_link("New key", with_password()).await;
    late.is(200);
    // Withdrawn between the password and the key's answer.
    let withdrawal = agreement.replace("/agreement", "/withdrawal");
    dana.post(&withdrawal, &[]).await.leads_to();
    pat.finishes_linking(&late, &mut key(2)).await.is(422);
    pat.begins_to_link("New key", with_password()).await.is(409);

    let (_, agreement) = begun(&school).await;
    dana.post(&agreement, &[]).await.leads_to();
    school.clock.advance_seconds(2 * 3_600);
    let mut pat = school.signed_in("pastoral").await;
    pat.begins_to_link("New key", with_password()).await.is(409);
}

async fn agreed_to_at_two_servers_at_once_it_is_agreed_once(school: School) {
    school.signed_in_with_a_key("pastoral", &mut key(1)).await;
    let (_, agreement) = begun(&school).await;
    let mut dana = school.elevated("dsl").await;
    let mut dee = school.elevated("deputy").await.at(&school.second_server());
    let (one, other) = tokio::join!(dana.post(&agreement, &[]), dee.post(&agreement, &[]));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404]);
    assert_eq!(letters_that_say(&school, "pastoral", "agreed on").await, 1);
}
