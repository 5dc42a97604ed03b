//! Every SQL statement about schools.

use keyward_db::{Row, params};
use keyward_seal::SchoolKey;
use keyward_web::Problem;

use super::School;
use crate::app::App;
use crate::cx::{Actor, Tx};
use crate::ids::SchoolId;

keyward_db::statements! {
    /// The school at this address.
    BY_SLUG = "SELECT id, slug, name, support_contact, wrapped_key FROM school WHERE slug = $1";
    /// Every school, by name.
    EVERY = "SELECT id, slug, name, support_contact, wrapped_key FROM school ORDER BY name";
    /// Whether there is any school.
    ANY = "SELECT COUNT(*) FROM school";
    /// A new school.
    INSERT = "INSERT INTO school (id, slug, name, support_contact, wrapped_key, created_at)
              VALUES ($1, $2, $3, $4, $5, $6)";
    /// A school's new name, and whom to ask there.
    RENAME = "UPDATE school SET name = $2, support_contact = $3 WHERE id = $1";
    /// A user group.
    INSERT_GROUP = "INSERT INTO user_group (id, school_id, name) VALUES ($1, $2, $3)";
    /// A right that a user group is given.
    GIVE = "INSERT INTO group_right (group_id, access, right_name) VALUES ($1, $2, $3)";
}

fn school(row: &Row<'_>) -> Result<(School, Vec<u8>), keyward_db::Error> {
    let school = School {
        id: row.get(0)?,
        slug: row.get(1)?,
        name: row.get(2)?,
        support_contact: row.get(3)?,
    };
    Ok((school, row.get(4)?))
}

/// The school at this address, with its key. Anybody may know that a school is here.
///
/// # Errors
/// Not found, or that the database is away.
pub async fn by_slug(app: &App, slug: &str) -> Result<(School, SchoolKey), Problem> {
    let slug = slug.to_owned();
    let read = app
        .db()
        .read(move |tx| tx.one(BY_SLUG, &params![&slug], school));
    let (school, wrapped) = read.await?.ok_or(Problem::NotFound)?;
    let key = app.unwrap_key(&school.id, &wrapped)?;
    Ok((school, key))
}

/// Every school, by name.
///
/// # Errors
/// That the database is away.
pub async fn every(app: &App) -> Result<Vec<School>, Problem> {
    let rows = app
        .db()
        .read(|tx| tx.all(EVERY, &params![], school))
        .await?;
    Ok(rows.into_iter().map(|(school, _)| school).collect())
}

/// Whether there is any school in this database.
///
/// # Errors
/// That the database is away.
pub async fn is_any(db: &keyward_db::Db) -> Result<bool, keyward_db::Error> {
    let count = db
        .read(|tx| tx.one(ANY, &params![], |row| row.get::<i64>(0)))
        .await?;
    Ok(count.unwrap_or(0) > 0)
}

/// The machine as an actor at this school, for the command line and the demo.
///
/// # Errors
/// Not found, or that the database is away.
pub async fn machine_at(app: &App, slug: &str, name: &str) -> Result<Actor, Problem> {
    let (school, key) = by_slug(app, slug).await?;
    Ok(Actor::machine(Some((school.id, key)), name))
}

/// Writes a new school.
pub(super) fn insert(
    tx: &mut Tx<'_, '_>,
    school: &School,
    wrapped_key: &[u8],
) -> Result<(), keyward_db::Error> {
    let now = tx.now().as_micros();
    let School {
        id,
        slug,
        name,
        support_contact,
    } = school;
    tx.execute(
        INSERT,
        &params![id, slug, name, support_contact, wrapped_key, now],
    )?;
    Ok(())
}

/// Gives the actor's school a name and somebody to ask.
pub(super) fn rename(
    tx: &mut Tx<'_, '_>,
    name: &str,
    support_contact: &str,
) -> Result<(), Problem> {
    let school = tx.school()?;
    tx.execute(RENAME, &params![school, name, support_contact])?;
    Ok(())
}

/// Writes a user group with both columns of its rights.
pub(super) fn insert_group(
    tx: &mut Tx<'_, '_>,
    school: &SchoolId,
    name: &str,
    rights: impl IntoIterator<Item = (crate::access::Column, crate::access::Right)>,
) -> Result<(), keyward_db::Error> {
    let group = tx.new_id();
    tx.execute(INSERT_GROUP, &params![&group, school, name])?;
    for (column, right) in rights {
        tx.execute(GIVE, &params![&group, column.name(), right.name()])?;
    }
    Ok(())
}
