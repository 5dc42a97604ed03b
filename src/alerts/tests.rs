//! Alerts, as visitors meet them.

mod acknowledging;
mod covering;
mod grouping;
mod judging;
mod keeping;
mod passing_on;

use keyward_db::params;

use super::clock::Watch;
use crate::audit::Entry;
use crate::ids::{ConcernId, PersonId, PupilId};
use crate::pupils::{self, Details};
use crate::testing::{School, Visitor};

keyward_db::statements! {
    /// Every category may wait so many minutes.
    MINUTES = "UPDATE category SET respond_minutes = $1";
    /// How a concern stands.
    STANDS = "SELECT status, respond_by, passed_on FROM case_standing WHERE concern_id = $1";
    /// Who was alerted to a concern, and how.
    ALERTED = "SELECT person.name, alert.through FROM alert
               JOIN person ON person.id = alert.person_id
               WHERE alert.concern_id = $1 ORDER BY person.name";
    /// A concern names a member of staff.
    NAME = "INSERT INTO concern_staff (concern_id, person_id) VALUES ($1, $2)";
    /// Somebody must not see a pupil's file.
    EXCLUDE = "INSERT INTO exclusion (id, school_id, person_id, pupil_id, reason, made_by, made_at)
               SELECT $1, person.school_id, person.id, $3, $4, person.id, 0 FROM person
               WHERE person.id = $2";
    /// Who acknowledged a concern among what was done about it.
    FOLLOW_UPS = "SELECT person.name FROM follow_up
                  JOIN person ON person.id = follow_up.writer_id
                  WHERE follow_up.concern_id = $1 AND follow_up.kind = 'acknowledgement'
                  ORDER BY follow_up.written_at, follow_up.id";
    /// Somebody leaves every user group.
    LEAVES_GROUPS = "DELETE FROM membership
                     WHERE person_id IN (SELECT id FROM person WHERE email = $1)";
    /// The acts of the clock, in order.
    CLOCK_ACTS = "SELECT act FROM audit_entry WHERE actor_name = 'the clock' ORDER BY number";
}

/// Ella, in year 7.
pub(crate) async fn ella(school: &School) -> PupilId {
    let details = Details {
        upn: "A1".into(),
        forename: "Ella".into(),
        surname: "Fairweather".into(),
        preferred_name: String::new(),
        born_on: "2014-05-01".into(),
        year_group: "7".into(),
        form: "7B".into(),
    };
    let enrolled = school.writes(move |tx| {
        let id = pupils::enrol(tx, &details)?;
        tx.entry(Entry::of("pupil enrolled", "pupil", &id.0))?;
        Ok(id)
    });
    enrolled.await
}

/// Somebody logs a concern about a pupil and chooses people and alert groups.
pub(crate) async fn logs(
    school: &School,
    visitor: &mut Visitor,
    about: &PupilId,
    people: &[&str],
    groups: &[&str],
) -> ConcernId {
    school.clock.advance_seconds(1);
    let page = visitor.get("/concerns/new").await;
    let value = |selector: &str| page.every(selector, "value")[0].clone();
    let category = page.every("input[name=category]", "value")[0].clone();
    let mut fields = vec![
        ("form", value("input[name=form]")),
        ("day", value("#day")),
        ("time", value("#time")),
        ("place", "By the gate".to_owned()),
        ("category", category),
        ("seen-and-heard", "He cried.".to_owned()),
        ("pupil", about.0.clone()),
    ];
    for person in people {
        fields.push(("alert", school.person(person).await.0));
    }
    for group in groups {
        fields.push(("alert-group", (*group).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(
        visitor.post("/concerns", &fields).await.leads_to(),
        "/dashboard"
    );
    let page = visitor.get("/concerns").await;
    let links = page.every("a.kw-list__link", "href");
    ConcernId(links[0].trim_start_matches("/concerns/").to_owned())
}

/// Sam Staff logs a concern about a pupil and chooses these people.
pub(crate) async fn logged(school: &School, about: &PupilId, people: &[&str]) -> ConcernId {
    let mut sam = school.signed_in("staff").await;
    logs(school, &mut sam, about, people, &[]).await
}

/// Every category may wait so many minutes.
pub(crate) async fn may_wait(school: &School, minutes: i64) {
    let done = school
        .app
        .db()
        .write(move |tx| tx.execute(MINUTES, &params![minutes]));
    assert!(done.await.expect("written") > 0);
}

/// How a concern stands: its status, when its time is over on a British wall clock, and how often
/// it was passed on.
async fn stands(school: &School, id: &ConcernId) -> (String, String, i64) {
    let id = id.clone();
    let read = school.app.db().read(move |tx| {
        tx.one(STANDS, &params![&id], |row| {
            let until = row
                .get::<Option<i64>>(1)?
                .map(keyward_moment::Moment::from_micros);
            let until = until.map(|until| until.london().strftime("%a %H:%M").to_string());
            Ok((row.get(0)?, until.unwrap_or_default(), row.get(2)?))
        })
    });
    read.await.expect("read").expect("a concern")
}

/// Who was alerted, each as `Dana Lead, chosen`.
async fn alerted(school: &School, id: &ConcernId) -> Vec<String> {
    let id = id.clone();
    let read = school.app.db().read(move |tx| {
        tx.all(ALERTED, &params![&id], |row| {
            Ok(format!(
                "{}, {}",
                row.get::<String>(0)?,
                row.get::<String>(1)?
            ))
        })
    });
    read.await.expect("read")
}

/// Who acknowledged a concern among what was done about it.
async fn follow_ups(school: &School, id: &ConcernId) -> Vec<String> {
    let id = id.clone();
    let read = school
        .app
        .db()
        .read(move |tx| tx.all(FOLLOW_UPS, &params![&id], |row| row.get(0)));
    read.await.expect("read")
}

/// The concern names this person as a member of staff.
pub(crate) async fn names(school: &School, id: &ConcernId, person: &str) {
    let (id, person) = (id.clone(), school.person(person).await);
    let done = school
        .app
        .db()
        .write(move |tx| tx.execute(NAME, &params![&id, &person]));
    assert_eq!(done.await.expect("written"), 1);
}

/// Keeps this person from the file of a pupil.
pub(crate) async fn excludes(school: &School, person: &str, pupil: &PupilId) {
    let (person, pupil): (PersonId, PupilId) = (school.person(person).await, pupil.clone());
    let done = school.app.db().write(move |tx| {
        tx.execute(
            EXCLUDE,
            &params!["an exclusion", &person, &pupil, vec![0_u8]],
        )
    });
    assert_eq!(done.await.expect("written"), 1);
}

/// Somebody is away today, and this other stands in.
pub(crate) async fn is_away(school: &School, person: &str, cover: &str) {
    let (person, cover) = (school.person(person).await.0, school.person(cover).await.0);
    let absence = [
        ("person", person.as_str()),
        ("cover", cover.as_str()),
        ("first", "2026-11-18"),
        ("last", "2026-11-18"),
    ];
    let mut dana = school.elevated("dsl").await;
    let saved = dana.post("/school/absences", &absence).await;
    assert_eq!(saved.leads_to(), "/school/absences");
}

/// Takes somebody out of every user group.
async fn leaves_every_group(school: &School, person: &str) {
    let email = format!("{person}@hawthorn-park.example");
    let left = school
        .app
        .db()
        .write(move |tx| tx.execute(LEAVES_GROUPS, &params![&email]));
    assert!(left.await.expect("written") > 0);
}

/// Lets the clocks of a server be looked at once; how many concerns were passed on.
pub(crate) async fn looks(app: &crate::app::App) -> usize {
    Watch::new(app.clone()).round().await.expect("it is there")
}

/// What the clock did, in order.
async fn acts_of_the_clock(school: &School) -> Vec<String> {
    let read = school
        .app
        .db()
        .read(|tx| tx.all(CLOCK_ACTS, &[], |row| row.get(0)));
    read.await.expect("read")
}

/// The letters about concerns that went to somebody, the newest last.
async fn letters(school: &School, person: &str) -> Vec<String> {
    let mut letters = school.letters_to(person).await;
    letters.retain(|letter| letter.contains("Subject: A concern "));
    letters
}
