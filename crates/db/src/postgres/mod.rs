//! PostgreSQL.

use crate::column::Row;
use crate::db::Inner;
use crate::tx::Trouble;
use crate::{Error, Sql, Value};

pub(crate) fn open(_url: &str, _connections: usize) -> Result<Inner, Error> {
    Err(Error::Setup(
        "PostgreSQL is not there yet: use SQLite".into(),
    ))
}

/// One connection.
pub(crate) enum Session {}

type Each<'e> = &'e mut dyn FnMut(&Row<'_>) -> Result<(), Error>;

impl Session {
    pub fn execute(&mut self, _: Sql, _: &[Value]) -> Result<u64, Trouble> {
        match *self {}
    }
    pub fn query(&mut self, _: Sql, _: &[Value], _: Each<'_>) -> Result<(), Trouble> {
        match *self {}
    }
    pub fn prepare(&mut self, _: Sql) -> Result<(), Trouble> {
        match *self {}
    }
    pub fn batch(&mut self, _: &str, _: &str) -> Result<(), Trouble> {
        match *self {}
    }
}
