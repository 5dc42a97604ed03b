//! The guard, as visitors meet it.

mod acts;
mod held;

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use keyward_db::{Db, Settings};
use keyward_moment::SystemClock;
use keyward_seal::MasterKey;

use crate::app::App;
use crate::config::Config;
use crate::testing::school::PASSWORD;
use crate::testing::{School, Visitor, on_both_databases};

on_both_databases! {
    somebody_without_a_session_is_shown_the_door
    every_answer_carries_the_strict_headers
    a_body_too_large_is_refused_in_words
    what_was_being_written_is_kept_when_the_session_has_ended
    failures_count_over_all_servers
    a_session_of_one_server_is_known_at_the_other
    a_write_without_an_audit_entry_does_not_commit
}

async fn somebody_without_a_session_is_shown_the_door(school: School) {
    let mut nobody = school.visitor();
    assert_eq!(nobody.get("/dashboard").await.leads_to(), "/");
    assert_eq!(nobody.get("/").await.leads_to(), "/hawthorn-park");
    nobody
        .get("/no-such-school")
        .await
        .is(404)
        .reads("Page not found");
    nobody
        .get("/no/such/address")
        .await
        .is(404)
        .reads("Page not found");
    for odd in [
        "/%00",
        "/hawthorn-park%00",
        "/hawthorn-park%00/password-link",
        "/%ff",
    ] {
        nobody.get(odd).await.is(404).reads("Page not found");
    }
    nobody
        .post("/dashboard/", &[])
        .await
        .is(404)
        .reads("Page not found");
    nobody
        .post("/health", &[])
        .await
        .is(404)
        .reads("Page not found");
    let mut forged = school.visitor().with_session("forged");
    assert_eq!(forged.get("/dashboard").await.leads_to(), "/");
}

async fn every_answer_carries_the_strict_headers(school: School) {
    let mut nobody = school.visitor();
    for path in ["/hawthorn-park", "/no/such/address", "/health", "/"] {
        let page = nobody.get(path).await;
        let policy = page.headers[CONTENT_SECURITY_POLICY]
            .to_str()
            .expect("text");
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(page.headers[CACHE_CONTROL], "no-store", "{path}");
        assert_eq!(page.headers["x-content-type-options"], "nosniff", "{path}");
    }
}

async fn a_body_too_large_is_refused_in_words(school: School) {
    let mut nobody = school.visitor();
    let large = "x".repeat(300 * 1024);
    let fields = [("email", large.as_str()), ("password", "p")];
    nobody
        .post("/hawthorn-park", &fields)
        .await
        .is(413)
        .reads("too large to send");
}

async fn what_was_being_written_is_kept_when_the_session_has_ended(school: School) {
    let mut sam = school.signed_in("staff").await;
    sam.get("/dashboard").await.is(200);
    school.clock.advance_seconds(2 * 3_600);
    let fields = [
        ("words", "She said \"no\" & left"),
        ("current_password", "secret"),
        ("current", "secret"),
        ("again", "secret"),
        ("enrolment_code", "secret"),
        ("codes", "secret"),
        ("pupil", "p1"),
    ];
    let page = sam.post("/sign-out", &fields).await;
    page.is(403)
        .reads("You have been signed out")
        .reads("She said \"no\" & left");
    page.never_says("secret");
    let kept = page.every("form input[type=hidden]", "value");
    assert_eq!(kept, ["She said \"no\" & left", "p1"]);
}

async fn failures_count_over_all_servers(school: School) {
    school.gives_password("staff").await;
    let second = school.second_server();
    let email = "staff@hawthorn-park.example";
    for turn in 0..5 {
        let server = if turn % 2 == 0 { &school.app } else { &second };
        let wrong = [("email", email), ("password", "wrong")];
        Visitor::new(server)
            .post("/hawthorn-park", &wrong)
            .await
            .is(422);
    }
    let right = [("email", email), ("password", PASSWORD)];
    for server in [&school.app, &second] {
        Visitor::new(server)
            .post("/hawthorn-park", &right)
            .await
            .is(429);
    }
}

async fn a_session_of_one_server_is_known_at_the_other(school: School) {
    let mut sam = school.signed_in("staff").await.at(&school.second_server());
    sam.get("/dashboard").await.is(200).reads("Sam Staff");
    sam.post("/sign-out", &[]).await;
    assert_eq!(sam.session(), None);
}

async fn a_write_without_an_audit_entry_does_not_commit(school: School) {
    let person = school.person("staff").await;
    let actor = school.machine().await;
    let (app, wanted) = (school.app.clone(), person.clone());
    let written = app
        .write_as(actor.clone(), app.now(), move |tx| {
            crate::people::set_password(tx, &wanted, "a hash without an entry")
        })
        .await;
    assert!(
        matches!(written, Err(keyward_web::Problem::Bug(_))),
        "{written:?}"
    );
    let account = app
        .read_as(actor, app.now(), move |tx| {
            crate::people::account_of(tx, &person)
        })
        .await;
    assert_eq!(account.map(|account| account.password_hash), Ok(None));
}

/// The application of a server whose database cannot be reached.
fn cut_off(folder: &std::path::Path) -> App {
    let url = "postgres://postgres@127.0.0.1:1/keyward?sslmode=disable".to_owned();
    let db = Db::open(&Settings::Postgres {
        url,
        connections: 2,
    })
    .expect("it opens lazily");
    let data = folder.display().to_string();
    let config = Config::read(None, [], &[("data_dir", data)]).expect("settings");
    let key = MasterKey::create(&folder.join("master.key")).expect("a master key");
    App::new(config, db, key, Box::new(SystemClock))
}

#[tokio::test]
async fn a_database_that_is_away_gives_a_calm_page_with_a_reference() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut nobody = Visitor::new(&cut_off(folder.path()));
    for path in ["/", "/hawthorn-park", "/health"] {
        let page = nobody.get(path).await;
        page.is(503)
            .reads("cannot save or read records at the moment")
            .reads("Reference:");
        page.never_says("127.0.0.1").never_says("postgres");
    }
    let fields = [("email", "a@b.example"), ("password", "p")];
    nobody
        .post("/hawthorn-park", &fields)
        .await
        .is(503)
        .reads("Nothing was changed");
}

async fn panics(_: crate::cx::Visit) -> keyward_web::Answer {
    panic!("with words of a child")
}

#[tokio::test]
async fn a_handler_that_panics_gives_a_page_with_a_reference() {
    let school = School::opens_on(keyward_db::testing::Kind::Sqlite).await;
    let feature =
        crate::feature::Feature::named("panic").get("/panic", crate::access::May::Enter, panics);
    let router = crate::feature::router(&school.app, &[feature]).with_state(school.app.clone());
    let request = axum::http::Request::get("/panic").body(axum::body::Body::empty());
    let answer = tower::ServiceExt::oneshot(router, request.expect("a request")).await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), 500);
    let body = axum::body::to_bytes(answer.into_body(), 100_000)
        .await
        .expect("a body");
    let body = String::from_utf8_lossy(&body).into_owned();
    assert!(body.contains("Reference:") && !body.contains("words of a child"));
}
