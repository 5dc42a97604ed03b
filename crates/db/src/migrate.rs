//! Bringing the tables up to date: forward only, each step once, one server at a time.

use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

use crate::{Error, Tx, params};

/// One step in the life of the tables; the same text for both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its place in the sequence.
    pub number: u32,
    /// Its name, for people: `people`.
    pub name: &'static str,
    /// Its statements. Once released they are never changed.
    pub sql: &'static str,
}

crate::statements! {
    APPLIED = "SELECT number, name, checksum FROM schema_migration ORDER BY number";
    RECORD = "INSERT INTO schema_migration (number, name, checksum, applied_at)
              VALUES ($1, $2, $3, $4)";
}

const JOURNAL: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
    number BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at BIGINT NOT NULL
)";

/// The numbers must rise.
pub(crate) fn check_order(migrations: &[Migration]) -> Result<(), Error> {
    match migrations
        .windows(2)
        .find(|pair| pair[0].number >= pair[1].number)
    {
        None => Ok(()),
        Some(pair) => Err(Error::Bug(format!(
            "migration {} stands after migration {}",
            pair[1].number, pair[0].number
        ))),
    }
}

/// Runs the first migration that was not run yet; `None` when there is none. The caller's
/// transaction lets nobody else migrate meanwhile.
pub(crate) fn step(tx: &mut Tx<'_>, migrations: &[Migration]) -> Result<Option<u32>, Error> {
    tx.batch("the table of migrations", JOURNAL)?;
    let applied = tx.all(APPLIED, &[], |row| {
        Ok((
            row.get::<u32>(0)?,
            row.get::<String>(1)?,
            row.get::<String>(2)?,
        ))
    })?;
    let mut known = migrations.iter();
    for (number, name, checksum) in &applied {
        match known.next() {
            Some(migration) if migration.number == *number => {
                if checksum_of(migration) != *checksum {
                    return Err(Error::Setup(format!(
                        "migration {number} ({name}) was run with another text than this program \
                         has: a released migration must not be changed. Run the version of \
                         Keyward that fits this database, or restore a backup."
                    )));
                }
            }
            Some(migration) if migration.number < *number => {
                return Err(Error::Setup(format!(
                    "migration {} ({}) was never run, although migration {number} ({name}) was: \
                     migrations only go forward. Run the version of Keyward that fits this \
                     database, or restore a backup.",
                    migration.number, migration.name
                )));
            }
            Some(_) | None => {
                return Err(Error::Setup(format!(
                    "the database is newer than this program, which does not know migration \
                     {number} ({name}). Run the version of Keyward that was run last, or a newer \
                     one."
                )));
            }
        }
    }
    let Some(next) = known.next() else {
        return Ok(None);
    };
    let name = format!("migration {} ({})", next.number, next.name);
    tx.batch(&name, next.sql)?;
    tx.execute(
        RECORD,
        &params![next.number, next.name, checksum_of(next), now()],
    )?;
    tracing::info!("ran {name}");
    Ok(Some(next.number))
}

fn checksum_of(migration: &Migration) -> String {
    Sha256::digest(migration.sql.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Microseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

/// A name for what all these migrations make together.
#[cfg(feature = "testing")]
pub(crate) fn fingerprint(migrations: &[Migration]) -> String {
    let mut hash = Sha256::new();
    for migration in migrations {
        hash.update(format!("{} {} ", migration.number, migration.name));
        hash.update(checksum_of(migration));
    }
    hash.finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
