//! Alert groups: people who are alerted together, such as a year team.
//!
//! A group is only a way to choose people; it gives nobody a right. Whoever cannot read alerts is
//! never alerted through one.

pub(super) mod edit;
pub(super) mod list;

use keyward_db::params;
use keyward_web::Problem;

use crate::cx::Tx;
use crate::ids::{AlertGroupId, PersonId};

keyward_db::statements! {
    /// A school's alert groups, by name.
    EVERY = "SELECT id, name FROM alert_group
             WHERE school_id = $1 AND retired_at IS NULL ORDER BY LOWER(name), id";
    /// An alert group.
    ONE = "SELECT id, name FROM alert_group
           WHERE school_id = $1 AND id = $2 AND retired_at IS NULL";
    /// Who is in an alert group and works here.
    MEMBERS = "SELECT person.id, person.name FROM alert_group_member AS member
               JOIN alert_group ON alert_group.id = member.group_id
               JOIN person ON person.id = member.person_id
               WHERE alert_group.school_id = $1 AND alert_group.id = $2
                 AND alert_group.retired_at IS NULL AND person.left_at IS NULL
               ORDER BY person.name, person.id";
    /// A new alert group.
    INSERT = "INSERT INTO alert_group (id, school_id, name, made_at) VALUES ($1, $2, $3, $4)";
    /// An alert group's new name.
    RENAME = "UPDATE alert_group SET name = $3 WHERE school_id = $1 AND id = $2";
    /// Everybody out of it.
    EMPTY = "DELETE FROM alert_group_member WHERE group_id = $1";
    /// Puts somebody into it.
    PUT = "INSERT INTO alert_group_member (group_id, person_id) VALUES ($1, $2)";
    /// Whether there is or was such an alert group.
    IS_HERE = "SELECT 1 FROM alert_group WHERE school_id = $1 AND id = $2";
    /// Whether an alert group was removed.
    WAS_REMOVED = "SELECT 1 FROM alert_group
                   WHERE school_id = $1 AND id = $2 AND retired_at IS NOT NULL";
    /// It is not offered any more.
    RETIRE = "UPDATE alert_group SET retired_at = $3
              WHERE school_id = $1 AND id = $2 AND retired_at IS NULL";
}

/// An alert group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertGroup {
    /// Which.
    pub id: AlertGroupId,
    /// Its name.
    pub name: String,
    /// Who is in it.
    pub members: Vec<(PersonId, String)>,
}

impl AlertGroup {
    /// Where its page is.
    pub(super) fn url(&self) -> String {
        format!("/alert-groups/{}", self.id)
    }

    /// The names of its people.
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.members.iter().map(|(_, name)| name.as_str()).collect();
        names.join(", ")
    }
}

/// The alert groups of the actor's school, by name.
pub(super) fn every(tx: &mut Tx<'_, '_>) -> Result<Vec<AlertGroup>, Problem> {
    let school = tx.school()?;
    let groups = tx.all(EVERY, &params![school], |row| {
        Ok((row.get::<AlertGroupId>(0)?, row.get::<String>(1)?))
    })?;
    groups
        .into_iter()
        .map(|(id, name)| {
            let members = named_members(tx, &id)?;
            Ok(AlertGroup { id, name, members })
        })
        .collect()
}

/// The alert groups that somebody who logs a concern can choose: those with somebody in them.
///
/// # Errors
/// That the database is away.
pub fn offered(tx: &mut Tx<'_, '_>) -> Result<Vec<AlertGroup>, Problem> {
    let mut groups = every(tx)?;
    groups.retain(|group| !group.members.is_empty());
    Ok(groups)
}

/// An alert group of the actor's school.
pub(super) fn one(tx: &mut Tx<'_, '_>, id: &AlertGroupId) -> Result<AlertGroup, Problem> {
    let school = tx.school()?;
    let found = tx.one(ONE, &params![school, id], |row| row.get::<String>(1))?;
    Ok(AlertGroup {
        id: id.clone(),
        name: found.ok_or(Problem::NotFound)?,
        members: named_members(tx, id)?,
    })
}

/// Whether an alert group of the actor's school was removed.
pub(super) fn was_removed(tx: &mut Tx<'_, '_>, id: &AlertGroupId) -> Result<bool, Problem> {
    let school = tx.school()?;
    let removed = tx.one(WAS_REMOVED, &params![school, id], |row| row.get::<i64>(0))?;
    Ok(removed.is_some())
}

/// Who is in an alert group of the actor's school.
pub(super) fn members(tx: &mut Tx<'_, '_>, id: &AlertGroupId) -> Result<Vec<PersonId>, Problem> {
    let members = named_members(tx, id)?;
    Ok(members.into_iter().map(|(person, _)| person).collect())
}

fn named_members(
    tx: &mut Tx<'_, '_>,
    id: &AlertGroupId,
) -> Result<Vec<(PersonId, String)>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(MEMBERS, &params![school, id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}

/// Writes an alert group's name and people: a new one, or that of this identifier.
pub(super) fn write(
    tx: &mut Tx<'_, '_>,
    id: Option<&AlertGroupId>,
    name: &str,
    members: &[PersonId],
) -> Result<AlertGroupId, Problem> {
    let (school, now) = (tx.school()?, tx.now().as_micros());
    let id = match id {
        Some(id) => {
            tx.execute(RENAME, &params![school, id, name])?;
            id.clone()
        }
        None => {
            let id = AlertGroupId(tx.new_id());
            tx.execute(INSERT, &params![&id, school, name, now])?;
            id
        }
    };
    tx.execute(EMPTY, &params![&id])?;
    for person in members {
        tx.execute(PUT, &params![&id, person])?;
    }
    Ok(id)
}

/// An alert group of the actor's school is not offered any more; whether it was until now.
pub(super) fn retire(tx: &mut Tx<'_, '_>, id: &AlertGroupId) -> Result<bool, Problem> {
    let (school, now) = (tx.school()?, tx.now().as_micros());
    let here = tx.one(IS_HERE, &params![school, id], |row| row.get::<i64>(0))?;
    here.ok_or(Problem::NotFound)?;
    Ok(tx.execute(RETIRE, &params![school, id, now])? > 0)
}
