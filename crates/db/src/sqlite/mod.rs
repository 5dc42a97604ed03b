//! The embedded database: one writer thread, a few readers, one file.

mod error;
mod open;
mod reader;
mod statement;
mod writer;

pub(crate) use open::open;
pub(crate) use statement::{batch, execute, prepare, query};
