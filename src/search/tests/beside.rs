//! What stands beside a concern is found by whoever sees it on the concern's page.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    what_others_added_is_not_found_by_whom_a_concern_is_kept_from
    a_note_is_found_by_whom_it_is_for
    a_link_is_found_by_whoever_sees_where_it_leads
}

async fn what_others_added_is_not_found_by_whom_a_concern_is_kept_from(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let mut records = Vec::new();
    for child in [&ella, &tom] {
        let id = Record::new("staff", &[child], "Very quiet.")
            .kept(&school)
            .await;
        adds(
            &school,
            "staff",
            &id,
            None,
            "Neighbours heard it, she said.",
        )
        .await;
        adds(&school, "dsl", &id, None, "Neighbours heard shouting.").await;
        marks(&school, "staff", &id, child, "Neighbours saw a thumbprint").await;
        marks(&school, "dsl", &id, child, "Neighbours saw a fishbone").await;
        records.push(id);
    }
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    finds(&mut sam, "neighbours")
        .await
        .reads("8 additions to concerns found")
        .reads("Dana Lead");
    // From one file they are excluded; the other concern names them.
    school.excludes("staff", &ella).await;
    let person = school.person("staff").await;
    happens(&school, NAMES, params![&records[1], &person].into()).await;
    let page = finds(&mut sam, "neighbours").await;
    page.reads("4 additions to concerns found")
        .reads("thumbprint")
        .never_says("Dana Lead");
    for words in ["shouting", "fishbone", "knee fishbone"] {
        let page = finds(&mut sam, words).await;
        page.reads("Nothing found").never_says("Dana Lead");
    }
    let mut dana = school.elevated("dsl").await;
    finds(&mut dana, "neighbours")
        .await
        .reads("8 additions to concerns found");
}

async fn a_note_is_found_by_whom_it_is_for(school: School) {
    let ella = ella(&school).await;
    let id = Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    let (person, now) = (
        school.person("colleague").await,
        school.app.now().as_micros(),
    );
    happens(&school, ALERT, params![&id, &person, now].into()).await;
    writes_to(&school, "dsl", "staff", &id, "Thank you, this helped.").await;
    writes_to(&school, "dsl", "colleague", &id, "Watch the gate, please.").await;
    is_prepared(&school, &school.app).await;
    let (mut sam, mut col) = (
        school.signed_in("staff").await,
        school.signed_in("colleague").await,
    );
    for (visitor, theirs, others) in [(&mut sam, "helped", "gate"), (&mut col, "gate", "helped")] {
        let page = finds(visitor, theirs).await;
        page.reads("1 addition").reads("Message: Ella O’Sullivan");
        let page = finds(visitor, others).await;
        page.reads("Nothing found").never_says("Dana Lead");
    }
    let mut dana = school.elevated("dsl").await;
    for words in ["helped", "gate"] {
        finds(&mut dana, words).await.reads("1 addition");
    }
    school.excludes("colleague", &ella).await;
    finds(&mut col, "gate").await.reads("Nothing found");
    // Nor does whoever wrote the concern find what was written to them before it was kept from them.
    school.excludes_too("staff", &ella).await;
    finds(&mut sam, "helped").await.reads("Nothing found");
    finds(&mut sam, "bruise").await.reads("1 concern found");
}

async fn a_link_is_found_by_whoever_sees_where_it_leads(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let hers = Record::new("staff", &[&ella], "She cried.")
        .kept(&school)
        .await;
    let his = Record::new("staff", &[&tom], "He cried.")
        .kept(&school)
        .await;
    let mut dana = school.elevated("dsl").await;
    school.clock.advance_seconds(1);
    let (writer, to) = (school.person("dsl").await, his.clone());
    let linked = school.writes(move |tx| {
        let (id, now, here) = (tx.new_id(), tx.now().as_micros(), tx.school()?);
        let words = r#"{"words":"One fishbone of a worry."}"#;
        let sealed = tx.seal("follow_up", &id, "words", words)?;
        let row = params![&id, here, &hers, &writer, now, &to, sealed];
        tx.execute(LINK, &row)?;
        done(tx, &id)
    });
    linked.await;
    is_prepared(&school, &school.app).await;
    finds(&mut dana, "fishbone").await.reads("1 addition");
    let mut pat = school.elevated("pastoral").await;
    finds(&mut pat, "cried").await.reads("1 concern found");
    finds(&mut pat, "fishbone").await.reads("Nothing found");
}
