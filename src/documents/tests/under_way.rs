//! What is asked before a file is read, and how many are read at once.

use std::convert::Infallible;

use futures_util::stream;

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    whether_a_concern_may_be_read_is_asked_before_the_file
    a_third_file_at_once_is_sent_again_and_nothing_is_lost
}

async fn whether_a_concern_may_be_read_is_asked_before_the_file(school: School) {
    let (_, concern) = logged_with(&school, &[]).await;
    let mut col = school.signed_in("colleague").await;
    let (db, colleague) = (school.app.db().clone(), school.person("colleague").await);
    let gone = db.write(|tx| tx.execute(NOBODY_ALERTED, &[]));
    assert_eq!(gone.await.expect("written"), 1);
    // Col is alerted while the file comes: what was asked before it says no.
    let body = Body::from_stream(stream::once(async move {
        let alerted = db.write(move |tx| tx.execute(ALERT, &params![&colleague]));
        alerted.await.expect("alerted");
        Ok::<_, Infallible>(parts(&[], &[("a.png", PNG)]))
    }));
    let kind = Some("multipart/form-data; boundary=parts");
    let to = format!("{concern}/documents");
    col.send(Method::POST, &to, kind, body).await.is(404);
    assert_eq!(held(&school).await, 0);
}

async fn a_third_file_at_once_is_sent_again_and_nothing_is_lost(school: School) {
    let (mut sam, concern) = logged_with(&school, &[(NAME, PNG)]).await;
    let to = format!("{concern}/documents");
    let staff = school.person("staff").await;
    let under_way = [(); 2].map(|()| school.app.uploads().begin(&staff));
    assert!(under_way.iter().all(Option::is_some));
    let page = sends(&mut sam, &to, &[], &[("b.png", PNG)]).await;
    page.is(503).reads("then send it again").reads(NAME);
    let json = "application/json".parse().expect("a header");
    sam.headers.insert(ACCEPT, json);
    let told = sends(&mut sam, &to, &[], &[("b.png", PNG)]).await;
    told.is(503);
    assert!(
        told.body
            .contains("\"refused\":[\"Other files are still being sent")
    );
    sam.headers.remove(ACCEPT);
    drop(under_way);
    sends(&mut sam, &to, &[], &[("b.png", PNG)])
        .await
        .leads_to();
    assert_eq!(held(&school).await, 2);
}
