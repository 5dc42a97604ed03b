//! A key that somebody linked by themselves, while it opened little, waits for approval once their
//! user groups give more: otherwise whoever knew the password of somebody harmless would wait until
//! that person is promoted.

use std::collections::{BTreeMap, BTreeSet};

use keyward_db::params;
use keyward_web::Problem;

use super::first_key::Way;
use super::let_in::{LetIn, let_in};
use super::{codes, notices, store};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::{Tx, drop_elevation_by, forget_shown_keys};
use crate::ids::{KeyId, PersonId};
use crate::people;
use crate::recovery_codes;

/// What the next page says to whoever was elevated by a key that waits again.
const WAITS: &str = "Your elevated access has ended. Your user groups give you more now, so \
                     somebody else approves your security key first.";

keyward_db::statements! {
    /// The rights that the user groups of everybody who works at a school give.
    RIGHTS_OF_ALL = "SELECT DISTINCT membership.person_id, group_right.right_name
                     FROM membership
                     JOIN person ON person.id = membership.person_id
                     JOIN group_right ON group_right.group_id = membership.group_id
                     WHERE person.school_id = $1 AND person.left_at IS NULL";
    /// The keys of somebody that nobody but them, or whoever is named beside them, has vouched for:
    /// neither by approving them, nor by a printed code, nor two people by letting them back in. A
    /// code of whoever let them in vouches for nothing.
    NOT_VOUCHED_FOR = "SELECT id, name FROM security_key
              WHERE person_id = $1 AND removed_at IS NULL AND approved_at IS NOT NULL
                AND (approved_by IS NULL OR approved_by IN ($1, $2))
                AND NOT EXISTS (SELECT 1 FROM enrolment_code
                                WHERE enrolment_code.person_id = $1
                                  AND enrolment_code.used_at = security_key.added_at
                                  AND enrolment_code.made_by <> $2
                                  AND enrolment_code.made_by NOT IN
                                      (SELECT let_in_by FROM let_in
                                       WHERE let_in.person_id = $1))
                AND NOT EXISTS (SELECT 1 FROM key_recovery
                                WHERE key_recovery.person_id = $1
                                  AND key_recovery.used_at = security_key.added_at)
              ORDER BY added_at, id";
    /// A key waits again.
    WAIT_AGAIN = "UPDATE security_key
                  SET approved_once_at = COALESCE(approved_once_at, approved_at),
                      approved_at = NULL, returned_by = NULL
                  WHERE id = $1 AND approved_at IS NOT NULL AND removed_at IS NULL";
}

/// What everybody's user groups gave that needs a key, before the actor changed that.
pub struct Needed(BTreeMap<PersonId, BTreeSet<Right>>);

/// Keys of somebody that wait for approval again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitsAgain {
    /// Their name.
    pub holder: String,
    /// The names of the keys.
    pub keys: Vec<String>,
}

/// Who needs a key now for what their user groups give, and for what, at the actor's school.
///
/// # Errors
/// That the database is away.
pub fn who_needs_a_key(tx: &mut Tx<'_, '_>) -> Result<Needed, Problem> {
    let school = tx.school()?;
    let given = tx.all(RIGHTS_OF_ALL, &params![school], |row| {
        Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?))
    })?;
    let mut needed: BTreeMap<PersonId, BTreeSet<Right>> = BTreeMap::new();
    for (person, name) in given {
        if let Some(right) = Right::named(&name).filter(|right| right.needs_key()) {
            needed.entry(person).or_default().insert(right);
        }
    }
    Ok(Needed(needed))
}

impl Needed {
    fn of(&self, person: &PersonId) -> BTreeSet<Right> {
        self.0.get(person).cloned().unwrap_or_default()
    }

    /// Once the change is made: whoever needs a key since, and would have to be approved or bring a
    /// printed code for a first one now, has their own keys approved, by somebody else than the actor.
    /// They and those who can approve are told. Whoever was given more was let in by the actor; whoever
    /// vouches no longer counts for some time still, so that nobody opens a way by taking it away.
    ///
    /// # Errors
    /// That the database is away.
    pub fn ask_again(&self, tx: &mut Tx<'_, '_>) -> Result<Vec<WaitsAgain>, Problem> {
        let now = who_needs_a_key(tx)?;
        for (person, before) in &self.0 {
            let vouched = before.contains(&Right::VouchForKeys);
            if vouched && !now.of(person).contains(&Right::VouchForKeys) {
                let_in(tx, person, LetIn::NoLongerVouches)?;
            }
        }
        let mut waiting = Vec::new();
        for (person, rights) in &now.0 {
            let before = self.of(person);
            if rights.is_subset(&before) {
                continue;
            }
            let_in(tx, person, LetIn::UserGroups)?;
            codes::end_mine_for(tx, person)?;
            let asks = match store::first_way_of(tx, person)? {
                Way::ToBeApproved | Way::WithCode => true,
                Way::ByPassword | Way::ByRecovery | Way::ByKey | Way::Waiting | Way::Closed => {
                    false
                }
            };
            if asks && before.is_empty() {
                waiting.extend(send_back(tx, person)?);
            }
        }
        Ok(waiting)
    }
}

impl WaitsAgain {
    /// What is said of it to whoever made the change.
    pub fn words(&self) -> String {
        let (keys, them) = match &self.keys[..] {
            [one] => (format!("Their key {one} opens"), "it"),
            many => (format!("Their keys {} open", many.join(", ")), "them"),
        };
        format!("{keys} nothing until somebody else than you has approved {them}, under Approvals.")
    }
}

/// Sends the keys of somebody back that nobody else has vouched for, with what they opened and what
/// was printed with them.
fn send_back(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Option<WaitsAgain>, Problem> {
    let params = params![person, tx.person()?];
    let found = tx.all(NOT_VOUCHED_FOR, &params, |row| {
        Ok((row.get::<KeyId>(0)?, row.get::<String>(1)?))
    })?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut dropped = 0;
    for (key, _) in &found {
        tx.execute(WAIT_AGAIN, &params![key])?;
        dropped += drop_elevation_by(tx, key, WAITS)?;
    }
    forget_shown_keys(tx, person)?;
    recovery_codes::end_every(tx, person)?;
    let keys: Vec<String> = found.into_iter().map(|(_, name)| name).collect();
    let account = people::account_of(tx, person)?;
    notices::waits_again(tx, &account, &keys)?;
    tx.entry(
        Entry::of("security keys wait again", "person", &person.0)
            .with("because", "their user groups give them more")
            .with("keys", keys.join(", "))
            .with("elevations dropped", dropped),
    )?;
    Ok(Some(WaitsAgain {
        holder: account.name,
        keys,
    }))
}

#[cfg(test)]
mod tests {
    use super::WaitsAgain;

    #[test]
    fn one_key_and_many_are_said_as_people_say_it() {
        let of = |keys: &[&str]| WaitsAgain {
            holder: "Sam".into(),
            keys: keys.iter().map(|&key| key.into()).collect(),
        };
        let one = of(&["Blue key"]).words();
        assert!(one.starts_with("Their key Blue key opens nothing") && one.contains("approved it"));
        let two = of(&["Blue key", "Spare"]).words();
        assert!(two.starts_with("Their keys Blue key, Spare open nothing"));
    }
}
