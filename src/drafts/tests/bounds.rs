//! How many drafts there are, how long one is, and what of them is read.

use super::super::keep::DRAFT_BYTES_MAX;
use super::*;

on_both_databases! {
    there_are_not_more_drafts_than_one_can_see
    drafts_are_counted_and_not_opened
    drafts_are_listed_and_what_they_say_is_not_opened
    a_draft_from_before_is_listed_by_what_it_says
    a_draft_that_was_begun_empty_counts_once_it_is_written_on
    a_draft_is_not_longer_than_it_may_be
    a_draft_names_no_more_pupils_than_a_concern_has
}

keyward_db::statements! {
    /// Every draft holds what nobody can open.
    SPOIL = "UPDATE draft SET fields = $1";
    /// No draft says beside its words whom it is about, as before there was a place for it.
    BEFORE = "UPDATE draft SET about = NULL";
    /// What is kept of whom drafts are about.
    ABOUT = "SELECT about FROM draft WHERE about IS NOT NULL";
}

async fn there_are_not_more_drafts_than_one_can_see(school: School) {
    let mut sam = school.signed_in("staff").await;
    for _ in 0..20 {
        school.clock.advance_seconds(1);
        let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
        desk.saves(&mut sam, "x").await.is(200);
    }
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    let answer = desk.saves(&mut sam, WORDS).await;
    assert_eq!(answer.is(409).json()["why"], "too many");
}

async fn drafts_are_counted_and_not_opened(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut last = Desk::opens(&mut sam, "/concerns/new").await;
    let mut first = Desk::opens(&mut sam, "/concerns/new").await;
    first.saves(&mut sam, WORDS).await.is(200);
    for _ in 1..20 {
        let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
        desk.saves(&mut sam, "x").await.is(200);
    }
    let spoilt = school.writes(|tx| Ok(tx.keep_house(SPOIL, &params![b"sealed".to_vec()])?));
    assert_eq!(spoilt.await, 20);
    let answer = last.saves(&mut sam, WORDS).await;
    assert_eq!(answer.is(409).json()["why"], "too many");
    // Those that there are go on.
    let answer = first.saves(&mut sam, WORDS).await;
    assert_eq!(answer.is(200).json()["version"], 2);
    // Nothing is counted of anybody else's.
    let mut col = school.signed_in("colleague").await;
    let mut desk = Desk::opens(&mut col, "/concerns/new").await;
    desk.saves(&mut col, WORDS).await.is(200);
}

/// Sam writes about Ella.
async fn about_ella(school: &School) -> (Visitor, Desk) {
    let ella = enrols(school).await;
    let mut sam = school.signed_in("staff").await;
    let desk = Desk::opens(&mut sam, "/concerns/new").await;
    let fields = [&desk.fields(WORDS)[..], &[("pupil", ella.0.as_str())]].concat();
    by_script(&mut sam, "/drafts", &fields).await.is(200);
    (sam, desk)
}

async fn drafts_are_listed_and_what_they_say_is_not_opened(school: School) {
    let (mut sam, desk) = about_ella(&school).await;
    let spoilt = school.writes(|tx| Ok(tx.keep_house(SPOIL, &params![b"sealed".to_vec()])?));
    assert_eq!(spoilt.await, 1);
    for page in ["/dashboard", "/concerns/new"] {
        let page = sam.get(page).await;
        page.is(200).reads("Ella Fairweather (7B)");
    }
    let removal = sam.get(&format!("/drafts/{}/removal", desk.form)).await;
    removal.is(200).reads("Ella Fairweather (7B)");
    // It is sealed, and goes with the words.
    let about = async || {
        let db = school.app.db();
        let read = db.read(|tx| tx.all(ABOUT, &[], |row| row.get::<Vec<u8>>(0)));
        read.await.expect("read")
    };
    let kept = about().await;
    assert!(kept.len() == 1 && !kept[0].starts_with(b"["), "{kept:?}");
    let removal = format!("/drafts/{}/removal", desk.form);
    sam.post(&removal, &[]).await.leads_to();
    assert!(about().await.is_empty());
}

async fn a_draft_from_before_is_listed_by_what_it_says(school: School) {
    let (mut sam, desk) = about_ella(&school).await;
    let before = school.writes(|tx| Ok(tx.keep_house(BEFORE, &[])?));
    assert_eq!(before.await, 1);
    sam.get("/dashboard").await.reads("Ella Fairweather (7B)");
    // Emptied of its pupil, it names nobody.
    let fields = desk.fields(WORDS);
    by_script(&mut sam, "/drafts", &fields).await.is(200);
    let page = sam.get("/dashboard").await;
    page.reads("No pupil chosen yet").never_says("Fairweather");
}

async fn a_draft_that_was_begun_empty_counts_once_it_is_written_on(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut desks = Vec::new();
    for _ in 0..21 {
        let desk = Desk::opens(&mut sam, "/concerns/new").await;
        let empty = [("form", &*desk.form), ("page", &*desk.page)];
        let to_files = sam.post("/drafts/documents", &empty).await;
        to_files.leads_to();
        desks.push(desk);
    }
    let mut last = desks.pop().expect("a desk");
    for desk in &mut desks {
        desk.saves(&mut sam, "x").await.is(200);
    }
    let answer = last.saves(&mut sam, WORDS).await;
    assert_eq!(answer.is(409).json()["why"], "too many");
}

async fn a_draft_is_not_longer_than_it_may_be(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    desk.saves(&mut sam, WORDS).await.is(200);
    let long = "w".repeat(DRAFT_BYTES_MAX);
    let answer = desk.saves(&mut sam, &long).await;
    let told = answer.is(413).json();
    assert_eq!(told["why"], "too long");
    let words = told["words"].as_str().expect("words");
    assert!(words.contains("Shorten it, and attach the long part as a file"));
    let by_button = sam.post("/drafts", &desk.fields(&long)).await;
    by_button
        .is(413)
        .reads("Your draft was not saved")
        .reads("it still holds what you wrote")
        .reads("This is too long for a draft");
    // What was saved before stays, in the version that the page knows.
    sam.get(&way_back(&desk.form)).await.reads(WORDS);
    let fits = &long[..DRAFT_BYTES_MAX - 1_000];
    let answer = desk.saves(&mut sam, fits).await;
    assert_eq!(answer.is(200).json()["version"], 2);
}

async fn a_draft_names_no_more_pupils_than_a_concern_has(school: School) {
    let enrolled = school.writes(|tx| {
        let mut ids = Vec::new();
        for number in 0..31 {
            let details = Details {
                upn: format!("B{number}"),
                forename: "Ella".into(),
                surname: format!("Fair-{number}-weather"),
                preferred_name: String::new(),
                born_on: "2014-05-01".into(),
                year_group: "7".into(),
                form: "7B".into(),
            };
            let id = pupils::enrol(tx, &details)?;
            tx.entry(Entry::of("pupil enrolled", "pupil", &id.0))?;
            ids.push(id.0);
        }
        Ok(ids)
    });
    let ids = enrolled.await;
    let mut sam = school.signed_in("staff").await;
    let desk = Desk::opens(&mut sam, "/concerns/new").await;
    let mut fields = desk.fields(WORDS);
    // Each is named once, in the order in which they were chosen.
    fields.extend([
        ("pupil", "nobody"),
        ("pupil", &*ids[1]),
        ("pupil", &*ids[0]),
    ]);
    fields.extend(ids.iter().map(|id| ("pupil", id.as_str())));
    by_script(&mut sam, "/drafts", &fields).await.is(200);
    let dashboard = sam.get("/dashboard").await;
    dashboard
        .reads("Ella Fair-1-weather (7B), Ella Fair-0-weather (7B), Ella Fair-2-weather (7B),")
        .reads("and Ella Fair-28-weather (7B) Last changed")
        .never_says("Fair-29-weather")
        .never_says("Fair-30-weather");
}
