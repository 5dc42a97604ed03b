//! Keys that wait until somebody else approves them: first keys, keys that were linked by showing
//! one that does not elevate, lost keys that somebody returned, and keys of people whose user groups
//! give them more than before.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::{let_in, notices, store};
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::{KeyId, PersonId};
use crate::key_policy::Kind;

keyward_db::statements! {
    /// Notes from which device a key was linked that waits.
    NOTE_DEVICE = "UPDATE security_key SET added_from = $2 WHERE id = $1";
    /// The keys at a school that wait, the oldest first; with who returned it, whether it was
    /// approved before, by whom, and how many other keys of its holder work and were vouched for.
    WAITING = "SELECT security_key.id, security_key.name, security_key.kind, security_key.model,
                      security_key.added_at, security_key.added_from, person.id, person.name,
                      person.email, security_key.returned_by, returner.name,
                      security_key.approved_once_at, security_key.approved_by,
                      (SELECT COUNT(*) FROM working_key WHERE working_key.person_id = person.id),
                      (SELECT COUNT(*) FROM security_key other
                       WHERE other.person_id = person.id AND other.approved_at IS NOT NULL
                         AND other.removed_at IS NULL AND other.approved_by <> person.id)
               FROM security_key JOIN person ON person.id = security_key.person_id
               LEFT JOIN person returner ON returner.id = security_key.returned_by
               WHERE person.school_id = $1 AND person.left_at IS NULL
                 AND security_key.approved_at IS NULL AND security_key.removed_at IS NULL
                 AND security_key.lost_at IS NULL AND security_key.suspended_at IS NULL
               ORDER BY security_key.added_at, security_key.id";
    /// The user groups of whoever waits, by name.
    GROUPS = "SELECT membership.person_id, user_group.name
              FROM membership JOIN user_group ON user_group.id = membership.group_id
              WHERE user_group.school_id = $1 ORDER BY LOWER(user_group.name)";
    /// Approves a key that waits, once.
    APPROVE = "UPDATE security_key SET approved_at = $2, approved_by = $3, returned_by = NULL
               WHERE id = $1 AND approved_at IS NULL AND removed_at IS NULL AND lost_at IS NULL
                 AND suspended_at IS NULL AND person_id <> $3
                 AND (returned_by IS NULL OR returned_by <> $3)";
    /// Refuses a key that waits: it is removed.
    REFUSE = "UPDATE security_key SET removed_at = $2
              WHERE id = $1 AND approved_at IS NULL AND removed_at IS NULL AND person_id <> $3";
    /// Refuses a lost key that somebody returned: it is lost again.
    REFUSE_RETURN = "UPDATE security_key SET lost_at = $2, returned_by = NULL
              WHERE id = $1 AND approved_at IS NULL AND removed_at IS NULL AND lost_at IS NULL
                AND returned_by IS NOT NULL AND person_id <> $3";
}

/// Why a key waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Occasion {
    /// It is a first key.
    First,
    /// It was linked by showing a key that does not elevate.
    BesideOthers,
    /// It was lost, and this person returned it.
    Returned {
        /// Who.
        by: PersonId,
        /// Their name.
        name: String,
    },
    /// Its person's user groups give more than when they linked it by themselves.
    MoreRights,
}

/// Why somebody does not approve a key.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Hindrance {
    /// It is their own.
    Own,
    /// They returned it.
    Returned,
    /// They let its person in.
    LetIn,
}

/// A key that waits for approval.
#[derive(Clone, Debug)]
pub(super) struct WaitingKey {
    /// Which.
    pub id: KeyId,
    /// What its person calls it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The model that it told, or nothing.
    pub model: String,
    /// When it was linked.
    pub added_at: Moment,
    /// On which device it was linked.
    pub device: String,
    /// Whose it is.
    pub person: PersonId,
    /// Their name.
    pub holder: String,
    /// Their e-mail address.
    pub email: String,
    /// Their user groups, by name.
    pub groups: Vec<String>,
    /// Why it waits.
    pub occasion: Occasion,
    /// Whether somebody else has vouched for its person's keys already.
    pub is_vouched_for: bool,
    /// Who let its person in.
    pub let_in_by: Vec<PersonId>,
    /// Whether anybody could approve it today.
    pub can_be_approved: bool,
}

fn read(row: &Row<'_>) -> Result<WaitingKey, keyward_db::Error> {
    let person: PersonId = row.get(6)?;
    let returned = row.get::<Option<PersonId>>(9)?.zip(row.get(10)?);
    let was_approved = row.get::<Option<i64>>(11)?.is_some();
    let by_another = row
        .get::<Option<PersonId>>(12)?
        .is_some_and(|by| by != person);
    let (working, vouched_for): (i64, i64) = (row.get(13)?, row.get(14)?);
    let occasion = match returned {
        Some((by, name)) => Occasion::Returned { by, name },
        None if was_approved => Occasion::MoreRights,
        None if working > 0 => Occasion::BesideOthers,
        None => Occasion::First,
    };
    Ok(WaitingKey {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: Kind::named(&row.get::<String>(2)?).unwrap_or(Kind::U2f),
        model: row.get(3)?,
        added_at: Moment::from_micros(row.get(4)?),
        device: row.get(5)?,
        person,
        holder: row.get(7)?,
        email: row.get(8)?,
        groups: Vec::new(),
        is_vouched_for: vouched_for > 0 || (was_approved && by_another),
        occasion,
        let_in_by: Vec::new(),
        can_be_approved: false,
    })
}

impl WaitingKey {
    /// What keeps this person from approving it. Whoever let its holder in vouches for no key of
    /// theirs before somebody else has vouched for one.
    pub fn hindrance(&self, person: &PersonId) -> Option<Hindrance> {
        if self.person == *person {
            return Some(Hindrance::Own);
        }
        if matches!(&self.occasion, Occasion::Returned { by, .. } if by == person) {
            return Some(Hindrance::Returned);
        }
        let let_in = !self.is_vouched_for && self.let_in_by.contains(person);
        let_in.then_some(Hindrance::LetIn)
    }

    /// Why this person does not approve it, in a sentence.
    pub fn hindrance_words(&self, person: &PersonId) -> Option<String> {
        let holder = &self.holder;
        self.hindrance(person).map(|hindrance| match hindrance {
            Hindrance::Own => "This is your own key. Somebody else approves it.".to_owned(),
            Hindrance::Returned => "You returned this key after it was reported lost, so somebody \
                                    else approves it."
                .to_owned(),
            Hindrance::LetIn => format!(
                "You gave {holder} their account or their user groups, so somebody else approves \
                 their key."
            ),
        })
    }

    /// What stands above it.
    pub fn title(&self) -> String {
        let holder = &self.holder;
        match self.occasion {
            Occasion::First => format!("First key of {holder}"),
            Occasion::BesideOthers => format!("New key of {holder}"),
            Occasion::Returned { .. } => format!("Found key of {holder}"),
            Occasion::MoreRights => format!("Key of {holder}, who was given more"),
        }
    }

    /// Why it waits, in a sentence; nothing for a first key.
    pub fn why(&self) -> Option<String> {
        match &self.occasion {
            Occasion::First => None,
            Occasion::BesideOthers => Some(
                "It was linked by showing a key that their user groups do not let elevate."
                    .to_owned(),
            ),
            Occasion::Returned { name, .. } => {
                Some(format!("It was reported lost, and {name} returned it."))
            }
            Occasion::MoreRights => Some(
                "They linked it by themselves, and their user groups give them more since."
                    .to_owned(),
            ),
        }
    }

    /// What refusing it does, on its button.
    pub fn refusal_words(&self) -> &'static str {
        match self.occasion {
            Occasion::Returned { .. } => "Refuse it: it stays lost",
            Occasion::First | Occasion::BesideOthers | Occasion::MoreRights => {
                "Refuse and remove it"
            }
        }
    }
}

/// Notes where the actor's new key was linked that waits, and tells whoever can approve it.
pub(super) fn announce(tx: &mut Tx<'_, '_>, key: &KeyId, device: &str) -> Result<(), Problem> {
    tx.execute(NOTE_DEVICE, &params![key, device])?;
    tell_that_it_waits(tx, key)
}

/// Tells whoever can approve it that a key waits.
///
/// # Errors
/// That the database is away.
pub fn tell_that_it_waits(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<(), Problem> {
    let waits = one(tx, key)?;
    notices::waits(tx, &waits)
}

/// The keys that wait at the actor's school.
pub(super) fn waiting(tx: &mut Tx<'_, '_>) -> Result<Vec<WaitingKey>, Problem> {
    let school = tx.school()?;
    let mut keys = tx.all(WAITING, &params![school], read)?;
    if keys.is_empty() {
        return Ok(keys);
    }
    let groups = tx.all(GROUPS, &params![school], |row| {
        Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?))
    })?;
    let let_in = let_in::who_let_whom_in(tx)?;
    let vouchers = store::who_can_vouch(tx)?;
    for key in &mut keys {
        let mine = groups.iter().filter(|(person, _)| *person == key.person);
        key.groups = mine.map(|(_, name)| name.clone()).collect();
        let mine = let_in.iter().filter(|(person, _)| *person == key.person);
        key.let_in_by = mine.map(|(_, by)| by.clone()).collect();
        key.can_be_approved = vouchers.iter().any(|one| key.hindrance(one).is_none());
    }
    Ok(keys)
}

fn one(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<WaitingKey, Problem> {
    let found = waiting(tx)?.into_iter().find(|waits| waits.id == *key);
    found.ok_or(Problem::NotFound)
}

/// Approves somebody else's key: it elevates from now on. Not found for whoever returned it, and
/// for whoever let its holder in before anybody has vouched for them.
pub(super) fn approve(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<WaitingKey, Problem> {
    let (waits, me) = (one(tx, key)?, tx.person()?);
    let params = params![key, tx.now().as_micros(), me];
    if waits.hindrance(me).is_some() || tx.execute(APPROVE, &params)? != 1 {
        return Err(Problem::NotFound);
    }
    notices::approved(tx, &waits)?;
    let act = match waits.occasion {
        Occasion::First => "first key approved",
        Occasion::BesideOthers | Occasion::Returned { .. } | Occasion::MoreRights => {
            "security key approved"
        }
    };
    tx.entry(
        Entry::of(act, "security key", &key.0)
            .with("person", &waits.person)
            .with("name", &waits.name),
    )?;
    Ok(waits)
}

/// Refuses somebody else's key: it is removed, or lost again where it was returned.
pub(super) fn refuse(tx: &mut Tx<'_, '_>, key: &KeyId) -> Result<WaitingKey, Problem> {
    let (waits, me) = (one(tx, key)?, tx.person()?);
    let (statement, act) = match waits.occasion {
        Occasion::First => (REFUSE, "first key refused"),
        Occasion::BesideOthers | Occasion::MoreRights => (REFUSE, "security key refused"),
        Occasion::Returned { .. } => (REFUSE_RETURN, "returned key refused"),
    };
    let params = params![key, tx.now().as_micros(), me];
    if tx.execute(statement, &params)? != 1 {
        return Err(Problem::NotFound);
    }
    notices::refused(tx, &waits)?;
    tx.entry(
        Entry::of(act, "security key", &key.0)
            .with("person", &waits.person)
            .with("name", &waits.name),
    )?;
    Ok(waits)
}

/// A key that waits, for samples of pages.
pub(super) fn sample() -> WaitingKey {
    WaitingKey {
        id: KeyId("k".into()),
        name: "Blue key".into(),
        kind: Kind::U2f,
        model: "6120736f-6674-7761-7265-206b65792032".into(),
        added_at: Moment::from_micros(1_795_000_000_000_000),
        device: "Chrome on Windows".into(),
        person: PersonId("p".into()),
        holder: "Amira Khan".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        groups: vec!["Pastoral".into(), "Staff".into()],
        occasion: Occasion::First,
        is_vouched_for: false,
        let_in_by: Vec::new(),
        can_be_approved: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_else_approves_a_key_than_its_holder_and_whoever_let_them_in_or_returned_it() {
        let of = |name: &str| PersonId(name.into());
        let first = WaitingKey {
            let_in_by: vec![of("a")],
            ..sample()
        };
        assert_eq!(first.hindrance(&of("p")), Some(Hindrance::Own));
        assert_eq!(first.hindrance(&of("a")), Some(Hindrance::LetIn));
        assert_eq!(first.hindrance(&of("b")), None);
        let returned = WaitingKey {
            is_vouched_for: true,
            occasion: Occasion::Returned {
                by: of("b"),
                name: "Bo".into(),
            },
            ..first
        };
        assert_eq!(returned.hindrance(&of("b")), Some(Hindrance::Returned));
        assert_eq!(returned.hindrance(&of("a")), None);
    }
}
