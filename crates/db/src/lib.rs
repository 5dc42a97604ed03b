//! The record room: the only code that names SQLite or PostgreSQL.
//!
//! A caller hands over a piece of work, a plain synchronous closure over a [`Tx`], and waits for
//! its answer. [`Db::read`] shows it one unmoving picture of the records; [`Db::write`] keeps all
//! that it did, or, when it answers an error, nothing of it. Every statement is one SQL text with
//! `$1`, named in a [`statements!`] block, and serves both databases.
//!
//! What it never does: it never builds SQL from what a person typed, never puts a stored value
//! into an error or a log, never answers that something was saved before it was, and knows
//! nothing of schools.
//!
//! # Rules for a piece of work
//!
//! - It does nothing but database work. It may run twice: PostgreSQL asks for it to be run again
//!   when two changes met (documentation, chapter 13.2.3 "Serializable Isolation Level").
//! - After a statement failed, nothing of the transaction is kept, on either database, even if
//!   the work goes on and answers `Ok`. What may fail on purpose says so in its SQL
//!   (`ON CONFLICT DO NOTHING`), or answers `Err`.

mod column;
mod db;
mod error;
mod job;
mod migrate;
mod pool;
mod postgres;
mod sql;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod value;

pub use column::{Column, FromColumn, Row};
pub use db::{Db, Settings};
pub use error::Error;
pub use migrate::Migration;
pub use sql::Sql;
pub use tx::Tx;
pub use value::Value;

/// What the macros of this crate need to reach from other crates; not for anybody else.
#[doc(hidden)]
pub mod macros {
    pub use crate::sql::sqlite_text;
}
