//! Concerns, as visitors meet them.

mod apart;
mod bounds;
mod leaks;
mod logging;
mod naming;
mod parts;
mod reading;

use keyward_db::params;

use crate::audit::Entry;
use crate::ids::{ConcernId, PupilId};
use crate::pupils::{self, Details};
use crate::testing::{Page, School, Visitor};

/// What the teacher saw; it is looked for where it must not be.
const SEEN: &str = "A crescent-shaped bruise above the left elbow.";
/// What the child said.
const SAID: &str = "I walked into the cupboard.";
/// Where.
const PLACE: &str = "Cloakroom by the hall";

/// What is folded away: field and words.
const MORE: [(&str, &str); 4] = [
    ("non-verbal", "Her hands were shaking."),
    ("opinion", "I think she is afraid of somebody."),
    ("present", "Ms Hart and the caretaker."),
    ("told", "Dana Lead, at lunch"),
];

keyward_db::statements! {
    /// What was done to concerns, in order.
    ACTS = "SELECT act, actor_name, subject_id FROM audit_entry
            WHERE school_id = (SELECT school_id FROM person WHERE email = $1)
              AND subject_kind = 'concern'
            ORDER BY number";
    /// Takes a right from a user group.
    TAKE = "DELETE FROM group_right WHERE right_name = $2
            AND group_id IN (SELECT id FROM user_group WHERE name = $1)";
    /// How many concerns there are.
    COUNT = "SELECT COUNT(*) FROM concern";
}

/// Enrols a pupil.
async fn enrols(school: &School, forename: &str, surname: &str, year: &str, upn: &str) -> PupilId {
    let details = Details {
        upn: upn.into(),
        forename: forename.into(),
        surname: surname.into(),
        preferred_name: String::new(),
        born_on: "2014-05-01".into(),
        year_group: year.into(),
        form: format!("{year}B"),
    };
    let enrolled = school.writes(move |tx| {
        let id = pupils::enrol(tx, &details)?;
        tx.entry(Entry::of("pupil enrolled", "pupil", &id.0))?;
        Ok(id)
    });
    enrolled.await
}

/// Ella, in year 7.
async fn ella(school: &School) -> PupilId {
    enrols(school, "Ella", "Fairweather", "7", "A1").await
}

/// Tom, in year 9.
async fn tom(school: &School) -> PupilId {
    enrols(school, "Tom", "Underhill", "9", "A2").await
}

/// A form filled in.
#[derive(Clone)]
struct Filled(Vec<(String, String)>);

impl Filled {
    /// The form that this visitor is given, filled in: about these pupils, alerting these people.
    async fn by(school: &School, visitor: &mut Visitor, about: &[&PupilId], to: &[&str]) -> Self {
        let page = visitor.get("/concerns/new").await;
        let form = page.every("input[name=form]", "value");
        let categories = page.every("input[name=category]", "value");
        let day = page.every("#day", "value");
        let time = page.every("#time", "value");
        let mut fields: Vec<(String, String)> = [
            ("form", form[0].as_str()),
            ("day", day[0].as_str()),
            ("time", time[0].as_str()),
            ("place", PLACE),
            ("category", categories[0].as_str()),
            ("seen-and-heard", SEEN),
            ("own-words", SAID),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        for id in about {
            fields.push(("pupil".to_owned(), id.0.clone()));
            fields.push((format!("role-{id}"), "subject".to_owned()));
        }
        for person in to {
            fields.push(("alert".to_owned(), school.person(person).await.0));
        }
        Self(fields)
    }

    /// The same with another value.
    fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.into(), value.into()));
        self
    }

    /// The same with one more value of a name that may come several times.
    fn and(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    async fn sent(&self, visitor: &mut Visitor, to: &str) -> Page {
        let fields: Vec<(&str, &str)> = self
            .0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        visitor.post(to, &fields).await
    }
}

/// The newest concern on somebody's list of what they logged.
async fn newest(visitor: &mut Visitor) -> ConcernId {
    let page = visitor.get("/concerns").await;
    let links = page.every("a.kw-list__link", "href");
    let id = links[0].strip_prefix("/concerns/").expect("a concern");
    ConcernId(id.to_owned())
}

/// Logs one more concern, a moment later, about these pupils and alerting these people.
async fn logs(
    school: &School,
    visitor: &mut Visitor,
    about: &[&PupilId],
    to: &[&str],
) -> ConcernId {
    school.clock.advance_seconds(1);
    let form = Filled::by(school, visitor, about, to).await;
    let answer = form.sent(visitor, "/concerns").await;
    assert_eq!(answer.leads_to(), "/dashboard");
    newest(visitor).await
}

/// Sam Staff logs a concern about these pupils and alerts these people.
async fn logged(school: &School, about: &[&PupilId], to: &[&str]) -> (Visitor, ConcernId) {
    let mut sam = school.signed_in("staff").await;
    let id = logs(school, &mut sam, about, to).await;
    (sam, id)
}

fn address(id: &ConcernId) -> String {
    format!("/concerns/{id}")
}

/// What was done to concerns: the act and who did it.
async fn acts(school: &School) -> Vec<(String, String)> {
    let read = school.app.db().read(|tx| {
        tx.all(ACTS, &params!["staff@hawthorn-park.example"], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    });
    read.await.expect("read")
}

async fn count(school: &School) -> i64 {
    let read = school
        .app
        .db()
        .read(|tx| tx.one(COUNT, &[], |row| row.get(0)));
    read.await.expect("read").expect("a count")
}
