//! Letting go of old drafts of acts, whether or not their writer ever comes back or still reads the
//! concern: what was written about a child does not outlast its use.

use std::time::Duration;

use keyward_web::Problem;

use super::act_store;
use crate::app::App;
use crate::cx::Actor;
use crate::school;

/// How often old drafts of acts are looked for.
const LOOKS_EVERY: Duration = Duration::from_secs(3_600);

/// Lets go of drafts of acts as they grow old, for ever.
pub async fn forget_hourly(app: App) {
    loop {
        if let Err(problem) = forget(&app).await {
            tracing::warn!(?problem, "old drafts could not be let go of");
        }
        // Nothing rings when a draft grows old, so it is looked for.
        tokio::time::sleep(LOOKS_EVERY).await;
    }
}

/// Lets go of the drafts of acts that nobody has gone on with for 30 days, at every school.
///
/// # Errors
/// That the database is away.
pub async fn forget(app: &App) -> Result<(), Problem> {
    for each in school::every(app).await? {
        let (school, key) = school::by_slug(app, &each.slug).await?;
        let machine = Actor::machine(Some((school.id, key)), "drafts");
        app.write_as(machine, app.now(), act_store::forget_old_here)
            .await?;
    }
    Ok(())
}
