//! Pupils, as visitors meet them.

mod files;
mod imports;

use jiff::civil::date;
use keyward_db::params;

use super::{Details, Typed};
use crate::audit::Entry;
use crate::ids::PupilId;
use crate::testing::School;

keyward_db::statements! {
    /// What was written down, to which.
    ENTRIES = "SELECT subject_id FROM audit_entry WHERE act = $1 ORDER BY number";
    /// Puts a person into one more user group.
    JOIN = "INSERT INTO membership (person_id, group_id)
            SELECT $1, id FROM user_group WHERE name = $2";
}

/// Numbers whose check letters are right.
pub(super) const UPNS: [&str; 3] = ["B801200005001", "Q801200005002", "E801200005003"];

/// Enrols a pupil, as an import does.
async fn enrols(school: &School, number: usize, name: &str, year: &str) -> PupilId {
    let (forename, surname) = name.split_once(' ').expect("two names");
    let typed = Typed {
        upn: UPNS[number],
        forename,
        surname,
        preferred_name: "",
        born_on: "2014-05-01",
        year_group: year,
        form: "7B",
    };
    let details = Details::check(typed, date(2026, 11, 22)).expect("a pupil");
    school
        .writes(move |tx| {
            let id = super::enrol(tx, &details)?;
            tx.entry(Entry::of("pupils imported", "school", "a test"))?;
            Ok(id)
        })
        .await
}

/// Enrols so many pupils of year 7.
async fn enrols_many(school: &School, count: usize) {
    school
        .writes(move |tx| {
            for number in 0..count {
                let details = Details {
                    upn: format!("T{number:012}"),
                    forename: format!("Pupil{}", number % 7),
                    surname: format!("Name{}", number % 11),
                    preferred_name: String::new(),
                    born_on: "2014-05-01".into(),
                    year_group: "7".into(),
                    form: String::new(),
                };
                super::enrol(tx, &details)?;
            }
            tx.entry(Entry::of("pupils imported", "school", "a test"))
        })
        .await;
}

/// To which things this act was written down, in order.
async fn entries(school: &School, act: &'static str) -> Vec<String> {
    let read = school
        .app
        .db()
        .read(move |tx| tx.all(ENTRIES, &params![act], |row| row.get(0)));
    read.await.expect("read")
}

/// Puts a person into one more user group.
async fn joins(school: &School, address: &str, group: &'static str) {
    let person = school.person(address).await;
    let write = school
        .app
        .db()
        .write(move |tx| tx.execute(JOIN, &params![&person, group]));
    assert_eq!(write.await.expect("written"), 1);
}
