//! Opening the house: the database, brought up to date, and the master key.

use keyward_db::{Db, Settings};
use keyward_moment::{Clock, SystemClock};
use keyward_seal::{MasterKey, MasterKeyError};

use super::{Failure, say};
use crate::app::{self, App};
use crate::config::{Config, Database};
use crate::migrations::MIGRATIONS;
use crate::school;

/// Opens the database and brings it up to date.
pub async fn database(config: &Config) -> Result<Db, Failure> {
    let settings = match &config.database {
        Database::File(path) => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(|error| {
                    Failure::new(format!(
                        "the folder {} cannot be made: {error}",
                        folder.display()
                    ))
                })?;
            }
            Settings::Sqlite { path: path.clone() }
        }
        Database::Server(url, connections) => Settings::Postgres {
            url: url.clone(),
            connections: *connections,
        },
    };
    let db = Db::open(&settings)?;
    db.migrate(MIGRATIONS).await?;
    Ok(db)
}

/// Brings the database up to date, and says so.
pub async fn migrate(config: &Config) -> Result<(), Failure> {
    database(config).await?;
    say("The database is up to date.");
    Ok(())
}

/// Opens everything. At the very first start the master key is made; later it must be there.
pub async fn app(config: Config) -> Result<App, Failure> {
    app_at(config, Box::new(SystemClock)).await
}

/// Opens everything, with a clock of its own.
pub async fn app_at(config: Config, clock: Box<dyn Clock>) -> Result<App, Failure> {
    app::verifier(&config).map_err(Failure::new)?;
    let db = database(&config).await?;
    let path = config.master_key_file.clone();
    let key = match MasterKey::read(&path).map_err(Failure::new)? {
        Some(key) => key,
        None if school::is_any(&db).await? => {
            return Err(Failure::new(MasterKeyError::Missing(path)));
        }
        None => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(Failure::new)?;
            }
            MasterKey::create(&path).map_err(Failure::new)?
        }
    };
    Ok(App::new(config, db, key, clock))
}
