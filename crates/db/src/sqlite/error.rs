//! SQLite's errors in our words, with constraints named as PostgreSQL would name them.

use rusqlite::{Connection, Error as Sqlite, ErrorCode, ffi};

use crate::Error;

/// Why a statement, a migration or a commit failed.
pub(super) fn explain(connection: &Connection, what: &str, error: Sqlite) -> Error {
    match constraint(connection, &error) {
        Some(known) => known,
        None => otherwise(what, error),
    }
}

/// Why something failed, if not for a constraint.
pub(super) fn otherwise(what: &str, error: Sqlite) -> Error {
    let Some(code) = error.sqlite_error_code() else {
        return Error::Bug(format!("{what}: {error}"));
    };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            Error::Away("another program has held its file for too long".into())
        }
        ErrorCode::DiskFull => Error::Away("the disk is full".into()),
        ErrorCode::OutOfMemory => Error::Away("there is not enough memory".into()),
        ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::FileLockingProtocolFailed
        | ErrorCode::OperationInterrupted => {
            Error::Away(format!("its file could not be read or written ({error})"))
        }
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Error::Setup(format!(
            "the database file is damaged, or is no database ({error}). Restore a backup."
        )),
        ErrorCode::PermissionDenied => Error::Setup(
            "the database file may not be read or written: give it to the user that runs Keyward"
                .into(),
        ),
        _ => Error::Bug(format!("{what}: {error}")),
    }
}

fn constraint(connection: &Connection, error: &Sqlite) -> Option<Error> {
    let Sqlite::SqliteFailure(failure, Some(message)) = error else {
        return None;
    };
    if failure.code != ErrorCode::ConstraintViolation {
        return None;
    }
    let about = message
        .split_once("failed: ")
        .map_or("", |(_, about)| about);
    Some(match failure.extended_code {
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => Error::Duplicate {
            constraint: format!("{}_pkey", table_of(about)),
        },
        ffi::SQLITE_CONSTRAINT_UNIQUE => Error::Duplicate {
            constraint: unique_name(connection, about),
        },
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Error::Refused {
            constraint: "foreign key".into(),
        },
        _ => Error::Refused {
            constraint: about.to_owned(),
        },
    })
}

/// The table in `person.school, person.email`.
fn table_of(about: &str) -> &str {
    about.split('.').next().unwrap_or(about)
}

/// `person.school, person.email` or `index 'name'` → the name PostgreSQL gives the constraint.
fn unique_name(connection: &Connection, about: &str) -> String {
    if let Some(name) = about.strip_prefix("index '") {
        return name.trim_end_matches('\'').to_owned();
    }
    let table = table_of(about);
    let columns: Vec<&str> = about
        .split(", ")
        .map(|full| full.rsplit('.').next().unwrap_or(full))
        .collect();
    let columns = columns.join("_");
    index_named(connection, table, &columns).unwrap_or_else(|| format!("{table}_{columns}_key"))
}

/// The name of the `CREATE UNIQUE INDEX` over these columns, if there is one.
fn index_named(connection: &Connection, table: &str, columns: &str) -> Option<String> {
    let text = "SELECT list.name FROM pragma_index_list(?1) AS list
                WHERE list.\"unique\" AND list.origin = 'c'
                  AND ?2 = (SELECT group_concat(info.name, '_')
                            FROM (SELECT name FROM pragma_index_info(list.name) ORDER BY seqno)
                                 AS info)";
    connection
        .query_row(text, [table, columns], |row| row.get(0))
        .ok()
}
