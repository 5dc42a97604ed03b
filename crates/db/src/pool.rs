//! A queue of work and the threads that serve it.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::Error;
use crate::job::Work;

/// How much work may wait. More than this is answered "too busy" at once, which is kinder than a
/// wait that outlasts everybody's patience.
const WAITING_MAX: usize = 4096;

/// Work that waits for a thread.
#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Work>,
    closed: bool,
    /// How many threads serve.
    serving: usize,
}

impl Queue {
    /// Puts work at the end, or answers it when too much is waiting.
    pub fn push(&self, work: Work) {
        let mut state = self.lock();
        if state.waiting.len() >= WAITING_MAX {
            drop(state);
            work.job.answer(Err(Error::Away(
                "too many requests are waiting for it".into(),
            )));
            return;
        }
        state.waiting.push_back(work);
        drop(state);
        self.changed.notify_one();
    }

    /// Waits for work, then takes at most `max` of it. Empty when the queue is closed and done.
    pub fn take(&self, max: usize) -> Vec<Work> {
        let state = self.lock();
        let mut state = self
            .changed
            .wait_while(state, |state| state.waiting.is_empty() && !state.closed)
            .unwrap_or_else(PoisonError::into_inner);
        let count = state.waiting.len().min(max);
        state.waiting.drain(..count).collect()
    }

    fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Waits until no thread serves any more; false when that takes too long.
    fn ended(&self, wait: Duration) -> bool {
        let (state, _) = self
            .changed
            .wait_timeout_while(self.lock(), wait, |state| state.serving > 0)
            .unwrap_or_else(PoisonError::into_inner);
        state.serving == 0
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long the end of the threads is waited for: longer than any statement takes on a server
/// that lives.
const END_WAIT: Duration = Duration::from_secs(20);

/// Threads with a connection each, and the queue they share. Dropping it lets them finish what
/// waits, then waits for them to end.
pub(crate) struct Pool {
    queue: Arc<Queue>,
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    pub fn new() -> Pool {
        Pool {
            queue: Arc::default(),
            threads: Vec::new(),
        }
    }

    /// Starts one more thread.
    pub fn start(
        &mut self,
        name: &str,
        serve: impl FnOnce(&Queue) + Send + 'static,
    ) -> Result<(), Error> {
        self.queue.lock().serving += 1;
        let serving = Serving(Arc::clone(&self.queue));
        let thread = thread::Builder::new()
            .name(name.into())
            .spawn(move || serve(&serving.0))
            .map_err(|error| Error::Setup(format!("no thread could be started: {error}")))?;
        self.threads.push(thread);
        Ok(())
    }

    pub fn push(&self, work: Work) {
        self.queue.push(work);
    }
}

/// A thread that serves, until it ends in one way or another.
struct Serving(Arc<Queue>);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.lock().serving -= 1;
        self.0.changed.notify_all();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.queue.close();
        // The last handle may have travelled into a piece of work: its thread cannot wait for
        // itself.
        let here = thread::current().id();
        if self
            .threads
            .iter()
            .any(|thread| thread.thread().id() == here)
        {
            return;
        }
        if !self.queue.ended(END_WAIT) {
            tracing::warn!("the database does not answer: its connections are left as they are");
            return;
        }
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the database ended in a panic");
            }
        }
    }
}
