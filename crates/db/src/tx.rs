//! A transaction, as a piece of work sees it.

use crate::column::Row;
use crate::postgres::Session;
use crate::{Error, Sql, Value, sqlite};

/// An open transaction: the only way to the records.
pub struct Tx<'t> {
    connection: Connection<'t>,
    trouble: Option<Trouble>,
}

/// The open connection beneath.
pub(crate) enum Connection<'t> {
    Sqlite(&'t rusqlite::Connection),
    Postgres(&'t mut Session),
}

/// The first failure of a transaction. After it nothing is kept.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    pub error: Error,
    pub remedy: Remedy,
}

/// What may help after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Nothing: the work gets its answer.
    None,
    /// Running the work again: it met another change.
    Again,
    /// Running the work again over a new connection.
    Reconnect,
}

impl<'t> Tx<'t> {
    pub(crate) fn new(connection: Connection<'t>) -> Tx<'t> {
        Tx {
            connection,
            trouble: None,
        }
    }

    /// What went wrong in this transaction.
    pub(crate) fn into_trouble(self) -> Option<Trouble> {
        self.trouble
    }

    /// Runs a statement that answers no rows; tells how many rows it touched.
    pub fn execute(&mut self, sql: Sql, params: &[Value]) -> Result<u64, Error> {
        self.keep(check(sql, params))?;
        let answer = match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::execute(connection, sql, params),
            Connection::Postgres(session) => session.execute(sql, params),
        };
        self.keep(answer)
    }

    /// The one row of an answer, or `None`. A second row is an [`Error::Bug`].
    pub fn one<T>(
        &mut self,
        sql: Sql,
        params: &[Value],
        read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut rows = self.all(sql, params, read)?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            more => {
                let words = format!("{sql} answers {more} rows where one was expected");
                self.keep(Err(Error::Bug(words).into()))
            }
        }
    }

    /// Every row of an answer, in its order.
    pub fn all<T>(
        &mut self,
        sql: Sql,
        params: &[Value],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        self.keep(check(sql, params))?;
        let mut rows = Vec::new();
        let mut each = |row: &Row<'_>| {
            rows.push(read(row)?);
            Ok(())
        };
        let answer = match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::query(connection, sql, params, &mut each),
            Connection::Postgres(session) => session.query(sql, params, &mut each),
        };
        self.keep(answer)?;
        Ok(rows)
    }

    /// Lets the database read a statement without running it.
    pub(crate) fn prepare(&mut self, sql: Sql) -> Result<(), Error> {
        let answer = match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::prepare(connection, sql),
            Connection::Postgres(session) => session.prepare(sql),
        };
        self.keep(answer)
    }

    /// Runs a migration's text.
    pub(crate) fn batch(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let answer = match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::batch(connection, name, text),
            Connection::Postgres(session) => session.batch(name, text),
        };
        self.keep(answer)
    }

    fn keep<T>(&mut self, answer: Result<T, Trouble>) -> Result<T, Error> {
        answer.map_err(|trouble| {
            let error = trouble.error.clone();
            self.trouble.get_or_insert(trouble);
            error
        })
    }
}

/// What both databases would refuse, or only one of them.
fn check(sql: Sql, params: &[Value]) -> Result<(), Trouble> {
    let (given, wanted) = (params.len(), sql.parameters());
    if given != wanted {
        return Err(Error::Bug(format!(
            "{sql} takes {wanted} parameters and was given {given}"
        ))
        .into());
    }
    let unstorable = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
    match params.iter().position(unstorable) {
        None => Ok(()),
        Some(index) => Err(Error::Bug(format!(
            "${} of {sql} is a text with the character U+0000, which cannot be stored",
            index + 1
        ))
        .into()),
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Trouble {
        Trouble {
            error,
            remedy: Remedy::None,
        }
    }
}
