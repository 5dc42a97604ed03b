//! A piece of work on its way to a connection, and its answer on the way back.

use tokio::sync::oneshot;

use crate::{Error, Tx};

/// What a piece of work wants of its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One unmoving picture; no change.
    Read,
    /// A change that is kept whole or not at all.
    Write,
    /// A change of the tables themselves; one at a time among all servers.
    Migrate,
}

/// A piece of work waiting for a connection.
pub(crate) struct Work {
    pub mode: Mode,
    pub job: Box<dyn Job>,
}

/// A caller's closure, with the types of its answer hidden.
pub(crate) trait Job: Send {
    /// Runs the closure; says whether it wants its changes kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;

    /// Sends the answer: the closure's own, or the database's error in its place.
    fn answer(self: Box<Self>, end: Result<(), Error>);

    /// True when nobody waits for the answer any more.
    fn abandoned(&self) -> bool;
}

struct Closure<F, T, E> {
    closure: F,
    outcome: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
}

/// Wraps a closure; the receiver gets its answer.
pub(crate) fn job<T, E, F>(closure: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>)
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
{
    let (answer, receiver) = oneshot::channel();
    (
        Box::new(Closure {
            closure,
            outcome: None,
            answer,
        }),
        receiver,
    )
}

impl<T, E, F> Job for Closure<F, T, E>
where
    T: Send,
    E: From<Error> + Send,
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let outcome = (self.closure)(tx);
        self.outcome.insert(outcome).is_ok()
    }

    fn answer(self: Box<Self>, end: Result<(), Error>) {
        let outcome = match (end, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(E::from(Error::Bug("a piece of work never ran".into()))),
            (Err(error), _) => Err(E::from(error)),
        };
        // Whoever asked may have gone away; the work stands all the same.
        drop(self.answer.send(outcome));
    }

    fn abandoned(&self) -> bool {
        self.answer.is_closed()
    }
}

/// Runs a job's closure. A panic in it stays there: the connection's thread goes on.
pub(crate) fn run_caught(job: &mut dyn Job, tx: &mut Tx<'_>) -> Result<bool, Error> {
    let run = std::panic::AssertUnwindSafe(|| job.run(tx));
    std::panic::catch_unwind(run)
        .map_err(|_| Error::Bug("a piece of work panicked; nothing of it was kept".into()))
}
