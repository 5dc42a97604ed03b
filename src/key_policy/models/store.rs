//! Every SQL statement about approved models.

use keyward_db::params;
use keyward_web::Problem;

use crate::cx::Tx;

keyward_db::statements! {
    /// How many models a school approves.
    COUNT = "SELECT COUNT(*) FROM key_model WHERE school_id = $1 AND removed_at IS NULL";
}

/// Whether the actor's school approves any model.
pub fn any(tx: &mut Tx<'_, '_>) -> Result<bool, Problem> {
    let school = tx.school()?;
    let count = tx.one(COUNT, &params![school], |row| row.get::<i64>(0))?;
    Ok(count.unwrap_or(0) > 0)
}
