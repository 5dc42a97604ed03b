//! Contacts: the grown-ups in a child's life. Parents and carers with who holds parental
//! responsibility and who must not be contacted, and professionals with their agency.
//!
//! A contact is seen by whoever may read the pupil's file, and by nobody else. All that was typed is
//! sealed. It is never edited: what changed is written as a new one that takes the place of the old,
//! with a reason, and the old one stays. The telephone numbers, e-mail addresses and homes of
//! families leave a keyed tag, so that the same one in another file can be found without being
//! read.

mod add;
mod contact;
mod end;
mod form;
mod list;
mod store;
mod tags;
#[cfg(test)]
mod tests;

pub use add::add_told;
pub use contact::{Contact, Side};
pub use store::{of_pupil, said};

use crate::access::{May, Right};
use crate::feature::Feature;

/// The pages of contacts.
pub fn feature() -> Feature {
    let works = May::Have(Right::WorkCases);
    Feature::named("contacts")
        .get("/pupils/{pupil}/contacts", May::ReadFiles, list::get)
        .get("/pupils/{pupil}/contacts/new", works, add::get)
        .post("/pupils/{pupil}/contacts", works, add::post)
        .get("/pupils/{pupil}/contacts/{contact}/ending", works, end::get)
        .post(
            "/pupils/{pupil}/contacts/{contact}/ending",
            works,
            end::post,
        )
        .statements(store::STATEMENTS)
        .sample("contacts", &list::sample())
        .sample("add a parent or carer", &add::sample(Side::Family))
        .sample("add a professional", &add::sample(Side::Professional))
        .sample("end a contact", &end::sample())
}
