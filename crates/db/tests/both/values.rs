//! What goes in comes out.

use keyward_db::{Error, params};

use crate::on_both;

keyward_db::statements! {
    FILL = "INSERT INTO thing (id, size, small, name, bytes) VALUES ($1, $2, $3, $4, $5)";
    WHOLE = "SELECT size, small, name, bytes FROM thing WHERE id = $1";
    FULLER = "SELECT id FROM thing WHERE size = $2 AND name = $1 AND bytes = $3";
    UPSERT = "INSERT INTO thing (id, size) VALUES ($1, $2)
              ON CONFLICT (id) DO UPDATE SET size = thing.size + excluded.size RETURNING size";
    COMPARED = "SELECT CASE WHEN size > $1 THEN 1 ELSE 0 END FROM thing ORDER BY id LIMIT $2";
    HALF = "SELECT 1.5 FROM thing";
    MANY = "SELECT 1 FROM thing UNION ALL SELECT 2 FROM thing";
}

type Whole = (Option<i64>, Option<i32>, Option<String>, Option<Vec<u8>>);

async fn whole(db: &keyward_db::Db, id: &'static str) -> Whole {
    let read = move |tx: &mut keyward_db::Tx<'_>| {
        tx.one(WHOLE, &params![id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
    };
    db.read(read).await.expect("an answer").expect("a row")
}

on_both! {
    async fn each_kind_of_value_survives(private) {
        let db = private.db();
        let bytes: Vec<u8> = (0..=255).collect();
        let text = "Zoë O'Brien \u{1F511} \"$1\" %_\\ \n";
        let full: Whole = (Some(i64::MIN), Some(i32::MAX), Some(text.into()), Some(bytes));
        let empty: Whole = (Some(i64::MAX), Some(i32::MIN), Some(String::new()), Some(vec![]));
        let none: Whole = (None, None, None, None);
        for (id, row) in [("full", &full), ("empty", &empty), ("none", &none)] {
            let (size, small, name, bytes) = row.clone();
            let params = params![id, size, small, name, bytes];
            let touched = db.write(move |tx| tx.execute(FILL, &params)).await;
            assert_eq!(touched, Ok(1));
        }
        assert_eq!(whole(&db, "full").await, full);
        assert_eq!(whole(&db, "empty").await, empty);
        assert_eq!(whole(&db, "none").await, none);
    }

    async fn parameters_go_by_number_not_by_place(private) {
        let db = private.db();
        db.write(|tx| tx.execute(FILL, &params!["a", 7i64, 1i32, "seven", b"7"])).await.expect("in");
        let found = db.read(|tx| {
            tx.all(FULLER, &params!["seven", 7i64, b"7"], |row| row.get::<String>(0))
        });
        assert_eq!(found.await, Ok(vec!["a".to_owned()]));
    }

    async fn an_upsert_answers_its_row_and_a_limit_is_a_parameter(private) {
        let db = private.db();
        for expected in [5i64, 10] {
            let size = db.write(|tx| tx.one(UPSERT, &params!["a", 5i64], |row| row.get(0))).await;
            assert_eq!(size, Ok(Some(expected)));
        }
        let larger = db.read(|tx| tx.all(COMPARED, &params![9i64, 1i64], |row| row.get::<bool>(0)));
        assert_eq!(larger.await, Ok(vec![true]));
    }

    async fn a_column_of_another_kind_is_named_and_not_shown(private) {
        let db = private.db();
        db.write(|tx| tx.execute(FILL, &params!["secret", 7i64, 1i32, None::<&str>, b"x"]))
            .await
            .expect("in");
        let words = |answer: Result<Option<()>, Error>| match answer {
            Err(Error::Bug(words)) => words,
            other => panic!("{other:?}"),
        };
        let read = db.read(|tx| tx.one(WHOLE, &params!["secret"], |row| row.get::<String>(2).map(drop)));
        let null = words(read.await);
        assert!(null.contains("column 2 of") && null.contains("WHOLE holds nothing"), "{null}");
        let read = db.read(|tx| tx.one(WHOLE, &params!["secret"], |row| row.get::<bool>(0).map(drop)));
        let number = words(read.await);
        assert!(number.contains("a number, which is no bool"), "{number}");
        let read = db.read(|tx| tx.one(WHOLE, &params!["secret"], |row| row.get::<i64>(4).map(drop)));
        let beyond = words(read.await);
        assert!(beyond.contains("column 4") && beyond.contains("no such column"), "{beyond}");
        let read = db.read(|tx| tx.one(HALF, &[], |row| row.get::<i64>(0).map(drop)));
        assert!(words(read.await).contains("column 0 of"));
        let read = db.read(|tx| tx.one(MANY, &[], |row| row.get::<i64>(0).map(drop)));
        assert!(words(read.await).contains("answers 2 rows"));
    }

    async fn what_cannot_be_bound_is_refused_on_both(private) {
        let db = private.db();
        let few = db.write(|tx| tx.execute(FILL, &params!["a"])).await;
        assert!(matches!(&few, Err(Error::Bug(words)) if words.contains("takes 5 parameters")), "{few:?}");
        let zero = db.write(|tx| tx.one(UPSERT, &params!["secret\0", 1i64], |row| row.get::<i64>(0))).await;
        assert!(matches!(&zero, Err(Error::Bug(words)) if words.contains("U+0000") && !words.contains("secret")), "{zero:?}");
    }
}
