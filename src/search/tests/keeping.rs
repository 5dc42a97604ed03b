//! How the index is kept, and what is written down.

use super::*;
use crate::search::gather::{self, Gatherer};
use crate::search::held::Kind;
use crate::search::keeper::Shelved;
use crate::testing::on_both_databases;

keyward_db::statements! {
    /// The newest entries that say that somebody searched, and everything that any says.
    SEARCHED = "SELECT detail FROM audit_entry WHERE act = 'searched' ORDER BY number";
}

on_both_databases! {
    what_is_written_through_another_server_is_found_here_at_once
    what_commits_late_is_found
    what_was_written_before_the_index_knew_is_found_once_it_is_counted
    whoever_a_concern_comes_to_be_about_later_leads_to_it_once_it_is_counted
    whom_a_concern_is_about_is_known_anew_once_that_is_put_right
    what_is_put_together_anew_knows_what_was_just_written
    what_was_moved_keeps_nobody_from_finding_the_rest
    searching_is_written_down_without_its_words
    nobody_searches_faster_than_anybody_types
    a_server_that_does_not_search_says_so
    a_server_without_memory_for_it_says_so
}

async fn what_is_written_through_another_server_is_found_here_at_once(school: School) {
    let ella = ella(&school).await;
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    finds(&mut sam, "bruise").await.reads("Nothing found");
    let other = school.second_server();
    let first = Record::new("staff", &[&ella], "A bruise.");
    let first = first.kept_at(&school, &other).await;
    assert_eq!(
        concerns(&finds(&mut sam, "bruise").await),
        std::slice::from_ref(&first)
    );
    // It is found as well once it has settled, and once, with what comes after it.
    school.clock.advance_seconds(1_000);
    assert_eq!(
        concerns(&finds(&mut sam, "bruise").await),
        std::slice::from_ref(&first)
    );
    let second = Record::new("staff", &[&ella], "A second bruise.");
    let second = second.kept_at(&school, &other).await;
    adds(&school, "staff", &first, None, "That bruise fades.").await;
    let found = [second.clone(), first.clone(), first.clone()];
    assert_eq!(concerns(&finds(&mut sam, "bruise").await), found);
    school.clock.advance_seconds(1_000);
    assert_eq!(concerns(&finds(&mut sam, "bruise").await), found);
}

async fn whom_a_concern_is_about_is_known_anew_once_that_is_put_right(school: School) {
    let ella = ella(&school).await;
    let kit = school.enrols("Kit", "Bell", "9").await;
    let id = school.logs(&[&kit], 60, "A bruise.", &["dsl"]).await;
    // It has settled long ago.
    school.clock.advance_seconds(1_000);
    is_prepared(&school, &school.app).await;
    // Pat reads the files of year 7.
    let mut pat = school.elevated("pastoral").await;
    let mut dana = school.elevated("dsl").await;
    finds(&mut pat, "bruise").await.reads("Nothing found");
    assert_eq!(concerns(&finds(&mut dana, "kit bruise").await).len(), 1);
    school.clock.advance_seconds(1);
    let why = ("words", "It was the other child.");
    let added = [("pupil", &*ella.0), ("role", "subject"), why];
    let to = format!("/concerns/{id}/pupils");
    dana.post(&to, &added).await.leads_to();
    is_prepared(&school, &school.app).await;
    assert_eq!(concerns(&finds(&mut pat, "bruise").await).len(), 1);
    // One came and one went: as many as before.
    let to = format!("/concerns/{id}/pupils-taken-off");
    let off = [("pupil", &*kit.0), why];
    dana.post(&to, &off).await.leads_to();
    is_prepared(&school, &school.app).await;
    assert_eq!(concerns(&finds(&mut dana, "kit bruise").await).len(), 0);
    assert_eq!(concerns(&finds(&mut dana, "ella bruise").await).len(), 1);
    assert_eq!(concerns(&finds(&mut pat, "bruise").await).len(), 1);
    // Its writer finds it by the child with whom they logged it, and by no other.
    let mut sam = school.signed_in("staff").await;
    for (words, found) in [("kit bruise", 1), ("ella bruise", 0), ("kit graze", 0)] {
        let page = finds(&mut sam, words).await;
        assert_eq!(concerns(&page).len(), found, "{words}");
        page.never_says("Ella O");
    }
}

async fn what_commits_late_is_found(school: School) {
    let ella = ella(&school).await;
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    finds(&mut sam, "bruise").await.reads("1 concern found");
    let late = Record {
        seconds_ago: 500,
        ..Record::new("staff", &[&ella], "An earlier bruise.")
    };
    let late = late.kept(&school).await;
    let page = finds(&mut sam, "bruise").await;
    page.reads("2 concerns found");
    assert_eq!(concerns(&page)[1], late);
}

async fn what_was_written_before_the_index_knew_is_found_once_it_is_counted(school: School) {
    let ella = ella(&school).await;
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    let old = Record {
        seconds_ago: 86_400,
        ..Record::new("staff", &[&ella], "A bruise that came with an import.")
    };
    old.kept(&school).await;
    finds(&mut sam, "bruise").await.reads("Nothing found");
    school.clock.advance_seconds(600);
    // This search counts, and lets the index be put together anew.
    sam.post("/search", &[("words", "bruise")]).await.is(200);
    is_prepared(&school, &school.app).await;
    finds(&mut sam, "bruise").await.reads("1 concern found");
}

async fn whoever_a_concern_comes_to_be_about_later_leads_to_it_once_it_is_counted(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let settled = Record {
        seconds_ago: 86_400,
        ..Record::new("staff", &[&tom], "A bruise.")
    };
    let settled = settled.kept(&school).await;
    is_prepared(&school, &school.app).await;
    // Year 7 is Pat’s: Ella’s file shows the concern, Tom’s does not.
    let now = school.app.now().as_micros();
    happens(&school, ABOUT, params![&settled, &ella, now].into()).await;
    school.clock.advance_seconds(600);
    let mut pat = school.elevated("pastoral").await;
    // This search counts, and lets the index be put together anew.
    pat.post("/search", &[("words", "bruise")]).await.is(200);
    is_prepared(&school, &school.app).await;
    assert_eq!(concerns(&finds(&mut pat, "bruise").await), [settled]);
}

async fn what_is_put_together_anew_knows_what_was_just_written(school: School) {
    let ella = ella(&school).await;
    let old = Record {
        seconds_ago: 86_400,
        ..Record::new("staff", &[&ella], "A bruise.")
    };
    old.kept(&school).await;
    let new = Record::new("staff", &[&ella], "A second bruise.");
    new.kept(&school).await;
    let now = school.app.now();
    let shelved = Shelved::new(now);
    let gatherer = Gatherer::new(&school.app, &here(&school, &school.app).await);
    gather::build(&gatherer, &shelved, now).await.expect("read");
    // Nobody brings it up to date in between: whoever looks through it now finds both.
    let held = shelved.held();
    assert_eq!(held.settled.of(Kind::Concern).rows().len(), 1);
    assert_eq!(held.recent.of(Kind::Concern).rows().len(), 1);
}

async fn what_was_moved_keeps_nobody_from_finding_the_rest(school: School) {
    let ella = ella(&school).await;
    let moved = Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    let whole = Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    happens(&school, MOVES, params![&moved].into()).await;
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    assert_eq!(concerns(&finds(&mut sam, "bruise").await), [whole]);
}

async fn searched(school: &School) -> Vec<String> {
    let read = school
        .app
        .db()
        .read(|tx| tx.all(SEARCHED, &[], |row| row.get(0)));
    read.await.expect("read")
}

async fn searching_is_written_down_without_its_words(school: School) {
    let ella = ella(&school).await;
    Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    is_prepared(&school, &school.app).await;
    let mut sam = school.signed_in("staff").await;
    for letters in ["bru", "brui", "bruise"] {
        finds_with(&mut sam, letters, &[("typed", "1")])
            .await
            .reads("1 concern found");
    }
    let typed = "how: as they typed; for: everything; pupils: 0; concerns: 1; additions: 0";
    assert_eq!(searched(&school).await, [typed]);
    finds(&mut sam, "bruise").await;
    finds(&mut sam, "ella").await;
    let entries = searched(&school).await;
    assert_eq!(entries.len(), 3);
    assert!(entries[2].starts_with("how: by its button"));
    assert!(!entries.concat().contains("bruise") && !entries.concat().contains("lla"));
    school.clock.advance_seconds(300);
    finds_with(&mut sam, "bruise", &[("typed", "1")]).await;
    assert_eq!(searched(&school).await.len(), 4);
}

async fn nobody_searches_faster_than_anybody_types(school: School) {
    let mut sam = school.signed_in("staff").await;
    for _ in 0..80 {
        sam.post("/search", &[("words", "")]).await.is(200);
    }
    let page = sam.post("/search", &[("words", "bruise")]).await;
    page.is(429)
        .reads("Wait twenty seconds")
        .never_says("bruise");
    school.clock.advance_seconds(20);
    sam.post("/search", &[("words", "")]).await.is(200);
}

async fn a_server_that_does_not_search_says_so(school: School) {
    let ella = ella(&school).await;
    Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    let off = school.server_with(&[("search_index", "off")]);
    let mut sam = school.signed_in("staff").await.at(&off);
    let page = sam.post("/search", &[("words", "bruise")]).await;
    page.is(200)
        .reads("Search is turned off on this server")
        .never_says("<mark>");
}

async fn a_server_without_memory_for_it_says_so(school: School) {
    let ella = ella(&school).await;
    let words: String = (0..15_000).map(|number| format!("w{number} ")).collect();
    Record::new("staff", &[&ella], &words).kept(&school).await;
    let small = school.server_with(&[("search_memory_mebibytes", "1")]);
    is_prepared(&school, &small).await;
    let mut sam = school.signed_in("staff").await.at(&small);
    let page = sam.post("/search", &[("words", "w7")]).await;
    page.is(200)
        .reads("search_memory_mebibytes")
        .never_says("<mark>");
    is_prepared(&school, &school.app).await;
    let mut sam = sam.at(&school.app);
    finds(&mut sam, "w7").await.reads("1 concern found");
}
