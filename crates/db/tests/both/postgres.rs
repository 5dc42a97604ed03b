//! What only PostgreSQL has.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use keyward_db::testing::Kind;
use keyward_db::{Db, Error, Settings, params};

use super::bench::{count, insert, private};

keyward_db::statements! {
    TIMEOUTS = either("SELECT 1", "SELECT current_setting('statement_timeout') || ' ' ||
        current_setting('lock_timeout') || ' ' ||
        current_setting('idle_in_transaction_session_timeout') || ' ' ||
        current_setting('transaction_isolation')");
    PLANS = either("SELECT 1", "SELECT current_setting('jit') || ' ' ||
        current_setting('plan_cache_mode') || ' ' || current_setting('join_collapse_limit')");
    CUT_OFF = either("SELECT 1", "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS BIGINT)
        FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    CUT_OFF_MYSELF = either("SELECT 1",
        "SELECT CAST(pg_terminate_backend(pg_backend_pid()) AS INT)");
    AS_NUMBER = either("SELECT $1", "SELECT CAST(CAST($1 AS TEXT) AS BIGINT)");
    SUM = either("SELECT 1", "SELECT SUM(size) FROM thing");
    WIDEN = either("SELECT 1", "ALTER TABLE thing ALTER COLUMN small TYPE BIGINT");
    SMALL = "SELECT small FROM thing";
}

fn elsewhere(url: &str, connections: usize) -> Db {
    Db::open(&Settings::Postgres {
        url: url.into(),
        connections,
    })
    .expect("a readable address")
}

fn url(settings: &Settings) -> &str {
    match settings {
        Settings::Postgres { url, .. } => url,
        Settings::Sqlite { .. } => panic!("not PostgreSQL"),
    }
}

#[tokio::test]
async fn a_closed_port_is_away_at_once() {
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|free| free.local_addr())
        .expect("a port");
    let db = elsewhere(&format!("postgres://kw:geheim@{port}/kw"), 2);
    let began = Instant::now();
    for _ in 0..20 {
        match db.health().await {
            Err(Error::Away(words)) => assert!(!words.contains("geheim"), "{words}"),
            other => panic!("{other:?}"),
        }
    }
    assert!(began.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_wrong_address_says_what_to_do() {
    let private = private(Kind::Postgres);
    let settings = private.settings();
    let nowhere = url(&settings).replace("keyward_test_", "keyward_nowhere_");
    let missing = elsewhere(&nowhere, 1).health().await;
    assert!(matches!(missing, Err(Error::Setup(_))), "{missing:?}");
    let protected = format!("{}&sslmode=require", url(&settings));
    let protected = elsewhere(&protected, 1).health().await;
    assert!(
        matches!(&protected, Err(Error::Setup(words)) if words.contains("sslmode=disable")),
        "{protected:?}"
    );
}

#[tokio::test]
async fn a_broken_connection_is_mended() {
    let private = private(Kind::Postgres);
    let (db, other) = (private.db(), elsewhere(url(&private.settings()), 1));
    for round in 0..5 {
        insert(&db, &round.to_string(), 1).await.expect("in");
        other
            .write(|tx| tx.one(CUT_OFF, &[], |row| row.get::<i64>(0)))
            .await
            .expect("cut off");
        assert_eq!(count(&db).await, round + 1);
    }
}

#[tokio::test]
async fn work_that_breaks_its_connection_is_answered() {
    let private = private(Kind::Postgres);
    let db = private.db();
    let cut = db
        .write(|tx| tx.one(CUT_OFF_MYSELF, &[], |row| row.get::<i64>(0)))
        .await;
    assert!(matches!(cut, Err(Error::Away(_))), "{cut:?}");
    assert_eq!(count(&db).await, 0);
}

#[tokio::test]
async fn nothing_waits_for_ever() {
    let private = private(Kind::Postgres);
    let timeouts = |tx: &mut keyward_db::Tx<'_>| {
        tx.one(TIMEOUTS, &[], |row| row.get::<String>(0))
            .map(Option::unwrap_or_default)
    };
    let read: Result<String, Error> = private.db().read(timeouts).await;
    assert_eq!(read.as_deref(), Ok("15s 10s 30s repeatable read"));
    let write: Result<String, Error> = private.db().write(timeouts).await;
    assert_eq!(write.as_deref(), Ok("15s 10s 30s serializable"));
}

#[tokio::test]
async fn statements_are_planned_once_as_they_are_written() {
    let private = private(Kind::Postgres);
    let plans = |tx: &mut keyward_db::Tx<'_>| tx.one(PLANS, &[], |row| row.get::<String>(0));
    let read: Result<Option<String>, Error> = private.db().read(plans).await;
    assert_eq!(read, Ok(Some("off force_generic_plan 1".to_owned())));
}

#[tokio::test]
async fn the_servers_message_about_a_value_stays_inside() {
    let private = private(Kind::Postgres);
    let db = private.db();
    let read = db.read(|tx| tx.one(AS_NUMBER, &params!["geheim"], |row| row.get::<i64>(0)));
    match read.await {
        Err(Error::Bug(words)) => {
            assert!(
                words.contains("22P02") && !words.contains("geheim"),
                "{words}"
            );
        }
        other => panic!("{other:?}"),
    }
    let wrong = db.read(|tx| tx.one(AS_NUMBER, &params![4711i64], |row| row.get::<i64>(0)));
    match wrong.await {
        Err(Error::Bug(words)) => {
            assert!(
                words.contains("a number for a parameter of type text"),
                "{words}"
            );
            assert!(!words.contains("4711"), "{words}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_type_that_only_postgresql_has_is_named() {
    let private = private(Kind::Postgres);
    insert(&private.db(), "a", 1).await.expect("in");
    let sum = private
        .db()
        .read(|tx| tx.one(SUM, &[], |row| row.get::<i64>(0)))
        .await;
    assert!(
        matches!(&sum, Err(Error::Bug(words)) if words.contains("numeric: CAST")),
        "{sum:?}"
    );
}

#[tokio::test]
async fn a_table_may_change_under_prepared_statements() {
    let private = private(Kind::Postgres);
    let (db, other) = (elsewhere(url(&private.settings()), 1), private.db());
    let small = |db: &Db| {
        let db = db.clone();
        async move {
            db.read(|tx| tx.all(SMALL, &[], |row| row.get::<Option<i64>>(0)))
                .await
        }
    };
    assert_eq!(small(&db).await, Ok(vec![]));
    other
        .write(|tx| tx.execute(WIDEN, &[]))
        .await
        .expect("widened");
    assert_eq!(small(&db).await, Ok(vec![]));
}
