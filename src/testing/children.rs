//! Children of a test's school, and concerns about them, logged as a person at the page would.

use keyward_db::params;
use keyward_moment::Moment;

use super::School;
use crate::access::{Access, Column, Right};
use crate::audit::Entry;
use crate::concerns::{self, Told};
use crate::cx::Actor;
use crate::ids::{ConcernId, PupilId, SessionId};
use crate::pupils::{self, Details};

keyward_db::statements! {
    /// Gives a user group one more right, in its elevated column.
    GIVE = "INSERT INTO group_right (group_id, access, right_name)
            SELECT id, 'elevated', $2 FROM user_group WHERE name = $1";
    /// To which things an act was written down, in order.
    ENTRIES = "SELECT subject_id, detail FROM audit_entry WHERE act = $1 ORDER BY number";
    /// Excludes somebody from a pupil's file.
    EXCLUDE = "INSERT INTO exclusion (id, school_id, person_id, pupil_id, reason, made_by, made_at)
               SELECT 'x', school_id, $1, id, $3, $1, 0 FROM pupil WHERE id = $2";
    /// Excludes another.
    EXCLUDE_TOO = "INSERT INTO exclusion (id, school_id, person_id, pupil_id, reason, made_by,
                                          made_at)
                   SELECT 'y', school_id, $1, id, $3, $1, 0 FROM pupil WHERE id = $2";
}

impl School {
    /// Enrols a child, born on 1 May 2014.
    pub async fn enrols(&self, forename: &str, surname: &str, year: &str) -> PupilId {
        let details = Details {
            upn: format!("{forename} {surname}"),
            forename: forename.into(),
            surname: surname.into(),
            preferred_name: String::new(),
            born_on: "2014-05-01".into(),
            year_group: year.into(),
            form: format!("{year}B"),
        };
        self.writes(move |tx| {
            let id = pupils::enrol(tx, &details)?;
            tx.entry(Entry::of("pupil enrolled", "pupil", &id.0))?;
            Ok(id)
        })
        .await
    }

    /// Sam Staff logs a concern about these children, noticed so many minutes ago, and alerts these
    /// people.
    pub async fn logs(
        &self,
        about: &[&PupilId],
        minutes_ago: i64,
        seen: &str,
        alert: &[&str],
    ) -> ConcernId {
        let (at, key) = crate::school::by_slug(&self.app, "hawthorn-park")
            .await
            .expect("the school");
        let rights = [(Column::Standard, Right::LogConcerns)];
        let sam = Actor::person(
            (at.id.clone(), key),
            self.person("staff").await,
            "Sam Staff".into(),
            SessionId("s".into()),
            Access::new(rights, false),
        );
        let mut people = Vec::new();
        for address in alert {
            people.push(self.person(address).await);
        }
        let told = Told {
            pupils: about
                .iter()
                .map(|id| ((*id).clone(), concerns::Role::Subject))
                .collect(),
            noticed_at: self.minutes_ago(minutes_ago),
            place: "Hall".into(),
            categories: vec!["Attendance".into()],
            seen_and_heard: seen.into(),
            own_words: String::new(),
            marks: crate::body_map::MarksForm::default(),
            more: concerns::More::default(),
            alert: people,
        };
        let logged = self.app.write_as(sam, self.app.now(), move |tx| {
            concerns::log_told(tx, &told, super::school::ORIGIN)
        });
        logged.await.expect("logged")
    }

    /// The moment so many minutes ago.
    pub fn minutes_ago(&self, minutes: i64) -> Moment {
        self.app.now().plus_seconds(-60 * minutes)
    }

    /// Gives a user group one more right, in its elevated column.
    pub async fn gives(&self, group: &'static str, right: Right) {
        let given = self
            .app
            .db()
            .write(move |tx| tx.execute(GIVE, &params![group, right.name()]));
        assert_eq!(given.await.expect("given"), 1);
    }

    /// Excludes somebody from a pupil's file.
    pub async fn excludes(&self, address: &str, pupil: &PupilId) {
        let (person, pupil) = (self.person(address).await, pupil.clone());
        let excluded = self.app.db().write(move |tx| {
            let reason = b"sealed".to_vec();
            tx.execute(EXCLUDE, &params![&person, &pupil, reason])
        });
        assert_eq!(excluded.await.expect("excluded"), 1);
    }

    /// Excludes somebody more from a pupil's file.
    pub async fn excludes_too(&self, address: &str, pupil: &PupilId) {
        let (person, pupil) = (self.person(address).await, pupil.clone());
        let excluded = self.app.db().write(move |tx| {
            let reason = b"sealed".to_vec();
            tx.execute(EXCLUDE_TOO, &params![&person, &pupil, reason])
        });
        assert_eq!(excluded.await.expect("excluded"), 1);
    }

    /// To which things this act was written down, in order, each with its detail.
    pub async fn entries_of(&self, act: &'static str) -> Vec<(String, String)> {
        let read = self
            .app
            .db()
            .read(move |tx| tx.all(ENTRIES, &params![act], |row| Ok((row.get(0)?, row.get(1)?))));
        read.await.expect("read")
    }
}
