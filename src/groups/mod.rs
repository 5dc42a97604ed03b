//! User groups: what the people in them may do, in two columns. The standard column counts always;
//! the elevated column counts while a person's own security key has elevated their access.
//!
//! What opens pupils' files, the audit log, or the gate to either stands in the elevated column
//! alone; the files it opens may be limited to categories of concern. Nobody gives more to a user group they are in themselves: two people are needed. A
//! change counts from the next click of everybody concerned, and no change ever leaves a school
//! without somebody who can undo it.

mod edit;
mod form;
mod group;
mod list;
mod removal;
mod store;
#[cfg(test)]
mod tests;

pub use group::Group;
pub use store::every;

use crate::access::{May, Right};
use crate::feature::{Feature, Part, Setting};

/// What user groups' pages answer.
pub fn feature() -> Feature {
    let may = May::Have(Right::ManageGroups);
    Feature::named("groups")
        .get("/groups", may, list::get)
        .get("/groups/new", may, edit::new)
        .post_with_touch("/groups", may, "add a user group", edit::add)
        .get("/groups/{group}", may, edit::get)
        .post_with_touch("/groups/{group}", may, "change a user group", edit::post)
        .post_with_touch(
            "/groups/{group}/removal",
            may,
            "remove a user group",
            removal::post,
        )
        .setting(Setting {
            label: "User groups",
            href: "/groups",
            may,
            part: Part::Access,
            about: "What people may do, with their key and without it",
        })
        .statements(store::STATEMENTS)
        .sample("user groups", &list::sample())
        .sample("a user group", &edit::sample())
}
