//! Who let somebody in: who invited them or brought their account back, and who gave them user
//! groups last. Whoever did so does not approve their first key as well, or one person alone would
//! make a key holder.

use keyward_db::params;
use keyward_web::Problem;

use super::codes;
use crate::cx::Tx;
use crate::ids::PersonId;

keyward_db::statements! {
    /// Notes who did so now, instead of whoever did so before.
    NOTE = "INSERT INTO let_in (person_id, act, let_in_by, let_in_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (person_id, act) DO UPDATE SET let_in_by = excluded.let_in_by,
                                                       let_in_at = excluded.let_in_at";
    /// Who let whom in at a school.
    OF_ALL = "SELECT let_in.person_id, let_in.let_in_by
              FROM let_in JOIN person ON person.id = let_in.person_id
              WHERE person.school_id = $1 AND let_in.act <> 'no_longer_vouches'";
    /// Who let somebody in.
    OF = "SELECT let_in_by FROM let_in WHERE person_id = $1 AND act <> 'no_longer_vouches'";
}

/// What somebody was let in by.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum LetIn {
    /// An invitation, or that their account was brought back.
    Account,
    /// User groups or year groups that they did not have before, or more rights of those.
    UserGroups,
    /// Nothing: the right to vouch for keys was taken from them. It counts for some time still.
    NoLongerVouches,
}

impl LetIn {
    /// As the database names it.
    const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::UserGroups => "user_groups",
            Self::NoLongerVouches => "no_longer_vouches",
        }
    }
}

/// Notes that the actor let this person in, whom the caller has found at the actor's school, and ends
/// the code that the actor printed for them before. The caller writes the entry. The command line lets in for whoever runs the server, and is no person.
///
/// # Errors
/// That the database is away.
pub fn let_in(tx: &mut Tx<'_, '_>, person: &PersonId, by: LetIn) -> Result<(), Problem> {
    if let Some(actor) = tx.actor().person_id() {
        let row = params![person, by.name(), actor, tx.now().as_micros()];
        tx.execute(NOTE, &row)?;
        codes::end_mine_for(tx, person)?;
    }
    Ok(())
}

/// Who let this person in.
pub(super) fn who_let_in(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Vec<PersonId>, Problem> {
    Ok(tx.all(OF, &params![person], |row| row.get(0))?)
}

/// Who let whom in at the actor's school.
pub(super) fn who_let_whom_in(tx: &mut Tx<'_, '_>) -> Result<Vec<(PersonId, PersonId)>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(OF_ALL, &params![school], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}
