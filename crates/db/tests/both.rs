//! What holds on both databases.

use keyward_db::testing::Private;
use keyward_db::{Error, Migration, params};

keyward_db::statements! {
    INSERT = "INSERT INTO thing (id, size) VALUES ($1, $2)";
    SIZES = "SELECT size FROM thing ORDER BY id";
}

static MIGRATIONS: &[Migration] = &[Migration {
    number: 1,
    name: "things",
    sql: "CREATE TABLE thing (id TEXT PRIMARY KEY, size BIGINT NOT NULL);",
}];

#[tokio::test]
async fn a_row_goes_in_and_comes_out() {
    let private = Private::from_template(keyward_db::testing::Kind::Sqlite, MIGRATIONS);
    let db = private.db();
    db.write(|tx| tx.execute(INSERT, &params!["a", 3i64]))
        .await
        .expect("kept");
    let again = db.write(|tx| tx.execute(INSERT, &params!["a", 3i64])).await;
    assert_eq!(
        again,
        Err(Error::Duplicate {
            constraint: "thing_pkey".into()
        })
    );
    let sizes = db
        .read(|tx| tx.all(SIZES, &[], |row| row.get::<i64>(0)))
        .await;
    assert_eq!(sizes, Ok(vec![3]));
}
