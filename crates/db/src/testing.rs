//! Private databases for tests: each test has one of its own, which goes away with it.

use std::thread;

use tempfile::TempDir;

use crate::{Db, Migration, Settings};

/// Which database a test wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file in a temporary directory.
    Sqlite,
    /// A database of its own on the server that `KEYWARD_TEST_POSTGRES` names.
    Postgres,
}

/// A database that one test has for itself.
pub struct Private {
    db: Db,
    settings: Settings,
    _home: TempDir,
}

impl Private {
    /// An empty SQLite database.
    pub fn sqlite() -> Private {
        Private::from_template(Kind::Sqlite, &[])
    }

    /// An empty PostgreSQL database.
    pub fn postgres() -> Private {
        Private::from_template(Kind::Postgres, &[])
    }

    /// A database with these migrations already run.
    pub fn from_template(kind: Kind, migrations: &'static [Migration]) -> Private {
        match kind {
            Kind::Sqlite => {
                let home = TempDir::new().expect("a temporary directory");
                let path = home.path().join("keyward.db");
                let settings = Settings::Sqlite { path };
                let db = Db::open(&settings).expect("a new database");
                let migrated = db.clone();
                thread::spawn(move || block_on(migrated.migrate(migrations)))
                    .join()
                    .expect("a thread")
                    .expect("the migrations run");
                Private {
                    db,
                    settings,
                    _home: home,
                }
            }
            Kind::Postgres => panic!(
                "KEYWARD_TEST_POSTGRES is not set: run the tests with `make test`, which starts a \
                 private PostgreSQL"
            ),
        }
    }

    /// The database.
    pub fn db(&self) -> Db {
        self.db.clone()
    }

    /// How to open it once more.
    pub fn settings(&self) -> Settings {
        self.settings.clone()
    }
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
        .block_on(work)
}
