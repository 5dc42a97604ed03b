//! What Account Settings asks the database.

use keyward_db::params;
use keyward_web::Problem;

use crate::cx::Tx;

keyward_db::statements! {
    /// The names of a person's user groups.
    GROUPS = "SELECT user_group.name FROM membership
              JOIN user_group ON user_group.id = membership.group_id
              WHERE membership.person_id = $1 ORDER BY user_group.name";
}

/// The names of the actor's user groups.
pub(super) fn my_groups(tx: &mut Tx<'_, '_>) -> Result<Vec<String>, Problem> {
    let person = tx.person()?;
    Ok(tx.all(GROUPS, &params![person], |row| row.get(0))?)
}
