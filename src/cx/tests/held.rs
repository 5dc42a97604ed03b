//! Requests that somebody holds open: they end as whoever sends them is then, and they end.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::http::Method;
use futures_util::stream;

use crate::access::{May, Right};
use crate::cx::{Cx, Patience};
use crate::feature::{Feature, router};
use crate::testing::{School, Visitor, on_both_databases};

on_both_databases! {
    whoever_held_a_request_while_their_elevation_ended_is_not_elevated
    whoever_held_a_request_while_they_were_signed_out_is_nobody
    a_held_request_is_written_at_the_moment_of_its_end
    what_takes_too_long_is_not_waited_for
}

const FORM: Option<&str> = Some("application/x-www-form-urlencoded");
const WORDS: &str = "words=She+would+not+go+home";

async fn at_this_moment(cx: Cx) -> keyward_web::Answer {
    Ok(axum::response::IntoResponse::into_response(
        cx.now().as_micros().to_string(),
    ))
}

/// The same visitor before two acts: one that needs the key, one that needs a session.
fn before_acts(school: &School, visitor: &Visitor) -> Visitor {
    let with_key = May::Have(Right::WorkCases);
    let acts = Feature::named("held")
        .post("/with-key", with_key, at_this_moment)
        .post("/signed-in", May::BeHere, at_this_moment);
    let router = router(&school.app, &[acts]).with_state(school.app.clone());
    let session = visitor.session().expect("a session");
    Visitor::before(&school.app, router).with_session(session)
}

/// A body of these words, which come when this is done.
fn held(done: impl Future<Output = ()> + Send + 'static) -> Body {
    Body::from_stream(stream::once(async move {
        done.await;
        Ok::<_, Infallible>(Bytes::from_static(WORDS.as_bytes()))
    }))
}

async fn whoever_held_a_request_while_their_elevation_ended_is_not_elevated(school: School) {
    let dana = school.elevated("dsl").await;
    let mut acts = before_acts(&school, &dana);
    let at_once = acts.send(Method::POST, "/with-key", FORM, WORDS.into());
    at_once.await.is(200);
    let clock = school.clock.clone();
    let later = held(async move { clock.advance_seconds(901) });
    let page = acts.send(Method::POST, "/with-key", FORM, later).await;
    assert_ne!(page.status, 200, "their elevation is over");
    assert_eq!(
        school.wrote_down("elevation ended by itself").await,
        Some(String::new())
    );
}

async fn whoever_held_a_request_while_they_were_signed_out_is_nobody(school: School) {
    let sam = school.signed_in("staff").await;
    let mut acts = before_acts(&school, &sam);
    let mut elsewhere = sam.clone();
    let signs_out = async move {
        elsewhere.post("/sign-out", &[]).await.leads_to();
    };
    let page = acts
        .send(Method::POST, "/signed-in", FORM, held(signs_out))
        .await;
    page.is(403)
        .reads("You have been signed out")
        .reads("She would not go home");
}

async fn a_held_request_is_written_at_the_moment_of_its_end(school: School) {
    let sam = school.signed_in("staff").await;
    let mut acts = before_acts(&school, &sam);
    let clock = school.clock.clone();
    let later = held(async move { clock.advance_seconds(100) });
    let page = acts.send(Method::POST, "/signed-in", FORM, later).await;
    assert_eq!(page.is(200).body, school.app.now().as_micros().to_string());
}

async fn what_takes_too_long_is_not_waited_for(school: School) {
    let app = school.second_server().with_patience(Patience::NONE);
    let mut sam = school.signed_in("staff").await.at(&app);
    let json = Some("application/json");
    for kind in [FORM, json, Some("text/plain"), None] {
        let never = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
        let page = sam.send(Method::POST, "/sign-out", kind, never).await;
        page.is(408)
            .reads("This took too long to arrive")
            .reads("go back to the page before this one");
    }
    let at_once = sam.send(Method::POST, "/drafts", FORM, WORDS.into()).await;
    assert_eq!(at_once.leads_to(), "/dashboard");
}
