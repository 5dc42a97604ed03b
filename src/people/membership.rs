//! Which user groups somebody is in and which year groups and forms they are given: changed by somebody
//! else, never by themselves, and told to whom it concerns.
//!
//! Whoever reads every pupil's file is told when another person comes to read files, so that an
//! administrator cannot quietly make themselves a reader by way of a second account.

use std::collections::BTreeSet;

use keyward_web::{Errors, Problem, Undone};

use super::directory::{self, Member};
use super::store;
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::enrolment::{self, LetIn};
use crate::exclusions::{LAST_LEAD, Unled};
use crate::ids::PersonId;
use crate::mail::{self, Letter};
use crate::pupils::{self, YearGroup};

/// User groups, year groups and forms that somebody is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    groups: Vec<String>,
    year_groups: Vec<YearGroup>,
    forms: Vec<String>,
}

impl Membership {
    /// Checks what was chosen.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(groups: Vec<String>, year_groups: &[String]) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        if groups.is_empty() {
            errors.add("groups", "Choose at least one user group");
        }
        let mut years = Vec::new();
        for name in year_groups {
            match YearGroup::parse(name) {
                Ok(year) => years.push(year),
                Err(why) => errors.add("years", format!("{name}: {why}")),
            }
        }
        errors.unless_any(Self {
            groups,
            year_groups: years,
            forms: Vec::new(),
        })
    }

    /// The same with these forms. Whether there are such forms is asked when they are given.
    #[must_use]
    pub fn with_forms(self, forms: Vec<String>) -> Self {
        Self { forms, ..self }
    }

    /// The names of the user groups.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// Writes it down for somebody who has none yet.
    pub(super) fn give(&self, tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<(), Undone> {
        let known_forms = pupils::forms(tx)?;
        self.give_of(tx, person, &known_forms)
    }

    fn give_of(
        &self,
        tx: &mut Tx<'_, '_>,
        person: &PersonId,
        known_forms: &[String],
    ) -> Result<(), Undone> {
        for name in &self.groups {
            let Some(group) = store::group_named(tx, name)? else {
                let known = store::group_names(tx)?.join(", ");
                let words = format!("There is no user group {name}; the user groups are: {known}");
                return Err(Undone::field("groups", words));
            };
            store::join(tx, person, &group)?;
        }
        for year in &self.year_groups {
            store::give_year(tx, person, year.name())?;
        }
        for form in &self.forms {
            if !known_forms.contains(form) {
                let words = format!("There is no pupil in a form {form}");
                return Err(Undone::field("forms", words));
            }
            store::give_form(tx, person, form)?;
        }
        Ok(())
    }

    /// Whether somebody has exactly this.
    fn is_that_of(&self, member: &Member) -> bool {
        let groups: BTreeSet<_> = self.groups.iter().collect();
        let years: BTreeSet<_> = self.year_groups.iter().collect();
        let forms: BTreeSet<_> = self.forms.iter().collect();
        groups == member.groups.iter().collect()
            && years == member.year_groups.iter().collect()
            && forms == member.forms.iter().collect()
    }

    /// Puts somebody else into these user groups and year groups, and out of all others; says so.
    ///
    /// # Errors
    /// The form's errors when it is one's own, when a group is not there, or when nobody would be
    /// left to manage the school or to lead; not found; that the database is away.
    pub fn change(&self, tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<String, Undone> {
        let before = directory::somebody(tx, person)?;
        if before.left.is_some() {
            return Err(Problem::NotFound.into());
        }
        if tx.person()? == person {
            return Err(Undone::field("groups", OWN));
        }
        let said =
            |member: &Member| format!("{} is now in: {}.", member.name, member.groups_line());
        if self.is_that_of(&before) {
            return Ok(said(&before));
        }
        let read_before = directory::sight_of(tx, person)?;
        let needed = enrolment::who_needs_a_key(tx)?;
        let unled = Unled::before(tx)?;
        store::leave_everything(tx, person)?;
        // A form that nobody is in any more may stay; it is only not given anew.
        let mut known_forms = pupils::forms(tx)?;
        known_forms.extend(before.forms.iter().cloned());
        self.give_of(tx, person, &known_forms)?;
        if directory::is_locked_out(tx)? {
            return Err(Undone::field("groups", LAST));
        }
        if unled.has_grown(tx)? {
            return Err(Undone::field("groups", LAST_LEAD));
        }
        let after = directory::somebody(tx, person)?;
        if gives_more(&before, &after) {
            enrolment::let_in(tx, person, LetIn::UserGroups)?;
        }
        tx.entry(
            Entry::of("user groups changed", "person", &person.0)
                .with("user groups before", before.groups_line())
                .with("user groups now", after.groups_line())
                .with("year groups before", listed(&before.year_groups))
                .with("year groups now", listed(&after.year_groups))
                .with("forms before", forms_listed(&before.forms))
                .with("forms now", forms_listed(&after.forms)),
        )?;
        tell(tx, &after)?;
        if directory::sight_of(tx, person)?.is_more_than(&read_before) {
            tell_readers(tx, &after)?;
        }
        let mut words = said(&after);
        for waits in needed.ask_again(tx)? {
            words = format!("{words} {}", waits.words());
        }
        Ok(words)
    }
}

/// Why nobody changes their own user groups.
pub const OWN: &str = "Nobody may change their own user groups, year groups or forms: two people are \
                       needed. Ask another administrator";
/// Why the last administrator stays one.
pub const LAST: &str = "Nobody would be left who can manage people and user groups. Put somebody \
                        else into such a user group first";

fn listed(year_groups: &[YearGroup]) -> String {
    if year_groups.is_empty() {
        return "none".into();
    }
    let names = year_groups.iter().map(|year| year.name());
    names.collect::<Vec<_>>().join(", ")
}

fn forms_listed(forms: &[String]) -> String {
    match forms.is_empty() {
        true => "none".into(),
        false => forms.join(", "),
    }
}

/// Whether somebody is in a user group, or given a year group or form, that they were not before.
fn gives_more(was: &Member, is: &Member) -> bool {
    let new_group = |group: &String| !was.groups.contains(group);
    let new_year = |year: &YearGroup| !was.year_groups.contains(year);
    let new_form = |form: &String| !was.forms.contains(form);
    is.groups.iter().any(new_group)
        || is.year_groups.iter().any(new_year)
        || is.forms.iter().any(new_form)
}

fn tell(tx: &mut Tx<'_, '_>, member: &Member) -> Result<(), Problem> {
    let years = match member.years_line() {
        none if none.is_empty() => String::new(),
        some => format!(" Your year groups and forms are: {some}."),
    };
    mail::post(
        tx,
        &Letter {
            to: &member.email,
            subject: "Your user groups in Keyward have changed",
            body: &format!(
                "Hello {},\n\n{} changed what you may do in Keyward. You are now in these user groups: \
             {}.{years}\n\nIf this is not right, tell your school's support.\n",
                member.name,
                tx.actor().name,
                member.groups_line(),
            ),
        },
    )
}

/// Tells everybody else who reads every file that this person can read files now.
pub(super) fn tell_readers(tx: &mut Tx<'_, '_>, member: &Member) -> Result<(), Problem> {
    let Some(reach) = directory::sight_of(tx, &member.id)?.words() else {
        return Ok(());
    };
    for reader in directory::holders(tx, Right::ReadEveryFile)? {
        if reader.id == member.id {
            continue;
        }
        mail::post(
            tx,
            &Letter {
                to: &reader.email,
                subject: "Somebody was given access to pupils' files",
                body: &format!(
                    "Hello {},\n\n{} gave {} ({}) access to {reach}, once they use their own security \
                 key. Their user groups are now: {}.\n\nYou are told because you read every pupil's \
                 file. If this is not right, speak to your school's administrators at once.\n",
                    reader.name,
                    tx.actor().name,
                    member.name,
                    member.email,
                    member.groups_line(),
                ),
            },
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_in_a_group_at_least_and_in_years_that_there_are() {
        let errors = Membership::check(vec![], &["14".to_owned()]).unwrap_err();
        assert!(errors.of("groups").is_some() && errors.of("years").is_some());
        assert!(Membership::check(vec!["Staff".into()], &["R".to_owned()]).is_ok());
    }
}
