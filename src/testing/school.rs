//! A school of one test's own: a private database, a clock that stands still, and staff.

use std::path::PathBuf;

use axum::Router;
use keyward_db::params;
use keyward_db::testing::{Kind, Private};
use keyward_moment::{FrozenClock, Moment};
use keyward_seal::MasterKey;
use keyward_web::Problem;
use tempfile::TempDir;

use super::Visitor;
use crate::app::App;
use crate::config::Config;
use crate::cx::Actor;
use crate::ids::PersonId;
use crate::mail::{Delivery, PostRoom};
use crate::migrations::MIGRATIONS;
use crate::people::{self, Invitation};
use crate::school::{self, NewSchool};
use crate::sign_in::{self, Place};

/// The origin at which tests reach Keyward.
pub const ORIGIN: &str = "http://localhost:8080";
/// The password of everybody who was given one.
pub const PASSWORD: &str = "lamp orchid ferry button";

keyward_db::statements! {
    /// Elevates a session as a touch of a key would.
    ELEVATE = "UPDATE session SET elevated_at = $2, elevated_seen_at = $2,
                                  elevated_key_id = 'a key', elevated_with_pin = 0
               WHERE person_id = $1 AND ended_at IS NULL";
    /// What a school's audit log says, the newest entry first.
    AUDIT = "SELECT audit_entry.act, audit_entry.detail FROM audit_entry ORDER BY number DESC";
    /// Puts a person into one more user group.
    JOIN = "INSERT INTO membership (person_id, group_id)
            SELECT person.id, user_group.id FROM person
            JOIN user_group ON user_group.school_id = person.school_id
            WHERE person.email = $1 AND user_group.name = $2";
    /// Who has this address.
    PERSON = "SELECT id FROM person WHERE email = $1";
}

/// A school, Hawthorn Park, with one person in each user group: `staff@`, `pastoral@` (year 7),
/// `deputy@`, `dsl@` and `admin@hawthorn-park.example`, and `colleague@` in Staff.
pub struct School {
    /// The application.
    pub app: App,
    /// The clock, which moves when told.
    pub clock: FrozenClock,
    /// What the application answers, put together once for all who come.
    router: Router,
    database: Private,
    folder: TempDir,
}

impl School {
    /// Opens a school on this database.
    pub async fn opens_on(kind: Kind) -> Self {
        let database = Private::from_template(kind, MIGRATIONS);
        let folder = tempfile::tempdir().expect("a folder");
        let clock = FrozenClock::at(Moment::from_micros(1_795_000_000_000_000));
        let key = MasterKey::create(&folder.path().join("master.key")).expect("a master key");
        let app = App::new(
            config(&folder, &[]),
            database.db(),
            key,
            Box::new(clock.clone()),
        )
        .hashing_quickly();
        let new = NewSchool::check("Hawthorn Park", "hawthorn-park", "it@hawthorn-park.example");
        school::add(&app, new.expect("a school"))
            .await
            .expect("it is added");
        let school = Self {
            router: app.router(),
            app,
            clock,
            database,
            folder,
        };
        for (name, address, group, years) in [
            ("Sam Staff", "staff", "Staff", &[][..]),
            ("Col Colleague", "colleague", "Staff", &[]),
            ("Pat Pastoral", "pastoral", "Pastoral", &["7"]),
            ("Dee Deputy", "deputy", "Deputy DSL", &[]),
            ("Dana Lead", "dsl", "DSL", &[]),
            ("Ada Admin", "admin", "Administrator", &[]),
        ] {
            school.invites(name, address, group, years).await;
        }
        school
    }

    async fn invites(&self, name: &str, address: &str, group: &str, years: &[&str]) {
        let email = format!("{address}@hawthorn-park.example");
        let years = years.iter().map(|year| (*year).to_owned()).collect();
        let invitation =
            Invitation::check(name, &email, vec![group.to_owned()], years).expect("an invitation");
        let sign_in = format!("{ORIGIN}/hawthorn-park");
        self.writes(move |tx| people::invite(tx, &invitation, &sign_in))
            .await;
    }

    /// A house beside it on the same kind of database, with no school in it and a clock that stands
    /// at this moment; and what keeps it there.
    pub fn empty_house(&self, at: Moment) -> (App, (Private, TempDir)) {
        let kind = match self.database.settings() {
            keyward_db::Settings::Sqlite { .. } => Kind::Sqlite,
            keyward_db::Settings::Postgres { .. } => Kind::Postgres,
        };
        let database = Private::from_template(kind, MIGRATIONS);
        let folder = tempfile::tempdir().expect("a folder");
        let key = MasterKey::create(&folder.path().join("master.key")).expect("a master key");
        let clock = Box::new(FrozenClock::at(at));
        let app = App::new(config(&folder, &[]), database.db(), key, clock);
        (app, (database, folder))
    }

    /// A second server on the same database, with the same clock and master key.
    pub fn second_server(&self) -> App {
        self.server_with(&[])
    }

    /// A second server with other settings.
    pub fn server_with(&self, settings: &[(&'static str, &str)]) -> App {
        let key = MasterKey::read(&self.folder.path().join("master.key")).expect("readable");
        let db = keyward_db::Db::open(&self.database.settings()).expect("it opens again");
        App::new(
            config(&self.folder, settings),
            db,
            key.expect("there"),
            Box::new(self.clock.clone()),
        )
        .hashing_quickly()
    }

    /// Writes as the machine.
    pub async fn writes<T: Send + 'static>(
        &self,
        job: impl FnMut(&mut crate::cx::Tx<'_, '_>) -> Result<T, Problem> + Send + 'static,
    ) -> T {
        let actor = self.machine().await;
        self.app
            .write_as(actor, self.app.now(), job)
            .await
            .expect("it is written")
    }

    /// The machine as an actor here.
    pub async fn machine(&self) -> Actor {
        school::machine_at(&self.app, "hawthorn-park", "a test")
            .await
            .expect("the school is there")
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Visitor {
        Visitor::before(&self.app, self.router.clone())
    }

    /// Gives a person a password, as a link would.
    pub async fn gives_password(&self, address: &str) {
        let person = self.person(address).await;
        let hash = self
            .app
            .hasher()
            .hash(PASSWORD.into())
            .await
            .expect("a hash");
        self.writes(move |tx| {
            people::set_password(tx, &person, &hash)?;
            tx.entry(crate::audit::Entry::of("password set", "person", &person.0))
        })
        .await;
    }

    /// Who has this address (the part before the `@`).
    pub async fn person(&self, address: &str) -> PersonId {
        let email = format!("{address}@hawthorn-park.example");
        let found = self
            .app
            .db()
            .read(move |tx| tx.one(PERSON, &params![&email], |row| row.get(0)));
        found.await.expect("read").expect("a person")
    }

    /// Puts a person into one more user group.
    pub async fn puts_into(&self, address: &str, group: &str) {
        let (email, group) = (format!("{address}@hawthorn-park.example"), group.to_owned());
        let put = self
            .app
            .db()
            .write(move |tx| tx.execute(JOIN, &params![&email, &group]));
        assert_eq!(put.await.expect("written"), 1);
    }

    /// A visitor in a new session of this person, without elevation.
    pub async fn signed_in(&self, address: &str) -> Visitor {
        let person = self.person(address).await;
        let (_, token) = self
            .writes(move |tx| {
                tx.entry(crate::audit::Entry::of("signed in", "person", &person.0))?;
                sign_in::begin_session(tx, &person, &somewhere(), None)
            })
            .await;
        self.visitor().with_session(&token)
    }

    /// A visitor in a new session of this person, elevated as by a touch of their key.
    pub async fn elevated(&self, address: &str) -> Visitor {
        let visitor = self.signed_in(address).await;
        self.elevates(address).await;
        visitor.with_a_key_in_hand()
    }

    /// The administrator of another school on the same server, elevated.
    pub async fn neighbours_administrator(&self) -> Visitor {
        self.neighbour("Administrator").await
    }

    /// Somebody in this user group of another school on the same server, elevated.
    pub async fn neighbour(&self, group: &str) -> Visitor {
        let new = NewSchool::check("Larch Lane", "larch-lane", "office@larch-lane.example");
        school::add(&self.app, new.expect("a school"))
            .await
            .expect("it is added");
        let machine = school::machine_at(&self.app, "larch-lane", "a test").await;
        let groups = vec![group.to_owned()];
        let email = "lee@larch-lane.example";
        let invitation = Invitation::check("Lee Larch", email, groups, vec![]);
        let invitation = invitation.expect("an invitation");
        let now = self.app.now().as_micros();
        let token = self
            .app
            .write_as(machine.expect("there"), self.app.now(), move |tx| {
                let person = people::invite(tx, &invitation, ORIGIN)?;
                let (_, token) = sign_in::begin_session(tx, &person, &somewhere(), None)?;
                tx.execute(ELEVATE, &params![&person, now])?;
                Ok::<_, Problem>(token)
            })
            .await
            .expect("signed in");
        self.visitor().with_session(&token).with_a_key_in_hand()
    }

    /// Elevates every session of this person.
    pub async fn elevates(&self, address: &str) {
        let (person, now) = (self.person(address).await, self.app.now().as_micros());
        let done = self
            .app
            .db()
            .write(move |tx| tx.execute(ELEVATE, &params![&person, now]));
        done.await.expect("elevated");
    }

    /// The newest entry of this act in the audit log: its detail.
    pub async fn wrote_down(&self, act: &str) -> Option<String> {
        let act = act.to_owned();
        let entries = self.app.db().read(|tx| {
            tx.all(AUDIT, &params![], |row| {
                Ok((row.get::<String>(0)?, row.get::<String>(1)?))
            })
        });
        let entries: Vec<(String, String)> = entries.await.expect("read");
        entries
            .into_iter()
            .find(|(written, _)| *written == act)
            .map(|(_, detail)| detail)
    }

    /// Every letter sent so far to this address, newest last, as text.
    pub async fn letters_to(&self, address: &str) -> Vec<String> {
        let delivery = Delivery::new(self.app.config()).expect("a way out");
        sign_in::answer_requests(&self.app)
            .await
            .expect("requests are answered");
        PostRoom::new(self.app.clone(), delivery)
            .round()
            .await
            .expect("letters go");
        let folder = self.mailbox();
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
            .map(|entries| {
                entries
                    .filter_map(Result::ok)
                    .map(|entry| entry.path())
                    .collect()
            })
            .unwrap_or_default();
        files.sort();
        let to = format!("To: {address}@hawthorn-park.example");
        let texts = files
            .iter()
            .map(|file| std::fs::read_to_string(file).expect("a letter"));
        texts
            .filter(|text| text.contains(&to))
            .map(|text| unfolded(&text))
            .collect()
    }

    fn mailbox(&self) -> PathBuf {
        self.folder.path().join("mailbox")
    }
}

/// Where a session was begun of which a test says nothing more: nobody noted the network.
fn somewhere() -> Place {
    Place {
        device: "Firefox on Linux".into(),
        network: String::new(),
    }
}

/// A letter without the soft line breaks of quoted-printable (RFC 2045 § 6.7).
fn unfolded(letter: &str) -> String {
    letter.replace("=\r\n", "").replace("=3D", "=")
}

fn config(folder: &TempDir, more: &[(&'static str, &str)]) -> Config {
    let mut settings = vec![("data_dir", folder.path().display().to_string())];
    settings.extend(
        more.iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    Config::read(None, [], &settings).expect("settings")
}
