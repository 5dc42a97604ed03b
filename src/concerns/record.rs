//! Recording a concern: sealed, alerted, written down, in one transaction.

use keyward_web::Problem;

use super::concern::Facts;
use super::form::LogForm;
use super::insert::insert;
use super::store;
use crate::alerts;
use crate::audit::Entry;
use crate::body_map;
use crate::cx::Tx;
use crate::ids::ConcernId;

/// Records the concern of a form that was sent and found right, and alerts the people; the concern
/// that this very form has made already, when it has. Everything that was kept under the form's own
/// name (`form.form`) belongs to the concern from here on.
pub(super) fn record(
    tx: &mut Tx<'_, '_>,
    form: &LogForm,
    facts: &Facts,
    sign_in_url: &str,
) -> Result<Option<ConcernId>, Problem> {
    let tag = store::form_tag(tx, &form.parts())?;
    let Some(id) = insert(tx, facts, &tag)? else {
        return store::made(tx, &tag);
    };
    body_map::record(tx, &id, facts.noticed, &facts.marks, &tag)?;
    alerts::raise(tx, &id, &facts.alerted, &facts.groups, sign_in_url)?;
    written_down(tx, &id, facts)?;
    Ok(Some(id))
}

/// Writes down that it was logged, and whom its writer chose to alert. Whom among the staff it names,
/// and who of those chosen was passed over, is told to nobody who reads the log.
pub(super) fn written_down(
    tx: &mut Tx<'_, '_>,
    id: &ConcernId,
    facts: &Facts,
) -> Result<(), Problem> {
    let pupils = facts.pupils.iter().map(|one| one.pupil.0.as_str());
    let pupils: Vec<&str> = pupils.collect();
    let people: Vec<&str> = facts.alerted.iter().map(|id| id.0.as_str()).collect();
    let groups: Vec<&str> = facts.groups.iter().map(|id| id.0.as_str()).collect();
    tx.entry(
        Entry::of("concern logged", "concern", &id.0)
            .with("pupils", pupils.join(" "))
            .with("alerts", people.join(" "))
            .with("alert groups", groups.join(" ")),
    )
}
