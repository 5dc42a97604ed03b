//! Recording a concern: sealed, alerted, written down, in one transaction.

use keyward_web::Problem;

use super::concern::Facts;
use super::{alerts, store};
use crate::audit::Entry;
use crate::body_map;
use crate::cx::Tx;
use crate::ids::ConcernId;

/// Records the concern of a form that was sent, unless it has made one already, and alerts the
/// people.
pub(super) fn record(
    tx: &mut Tx<'_, '_>,
    facts: &Facts,
    form_tag: &str,
    sign_in_url: &str,
) -> Result<Option<ConcernId>, Problem> {
    let Some(id) = store::insert(tx, facts, form_tag)? else {
        return Ok(None);
    };
    body_map::record(tx, &id, facts.noticed_at, &facts.marks, form_tag)?;
    alerts::alert(tx, &id, &facts.alerted, sign_in_url)?;
    let pupils: Vec<&str> = facts.pupils.iter().map(|id| id.0.as_str()).collect();
    let alerted: Vec<&str> = facts.alerted.iter().map(|id| id.0.as_str()).collect();
    tx.entry(
        Entry::of("concern logged", "concern", &id.0)
            .with("pupils", pupils.join(" "))
            .with("alerted", alerted.join(" ")),
    )?;
    Ok(Some(id))
}
