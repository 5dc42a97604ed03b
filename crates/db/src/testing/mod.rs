//! Private databases for tests: each test has one of its own, which goes away with it.
//!
//! The tables are made once and then copied, so that a test waits for milliseconds only.

mod postgres;
mod sqlite;

use std::thread;

use tempfile::TempDir;

use crate::{Db, Error, Migration, Settings, Sql};

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
    db: Option<Db>,
    settings: Settings,
    home: Home,
}

/// How a database finds rows of one table for a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which table.
    pub table: String,
    /// In SQLite's words: `SEARCH concern USING INDEX concern_by_school (school_id=?)`.
    pub how: String,
}

/// Where a private database lives.
enum Home {
    Directory { _kept: TempDir },
    Server { name: String },
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

    /// A database on which these migrations have been run.
    ///
    /// On PostgreSQL the migrated original stays on the server as `keyward_template_…`, one for
    /// each sequence of migrations, and serves other test processes too.
    pub fn from_template(kind: Kind, migrations: &'static [Migration]) -> Private {
        let (settings, home) = match kind {
            Kind::Sqlite => sqlite::make(migrations),
            Kind::Postgres => postgres::make(migrations),
        };
        let db = Db::open(&settings).expect("a private database opens");
        Private {
            db: Some(db),
            settings,
            home,
        }
    }

    /// The database.
    pub fn db(&self) -> Db {
        self.db.clone().expect("it is there until the end")
    }

    /// How SQLite would find the rows of a statement, a step a table. What a statement puts together
    /// itself is no table.
    ///
    /// # Panics
    /// On PostgreSQL, which plans by what it has counted.
    pub fn plan(&self, sql: Sql) -> Vec<Step> {
        match &self.settings {
            Settings::Sqlite { path } => sqlite::plan(path, sql),
            Settings::Postgres { .. } => panic!("a plan of SQLite's"),
        }
    }

    /// Which database it is.
    pub fn kind(&self) -> Kind {
        match self.home {
            Home::Directory { .. } => Kind::Sqlite,
            Home::Server { .. } => Kind::Postgres,
        }
    }

    /// How to open it once more, as another server would.
    pub fn settings(&self) -> Settings {
        self.settings.clone()
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        self.db = None;
        match &self.home {
            Home::Directory { .. } => {}
            Home::Server { name } => postgres::unmake(name),
        }
    }
}

/// Makes the tables, then closes the database.
fn migrate(settings: &Settings, migrations: &[Migration]) -> Result<(), Error> {
    let db = Db::open(settings)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(db.migrate(migrations)).map(drop)
}

/// Runs blocking work, which an asynchronous test may not run itself.
fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(work).join())
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
