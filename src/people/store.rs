//! Every SQL statement about people and their passwords.

use keyward_db::{Row, params};
use keyward_web::Problem;

use crate::cx::Tx;
use crate::ids::{GroupId, PersonId};

keyward_db::statements! {
    /// The account of an e-mail address at a school, with its password's hash.
    ACCOUNT = "SELECT person.id, person.name, person.email, person.key_handle, password.hash
               FROM person LEFT JOIN password ON password.person_id = person.id
               WHERE person.school_id = $1 AND person.email = $2 AND person.left_at IS NULL";
    /// The account of a person at a school, with its password's hash.
    ACCOUNT_OF = "SELECT person.id, person.name, person.email, person.key_handle, password.hash
                  FROM person LEFT JOIN password ON password.person_id = person.id
                  WHERE person.school_id = $1 AND person.id = $2 AND person.left_at IS NULL";
    /// A new person.
    INSERT = "INSERT INTO person (id, school_id, email, name, key_handle, created_at)
              VALUES ($1, $2, $3, $4, $5, $6)";
    /// A user group of this name.
    GROUP_NAMED = "SELECT id FROM user_group WHERE school_id = $1 AND name = $2";
    /// The names of a school's user groups.
    GROUP_NAMES = "SELECT name FROM user_group WHERE school_id = $1 ORDER BY name";
    /// Puts a person into a user group.
    JOIN = "INSERT INTO membership (person_id, group_id) VALUES ($1, $2)
            ON CONFLICT (person_id, group_id) DO NOTHING";
    /// Gives a person the files of a year group.
    GIVE_YEAR = "INSERT INTO person_year_group (person_id, year_group) VALUES ($1, $2)
                 ON CONFLICT (person_id, year_group) DO NOTHING";
    /// Sets a person's password.
    SET_PASSWORD = "INSERT INTO password (person_id, hash, set_at) VALUES ($1, $2, $3)
                    ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash,
                                                          set_at = excluded.set_at";
}

/// Somebody's account.
#[derive(Clone)]
pub struct Account {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// What a security key knows them by.
    pub key_handle: Vec<u8>,
    /// Their password's hash, once they have set one.
    pub password_hash: Option<String>,
}

fn read(row: &Row<'_>) -> Result<Account, keyward_db::Error> {
    Ok(Account {
        person: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        key_handle: row.get(3)?,
        password_hash: row.get(4)?,
    })
}

/// The account behind an e-mail address at the actor's school; for signing in.
///
/// # Errors
/// That the database is away.
pub fn account(tx: &mut Tx<'_, '_>, email: &str) -> Result<Option<Account>, Problem> {
    let school = tx.school()?;
    Ok(tx.one(ACCOUNT, &params![school, email], read)?)
}

/// The account of a person at the actor's school.
///
/// # Errors
/// Not found, or that the database is away.
pub fn account_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Account, Problem> {
    let school = tx.school()?;
    tx.one(ACCOUNT_OF, &params![school, person], read)?
        .ok_or(Problem::NotFound)
}

/// Sets a person's password, given its hash.
///
/// # Errors
/// That the database is away.
pub fn set_password(tx: &mut Tx<'_, '_>, person: &PersonId, hash: &str) -> Result<(), Problem> {
    let now = tx.now().as_micros();
    tx.execute(SET_PASSWORD, &params![person, hash, now])?;
    Ok(())
}

pub(super) fn insert(
    tx: &mut Tx<'_, '_>,
    name: &str,
    email: &str,
    key_handle: &[u8],
) -> Result<PersonId, Problem> {
    let (person, school, now) = (PersonId(tx.new_id()), tx.school()?, tx.now().as_micros());
    tx.execute(
        INSERT,
        &params![&person, school, email, name, key_handle, now],
    )?;
    Ok(person)
}

pub(super) fn group_named(tx: &mut Tx<'_, '_>, name: &str) -> Result<Option<GroupId>, Problem> {
    let school = tx.school()?;
    Ok(tx.one(GROUP_NAMED, &params![school, name], |row| row.get(0))?)
}

pub(super) fn group_names(tx: &mut Tx<'_, '_>) -> Result<Vec<String>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(GROUP_NAMES, &params![school], |row| row.get(0))?)
}

pub(super) fn join(tx: &mut Tx<'_, '_>, person: &PersonId, group: &GroupId) -> Result<(), Problem> {
    tx.execute(JOIN, &params![person, group])?;
    Ok(())
}

pub(super) fn give_year(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    year_group: &str,
) -> Result<(), Problem> {
    tx.execute(GIVE_YEAR, &params![person, year_group])?;
    Ok(())
}
