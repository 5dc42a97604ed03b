//! A worker thread: takes one piece of work at a time, over a connection that it mends itself.

use std::hash::{BuildHasher, RandomState};
use std::thread;
use std::time::Duration;

use super::connect::Connector;
use super::session::Session;
use crate::job::{Job, Mode, run_caught};
use crate::pool::Queue;
use crate::tx::{Connection, Remedy, Trouble};
use crate::{Error, Tx};

/// How often a piece of work is run again that met other changes.
const TRIES_MAX: u32 = 20;
/// From this try on, such pieces of work of one server wait for each other.
const TRIES_TOGETHER: u32 = 3;

const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";
/// One server at a time may change the tables: the others wait at the lock, then look at what
/// is there. `READ COMMITTED` lets them see it. SQLite's type for bytes gets its name here.
const MIGRATE: &str = "
    BEGIN ISOLATION LEVEL READ COMMITTED;
    SET LOCAL statement_timeout = 0;
    SET LOCAL lock_timeout = '5min';
    DO $$ BEGIN
        PERFORM pg_advisory_xact_lock(4849323);
        IF to_regtype('blob') IS NULL THEN
            CREATE DOMAIN blob AS bytea;
        END IF;
    END $$;
";

pub(super) fn serve(connector: &Connector, queue: &Queue) {
    let mut session = None;
    while let Some(work) = queue.take(1).pop() {
        let mut job = work.job;
        if work.mode == Mode::Read && job.abandoned() {
            continue;
        }
        let end = finish(connector, &mut session, work.mode, job.as_mut());
        job.answer(end);
    }
}

/// Runs a piece of work until it has an answer.
fn finish(
    connector: &Connector,
    kept: &mut Option<Session>,
    mode: Mode,
    job: &mut dyn Job,
) -> Result<(), Error> {
    let mut reconnected = false;
    let mut tries = 0;
    let mut turn = None;
    loop {
        let mut session = match kept.take().filter(|session| !session.is_closed()) {
            Some(session) => session,
            None => connector.connect()?,
        };
        let trouble = match once(&mut session, mode, job) {
            Ok(answer) => {
                *kept = Some(session).filter(|_| !answer.broken);
                return answer.end;
            }
            Err(trouble) => trouble,
        };
        match trouble.remedy {
            Remedy::Again if tries < TRIES_MAX => {
                *kept = Some(session);
                tries += 1;
                drop(turn.take());
                thread::sleep(pause(tries));
                turn = (tries >= TRIES_TOGETHER).then(|| connector.turn());
            }
            Remedy::Reconnect if !reconnected => reconnected = true,
            Remedy::Again | Remedy::Reconnect | Remedy::None => return Err(trouble.error),
        }
    }
}

/// What a piece of work gets to hear, and whether its connection is good for another.
struct Answer {
    end: Result<(), Error>,
    broken: bool,
}

fn once(session: &mut Session, mode: Mode, job: &mut dyn Job) -> Result<Answer, Trouble> {
    session.batch("BEGIN", begin(mode))?;
    let mut tx = Tx::new(Connection::Postgres(session));
    let ran = run_caught(job, &mut tx);
    let end = match (ran, tx.into_trouble()) {
        (Err(panic), _) => {
            return Ok(Answer {
                end: Err(panic),
                broken: true,
            });
        }
        (Ok(_), Some(trouble)) if trouble.remedy != Remedy::None => {
            let remedy = match session.batch("ROLLBACK", "ROLLBACK") {
                Ok(()) => trouble.remedy,
                Err(_) => Remedy::Reconnect,
            };
            return Err(Trouble { remedy, ..trouble });
        }
        (Ok(true), None) => return commit(session, mode),
        (Ok(true), Some(trouble)) => Err(trouble.error.went_on()),
        (Ok(false), _) => Ok(()),
    };
    let broken = session.batch("ROLLBACK", "ROLLBACK").is_err();
    Ok(Answer { end, broken })
}

fn begin(mode: Mode) -> &'static str {
    match mode {
        Mode::Read => READ,
        Mode::Write => WRITE,
        Mode::Migrate => MIGRATE,
    }
}

fn commit(session: &mut Session, mode: Mode) -> Result<Answer, Trouble> {
    match (session.batch("COMMIT", "COMMIT"), mode) {
        (Ok(()), _) => Ok(Answer {
            end: Ok(()),
            broken: false,
        }),
        (Err(trouble), Mode::Write | Mode::Migrate) if trouble.remedy == Remedy::Reconnect => {
            let unknown = "the connection broke while a change was being stored: look whether it \
                           is there before making it again";
            Ok(Answer {
                end: Err(Error::Away(unknown.into())),
                broken: true,
            })
        }
        (Err(trouble), _) => Err(trouble),
    }
}

/// A little longer each time, and never the same for two.
fn pause(tries: u32) -> Duration {
    let longest_micros = 500 << tries.min(7);
    Duration::from_micros(RandomState::new().hash_one(tries) % longest_micros)
}
