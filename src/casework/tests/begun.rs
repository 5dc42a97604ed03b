//! Whoever acts on a concern that nobody has acknowledged.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    whoever_acts_on_what_they_read_acknowledges_it_by_that
}

async fn whoever_acts_on_what_they_read_acknowledges_it_by_that(school: School) {
    let ella = ella(&school).await;
    let id = school.logs(&[&ella], 60, SEEN, &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let own = school.person("dsl").await;
    dana.get(&address(&id)).await.reads("Acknowledge");
    did(&school, &mut dana, &id, "assignment", &[("to", &own.0)]).await;
    let page = dana.get(&address(&id)).await;
    page.reads("Acknowledged Dana Lead")
        .reads("Assigned to Dana Lead")
        .never_says("Has not acknowledged it yet");
    assert!(
        page.every("a[href$='/acknowledgement']", "href").is_empty()
            && page
                .every("form[action$='/acknowledgement']", "action")
                .is_empty()
    );
    let entries = school.wrote_down("concern acknowledged").await;
    assert!(entries.is_some());
    let mut sam = school.signed_in("staff").await;
    sam.get(&address(&id))
        .await
        .reads("Being acted on")
        .never_says("Has not acknowledged it yet");
}
