//! Every SQL statement about approved models.

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::{ApprovedModel, Wanted};
use crate::cx::Tx;
use crate::ids::KeyModelId;

keyward_db::statements! {
    /// The models that a school approves, by name, with how many working keys each vouches for.
    OF_SCHOOL = "SELECT key_model.id, key_model.name, key_model.model, key_model.root_pem,
                        key_model.added_at,
                        (SELECT COUNT(*) FROM working_key
                         WHERE working_key.key_model_id = key_model.id)
                 FROM key_model WHERE school_id = $1 AND removed_at IS NULL
                 ORDER BY LOWER(key_model.name), key_model.id";
    /// A new approved model.
    INSERT = "INSERT INTO key_model (id, school_id, name, model, root_pem, added_at)
              VALUES ($1, $2, $3, $4, $5, $6)";
    /// Removes one.
    REMOVE = "UPDATE key_model SET removed_at = $3
              WHERE school_id = $1 AND id = $2 AND removed_at IS NULL";
}

/// The models that the actor's school approves.
pub fn all(tx: &mut Tx<'_, '_>) -> Result<Vec<ApprovedModel>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(OF_SCHOOL, &params![school], |row| {
        Ok(ApprovedModel {
            id: row.get(0)?,
            name: row.get(1)?,
            model: row.get(2)?,
            root_pem: row.get(3)?,
            added_at: Moment::from_micros(row.get(4)?),
            keys: row.get(5)?,
        })
    })?)
}

/// Whether the actor's school approves any model.
pub fn any(tx: &mut Tx<'_, '_>) -> Result<bool, Problem> {
    Ok(!all(tx)?.is_empty())
}

/// Approves a model.
pub(super) fn insert(tx: &mut Tx<'_, '_>, wanted: &Wanted) -> Result<KeyModelId, Problem> {
    let (id, school, now) = (KeyModelId(tx.new_id()), tx.school()?, tx.now().as_micros());
    let row = params![
        &id,
        school,
        &wanted.name,
        &wanted.model,
        &wanted.root_pem,
        now
    ];
    tx.execute(INSERT, &row)?;
    Ok(id)
}

/// Approves a model no longer.
pub(super) fn remove(tx: &mut Tx<'_, '_>, id: &KeyModelId) -> Result<(), Problem> {
    let params = params![tx.school()?, id, tx.now().as_micros()];
    match tx.execute(REMOVE, &params)? {
        1 => Ok(()),
        _ => Err(Problem::NotFound),
    }
}
