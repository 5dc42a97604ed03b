//! The letters about what is done: that there is something to look at, and nothing of what.

use keyward_web::Problem;

use super::act::Doing;
use super::deed::{Deed, Named};
use super::results;
use super::staff;
use crate::alerts;
use crate::concerns::is_kept_from;
use crate::cx::Tx;
use crate::ids::{AlertGroupId, ConcernId, PersonId};
use crate::mail::{self, Letter};

/// Tells whom a deed concerns, unless they did it themselves or the concern is kept from them.
pub(super) fn tell(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    doing: &Doing,
    sign_in_url: &str,
) -> Result<(), Problem> {
    let (to, subject): (&Named, &str) = match &doing.deed {
        Deed::Alert { people, groups, .. } => {
            let people: Vec<_> = people.iter().map(|one| PersonId(one.id.clone())).collect();
            let groups: Vec<_> = groups
                .iter()
                .map(|one| AlertGroupId(one.id.clone()))
                .collect();
            alerts::raise_more(tx, concern, &people, &groups, sign_in_url)?;
            return Ok(());
        }
        Deed::StaffTakenOff { .. } => return tell_leads(tx, concern, sign_in_url),
        Deed::Assignment { to: Some(to), .. } => (to, "A concern has been assigned to you"),
        Deed::Action { to, .. } => (to, "There is an action for you"),
        Deed::Note { to, .. } => (
            to,
            "There is a message for you about a concern that you logged or were alerted to",
        ),
        Deed::ActionDone { .. } => {
            let subject = "An action that you gave is done";
            return tell_of_result(tx, doing, subject, sign_in_url);
        }
        Deed::ActionCancelled { .. } => {
            let subject = "An action that you gave was cancelled";
            tell_of_result(tx, doing, subject, sign_in_url)?;
            return tell_of_cancelling(tx, concern, doing, sign_in_url);
        }
        Deed::Assignment { to: None, .. }
        | Deed::Acknowledgement {}
        | Deed::Contact { .. }
        | Deed::Decision { .. }
        | Deed::Link { .. }
        | Deed::LinkUndone { .. }
        | Deed::CategoryChange { .. }
        | Deed::RoleChange { .. }
        | Deed::Significance { .. }
        | Deed::CaseNote { .. }
        | Deed::PupilAdded { .. }
        | Deed::PupilTakenOff { .. }
        | Deed::StaffNamed { .. }
        | Deed::Closure { .. }
        | Deed::Reopening { .. } => return Ok(()),
    };
    let person = PersonId(to.id.clone());
    if tx.person()? == &person || is_kept_from(tx, &person, concern)? {
        return Ok(());
    }
    write_to(tx, &person, subject, sign_in_url)
}

/// Tells whoever gave an action that it has come to its end.
fn tell_of_result(
    tx: &mut Tx<'_, '_>,
    doing: &Doing,
    subject: &str,
    sign_in_url: &str,
) -> Result<(), Problem> {
    let told = match &doing.about {
        Some(action) => results::told(tx, action)?,
        None => None,
    };
    match told {
        Some(person) => write_to(tx, &person, subject, sign_in_url),
        None => Ok(()),
    }
}

/// Tells whoever was to do an action that it is no longer theirs to do.
fn tell_of_cancelling(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    doing: &Doing,
    sign_in_url: &str,
) -> Result<(), Problem> {
    let told = match &doing.about {
        Some(action) => results::told_of_cancelling(tx, concern, action)?,
        None => None,
    };
    match told {
        Some(person) => {
            let subject = "An action that was given to you is cancelled";
            write_to(tx, &person, subject, sign_in_url)
        }
        None => Ok(()),
    }
}

fn write_to(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    subject: &str,
    sign_in_url: &str,
) -> Result<(), Problem> {
    let account = crate::people::account_of(tx, person)?;
    let letter = Letter {
        to: &account.email,
        subject,
        body: &format!(
            "Hello {},\n\n{subject}.\n\nSign in: {sign_in_url}\n",
            account.name
        ),
    };
    mail::post(tx, &letter)
}

/// Tells the other leads that a concern was opened to somebody whom it named, so that nobody is let back
/// to one unseen. Who that is stands in the concern's record alone. Nobody keeps a lead from being told
/// by naming them too, or by excluding them from a child's file first: they are written that it was done,
/// and not where, nor about whom.
fn tell_leads(tx: &mut Tx<'_, '_>, concern: &ConcernId, sign_in_url: &str) -> Result<(), Problem> {
    // The school's door is one step beneath the house's own.
    let house = sign_in_url.rsplit_once('/').map_or("", |(house, _)| house);
    for lead in staff::other_leads(tx, concern)? {
        let name = &lead.name;
        let (subject, body) = match lead.is_kept {
            false => (
                "Somebody is no longer kept from a concern that you read",
                format!(
                    "Hello {name},\n\nA concern that you read named a member of staff, who was kept \
                     from it. It does not name them any more. The concern’s record says who decided \
                     this, when and why. If it is not right, name them again and speak to whoever \
                     decided it.\n\nSign in: {sign_in_url}\nThen open the concern: \
                     {house}/concerns/{concern}\n"
                ),
            ),
            true => (
                "Somebody is no longer kept from a concern",
                format!(
                    "Hello {name},\n\nA concern named a member of staff, who was kept from it. It \
                     does not name them any more. The concern’s record says who decided this, when \
                     and why. If you did not expect it, ask the other safeguarding leads, or the \
                     head teacher.\n\nSign in: {sign_in_url}\n"
                ),
            ),
        };
        let letter = Letter {
            to: &lead.email,
            subject,
            body: &body,
        };
        mail::post(tx, &letter)?;
    }
    Ok(())
}
