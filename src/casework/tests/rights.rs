//! Who acts, and who reads what was done.

use super::*;
use crate::casework::FollowUp;
use crate::casework::timeline::follow_ups;
use crate::testing::on_both_databases;

on_both_databases! {
    only_whoever_reads_the_file_and_acts_reaches_an_act
    a_member_of_staff_whom_it_names_reads_nothing_of_it
    whoever_reads_the_file_sees_what_was_done_without_acting
    whoever_was_alerted_sees_no_follow_up
    a_link_is_shown_to_whoever_reads_both
    the_role_of_a_pupil_whom_one_does_not_know_is_not_ones_to_change
    whoever_gives_a_concern_away_by_its_category_is_led_elsewhere
    a_note_to_one_from_whom_it_is_kept_since_is_neither_read_nor_written
    a_neighbouring_school_acts_on_nothing_here
    what_was_done_is_told_elsewhere_to_whoever_sees_it_here
}

const ACTS: [&str; 19] = [
    "case-notes",
    "pupils",
    "pupils-taken-off",
    "alerts",
    "staff",
    "staff-taken-off",
    "acknowledgement",
    "assignment",
    "actions",
    "contacts",
    "decisions",
    "links",
    "links-undone",
    "categories",
    "roles",
    "significance",
    "notes",
    "closure",
    "reopening",
];

pub(super) async fn reaches_none(visitor: &mut Visitor, id: &ConcernId) {
    for act in ACTS {
        let to = format!("{}/{act}", address(id));
        let there = visitor.get(&to).await;
        there.is(404);
        let nowhere = visitor.get(&format!("/concerns/nowhere/{act}")).await;
        assert_eq!(there.body, nowhere.body);
        visitor.post(&to, &[("words", "Mine")]).await.is(404);
    }
}

async fn only_whoever_reads_the_file_and_acts_reaches_an_act(school: School) {
    let tom = tom(&school).await;
    let id = logged(&school, &[&tom], &["dsl", "pastoral", "colleague"]).await;
    gives_right(&school, "Pastoral", "work_cases").await;
    // Of another year group, though alerted; without the right; without the key.
    for person in ["pastoral", "admin", "colleague"] {
        reaches_none(&mut school.elevated(person).await, &id).await;
    }
    let mut sam = school.signed_in("staff").await;
    sam.get(&address(&id)).await.is(200);
    reaches_none(&mut sam, &id).await;
    reaches_none(&mut school.signed_in("dsl").await, &id).await;
    school
        .elevated("deputy")
        .await
        .get(&format!("{}/contacts", address(&id)))
        .await
        .is(200);
}

async fn a_member_of_staff_whom_it_names_reads_nothing_of_it(school: School) {
    let (id, mut dana) = case(&school).await;
    names_as_staff(&school, &id, "deputy").await;
    let mut dee = school.elevated("deputy").await;
    dee.get(&address(&id)).await.is(404);
    reaches_none(&mut dee, &id).await;
    did(&school, &mut dana, &id, "contacts", &CONTACT).await;
    // The writer too, when it names them: their own words alone.
    names_as_staff(&school, &id, "staff").await;
    school.puts_into("staff", "DSL").await;
    let mut sam = school.elevated("staff").await;
    sam.get(&address(&id))
        .await
        .is(200)
        .reads(SEEN)
        .never_says(WROTE);
    reaches_none(&mut sam, &id).await;
}

async fn whoever_reads_the_file_sees_what_was_done_without_acting(school: School) {
    let (id, mut dana) = case(&school).await;
    did(&school, &mut dana, &id, "contacts", &CONTACT).await;
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&address(&id)).await;
    page.is(200).reads(WROTE).reads("Status");
    page.never_says("/closure");
    reaches_none(&mut pat, &id).await;
}

async fn whoever_was_alerted_sees_no_follow_up(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    did(&school, &mut dana, &id, "contacts", &CONTACT).await;
    let dee = school.person("deputy").await;
    did(&school, &mut dana, &id, "assignment", &[("to", &dee.0)]).await;
    gives_action(&school, &mut dana, &id).await;
    for person in ["colleague", "staff"] {
        let page = school.signed_in(person).await.get(&address(&id)).await;
        page.is(200)
            .reads(SEEN)
            .reads("Being acted on A safeguarding lead is acting on it.");
        for secret in [
            WROTE,
            "Dee Deputy",
            "Ring the mother",
            "Assigned",
            "kw-case",
        ] {
            page.never_says(secret);
        }
    }
}

async fn a_link_is_shown_to_whoever_reads_both(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let hers = logged(&school, &[&ella], &["dsl"]).await;
    let his = logged(&school, &[&tom], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let copied = format!("{ORIGIN}{}", address(&his));
    let typed = [
        ("find", copied.as_str()),
        ("other", his.0.as_str()),
        ("words", "Told by Tom"),
    ];
    did(&school, &mut dana, &hers, "links", &typed).await;
    dana.get(&address(&hers)).await.reads("Told by Tom");
    dana.get(&address(&his)).await.reads("Told by Tom");
    gives_right(&school, "Pastoral", "work_cases").await;
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&address(&hers)).await;
    page.is(200).never_says("Told by Tom");
    page.never_says("Linked");
    page.never_says(&his.0);
    // Nor from an error: that somebody linked it is nothing that happened meanwhile.
    let typed = [("other", his.0.as_str()), ("words", "Mine, too")];
    does(&school, &mut pat, &hers, "links", &typed)
        .await
        .is(422)
        .reads("Find the other concern by the name of a pupil");
}

async fn the_role_of_a_pupil_whom_one_does_not_know_is_not_ones_to_change(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let id = logged(&school, &[&ella, &tom], &["dsl"]).await;
    gives_right(&school, "Pastoral", "work_cases").await;
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&format!("{}/roles", address(&id))).await;
    page.is(200).reads("Ella Fairweather");
    page.never_says("Underhill");
    page.never_says(&tom.0);
    let his = format!("role-{tom}");
    let typed = [(his.as_str(), "witness"), ("words", "He only saw it")];
    does(&school, &mut pat, &id, "roles", &typed)
        .await
        .is(422)
        .reads("Choose another role for a pupil");
}

async fn whoever_gives_a_concern_away_by_its_category_is_led_elsewhere(school: School) {
    let (id, _) = case(&school).await;
    gives_right(&school, "Pastoral", "work_cases").await;
    let limited = school
        .app
        .db()
        .write(|tx| tx.execute(LIMIT, &params!["Pastoral", "Attendance"]));
    assert_eq!(limited.await.expect("written"), 1);
    let mut pat = school.elevated("pastoral").await;
    let other = another_category(&mut pat, &id).await;
    let typed = [("category", other.as_str()), ("words", "Read once again")];
    let page = does(&school, &mut pat, &id, "categories", &typed).await;
    assert_eq!(page.leads_to(), "/dashboard");
    pat.get(&address(&id)).await.is(404);
}

async fn a_note_to_one_from_whom_it_is_kept_since_is_neither_read_nor_written(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    let col = school.person("colleague").await;
    let note = [("to", col.0.as_str()), ("words", "Watch the gate, please.")];
    did(&school, &mut dana, &id, "notes", &note).await;
    let mut reader = school.signed_in("colleague").await;
    reader
        .get(&address(&id))
        .await
        .reads("A message for you from Dana Lead")
        .reads("Watch the gate, please.");
    let letters = school.letters_to("colleague").await.len();
    names_as_staff(&school, &id, "colleague").await;
    reader.get(&address(&id)).await.is(404).never_says("gate");
    reader
        .get("/dashboard")
        .await
        .never_says("A message for you");
    let form = dana.get(&format!("{}/notes", address(&id))).await;
    form.is(200)
        .reads("Sam Staff, Staff")
        .never_says("Col Colleague, Staff");
    let note = [("to", col.0.as_str()), ("words", "And the bell.")];
    does(&school, &mut dana, &id, "notes", &note)
        .await
        .is(422)
        .reads("Choose to whom you write")
        .reads("And the bell.");
    assert_eq!(school.letters_to("colleague").await.len(), letters);
}

async fn a_neighbouring_school_acts_on_nothing_here(school: School) {
    let (id, _) = case(&school).await;
    let mut lee = school.neighbour("DSL").await;
    reaches_none(&mut lee, &id).await;
}

async fn what_was_done_is_told_elsewhere_to_whoever_sees_it_here(school: School) {
    let (id, mut dana) = case(&school).await;
    did(&school, &mut dana, &id, "contacts", &CONTACT).await;
    for (person, access, count) in [
        ("dsl", Right::ReadEveryFile, 1),
        ("staff", Right::LogConcerns, 0),
    ] {
        let (at, key) = crate::school::by_slug(&school.app, "hawthorn-park")
            .await
            .expect("the school");
        let reader = Actor::person(
            (at.id, key),
            school.person(person).await,
            "A reader".into(),
            SessionId("a test".into()),
            Access::new([(Column::Elevated, access)], true),
        );
        let id = id.clone();
        let told: Vec<FollowUp> = school
            .app
            .read_as(reader, school.app.now(), move |tx| follow_ups(tx, &id))
            .await
            .expect("read");
        // The first act of a lead acknowledges the concern by that.
        assert_eq!(told.len(), 2 * count, "{person}");
        for told in told.chunks(2) {
            let said = told.iter().map(|told| told.words.what.as_str());
            let said: Vec<&str> = said.collect();
            assert_eq!(said, ["Acknowledged", "Contact made: Parent or carer"]);
            assert_eq!(told[1].facts(), "How: By telephone");
        }
    }
}
