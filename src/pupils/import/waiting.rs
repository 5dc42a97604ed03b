//! A checked file that waits, sealed, for its own person's yes.

use keyward_db::params;
use keyward_web::Problem;

use super::check::Checked;
use crate::cx::Tx;
use crate::ids::ImportId;

keyward_db::statements! {
    /// A checked file.
    KEEP = "INSERT INTO pupil_import (id, school_id, person_id, rows, made_at)
            VALUES ($1, $2, $3, $4, $5)";
    /// The checked file, for its person, while it waits.
    FIND = "SELECT rows FROM pupil_import
            WHERE id = $1 AND school_id = $2 AND person_id = $3 AND made_at > $4";
    /// Lets go of a person's checked files, and of everybody's that have waited too long.
    LET_GO = "DELETE FROM pupil_import WHERE person_id = $1 OR made_at <= $2";
}

/// How long a checked file waits.
pub const WAIT_SECONDS: i64 = 24 * 3_600;

/// Keeps a checked file for its person. A newer one ends the older.
pub fn keep(tx: &mut Tx<'_, '_>, checked: &Checked) -> Result<ImportId, Problem> {
    let id = ImportId(tx.new_id());
    let rows = serde_json::to_string(checked).map_err(Problem::bug)?;
    let sealed = tx.seal("pupil_import", &id.0, "rows", &rows)?;
    let (school, person, now) = (tx.school()?, tx.person()?, tx.now().as_micros());
    let over = tx.now().plus_seconds(-WAIT_SECONDS).as_micros();
    tx.keep_house(LET_GO, &params![person, over])?;
    tx.keep_house(KEEP, &params![&id, school, person, sealed, now])?;
    Ok(id)
}

/// The acting person's checked file, while it waits.
///
/// # Errors
/// Not found: it is not there, is somebody else's, or has waited too long.
pub fn find(tx: &mut Tx<'_, '_>, id: &ImportId) -> Result<Checked, Problem> {
    let (school, person) = (tx.school()?, tx.person()?);
    let over = tx.now().plus_seconds(-WAIT_SECONDS).as_micros();
    let sealed = tx.one(FIND, &params![id, school, person, over], |row| {
        row.get::<Vec<u8>>(0)
    })?;
    let sealed = sealed.ok_or(Problem::NotFound)?;
    let rows = tx.open("pupil_import", &id.0, "rows", &sealed)?;
    serde_json::from_str(&rows).map_err(|_| Problem::bug("a checked file does not read back"))
}

/// Lets go of the acting person's checked files.
pub fn let_go(tx: &mut Tx<'_, '_>) -> Result<(), Problem> {
    let person = tx.person()?;
    let over = tx.now().plus_seconds(-WAIT_SECONDS).as_micros();
    tx.keep_house(LET_GO, &params![person, over])?;
    Ok(())
}
