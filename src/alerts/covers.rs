//! Who answers for somebody who is away: whoever stands in and can be alerted to the concern. Where
//! nobody who stands in can be, the leads who are there do, so that a concern never waits for the
//! absent alone; and nobody is told why it came to them.

use keyward_db::params;
use keyward_web::Problem;

use super::store;
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId};
use crate::school_calendar::{self, Away};

keyward_db::statements! {
    /// Who recorded a concern: it does not go back to them.
    RECORDER = "SELECT recorder_id FROM concern WHERE id = $1";
}

/// Who is to be alerted besides these people, because one of them is away today.
///
/// # Errors
/// That the database is away.
pub(super) fn of(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    alerted: &[PersonId],
) -> Result<Vec<PersonId>, Problem> {
    let away = today(tx)?;
    let recorder = recorder(tx, concern)?;
    let mut covers = Vec::new();
    for person in alerted {
        if is_there(person, &away) {
            continue;
        }
        match first(tx, concern, person, &away, recorder.as_ref())? {
            Some(cover) => covers.push(cover),
            None => {
                let leads = leads_there(tx, &away)?.into_iter();
                covers.extend(leads.filter(|lead| Some(lead) != recorder.as_ref()));
            }
        }
    }
    Ok(covers)
}

/// Who is away today.
pub(super) fn today(tx: &mut Tx<'_, '_>) -> Result<Vec<Away>, Problem> {
    let today = tx.now().london().date();
    school_calendar::away(tx, today)
}

/// Who recorded a concern.
pub(super) fn recorder(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
) -> Result<Option<PersonId>, Problem> {
    Ok(tx.one(RECORDER, &params![concern], |row| row.get(0))?)
}

fn is_there(person: &PersonId, away: &[Away]) -> bool {
    away.iter().all(|absence| absence.person != *person)
}

/// The first who answers for this person and can be alerted: they themselves where they are there,
/// else one of those who stand in, but never its recorder.
pub(super) fn first(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    person: &PersonId,
    away: &[Away],
    recorder: Option<&PersonId>,
) -> Result<Option<PersonId>, Problem> {
    for who in school_calendar::who_answers(person, away) {
        if Some(who) != recorder && store::can_be_alerted(tx, concern, who)?.is_some() {
            return Ok(Some(who.clone()));
        }
    }
    Ok(None)
}

/// The safeguarding leads who are there today, by name.
pub(super) fn leads_there(tx: &mut Tx<'_, '_>, away: &[Away]) -> Result<Vec<PersonId>, Problem> {
    let mut leads = store::leads(tx)?;
    leads.retain(|lead| is_there(lead, away));
    Ok(leads)
}
