//! The shared database: a few worker threads with a connection each, over one queue.

mod address;
mod connect;
mod error;
mod session;
mod value;
mod worker;

use std::sync::Arc;

use crate::Error;
use crate::db::Inner;
use crate::pool::Pool;
use connect::Connector;

pub(crate) use session::Session;

/// Reads the address; the server itself is called when the first work arrives.
pub(crate) fn open(url: &str, connections: usize) -> Result<Inner, Error> {
    let connector = Arc::new(Connector::new(url)?);
    let mut pool = Pool::new();
    for _ in 0..connections.max(1) {
        let connector = Arc::clone(&connector);
        pool.start("db-worker", move |queue| worker::serve(&connector, queue))?;
    }
    let pool = Arc::new(pool);
    Ok(Inner {
        name: "PostgreSQL",
        reads: Arc::clone(&pool),
        writes: pool,
    })
}
