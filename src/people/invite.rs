//! Inviting somebody: they are known here, and ask for their first password themselves.

use keyward_web::{Errors, Problem, Undone, readable_line};

use super::membership::{self, Membership};
use super::person::Email;
use super::{directory, store};
use crate::audit::Entry;
use crate::cx::Tx;
use crate::enrolment::{self, LetIn};
use crate::ids::PersonId;
use crate::mail::{self, Letter};
use crate::security_keys::PersonHandle;

/// Somebody who is to be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    name: String,
    email: Email,
    membership: Membership,
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
        let name = readable_line(name).unwrap_or_default();
        if name.is_empty() || name.chars().count() > 120 {
            errors.add("name", "Enter the person's name, up to 120 characters");
        }
        let email = Email::parse(email);
        if email.is_none() {
            errors.add(
                "email",
                "Enter an email address, such as name@school.example",
            );
        }
        let membership = Membership::check(groups, &year_groups).map_err(|wrong| {
            for (field, words) in wrong.all() {
                errors.add(field, words);
            }
        });
        match (email, membership) {
            (Some(email), Ok(membership)) if errors.is_empty() => Ok(Self {
                name,
                email,
                membership,
            }),
            _ => Err(errors),
        }
    }

    /// The same with these forms, whose files they may read where their user group reads by year
    /// group or form.
    #[must_use]
    pub fn with_forms(self, forms: Vec<String>) -> Self {
        Self {
            membership: self.membership.with_forms(forms),
            ..self
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
    Ok(invite_by_form(tx, invitation, sign_in_url)?)
}

/// The same, for a form that says itself what is wrong.
pub(super) fn invite_by_form(
    tx: &mut Tx<'_, '_>,
    invitation: &Invitation,
    sign_in_url: &str,
) -> Result<PersonId, Undone> {
    let Invitation {
        name,
        email,
        membership,
    } = invitation;
    if let Some(person) = store::ever(tx, email.as_str())? {
        let there = directory::somebody(tx, &person)?;
        let words = match there.left {
            None => format!(
                "There is an account for {} at this school already: {}",
                email.as_str(),
                there.name
            ),
            Some(left) => format!(
                "{} had an account with this address, which ended on {}. Find them among the \
                 people and bring it back",
                there.name,
                left.day()
            ),
        };
        return Err(Undone::field("email", words));
    }
    let handle = PersonHandle::random().map_err(Problem::bug)?;
    let person = store::insert(tx, name, email.as_str(), handle.as_bytes())?;
    membership.give(tx, &person)?;
    enrolment::let_in(tx, &person, LetIn::Account)?;
    enrolment::let_in(tx, &person, LetIn::UserGroups)?;
    write_to(tx, name, email.as_str(), sign_in_url)?;
    let groups = membership.groups().join(", ");
    tx.entry(Entry::of("person invited", "person", &person.0).with("groups", groups))?;
    if tx.actor().person_id().is_some() {
        let member = directory::somebody(tx, &person)?;
        membership::tell_readers(tx, &member)?;
    }
    Ok(person)
}

/// The letter that says where to set a first password.
pub(super) fn write_to(
    tx: &mut Tx<'_, '_>,
    name: &str,
    email: &str,
    sign_in_url: &str,
) -> Result<(), Problem> {
    mail::post(
        tx,
        &Letter {
            to: email,
            subject: "Your Keyward account",
            body: &format!(
                "Hello {name},\n\nan account was made for you in Keyward, where your school keeps its \
             safeguarding records.\n\nOpen {sign_in_url} and choose \"Forgotten your password or \
             using Keyward for the first time?\" to set your password.\n"
            ),
        },
    )
}
