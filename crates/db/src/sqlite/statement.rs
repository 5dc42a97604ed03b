//! Running statements; each is prepared once per connection and kept.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, params_from_iter};

use super::error::explain;
use crate::column::{Column, Columns};
use crate::tx::Trouble;
use crate::{Error, Row, Sql, Value};

type Each<'e> = &'e mut dyn FnMut(&Row<'_>) -> Result<(), Error>;

pub(crate) fn execute(connection: &Connection, sql: Sql, params: &[Value]) -> Result<u64, Trouble> {
    let touched = prepared(connection, sql)?
        .execute(params_from_iter(params))
        .map_err(|error| explain(connection, sql.name(), error))?;
    Ok(touched as u64)
}

pub(crate) fn query(
    connection: &Connection,
    sql: Sql,
    params: &[Value],
    each: Each<'_>,
) -> Result<(), Trouble> {
    let mut statement = prepared(connection, sql)?;
    let mut rows = statement
        .query(params_from_iter(params))
        .map_err(|error| explain(connection, sql.name(), error))?;
    while let Some(row) = rows
        .next()
        .map_err(|error| explain(connection, sql.name(), error))?
    {
        each(&Row::new(sql, row))?;
    }
    Ok(())
}

pub(crate) fn prepare(connection: &Connection, sql: Sql) -> Result<(), Trouble> {
    Ok(prepared(connection, sql).map(drop)?)
}

pub(crate) fn batch(connection: &Connection, name: &str, text: &str) -> Result<(), Trouble> {
    Ok(connection
        .execute_batch(text)
        .map_err(|error| explain(connection, name, error))?)
}

fn prepared(connection: &Connection, sql: Sql) -> Result<CachedStatement<'_>, Error> {
    connection
        .prepare_cached(sql.sqlite())
        .map_err(|error| explain(connection, sql.name(), error))
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Columns for rusqlite::Row<'_> {
    fn column(&self, index: usize) -> Result<Column<'_>, String> {
        match self.get_ref(index).map_err(|_| "there is no such column")? {
            ValueRef::Null => Ok(Column::Null),
            ValueRef::Integer(number) => Ok(Column::Integer(number)),
            ValueRef::Real(_) => {
                Err("holds a fraction, which neither program nor tables use".into())
            }
            ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Column::Text(text)),
                Err(_) => Err("holds a text that is not UTF-8".into()),
            },
            ValueRef::Blob(bytes) => Ok(Column::Blob(bytes)),
        }
    }
}
