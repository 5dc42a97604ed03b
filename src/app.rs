//! The application: what every request shares, and the features in reading order.

use std::sync::{Arc, LazyLock, PoisonError};

use axum::Router;
use axum::extract::Request;
use keyward_db::Db;
use keyward_moment::{Clock, Moment};
use keyward_seal::{MasterKey, SchoolKey};
use keyward_web::Problem;
use tokio::sync::{Mutex, Notify};

use crate::config::Config;
use crate::cx::{Actor, JobError, Patience, Tx, guard};
use crate::documents::{Downloads, Uploads};
use crate::feature::{Entrance, Feature, Setting, is_closed_meanwhile, router};
use crate::ids::SchoolId;
use crate::people::Hasher;
use crate::search::Keeper;
use crate::security_keys::{SettingRefused, Verifier};

/// The features, in the order in which a newcomer should read them.
pub fn features() -> Vec<Feature> {
    vec![
        crate::layout::feature(),
        crate::cx::feature(),
        crate::school::feature(),
        crate::sign_in::feature(),
        crate::key_policy::feature(),
        crate::security_keys::feature(),
        crate::elevation::feature(),
        crate::account::feature(),
        crate::sessions::feature(),
        crate::dashboard::feature(),
        crate::inbox::feature(),
        crate::search::feature(),
        crate::pupils::feature(),
        crate::concerns::feature(),
        crate::body_map::feature(),
        crate::drafts::feature(),
        crate::documents::feature(),
        crate::casework::feature(),
        crate::alerts::feature(),
        crate::school_calendar::feature(),
        crate::patterns::feature(),
        crate::planner::feature(),
        crate::people::feature(),
        crate::groups::feature(),
        crate::exclusions::feature(),
        crate::sight::feature(),
        crate::enrolment::feature(),
        crate::break_glass::feature(),
        crate::key_estate::feature(),
        crate::soft_keys::feature(),
        crate::usb_keys::feature(),
        crate::recovery_codes::feature(),
        crate::flags::feature(),
        crate::contacts::feature(),
        crate::family::feature(),
        crate::chronology::feature(),
        crate::mail::feature(),
        crate::categories::feature(),
        crate::school::settings_feature(),
        crate::audit::feature(),
    ]
}

/// The features that a server opens, and those that a demo opens: put together once.
static OF_A_SERVER: LazyLock<Vec<Feature>> = LazyLock::new(features);
static OF_A_DEMO: LazyLock<Vec<Feature>> = LazyLock::new(|| {
    let mut features = features();
    features.push(crate::demo::feature());
    features
});

/// The features that this configuration opens: those above, and the demo's in the demo alone.
fn open_features(config: &Config) -> &'static [Feature] {
    if config.demo {
        &OF_A_DEMO
    } else {
        &OF_A_SERVER
    }
}

/// What every request shares. Cloning it shares it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    db: Db,
    config: Config,
    clock: Box<dyn Clock>,
    master: MasterKey,
    hasher: Hasher,
    verifier: Result<Verifier, SettingRefused>,
    entrances: Vec<Entrance>,
    settings: Vec<Setting>,
    /// Those of them that whoever views as a user group is led to.
    read_settings: Vec<Setting>,
    letters: Notify,
    post_room: Mutex<()>,
    search: Keeper,
    uploads: Uploads,
    downloads: Downloads,
    patience: Patience,
}

impl App {
    /// An application over an open database.
    pub fn new(config: Config, db: Db, master: MasterKey, clock: Box<dyn Clock>) -> Self {
        let hasher = Hasher::new(config.password_hashes_at_once);
        let verifier = verifier(&config);
        let (mut entrances, mut settings) = (Vec::new(), Vec::<Setting>::new());
        for feature in open_features(&config) {
            entrances.extend(&feature.entrances);
            settings.extend(&feature.settings);
        }
        let mut read_settings = settings.clone();
        read_settings.retain(|one| !is_closed_meanwhile(open_features(&config), one.href));
        let letters = Notify::new();
        let search = Keeper::new(&config);
        Self(Arc::new(Inner {
            db,
            config,
            clock,
            master,
            hasher,
            verifier,
            entrances,
            settings,
            read_settings,
            letters,
            post_room: Mutex::new(()),
            search,
            uploads: Uploads::default(),
            downloads: Downloads::default(),
            patience: Patience::default(),
        }))
    }

    /// The same, with passwords hashed at so little cost that a story need not wait for it.
    #[cfg(test)]
    #[must_use]
    pub fn hashing_quickly(mut self) -> Self {
        let inner = Arc::get_mut(&mut self.0).expect("nobody shares it yet");
        inner.hasher = Hasher::quick(inner.config.password_hashes_at_once);
        self
    }

    /// The same, which waits for others so long.
    #[cfg(test)]
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        let inner = Arc::get_mut(&mut self.0).expect("nobody shares it yet");
        inner.patience = patience;
        self
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        self.0.clock.now()
    }

    /// What hashes passwords.
    pub fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }

    /// What speaks with security keys.
    ///
    /// # Errors
    /// A bug's page when no key could answer at this address; `serve` refuses it at start.
    pub fn verifier(&self) -> Result<&Verifier, Problem> {
        self.0.verifier.as_ref().map_err(Problem::bug)
    }

    /// The places in the navigation.
    pub fn entrances(&self) -> &[Entrance] {
        &self.0.entrances
    }

    /// The places in the settings.
    pub fn settings(&self) -> &[Setting] {
        &self.0.settings
    }

    /// Those of them that are open to whoever views as a user group, and changes nothing.
    pub fn read_settings(&self) -> &[Setting] {
        &self.0.read_settings
    }

    /// The bell that tells the post room of a new letter.
    pub fn letters(&self) -> &Notify {
        &self.0.letters
    }

    /// Held by whoever empties the letter box here, so that one who waited finds all of it sent.
    pub fn post_room(&self) -> &Mutex<()> {
        &self.0.post_room
    }

    /// What keeps the words that are searched, in memory.
    pub fn search(&self) -> &Keeper {
        &self.0.search
    }

    /// The files that are being sent.
    pub fn uploads(&self) -> &Uploads {
        &self.0.uploads
    }

    /// The files that are being handed out.
    pub fn downloads(&self) -> &Downloads {
        &self.0.downloads
    }

    /// How long others are waited for.
    pub fn patience(&self) -> Patience {
        self.0.patience
    }

    /// A school's key, unwrapped.
    ///
    /// # Errors
    /// When the master key is not the one it was wrapped under.
    pub fn unwrap_key(&self, school: &SchoolId, wrapped: &[u8]) -> Result<SchoolKey, Problem> {
        self.0.master.unwrap(&school.0, wrapped).map_err(|_| {
            Problem::bug(format_args!(
                "the key of school {school} does not unwrap: is this the right master key file?"
            ))
        })
    }

    /// A new school's key, wrapped for the database.
    pub fn wrap_key(&self, school: &SchoolId, key: &SchoolKey) -> Vec<u8> {
        self.0.master.wrap(&school.0, key)
    }

    /// Runs a job that only reads, as this actor.
    ///
    /// # Errors
    /// What the job says, or that the database is away.
    pub async fn read_as<T: Send + 'static, E: JobError>(
        &self,
        actor: Actor,
        now: Moment,
        mut job: impl FnMut(&mut Tx<'_, '_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.0
            .db
            .read(move |db| job(&mut Tx::new(db, &actor, now)))
            .await
    }

    /// Runs a job that writes, as this actor: all of it or nothing, and nothing without an audit
    /// entry. It may run twice.
    ///
    /// # Errors
    /// What the job says, or that the database is away.
    pub async fn write_as<T: Send + 'static, E: JobError>(
        &self,
        actor: Actor,
        now: Moment,
        mut job: impl FnMut(&mut Tx<'_, '_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let written = self.0.db.write(move |db| {
            let mut tx = Tx::new(db, &actor, now);
            let done = job(&mut tx)?;
            if tx.is_accounted_for() {
                Ok(done)
            } else {
                Err(Problem::bug("a change without an audit entry").into())
            }
        });
        written.await
    }

    /// Runs a job for each of many acts in one transaction, each as its own actor at its own
    /// moment: all of them or none, and none without an audit entry.
    ///
    /// # Errors
    /// What the job says, or that the database is away.
    pub async fn write_each<A: Send + 'static>(
        &self,
        acts: Vec<(Actor, Moment, A)>,
        mut job: impl FnMut(&mut Tx<'_, '_>, &A) -> Result<(), Problem> + Send + 'static,
    ) -> Result<(), Problem> {
        let written = self.0.db.write(move |db| {
            for (actor, now, act) in &acts {
                let mut tx = Tx::new(db, actor, *now);
                job(&mut tx, act)?;
                if !tx.is_accounted_for() {
                    return Err(Problem::bug("a change without an audit entry"));
                }
            }
            Ok(())
        });
        written.await
    }

    /// Runs a job as [`App::write_as`] would, answers what that would have answered, and undoes all
    /// of it.
    ///
    /// # Errors
    /// What the job says, or that the database is away.
    pub async fn rehearse_as<T: Send + 'static, E: JobError>(
        &self,
        actor: Actor,
        now: Moment,
        mut job: impl FnMut(&mut Tx<'_, '_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let would = Arc::new(std::sync::Mutex::new(None));
        let noted = Arc::clone(&would);
        let undone = self.write_as(actor, now, move |tx| {
            let done = job(tx)?;
            *noted.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
            // A job that fails is undone.
            Err::<(), E>(Problem::bug("a rehearsal").into())
        });
        let undone = undone.await;
        let would = would.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (would, undone) {
            (Some(done), _) => Ok(done),
            (None, Err(error)) => Err(error),
            (None, Ok(())) => Err(Problem::bug("a rehearsal that committed").into()),
        }
    }

    /// Everything this server answers.
    pub fn router(&self) -> Router {
        let app = self.clone();
        router(self, open_features(self.config()))
            .fallback(move |request: Request| guard::nowhere(app.clone(), request))
            .with_state(self.clone())
    }
}

/// Keys are bound to the host of the address at which people reach this server.
///
/// # Errors
/// When no key could answer there.
pub fn verifier(config: &Config) -> Result<Verifier, SettingRefused> {
    let origin = config.origin().as_str();
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    Verifier::new(&[origin], host, "Keyward")
}
