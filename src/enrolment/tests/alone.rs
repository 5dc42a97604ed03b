//! What one person cannot do alone.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    keys_that_were_reported_lost_still_count_as_others_who_can_approve
    nobody_reports_the_keys_of_two_people_lost_in_one_day
    the_last_key_that_manages_people_is_reported_lost_by_its_holder_alone
    whoever_brought_somebody_back_does_not_approve_their_first_key
    whoever_gave_somebody_their_user_groups_does_not_approve_their_first_key
    whoever_held_a_key_does_not_come_back_by_password_alone
    where_nobody_is_left_who_could_approve_the_page_says_what_to_do
    a_lost_key_that_is_returned_waits_for_somebody_else
    a_returned_key_that_is_refused_stays_lost
    where_nobody_else_could_approve_a_lost_key_is_returned_by_one
    a_key_that_two_people_ended_never_comes_back
}

/// The addresses at which somebody's keys are reported lost, as this visitor's page has them.
async fn losses(visitor: &mut Visitor, page: &str) -> Vec<String> {
    forms(&visitor.get(page).await, "/loss")
}

/// Whether this key elevates the visitor.
async fn elevates(visitor: &mut Visitor, key: &mut SoftwareKey) -> bool {
    let done = visitor.elevates_with(key).await;
    let is_on = done.status.as_u16() == 303;
    if is_on {
        visitor.post("/elevation/end", &[]).await.leads_to();
    }
    is_on
}

/// Whether the visitor has any key that works.
async fn has_a_key(visitor: &mut Visitor) -> bool {
    let wish = serde_json::json!({"purpose": "elevate"});
    let asked = visitor.post_json("/security-keys/challenges", &wish).await;
    asked.status.as_u16() == 200
}

async fn keys_that_were_reported_lost_still_count_as_others_who_can_approve(school: School) {
    let [(mut dana, _), (mut dee, _)] = two_with_keys(&school).await;
    for holder in [&mut dana, &mut dee] {
        let page = holder.get("/account/lost-key").await;
        let loss = page.every(r#"a[href$="/loss"]"#, "href");
        holder.post(&loss[0], &[]).await.leads_to();
    }
    let mut pat = newcomer(&school, "pastoral").await;
    pat.links(&mut key(1), "Gold key").await.is(201);
    pat.get(LIST).await.reads("Gold key waits for approval");
    assert!(!has_a_key(&mut pat).await);
}

async fn nobody_reports_the_keys_of_two_people_lost_in_one_day(school: School) {
    let (mut green, mut spare, mut red) = (key(1), key(2), key(3));
    let mut sam = school.signed_in_with_a_key("staff", &mut green).await;
    sam.links_another(&mut green, &mut spare, "Spare")
        .await
        .is(201);
    let mut col = school.signed_in_with_a_key("colleague", &mut red).await;
    let (sams, cols) = (
        page_of(&school, "staff").await,
        page_of(&school, "colleague").await,
    );
    let mut dee = school.elevated("deputy").await;
    // Every key of one person, on one day.
    for loss in losses(&mut dee, &sams).await {
        dee.post(&loss, &[]).await.leads_to();
    }
    assert!(!has_a_key(&mut sam).await);
    let [loss] = &losses(&mut dee, &cols).await[..] else {
        panic!("one key");
    };
    let refused = dee.post(loss, &[]).await;
    refused
        .is(422)
        .reads("You reported the keys of Sam Staff lost")
        .reads("on the sign-in page, with their password");
    assert!(elevates(&mut col, &mut red).await);
    assert_eq!(
        letters_that_say(&school, "colleague", "was reported lost").await,
        0
    );
    // Returning a key does not make the day begin anew.
    let mut ada = school.elevated("admin").await;
    for back in forms(&ada.get(&sams).await, "/return") {
        ada.post(&back, &[]).await.leads_to();
    }
    dee.post(loss, &[]).await.is(422);
    // Their own key they report as before, and somebody else does it for them.
    let own = col.get(LIST).await.every(r#"a[href$="/loss"]"#, "href");
    school
        .elevated("dsl")
        .await
        .post(loss, &[])
        .await
        .leads_to();
    col.post(&own[0], &[]).await.leads_to();
    assert!(!has_a_key(&mut col).await);
    // The next day is another day.
    let mut blue = key(4);
    school.signed_in_with_a_key("pastoral", &mut blue).await;
    let pats = page_of(&school, "pastoral").await;
    let [loss] = &losses(&mut dee, &pats).await[..] else {
        panic!("one key");
    };
    dee.post(loss, &[]).await.is(422);
    school.clock.advance_seconds(24 * 3_600);
    let mut dee = school.elevated("deputy").await;
    dee.post(loss, &[]).await.leads_to();
    assert!(!has_a_key(&mut school.signed_in("pastoral").await).await);
}

async fn the_last_key_that_manages_people_is_reported_lost_by_its_holder_alone(school: School) {
    let (mut grey, mut spare) = (key(1), key(2));
    let mut ada = school.signed_in_with_a_key("admin", &mut grey).await;
    school.clock.advance_seconds(60);
    ada.links_another(&mut grey, &mut spare, "Spare")
        .await
        .is(201);
    let page = page_of(&school, "admin").await;
    let mut dee = school.elevated("deputy").await;
    let both = losses(&mut dee, &page).await;
    assert_eq!(both.len(), 2);
    dee.post(&both[0], &[]).await.leads_to();
    let refused = dee.post(&both[1], &[]).await;
    refused
        .is(422)
        .reads("Nobody would be left with a key that works who manages people");
    assert!(elevates(&mut ada, &mut spare).await);
    let own = ada
        .get("/account/lost-key")
        .await
        .every(r#"a[href$="/loss"]"#, "href");
    ada.post(&own[0], &[]).await.leads_to();
    assert!(!has_a_key(&mut ada).await);
}

/// Ends somebody's account and brings it back into this user group; they set a password.
async fn ends_and_brings_back(school: &School, ada: &mut Visitor, address: &str, group: &str) {
    let person = format!("/people/{}", school.person(address).await);
    school.clock.advance_seconds(60);
    ada.post(&format!("{person}/ending"), &[]).await.leads_to();
    ada.post(&format!("{person}/return"), &[]).await.leads_to();
    let groups = [("groups", group)];
    let membership = format!("{person}/membership");
    ada.post(&membership, &groups).await.leads_to();
    school.gives_password(address).await;
}

/// The approvals page has no form for this visitor, says why, and nothing is approved.
async fn cannot_approve(visitor: &mut Visitor, approval: &str, why: &str) {
    let page = visitor.get("/approvals").await;
    page.is(200).reads(why);
    assert!(forms(&page, "/approval").is_empty());
    visitor.post(approval, &[]).await.is(404);
}

async fn whoever_brought_somebody_back_does_not_approve_their_first_key(school: School) {
    let [(mut dana, _), (mut dee, _)] = two_with_keys(&school).await;
    let mut old = key(1);
    school.signed_in_with_a_key("pastoral", &mut old).await;
    let mut ada = school.elevated("admin").await;
    ends_and_brings_back(&school, &mut ada, "pastoral", "Pastoral").await;
    let mut pat = school.signed_in("pastoral").await;
    pat.links(&mut key(2), "New key").await.is(201);
    let [approval] = &forms(&dana.get("/approvals").await, "/approval")[..] else {
        panic!("one key waits");
    };
    let why = "You gave Pat Pastoral their account or their user groups";
    cannot_approve(&mut ada, approval, why).await;
    pat.get(LIST).await.reads("New key waits for approval");
    dee.post(approval, &[]).await.leads_to();
    pat.get(LIST).await.never_says("waits for approval");
}

async fn whoever_gave_somebody_their_user_groups_does_not_approve_their_first_key(school: School) {
    let [(mut dana, _), _] = two_with_keys(&school).await;
    let mut ada = school.elevated("admin").await;
    let new = [
        ("name", "Nia New"),
        ("email", "nia@hawthorn-park.example"),
        ("groups", "Staff"),
    ];
    ada.post("/people/invitations", &new).await.leads_to();
    let membership = format!("/people/{}/membership", school.person("nia").await);
    let groups = [("groups", "Pastoral"), ("years", "7")];
    // Another administrator moves her.
    school.puts_into("colleague", "Administrator").await;
    let mut col = school.elevated("colleague").await;
    col.post(&membership, &groups).await.leads_to();
    let mut nia = newcomer(&school, "nia").await;
    nia.links(&mut key(1), "First key").await.is(201);
    let [approval] = &forms(&dana.get("/approvals").await, "/approval")[..] else {
        panic!("one key waits");
    };
    let why = "You gave Nia New their account or their user groups";
    cannot_approve(&mut ada, approval, why).await;
    cannot_approve(&mut col, approval, why).await;
    // Taking something away gives nothing: who gave it is still who gave it.
    let fewer = [("groups", "Pastoral")];
    ada.post(&membership, &fewer).await.leads_to();
    cannot_approve(&mut col, approval, why).await;
    dana.post(approval, &[]).await.leads_to();
    nia.get(LIST).await.never_says("waits for approval");
}

async fn whoever_held_a_key_does_not_come_back_by_password_alone(school: School) {
    asks(&school, "Pastoral", "self_service", false).await;
    let mut blue = key(101);
    let dana = school.signed_in_with_a_key("dsl", &mut blue).await;
    let mut dana = dana.with_a_key_in_hand();
    dana.elevates_with(&mut blue).await.leads_to();
    let mut old = key(1);
    school.signed_in_with_a_key("pastoral", &mut old).await;
    let mut ada = school.elevated("admin").await;
    ends_and_brings_back(&school, &mut ada, "pastoral", "Pastoral").await;
    let mut pat = school.signed_in("pastoral").await;
    pat.links(&mut key(2), "New key").await.is(201);
    pat.get(LIST).await.reads("New key waits for approval");
    let [approval] = &forms(&dana.get("/approvals").await, "/approval")[..] else {
        panic!("one key waits");
    };
    dana.post(approval, &[]).await.leads_to();
    // Whoever never held one comes as the user group says.
    ends_and_brings_back(&school, &mut ada, "staff", "Pastoral").await;
    let mut sam = school.signed_in("staff").await;
    sam.links(&mut key(3), "First key").await.is(201);
    sam.get(LIST).await.never_says("waits for approval");
}

async fn where_nobody_is_left_who_could_approve_the_page_says_what_to_do(school: School) {
    asks(&school, "Pastoral", "approved", false).await;
    let mut grey = key(1);
    let ada = school.signed_in_with_a_key("admin", &mut grey).await;
    let mut ada = ada.with_a_key_in_hand();
    ada.elevates_with(&mut grey).await.leads_to();
    let membership = format!("/people/{}/membership", school.person("pastoral").await);
    let groups = [("groups", "Pastoral"), ("years", "8")];
    ada.post(&membership, &groups).await.leads_to();
    let mut pat = newcomer(&school, "pastoral").await;
    pat.links(&mut key(2), "Gold key").await.is(201);
    ada.get("/approvals")
        .await
        .reads("Nobody else who may approve it has a key that works")
        .reads("whoever runs your server");
    // With a second key holder there is somebody.
    school.signed_in_with_a_key("dsl", &mut key(3)).await;
    ada.get("/approvals")
        .await
        .never_says("Nobody else who may approve it");
}

async fn a_lost_key_that_is_returned_waits_for_somebody_else(school: School) {
    let [(mut dana, _), _] = two_with_keys(&school).await;
    let mut green = key(1);
    let mut sam = school.signed_in_with_a_key("staff", &mut green).await;
    let page = page_of(&school, "staff").await;
    let mut ada = school.elevated("admin").await;
    let loss = losses(&mut ada, &page).await.remove(0);
    ada.post(&loss, &[]).await.leads_to();
    let back = loss.replace("/loss", "/return");
    assert_eq!(ada.post(&back, &[]).await.leads_to(), page);
    ada.get(&page).await.reads("Blue key Waits for approval");
    assert!(!has_a_key(&mut sam).await);
    sam.get(LIST).await.reads("Blue key waits for approval");
    // The password does not get past it meanwhile.
    sam.begins_to_link("New key", with_password()).await.is(409);
    let [approval] = &forms(&dana.get("/approvals").await, "/approval")[..] else {
        panic!("one key waits");
    };
    cannot_approve(&mut ada, approval, "You returned this key").await;
    dana.get("/approvals")
        .await
        .reads("Found key of Sam Staff")
        .reads("Ada Admin");
    dana.post(approval, &[]).await.leads_to();
    assert!(elevates(&mut sam, &mut green).await);
    assert_eq!(
        letters_that_say(&school, "dsl", "was reported lost, and Ada Admin").await,
        1
    );
    assert!(school.wrote_down("lost key returned").await.is_some());
}

async fn a_returned_key_that_is_refused_stays_lost(school: School) {
    let [(mut dana, _), _] = two_with_keys(&school).await;
    let mut sam = school.signed_in_with_a_key("staff", &mut key(1)).await;
    let page = page_of(&school, "staff").await;
    let mut ada = school.elevated("admin").await;
    let loss = losses(&mut ada, &page).await.remove(0);
    ada.post(&loss, &[]).await.leads_to();
    ada.post(&loss.replace("/loss", "/return"), &[])
        .await
        .leads_to();
    let refusal = forms(&dana.get("/approvals").await, "/refusal").remove(0);
    dana.post(&refusal, &[]).await.leads_to();
    sam.get(LIST).await.reads("Blue key was reported lost");
    // It is a key still: the password does not get past it.
    sam.begins_to_link("New key", with_password()).await.is(409);
}

async fn where_nobody_else_could_approve_a_lost_key_is_returned_by_one(school: School) {
    let mut green = key(1);
    let mut sam = school.signed_in_with_a_key("staff", &mut green).await;
    let page = page_of(&school, "staff").await;
    let mut ada = school.elevated("admin").await;
    let loss = losses(&mut ada, &page).await.remove(0);
    ada.post(&loss, &[]).await.leads_to();
    ada.post(&loss.replace("/loss", "/return"), &[])
        .await
        .leads_to();
    assert!(elevates(&mut sam, &mut green).await);
}

async fn a_key_that_two_people_ended_never_comes_back(school: School) {
    let (mut old, mut new) = (key(1), key(2));
    school.signed_in_with_a_key("pastoral", &mut old).await;
    school.clock.advance_seconds(60);
    let page = page_of(&school, "pastoral").await;
    let mut ada = school.elevated("admin").await;
    let back = losses(&mut ada, &page)
        .await
        .remove(0)
        .replace("/loss", "/return");
    let reason = [("reason", "Her bag was stolen at the station.")];
    ada.post(&format!("{page}/recoveries"), &reason)
        .await
        .leads_to();
    let agreement =
        forms(&ada.get("/approvals").await, "/withdrawal")[0].replace("/withdrawal", "/agreement");
    let mut dana = school.elevated("dsl").await;
    dana.post(&agreement, &[]).await.leads_to();
    let seen = ada.get(&page).await;
    seen.reads("it stays dead");
    assert!(forms(&seen, "/return").is_empty());
    ada.post(&back, &[]).await.is(404);
    let mut pat = school.signed_in("pastoral").await;
    pat.links(&mut new, "New key").await.is(201);
    pat.get(LIST).await.reads("remove it here and link it anew");
    // Removed with the new key, it is linked anew like any other.
    let removal = pat.removals().await.remove(0);
    let password = [("password", PASSWORD)];
    pat.touches(&mut new, "remove_key", &removal, &password)
        .await
        .leads_to();
    pat.links_another(&mut new, &mut key(3), "Old key")
        .await
        .is(201);
}
