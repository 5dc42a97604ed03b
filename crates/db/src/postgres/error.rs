//! PostgreSQL's errors in our words (documentation, appendix A "PostgreSQL Error Codes").
//!
//! A server's DETAIL quotes the row, and some messages quote a value; neither leaves this file.

use std::error::Error as StdError;
use std::io;

use postgres::Error as Postgres;
use postgres::error::DbError;

use crate::Error;
use crate::tx::{Remedy, Trouble};

/// Why a statement failed, and what may help.
pub(super) fn explain(what: &str, error: &Postgres) -> Trouble {
    match error.as_db_error() {
        Some(told) => by_server(what, told),
        None if lost(error) => Trouble {
            error: Error::Away(format!("the connection broke ({})", chain(error))),
            remedy: Remedy::Reconnect,
        },
        None => Error::Bug(format!("{what}: {}", chain(error))).into(),
    }
}

/// Why no connection could be made.
pub(super) fn connecting(error: &Postgres) -> Error {
    match error.as_db_error() {
        Some(told) => by_server("connecting", told).error,
        None if error.to_string().contains("TLS") => Error::Setup(format!(
            "the PostgreSQL server cannot be reached with TLS: {}. The address has to name the \
             server as its certificate does; sslrootcert=FILE in the address says who may sign \
             it; sslmode=disable goes without TLS, where the way to the server is safe.",
            chain(error)
        )),
        None => Error::Away(format!("PostgreSQL cannot be reached: {}", chain(error))),
    }
}

fn by_server(what: &str, told: &DbError) -> Trouble {
    let code = told.code().code();
    let away = |words: &str| Error::Away(format!("{words} ({code})"));
    let (error, remedy) = match (&code[..2], code) {
        (_, "40001" | "40P01") => (
            away("too many changes met each other; nothing was changed"),
            Remedy::Again,
        ),
        (_, "23505") => (
            Error::Duplicate {
                constraint: constraint(told),
            },
            Remedy::None,
        ),
        ("23", _) => (
            Error::Refused {
                constraint: constraint(told),
            },
            Remedy::None,
        ),
        (_, "57014") => (away("it took too long to answer"), Remedy::None),
        (_, "55P03") => (away("another change held it up for too long"), Remedy::None),
        (_, "25P03") => (away("a piece of work was idle for too long"), Remedy::None),
        ("08" | "57", _) => (
            away("PostgreSQL is going down or coming up"),
            Remedy::Reconnect,
        ),
        ("53", _) => (
            away("PostgreSQL is short of connections, memory or disk"),
            Remedy::None,
        ),
        ("58" | "XX", _) => (away("PostgreSQL has trouble of its own"), Remedy::None),
        ("28" | "3D", _) | (_, "42501") => (
            Error::Setup(format!(
                "PostgreSQL does not let Keyward in or do its work: {} ({code})",
                told.message()
            )),
            Remedy::None,
        ),
        // A migration changed a table under a prepared statement; a new connection has none.
        (_, "26000") => (away("a prepared statement was lost"), Remedy::Reconnect),
        ("0A", _) if told.routine() == Some("RevalidateCachedQuery") => {
            (away("the tables were changed meanwhile"), Remedy::Reconnect)
        }
        ("0A" | "25" | "42" | "54", _) => (
            Error::Bug(format!("{what}: {} ({code})", told.message())),
            Remedy::None,
        ),
        _ => (
            Error::Bug(format!("{what}: PostgreSQL answers {code}")),
            Remedy::None,
        ),
    };
    Trouble { error, remedy }
}

fn constraint(told: &DbError) -> String {
    match (told.constraint(), told.table(), told.column()) {
        (Some(name), _, _) => name.to_owned(),
        (None, Some(table), Some(column)) => format!("{table}.{column}"),
        (None, _, _) => told.code().code().to_owned(),
    }
}

/// Whether the connection is gone.
fn lost(error: &Postgres) -> bool {
    error.is_closed()
        || error
            .source()
            .is_some_and(|source| source.is::<io::Error>())
}

/// The driver's own words, with those of its causes.
fn chain(error: &Postgres) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}
