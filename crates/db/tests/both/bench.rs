//! The tables of the tests, and the macro that runs a story on both databases.

use std::sync::{Arc, Condvar, Mutex};

use keyward_db::testing::{Kind, Private};
use keyward_db::{Db, Error, Migration, params};

/// A few tables with one of everything.
pub static TABLES: &[Migration] = &[Migration {
    number: 1,
    name: "things",
    sql: "
        CREATE TABLE thing (
            id TEXT PRIMARY KEY,
            size BIGINT,
            small INT,
            name TEXT,
            bytes blob
        );
        CREATE TABLE part (
            thing TEXT NOT NULL REFERENCES thing (id),
            place BIGINT NOT NULL,
            label TEXT NOT NULL,
            code TEXT,
            size BIGINT CHECK (size > 0),
            later TEXT REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED,
            PRIMARY KEY (thing, place),
            UNIQUE (thing, label)
        );
        CREATE UNIQUE INDEX one_part_a_code ON part (code, size);
        CREATE UNIQUE INDEX one_part_a_folded_code ON part (lower(code)) WHERE size IS NULL;
    ",
}];

keyward_db::statements! {
    pub INSERT = "INSERT INTO thing (id, size) VALUES ($1, $2)";
    pub SIZE = "SELECT size FROM thing WHERE id = $1";
    pub RESIZE = "UPDATE thing SET size = $2 WHERE id = $1";
    pub COUNT = "SELECT COUNT(*) FROM thing";
}

/// A database with the tables.
pub fn private(kind: Kind) -> Private {
    Private::from_template(kind, TABLES)
}

/// How many things there are.
pub async fn count(db: &Db) -> i64 {
    let count = db.read(|tx| tx.one(COUNT, &[], |row| row.get(0))).await;
    count.expect("a count").expect("one row")
}

/// Puts one thing in.
pub async fn insert(db: &Db, id: &str, size: i64) -> Result<(), Error> {
    let id = id.to_owned();
    db.write(move |tx| tx.execute(INSERT, &params![&id, size]).map(drop))
        .await
}

/// A gate where pieces of work wait until the test opens it.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    /// Waits until the gate is open.
    pub fn pass(&self) {
        let (open, changed) = &*self.0;
        let open = open.lock().expect("the gate");
        drop(changed.wait_while(open, |open| !*open).expect("the gate"));
    }

    /// Lets everybody through.
    pub fn open(&self) {
        let (open, changed) = &*self.0;
        *open.lock().expect("the gate") = true;
        changed.notify_all();
    }
}

/// Starts a future, then leaves it: what it asked for is under way, and nobody waits for it.
pub async fn start_and_leave(asked: impl Future) {
    tokio::select! {
        biased;
        _ = asked => {}
        () = std::future::ready(()) => {}
    }
}

/// Makes of each `async fn story(private: Private)` one test on SQLite and one on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($( $(#[$about:meta])* async fn $name:ident($private:ident) $story:block )+) => {
        $(
            $(#[$about])*
            async fn $name($private: keyward_db::testing::Private) $story
        )+

        mod on_sqlite {
            $(
                #[tokio::test]
                async fn $name() {
                    super::$name($crate::both::bench::private(keyward_db::testing::Kind::Sqlite))
                        .await;
                }
            )+
        }

        mod on_postgres {
            $(
                #[tokio::test]
                async fn $name() {
                    super::$name($crate::both::bench::private(keyward_db::testing::Kind::Postgres))
                        .await;
                }
            )+
        }
    };
}
