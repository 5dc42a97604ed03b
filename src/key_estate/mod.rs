//! The school's keys, for those who manage people: who holds none, one or a spare, which were not
//! used for a long time, which were handed out to whom, and what somebody found.
//!
//! It shows no secret and registers nothing: everybody links their own keys. Who found a key learns
//! nothing of whose it is.

mod estate;
mod export;
mod found;
mod handed_out;
mod list;
mod store;
#[cfg(test)]
mod tests;

use crate::access::{May, Right};
use crate::feature::{Feature, Part, Setting};

/// The pages of the school's keys.
pub fn feature() -> Feature {
    let may = May::Have(Right::ManagePeople);
    Feature::named("key_estate")
        .get("/keys", may, list::get)
        .post_with_touch(
            "/keys/export",
            may,
            "download the list of keys",
            export::post,
        )
        .get("/keys/handed-out", may, handed_out::get)
        .post("/keys/handed-out", may, handed_out::post)
        .post(
            "/keys/handed-out/{handed_out}/return",
            may,
            handed_out::bring_back,
        )
        .get("/{school}/found-key", May::Enter, found::get)
        .post("/{school}/found-key", May::Enter, found::post)
        .setting(Setting {
            label: "Keys",
            href: "/keys",
            may,
            part: Part::Access,
            about: "Who holds which security keys, and keys handed out",
        })
        .statements(store::STATEMENTS)
        .sample("the school's keys", &list::sample())
        .sample("keys handed out", &handed_out::sample())
        .sample("found a key", &found::sample())
        .sample("found a key, told", &found::told_sample())
}
