//! What must not come out: from pages, from lists, from the database.

use super::*;
use crate::testing::on_both_databases;

keyward_db::statements! {
    /// Everything in the tables that a concern touches, bytes as hexadecimal digits.
    EVERYTHING = either(
        "SELECT hex(place) || ' ' || hex(seen_and_heard) || ' ' || hex(own_words) || ' ' ||
                hex(present) || ' ' || hex(non_verbal) || ' ' || hex(opinion) || ' ' ||
                hex(told) || ' ' || form_tag FROM concern
         UNION ALL SELECT hex(words) || ' ' || form_tag FROM amendment
         UNION ALL SELECT hex(body) || ' ' || subject || ' ' || address FROM mail
         UNION ALL SELECT act || ' ' || subject_id || ' ' || detail FROM audit_entry
         UNION ALL SELECT coalesce(flash, '') || device FROM session",
        "SELECT CAST(concern AS TEXT) FROM concern
         UNION ALL SELECT CAST(amendment AS TEXT) FROM amendment
         UNION ALL SELECT CAST(mail AS TEXT) FROM mail
         UNION ALL SELECT CAST(audit_entry AS TEXT) FROM audit_entry
         UNION ALL SELECT CAST(session AS TEXT) FROM session");
    /// Moves the sealed words of one concern to another.
    MOVE = "UPDATE concern SET seen_and_heard = (SELECT other.seen_and_heard FROM concern AS other
                                                 WHERE other.id = $2)
            WHERE id = $1";
}

on_both_databases! {
    what_one_may_not_read_reads_as_what_is_not_there
    lists_counts_and_titles_leak_nothing
    a_neighbouring_schools_lead_reaches_nothing_here
    nothing_that_was_written_lies_open_in_the_database
    words_that_were_moved_do_not_open
}

async fn what_one_may_not_read_reads_as_what_is_not_there(school: School) {
    let ella = ella(&school).await;
    let (_, id) = logged(&school, &[&ella], &["dsl"]).await;
    for person in ["colleague", "deputy", "pastoral", "admin"] {
        let mut visitor = school.signed_in(person).await;
        let there = visitor.get(&address(&id)).await;
        let nowhere = visitor
            .get("/concerns/018f0000-0000-7000-8000-000000000000")
            .await;
        assert_eq!(there.status, nowhere.status);
        assert_eq!(there.body, nowhere.body, "{person}");
        there.is(404);
    }
    let mut ada = school.elevated("admin").await;
    ada.get(&address(&id)).await.is(404);
    let board = ada.get("/dashboard").await;
    board.is(200).never_says("Ella");
    board.never_says("Other unread concerns");
    board.never_says(&id.0);
    let mut col = school.elevated("colleague").await;
    col.get(&address(&id)).await.is(404);
    let mut nobody = school.visitor();
    assert_eq!(nobody.get(&address(&id)).await.leads_to(), "/");
}

async fn lists_counts_and_titles_leak_nothing(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let (_, id) = logged(&school, &[&ella, &tom], &["dsl", "pastoral"]).await;
    let category = "Attendance";
    for person in ["dsl", "pastoral", "deputy", "colleague", "admin"] {
        let mut visitor = school.signed_in(person).await;
        for page in ["/dashboard", "/concerns"] {
            let page = visitor.get(page).await;
            for secret in ["Ella", "Tom", "Underhill", category, SEEN, PLACE, &id.0] {
                page.is(200).never_says(secret);
            }
        }
    }
    for (person, words) in [
        ("dsl", true),
        ("pastoral", true),
        ("deputy", false),
        ("colleague", false),
    ] {
        let board = school.signed_in(person).await.get("/dashboard").await;
        assert_eq!(
            board.text().contains("1 concern is waiting for you."),
            words,
            "{person}"
        );
    }
    let mut dana = school.elevated("dsl").await;
    for page in ["/dashboard", &address(&id)] {
        let page = dana.get(page).await.body;
        let title =
            &page[page.find("<title>").expect("a title")..page.find("</title>").expect("its end")];
        assert!(
            !title.contains("Ella") && !title.contains(category),
            "{title}"
        );
    }
}

async fn a_neighbouring_schools_lead_reaches_nothing_here(school: School) {
    let ella = ella(&school).await;
    let (mut sam, id) = logged(&school, &[&ella], &["dsl"]).await;
    let mut lee = school.neighbour("DSL").await;
    lee.get("/pupils").await.is(200).never_says("Fairweather");
    for page in ["/dashboard", "/concerns"] {
        lee.get(page).await.is(200).never_says("Ella");
    }
    for page in [address(&id), format!("/pupils/{ella}")] {
        lee.get(&page).await.is(404).never_says("Ella");
    }
    let words = [("words", "Written next door")];
    let to = format!("{}/amendments", address(&id));
    lee.post(&to, &words).await.is(404);
    let find = [("find", "Ella")];
    sam.post("/concerns/new", &find).await.reads("Fairweather");
    let found = lee.post("/concerns/new", &find).await;
    found.is(200).never_says("Fairweather");
    let form = Filled::by(&school, &mut lee, &[&ella], &["dsl"]).await;
    form.sent(&mut lee, "/concerns").await.is(422);
    assert_eq!(count(&school).await, 1);
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id))
        .await
        .is(200)
        .never_says("Written next door");
}

async fn nothing_that_was_written_lies_open_in_the_database(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let form = MORE
        .into_iter()
        .fold(form, |form, (field, words)| form.with(field, words));
    form.sent(&mut sam, "/concerns").await.leads_to();
    let id = newest(&mut sam).await;
    let added = "It was the right elbow.";
    let to = format!("/concerns/{id}/amendments");
    sam.post(&to, &[("form", "f"), ("words", added)])
        .await
        .leads_to();
    let read = school
        .app
        .db()
        .read(|tx| tx.all(EVERYTHING, &[], |row| row.get::<String>(0)));
    let rows = read.await.expect("read").join("\n");
    let more = MORE.map(|(_, words)| words);
    for words in [SEEN, SAID, PLACE, added, "Ella"].into_iter().chain(more) {
        let hex = data_encoding::HEXLOWER.encode(&words.as_bytes()[..4]);
        assert!(!rows.contains(words), "{words}");
        assert!(!rows.to_lowercase().contains(&hex), "{words} as bytes");
    }
}

async fn words_that_were_moved_do_not_open(school: School) {
    let ella = ella(&school).await;
    let (_, first) = logged(&school, &[&ella], &["dsl"]).await;
    let (mut sam, second) = logged(&school, &[&ella], &["dsl"]).await;
    let (to, from) = (first.clone(), second.clone());
    let moved = school
        .app
        .db()
        .write(move |tx| tx.execute(MOVE, &params![&to, &from]));
    assert_eq!(moved.await.expect("moved"), 1);
    let page = sam.get(&address(&first)).await;
    page.is(500).reads("reference").never_says("bruise");
    page.never_says("Ella");
    page.never_says("sealed");
    sam.get(&address(&second)).await.is(200).reads(SEEN);
    let opened = acts(&school).await;
    let opened = opened.iter().filter(|(act, _)| act == "concern opened");
    assert_eq!(opened.count(), 1, "what does not open was not opened");
}
