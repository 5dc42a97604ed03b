//! Managing people, as administrators meet it.

mod files;
mod waiting;

use keyward_db::params;

use crate::testing::school::PASSWORD;
use crate::testing::software_key::{Kind, SoftwareKey};
use crate::testing::{School, on_both_databases};

on_both_databases! {
    an_administrator_invites_somebody_and_the_leads_are_told
    an_invitation_comes_back_filled_in_with_what_was_wrong
    somebody_is_found_without_their_name_in_an_address
    somebody_is_put_into_other_groups_and_told
    nobody_changes_their_own_groups_or_ends_their_own_account
    the_last_administrator_stays
    an_account_ends_at_once_and_comes_back_empty
    a_suspended_key_is_allowed_again
    an_administrators_key_is_allowed_again_by_nobody_without_the_right
    nobody_manages_people_without_the_key_or_at_another_school
}

keyward_db::statements! {
    /// A key of somebody's, as if they had linked it.
    LINK = "INSERT INTO security_key (id, person_id, name, credential_id, record, counter,
                                      transports, added_at, suspended_at)
            VALUES ($1, $2, $3, $1, '', 0, '', $4, $5)";
}

/// Links a key to somebody, suspended at once; the page of their keys.
async fn holds(school: &School, address: &str, key: &'static str) -> String {
    let (person, now) = (school.person(address).await, school.app.now().as_micros());
    let page = format!("/people/{person}/security-keys");
    let row = params![key, &person, key, now, now];
    let linked = school.app.db().write(move |tx| tx.execute(LINK, &row));
    linked.await.expect("linked");
    page
}

async fn an_administrator_invites_somebody_and_the_leads_are_told(school: School) {
    let mut ada = school.elevated("admin").await;
    ada.get("/people")
        .await
        .is(200)
        .reads("6 people")
        .reads("Not set");
    ada.get("/people/invitations/new")
        .await
        .is(200)
        .reads("Reception");
    let new = [
        ("name", "Nia New"),
        ("email", "Nia@Hawthorn-Park.example"),
        ("groups", "Pastoral"),
        ("years", "8"),
        ("years", "7"),
    ];
    let to = ada
        .post("/people/invitations", &new)
        .await
        .leads_to()
        .to_owned();
    ada.get(&to)
        .await
        .reads("Nia New was invited")
        .reads("nia@hawthorn-park.example");
    ada.get("/people")
        .await
        .reads("Nia New nia@hawthorn-park.example Pastoral Year 7, Year 8");
    let hers = school.letters_to("nia").await;
    assert!(
        hers.iter()
            .any(|letter| letter.contains("an account was made for you"))
    );
    let lead = school.letters_to("dsl").await;
    let told = lead
        .iter()
        .find(|letter| letter.contains("access to pupils' files"));
    let told = told.expect("the lead is told");
    assert!(
        told.contains("Nia New") && told.contains("access to the files of Year 7 and Year 8,"),
        "{told}"
    );
}

async fn an_invitation_comes_back_filled_in_with_what_was_wrong(school: School) {
    let mut ada = school.elevated("admin").await;
    let nobody = [("name", ""), ("email", "no address"), ("years", "7")];
    let page = ada.post("/people/invitations", &nobody).await;
    page.is(422)
        .reads("Enter the person's name")
        .reads("Enter an email address")
        .reads("Choose at least one user group");
    assert_eq!(page.every("#email", "value"), ["no address"]);
    assert_eq!(page.every("[name=years][checked]", "value"), ["7"]);
    let twice = [
        ("name", "Sam Again"),
        ("email", "staff@hawthorn-park.example"),
        ("groups", "Staff"),
    ];
    let page = ada.post("/people/invitations", &twice).await;
    page.is(422)
        .reads("There is an account for staff@hawthorn-park.example at this school");
    assert_eq!(page.every("#name", "value"), ["Sam Again"]);
    assert_eq!(page.every("[name=groups][checked]", "value"), ["Staff"]);
    let unknown = [
        ("name", "Una"),
        ("email", "una@hp.example"),
        ("groups", "Gods"),
    ];
    ada.post("/people/invitations", &unknown)
        .await
        .is(422)
        .reads("There is no user group Gods");
    ada.get("/people").await.reads("6 people");
}

async fn somebody_is_found_without_their_name_in_an_address(school: School) {
    let mut ada = school.elevated("admin").await;
    let page = ada.post("/people", &[("find", "dsl DANA")]).await;
    page.is(200)
        .reads("1 of 6 people")
        .reads("Dana Lead")
        .never_says("Sam Staff");
    assert_eq!(page.every("#find", "value"), ["dsl DANA"]);
    ada.post("/people", &[("find", "zz")])
        .await
        .reads("Nobody here answers to that");
}

async fn somebody_is_put_into_other_groups_and_told(school: School) {
    let mut ada = school.elevated("admin").await;
    let mut sam = school.elevated("staff").await;
    let person = school.person("staff").await;
    sam.get("/people").await.is(404);
    let address = format!("/people/{person}/membership");
    let groups = [
        ("groups", "Staff"),
        ("groups", "Administrator"),
        ("years", "R"),
    ];
    assert_eq!(
        ada.post(&address, &groups).await.leads_to(),
        format!("/people/{person}")
    );
    ada.get(&format!("/people/{person}"))
        .await
        .reads("Sam Staff is now in: Administrator, Staff.");
    sam.get("/people").await.is(200).reads("Sam Staff");
    let letters = school.letters_to("staff").await;
    let told = letters
        .iter()
        .find(|letter| letter.contains("changed what you may do"));
    assert!(told.is_some_and(|letter| letter.contains("Administrator, Staff")));
    ada.get("/audit")
        .await
        .reads("User groups changed")
        .reads("User groups now: Administrator, Staff");
    let lead = school.letters_to("dsl").await;
    assert!(
        !lead
            .iter()
            .any(|letter| letter.contains("access to pupils' files"))
    );
    ada.post(&address, &[("groups", "DSL")]).await.leads_to();
    let lead = school.letters_to("dsl").await;
    assert!(
        lead.iter()
            .any(|letter| letter.contains("every pupil's file"))
    );
    sam.get("/people").await.is(404);

    let page = ada.post(&address, &[("years", "R")]).await;
    page.is(422).reads("Choose at least one user group");
    assert_eq!(page.every("[name=years][checked]", "value"), ["R"]);
    let odd = [("groups", "Staff"), ("years", "99")];
    ada.post(&address, &odd)
        .await
        .is(422)
        .reads("a number from 1 to 13");
}

async fn nobody_changes_their_own_groups_or_ends_their_own_account(school: School) {
    let mut ada = school.elevated("admin").await;
    let me = school.person("admin").await;
    let page = ada.get(&format!("/people/{me}")).await;
    page.is(200)
        .reads("This is you.")
        .reads("two people are needed");
    assert!(
        page.every("form[action$='/membership']", "action")
            .is_empty()
    );
    let groups = [("groups", "Administrator"), ("groups", "DSL")];
    ada.post(&format!("/people/{me}/membership"), &groups)
        .await
        .is(422)
        .reads("Nobody may change their own user groups");
    ada.post(&format!("/people/{me}/ending"), &[])
        .await
        .is(422)
        .reads("Nobody may end their own account");
    ada.get("/people").await.is(200);
}

async fn the_last_administrator_stays(school: School) {
    // Sam may manage people, but not user groups: Ada is the last who may do both.
    let mut ada = school.elevated("admin").await;
    let people = [("name", "Registry"), ("elevated", "manage_people")];
    ada.post("/groups", &people).await.leads_to();
    let sam = school.person("staff").await;
    let registry = [("groups", "Registry")];
    ada.post(&format!("/people/{sam}/membership"), &registry)
        .await
        .leads_to();
    let mut sam = school.elevated("staff").await;
    let admin = school.person("admin").await;
    sam.post(&format!("/people/{admin}/ending"), &[])
        .await
        .is(422)
        .reads("Nobody would be left who can manage people");
    let staff = [("groups", "Staff")];
    let page = sam
        .post(&format!("/people/{admin}/membership"), &staff)
        .await;
    page.is(422)
        .reads("Nobody would be left who can manage people");
    assert_eq!(page.every("[name=groups][checked]", "value"), ["Staff"]);
    ada.get("/groups").await.is(200);
}

async fn an_account_ends_at_once_and_comes_back_empty(school: School) {
    school.gives_password("staff").await;
    let mut sam = school.signed_in("staff").await;
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    sam.links(&mut key, "Sam's key").await.is(201);
    let mut ada = school.elevated("admin").await;
    let person = school.person("staff").await;
    let ending = format!("/people/{person}/ending");
    ada.get(&ending)
        .await
        .is(200)
        .reads("End the account of Sam Staff");
    sam.get("/dashboard").await.is(200);
    assert_eq!(ada.post(&ending, &[]).await.leads_to(), "/people");
    ada.get("/people")
        .await
        .reads("5 people")
        .reads("Accounts that have ended");
    assert_eq!(sam.get("/dashboard").await.leads_to(), "/");
    let right = [
        ("email", "staff@hawthorn-park.example"),
        ("password", PASSWORD),
    ];
    school
        .visitor()
        .post("/hawthorn-park", &right)
        .await
        .is(422);
    ada.get(&ending).await.is(404);
    ada.post(&ending, &[]).await.is(404);
    ada.post(
        &format!("/people/{person}/membership"),
        &[("groups", "DSL")],
    )
    .await
    .is(404);
    let again = [
        ("name", "Sam"),
        ("email", "staff@hawthorn-park.example"),
        ("groups", "Staff"),
    ];
    ada.post("/people/invitations", &again)
        .await
        .is(422)
        .reads("Sam Staff had an account with this address, which ended on 18 November 2026");
    let back = ada.post(&format!("/people/{person}/return"), &[]).await;
    ada.get(back.leads_to())
        .await
        .reads("The account of Sam Staff is back");
    ada.get(&format!("/people/{person}/security-keys"))
        .await
        .is(200)
        .never_says("Sam's key");
    ada.post(&format!("/people/{person}/return"), &[])
        .await
        .is(404);
    school
        .visitor()
        .post("/hawthorn-park", &right)
        .await
        .is(422);
    let letters = school.letters_to("staff").await;
    assert!(
        letters
            .iter()
            .any(|letter| letter.contains("ended your account"))
    );
}

async fn a_suspended_key_is_allowed_again(school: School) {
    let page = holds(&school, "dsl", "blue").await;
    let mut ada = school.elevated("admin").await;
    ada.get(&page)
        .await
        .reads("blue Suspended")
        .reads("Allow this key again");
    let back = format!("{page}/blue/return");
    assert_eq!(ada.post(&back, &[]).await.leads_to(), page);
    ada.get(&page)
        .await
        .reads("The key blue of Dana Lead can be used again")
        .never_says("Suspended");
    ada.post(&back, &[]).await.is(404);
    ada.get("/audit").await.reads("Security key allowed again");
    let letters = school.letters_to("dsl").await;
    assert!(
        letters
            .iter()
            .any(|letter| letter.contains("allowed your security key"))
    );
}

async fn an_administrators_key_is_allowed_again_by_nobody_without_the_right(school: School) {
    let page = holds(&school, "admin", "hers").await;
    let mut ada = school.elevated("admin").await;
    ada.get(&page)
        .await
        .is(200)
        .never_says("Allow this key again");
    for address in ["admin", "staff", "pastoral"] {
        let mut visitor = school.elevated(address).await;
        visitor
            .post(&format!("{page}/hers/return"), &[])
            .await
            .is(404);
    }
}

async fn nobody_manages_people_without_the_key_or_at_another_school(school: School) {
    let person = school.person("staff").await;
    for address in ["admin", "dsl", "staff"] {
        let mut visitor = school.signed_in(address).await;
        for page in ["/people".to_owned(), format!("/people/{person}")] {
            visitor
                .get(&page)
                .await
                .is(404)
                .never_says("Sam Staff</h1>");
        }
        let groups = [("groups", "DSL")];
        let change = format!("/people/{person}/membership");
        visitor.post(&change, &groups).await.is(404);
    }
    let mut other = school.neighbours_administrator().await;
    other.get("/people").await.is(200).never_says("Sam Staff");
    for page in ["", "/ending"] {
        other.get(&format!("/people/{person}{page}")).await.is(404);
    }
    for act in ["membership", "attempts", "ending", "return"] {
        let groups = [("groups", "Staff")];
        other
            .post(&format!("/people/{person}/{act}"), &groups)
            .await
            .is(404);
    }
    school
        .signed_in("staff")
        .await
        .get("/dashboard")
        .await
        .is(200);
}
