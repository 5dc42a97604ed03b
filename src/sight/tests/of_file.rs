//! Everybody who sees a file, as the page says it.

use super::why::excludes;
use super::*;
use crate::testing::{Page, on_both_databases};

on_both_databases! {
    a_lead_reads_everybody_who_sees_a_file_and_through_what
    whoever_may_not_know_who_is_excluded_sees_whom_the_file_is_open_to_alone
    nobody_reads_the_list_of_a_file_of_which_they_may_not_ask
}

keyward_db::statements! {
    /// Limits a user group's files to a category.
    LIMIT = "INSERT INTO group_category (group_id, category_id)
             SELECT user_group.id, category.id FROM user_group
             JOIN category ON category.school_id = user_group.school_id
             WHERE user_group.name = $1 AND category.name = $2";
}

/// These names, in this order.
fn reads_in_order(page: &Page, names: &[&str]) {
    let text = page.text();
    let places: Vec<_> = names.iter().map(|name| text.find(name)).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{text}"
    );
}

async fn a_lead_reads_everybody_who_sees_a_file_and_through_what(school: School) {
    let seven = enrols(&school, "Ashgrove", "7", "7A").await;
    let nine = enrols(&school, "Underhill", "9", "9A").await;
    let limited = school
        .app
        .db()
        .write(|tx| tx.execute(LIMIT, &params!["Pastoral", "Attendance"]));
    assert_eq!(limited.await.expect("written"), 1);
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&format!("/pupils/{seven}/sight")).await;
    page.is(200)
        .reads("3 people may open it with a security key of their own, and you are one of them.")
        .reads("3 of them hold no such key yet")
        .reads("Dana Lead (you)")
        .reads("User group Deputy DSL: Reads every pupil’s file.")
        .reads(
            "in the category Attendance alone. They are given: Year 7. The pupil is in Year 7, 7A.",
        )
        .reads("Nobody is excluded from this file.")
        .never_says("Col Colleague");
    assert_eq!(page.text().matches("(you)").count(), 1);
    reads_in_order(&page, &["Dana Lead (you)", "Dee Deputy", "Pat Pastoral"]);
    dana.get(&format!("/pupils/{nine}/sight"))
        .await
        .reads("2 people may open it")
        .never_says("Pat Pastoral");
    let pastoral = school.person("pastoral").await;
    excludes(&school, "deputy", &pastoral, &seven).await;
    let page = dana.get(&format!("/pupils/{seven}/sight")).await;
    page.reads("2 people may open it")
        .reads("Who must not see it Pat Pastoral")
        .never_says("An aunt of the child");
    let asked = school.wrote_down("asked who sees a file").await;
    assert_eq!(asked.as_deref(), Some("person: everybody"));
    dana.get(&format!("/pupils/{seven}"))
        .await
        .reads("Who sees this file, and why");
}

async fn whoever_may_not_know_who_is_excluded_sees_whom_the_file_is_open_to_alone(school: School) {
    let seven = enrols(&school, "Ashgrove", "7", "7A").await;
    let pastoral = school.person("pastoral").await;
    let mut ada = school.elevated("admin").await;
    let address = format!("/pupils/{seven}/sight");
    ada.get(&address)
        .await
        .is(200)
        .reads("3 people may open it")
        .reads("Pat Pastoral")
        .never_says("Who must not see it");
    excludes(&school, "dsl", &pastoral, &seven).await;
    let page = ada.get(&address).await;
    page.reads("2 people may open it")
        .never_says("Pat Pastoral")
        .never_says("Who must not see it");
    reads_in_order(&page, &["Dana Lead", "Dee Deputy"]);
}

async fn nobody_reads_the_list_of_a_file_of_which_they_may_not_ask(school: School) {
    let seven = enrols(&school, "Ashgrove", "7", "7A").await;
    let dsl = school.person("dsl").await;
    excludes(&school, "deputy", &dsl, &seven).await;
    let address = format!("/pupils/{seven}/sight");
    for person in ["dsl", "pastoral", "staff", "colleague"] {
        let mut visitor = school.elevated(person).await;
        visitor.get(&address).await.is(404).never_says("Ashgrove");
    }
    school.signed_in("deputy").await.get(&address).await.is(404);
    let mut lee = school.neighbour("DSL").await;
    lee.get(&address).await.is(404).never_says("Ashgrove");
    assert!(school.wrote_down("asked who sees a file").await.is_none());
    let mut dee = school.elevated("deputy").await;
    dee.get(&address).await.is(200).reads("Dana Lead");
}
