//! A school's settings, as administrators meet them.

use crate::testing::{School, on_both_databases};

on_both_databases! {
    the_name_and_whom_to_ask_stand_on_the_sign_in_page
    settings_come_back_filled_in_and_only_to_administrators
}

async fn the_name_and_whom_to_ask_stand_on_the_sign_in_page(school: School) {
    let mut ada = school.elevated("admin").await;
    ada.get("/school")
        .await
        .is(200)
        .reads("Whom to ask for help");
    let new = [
        ("name", " Hawthorn Park Primary "),
        ("support", "Room 4, or 01632 960 001"),
    ];
    assert_eq!(ada.post("/school", &new).await.leads_to(), "/school");
    ada.get("/school")
        .await
        .reads("The school’s details were saved.");
    school
        .visitor()
        .get("/hawthorn-park")
        .await
        .reads("Hawthorn Park Primary")
        .reads("Room 4, or 01632 960 001");
    ada.get("/audit")
        .await
        .reads("School settings changed")
        .reads("Name before: Hawthorn Park");
}

async fn settings_come_back_filled_in_and_only_to_administrators(school: School) {
    let mut ada = school.elevated("admin").await;
    let page = ada
        .post("/school", &[("name", ""), ("support", "Room 4")])
        .await;
    page.is(422).reads("Enter the school's name");
    assert_eq!(page.every("#support", "value"), ["Room 4"]);
    let new = [("name", "Mine"), ("support", "Me")];
    for address in ["admin", "dsl", "staff"] {
        let mut visitor = school.signed_in(address).await;
        visitor.get("/school").await.is(404);
        visitor.post("/school", &new).await.is(404);
    }
    school
        .visitor()
        .get("/hawthorn-park")
        .await
        .never_says("Mine");
}
