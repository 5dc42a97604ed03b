//! What those who manage people may do about somebody else's keys: see that there are some, let a
//! suspended one be used again, and remove one that is lost. They can never link one, nor touch
//! it in its holder's place; the holder is told of each act.

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::{KeyId, PersonId};
use crate::mail::{self, Letter};
use crate::people;

keyward_db::statements! {
    /// Somebody's keys at a school, the oldest first; removed ones are not among them.
    OF_SOMEBODY = "SELECT security_key.id, security_key.name, added_at, last_used_at, suspended_at
                   FROM security_key JOIN person ON person.id = security_key.person_id
                   WHERE person.school_id = $1 AND person.id = $2 AND removed_at IS NULL
                   ORDER BY added_at, security_key.id";
    /// Lets a suspended key be used again.
    ALLOW = "UPDATE security_key SET suspended_at = NULL
             WHERE id = $1 AND person_id = $2 AND suspended_at IS NOT NULL AND removed_at IS NULL";
    /// Removes a key.
    REMOVE_LOST = "UPDATE security_key SET removed_at = $3
                   WHERE id = $1 AND person_id = $2 AND removed_at IS NULL";
}

/// Somebody else's key, as far as others need to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OthersKey {
    /// Which key.
    pub id: KeyId,
    /// The name that its holder gave it.
    pub name: String,
    /// When it was linked.
    pub added_at: Moment,
    /// When it was last used.
    pub last_used_at: Option<Moment>,
    /// When it was suspended, if it is.
    pub suspended_at: Option<Moment>,
}

/// The keys of somebody at the actor's school.
///
/// # Errors
/// That the database is away.
pub fn keys_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Vec<OthersKey>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(OF_SOMEBODY, &params![school, person], |row| {
        let moment = |index| {
            let at = row.get::<Option<i64>>(index);
            at.map(|at| at.map(Moment::from_micros))
        };
        Ok(OthersKey {
            id: row.get(0)?,
            name: row.get(1)?,
            added_at: Moment::from_micros(row.get(2)?),
            last_used_at: moment(3)?,
            suspended_at: moment(4)?,
        })
    })?)
}

fn one_of(tx: &mut Tx<'_, '_>, person: &PersonId, key: &KeyId) -> Result<OthersKey, Problem> {
    if tx.person()? == person {
        return Err(Problem::NotFound);
    }
    let keys = keys_of(tx, person)?;
    keys.into_iter()
        .find(|held| held.id == *key)
        .ok_or(Problem::NotFound)
}

/// Lets somebody else's suspended key be used again; answers its name.
///
/// # Errors
/// Not found, also for one's own key; that the database is away.
pub fn allow_again(tx: &mut Tx<'_, '_>, person: &PersonId, key: &KeyId) -> Result<String, Problem> {
    let held = one_of(tx, person, key)?;
    if tx.execute(ALLOW, &params![key, person])? != 1 {
        return Err(Problem::NotFound);
    }
    tx.entry(
        Entry::of("security key allowed again", "security key", &key.0).with("person", person),
    )?;
    let words = "You can use it again from now on.";
    tell(
        tx,
        person,
        "Your security key works again",
        &held.name,
        "allowed",
        words,
    )?;
    Ok(held.name)
}

/// Removes somebody else's key, which they have lost or which may have a copy; answers its name.
///
/// # Errors
/// Not found, also for one's own key; that the database is away.
pub fn remove_lost(tx: &mut Tx<'_, '_>, person: &PersonId, key: &KeyId) -> Result<String, Problem> {
    let held = one_of(tx, person, key)?;
    let now = tx.now().as_micros();
    if tx.execute(REMOVE_LOST, &params![key, person, now])? != 1 {
        return Err(Problem::NotFound);
    }
    let left = keys_of(tx, person)?.len();
    tx.entry(
        Entry::of(
            "security key removed for its holder",
            "security key",
            &key.0,
        )
        .with("person", person)
        .with("keys left", left),
    )?;
    let words = "It does not open anything any more. Link another key under Account Settings, \
                 Security Keys.";
    tell(
        tx,
        person,
        "Your security key was removed",
        &held.name,
        "removed",
        words,
    )?;
    Ok(held.name)
}

fn tell(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    subject: &str,
    key: &str,
    done: &str,
    words: &str,
) -> Result<(), Problem> {
    let account = people::account_of(tx, person)?;
    let by = &tx.actor().name;
    let body = format!(
        "Hello {},\n\n{by} {done} your security key \"{key}\". {words}\n\nIf you did not speak with \
         {by} about it, ask for a new password on the sign-in page at once and tell your school's \
         support.\n",
        account.name
    );
    mail::post(
        tx,
        &Letter {
            to: &account.email,
            subject,
            body: &body,
        },
    )
}
