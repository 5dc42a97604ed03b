//! The handle that the program holds.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use crate::job::{Mode, Work, job};
use crate::migrate::{self, Migration};
use crate::pool::Pool;
use crate::{Error, Sql, Tx, postgres, sqlite};

/// Which database, and where.
#[derive(Clone)]
pub enum Settings {
    /// A file beside the server: nothing to install.
    Sqlite {
        /// The file; it is made when it is not there. Its directory must be.
        path: PathBuf,
    },
    /// A PostgreSQL server (15 or newer) that several servers may share.
    Postgres {
        /// `postgres://user:password@host:port/database?sslmode=…&sslrootcert=…`. `sslmode` is
        /// `require` (also when absent, except on this machine) or `disable`; a certificate is
        /// always verified.
        url: String,
        /// How many connections; at least one.
        connections: usize,
    },
}

/// How long a caller waits for a database that says nothing at all.
const ANSWER_WAIT: Duration = Duration::from_secs(30);

/// The database. Cheap to clone; when the last clone is dropped, its threads finish what waits
/// and end.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub name: &'static str,
    pub reads: Arc<Pool>,
    pub writes: Arc<Pool>,
}

crate::statements! {
    HEALTH = either("SELECT COUNT(*) FROM sqlite_schema", "SELECT 1::bigint");
}

impl Db {
    /// Opens a database. A PostgreSQL server is only called when the first work arrives.
    pub fn open(settings: &Settings) -> Result<Db, Error> {
        let inner = match settings {
            Settings::Sqlite { path } => sqlite::open(path)?,
            Settings::Postgres { url, connections } => postgres::open(url, *connections)?,
        };
        Ok(Db {
            inner: Arc::new(inner),
        })
    }

    /// `"SQLite"` or `"PostgreSQL"`, for a log.
    pub fn name(&self) -> &'static str {
        self.inner.name
    }

    /// Brings the tables up to date, forward only, each migration in a transaction of its own;
    /// tells the numbers of those it ran. Several servers may call it at once.
    pub async fn migrate(&self, migrations: &[Migration]) -> Result<Vec<u32>, Error> {
        migrate::check_order(migrations)?;
        let migrations: Arc<[Migration]> = migrations.into();
        let mut applied = Vec::new();
        loop {
            let migrations = Arc::clone(&migrations);
            match self
                .run(Mode::Migrate, move |tx| migrate::step(tx, &migrations))
                .await?
            {
                Some(number) => applied.push(number),
                None => return Ok(applied),
            }
        }
    }

    /// Runs work that only reads, over one unmoving picture of the records. It is not run at all
    /// when its caller has gone away before its turn.
    pub async fn read<T, E>(
        &self,
        job: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.run(Mode::Read, job).await
    }

    /// Runs work that changes records. `Ok` comes back only when all of it is safely stored;
    /// after an `Err` nothing of it is. The work may run twice.
    pub async fn write<T, E>(
        &self,
        job: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.run(Mode::Write, job).await
    }

    /// Lets the database read each statement, and names the first that it does not understand.
    pub async fn prepare_each(&self, statements: &[Sql]) -> Result<(), (Sql, Error)> {
        for &sql in statements {
            self.read(move |tx| tx.prepare(sql))
                .await
                .map_err(|error| (sql, error))?;
        }
        Ok(())
    }

    /// Answers `Ok` when the database answers.
    pub async fn health(&self) -> Result<(), Error> {
        self.read(|tx| tx.one(HEALTH, &[], |row| row.get::<i64>(0)).map(drop))
            .await
    }

    async fn run<T, E>(
        &self,
        mode: Mode,
        closure: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let pool = match mode {
            Mode::Read => &self.inner.reads,
            Mode::Write | Mode::Migrate => &self.inner.writes,
        };
        let (job, answer) = job(closure);
        pool.push(Work { mode, job });
        let answer = match mode {
            Mode::Migrate => Ok(answer.await),
            Mode::Read | Mode::Write => timeout(ANSWER_WAIT, answer).await,
        };
        let silent = match answer {
            Ok(Ok(answer)) => return answer,
            Ok(Err(_gone)) => "it stopped before the work was answered",
            Err(_late) => "it has not answered for half a minute",
        };
        Err(E::from(Error::Away(format!(
            "{silent}; look whether a change was made"
        ))))
    }
}
