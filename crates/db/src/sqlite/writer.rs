//! The writer thread. What is queued becomes savepoints of one transaction, which is committed
//! once (one fsync for all of them); only then is each piece of work answered. One that fails is
//! undone alone.

use std::collections::VecDeque;

use rusqlite::Connection;

use super::reader::control;
use crate::job::{Job, Work, run_caught};
use crate::pool::Queue;
use crate::tx::Connection::Sqlite;
use crate::{Error, Tx};

/// How many pieces of work share one commit.
const TOGETHER_MAX: usize = 64;

pub(super) fn serve(connection: &Connection, queue: &Queue) {
    loop {
        let mut waiting = VecDeque::from(queue.take(TOGETHER_MAX));
        if waiting.is_empty() {
            return;
        }
        while !waiting.is_empty() {
            together(connection, &mut waiting);
        }
    }
}

/// What became of one piece of work inside the shared transaction.
enum Outcome {
    /// Its changes are in the transaction, and stand when that is committed.
    Kept,
    /// It was undone; this is its answer.
    Undone(Result<(), Error>),
    /// SQLite gave up the whole transaction (disk full, for example).
    AllLost(Error),
}

fn together(connection: &Connection, waiting: &mut VecDeque<Work>) {
    if let Err(error) = control(connection, "BEGIN IMMEDIATE") {
        waiting
            .drain(..)
            .for_each(|work| work.job.answer(Err(error.clone())));
        return;
    }
    let mut kept = Vec::new();
    let mut undone = Vec::new();
    let mut end = Ok(());
    while let Some(mut work) = waiting.pop_front() {
        match one(connection, work.job.as_mut()) {
            Outcome::Kept => kept.push(work),
            Outcome::Undone(answer) => undone.push((work, answer)),
            Outcome::AllLost(error) => {
                kept.push(work);
                end = Err(error);
                break;
            }
        }
    }
    let end = end.and_then(|()| control(connection, "COMMIT"));
    if end.is_err() && !connection.is_autocommit() {
        log_failure(control(connection, "ROLLBACK"));
    }
    undone
        .into_iter()
        .for_each(|(work, answer)| work.job.answer(answer));
    match end {
        // One of them broke a rule that is checked at the commit: each is tried again alone.
        Err(Error::Refused { .. }) if kept.len() > 1 => {
            kept.into_iter()
                .for_each(|work| together(connection, &mut VecDeque::from([work])));
        }
        end => {
            log_failure(end.clone());
            kept.into_iter()
                .for_each(|work| work.job.answer(end.clone()));
        }
    }
}

fn log_failure(end: Result<(), Error>) {
    if let Err(error) = end {
        tracing::error!("a transaction was not stored: {error}");
    }
}

fn one(connection: &Connection, job: &mut dyn Job) -> Outcome {
    if let Err(error) = control(connection, "SAVEPOINT work") {
        return Outcome::AllLost(error);
    }
    let mut tx = Tx::new(Sqlite(connection));
    let ran = run_caught(job, &mut tx);
    let trouble = tx.into_trouble().map(|trouble| trouble.error);
    if connection.is_autocommit() {
        let lost = || Error::Away("the change and those beside it could not be stored".into());
        return Outcome::AllLost(trouble.unwrap_or_else(lost));
    }
    let answer = match (ran, trouble) {
        (Ok(true), None) => {
            return match control(connection, "RELEASE work") {
                Ok(()) => Outcome::Kept,
                Err(error) => Outcome::AllLost(error),
            };
        }
        (Ok(true), Some(error)) => Err(error.went_on()),
        (Ok(false), _) => Ok(()),
        (Err(panic), _) => Err(panic),
    };
    let undo = control(connection, "ROLLBACK TO work").and(control(connection, "RELEASE work"));
    match undo {
        Ok(()) => Outcome::Undone(answer),
        Err(error) => Outcome::AllLost(error),
    }
}
