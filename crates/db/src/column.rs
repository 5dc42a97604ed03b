//! What comes out of a statement: rows, and their columns by number.

use std::any::type_name;

use crate::{Error, Sql};

/// One row of an answer, while it is being read.
pub struct Row<'r> {
    sql: Sql,
    columns: &'r dyn Columns,
}

/// A database's own row.
pub(crate) trait Columns {
    /// The column at `index`, or why it cannot be had.
    fn column(&self, index: usize) -> Result<Column<'_>, String>;
}

/// One column of a row, as the database holds it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Column<'r> {
    /// Nothing known.
    Null,
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(&'r str),
    /// Bytes.
    Blob(&'r [u8]),
}

impl<'r> Row<'r> {
    pub(crate) fn new(sql: Sql, columns: &'r dyn Columns) -> Row<'r> {
        Row { sql, columns }
    }

    /// The column at `index`, counted from 0. A column that is not there, or that holds another
    /// kind of value, is an [`Error::Bug`] which names the statement and the column, never the
    /// value.
    pub fn get<T: FromColumn>(&self, index: usize) -> Result<T, Error> {
        let column = self
            .columns
            .column(index)
            .map_err(|why| Error::Bug(format!("column {index} of {}: {why}", self.sql)))?;
        T::from_column(column).ok_or_else(|| {
            let (kind, wanted) = (column.kind(), type_name::<T>());
            Error::Bug(format!(
                "column {index} of {} holds {kind}, which is no {wanted}",
                self.sql
            ))
        })
    }
}

impl Column<'_> {
    fn kind(self) -> &'static str {
        match self {
            Column::Null => "nothing",
            Column::Integer(_) => "a number",
            Column::Text(_) => "a text",
            Column::Blob(_) => "bytes",
        }
    }
}

/// A type that can be read from a column.
pub trait FromColumn: Sized {
    /// The value, or `None` when the column holds what this type cannot be.
    fn from_column(column: Column<'_>) -> Option<Self>;
}

impl FromColumn for i64 {
    fn from_column(column: Column<'_>) -> Option<i64> {
        match column {
            Column::Integer(number) => Some(number),
            Column::Null | Column::Text(_) | Column::Blob(_) => None,
        }
    }
}

impl FromColumn for i32 {
    fn from_column(column: Column<'_>) -> Option<i32> {
        i64::from_column(column)?.try_into().ok()
    }
}

impl FromColumn for u32 {
    fn from_column(column: Column<'_>) -> Option<u32> {
        i64::from_column(column)?.try_into().ok()
    }
}

impl FromColumn for u64 {
    fn from_column(column: Column<'_>) -> Option<u64> {
        i64::from_column(column)?.try_into().ok()
    }
}

impl FromColumn for bool {
    fn from_column(column: Column<'_>) -> Option<bool> {
        match i64::from_column(column)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl FromColumn for String {
    fn from_column(column: Column<'_>) -> Option<String> {
        match column {
            Column::Text(text) => Some(text.to_owned()),
            Column::Null | Column::Integer(_) | Column::Blob(_) => None,
        }
    }
}

impl FromColumn for Vec<u8> {
    fn from_column(column: Column<'_>) -> Option<Vec<u8>> {
        match column {
            Column::Blob(bytes) => Some(bytes.to_vec()),
            Column::Null | Column::Integer(_) | Column::Text(_) => None,
        }
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(column: Column<'_>) -> Option<Option<T>> {
        match column {
            Column::Null => Some(None),
            Column::Integer(_) | Column::Text(_) | Column::Blob(_) => {
                T::from_column(column).map(Some)
            }
        }
    }
}
