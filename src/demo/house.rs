//! The house while it is being filled: its staff, who act in it as they would have acted.

use keyward_moment::Moment;
use keyward_seal::SchoolKey;
use keyward_web::Problem;

use super::passphrase;
use super::staff::{Member, Role, SCHOOL_NAME, SCHOOL_SLUG, STAFF, SUPPORT};
use crate::access::{Access, Column, FIRST_GROUPS, Right};
use crate::app::App;
use crate::audit::Entry;
use crate::config::DocumentLimits;
use crate::cx::{Actor, Tx};
use crate::ids::{PersonId, SchoolId, SessionId};
use crate::people::{self, Invitation};
use crate::school::{self, NewSchool};

/// A school that has just been added, and who works there.
pub(super) struct House<'a> {
    app: &'a App,
    school: SchoolId,
    key: SchoolKey,
    /// Where its people sign in.
    pub sign_in_url: String,
    staff: Vec<(&'static Role, PersonId)>,
}

impl<'a> House<'a> {
    /// Adds the school, now by the application's clock.
    pub async fn build(app: &'a App) -> Result<Self, Problem> {
        let new = NewSchool::check(SCHOOL_NAME, SCHOOL_SLUG, SUPPORT).map_err(wrong)?;
        school::add(app, new).await?;
        let (school, key) = school::by_slug(app, SCHOOL_SLUG).await?;
        Ok(Self {
            app,
            school: school.id,
            key,
            sign_in_url: format!("{}/{SCHOOL_SLUG}", app.config().origin().as_str()),
            staff: Vec::with_capacity(STAFF.len()),
        })
    }

    /// Invites the whole staff and sets their passwords.
    pub async fn invite_staff(&mut self, at: Moment) -> Result<Vec<Member>, Problem> {
        let mut members = Vec::with_capacity(STAFF.len());
        for role in &STAFF {
            let password = passphrase::draw()?;
            let person = self.invite(role, at, &password).await?;
            self.staff.push((role, person));
            members.push(Member {
                email: role.email(),
                password,
                group: role.group.into(),
            });
        }
        Ok(members)
    }

    async fn invite(&self, role: &Role, at: Moment, password: &str) -> Result<PersonId, Problem> {
        let years = role.years.iter().map(|year| (*year).to_owned()).collect();
        let groups = vec![role.group.to_owned()];
        let invitation =
            Invitation::check(role.name, &role.email(), groups, years).map_err(wrong)?;
        let hash = self.app.hasher().hash(password.to_owned()).await?;
        let sign_in = self.sign_in_url.clone();
        let machine = Actor::machine(Some((self.school.clone(), self.key.clone())), "the demo");
        let invited = self.app.write_as(machine, at, move |tx| {
            let person = people::invite(tx, &invitation, &sign_in)?;
            people::set_password(tx, &person, &hash)?;
            tx.entry(Entry::of("password set", "person", &person.0))?;
            Ok(person)
        });
        invited.await
    }

    /// Somebody on the staff, by the part of their address before the `@`.
    pub fn person(&self, mailbox: &str) -> Result<PersonId, Problem> {
        self.colleague(mailbox).map(|(_, person)| person.clone())
    }

    fn colleague(&self, mailbox: &str) -> Result<&(&'static Role, PersonId), Problem> {
        let found = self.staff.iter().find(|(role, _)| role.mailbox == mailbox);
        found.ok_or_else(|| Problem::bug(format_args!("the demo's own data: who is {mailbox}?")))
    }

    /// How large files may be.
    pub fn documents(&self) -> DocumentLimits {
        self.app.config().documents
    }

    /// Does something as somebody on the staff, at a moment of the past, with the access that a
    /// touch of their key would give them.
    pub async fn lets<T: Send + 'static>(
        &self,
        mailbox: &str,
        at: Moment,
        job: impl FnMut(&mut Tx<'_, '_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.app.write_as(self.actor(mailbox)?, at, job).await
    }

    /// Does many things, each as somebody at a moment of their own, in one transaction.
    pub async fn lets_each<A: Send + 'static>(
        &self,
        acts: Vec<(Actor, Moment, A)>,
        job: impl FnMut(&mut Tx<'_, '_>, &A) -> Result<(), Problem> + Send + 'static,
    ) -> Result<(), Problem> {
        self.app.write_each(acts, job).await
    }

    /// Somebody on the staff, as they act.
    pub fn actor(&self, mailbox: &str) -> Result<Actor, Problem> {
        let (role, person) = self.colleague(mailbox)?;
        Ok(Actor::person(
            (self.school.clone(), self.key.clone()),
            person.clone(),
            role.name.into(),
            SessionId("before the demo".into()),
            access(role.group),
        ))
    }
}

/// The access that a new school's user group gives.
fn access(group: &str) -> Access {
    let groups = FIRST_GROUPS
        .into_iter()
        .filter(|(name, _, _)| *name == group);
    let rights = groups.flat_map(|(_, standard, elevated)| {
        let of =
            |column, rights: &'static [Right]| rights.iter().map(move |right| (column, *right));
        of(Column::Standard, standard).chain(of(Column::Elevated, elevated))
    });
    let access = Access::new(rights, false);
    if access.would_grow() {
        access.if_elevated()
    } else {
        access
    }
}

/// The demo's own words are checked like anybody's; a mistake in them is ours.
fn wrong(errors: keyward_web::Errors) -> Problem {
    Problem::bug(format_args!("the demo's own data: {:?}", errors.all()))
}
