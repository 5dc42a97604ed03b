//! A new school: its key, its first user groups and categories, its audit log.

use keyward_seal::SchoolKey;
use keyward_web::{Errors, Problem};

use super::{School, details, store};
use crate::access::{Column, FIRST_GROUPS};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::categories;
use crate::cx::Actor;
use crate::ids::SchoolId;

/// First parts of addresses that are the house's own; a house test compares them with the route
/// table.
const TAKEN: &[&str] = &[
    "account",
    "alert-groups",
    "alerts",
    "approvals",
    "assets",
    "audit",
    "body-map",
    "break-glass",
    "categories",
    "concerns",
    "dashboard",
    "demo",
    "drafts",
    "elevation",
    "exclusions",
    "groups",
    "health",
    "inbox",
    "key-models",
    "keys",
    "people",
    "pupils",
    "school",
    "search",
    "security-keys",
    "settings",
    "sight",
    "sign-in",
    "sign-out",
    "view-as",
];

/// A school that is to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSchool {
    name: String,
    slug: String,
    support_contact: String,
}

impl NewSchool {
    /// Checks what a new school is to be called, where it is to be found (lower-case letters,
    /// digits and hyphens) and whom its people ask for help.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(name: &str, slug: &str, support_contact: &str) -> Result<Self, Errors> {
        let (name, slug, support_contact) = (name.trim(), slug.trim(), support_contact.trim());
        let mut errors = details::check(name, support_contact);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if slug.is_empty() || slug.len() > 60 || !slug.chars().all(plain) {
            let words = "Enter the school's part of the address: lower-case letters, digits and \
                         hyphens, such as hawthorn-park";
            errors.add("address", words);
        } else if is_reserved(slug) {
            errors.add(
                "address",
                format!("{slug} is an address of Keyward's own: choose another"),
            );
        }
        let (name, slug) = (name.to_owned(), slug.to_owned());
        errors.unless_any(Self {
            name,
            slug,
            support_contact: support_contact.to_owned(),
        })
    }
}

/// Whether this first part of an address is the house's own.
pub fn is_reserved(slug: &str) -> bool {
    TAKEN.contains(&slug)
}

/// Adds the school.
///
/// # Errors
/// A refusal when its address is taken; that the database is away.
pub async fn add(app: &App, new: NewSchool) -> Result<School, Problem> {
    let now = app.now();
    let id = SchoolId(keyward_moment::new_id(now));
    let key = SchoolKey::generate();
    let wrapped = app.wrap_key(&id, &key);
    let school = School {
        id: id.clone(),
        slug: new.slug,
        name: new.name,
        support_contact: new.support_contact,
    };
    let actor = Actor::machine(Some((id, key)), "the command line");
    let added = school.clone();
    let written = app.write_as(actor, now, move |tx| {
        store::insert(tx, &school, &wrapped)?;
        audit::begin(tx)?;
        for (name, standard, elevated) in FIRST_GROUPS {
            let standard = standard.iter().map(|right| (Column::Standard, *right));
            let elevated = elevated.iter().map(|right| (Column::Elevated, *right));
            store::insert_group(tx, &school.id, name, standard.chain(elevated))?;
        }
        categories::begin(tx, &school.id)?;
        tx.entry(Entry::of("school added", "school", &school.id.0))
    });
    match written.await {
        Ok(()) => Ok(added),
        Err(Problem::Bug(why)) if why.contains("school_slug_key") => Err(Problem::refused(
            axum::http::StatusCode::CONFLICT,
            "This address is taken",
            format!("There is a school at /{} already.", added.slug),
        )),
        Err(problem) => Err(problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_needs_a_name_an_address_of_its_own_and_somebody_to_ask() {
        assert!(NewSchool::check("Hawthorn Park", "hawthorn-park", "it@hp.example").is_ok());
        for (slug, field) in [
            ("", "address"),
            ("Hawthorn", "address"),
            ("a/b", "address"),
            ("audit", "address"),
        ] {
            let errors = NewSchool::check("H", slug, "it").unwrap_err();
            assert!(errors.of(field).is_some(), "{slug}");
        }
        assert_eq!(NewSchool::check("", "a", "").unwrap_err().all().len(), 2);
    }
}
