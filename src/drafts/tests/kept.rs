//! What is kept as a draft and what is not, how drafts are offered, and several discarded together.

use super::*;

on_both_databases! {
    a_draft_is_sealed
    nothing_written_is_no_draft_and_one_that_is_emptied_goes
    a_draft_is_offered_with_the_names_of_its_pupils
    old_drafts_are_discarded_together_and_each_may_be_kept
    a_draft_with_marks_opens_with_its_body_map
}

keyward_db::statements! {
    /// How many drafts the database holds, whatever became of them.
    COUNT = "SELECT COUNT(*) FROM draft";
}

async fn nothing_written_is_no_draft_and_one_that_is_emptied_goes(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    let lead = school.person("dsl").await.0;
    let mut looked_up: Vec<(&str, &str)> = desk.fields("");
    looked_up.retain(|(name, _)| !["place", "category"].contains(name));
    looked_up.extend([("find", "ell"), ("day", "2026-11-20"), ("alert", &lead)]);
    let told = by_script(&mut sam, "/drafts", &looked_up).await.json();
    assert_eq!(
        (&told["kept"], &told["version"]),
        (&false.into(), &0.into())
    );
    sam.post("/drafts", &looked_up).await.leads_to();
    let dashboard = sam.get("/dashboard").await;
    dashboard
        .reads("Nothing was written, so no draft is kept.")
        .never_says("Your drafts");
    let db = school.app.db();
    let count = db.read(|tx| tx.one(COUNT, &[], |row| row.get::<i64>(0)));
    assert_eq!(count.await.expect("read"), Some(0));

    // Written, and emptied again.
    let emptied: Vec<(String, String)> = looked_up
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    assert_eq!(desk.saves(&mut sam, WORDS).await.json()["kept"], true);
    assert!(held(&school, &desk.form).await.is_some());
    let emptied: Vec<(&str, &str)> = emptied.iter().map(|(k, v)| (&**k, &**v)).collect();
    let told = by_script(&mut sam, "/drafts", &emptied).await.json();
    assert_eq!(told["kept"], false);
    assert!(held(&school, &desk.form).await.is_none());
    sam.get("/dashboard").await.never_says("Your drafts");
    // The page is still the same one: it may be loaded anew, and written on.
    let page = sam.get(&way_back(&desk.form)).await;
    page.is(200).never_says(WORDS);
    desk.version = told["version"].to_string();
    desk.saves(&mut sam, "Once more.").await.is(200);
    sam.get("/dashboard").await.reads("Your drafts");
    sam.get(&way_back(&desk.form)).await.reads("Once more.");
}

async fn a_draft_is_offered_with_the_names_of_its_pupils(school: School) {
    let ella = enrols(&school).await;
    let mut sam = school.signed_in("staff").await;
    let desk = Desk::opens(&mut sam, "/concerns/new").await;
    let fields = [&desk.fields("")[..], &[("pupil", ella.0.as_str())]].concat();
    by_script(&mut sam, "/drafts", &fields).await.is(200);
    let dashboard = sam.get("/dashboard").await;
    dashboard.reads("Ella Fairweather (7B) Last changed today at");
    let removal = sam.get(&format!("/drafts/{}/removal", desk.form)).await;
    removal.is(200).reads("Ella Fairweather (7B)");
    sam.get(&way_back(&desk.form))
        .await
        .reads("This is a draft, saved today at");
    let mut col = school.signed_in("colleague").await;
    col.get("/dashboard").await.never_says("Fairweather");
}

async fn old_drafts_are_discarded_together_and_each_may_be_kept(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut desks = Vec::new();
    for words in ["First.", "Second.", "Third."] {
        school.clock.advance_seconds(1);
        let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
        desk.saves(&mut sam, words).await.is(200);
        desks.push(desk.form);
    }
    sam.get("/dashboard").await.never_says("Discard old drafts");
    assert_eq!(
        sam.get("/drafts/old/removal").await.leads_to(),
        "/dashboard"
    );
    school.clock.advance_seconds(5 * 86_400);
    let mut sam = school.signed_in("staff").await;
    let mut new = Desk::opens(&mut sam, "/concerns/new").await;
    new.saves(&mut sam, "Fourth.").await.is(200);
    sam.get("/dashboard").await.reads("Discard old drafts");
    let page = sam.get("/drafts/old/removal").await;
    page.is(200).reads("Begun 5 days ago.");
    let ticked = page.every("input[name=draft][checked]", "value");
    assert_eq!(ticked, [&*desks[2], &*desks[1], &*desks[0]]);
    sam.post("/drafts/old/removal", &[])
        .await
        .is(422)
        .reads("Tick the drafts to discard, or keep them all");

    // One is kept; what is new, and what is somebody else's, is not discarded whatever is sent.
    let mut col = school.signed_in("colleague").await;
    let all = desks.iter().chain([&new.form]);
    let all: Vec<(&str, &str)> = all.map(|id| ("draft", id.as_str())).collect();
    col.post("/drafts/old/removal", &all).await.leads_to();
    let but_one = &all[1..];
    for _ in 0..2 {
        let done = sam.post("/drafts/old/removal", but_one).await;
        assert_eq!(done.leads_to(), "/dashboard");
    }
    sam.get(&way_back(&desks[0])).await.reads("First.");
    sam.get(&way_back(&new.form)).await.reads("Fourth.");
    for gone in &desks[1..] {
        sam.get(&way_back(gone)).await.is(404);
    }
    let written = school.wrote_down("draft discarded").await;
    assert_eq!(written.as_deref(), Some("files: 0"));
}

async fn a_draft_is_sealed(school: School) {
    let mut sam = school.signed_in("staff").await;
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    desk.saves(&mut sam, WORDS).await.is(200);
    let held = held(&school, &desk.form).await.expect("a draft");
    for word in ["coat", "Art room"] {
        let found = held.windows(word.len()).any(|part| part == word.as_bytes());
        assert!(!found, "{word}");
    }
}

async fn a_draft_with_marks_opens_with_its_body_map(school: School) {
    let ella = enrols(&school).await;
    let mut sam = school.signed_in("staff").await;
    let mut desk = Desk::opens(&mut sam, "/concerns/new").await;
    desk.saves(&mut sam, WORDS).await.is(200);
    let page = sam.get(&way_back(&desk.form)).await;
    assert!(page.every("details#body-map[open]", "class").is_empty());
    for whose in [&*ella.0, ""] {
        let mut marked: Vec<(&str, &str)> = desk.fields(WORDS);
        marked.extend([
            ("map-pupil", whose),
            ("map-region", ""),
            ("mark-spot", "front:older:630:720"),
            ("mark-pupil", whose),
            ("mark-kind", "bruise"),
            ("mark-size", ""),
            ("mark-colour", ""),
            ("mark-description", "Round."),
        ]);
        if !whose.is_empty() {
            marked.push(("pupil", whose));
        }
        let told = by_script(&mut sam, "/drafts", &marked).await;
        let told = told.is(200).json();
        desk.version = told["version"].to_string();
        let page = sam.get(&way_back(&desk.form)).await;
        page.reads("Round.");
        for open in ["details#body-map[open]", "details[data-map-child][open]"] {
            assert_eq!(page.every(open, "class").len(), 1, "{open}");
        }
    }
}
