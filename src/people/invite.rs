//! Inviting somebody: they are known here, and ask for their first password themselves.

use axum::http::StatusCode;
use keyward_web::{Errors, Problem};

use super::person::Email;
use super::store;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::PersonId;
use crate::mail::{self, Letter};
use crate::security_keys::PersonHandle;

/// Somebody who is to be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    name: String,
    email: Email,
    groups: Vec<String>,
    year_groups: Vec<String>,
}

impl Invitation {
    /// Checks who is to be invited, into which user groups, with which year groups.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(
        name: &str,
        email: &str,
        groups: Vec<String>,
        year_groups: Vec<String>,
    ) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 120 {
            errors.add("name", "Enter the person's name, up to 120 characters");
        }
        let email = Email::parse(email);
        if email.is_none() {
            errors.add(
                "email",
                "Enter an e-mail address, such as name@school.example",
            );
        }
        if groups.is_empty() {
            errors.add("groups", "Choose at least one user group");
        }
        match email {
            Some(email) if errors.is_empty() => Ok(Self {
                name: name.to_owned(),
                email,
                groups,
                year_groups,
            }),
            _ => Err(errors),
        }
    }

    /// The address invited.
    pub fn email(&self) -> &Email {
        &self.email
    }
}

/// Invites the person, and writes to them where their school's sign-in page is.
///
/// # Errors
/// A refusal when the address is taken or a group is not there; that the database is away.
pub fn invite(
    tx: &mut Tx<'_, '_>,
    invitation: &Invitation,
    sign_in_url: &str,
) -> Result<PersonId, Problem> {
    let Invitation {
        name,
        email,
        groups,
        year_groups,
    } = invitation;
    if store::account(tx, email.as_str())?.is_some() {
        return Err(Problem::refused(
            StatusCode::CONFLICT,
            "This person is here already",
            format!("There is an account for {} at this school.", email.as_str()),
        ));
    }
    let handle = PersonHandle::random().map_err(Problem::bug)?;
    let person = store::insert(tx, name, email.as_str(), handle.as_bytes())?;
    for name in groups {
        let Some(group) = store::group_named(tx, name)? else {
            let known = store::group_names(tx)?.join(", ");
            return Err(Problem::refused(
                StatusCode::UNPROCESSABLE_ENTITY,
                "There is no such user group",
                format!("There is no user group {name}; the user groups are: {known}."),
            ));
        };
        store::join(tx, &person, &group)?;
    }
    for year in year_groups {
        store::give_year(tx, &person, year)?;
    }
    mail::post(
        tx,
        &Letter {
            to: email.as_str(),
            subject: "Your Keyward account",
            body: &format!(
                "Hello {name},\n\nan account was made for you in Keyward, where your school keeps its \
             safeguarding records.\n\nOpen {sign_in_url} and choose \"Forgotten your password or \
             using Keyward for the first time?\" to set your password.\n"
            ),
        },
    )?;
    tx.entry(Entry::of("person invited", "person", &person.0).with("groups", groups.join(", ")))?;
    Ok(person)
}
