//! What a school would miss without the last key of somebody's that counts: a safeguarding lead who can
//! open concerns. It is said to whoever removes the key or reports it lost, and keeps nobody from it.

use keyward_web::Problem;

use super::store::{self, HeldKey};
use crate::cx::Tx;
use crate::ids::{KeyId, PersonId};
use crate::key_policy::{Fewer, Leads};

/// The one key of somebody's that counts, and what would follow without it; nothing, where another
/// counts too or where no lead would be missed. The caller has found them at the actor's school.
///
/// # Errors
/// That the database is away.
pub fn last_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Option<(KeyId, Fewer)>, Problem> {
    let policy = tx.asked_of_keys(person)?;
    let mut keys = store::of(tx, person)?;
    keys.retain(|key: &HeldKey| key.is_working() && policy.counts(key.shown(false)));
    let [last] = keys.as_slice() else {
        return Ok(None);
    };
    let before = Leads::now(tx)?;
    let after = before.without_key_of(person);
    let fewer = Fewer::between(tx, &before, &after)?;
    Ok(fewer.map(|fewer| (last.id.clone(), fewer)))
}

/// What would follow without this key.
pub(super) fn without(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    key: &KeyId,
) -> Result<Option<Fewer>, Problem> {
    let last = last_of(tx, person)?.filter(|(last, _)| last == key);
    Ok(last.map(|(_, fewer)| fewer))
}
