//! The log as administrators read it, and as whoever holds the database cannot change it.

use keyward_db::{Sql, Value, params};

use super::{Entry, Verdict, verify};
use crate::testing::{School, on_both_databases};

keyward_db::statements! {
    /// Somebody rewrites what was done.
    REWRITE = "UPDATE audit_entry SET detail = 'nothing to see' WHERE number = $1";
    /// Somebody takes an entry away.
    TAKE_AWAY = "DELETE FROM audit_entry WHERE number = $1";
    /// Somebody gives an entry another number.
    RENUMBER = "UPDATE audit_entry SET number = $2 WHERE number = $1";
    /// Somebody cuts off the end.
    CUT = "DELETE FROM audit_entry WHERE number > $1";
    /// Somebody makes the head fit, as well as they can without the key.
    BEHEAD = "UPDATE audit_head SET entries = $1,
                     last = (SELECT chain FROM audit_entry WHERE number = $1)";
    /// Somebody removes the head.
    NO_HEAD = "DELETE FROM audit_head";
    /// Somebody copies an entry to another number.
    COPY = "INSERT INTO audit_entry (school_id, number, at, actor_id, actor_name, act,
                                     subject_kind, subject_id, detail, elevated, chain)
            SELECT school_id, $2, at, actor_id, actor_name, act, subject_kind, subject_id, detail,
                   elevated, chain FROM audit_entry WHERE number = $1";
    /// The number of the last entry.
    LAST = "SELECT MAX(number) FROM audit_entry";
}

on_both_databases! {
    an_untouched_log_is_whole
    a_rewritten_entry_is_found
    a_missing_entry_is_found
    reordered_entries_are_found
    a_log_cut_short_is_found
    an_inserted_entry_is_found
    a_missing_head_is_found
    an_administrator_reads_and_verifies_the_log
    the_log_is_read_by_the_page_and_by_act_person_thing_and_day
    nobody_reads_the_log_without_the_key
}

async fn verdict(school: &School) -> Verdict {
    let machine = school.machine().await;
    verify(&school.app, machine).await.expect("it is checked")
}

async fn broken_at(school: &School) -> i64 {
    match verdict(school).await {
        Verdict::Broken { number, .. } => number,
        Verdict::Whole { .. } => panic!("nothing was found"),
    }
}

/// Somebody works on the database itself, without Keyward.
async fn tampers<const N: usize>(school: &School, sql: Sql, params: [i64; N]) {
    let params = params.map(Value::from);
    let done = school.app.db().write(move |tx| tx.execute(sql, &params));
    assert!(done.await.expect("it can be done") > 0);
}

async fn last(school: &School) -> i64 {
    let read = school
        .app
        .db()
        .read(|tx| tx.one(LAST, &params![], |row| row.get(0)));
    read.await.expect("read").expect("entries")
}

async fn an_untouched_log_is_whole(school: School) {
    let Verdict::Whole { entries, .. } = verdict(&school).await else {
        panic!("it is whole");
    };
    assert_eq!(entries, 7, "the school and its six people");
    for number in 0..1_100 {
        school
            .writes(move |tx| tx.entry(Entry::of("test", "school", &number.to_string())))
            .await;
    }
    assert!(matches!(
        verdict(&school).await,
        Verdict::Whole { entries: 1_107, .. }
    ));
}

async fn a_rewritten_entry_is_found(school: School) {
    tampers(&school, REWRITE, [3]).await;
    assert_eq!(broken_at(&school).await, 3);
}

async fn a_missing_entry_is_found(school: School) {
    tampers(&school, TAKE_AWAY, [4]).await;
    assert_eq!(broken_at(&school).await, 4);
}

async fn reordered_entries_are_found(school: School) {
    for [from, to] in [[2, 900], [5, 2], [900, 5]] {
        tampers(&school, RENUMBER, [from, to]).await;
    }
    assert_eq!(broken_at(&school).await, 2);
}

async fn a_log_cut_short_is_found(school: School) {
    tampers(&school, CUT, [5]).await;
    assert_eq!(broken_at(&school).await, 6, "the head remembers more");
    tampers(&school, BEHEAD, [5]).await;
    assert_eq!(
        broken_at(&school).await,
        6,
        "the head's seal is not theirs to make"
    );
}

async fn an_inserted_entry_is_found(school: School) {
    let end = last(&school).await;
    tampers(&school, COPY, [end, end + 1]).await;
    assert_eq!(broken_at(&school).await, end + 1);
    tampers(&school, TAKE_AWAY, [end + 1]).await;
    tampers(&school, COPY, [1, 0]).await;
    assert_eq!(broken_at(&school).await, 0);
    tampers(&school, TAKE_AWAY, [0]).await;
    assert!(matches!(verdict(&school).await, Verdict::Whole { .. }));
    for number in (4..=end).rev() {
        tampers(&school, RENUMBER, [number, number + 1]).await;
    }
    tampers(&school, COPY, [3, 4]).await;
    assert_eq!(broken_at(&school).await, 4, "between others");
}

async fn a_missing_head_is_found(school: School) {
    tampers(&school, NO_HEAD, []).await;
    assert_eq!(broken_at(&school).await, 1);
}

async fn an_administrator_reads_and_verifies_the_log(school: School) {
    let mut ada = school.elevated("admin").await;
    let log = ada.get("/audit").await;
    log.is(200).reads("Person invited").reads("School added");
    let whole = ada.post("/audit/verification", &[]).await;
    whole.is(200).reads("The audit log is whole");
    ada.get("/audit")
        .await
        .reads("Audit log verified Elevated Ada Admin Verdict: whole");
    tampers(&school, REWRITE, [2]).await;
    let broken = ada.post("/audit/verification", &[]).await;
    broken.is(200).reads("The audit log is broken at entry 2");
    ada.get("/audit").await.reads("Verdict: broken Entry: 2");
}

async fn the_log_is_read_by_the_page_and_by_act_person_thing_and_day(school: School) {
    let admin = school.person("admin").await;
    for number in 0..60 {
        school
            .writes(move |tx| tx.entry(Entry::of("counted", "thing", &format!("t{number}"))))
            .await;
    }
    let mut ada = school.elevated("admin").await;
    let first = ada.get("/audit").await;
    assert_eq!(first.every(".kw-log__entry", "value").len(), 50);
    let older = first.every("a[href^='/audit?before=']", "href");
    let second = ada.get(&older[0]).await;
    second.is(200).reads("School added");
    assert!(second.every("a[href^='/audit?before=']", "href").is_empty());

    let invited = ada.get("/audit?act=person%20invited").await;
    assert_eq!(invited.every(".kw-log__entry", "value").len(), 6);
    let thing = ada.get("/audit?subject=t7").await;
    assert_eq!(thing.every(".kw-log__entry", "value").len(), 1);
    ada.post("/audit/verification", &[]).await.is(200);
    let hers = ada.get(&format!("/audit?person={admin}")).await;
    assert_eq!(hers.every(".kw-log__entry", "value").len(), 1);

    let today = ada.get("/audit?from=2026-11-18&to=2026-11-18").await;
    assert_eq!(today.every(".kw-log__entry", "value").len(), 50);
    ada.get("/audit?to=2026-11-17")
        .await
        .is(200)
        .reads("There is no such entry");
    ada.get("/audit?from=soon&act=counted")
        .await
        .is(422)
        .reads("Enter a day as year-month-day");
}

async fn nobody_reads_the_log_without_the_key(school: School) {
    for address in ["admin", "dsl", "staff"] {
        let mut visitor = school.signed_in(address).await;
        visitor
            .get("/audit")
            .await
            .is(404)
            .never_says("School added");
        visitor.post("/audit/verification", &[]).await.is(404);
    }
    school.elevated("dsl").await.get("/audit").await.is(404);
    assert_eq!(school.visitor().get("/audit").await.leads_to(), "/");
}
