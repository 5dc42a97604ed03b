//! The keys that give codes, as the rooms of each kind see them: what they compute a code from is
//! opened for them alone, and the count of codes only ever rises.

use keyward_db::params;
use keyward_web::Problem;
use zeroize::Zeroizing;

use super::register::KEYS_MAX;
use super::{name, store};
use crate::cx::Tx;
use crate::ids::KeyId;
use crate::key_policy::{Kind, ShownKey};
use crate::sign_in;

keyward_db::statements! {
    /// A person's working keys of one kind, the oldest first, with what their codes come from.
    OF_KIND = "SELECT security_key.id, security_key.name, security_key.secret,
                      security_key.counter
               FROM security_key JOIN working_key ON working_key.id = security_key.id
               WHERE security_key.person_id = $1 AND security_key.kind = $2
               ORDER BY security_key.added_at, security_key.id";
    /// A new key that gives codes, unless anybody has or had it.
    INSERT = "INSERT INTO security_key (id, person_id, name, credential_id, record, counter,
                                        transports, added_at, kind, secret, model, approved_at,
                                        approved_by)
              VALUES ($1, $2, $3, $4, '', $5, '', $6, $7, $8, $9, $10, $11)
              ON CONFLICT (credential_id) DO NOTHING";
    /// A code that was taken, unless it or a later one was taken before.
    RISE = "UPDATE security_key
            SET counter = $2, last_used_at = $3, last_used_device = $4
            WHERE id = $1 AND counter < $2 AND suspended_at IS NULL AND removed_at IS NULL
              AND lost_at IS NULL AND approved_at IS NOT NULL";
}

/// A working key that gives codes.
pub struct CodeKey {
    /// Which key.
    pub id: KeyId,
    /// The name that its person gave it.
    pub name: String,
    /// What its codes are computed from, as the room of its kind wrote it.
    pub secret: Zeroizing<String>,
    /// The last step or count that was taken.
    pub counter: i64,
}

/// The actor's working keys of this kind.
///
/// # Errors
/// That the database is away, or that a secret was changed or moved in it.
pub fn code_keys(tx: &mut Tx<'_, '_>, kind: Kind) -> Result<Vec<CodeKey>, Problem> {
    let person = tx.person()?;
    let sealed = tx.all(OF_KIND, &params![person, kind.name()], |row| {
        let secret: Option<Vec<u8>> = row.get(2)?;
        Ok((row.get::<KeyId>(0)?, row.get(1)?, secret, row.get(3)?))
    })?;
    let open = |(id, name, secret, counter): (KeyId, String, Option<Vec<u8>>, i64)| {
        let secret = secret.ok_or_else(|| Problem::bug("a key without its secret"))?;
        let secret = tx.open("security_key", &id.0, "secret", &secret)?;
        Ok(CodeKey {
            id,
            name,
            secret: Zeroizing::new(secret),
            counter,
        })
    };
    sealed.into_iter().map(open).collect()
}

/// Takes the code of this step or count, and says so; `false` where it or a later one was taken
/// before, here or on another server, or the key has gone meanwhile.
///
/// # Errors
/// That the database is away.
pub fn rise(tx: &mut Tx<'_, '_>, key: &KeyId, counter: i64, device: &str) -> Result<bool, Problem> {
    let now = tx.now().as_micros();
    Ok(tx.execute(RISE, &params![key, counter, now, device])? == 1)
}

/// Wrong codes of the actor's are forgotten after a right one of a key of this kind, where that kind
/// elevates: whoever holds one that opens nothing could guess at the others for ever.
///
/// # Errors
/// That the database is away.
pub fn forgive_wrong_codes(tx: &mut Tx<'_, '_>, kind: Kind) -> Result<(), Problem> {
    let person = tx.person()?;
    match tx.asked_of_keys(person)?.admits(ShownKey::by_code(kind)) {
        Ok(()) => sign_in::forget_codes(tx, person),
        Err(_) => Ok(()),
    }
}

/// A key that gives codes, to be linked to the actor.
pub struct NewCodeKey<'k> {
    /// Its identifier, which the caller has made.
    pub id: &'k KeyId,
    /// What it is.
    pub kind: Kind,
    /// The name that its person gives it.
    pub name: &'k str,
    /// What no other key of anybody may share: [`NewCodeKey::id`], or what the key calls itself.
    pub unique: &'k str,
    /// What its codes are computed from; it is sealed.
    pub secret: &'k str,
    /// The last step or count that was taken.
    pub counter: i64,
    /// The model, where it is known.
    pub model: &'k str,
    /// Whether it elevates at once, without somebody else's approval.
    pub is_approved: bool,
}

/// Why a key that gives codes was not linked.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum NotLinked {
    /// There are as many keys as there can be.
    TooMany,
    /// Its name does not do; why, for the person.
    Name(&'static str),
    /// Somebody has or had it.
    Taken,
}

impl NotLinked {
    /// What to do, for the person.
    pub const fn words(self) -> &'static str {
        match self {
            Self::TooMany => {
                "You have linked 10 keys, which is the most one person can have. Remove one that \
                 you no longer use, then try again"
            }
            Self::Name(words) => words,
            Self::Taken => {
                "This key is linked to another account. Everybody has a key of their own: ask your \
                 administrator"
            }
        }
    }
}

/// Checks a name for a new key of the actor's.
///
/// # Errors
/// That the database is away.
pub fn check_new_name(
    tx: &mut Tx<'_, '_>,
    name: &str,
) -> Result<Result<String, NotLinked>, Problem> {
    let keys = store::mine(tx)?;
    if keys.len() >= KEYS_MAX {
        return Ok(Err(NotLinked::TooMany));
    }
    Ok(name::check(name, &keys, None).map_err(NotLinked::Name))
}

/// Links a key that gives codes to the actor. The caller writes the entry and the letter.
///
/// # Errors
/// That the database is away.
pub fn link_code_key(
    tx: &mut Tx<'_, '_>,
    new: &NewCodeKey<'_>,
) -> Result<Result<(), NotLinked>, Problem> {
    let name = match check_new_name(tx, new.name)? {
        Ok(name) => name,
        Err(refused) => return Ok(Err(refused)),
    };
    let (person, now) = (tx.person()?, tx.now().as_micros());
    let sealed = tx.seal("security_key", &new.id.0, "secret", new.secret)?;
    let row = params![
        new.id,
        person,
        name,
        new.unique,
        new.counter,
        now,
        new.kind.name(),
        sealed,
        new.model,
        new.is_approved.then_some(now),
        new.is_approved.then_some(person)
    ];
    match tx.execute(INSERT, &row)? {
        1 => Ok(Ok(())),
        _ => Ok(Err(NotLinked::Taken)),
    }
}
