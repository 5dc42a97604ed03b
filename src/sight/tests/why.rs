//! Who sees a file and why, as the page says it.

use super::*;
use crate::testing::{Page, Visitor, on_both_databases};

on_both_databases! {
    a_lead_reads_why_somebody_sees_a_file_and_what_closes_it
    an_administrator_reads_the_rules_and_nothing_of_concerns
    nobody_asks_about_themselves_or_about_a_file_they_may_not_read
    several_pupils_are_offered_to_choose_from_and_nothing_typed_is_lost
    a_limit_of_categories_and_a_missing_key_are_said
}

async fn asks(visitor: &mut Visitor, person: &PersonId, find: &str) -> Page {
    visitor
        .post("/sight", &[("person", person.0.as_str()), ("find", find)])
        .await
}

pub(super) async fn excludes(school: &School, by: &str, person: &PersonId, pupil: &PupilId) {
    let mut lead = school.elevated(by).await;
    let address = format!("/pupils/{pupil}/exclusions");
    let form = lead.get(&address).await.every("[name=form]", "value");
    let fields = [
        ("form", form[0].as_str()),
        ("person", person.0.as_str()),
        ("reason", "An aunt of the child."),
    ];
    lead.post(&address, &fields).await.leads_to();
}

async fn a_lead_reads_why_somebody_sees_a_file_and_what_closes_it(school: School) {
    let seven = enrols(&school, "Ashgrove", "7", "7A").await;
    let (staff, pastoral) = (
        school.person("staff").await,
        school.person("pastoral").await,
    );
    let first = logs(&school, &staff, &[&seven], "Attendance").await;
    let second = logs(&school, &staff, &[&seven], "Attendance").await;
    names(&school, &second, &pastoral).await;
    let mut dana = school.elevated("dsl").await;
    let page = asks(&mut dana, &pastoral, "ashgrove").await;
    page.is(200)
        .reads(
            "would be open to Pat Pastoral with a security key, and they hold none that elevates",
        )
        .reads("They are given: Year 7. The pupil is in Year 7, 7A.")
        .reads("Nobody has excluded them from this file.")
        .reads("can read none without a security key that elevates their access, which they do not hold; 1 with one.")
        .reads("Through this pupil’s file: 1 concern.")
        .reads("Kept from them, because it names them")
        .never_says("What was seen");
    excludes(&school, "deputy", &pastoral, &seven).await;
    let page = asks(&mut dana, &pastoral, "ashgrove").await;
    page.is(200)
        .reads("Pat Pastoral cannot open the file of Child Ashgrove")
        .reads("An exclusion closes this file to them since")
        .reads("Of 2 concerns about this pupil that you may read, Pat Pastoral can read none.");
    let col = school.person("colleague").await;
    alerts(&school, &first, &col).await;
    asks(&mut dana, &col, "ashgrove")
        .await
        .reads("Col Colleague cannot open the file")
        .reads("User group Staff")
        .reads("Opens no pupil’s file.")
        .reads("Of 2 concerns about this pupil that you may read, Col Colleague can read 1, without a key.")
        .reads("Only because they were alerted to it: 1 concern.");
    let asked = school.wrote_down("asked who sees a file").await;
    assert_eq!(asked.as_deref(), Some("person: Col Colleague"));
    // Who reads one through another pupil's file reads nothing through this one.
    let nine = enrols(&school, "Underhill", "9", "9A").await;
    let other = enrols(&school, "Overbrook", "7", "7B").await;
    let both = logs(&school, &staff, &[&other, &nine], "Attendance").await;
    alerts(&school, &both, &pastoral).await;
    asks(&mut dana, &pastoral, "underhill")
        .await
        .reads("cannot open the file of Child Underhill")
        .reads("No user group of theirs opens this file, with or without a key.")
        .reads("Only because they were alerted to it: 1 concern.")
        .never_says("Through this pupil’s file");
}

async fn an_administrator_reads_the_rules_and_nothing_of_concerns(school: School) {
    let seven = enrols(&school, "Ashgrove", "7", "7A").await;
    let (staff, pastoral) = (
        school.person("staff").await,
        school.person("pastoral").await,
    );
    logs(&school, &staff, &[&seven], "Attendance").await;
    excludes(&school, "dsl", &pastoral, &seven).await;
    let mut ada = school.elevated("admin").await;
    let page = asks(&mut ada, &pastoral, "ashgrove").await;
    page.is(200)
        .reads("An exclusion closes this file to them since")
        .reads("You may not read this file, so nothing is said here of concerns.")
        .never_says("aunt")
        .never_says("1 concern")
        .never_says("View as a user group");
}

async fn nobody_asks_about_themselves_or_about_a_file_they_may_not_read(school: School) {
    let seven = enrols(&school, "Ashgrove", "7", "7A").await;
    let nobody = "No pupil that you may ask about is found by this";
    let (dsl, pastoral) = (school.person("dsl").await, school.person("pastoral").await);
    excludes(&school, "deputy", &dsl, &seven).await;
    let mut dana = school.elevated("dsl").await;
    let itself = asks(&mut dana, &dsl, "ashgrove").await;
    itself
        .is(422)
        .reads("This is you, and nobody is told about themselves here.")
        .never_says("xclu");
    let itself = dana.get(&format!("/sight?person={dsl}")).await;
    itself.is(200).reads("This is you");
    let other = dana.get(&format!("/sight?person={pastoral}")).await;
    other
        .is(200)
        .never_says("This is you")
        .reads("You are not in this list");
    // To whoever was excluded, the pupil is as one who is not there.
    let excluded = asks(&mut dana, &pastoral, "ashgrove").await;
    excluded.is(422).reads(nobody).never_says("Child Ashgrove");
    asks(&mut dana, &pastoral, "nobody")
        .await
        .is(422)
        .reads(nobody);
    let by_id = [("person", pastoral.0.as_str()), ("pupil", seven.0.as_str())];
    dana.post("/sight", &by_id)
        .await
        .is(422)
        .never_says("Ashgrove");
    let typed = dana.post("/sight/pupils", &[("find", "ashgrove")]).await;
    assert_eq!(typed.json()["pupils"], serde_json::json!([]));
    let address = format!("/sight?pupil={seven}");
    dana.get(&address).await.is(200).never_says("Ashgrove");
    let mut dee = school.elevated("deputy").await;
    dee.get(&address).await.is(200).reads("Child Ashgrove");
    for (address, elevated) in [("staff", true), ("pastoral", true), ("dsl", false)] {
        let mut visitor = match elevated {
            true => school.elevated(address).await,
            false => school.signed_in(address).await,
        };
        if elevated {
            visitor.get("/sight").await.is(404);
        }
    }
    let mut lee = school.neighbour("DSL").await;
    let next_door = asks(&mut lee, &pastoral, "ashgrove").await;
    next_door
        .is(422)
        .never_says("Child Ashgrove")
        .never_says("Pat Pastoral");
}

async fn several_pupils_are_offered_to_choose_from_and_nothing_typed_is_lost(school: School) {
    let first = enrols(&school, "Ashgrove", "7", "7A").await;
    enrols(&school, "Ashworth", "7", "7A").await;
    let pastoral = school.person("pastoral").await;
    let mut dana = school.elevated("dsl").await;
    let page = asks(&mut dana, &pastoral, "ash").await;
    page.is(422)
        .reads("Choose one of the pupils found")
        .reads("Child Ashworth");
    assert_eq!(page.every("#find", "value"), ["ash"]);
    assert_eq!(
        page.every("#person [selected]", "value"),
        std::slice::from_ref(&pastoral.0)
    );
    let chosen = [
        ("person", pastoral.0.as_str()),
        ("find", "ash"),
        ("found-by", "ash"),
        ("pupil", first.0.as_str()),
    ];
    dana.post("/sight", &chosen)
        .await
        .is(200)
        .reads("The file of Child Ashgrove");
    let typed = dana.post("/sight/pupils", &[("find", "ash")]).await;
    let typed = typed.json();
    assert_eq!(typed["pupils"].as_array().map(Vec::len), Some(2));
    let anew = [chosen[0], ("find", "worth"), ("found-by", "ash"), chosen[3]];
    dana.post("/sight", &anew)
        .await
        .is(200)
        .reads("The file of Child Ashworth");
    dana.post("/sight", &[("find", "ash")])
        .await
        .is(422)
        .reads("Choose somebody else who works here");
}

async fn a_limit_of_categories_and_a_missing_key_are_said(school: School) {
    let seven = enrols(&school, "Ashgrove", "9", "9A").await;
    let staff = school.person("staff").await;
    logs(&school, &staff, &[&seven], "Attendance").await;
    logs(&school, &staff, &[&seven], "Home circumstances").await;
    let mut ada = school.elevated("admin").await;
    let form = ada.get("/groups/new").await;
    let at = form.body.find(">Attendance</label>").expect("the category");
    let ids = form.every("[name=category]", "value");
    let before = &form.body[..at];
    let category = ids
        .into_iter()
        .max_by_key(|id| before.rfind(id.as_str()))
        .expect("an id");
    let fields = [
        ("name", "Attendance officer"),
        ("elevated", "read_every_file"),
        ("reach", "some"),
        ("category", category.as_str()),
    ];
    ada.post("/groups", &fields).await.leads_to();
    school.puts_into("pastoral", "Attendance officer").await;
    let mut dana = school.elevated("dsl").await;
    let pastoral = school.person("pastoral").await;
    asks(&mut dana, &pastoral, "ashgrove")
        .await
        .is(200)
        .reads("Reads every pupil’s file, in the category Attendance alone.")
        .reads("The pupil is in Year 9, 9A, which is none of them.")
        .reads("They hold no key that elevates their access")
        .reads("Pat Pastoral can read none without a security key that elevates their access, which they do not hold; 1 with one.");
}
