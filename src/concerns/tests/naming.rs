//! Whom a concern names, and who must not know of it.

use super::*;
use crate::testing::on_both_databases;

/// What stands where no lead can be told.
const HEADTEACHER: &str = "tell your headteacher in person now";

keyward_db::statements! {
    /// Excludes a person from the file of a pupil.
    EXCLUDE = "INSERT INTO exclusion (id, school_id, person_id, pupil_id, reason, made_by, made_at)
               SELECT $1, school_id, id, $2, $3, id, 0 FROM person WHERE id = $1";
    /// Who was alerted, and to how many concerns.
    ALERTS = "SELECT COUNT(*) FROM alert WHERE person_id = $1";
    /// The newest entry about a concern.
    LAST_ENTRY = "SELECT detail FROM audit_entry WHERE act = 'concern logged'
                  ORDER BY number DESC LIMIT 1";
    /// Somebody next door.
    NEIGHBOUR = "SELECT id FROM person WHERE email = 'lee@larch-lane.example'";
}

on_both_databases! {
    a_lead_whom_a_concern_names_is_not_alerted_and_reads_nothing_of_it
    a_concern_that_names_every_lead_is_logged_and_says_whom_to_tell
    a_colleague_is_alerted_to_a_concern_that_names_every_lead
    what_its_writer_is_told_says_nothing_of_exclusions
    somebody_whom_their_own_concern_names_keeps_their_words
    somebody_excluded_from_the_file_is_told_nothing
    the_leads_are_told_where_nobody_chosen_may_know
    members_of_staff_are_added_one_by_one_without_script
    only_the_schools_own_staff_can_be_named
}

async fn excludes(school: &School, person: &str, pupil: &PupilId) {
    let (person, pupil) = (school.person(person).await, pupil.clone());
    let reason = vec![0u8];
    let excluded = school
        .app
        .db()
        .write(move |tx| tx.execute(EXCLUDE, &params![&person, &pupil, reason.clone()]));
    assert_eq!(excluded.await.expect("written"), 1);
}

async fn alerts(school: &School, person: &str) -> i64 {
    let person = school.person(person).await;
    let db = school.app.db();
    let read = db.read(move |tx| tx.one(ALERTS, &params![&person], |row| row.get(0)));
    read.await.expect("read").expect("a count")
}

async fn a_lead_whom_a_concern_names_is_not_alerted_and_reads_nothing_of_it(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let dana = school.person("dsl").await.0;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl", "deputy"]).await;
    let form = form.with("staff", &dana);
    let page = form.sent(&mut sam, "/concerns").await;
    page.is(422)
        .reads("You chose Dana Lead as part of this concern")
        .reads(SEEN)
        .reads("Part of this concern");
    let dee = school.person("deputy").await.0;
    assert_eq!(
        page.every("input[name=alert][checked]", "value"),
        [dee.as_str()],
        "Dana is no longer ticked, Dee still is"
    );
    assert_eq!(
        page.every("#staff option[selected]", "value"),
        [dana.as_str()]
    );
    assert_eq!(count(&school).await, 0);

    let form = form.with("alert", &dee);
    let answer = form.sent(&mut sam, "/concerns").await;
    assert_eq!(answer.leads_to(), "/dashboard");
    let id = newest(&mut sam).await;
    assert_eq!(school.letters_to("dsl").await.len(), 1, "the invitation");
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(404).never_says("Ella");
    for page in ["/dashboard", "/concerns", &format!("/pupils/{ella}")] {
        let page = dana.get(page).await;
        page.is(200).never_says(&id.0);
        page.never_says("Sam Staff");
    }
    dana.get(&format!("/pupils/{ella}"))
        .await
        .reads("No concerns");
    let mut dee = school.elevated("deputy").await;
    dee.get(&address(&id)).await.is(200).reads("Dana Lead");
    // The log does not tell whom it names.
    let db = school.app.db();
    let entry = db.read(|tx| tx.one(LAST_ENTRY, &[], |row| row.get::<String>(0)));
    let entry = entry.await.expect("read").expect("an entry");
    let named = school.person("dsl").await.0;
    assert!(!entry.contains(&named), "{entry}");
}

async fn a_concern_that_names_every_lead_is_logged_and_says_whom_to_tell(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let (dana, dee) = (
        school.person("dsl").await.0,
        school.person("deputy").await.0,
    );
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let form = form.with("staff", &dana).and("staff", &dee);
    let page = form.sent(&mut sam, "/concerns").await;
    page.is(422).reads(HEADTEACHER).reads(SEEN);
    let mut unticked = form.clone();
    unticked.0.retain(|(name, _)| name != "alert");
    for _ in 0..2 {
        let answer = unticked.sent(&mut sam, "/concerns").await;
        assert_eq!(answer.leads_to(), "/dashboard");
        sam.get("/dashboard").await.reads(HEADTEACHER);
    }
    assert_eq!(count(&school).await, 1);
    let id = newest(&mut sam).await;
    sam.get(&address(&id)).await.is(200).reads(SEEN);
    for lead in ["dsl", "deputy"] {
        let mut lead = school.elevated(lead).await;
        lead.get(&address(&id)).await.is(404);
    }
}

async fn a_colleague_is_alerted_to_a_concern_that_names_every_lead(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let (dana, dee) = (
        school.person("dsl").await.0,
        school.person("deputy").await.0,
    );
    let form = Filled::by(&school, &mut sam, &[&ella], &["colleague"]).await;
    let form = form.with("staff", &dana).and("staff", &dee);
    form.sent(&mut sam, "/concerns").await.leads_to();
    sam.get("/dashboard").await.reads(HEADTEACHER);
    let id = newest(&mut sam).await;
    let mut col = school.signed_in("colleague").await;
    col.get(&address(&id)).await.is(200).reads(SEEN);
}

async fn what_its_writer_is_told_says_nothing_of_exclusions(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    excludes(&school, "deputy", &ella).await;
    let mut sam = school.signed_in("staff").await;
    let dana = school.person("dsl").await.0;
    for child in [&ella, &tom] {
        let form = Filled::by(&school, &mut sam, &[child], &["deputy"]).await;
        let form = form.with("staff", &dana);
        form.sent(&mut sam, "/concerns").await.leads_to();
        sam.get("/dashboard")
            .await
            .reads("An alert has been sent. As it names a safeguarding lead, tell your headteacher")
            .never_says(HEADTEACHER);
    }
}

async fn somebody_whom_their_own_concern_names_keeps_their_words(school: School) {
    let ella = ella(&school).await;
    let mut dana = school.elevated("dsl").await;
    let me = school.person("dsl").await.0;
    let form = Filled::by(&school, &mut dana, &[&ella], &["deputy"]).await;
    let form = form.with("staff", &me);
    form.sent(&mut dana, "/concerns").await.leads_to();
    let id = newest(&mut dana).await;
    dana.get(&address(&id)).await.is(200).reads(SEEN);
}

async fn somebody_excluded_from_the_file_is_told_nothing(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    excludes(&school, "colleague", &tom).await;
    let (_, id) = logged(&school, &[&ella, &tom], &["dsl", "colleague"]).await;
    assert_eq!(school.letters_to("colleague").await.len(), 1, "invited");
    assert_eq!(school.letters_to("dsl").await.len(), 2, "alerted");
    assert_eq!(alerts(&school, "colleague").await, 0);
    let mut col = school.signed_in("colleague").await;
    col.get(&address(&id)).await.is(404);
    col.get("/dashboard").await.never_says("Ella");
    let (_, other) = logged(&school, &[&ella], &["colleague"]).await;
    col.get(&address(&other)).await.is(200);
}

async fn the_leads_are_told_where_nobody_chosen_may_know(school: School) {
    let ella = ella(&school).await;
    excludes(&school, "dsl", &ella).await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    form.sent(&mut sam, "/concerns").await.leads_to();
    assert_eq!(alerts(&school, "dsl").await, 0);
    assert_eq!(school.letters_to("dsl").await.len(), 1, "invited");
    assert_eq!(alerts(&school, "deputy").await, 1);
    assert_eq!(school.letters_to("deputy").await.len(), 2, "alerted");
    // Nothing that the writer reads says why.
    let board = sam.get("/dashboard").await;
    board
        .reads("An alert has been sent.")
        .never_says("excluded");
    let id = newest(&mut sam).await;
    sam.get(&address(&id))
        .await
        .reads("Dana LeadHas not opened it yet")
        .never_says("Dee Deputy");
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(404);
}

async fn members_of_staff_are_added_one_by_one_without_script(school: School) {
    let ella = ella(&school).await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let none = sam.get("/concerns/new").await;
    assert_eq!(none.every("select[name=staff]", "id"), ["staff"]);
    assert!(
        none.every("details[data-staff-named][open]", "class")
            .is_empty()
    );
    let col = school.person("colleague").await.0;
    let form = form.with("staff", &col).and("staff", "");
    let page = form.sent(&mut sam, "/concerns/new").await;
    page.is(200).reads(SEEN).reads("Ella Fairweather");
    assert_eq!(page.every("select[name=staff]", "id"), ["staff", "staff-2"]);
    assert_eq!(page.every("#staff option[selected]", "value"), [col]);
    assert_eq!(
        page.every("details[data-staff-named][open]", "class").len(),
        1
    );
}

async fn only_the_schools_own_staff_can_be_named(school: School) {
    let ella = ella(&school).await;
    school.neighbour("DSL").await;
    let mut sam = school.signed_in("staff").await;
    let form = Filled::by(&school, &mut sam, &[&ella], &["dsl"]).await;
    let db = school.app.db();
    let lee = db.read(|tx| tx.one(NEIGHBOUR, &[], |row| row.get::<String>(0)));
    let lee = lee.await.expect("read").expect("Lee");
    for nobody in ["nobody", lee.as_str()] {
        let answer = form.clone().with("staff", nobody);
        let page = answer.sent(&mut sam, "/concerns").await;
        page.is(422)
            .reads("no longer works here")
            .never_says("Lee Larch");
    }
    assert_eq!(count(&school).await, 0);
}
