//! Categories: what a concern is about, in a school's own words.
//!
//! They are a tree of two levels. Each has a colour, which never stands without its name; guidance
//! for whoever chooses it; and how long a concern of it may wait for a safeguarding lead. A category
//! that is no longer wanted is retired: nobody is offered it any more, and old concerns keep it.
//! Nothing removes one. A user group whose files are limited to a category reads those beneath it
//! too, so that no category is moved beneath one that limits a user group. What such a category means
//! decides what that group reads, so changing a category asks for a touch, and the leads are told when
//! one that limits a user group gets another name or place.

mod begin;
mod category;
mod colour;
mod edit;
mod list;
mod mark;
mod place;
mod retirement;
mod store;
#[cfg(test)]
mod tests;
mod tree;
mod wanted;

pub use begin::begin;
pub use category::Category;
pub use mark::Marks;
pub(crate) use mark::marks;
pub use store::offered;
pub use tree::{Branch, sample};

use crate::access::{May, Right};
use crate::feature::{Feature, Part, Setting};

/// The pages on which a school keeps its categories.
pub fn feature() -> Feature {
    let may = May::HaveAny(&[Right::ManageGroups, Right::WorkCases]);
    Feature::named("categories")
        .get("/categories", may, list::get)
        .get("/categories/new", may, edit::new)
        .post("/categories", may, edit::add)
        .get("/categories/{category}", may, edit::get)
        .post_with_touch(
            "/categories/{category}",
            may,
            "change a category",
            edit::post,
        )
        .post("/categories/{category}/place", may, place::post)
        .post("/categories/{category}/retirement", may, retirement::post)
        .post("/categories/{category}/return", may, retirement::undo)
        .setting(Setting {
            label: "Categories",
            href: "/categories",
            may,
            part: Part::Safeguarding,
            about: "What a concern can be about, and how long one may wait",
        })
        .statements(store::STATEMENTS)
        .sample("categories", &list::sample())
        .sample("a category", &edit::sample())
}
