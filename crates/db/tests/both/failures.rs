//! What fails leaves nothing behind, and says why.

use keyward_db::{Error, params};

use super::bench::{COUNT, INSERT, count, insert};
use crate::on_both;

keyward_db::statements! {
    PART = "INSERT INTO part (thing, place, label, code, size) VALUES ($1, $2, $3, $4, $5)";
    NO_LABEL = "INSERT INTO part (thing, place, label) VALUES ($1, 99, NULL)";
    LATER = "INSERT INTO part (thing, place, label, later) VALUES ($1, $2, $3, $4)";
    FINE = "SELECT 1";
    NO_TABLE = "SELECT id FROM nothing_like_it WHERE id = $1";
}

#[derive(Debug, PartialEq)]
enum Refusal {
    NotToday,
    Database(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal::Database(error)
    }
}

fn duplicate(constraint: &str) -> Error {
    Error::Duplicate {
        constraint: constraint.into(),
    }
}

on_both! {
    async fn an_error_of_the_work_undoes_it(private) {
        let db = private.db();
        let refused: Result<(), Refusal> = db
            .write(|tx| {
                tx.execute(INSERT, &params!["a", 1i64])?;
                Err(Refusal::NotToday)
            })
            .await;
        assert_eq!(refused, Err(Refusal::NotToday));
        assert_eq!(count(&db).await, 0);
    }

    async fn work_that_goes_on_after_a_failure_is_undone(private) {
        let db = private.db();
        insert(&db, "a", 1).await.expect("in");
        let stubborn = db
            .write(|tx| {
                tx.execute(INSERT, &params!["b", 1i64])?;
                drop(tx.execute(INSERT, &params!["a", 1i64]));
                Ok::<(), Error>(())
            })
            .await;
        assert!(matches!(&stubborn, Err(Error::Bug(words)) if words.contains("went on")), "{stubborn:?}");
        let careless = db
            .write(|tx| {
                tx.execute(INSERT, &params!["b", 1i64])?;
                drop(tx.execute(INSERT, &params!["c"]));
                Ok::<(), Error>(())
            })
            .await;
        assert!(matches!(careless, Err(Error::Bug(_))), "{careless:?}");
        assert_eq!(count(&db).await, 1);
    }

    async fn a_duplicate_is_named_alike(private) {
        let db = private.db();
        insert(&db, "a", 1).await.expect("in");
        assert_eq!(insert(&db, "a", 2).await, Err(duplicate("thing_pkey")));
        let part = |place: i64, label: &'static str, code: &'static str, size: Option<i64>| {
            db.write(move |tx| tx.execute(PART, &params!["a", place, label, code, size]))
        };
        assert_eq!(part(1, "one", "x", Some(5)).await, Ok(1));
        assert_eq!(part(2, "two", "y", None).await, Ok(1));
        assert_eq!(part(1, "three", "z", Some(6)).await, Err(duplicate("part_pkey")));
        assert_eq!(part(3, "one", "z", Some(6)).await, Err(duplicate("part_thing_label_key")));
        assert_eq!(part(3, "three", "x", Some(5)).await, Err(duplicate("one_part_a_code")));
        assert_eq!(part(3, "three", "Y", None).await, Err(duplicate("one_part_a_folded_code")));
        assert_eq!(part(3, "three", "x", Some(6)).await, Ok(1));
    }

    async fn other_constraints_refuse(private) {
        let db = private.db();
        insert(&db, "a", 1).await.expect("in");
        let foreign = db.write(|tx| tx.execute(PART, &params!["b", 1i64, "one", None::<&str>, None::<i64>]));
        assert!(matches!(foreign.await, Err(Error::Refused { .. })));
        let check = db.write(|tx| tx.execute(PART, &params!["a", 1i64, "one", None::<&str>, 0i64]));
        assert!(matches!(check.await, Err(Error::Refused { .. })));
        let null = db.write(|tx| tx.execute(NO_LABEL, &params!["a"])).await;
        assert_eq!(null, Err(Error::Refused { constraint: "part.label".into() }));
    }

    async fn a_constraint_checked_at_the_commit_refuses_too(private) {
        let db = private.db();
        insert(&db, "a", 1).await.expect("in");
        let late = db.write(|tx| tx.execute(LATER, &params!["a", 1i64, "one", "nobody"])).await;
        assert!(matches!(late, Err(Error::Refused { .. })), "{late:?}");
        insert(&db, "b", 1).await.expect("the database goes on");
    }

    async fn no_error_quotes_a_value(private) {
        let db = private.db();
        insert(&db, "geheim", 4711).await.expect("in");
        let duplicate = insert(&db, "geheim", 4711).await.expect_err("a duplicate");
        let check = db
            .write(|tx| tx.execute(PART, &params!["geheim", 4711i64, "geheim", "geheim", -4711i64]))
            .await
            .expect_err("a check");
        for error in [duplicate, check] {
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("geheim") && !shown.contains("4711"), "{shown}");
        }
    }

    async fn a_panic_ends_its_own_work_only(private) {
        let db = private.db();
        for _ in 0..5 {
            let panicked: Result<(), Error> = db
                .write(|tx| {
                    tx.execute(INSERT, &params!["a", 1i64])?;
                    panic!("as the test wants it")
                })
                .await;
            assert!(matches!(panicked, Err(Error::Bug(_))));
            let panicked: Result<(), Error> = db
                .read(|tx| {
                    tx.one(COUNT, &[], |row| row.get::<i64>(0))?;
                    panic!("as the test wants it")
                })
                .await;
            assert!(matches!(panicked, Err(Error::Bug(_))));
        }
        assert_eq!(count(&db).await, 0);
        insert(&db, "a", 1).await.expect("in");
        assert_eq!(count(&db).await, 1);
    }

    async fn a_read_cannot_write(private) {
        let db = private.db();
        let written = db.read(|tx| tx.execute(INSERT, &params!["a", 1i64])).await;
        assert!(matches!(written, Err(Error::Bug(_))), "{written:?}");
        assert_eq!(count(&db).await, 0);
    }

    async fn a_statement_that_is_not_understood_is_named(private) {
        let db = private.db();
        assert_eq!(db.prepare_each(&[FINE, PART]).await, Ok(()));
        let (sql, error) = db.prepare_each(&[FINE, NO_TABLE, PART]).await.expect_err("no table");
        assert_eq!(sql, NO_TABLE);
        assert!(error.to_string().contains("nothing_like_it"), "{error}");
        assert!(sql.to_string().ends_with("failures::NO_TABLE"), "{sql}");
    }

    async fn a_healthy_database_says_so(private) {
        assert_eq!(private.db().health().await, Ok(()));
        assert!(["SQLite", "PostgreSQL"].contains(&private.db().name()));
    }
}
