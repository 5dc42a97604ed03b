//! Who sees what: the rule against a plain model of it, and the pages as visitors meet them.

mod model;
mod of_file;
mod pages;
mod scene;
mod view_as;
mod view_as_pages;
mod why;
mod world;

use keyward_db::params;

use crate::audit::Entry;
use crate::ids::{ConcernId, PersonId, PupilId};
use crate::pupils::{self, Details};
use crate::testing::School;

keyward_db::statements! {
    /// A concern that was logged.
    LOG = "INSERT INTO concern (id, school_id, recorder_id, recorded_at, noticed_at, place,
                                seen_and_heard, form_tag)
           SELECT $1, person.school_id, person.id, $3, $3, $4, $5, $1
           FROM person WHERE person.id = $2";
    /// Whom it is about.
    ABOUT = "INSERT INTO concern_pupil (concern_id, pupil_id, noticed_at) VALUES ($1, $2, $3)";
    /// Of which category.
    OF_CATEGORY = "INSERT INTO concern_category (concern_id, category_id, position, logged, counts)
                   SELECT $1, category.id, 0, 1, 1 FROM category WHERE category.name = $2";
    /// Where it stands.
    STANDS = "INSERT INTO case_standing (concern_id, school_id, status, recorded_at, changed_at)
              SELECT $1, school_id, 'new', recorded_at, recorded_at FROM concern WHERE id = $1";
    /// Who was alerted to it.
    ALERT = "INSERT INTO alert (concern_id, person_id, alerted_at) VALUES ($1, $2, 0)";
    /// Which member of staff it names.
    NAMES = "INSERT INTO concern_staff (concern_id, person_id) VALUES ($1, $2)";
}

/// Enrols a pupil of a year group and form, known by a surname of their own.
async fn enrols(school: &School, surname: &str, year: &str, form: &str) -> PupilId {
    let details = Details {
        upn: format!("U{surname}"),
        forename: "Child".into(),
        surname: surname.into(),
        preferred_name: String::new(),
        born_on: "2014-05-01".into(),
        year_group: year.into(),
        form: form.into(),
    };
    school
        .writes(move |tx| {
            let id = pupils::enrol(tx, &details)?;
            tx.entry(Entry::of("pupils imported", "school", "a test"))?;
            Ok(id)
        })
        .await
}

/// A concern logged by somebody about these pupils, of this category.
async fn logs(
    school: &School,
    recorder: &PersonId,
    about: &[&PupilId],
    category: &'static str,
) -> ConcernId {
    let recorder = recorder.clone();
    let about: Vec<PupilId> = about.iter().map(|id| (*id).clone()).collect();
    school.clock.advance_seconds(1);
    school
        .writes(move |tx| {
            let (id, now) = (tx.new_id(), tx.now().as_micros());
            let place = tx.seal("concern", &id, "place", "Hall")?;
            let seen = tx.seal(
                "concern",
                &id,
                "seen_and_heard",
                &format!("What was seen: {category}."),
            )?;
            tx.execute(LOG, &params![&id, &recorder, now, place, seen])?;
            for pupil in &about {
                tx.execute(ABOUT, &params![&id, pupil, now])?;
            }
            assert_eq!(tx.execute(OF_CATEGORY, &params![&id, category])?, 1);
            tx.execute(STANDS, &params![&id])?;
            tx.entry(Entry::of("concern logged", "concern", &id))?;
            Ok(ConcernId(id))
        })
        .await
}

/// Alerts somebody to a concern.
async fn alerts(school: &School, concern: &ConcernId, person: &PersonId) {
    links(school, ALERT, concern, person).await;
}

/// A concern names somebody on the staff.
async fn names(school: &School, concern: &ConcernId, person: &PersonId) {
    links(school, NAMES, concern, person).await;
}

async fn links(school: &School, sql: keyward_db::Sql, concern: &ConcernId, person: &PersonId) {
    let (concern, person) = (concern.clone(), person.clone());
    let write = school.app.db();
    let written = write.write(move |tx| tx.execute(sql, &params![&concern, &person]));
    assert_eq!(written.await.expect("written"), 1);
}
