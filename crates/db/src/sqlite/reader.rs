//! A reader thread: each piece of work sees one unmoving picture of the records.

use rusqlite::Connection;

use super::error::explain;
use crate::job::{Job, run_caught};
use crate::pool::Queue;
use crate::tx::Connection::Sqlite;
use crate::{Error, Tx};

pub(super) fn serve(connection: &Connection, queue: &Queue) {
    while let Some(work) = queue.take(1).pop() {
        let mut job = work.job;
        if !job.abandoned() {
            let end = run(connection, job.as_mut());
            job.answer(end);
        }
    }
}

fn run(connection: &Connection, job: &mut dyn Job) -> Result<(), Error> {
    control(connection, "BEGIN")?;
    let ran = run_caught(job, &mut Tx::new(Sqlite(connection)));
    if !connection.is_autocommit() {
        control(connection, "ROLLBACK")?;
    }
    ran.map(drop)
}

/// Runs a statement that steers the transaction.
pub(super) fn control(connection: &Connection, text: &'static str) -> Result<(), Error> {
    let run = || connection.prepare_cached(text)?.execute([]);
    run()
        .map(drop)
        .map_err(|error| explain(connection, text, error))
}
