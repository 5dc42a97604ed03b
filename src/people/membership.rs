//! Which user groups somebody is in and which year groups they are given: changed by somebody
//! else, never by themselves, and told to whom it concerns.
//!
//! Whoever reads every pupil's file is told when another person comes to read files, so that an
//! administrator cannot quietly make themselves a reader by way of a second account.

use std::collections::BTreeSet;

use keyward_web::{Errors, Problem, Undone};

use super::directory::{self, Member};
use super::store;
use crate::access::{Access, Files, Right};
use crate::audit::Entry;
use crate::cx::Tx;
use crate::enrolment::{self, LetIn};
use crate::ids::PersonId;
use crate::mail::{self, Letter};
use crate::pupils::YearGroup;

/// User groups and year groups that somebody is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    groups: Vec<String>,
    year_groups: Vec<YearGroup>,
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
        })
    }

    /// The names of the user groups.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// Writes it down for somebody who has none yet.
    pub(super) fn give(&self, tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<(), Undone> {
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
        Ok(())
    }

    /// Whether somebody has exactly this.
    fn is_that_of(&self, member: &Member) -> bool {
        let groups: BTreeSet<_> = self.groups.iter().collect();
        let years: BTreeSet<_> = self.year_groups.iter().collect();
        groups == member.groups.iter().collect() && years == member.year_groups.iter().collect()
    }

    /// Puts somebody else into these user groups and year groups, and out of all others; says so.
    ///
    /// # Errors
    /// The form's errors when it is one's own, when a group is not there, or when nobody would be
    /// left to manage the school; not found; that the database is away.
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
        let read_before = files_of(tx, person)?;
        let needed = enrolment::who_needs_a_key(tx)?;
        store::leave_everything(tx, person)?;
        self.give(tx, person)?;
        if directory::is_locked_out(tx)? {
            return Err(Undone::field("groups", LAST));
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
                .with("year groups now", listed(&after.year_groups)),
        )?;
        tell(tx, &after)?;
        let read_now = files_of(tx, person)?;
        if reads_more(read_before, &before, read_now, &after) {
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
pub const OWN: &str = "Nobody may change their own user groups or year groups: two people are \
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

/// Which files somebody's user groups let them read with their key.
fn files_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Files, Problem> {
    Ok(Access::new(store::rights_of(tx, person)?, true).files())
}

/// Whether somebody is in a user group, or given a year group, that they were not before.
fn gives_more(was: &Member, is: &Member) -> bool {
    let new_group = |group: &String| !was.groups.contains(group);
    let new_year = |year: &YearGroup| !was.year_groups.contains(year);
    is.groups.iter().any(new_group) || is.year_groups.iter().any(new_year)
}

fn reads_more(before: Files, was: &Member, now: Files, is: &Member) -> bool {
    match (before, now) {
        (_, Files::None) | (Files::Every, _) => false,
        (Files::None | Files::Given, Files::Every) | (Files::None, Files::Given) => true,
        (Files::Given, Files::Given) => is
            .year_groups
            .iter()
            .any(|year| !was.year_groups.contains(year)),
    }
}

fn tell(tx: &mut Tx<'_, '_>, member: &Member) -> Result<(), Problem> {
    let years = match member.years_line() {
        none if none.is_empty() => String::new(),
        some => format!(" Your year groups are: {some}."),
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
    let reach = match files_of(tx, &member.id)? {
        Files::None => return Ok(()),
        Files::Every => "every pupil's file".to_owned(),
        Files::Given if member.year_groups.is_empty() => return Ok(()),
        Files::Given => format!("the files of {}", member.years_line()),
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

    #[test]
    fn readers_are_told_when_somebody_reads_more_and_not_when_they_read_less() {
        let (none, both) = (
            Member {
                year_groups: Vec::new(),
                ..directory::sample()
            },
            directory::sample(),
        );
        for (before, was, now, is, more) in [
            (Files::None, &none, Files::Given, &none, true),
            (Files::Given, &none, Files::Given, &both, true),
            (Files::Given, &both, Files::Given, &none, false),
            (Files::Given, &both, Files::Every, &both, true),
            (Files::Every, &both, Files::Every, &both, false),
            (Files::Every, &both, Files::Given, &both, false),
            (Files::None, &both, Files::None, &both, false),
        ] {
            assert_eq!(
                reads_more(before, was, now, is),
                more,
                "{before:?} to {now:?}"
            );
        }
    }
}
