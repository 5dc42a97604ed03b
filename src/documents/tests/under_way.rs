//! What is asked before a file is read, and how many are read at once.

use std::convert::Infallible;

use axum::body::Bytes;
use futures_util::stream;

use super::*;
use crate::cx::Patience;
use crate::testing::on_both_databases;

on_both_databases! {
    whether_a_concern_may_be_read_is_asked_before_the_file
    a_third_file_at_once_is_sent_again_and_nothing_is_lost
    whoever_is_signed_out_while_a_file_comes_attaches_nothing
    whoever_is_no_longer_elevated_when_a_file_is_there_attaches_nothing
    a_file_that_takes_too_long_is_not_waited_for
    more_files_than_anybody_sends_are_not_taken
}

const KIND: Option<&str> = Some("multipart/form-data; boundary=parts");

/// A body with a picture, which comes when this is done.
fn coming(done: impl Future<Output = ()> + Send + 'static) -> Body {
    Body::from_stream(stream::once(async move {
        done.await;
        Ok::<_, Infallible>(parts(&[], &[("a.png", PNG)]))
    }))
}

async fn whoever_is_signed_out_while_a_file_comes_attaches_nothing(school: School) {
    let (mut sam, concern) = logged_with(&school, &[]).await;
    let to = format!("{concern}/documents");
    let mut elsewhere = sam.clone();
    let body = coming(async move {
        elsewhere.post("/sign-out", &[]).await.leads_to();
    });
    let page = sam.send(Method::POST, &to, KIND, body).await;
    page.is(403)
        .reads("Your access ended while this was being sent")
        .reads("send it once more");
    assert_eq!(held(&school).await, 0);
}

async fn whoever_is_no_longer_elevated_when_a_file_is_there_attaches_nothing(school: School) {
    let (_, concern) = logged_with(&school, &[]).await;
    let to = format!("{concern}/documents");
    let mut dana = school.elevated("dsl").await;
    let clock = school.clock.clone();
    let body = coming(async move { clock.advance_seconds(901) });
    let page = dana.send(Method::POST, &to, KIND, body).await;
    page.is(403).reads("Your access ended");
    assert_eq!(held(&school).await, 0);
    let mut dana = school.elevated("dsl").await;
    let body = coming(async {});
    let page = dana.send(Method::POST, &to, KIND, body).await;
    page.leads_to();
    assert_eq!(held(&school).await, 1);
}

async fn a_file_that_takes_too_long_is_not_waited_for(school: School) {
    let (sam, concern) = logged_with(&school, &[]).await;
    let app = school.second_server().with_patience(Patience::NONE);
    let mut sam = sam.at(&app);
    let never = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let to = format!("{concern}/documents");
    let page = sam.send(Method::POST, &to, KIND, never).await;
    page.is(422).reads("did not arrive whole");
    assert!(app.uploads().begin(&school.person("staff").await).is_some());
}

async fn more_files_than_anybody_sends_are_not_taken(school: School) {
    let (mut sam, concern) = logged_with(&school, &[]).await;
    let to = format!("{concern}/documents");
    let many = vec![("a.png", PNG); 2_000];
    let page = sends(&mut sam, &to, &[], &many).await;
    page.is(422).reads("Choose up to 20");
    assert!(page.body.len() < 100_000);
    assert_eq!(held(&school).await, 0);
    // Of a few too many, each is named.
    let few = vec![("b.png", PNG); 22];
    let page = sends(&mut sam, &to, &[], &few).await;
    assert_eq!(page.is(422).body.matches("href=\"#refused-").count(), 2);
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
