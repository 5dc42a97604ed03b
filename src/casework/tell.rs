//! The letters about what is done: that there is something to look at, and nothing of what.

use keyward_web::Problem;

use super::deed::{Deed, Named};
use crate::alerts;
use crate::concerns::is_kept_from;
use crate::cx::Tx;
use crate::ids::{AlertGroupId, ConcernId, PersonId};
use crate::mail::{self, Letter};

/// Tells whom a deed concerns, unless they did it themselves or the concern is kept from them.
pub(super) fn tell(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    deed: &Deed,
    sign_in_url: &str,
) -> Result<(), Problem> {
    let (to, subject): (&Named, &str) = match deed {
        Deed::Alert { people, groups, .. } => {
            let people: Vec<_> = people.iter().map(|one| PersonId(one.id.clone())).collect();
            let groups: Vec<_> = groups
                .iter()
                .map(|one| AlertGroupId(one.id.clone()))
                .collect();
            alerts::raise_more(tx, concern, &people, &groups, sign_in_url)?;
            return Ok(());
        }
        Deed::Assignment { to: Some(to), .. } => (to, "A concern has been assigned to you"),
        Deed::Action { to, .. } => (to, "There is an action for you"),
        Deed::Note { to, .. } => (
            to,
            "There is a note for you about a concern that you logged or were alerted to",
        ),
        Deed::Assignment { to: None, .. }
        | Deed::Acknowledgement {}
        | Deed::ActionDone { .. }
        | Deed::ActionCancelled { .. }
        | Deed::Contact { .. }
        | Deed::Decision { .. }
        | Deed::Link { .. }
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
    let account = crate::people::account_of(tx, &person)?;
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
