//! What only SQLite has.

use keyward_db::testing::Kind;
use keyward_db::{Db, Error, Settings, Tx, params};

use super::bench::{INSERT, count, insert, private};

keyward_db::statements! {
    JOURNAL = either("PRAGMA journal_mode", "SELECT 1");
    SYNCHRONOUS = either("PRAGMA synchronous", "SELECT 1");
    FOREIGN_KEYS = either("PRAGMA foreign_keys", "SELECT 1");
    TRUSTED_SCHEMA = either("PRAGMA trusted_schema", "SELECT 1");
    CACHE = either("PRAGMA cache_size", "SELECT 1");
    MAP = either("PRAGMA mmap_size", "SELECT 1");
    TEMPORARY = either("PRAGMA temp_store", "SELECT 1");
    FEW_PAGES = either("PRAGMA max_page_count = 40", "SELECT 1");
    MANY_PAGES = either("PRAGMA max_page_count = 100000", "SELECT 1");
    BYTES = "INSERT INTO thing (id, bytes) VALUES ($1, $2)";
}

fn settings(tx: &mut Tx<'_>) -> Result<(String, Vec<i64>), Error> {
    let journal = tx.one(JOURNAL, &[], |row| row.get(0))?.unwrap_or_default();
    let mut numbers = Vec::new();
    for pragma in [
        SYNCHRONOUS,
        FOREIGN_KEYS,
        TRUSTED_SCHEMA,
        CACHE,
        MAP,
        TEMPORARY,
    ] {
        numbers.extend(tx.one(pragma, &[], |row| row.get::<i64>(0))?);
    }
    Ok((journal, numbers))
}

#[tokio::test]
async fn saved_means_saved() {
    let private = private(Kind::Sqlite);
    let db = private.db();
    // FULL is 2; a cache of -16384 is 16 MiB; memory is 2.
    let expected = Ok(("wal".to_owned(), vec![2, 1, 0, -16384, 0, 2]));
    assert_eq!(db.write(settings).await, expected);
    assert_eq!(db.read(settings).await, expected);
}

#[tokio::test]
async fn a_full_disk_is_told_and_got_over() {
    let private = private(Kind::Sqlite);
    let db = private.db();
    let limit = |sql| db.write(move |tx| tx.one(sql, &[], |row| row.get::<i64>(0)));
    limit(FEW_PAGES).await.expect("a limit");
    let full = db
        .write(|tx| {
            tx.execute(INSERT, &params!["a", 1i64])?;
            tx.execute(BYTES, &params!["b", vec![7u8; 1_000_000]])
        })
        .await;
    assert_eq!(full, Err(Error::Away("the disk is full".into())));
    assert_eq!(count(&db).await, 0);
    limit(MANY_PAGES).await.expect("a limit");
    insert(&db, "a", 1).await.expect("in");
    assert_eq!(count(&db).await, 1);
}

#[tokio::test]
async fn a_missing_directory_is_named() {
    let home = tempfile::tempdir().expect("a directory");
    let path = home.path().join("nowhere").join("keyward.db");
    match Db::open(&Settings::Sqlite { path: path.clone() }).map(drop) {
        Err(Error::Setup(words)) => {
            assert!(
                words.contains(&*path.to_string_lossy()) && words.contains("directory"),
                "{words}"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let home = tempfile::tempdir().expect("a directory");
    let path = home.path().join("keyward.db");
    std::fs::write(&path, "a shopping list ".repeat(100)).expect("a file");
    let end = Db::open(&Settings::Sqlite { path }).map(drop);
    assert!(
        matches!(&end, Err(Error::Setup(words)) if words.contains("backup")),
        "{end:?}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let home = tempfile::tempdir().expect("a directory");
    let path = home.path().join("keyward.db");
    let db = Db::open(&Settings::Sqlite { path }).expect("a database");
    db.migrate(super::bench::TABLES).await.expect("tables");
    let mut files = 0;
    for file in std::fs::read_dir(home.path()).expect("the directory") {
        let file = file.expect("a file");
        let mode = file.metadata().expect("its rights").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", file.file_name());
        files += 1;
    }
    assert_eq!(files, 3);
}
