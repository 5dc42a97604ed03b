//! Nothing is changed without being accounted for: a write that leaves no audit entry is refused
//! and rolled back, whatever room it comes from.

use keyward_db::params;
use keyward_web::Problem;

use crate::audit::{Entry, Verdict, verify};
use crate::testing::{School, on_both_databases};

keyward_db::statements! {
    /// A change.
    CHANGE = "UPDATE school SET support_contact = 'nobody'";
    /// A change of nothing.
    CHANGE_NOTHING = "UPDATE school SET support_contact = 'nobody' WHERE slug = 'elsewhere'";
    /// What it would have changed.
    READ = "SELECT support_contact FROM school";
    /// How many entries there are.
    ENTRIES = "SELECT COUNT(*) FROM audit_entry";
}

on_both_databases! {
    a_change_without_an_entry_is_refused_and_rolled_back
    a_change_that_fails_leaves_no_entry
    a_change_with_an_entry_commits_with_it
}

async fn contact_and_entries(school: &School) -> (String, i64) {
    let read = school.app.db().read(|tx| {
        let contact = tx.one(READ, &params![], |row| row.get(0))?;
        let entries = tx.one(ENTRIES, &params![], |row| row.get(0))?;
        Ok::<_, keyward_db::Error>((contact, entries))
    });
    let (contact, entries) = read.await.expect("read");
    (contact.expect("a school"), entries.expect("a count"))
}

async fn a_change_without_an_entry_is_refused_and_rolled_back(school: School) {
    let before = contact_and_entries(&school).await;
    let machine = school.machine().await;
    let written = school
        .app
        .write_as(machine.clone(), school.app.now(), |tx| {
            Ok::<_, Problem>(tx.execute(CHANGE, &params![])?)
        });
    assert!(matches!(written.await, Err(Problem::Bug(why)) if why.contains("audit entry")));
    assert_eq!(contact_and_entries(&school).await, before);
    let nothing = school.app.write_as(machine, school.app.now(), |tx| {
        Ok::<_, Problem>(tx.execute(CHANGE_NOTHING, &params![])?)
    });
    assert_eq!(nothing.await, Ok(0), "what changes nothing needs no entry");
}

async fn a_change_that_fails_leaves_no_entry(school: School) {
    let before = contact_and_entries(&school).await;
    let written = school
        .app
        .write_as(school.machine().await, school.app.now(), |tx| {
            tx.execute(CHANGE, &params![])?;
            tx.entry(Entry::of("test", "school", "s"))?;
            Err::<(), _>(Problem::NotFound)
        });
    assert_eq!(written.await, Err(Problem::NotFound));
    assert_eq!(contact_and_entries(&school).await, before);
    let verdict = verify(&school.app, school.machine().await).await;
    assert!(matches!(verdict, Ok(Verdict::Whole { entries, .. }) if entries == before.1));
}

async fn a_change_with_an_entry_commits_with_it(school: School) {
    let (_, entries) = contact_and_entries(&school).await;
    school
        .writes(|tx| {
            tx.execute(CHANGE, &params![])?;
            tx.entry(Entry::of("test", "school", "s"))
        })
        .await;
    assert_eq!(
        contact_and_entries(&school).await,
        ("nobody".into(), entries + 1)
    );
}
