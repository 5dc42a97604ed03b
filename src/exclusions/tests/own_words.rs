//! What stays in sight of whoever is kept from a concern: what they logged themselves.

use keyward_db::params;

use super::*;

on_both_databases! {
    whoever_is_excluded_keeps_their_own_words_and_no_more
    a_member_of_staff_whom_a_concern_names_never_sees_it
    what_became_of_a_concern_is_not_told_to_its_writer_once_it_is_kept_from_them
    nor_is_its_clock_or_to_whom_it_was_passed_on
    a_lead_from_whom_their_own_concern_is_kept_is_not_asked_to_acknowledge_it
}

async fn whoever_is_excluded_keeps_their_own_words_and_no_more(school: School) {
    let nephew = enrols(&school, "Ashgrove", "7").await;
    let own = logs(&school, "pastoral", &[&nephew], &["dsl"]).await;
    let pastoral = school.person("pastoral").await;
    let mut dana = school.elevated("dsl").await;
    let words = [("form", "f"), ("words", "The family was told nothing.")];
    dana.post(&format!("/concerns/{own}/amendments"), &words)
        .await
        .leads_to();
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&format!("/concerns/{own}")).await;
    page.is(200).reads("The family was told nothing.");
    let mine = [("form", "g"), ("words", "She said it twice.")];
    pat.post(&format!("/concerns/{own}/amendments"), &mine)
        .await
        .leads_to();
    excludes(&mut dana, &nephew, &pastoral).await.leads_to();
    pat.get(&format!("/concerns/{own}"))
        .await
        .is(200)
        .reads("Came in crying.")
        .reads("She said it twice.")
        .never_says("The family was told nothing.");
}

async fn a_member_of_staff_whom_a_concern_names_never_sees_it(school: School) {
    let child = enrols(&school, "Ashgrove", "7").await;
    let about = logs(
        &school,
        "staff",
        &[&child],
        &["dsl", "pastoral", "colleague"],
    )
    .await;
    for person in ["dsl", "pastoral", "colleague", "staff"] {
        let (concern, person) = (about.clone(), school.person(person).await);
        let write = school.app.db();
        let named = write.write(move |tx| tx.execute(NAMES, &params![&concern, &person]));
        named.await.expect("written");
    }
    for person in ["dsl", "pastoral", "colleague"] {
        let mut visitor = school.elevated(person).await;
        visitor
            .get(&format!("/concerns/{about}"))
            .await
            .is(404)
            .never_says("crying");
        visitor.get("/dashboard").await.never_says(&about.0);
    }
    let mut dana = school.elevated("dsl").await;
    dana.get(&format!("/pupils/{child}"))
        .await
        .is(200)
        .reads("No concerns");
    let mut sam = school.signed_in("staff").await;
    sam.get(&format!("/concerns/{about}"))
        .await
        .is(200)
        .reads("Came in crying.");
    let mut dee = school.elevated("deputy").await;
    dee.get(&format!("/concerns/{about}")).await.is(200);
}

/// All that these concerns, the writer's list and their dashboard say, but for whom they name as
/// staff.
async fn told(writer: &mut Visitor, concerns: &[&ConcernId]) -> Vec<String> {
    let mut told = Vec::new();
    for id in concerns {
        let page = writer.get(&format!("/concerns/{id}")).await.text();
        let named = "Part of this concern, and kept from it Sam Staff ";
        told.push(page.replace(named, ""));
    }
    for list in ["/concerns", "/dashboard"] {
        told.push(writer.get(list).await.text());
    }
    told
}

/// The concern names this person as a member of staff.
async fn names(school: &School, id: &ConcernId, person: &str) {
    let (id, person) = (id.clone(), school.person(person).await);
    let write = school.app.db();
    let named = write.write(move |tx| tx.execute(NAMES, &params![&id, &person]));
    assert_eq!(named.await.expect("written"), 1);
}

/// Does something about a concern, with the form that its page gives.
async fn does(visitor: &mut Visitor, id: &ConcernId, act: &str, typed: &[(&str, &str)]) -> Page {
    let to = format!("/concerns/{id}/{act}");
    let page = visitor.get(&to).await;
    let mut fields: Vec<(String, String)> = Vec::new();
    for name in ["form", "seen", "day", "time"] {
        let value = page.every(&format!("main input[name={name}]"), "value");
        fields.extend(value.first().map(|value| (name.to_owned(), value.clone())));
    }
    let typed = typed.iter();
    fields.extend(typed.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    visitor.post(&to, &fields).await
}

async fn what_became_of_a_concern_is_not_told_to_its_writer_once_it_is_kept_from_them(
    school: School,
) {
    crate::alerts::tests::may_wait(&school, 0).await;
    let nephew = enrols(&school, "Ashgrove", "7").await;
    let other = enrols(&school, "Bell", "7").await;
    let excluded = logs(&school, "staff", &[&nephew], &["dsl", "colleague"]).await;
    let named = logs(&school, "staff", &[&other], &["dsl", "colleague"]).await;
    let both = [&excluded, &named];
    let (staff, mut sam) = (
        school.person("staff").await,
        school.signed_in("staff").await,
    );
    let before = told(&mut sam, &both).await;
    let mut dana = school.elevated("dsl").await;
    for id in both {
        dana.get(&format!("/concerns/{id}")).await.is(200);
        let note = [("to", staff.0.as_str()), ("words", "Thank you, well seen.")];
        does(&mut dana, id, "acknowledgement", &[]).await.leads_to();
        does(&mut dana, id, "notes", &note).await.leads_to();
    }
    let between = told(&mut sam, &both).await;
    for (then, now) in before.iter().zip(&between) {
        assert_ne!(then, now, "what became of it is told");
    }
    let written = school.letters_to("staff").await.len();
    excludes(&mut dana, &nephew, &staff).await.leads_to();
    names(&school, &named, "staff").await;
    assert_eq!(told(&mut sam, &both).await, before);
    for id in both {
        let closure = [
            ("outcome", "support"),
            ("words", "Breakfast club from Monday."),
        ];
        // Nobody writes to them what they would never read.
        let note = [("to", staff.0.as_str()), ("words", "It is closed.")];
        does(&mut dana, id, "notes", &note)
            .await
            .is(422)
            .never_says("Sam Staff</option>");
        does(&mut dana, id, "closure", &closure).await.leads_to();
    }
    assert_eq!(told(&mut sam, &both).await, before);
    assert_eq!(school.letters_to("staff").await.len(), written);
}

async fn nor_is_its_clock_or_to_whom_it_was_passed_on(school: School) {
    crate::alerts::tests::may_wait(&school, 30).await;
    let nephew = enrols(&school, "Ashgrove", "7").await;
    let id = logs(&school, "staff", &[&nephew], &["dsl"]).await;
    let mut sam = school.signed_in("staff").await;
    let page = format!("/concerns/{id}");
    sam.get(&page).await.reads("Due in 30 minutes");
    school.clock.advance_seconds(31 * 60);
    assert_eq!(crate::alerts::tests::looks(&school.app).await, 1);
    sam.get(&page)
        .await
        .reads("Passed on to those next in line");
    school.excludes("staff", &nephew).await;
    sam.get(&page)
        .await
        .reads("Came in crying.")
        .reads("Dana Lead")
        .never_says("Passed on")
        .never_says("Due ");
}

async fn a_lead_from_whom_their_own_concern_is_kept_is_not_asked_to_acknowledge_it(school: School) {
    let nephew = enrols(&school, "Ashgrove", "7").await;
    let id = logs(&school, "deputy", &[&nephew], &["dsl", "deputy"]).await;
    let mut dee = school.elevated("deputy").await;
    let waiting = "section[aria-labelledby=needs-me] a.kw-list__link";
    let board = dee.get("/dashboard").await;
    assert_eq!(board.every(waiting, "href"), [format!("/concerns/{id}")]);
    school.excludes("deputy", &nephew).await;
    let page = dee.get(&format!("/concerns/{id}")).await;
    page.is(200)
        .reads("Came in crying.")
        .never_says("I have this");
    let to = format!("/concerns/{id}/alert/acknowledgement");
    dee.post(&to, &[]).await.is(404);
    let board = dee.get("/dashboard").await;
    assert!(board.every(waiting, "href").is_empty());
}
