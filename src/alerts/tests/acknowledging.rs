//! "I have this": who may say it, and what it changes.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    opening_is_not_acknowledging
    whoever_was_not_alerted_has_nothing_to_acknowledge
    each_person_acknowledges_for_themselves
}

async fn opening_is_not_acknowledging(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl", "colleague"]).await;
    let (address, to) = (
        format!("/concerns/{id}"),
        format!("/concerns/{id}/alert/acknowledgement"),
    );
    let mut dana = school.elevated("dsl").await;
    dana.get(&address)
        .await
        .reads("Opened today at")
        .reads("Has not acknowledged it yet")
        .reads("I have this");
    dana.get("/dashboard").await.reads("Ella Fairweather");
    assert_eq!(dana.post(&to, &[]).await.leads_to(), address);
    dana.get(&address)
        .await
        .reads("You have this concern in hand.")
        .reads("Acknowledged today at")
        .never_says("I have this");
    dana.get("/dashboard")
        .await
        .reads("Nothing is waiting for you");
    assert_eq!(
        school.wrote_down("concern acknowledged").await.as_deref(),
        Some("")
    );
    dana.post(&to, &[]).await.leads_to();
    dana.get(&address)
        .await
        .reads("You have this concern in hand already.");

    // A lead has it: whoever else was alerted has only to open it.
    let mut col = school.signed_in("colleague").await;
    col.get("/dashboard").await.reads("Ella Fairweather");
    col.get(&address).await.reads("I have this");
    col.get("/dashboard")
        .await
        .reads("Nothing is waiting for you");
}

async fn whoever_was_not_alerted_has_nothing_to_acknowledge(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["colleague"]).await;
    let to = format!("/concerns/{id}/alert/acknowledgement");
    let nowhere = "/concerns/018f0000-0000-7000-8000-000000000000/alert/acknowledgement";
    for person in ["staff", "dsl", "admin"] {
        let mut visitor = school.signed_in(person).await;
        let (there, not) = (
            visitor.post(&to, &[]).await,
            visitor.post(nowhere, &[]).await,
        );
        assert_eq!(there.is(404).body, not.body, "{person}");
    }
    let mut pat = school.elevated("pastoral").await;
    pat.get(&format!("/concerns/{id}"))
        .await
        .is(200)
        .never_says("I have this");
    pat.post(&to, &[]).await.is(404);
    // A lead who reads it in a file may take it, alerted or not.
    let mut dee = school.elevated("deputy").await;
    dee.get(&format!("/concerns/{id}"))
        .await
        .reads("I have this");
    dee.post(&to, &[]).await.leads_to();
    assert_eq!(stands(&school, &id).await.0, "open");
    names(&school, &id, "colleague").await;
    school
        .signed_in("colleague")
        .await
        .post(&to, &[])
        .await
        .is(404);
}

async fn each_person_acknowledges_for_themselves(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl", "deputy"]).await;
    let (address, to) = (
        format!("/concerns/{id}"),
        format!("/concerns/{id}/alert/acknowledgement"),
    );
    let (mut dana, mut dee) = (
        school.elevated("dsl").await,
        school.elevated("deputy").await,
    );
    let (one, other) = tokio::join!(dana.post(&to, &[]), dee.post(&to, &[]));
    one.leads_to();
    other.leads_to();
    let page = dana.get(&address).await;
    assert_eq!(page.text().matches("Acknowledged today at").count(), 2);
    assert_eq!(stands(&school, &id).await.0, "open");
}
