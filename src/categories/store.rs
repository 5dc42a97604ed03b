//! Every SQL statement about categories.

use keyward_db::{Row, params};
use keyward_web::Problem;

use super::category::Category;
use super::colour::Colour;
use super::tree::{self, Branch};
use super::wanted::Wanted;
use crate::cx::Tx;
use crate::ids::{CategoryId, SchoolId};

keyward_db::statements! {
    /// The categories of a school, in its order.
    EVERY = "SELECT id, parent_id, name, colour, guidance, respond_minutes,
                    CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END
             FROM category WHERE school_id = $1 ORDER BY position, LOWER(name), id";
    /// A new category, after those of its school.
    INSERT = "INSERT INTO category (id, school_id, parent_id, name, colour, guidance,
                                    respond_minutes, position)
              SELECT $1, $2, $3, $4, $5, $6, $7, COALESCE(MAX(category.position), 0) + 1
              FROM category WHERE category.school_id = $2";
    /// What a category is now.
    CHANGE = "UPDATE category SET parent_id = $3, name = $4, colour = $5, guidance = $6,
                                  respond_minutes = $7
              WHERE school_id = $1 AND id = $2";
    /// Puts a category into its place.
    PLACE = "UPDATE category SET position = $3 WHERE school_id = $1 AND id = $2";
    /// Retires a category, or with nothing brings it back.
    RETIRE = "UPDATE category SET retired_at = $3 WHERE school_id = $1 AND id = $2";
    /// The user groups whose files are limited to a category.
    LIMITED_TO = "SELECT user_group.name FROM group_category
                  JOIN user_group ON user_group.id = group_category.group_id
                  WHERE user_group.school_id = $1 AND group_category.category_id = $2
                  ORDER BY LOWER(user_group.name), user_group.id";
}

fn category(row: &Row<'_>) -> Result<Category, keyward_db::Error> {
    Ok(Category {
        id: row.get(0)?,
        parent: row.get(1)?,
        name: row.get(2)?,
        colour: Colour::named(&row.get::<String>(3)?).unwrap_or_default(),
        guidance: row.get(4)?,
        respond_minutes: row.get(5)?,
        is_retired: row.get(6)?,
    })
}

/// The tree of the actor's school, retired categories among it.
pub(super) fn tree(tx: &mut Tx<'_, '_>) -> Result<Vec<Branch>, Problem> {
    let school = tx.school()?;
    Ok(tree::tree(tx.all(EVERY, &params![school], category)?))
}

/// The tree of the actor's school as it is offered to whoever logs a concern.
///
/// # Errors
/// Not found, at no school; that the database is away.
pub fn offered(tx: &mut Tx<'_, '_>) -> Result<Vec<Branch>, Problem> {
    Ok(tree::in_use(tree(tx)?))
}

/// A new category of a school, at the end of its list.
pub(super) fn insert(
    tx: &mut Tx<'_, '_>,
    school: &SchoolId,
    wanted: &Wanted,
) -> Result<CategoryId, Problem> {
    let id = CategoryId(tx.new_id());
    let (name, colour) = (&wanted.name, wanted.colour.name());
    let (guidance, minutes) = (&wanted.guidance, wanted.respond_minutes);
    let parent = wanted.parent.as_ref();
    tx.execute(
        INSERT,
        &params![&id, school, parent, name, colour, guidance, minutes],
    )?;
    Ok(id)
}

/// Makes a category into what is wanted.
pub(super) fn change(tx: &mut Tx<'_, '_>, id: &CategoryId, wanted: &Wanted) -> Result<(), Problem> {
    let school = tx.school()?;
    let (name, colour) = (&wanted.name, wanted.colour.name());
    let (guidance, minutes) = (&wanted.guidance, wanted.respond_minutes);
    let parent = wanted.parent.as_ref();
    tx.execute(
        CHANGE,
        &params![school, id, parent, name, colour, guidance, minutes],
    )?;
    Ok(())
}

/// Gives these categories, which stand beside each other, this order.
pub(super) fn order(tx: &mut Tx<'_, '_>, order: &[CategoryId]) -> Result<(), Problem> {
    let school = tx.school()?;
    for (position, id) in (1i64..).zip(order) {
        tx.execute(PLACE, &params![school, id, position])?;
    }
    Ok(())
}

/// Retires a category, or brings it back.
pub(super) fn retire(tx: &mut Tx<'_, '_>, id: &CategoryId, retires: bool) -> Result<(), Problem> {
    let (school, now) = (tx.school()?, tx.now().as_micros());
    let at = retires.then_some(now);
    tx.execute(RETIRE, &params![school, id, at])?;
    Ok(())
}

/// The names of the user groups whose files are limited to this category.
pub(super) fn limited_to(tx: &mut Tx<'_, '_>, id: &CategoryId) -> Result<Vec<String>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(LIMITED_TO, &params![school, id], |row| row.get(0))?)
}
