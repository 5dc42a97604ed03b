//! Every SQL statement about user groups and their rights.

use std::collections::BTreeMap;

use keyward_db::{Row, params};
use keyward_web::Problem;

use super::group::{Columns, Group, Wanted};
use crate::access::{Column, Right};
use crate::cx::Tx;
use crate::ids::{GroupId, PersonId};
use crate::key_policy;
use crate::people::Limit;

keyward_db::statements! {
    /// A school's user groups, by name.
    EVERY = "SELECT id, name FROM user_group WHERE school_id = $1 ORDER BY LOWER(name), id";
    /// What each of them gives.
    RIGHTS = "SELECT group_right.group_id, group_right.access, group_right.right_name
              FROM group_right JOIN user_group ON user_group.id = group_right.group_id
              WHERE user_group.school_id = $1";
    /// Who is in each of them.
    MEMBERS = "SELECT membership.group_id, person.name
               FROM membership
               JOIN person ON person.id = membership.person_id
               WHERE person.school_id = $1 AND person.left_at IS NULL
               ORDER BY LOWER(person.name), person.id";
    /// The categories to which each of them is limited.
    LIMITS = "SELECT group_category.group_id, category.id, category.parent_id, category.name
              FROM group_category JOIN category ON category.id = group_category.category_id
              WHERE category.school_id = $1
              ORDER BY category.position, category.name, category.id";
    /// The categories to which a user group can be limited: those in use, and those it is limited to.
    CATEGORIES = "SELECT id, parent_id, name FROM category
                  WHERE school_id = $1
                    AND (retired_at IS NULL
                         OR id IN (SELECT category_id FROM group_category WHERE group_id = $2))
                  ORDER BY position, name, id";
    /// Takes every limit from a user group.
    UNLIMIT = "DELETE FROM group_category WHERE group_id = $1";
    /// Limits a user group to a category, among others.
    LIMIT = "INSERT INTO group_category (group_id, category_id) VALUES ($1, $2)
             ON CONFLICT (group_id, category_id) DO NOTHING";
    /// Whether a person is in a user group.
    IS_IN = "SELECT COUNT(*) FROM membership WHERE group_id = $1 AND person_id = $2";
    /// A new user group.
    INSERT = "INSERT INTO user_group (id, school_id, name) VALUES ($1, $2, $3)";
    /// A user group's new name.
    RENAME = "UPDATE user_group SET name = $3 WHERE school_id = $1 AND id = $2";
    /// Takes every right from a user group.
    CLEAR = "DELETE FROM group_right WHERE group_id = $1";
    /// Gives a user group a right.
    GIVE = "INSERT INTO group_right (group_id, access, right_name) VALUES ($1, $2, $3)";
    /// Removes a user group.
    REMOVE = "DELETE FROM user_group WHERE school_id = $1 AND id = $2";
    /// Everybody out of it.
    EMPTY = "DELETE FROM membership WHERE group_id = $1";
}

fn limit(row: &Row<'_>, from: usize) -> Result<Limit, keyward_db::Error> {
    Ok(Limit {
        id: row.get(from)?,
        parent: row.get(from + 1)?,
        name: row.get(from + 2)?,
    })
}

/// The categories to which a user group can be limited, in the school's order.
pub(super) fn categories(
    tx: &mut Tx<'_, '_>,
    group: Option<&GroupId>,
) -> Result<Vec<Limit>, Problem> {
    let (school, group) = (tx.school()?, group.map_or("", |group| group.0.as_str()));
    Ok(tx.all(CATEGORIES, &params![school, group], |row| limit(row, 0))?)
}

/// The user groups of the actor's school, by name.
///
/// # Errors
/// That the database is away.
pub fn every(tx: &mut Tx<'_, '_>) -> Result<Vec<Group>, Problem> {
    let school = tx.school()?;
    let mut rights = BTreeMap::<GroupId, Vec<(Column, Right)>>::new();
    let rows = tx.all(RIGHTS, &params![school], |row| {
        Ok((
            row.get::<GroupId>(0)?,
            Column::named(&row.get::<String>(1)?),
            Right::named(&row.get::<String>(2)?),
        ))
    })?;
    for (group, column, right) in rows {
        if let (Some(column), Some(right)) = (column, right) {
            rights.entry(group).or_default().push((column, right));
        }
    }
    let mut members = BTreeMap::<GroupId, Vec<String>>::new();
    let rows = tx.all(MEMBERS, &params![school], |row| {
        Ok((row.get::<GroupId>(0)?, row.get::<String>(1)?))
    })?;
    for (group, name) in rows {
        members.entry(group).or_default().push(name);
    }
    let mut limits = BTreeMap::<GroupId, Vec<Limit>>::new();
    let rows = tx.all(LIMITS, &params![school], |row| {
        Ok((row.get::<GroupId>(0)?, limit(row, 1)?))
    })?;
    for (group, limit) in rows {
        limits.entry(group).or_default().push(limit);
    }
    let groups = tx.all(EVERY, &params![school], |row| {
        Ok((row.get::<GroupId>(0)?, row.get::<String>(1)?))
    })?;
    let group = |(id, name): (GroupId, String)| Group {
        columns: Columns::of(rights.remove(&id).unwrap_or_default()),
        limits: limits.remove(&id).unwrap_or_default(),
        members: members.remove(&id).unwrap_or_default(),
        id,
        name,
    };
    Ok(groups.into_iter().map(group).collect())
}

/// A user group of the actor's school.
pub(super) fn one(tx: &mut Tx<'_, '_>, id: &GroupId) -> Result<Group, Problem> {
    let found = every(tx)?.into_iter().find(|group| group.id == *id);
    found.ok_or(Problem::NotFound)
}

/// Whether a person is in a user group.
pub(super) fn is_in(
    tx: &mut Tx<'_, '_>,
    group: &GroupId,
    person: &PersonId,
) -> Result<bool, Problem> {
    let count = tx.one(IS_IN, &params![group, person], |row| row.get::<i64>(0))?;
    Ok(count.unwrap_or(0) > 0)
}

/// A new user group, without rights yet.
pub(super) fn insert(tx: &mut Tx<'_, '_>, name: &str) -> Result<GroupId, Problem> {
    let (id, school) = (GroupId(tx.new_id()), tx.school()?);
    tx.execute(INSERT, &params![&id, school, name])?;
    Ok(id)
}

/// Writes a user group's name, columns and limits.
pub(super) fn write(tx: &mut Tx<'_, '_>, id: &GroupId, wanted: &Wanted) -> Result<(), Problem> {
    let school = tx.school()?;
    tx.execute(RENAME, &params![school, id, &wanted.name])?;
    tx.execute(CLEAR, &params![id])?;
    for (column, right) in wanted.columns.all() {
        tx.execute(GIVE, &params![id, column.name(), right.name()])?;
    }
    tx.execute(UNLIMIT, &params![id])?;
    for limit in &wanted.limits {
        tx.execute(LIMIT, &params![id, &limit.id])?;
    }
    Ok(())
}

/// Removes a user group.
pub(super) fn remove(tx: &mut Tx<'_, '_>, id: &GroupId) -> Result<(), Problem> {
    let school = tx.school()?;
    tx.execute(CLEAR, &params![id])?;
    tx.execute(UNLIMIT, &params![id])?;
    tx.execute(EMPTY, &params![id])?;
    key_policy::forget(tx, id)?;
    tx.execute(REMOVE, &params![school, id])?;
    Ok(())
}
