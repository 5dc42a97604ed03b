//! Printed codes, and that nobody makes a key holder with them alone.

use serde_json::json;

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_printed_code_is_no_way_past_the_approval_that_another_user_group_asks_for
    whoever_let_somebody_in_does_not_print_their_code
    where_nobody_else_is_there_whoever_let_somebody_in_prints_their_code
    a_code_of_whoever_gives_the_rights_vouches_for_nothing
    a_code_of_whoever_let_somebody_in_vouches_for_nothing
    whoever_gives_more_ends_the_code_that_they_printed
}

const YOURS: &str = "You gave Nia New their account or their user groups, so somebody else";

/// Prints a code for somebody; the code.
async fn prints(admin: &mut Visitor, page: &str) -> String {
    let text = admin
        .post(&format!("{page}/enrolment-code"), &[])
        .await
        .text();
    let is_code = |word: &&str| word.len() == 19 && word.matches('-').count() == 3;
    text.split(' ').find(is_code).expect("a code").to_owned()
}

/// The administrator invites Nia into a user group; the page of her keys.
async fn invites_nia(school: &School, admin: &mut Visitor, group: &str) -> String {
    let new = [
        ("name", "Nia New"),
        ("email", "nia@hawthorn-park.example"),
        ("groups", group),
    ];
    admin.post("/people/invitations", &new).await.leads_to();
    page_of(school, "nia").await
}

/// Links a first key with a printed code.
async fn links_with(visitor: &mut Visitor, code: &str, key: &mut SoftwareKey) {
    let proof = json!({"password": PASSWORD, "enrolment_code": code});
    let begun = visitor.begins_to_link("Green key", proof).await;
    visitor.finishes_linking(&begun, key).await.is(201);
}

async fn a_printed_code_is_no_way_past_the_approval_that_another_user_group_asks_for(
    school: School,
) {
    two_with_keys(&school).await;
    asks(&school, "Staff", "with_code", false).await;
    school.puts_into("pastoral", "Staff").await;
    let mut ada = school.elevated("admin").await;
    let page = page_of(&school, "pastoral").await;
    ada.get(&page)
        .await
        .reads("until somebody has approved it")
        .never_says("Print an enrolment code");
    ada.post(&format!("{page}/enrolment-code"), &[])
        .await
        .is(404);
    let mut pat = newcomer(&school, "pastoral").await;
    pat.get(LIST).await.never_says("Enrolment code");
    pat.links(&mut key(1), "Gold key").await.is(201);
    pat.get(LIST).await.reads("Gold key waits for approval");
}

async fn whoever_let_somebody_in_does_not_print_their_code(school: School) {
    two_with_keys(&school).await;
    asks(&school, "DSL", "with_code", false).await;
    let mut ada = school.elevated("admin").await;
    let page = invites_nia(&school, &mut ada, "DSL").await;
    let seen = ada.get(&page).await;
    seen.reads(YOURS);
    assert!(forms(&seen, "/enrolment-code").is_empty());
    ada.post(&format!("{page}/enrolment-code"), &[])
        .await
        .is(404);
    assert!(school.wrote_down("enrolment code printed").await.is_none());
    school.puts_into("colleague", "Administrator").await;
    let mut col = school.elevated("colleague").await;
    let code = prints(&mut col, &page).await;
    // Those who answer for keys are told, once a day.
    prints(&mut col, &page).await;
    for told in ["dsl", "deputy", "admin"] {
        let words = "printed an enrolment code for Nia New";
        assert_eq!(letters_that_say(&school, told, words).await, 1, "{told}");
        assert_eq!(letters_that_say(&school, told, &code).await, 0);
    }
    school.clock.advance_seconds(25 * 3_600);
    let mut col = school.elevated("colleague").await;
    prints(&mut col, &page).await;
    let words = "printed an enrolment code for Nia New";
    assert_eq!(letters_that_say(&school, "dsl", words).await, 2);
}

async fn where_nobody_else_is_there_whoever_let_somebody_in_prints_their_code(school: School) {
    asks(&school, "DSL", "with_code", false).await;
    let mut ada = school.elevated("admin").await;
    let page = invites_nia(&school, &mut ada, "DSL").await;
    ada.get(&page).await.never_says(YOURS);
    let code = prints(&mut ada, &page).await;
    let mut nia = newcomer(&school, "nia").await;
    let mut green = key(1);
    links_with(&mut nia, &code, &mut green).await;
    nia.elevates_with(&mut green).await.leads_to();
}

async fn a_code_of_whoever_gives_the_rights_vouches_for_nothing(school: School) {
    two_with_keys(&school).await;
    asks(&school, "Staff", "with_code", false).await;
    let mut ada = school.elevated("admin").await;
    let code = prints(&mut ada, &page_of(&school, "staff").await).await;
    let mut sam = newcomer(&school, "staff").await;
    links_with(&mut sam, &code, &mut key(1)).await;
    sam.get(LIST).await.never_says("waits for approval");
    let membership = format!("/people/{}/membership", school.person("staff").await);
    let groups = [("groups", "Staff"), ("groups", "DSL")];
    ada.post(&membership, &groups).await.leads_to();
    sam.get(LIST).await.reads("Green key waits for approval");
}

async fn a_code_of_whoever_let_somebody_in_vouches_for_nothing(school: School) {
    asks(&school, "Staff", "with_code", false).await;
    let mut ada = school.elevated("admin").await;
    let page = invites_nia(&school, &mut ada, "Staff").await;
    // Nobody else has a key yet, so whoever invited her prints the code.
    let code = prints(&mut ada, &page).await;
    let mut nia = newcomer(&school, "nia").await;
    links_with(&mut nia, &code, &mut key(1)).await;
    school.signed_in_with_a_key("dsl", &mut key(2)).await;
    school.puts_into("colleague", "Administrator").await;
    let mut col = school.elevated("colleague").await;
    let membership = format!("/people/{}/membership", school.person("nia").await);
    let groups = [("groups", "Staff"), ("groups", "DSL")];
    col.post(&membership, &groups).await.leads_to();
    nia.get(LIST).await.reads("Green key waits for approval");
}

async fn whoever_gives_more_ends_the_code_that_they_printed(school: School) {
    two_with_keys(&school).await;
    asks(&school, "Staff", "with_code", false).await;
    asks(&school, "DSL", "with_code", false).await;
    let mut ada = school.elevated("admin").await;
    let code = prints(&mut ada, &page_of(&school, "staff").await).await;
    let membership = format!("/people/{}/membership", school.person("staff").await);
    let groups = [("groups", "Staff"), ("groups", "DSL")];
    ada.post(&membership, &groups).await.leads_to();
    let mut sam = newcomer(&school, "staff").await;
    let proof = json!({"password": PASSWORD, "enrolment_code": code});
    let refused = sam.begins_to_link("Green key", proof).await;
    assert_eq!(refused.json()["error"]["field"], "enrolment_code");
}
