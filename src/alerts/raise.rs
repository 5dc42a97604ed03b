//! Alerting people to a concern that has just been logged, and starting its clock.

use keyward_web::Problem;

use super::store::{self, Through};
use super::{covers, groups, line};
use crate::cx::Tx;
use crate::ids::{AlertGroupId, ConcernId, PersonId};
use crate::mail::{self, Letter};
use crate::school_calendar;

/// Who was alerted in the end, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raised(pub Vec<PersonId>);

/// Alerts these people and groups to a new concern, and whoever stands in for those who are away;
/// writes to them, and starts the clock. Whom the concern names as staff, and whoever was excluded
/// from the file of one of its pupils, is passed over without a word, also to whoever chose them. When
/// that leaves nobody, the leads who may read it are alerted, or else the next in line who may.
///
/// # Errors
/// That the database is away.
pub fn raise(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    people: &[PersonId],
    chosen_groups: &[AlertGroupId],
    sign_in_url: &str,
) -> Result<Raised, Problem> {
    let mut raised = Raised::default();
    for person in people {
        store::choose(tx, concern, person, None)?;
        one(
            tx,
            concern,
            person,
            Through::Chosen,
            sign_in_url,
            &mut raised,
        )?;
    }
    for group in chosen_groups {
        for person in groups::members(tx, group)? {
            store::choose(tx, concern, &person, Some(group))?;
            one(
                tx,
                concern,
                &person,
                Through::Group(group),
                sign_in_url,
                &mut raised,
            )?;
        }
    }
    // Where that reaches nobody, the leads are alerted, and else whoever is next in line, such as a
    // headteacher who is no lead.
    if raised.0.is_empty() {
        let leads = store::leads(tx)?;
        all(tx, concern, &leads, sign_in_url, &mut raised)?;
    }
    if raised.0.is_empty() {
        let line = line::people(tx)?;
        all(tx, concern, &line, sign_in_url, &mut raised)?;
    }
    cover(tx, concern, sign_in_url, &mut raised)?;
    if let Some(minutes) = store::minutes(tx, concern)? {
        let (calendar, _) = school_calendar::calendar(tx)?;
        store::start_clock(tx, concern, calendar.after(tx.now(), minutes))?;
    }
    Ok(raised)
}

/// Notes that these people were alerted to a concern of long ago: nobody is written to, and no
/// clock starts.
///
/// # Errors
/// That the database is away.
pub fn alert_past(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    people: &[PersonId],
) -> Result<(), Problem> {
    for person in people {
        store::alert(tx, concern, person, Through::Chosen)?;
    }
    Ok(())
}

/// Alerts whoever stands in for those of them who are away.
pub(super) fn cover(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    sign_in_url: &str,
    raised: &mut Raised,
) -> Result<(), Problem> {
    for person in covers::of(tx, concern, &raised.0)? {
        one(tx, concern, &person, Through::Cover, sign_in_url, raised)?;
    }
    Ok(())
}

/// Alerts each of these.
fn all(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    people: &[PersonId],
    sign_in_url: &str,
    raised: &mut Raised,
) -> Result<(), Problem> {
    for person in people {
        one(tx, concern, person, Through::Chosen, sign_in_url, raised)?;
    }
    Ok(())
}

/// Alerts one of them, unless they are kept from it or were alerted before.
pub(super) fn one(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    person: &PersonId,
    through: Through<'_>,
    sign_in_url: &str,
    raised: &mut Raised,
) -> Result<(), Problem> {
    let Some(to) = store::can_be_alerted(tx, concern, person)? else {
        return Ok(());
    };
    if !store::alert(tx, concern, person, through)? {
        return Ok(());
    }
    raised.0.push(person.clone());
    let name = &to.name;
    let letter = Letter {
        to: &to.email,
        subject: "A concern has been logged for you to read",
        body: &format!(
            "Hello {name},\n\nA concern has been logged for you to read.\n\nWhen you have read it, \
             say there that you have it.\n\nSign in: {sign_in_url}\n"
        ),
    };
    mail::post_first(tx, &letter)
}
