//! Recording a concern: sealed, alerted, written down, in one transaction.

use keyward_web::Problem;

use super::concern::Facts;
use super::{alerts, store};
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::ConcernId;

/// Records a concern as its form does. Whoever is alerted finds the way by `sign_in_url`.
///
/// # Errors
/// Not found, when somebody alerted is not there; that the database is away.
pub fn record(tx: &mut Tx<'_, '_>, facts: &Facts, sign_in_url: &str) -> Result<ConcernId, Problem> {
    let form = tx.new_id();
    record_sent(tx, facts, &form, sign_in_url)
}

/// Records the concern of a form that was sent, and alerts the people.
pub(super) fn record_sent(
    tx: &mut Tx<'_, '_>,
    facts: &Facts,
    form_tag: &str,
    sign_in_url: &str,
) -> Result<ConcernId, Problem> {
    let id = store::insert(tx, facts, form_tag)?;
    alerts::alert(tx, &id, &facts.alerted, sign_in_url)?;
    let pupils: Vec<&str> = facts.pupils.iter().map(|id| id.0.as_str()).collect();
    let alerted: Vec<&str> = facts.alerted.iter().map(|id| id.0.as_str()).collect();
    tx.entry(
        Entry::of("concern logged", "concern", &id.0)
            .with("pupils", pupils.join(" "))
            .with("alerted", alerted.join(" ")),
    )?;
    Ok(id)
}
