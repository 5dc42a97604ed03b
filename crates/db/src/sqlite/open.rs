//! Opening the file, with the settings that make "saved" mean saved.

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::otherwise;
use super::{reader, writer};
use crate::Error;
use crate::db::Inner;
use crate::pool::Pool;

const READERS: usize = 3;
const STATEMENTS_KEPT: usize = 512;
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// What every connection is told first (sqlite.org/pragma.html).
///
/// With `synchronous = FULL` a commit is on the disk before it is answered, whatever happens to
/// the machine; with `NORMAL` the last ones may be lost. Temporary tables stay in memory: what is
/// written about children goes into no other file.
const PRAGMAS: &str = "
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cache_size = -16384;
    PRAGMA mmap_size = 0;
    PRAGMA temp_store = MEMORY;
    PRAGMA journal_size_limit = 67108864;
";

pub(crate) fn open(path: &Path) -> Result<Inner, Error> {
    make_private(path)?;
    let first = connect(path)?;
    let mut writes = Pool::new();
    writes.start("db-writer", move |queue| writer::serve(&first, queue))?;
    let mut reads = Pool::new();
    for _ in 0..READERS {
        let connection = connect(path)?;
        batch(&connection, "PRAGMA query_only = ON")?;
        reads.start("db-reader", move |queue| reader::serve(&connection, queue))?;
    }
    Ok(Inner {
        name: "SQLite",
        reads: Arc::new(reads),
        writes: Arc::new(writes),
    })
}

/// Makes the file when it is not there, for the eyes of its owner alone. The files that SQLite
/// puts beside it take over its rights.
fn make_private(path: &Path) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| {
        Error::Setup(format!(
            "the database file {} cannot be opened: {error}. Its directory must be there, and the \
             user that runs Keyward must be allowed to write in it.",
            path.display()
        ))
    })
}

fn connect(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(opening)?;
    connection.busy_timeout(BUSY_WAIT).map_err(opening)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    keeps_its_plans(&connection)?;
    let journal: String = connection
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .map_err(opening)?;
    if journal != "wal" {
        return Err(Error::Setup(format!(
            "the database file {} cannot have a write-ahead log beside it: put it on a local disk",
            path.display()
        )));
    }
    batch(&connection, PRAGMAS)?;
    Ok(connection)
}

/// A statement that is kept keeps its plan too, whatever its parameters are: the query planner
/// stability guarantee (sqlite.org/c3ref/c_dbconfig_defensive.html). Without it SQLite compiles a
/// statement anew each time it is run, where it has a partial index to choose; which takes far
/// longer than to run it.
fn keeps_its_plans(connection: &Connection) -> Result<(), Error> {
    let on = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true);
    on.map(drop).map_err(opening)
}

fn batch(connection: &Connection, text: &str) -> Result<(), Error> {
    connection.execute_batch(text).map_err(opening)
}

fn opening(error: rusqlite::Error) -> Error {
    otherwise("opening the database file", error)
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    const TABLE: &str = "
        CREATE TABLE person (id TEXT, left_at BIGINT);
        CREATE INDEX person_here ON person (id) WHERE left_at IS NULL;
    ";
    const ASKS: &str = "SELECT 1 FROM person WHERE EXISTS (
                            SELECT 1 FROM person AS here WHERE here.id = ?1 AND here.left_at IS NULL)";

    #[test]
    fn a_statement_is_compiled_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("keyward.db");
        make_private(&path).expect("a file");
        let connection = connect(&path).expect("it opens");
        batch(&connection, TABLE).expect("a table");
        for person in ["dana", "sam"] {
            let mut asks = connection.prepare_cached(ASKS).expect("it is prepared");
            assert!(!asks.exists([person]).expect("it runs"));
            assert_eq!(asks.get_status(StatementStatus::RePrepare), 0, "{person}");
        }
    }
}
