//! Categories by their names. A concern is not found by its category, which is no word of it: the inbox
//! shows the concerns of one, and whoever looks for its name is led there.

use keyward_db::params;
use keyward_web::Problem;
use keyward_words::Part;

use crate::access::Right;
use crate::cx::Tx;
use crate::ids::CategoryId;

keyward_db::statements! {
    /// The categories of a school, by name.
    NAMES = "SELECT id, name FROM category WHERE school_id = $1 ORDER BY LOWER(name), id";
}

/// The categories in whose name every part is, for whoever has an inbox.
pub(super) fn categories(
    tx: &mut Tx<'_, '_>,
    parts: &[Part],
) -> Result<Vec<(CategoryId, String)>, Problem> {
    if !tx.access().has(Right::WorkCases) {
        return Ok(Vec::new());
    }
    let mut all = tx.all(NAMES, &params![tx.school()?], |row| {
        Ok((row.get(0)?, row.get::<String>(1)?))
    })?;
    all.retain(|(_, name)| parts.iter().all(|part| part.is_in(name)));
    Ok(all)
}
