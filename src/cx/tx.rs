//! A transaction that knows who acts, and when.

use keyward_db::{Error, Row, Sql, Value};
use keyward_moment::{Moment, new_id};
use keyward_seal::{Place, SchoolKey};
use keyward_web::Problem;
use zeroize::Zeroizing;

use crate::access::Access;
use crate::audit::{self, Entry};
use crate::ids::{PersonId, SchoolId, SessionId};
use crate::key_policy::{self, Policy};

/// What a job over a [`Tx`] may fail with: what it says itself, or that the database is away.
pub trait JobError: From<Error> + From<Problem> + Send + 'static {}

impl<E: From<Error> + From<Problem> + Send + 'static> JobError for E {}

/// Who acts: a person, or nobody yet, at a school or at none.
#[derive(Clone)]
pub struct Actor {
    school: Option<(SchoolId, SchoolKey)>,
    person: Option<PersonId>,
    /// The name for the audit log.
    pub name: String,
    session: Option<SessionId>,
    /// What may be done.
    pub access: Access,
}

impl Actor {
    /// Somebody who is signed in.
    pub fn person(
        school: (SchoolId, SchoolKey),
        person: PersonId,
        name: String,
        session: SessionId,
        access: Access,
    ) -> Self {
        Self {
            school: Some(school),
            person: Some(person),
            name,
            session: Some(session),
            access,
        }
    }

    /// Somebody who has just proved who they are, and has no session yet.
    pub fn arriving(school: Option<(SchoolId, SchoolKey)>, person: PersonId, name: &str) -> Self {
        Self {
            person: Some(person),
            ..Self::without_person(school, name)
        }
    }

    /// Somebody who is not signed in.
    pub fn visitor(school: Option<(SchoolId, SchoolKey)>) -> Self {
        Self::without_person(school, "somebody not signed in")
    }

    /// The command line, the demo, the post room.
    pub fn machine(school: Option<(SchoolId, SchoolKey)>, name: &str) -> Self {
        Self::without_person(school, name)
    }

    fn without_person(school: Option<(SchoolId, SchoolKey)>, name: &str) -> Self {
        Self {
            school,
            person: None,
            name: name.into(),
            session: None,
            access: Access::default(),
        }
    }

    /// The person who acts.
    pub fn person_id(&self) -> Option<&PersonId> {
        self.person.as_ref()
    }
}

/// A transaction of an actor at a moment.
pub struct Tx<'a, 't> {
    db: &'a mut keyward_db::Tx<'t>,
    actor: &'a Actor,
    now: Moment,
    changed: bool,
    entries: usize,
    said: Option<String>,
}

impl<'a, 't> Tx<'a, 't> {
    /// The transaction of this actor at this moment.
    pub fn new(db: &'a mut keyward_db::Tx<'t>, actor: &'a Actor, now: Moment) -> Self {
        Self {
            db,
            actor,
            now,
            changed: false,
            entries: 0,
            said: None,
        }
    }

    /// The moment.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// Who acts.
    pub fn actor(&self) -> &'a Actor {
        self.actor
    }

    /// What the actor may do.
    pub fn access(&self) -> &'a Access {
        &self.actor.access
    }

    /// The acting person.
    ///
    /// # Errors
    /// Not found, for nobody.
    pub fn person(&self) -> Result<&'a PersonId, Problem> {
        self.actor.person.as_ref().ok_or(Problem::NotFound)
    }

    /// The acting person's session.
    ///
    /// # Errors
    /// Not found, for nobody.
    pub fn session(&self) -> Result<&'a SessionId, Problem> {
        self.actor.session.as_ref().ok_or(Problem::NotFound)
    }

    /// The school at which this happens.
    ///
    /// # Errors
    /// Not found, at no school.
    pub fn school(&self) -> Result<&'a SchoolId, Problem> {
        self.actor
            .school
            .as_ref()
            .map(|(id, _)| id)
            .ok_or(Problem::NotFound)
    }

    /// The school's key, for what is chained or sealed.
    ///
    /// # Errors
    /// Not found, at no school.
    pub fn school_key(&self) -> Result<&'a SchoolKey, Problem> {
        self.actor
            .school
            .as_ref()
            .map(|(_, key)| key)
            .ok_or(Problem::NotFound)
    }

    /// A new identifier.
    pub fn new_id(&self) -> String {
        new_id(self.now)
    }

    /// Runs a statement that changes rows; answers how many. It counts as an act, which needs an
    /// audit entry before it commits.
    ///
    /// # Errors
    /// As the database says.
    pub fn execute(&mut self, sql: Sql, params: &[Value]) -> Result<u64, Error> {
        let rows = self.db.execute(sql, params)?;
        self.changed |= rows > 0;
        Ok(rows)
    }

    /// Runs a statement on the house's own rows (sessions, ceremonies, throttles, letters), which
    /// are no acts and need no entry.
    ///
    /// # Errors
    /// As the database says.
    pub fn keep_house(&mut self, sql: Sql, params: &[Value]) -> Result<u64, Error> {
        self.db.execute(sql, params)
    }

    /// The only row, if any.
    ///
    /// # Errors
    /// As the database says.
    pub fn one<T>(
        &mut self,
        sql: Sql,
        params: &[Value],
        read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        self.db.one(sql, params, read)
    }

    /// Every row.
    ///
    /// # Errors
    /// As the database says.
    pub fn all<T>(
        &mut self,
        sql: Sql,
        params: &[Value],
        read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        self.db.all(sql, params, read)
    }

    /// Seals words for a row's column at this school.
    ///
    /// # Errors
    /// Not found, at no school.
    pub fn seal(
        &self,
        table: &str,
        row: &str,
        column: &str,
        words: &str,
    ) -> Result<Vec<u8>, Problem> {
        self.seal_bytes(table, row, column, words.as_bytes())
    }

    /// Seals bytes, such as a file, for a row's column at this school.
    ///
    /// # Errors
    /// Not found, at no school.
    pub fn seal_bytes(
        &self,
        table: &str,
        row: &str,
        column: &str,
        bytes: &[u8],
    ) -> Result<Vec<u8>, Problem> {
        let place = Place {
            school: &self.school()?.0,
            table,
            row,
            column,
        };
        Ok(self.school_key()?.seal(place, bytes))
    }

    /// Opens sealed words of a row's column at this school.
    ///
    /// # Errors
    /// A bug's page when the value was changed, moved or sealed under another key.
    pub fn open(
        &self,
        table: &str,
        row: &str,
        column: &str,
        sealed: &[u8],
    ) -> Result<String, Problem> {
        let bytes = self.open_bytes(table, row, column, sealed)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| Problem::bug("sealed words are not text"))
    }

    /// Opens sealed bytes of a row's column at this school.
    ///
    /// # Errors
    /// A bug's page when the value was changed, moved or sealed under another key.
    pub fn open_bytes(
        &self,
        table: &str,
        row: &str,
        column: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Problem> {
        let place = Place {
            school: &self.school()?.0,
            table,
            row,
            column,
        };
        self.school_key()?
            .open(place, sealed)
            .map_err(|broken| Problem::bug(format_args!("{broken}: {table}.{column} of row {row}")))
    }

    /// Writes down what is being done. Without an entry nothing that changes commits.
    ///
    /// # Errors
    /// As the database says.
    pub fn entry(&mut self, entry: Entry) -> Result<(), Problem> {
        self.entries += 1;
        let entry = match self.access().view() {
            Some(view) => entry.with("viewing as", view.words()),
            None => entry,
        };
        audit::append(self, entry)
    }

    /// Leaves one sentence for the person's next page. It never speaks of a child.
    ///
    /// # Errors
    /// As the database says.
    pub fn say(&mut self, words: &str) -> Result<(), Problem> {
        self.leave(words, false)
    }

    /// The same, where something of what was asked for is left to be done.
    ///
    /// # Errors
    /// As the database says.
    pub fn warn(&mut self, words: &str) -> Result<(), Problem> {
        self.leave(words, true)
    }

    fn leave(&mut self, words: &str, warns: bool) -> Result<(), Problem> {
        let session = self.session()?;
        super::session::say(self, session, words, warns)?;
        self.said = Some(words.to_owned());
        Ok(())
    }

    /// What was left for the person's next page, if anything.
    pub(super) fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }

    /// What somebody's user groups ask of their keys.
    ///
    /// # Errors
    /// That the database is away.
    pub fn asked_of_keys(&mut self, person: &PersonId) -> Result<Policy, Error> {
        key_policy::asked_of(self.db, person)
    }

    /// How many working keys of somebody's would elevate them.
    ///
    /// # Errors
    /// That the database is away.
    pub fn keys_that_elevate(&mut self, person: &PersonId) -> Result<i64, Error> {
        let policy = key_policy::asked_of(self.db, person)?;
        key_policy::keys_that_count(self.db, person, &policy)
    }

    /// Whether what was changed was written down too.
    pub fn is_accounted_for(&self) -> bool {
        !self.changed || self.entries > 0
    }
}
