//! Every SQL statement about people and their passwords.

use keyward_db::{Row, params};
use keyward_web::Problem;

use super::sight::{Lens, Limit};
use crate::access::{Access, Column, Right};
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
    GROUP_NAMES = "SELECT name FROM user_group WHERE school_id = $1 ORDER BY LOWER(name)";
    /// Puts a person into a user group.
    JOIN = "INSERT INTO membership (person_id, group_id) VALUES ($1, $2)
            ON CONFLICT (person_id, group_id) DO NOTHING";
    /// Gives a person the files of a year group.
    GIVE_YEAR = "INSERT INTO person_year_group (person_id, year_group) VALUES ($1, $2)
                 ON CONFLICT (person_id, year_group) DO NOTHING";
    /// Takes a person out of every user group.
    LEAVE_GROUPS = "DELETE FROM membership WHERE person_id = $1";
    /// Takes every year group from a person.
    TAKE_YEARS = "DELETE FROM person_year_group WHERE person_id = $1";
    /// Gives a person the files of a form.
    GIVE_FORM = "INSERT INTO person_form (person_id, form) VALUES ($1, $2)
                 ON CONFLICT (person_id, form) DO NOTHING";
    /// Takes every form from a person.
    TAKE_FORMS = "DELETE FROM person_form WHERE person_id = $1";
    /// What a person's user groups give, both columns, and whether each is limited to categories.
    RIGHTS = "SELECT group_right.access, group_right.right_name,
                     CASE WHEN EXISTS (SELECT 1 FROM group_category
                                       WHERE group_category.group_id = group_right.group_id)
                          THEN 1 ELSE 0 END
              FROM membership JOIN group_right ON group_right.group_id = membership.group_id
              WHERE membership.person_id = $1";
    /// What a person's user groups give of files: each group and right, a row a category to which
    /// the group is limited.
    LENSES = "SELECT DISTINCT group_right.group_id, group_right.right_name, category.position,
                     category.name, category.id, category.parent_id
              FROM membership
              JOIN group_right ON group_right.group_id = membership.group_id
              LEFT JOIN group_category ON group_category.group_id = group_right.group_id
              LEFT JOIN category ON category.id = group_category.category_id
              WHERE membership.person_id = $1
                AND group_right.right_name IN ('read_every_file', 'read_year_group_files')
              ORDER BY group_right.right_name, group_right.group_id, category.position,
                       category.name, category.id";
    /// Who had this address, whether or not their account has ended.
    EVER = "SELECT id FROM person WHERE school_id = $1 AND email = $2";
    /// Ends an account.
    END = "UPDATE person SET left_at = $3 WHERE school_id = $1 AND id = $2 AND left_at IS NULL";
    /// Brings an account back.
    BRING_BACK = "UPDATE person SET left_at = NULL, brought_back_at = $3
                  WHERE school_id = $1 AND id = $2 AND left_at IS NOT NULL";
    /// Takes a person's password away.
    FORGET_PASSWORD = "DELETE FROM password WHERE person_id = $1";
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

pub(super) fn give_form(tx: &mut Tx<'_, '_>, person: &PersonId, form: &str) -> Result<(), Problem> {
    tx.execute(GIVE_FORM, &params![person, form])?;
    Ok(())
}

/// Takes a person out of every user group, every year group and every form.
pub(super) fn leave_everything(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<(), Problem> {
    tx.execute(LEAVE_GROUPS, &params![person])?;
    tx.execute(TAKE_FORMS, &params![person])?;
    tx.execute(TAKE_YEARS, &params![person])?;
    Ok(())
}

/// What somebody's user groups give them, as it counts with their key.
///
/// # Errors
/// That the database is away.
pub fn access_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Access, Problem> {
    let rows = tx.all(RIGHTS, &params![person], |row| {
        Ok((
            row.get::<String>(0)?,
            row.get::<String>(1)?,
            row.get::<bool>(2)?,
        ))
    })?;
    let rights = rows.iter().filter_map(|(column, right, limited)| {
        Some((Column::named(column)?, Right::named(right)?, *limited))
    });
    Ok(Access::of_groups(rights, true))
}

/// What each of somebody's user groups gives them of pupils' files.
pub(super) fn lenses(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Vec<Lens>, Problem> {
    let rows = tx.all(LENSES, &params![person], |row| {
        let limit = match (row.get(4)?, row.get(3)?) {
            (Some(id), Some(name)) => Some(Limit {
                id,
                parent: row.get(5)?,
                name,
            }),
            (None, _) | (_, None) => None,
        };
        Ok(((row.get::<GroupId>(0)?, row.get::<String>(1)?), limit))
    })?;
    let mut lenses: Vec<((GroupId, String), Lens)> = Vec::new();
    for (of, limit) in rows {
        if lenses.last().is_none_or(|(last, _)| *last != of) {
            let every = of.1 == Right::ReadEveryFile.name();
            let limits = Vec::new();
            lenses.push((of, Lens { every, limits }));
        }
        if let Some((_, lens)) = lenses.last_mut() {
            lens.limits.extend(limit);
        }
    }
    Ok(lenses.into_iter().map(|(_, lens)| lens).collect())
}

/// Who has, or had, this address at the actor's school.
pub(super) fn ever(tx: &mut Tx<'_, '_>, email: &str) -> Result<Option<PersonId>, Problem> {
    let school = tx.school()?;
    Ok(tx.one(EVER, &params![school, email], |row| row.get(0))?)
}

/// Ends an account; whether there was one to end.
pub(super) fn end(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    let (school, now) = (tx.school()?, tx.now().as_micros());
    let ended = tx.execute(END, &params![school, person, now])? == 1;
    tx.execute(FORGET_PASSWORD, &params![person])?;
    Ok(ended)
}

/// Brings an account back; whether there was one that had ended.
pub(super) fn bring_back(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    let (school, now) = (tx.school()?, tx.now().as_micros());
    Ok(tx.execute(BRING_BACK, &params![school, person, now])? == 1)
}
