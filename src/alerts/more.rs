//! Alerting somebody more to a concern that was logged before: as when it is logged, with the letter,
//! but without a clock. Its writer is shown them beside those whom they chose, whether or not they could be
//! alerted, so that nobody is told who was passed over.

use keyward_web::Problem;

use super::raise::{Raised, cover, one};
use super::store::{self, Through};
use super::{covers, groups};
use crate::cx::Tx;
use crate::ids::{AlertGroupId, ConcernId, PersonId};

/// Alerts these people and groups, and whoever stands in for those who are away. Its writer, who is in
/// a group, reads it anyhow. Whom the concern names as staff, and whoever was excluded from the file of
/// one of its pupils, is passed over without a word.
///
/// # Errors
/// That the database is away.
pub fn raise_more(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    people: &[PersonId],
    chosen_groups: &[AlertGroupId],
    sign_in_url: &str,
) -> Result<Raised, Problem> {
    let mut raised = Raised::default();
    let writer = covers::recorder(tx, concern)?;
    for person in people {
        let through = Through::Chosen;
        store::choose_later(tx, concern, person, None)?;
        one(tx, concern, person, through, sign_in_url, &mut raised)?;
    }
    for group in chosen_groups {
        for person in groups::members(tx, group)? {
            if Some(&person) == writer.as_ref() {
                continue;
            }
            let through = Through::Group(group);
            store::choose_later(tx, concern, &person, Some(group))?;
            one(tx, concern, &person, through, sign_in_url, &mut raised)?;
        }
    }
    cover(tx, concern, sign_in_url, &mut raised)?;
    Ok(raised)
}
