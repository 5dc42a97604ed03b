//! "Acknowledge": who may say it, and what it changes.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    opening_is_not_acknowledging
    when_it_is_due_stands_above_a_leads_concern_once
    whoever_was_not_alerted_has_nothing_to_acknowledge
    each_person_acknowledges_for_themselves
    who_acts_on_a_concern_acknowledges_it_once_wherever_they_say_so
    nobody_has_in_hand_what_they_have_not_read
}

async fn nobody_has_in_hand_what_they_have_not_read(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl", "colleague"]).await;
    let address = format!("/concerns/{id}");
    let (beside, beneath) = (
        format!("{address}/alert/acknowledgement"),
        format!("{address}/acknowledgement"),
    );
    let mut col = school.signed_in("colleague").await;
    assert_eq!(col.post(&beside, &[]).await.leads_to(), address);
    col.get(&address)
        .await
        .reads("Read this concern, then acknowledge it.")
        .never_says("Acknowledged");
    let mut dana = school.elevated("dsl").await;
    dana.post(&beneath, &[("form", "a form")])
        .await
        .is(422)
        .reads("You have not read this concern yet");
    assert_eq!(dana.post(&beside, &[]).await.leads_to(), address);
    assert_eq!(stands(&school, &id).await.0, "new");
    dana.get(&address)
        .await
        .reads("Read this concern, then acknowledge it.");
    dana.post(&beside, &[]).await.leads_to();
    assert_eq!(stands(&school, &id).await.0, "open");
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
        .reads("Acknowledge");
    dana.get("/dashboard").await.reads("Ella Fairweather");
    assert_eq!(dana.post(&to, &[]).await.leads_to(), address);
    dana.get(&address)
        .await
        .reads("You have acknowledged this concern.")
        .reads("Acknowledged today at")
        .never_says("Acknowledge this concern");
    dana.get("/dashboard")
        .await
        .reads("No concern is waiting for you");
    let entry = school.wrote_down("concern acknowledged").await;
    assert!(entry.expect("an entry").starts_with("follow-up: "));
    dana.post(&to, &[]).await.leads_to();
    dana.get(&address)
        .await
        .reads("You have acknowledged this concern already.");

    // A lead has it: whoever else was alerted has only to open it.
    let mut col = school.signed_in("colleague").await;
    col.get("/dashboard").await.reads("Ella Fairweather");
    col.get(&address).await.reads("Acknowledge this concern");
    col.get("/dashboard")
        .await
        .reads("No concern is waiting for you");
}

async fn when_it_is_due_stands_above_a_leads_concern_once(school: School) {
    may_wait(&school, 30).await;
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl", "colleague"]).await;
    let address = format!("/concerns/{id}");
    let lead = school.elevated("dsl").await.get(&address).await;
    assert_eq!(lead.every(".kw-case .kw-waits-for", "class").len(), 1);
    assert_eq!(lead.every(".kw-waits-for", "class").len(), 1);
    let other = school.signed_in("colleague").await.get(&address).await;
    assert_eq!(other.every("aside .kw-waits-for", "class").len(), 1);
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
        .never_says("Acknowledge this concern");
    pat.post(&to, &[]).await.is(404);
    // A lead who reads it in a file may take it, alerted or not.
    let mut dee = school.elevated("deputy").await;
    dee.get(&format!("/concerns/{id}"))
        .await
        .reads("Acknowledge");
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
    for lead in [&mut dana, &mut dee] {
        lead.get(&address).await.is(200);
    }
    let (one, other) = tokio::join!(dana.post(&to, &[]), dee.post(&to, &[]));
    one.leads_to();
    other.leads_to();
    let page = dana.get(&address).await;
    assert_eq!(page.text().matches("Acknowledged today at").count(), 2);
    assert_eq!(stands(&school, &id).await.0, "open");
}

async fn who_acts_on_a_concern_acknowledges_it_once_wherever_they_say_so(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl", "colleague"]).await;
    let address = format!("/concerns/{id}");
    let (beside, beneath) = (
        format!("{address}/alert/acknowledgement"),
        format!("{address}/acknowledgement"),
    );
    // Whoever does not act on it says so beside their alert alone.
    let mut col = school.signed_in("colleague").await;
    col.get(&address).await.is(200);
    col.post(&beside, &[]).await.leads_to();
    assert_eq!(follow_ups(&school, &id).await, Vec::<String>::new());
    let mut dana = school.elevated("dsl").await;
    dana.get(&address).await.is(200);
    dana.post(&beside, &[]).await.leads_to();
    let page = dana.get(&address).await;
    page.reads("AcknowledgedDana Lead, today at")
        .reads("Acknowledged Dana Lead")
        .never_says("/acknowledgement\"");
    dana.post(&beneath, &[("form", "another")]).await.leads_to();
    assert_eq!(follow_ups(&school, &id).await, ["Dana Lead"]);
    // The other way round.
    let other = logged(&school, &ella, &["dsl"]).await;
    let address = format!("/concerns/{other}");
    let to = format!("{address}/acknowledgement");
    dana.get(&address).await.is(200);
    dana.post(&to, &[("form", "a form")]).await.leads_to();
    dana.get(&address).await.reads("Acknowledged today at");
    let to = format!("{address}/alert/acknowledgement");
    dana.post(&to, &[]).await.leads_to();
    dana.get(&address)
        .await
        .reads("You have acknowledged this concern already.");
    assert_eq!(follow_ups(&school, &other).await, ["Dana Lead"]);
}
