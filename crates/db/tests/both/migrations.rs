//! The tables only go forward.

use keyward_db::testing::{Kind, Private};
use keyward_db::{Db, Error, Migration};

const FIRST: Migration = Migration {
    number: 1,
    name: "first",
    sql: "CREATE TABLE one (id TEXT PRIMARY KEY, bytes blob); CREATE TABLE two (id TEXT);",
};
const SECOND: Migration = Migration {
    number: 2,
    name: "second",
    sql: "CREATE TABLE three (id TEXT);",
};
const THIRD: Migration = Migration {
    number: 5,
    name: "third",
    sql: "ALTER TABLE three ADD COLUMN size BIGINT;",
};

fn setup_words(end: Result<Vec<u32>, Error>) -> String {
    match end {
        Err(Error::Setup(words)) => words,
        other => panic!("{other:?}"),
    }
}

async fn each_migration_runs_once(db: Db) {
    assert_eq!(db.migrate(&[FIRST]).await, Ok(vec![1]));
    assert_eq!(db.migrate(&[FIRST, SECOND, THIRD]).await, Ok(vec![2, 5]));
    assert_eq!(db.migrate(&[FIRST, SECOND, THIRD]).await, Ok(vec![]));
}

async fn a_changed_migration_is_refused(db: Db) {
    db.migrate(&[FIRST, SECOND]).await.expect("migrated");
    let changed = Migration {
        sql: "CREATE TABLE three (id TEXT, size BIGINT);",
        ..SECOND
    };
    let words = setup_words(db.migrate(&[FIRST, changed, THIRD]).await);
    assert!(
        words.contains("migration 2 (second)") && words.contains("changed"),
        "{words}"
    );
    assert_eq!(db.migrate(&[FIRST, SECOND, THIRD]).await, Ok(vec![5]));
}

async fn a_newer_database_is_refused(db: Db) {
    db.migrate(&[FIRST, SECOND]).await.expect("migrated");
    let words = setup_words(db.migrate(&[FIRST]).await);
    assert!(
        words.contains("newer") && words.contains("migration 2 (second)"),
        "{words}"
    );
}

async fn a_migration_before_the_last_is_refused(db: Db) {
    db.migrate(&[FIRST, THIRD_ALONE]).await.expect("migrated");
    let words = setup_words(db.migrate(&[FIRST, SECOND, THIRD_ALONE]).await);
    assert!(words.contains("only go forward"), "{words}");
}

const THIRD_ALONE: Migration = Migration {
    sql: "CREATE TABLE four (id TEXT);",
    ..THIRD
};

async fn numbers_must_rise(db: Db) {
    for migrations in [[SECOND, FIRST], [FIRST, FIRST]] {
        let end = db.migrate(&migrations).await;
        assert!(
            matches!(&end, Err(Error::Bug(words)) if words.contains("stands after")),
            "{end:?}"
        );
    }
}

async fn a_migration_that_fails_leaves_nothing(db: Db) {
    let broken = Migration {
        sql: "CREATE TABLE three (id TEXT); CREATE NONSENSE;",
        ..SECOND
    };
    match db.migrate(&[FIRST, broken]).await {
        Err(Error::Bug(words)) => assert!(words.contains("migration 2 (second)"), "{words}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(db.migrate(&[FIRST, SECOND, THIRD]).await, Ok(vec![2, 5]));
}

async fn several_servers_start_at_once(private: Private) {
    let servers: Vec<Db> = (0..4)
        .map(|_| Db::open(&private.settings()).expect("a server"))
        .collect();
    let (one, two, three, four) = tokio::join!(
        servers[0].migrate(&[FIRST, SECOND, THIRD]),
        servers[1].migrate(&[FIRST, SECOND, THIRD]),
        servers[2].migrate(&[FIRST, SECOND, THIRD]),
        servers[3].migrate(&[FIRST, SECOND, THIRD]),
    );
    let mut applied: Vec<u32> = Vec::new();
    for end in [one, two, three, four] {
        applied.extend(end.expect("migrated"));
    }
    applied.sort_unstable();
    assert_eq!(applied, [1, 2, 5]);
}

macro_rules! on_an_empty {
    ($($module:ident $kind:expr;)+) => {
        $(mod $module {
            use super::*;

            on_an_empty!(@story $kind =>
                each_migration_runs_once
                a_changed_migration_is_refused
                a_newer_database_is_refused
                a_migration_before_the_last_is_refused
                numbers_must_rise
                a_migration_that_fails_leaves_nothing
            );

            #[tokio::test]
            async fn several_servers_start_at_once() {
                super::several_servers_start_at_once(Private::from_template($kind, &[])).await;
            }
        })+
    };
    (@story $kind:expr => $($name:ident)+) => {
        $(
            #[tokio::test]
            async fn $name() {
                let private = Private::from_template($kind, &[]);
                super::$name(private.db()).await;
            }
        )+
    };
}

on_an_empty! {
    on_sqlite Kind::Sqlite;
    on_postgres Kind::Postgres;
}
