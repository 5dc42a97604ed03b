//! Who keeps the indexes: one of each school that somebody searches, in the memory of this server.
//!
//! An index is put together in the background when a school is first searched, and brought up to
//! date before each search. Before it outgrows the memory that it is given, that of the school that
//! was searched longest ago is wiped; and every so often it is counted against the database, and put
//! together anew where they disagree.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use keyward_moment::Moment;
use keyward_seal::SchoolKey;
use keyward_web::Problem;
use tokio::sync::watch;
use tokio::time::timeout;

use super::gather::{self, Gatherer};
use super::held::Held;
use super::pace::Pace;
use crate::app::App;
use crate::config::Config;
use crate::ids::SchoolId;

/// How long a search waits for an index that is being put together before it says how far that is.
const WAIT: Duration = Duration::from_millis(600);
/// How often an index is counted against the database.
const COUNT_SECONDS: i64 = 600;

/// How far the index of a school is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// So many hundredths are read.
    Percent(u8),
    Ready,
    /// The database was away; the next search begins again.
    Failed,
    /// It needs more memory than this server gives to searching.
    TooLarge,
}

/// The index of a school on this server.
pub(super) struct Shelved {
    pub(super) progress: watch::Sender<Progress>,
    /// How often it is being put together just now: the old one answers until the new one is there.
    builds: watch::Sender<usize>,
    /// Held by whoever brings it up to date.
    pub(super) turn: tokio::sync::Mutex<()>,
    held: RwLock<Held>,
    searched_at: Mutex<Moment>,
    counted_at: Mutex<Moment>,
}

impl Shelved {
    pub(super) fn new(now: Moment) -> Self {
        Self {
            progress: watch::Sender::new(Progress::Percent(0)),
            builds: watch::Sender::new(0),
            turn: tokio::sync::Mutex::new(()),
            held: RwLock::new(Held::default()),
            searched_at: Mutex::new(now),
            counted_at: Mutex::new(now),
        }
    }

    /// What is held, to be looked through.
    pub fn held(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is held.
    pub(super) fn change(&self, change: impl FnOnce(&mut Held)) {
        change(&mut self.held.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether it is time to count; from then on it is not for a while. What is being put together
    /// is not counted.
    fn is_to_be_counted(&self, now: Moment) -> bool {
        let mut counted_at = lock(&self.counted_at);
        let due = counted_at.seconds_until(now) >= COUNT_SECONDS && *self.builds.borrow() == 0;
        if due {
            *counted_at = now;
        }
        due
    }
}

/// What answers a search.
pub(super) enum Readiness {
    /// Look through it.
    Ready(Arc<Shelved>),
    /// It is being put together: so many hundredths are read.
    Preparing(u8),
    /// It needs more memory than this server gives to searching.
    TooLarge,
    /// This server does not search.
    Off,
}

/// Keeps the index of each school, and the pace of whoever searches.
pub struct Keeper {
    schools: Mutex<HashMap<SchoolId, Arc<Shelved>>>,
    pub(super) pace: Mutex<Pace>,
    is_on: bool,
    bytes_max: usize,
}

impl Keeper {
    /// A keeper of nothing yet.
    pub fn new(config: &Config) -> Self {
        Self {
            schools: Mutex::default(),
            pace: Mutex::default(),
            is_on: config.search.is_on,
            bytes_max: config.search.bytes_max,
        }
    }

    /// The index of a school, up to date.
    ///
    /// # Errors
    /// That the database is away.
    pub(super) async fn ready(
        &self,
        app: &App,
        school: (SchoolId, SchoolKey),
    ) -> Result<Readiness, Problem> {
        if !self.is_on {
            return Ok(Readiness::Off);
        }
        let now = app.now();
        let (shelved, is_new) = self.shelved(&school.0, now);
        let gatherer = Gatherer::new(app, &school);
        if is_new {
            begin(
                app,
                school.0.clone(),
                gatherer.clone(),
                Arc::clone(&shelved),
            );
        }
        match built(&shelved).await {
            Progress::Percent(percent) => return Ok(Readiness::Preparing(percent)),
            Progress::TooLarge => return Ok(Readiness::TooLarge),
            Progress::Failed => {
                self.forget(&school.0);
                return Err(Problem::Away("it was not read for searching".into()));
            }
            Progress::Ready => {}
        }
        let has_moved = gather::refresh(&gatherer, &shelved, now).await?;
        let is_stale = has_moved
            || (shelved.is_to_be_counted(now) && !gather::is_complete(&gatherer, &shelved).await?);
        if is_stale {
            tracing::info!("records were found that search did not know; it is put together anew");
            begin(app, school.0.clone(), gatherer, Arc::clone(&shelved));
        }
        if self.makes_room_for(&school.0) {
            Ok(Readiness::Ready(shelved))
        } else {
            Ok(Readiness::TooLarge)
        }
    }

    fn shelved(&self, school: &SchoolId, now: Moment) -> (Arc<Shelved>, bool) {
        let mut schools = lock(&self.schools);
        if let Some(shelved) = schools.get(school) {
            *lock(&shelved.searched_at) = now;
            return (Arc::clone(shelved), false);
        }
        let shelved = Arc::new(Shelved::new(now));
        schools.insert(school.clone(), Arc::clone(&shelved));
        (shelved, true)
    }

    /// Waits until a school's index is there and nobody puts it together anew, however long that
    /// takes.
    #[cfg(test)]
    pub async fn is_prepared(&self, app: &App, school: (SchoolId, SchoolKey)) {
        if self.ready(app, school.clone()).await.is_err() {
            return;
        }
        let (shelved, _) = self.shelved(&school.0, app.now());
        let mut builds = shelved.builds.subscribe();
        drop(builds.wait_for(|builds| *builds == 0).await);
    }

    fn forget(&self, school: &SchoolId) {
        lock(&self.schools).remove(school);
    }

    /// Wipes the indexes of schools that were searched longest ago until all fit; whether they do.
    pub(super) fn makes_room_for(&self, school: &SchoolId) -> bool {
        let mut schools = lock(&self.schools);
        loop {
            let bytes: usize = schools.values().map(|shelved| shelved.held().bytes()).sum();
            if bytes <= self.bytes_max {
                return true;
            }
            let others = schools.iter().filter(|(other, _)| *other != school);
            let oldest = others.min_by_key(|(_, shelved)| *lock(&shelved.searched_at));
            match oldest.map(|(other, _)| other.clone()) {
                Some(oldest) => drop(schools.remove(&oldest)),
                None => {
                    if let Some(shelved) = schools.get(school) {
                        shelved.progress.send_replace(Progress::TooLarge);
                        shelved.change(|held| *held = Held::default());
                    }
                    return false;
                }
            }
        }
    }
}

/// Puts an index together in the background.
fn begin(app: &App, school: SchoolId, gatherer: Gatherer, shelved: Arc<Shelved>) {
    let app = app.clone();
    shelved.builds.send_modify(|builds| *builds += 1);
    tokio::spawn(async move {
        let (now, building) = (app.now(), Arc::clone(&shelved));
        let built = tokio::spawn(async move { gather::build(&gatherer, &building, now).await });
        match built.await.unwrap_or_else(|lost| Err(Problem::bug(lost))) {
            Ok(()) => {
                if app.search().makes_room_for(&school) {
                    shelved.progress.send_replace(Progress::Ready);
                }
            }
            Err(problem) => {
                tracing::error!(?problem, "a school could not be read for searching");
                shelved.progress.send_replace(Progress::Failed);
            }
        }
        shelved.builds.send_modify(|builds| *builds -= 1);
    });
}

/// How far it is, once it is ready or a moment has passed.
async fn built(shelved: &Shelved) -> Progress {
    let mut progress = shelved.progress.subscribe();
    let done = progress.wait_for(|progress| !matches!(progress, Progress::Percent(_)));
    drop(timeout(WAIT, done).await);
    *shelved.progress.borrow()
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
