//! Whoever records that somebody was spoken to chooses them from the files of the children.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    the_people_of_the_childs_file_are_offered_and_who_must_not_be_contacted_is_said
    nobody_of_a_file_that_is_not_theirs_is_offered_or_taken
}

/// Adds somebody to a child's file.
async fn adds(visitor: &mut Visitor, child: &PupilId, fields: &[(&str, &str)]) {
    let to = format!("/pupils/{child}/contacts");
    visitor.post(&to, fields).await.leads_to();
}

const FATHER: [(&str, &str); 3] = [
    ("name", "Jo Fairweather"),
    ("relation", "Father"),
    ("no-contact", "Order of 3 March"),
];
const WORKER: [(&str, &str); 4] = [
    ("side", "professional"),
    ("name", "Sol Work"),
    ("relation", "Social worker"),
    ("agency", "Northtown services"),
];

async fn the_people_of_the_childs_file_are_offered_and_who_must_not_be_contacted_is_said(
    school: School,
) {
    let child = ella(&school).await;
    let id = logged(&school, &[&child], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&format!("{}/contacts", address(&id))).await;
    assert!(page.every("input[name=known]", "value").is_empty());
    adds(&mut dana, &child, &FATHER).await;
    school.clock.advance_seconds(1);
    adds(&mut dana, &child, &WORKER).await;
    let page = dana.get(&format!("{}/contacts", address(&id))).await;
    page.reads("Jo Fairweather, Father, must not be contacted. (Order of 3 March")
        .reads("Jo Fairweather Father. Must not be contacted.")
        .reads("Sol Work Social worker, Northtown services");
    let known = page.every("input[name=known]", "value");
    assert_eq!((known.len(), known[2].as_str()), (3, "else"));
    // It is a warning, and stops nobody: he rang himself, as the record says for good.
    let spoke = [
        ("known", &*known[0]),
        ("means", "telephone"),
        ("reached", "they"),
        ("words", WROTE),
    ];
    did(&school, &mut dana, &id, "contacts", &spoke).await;
    dana.get(&address(&id))
        .await
        .reads("They contacted us: Parent or carer")
        .reads("WithJo Fairweather")
        .reads("Agency or roleFather");
    // Of a professional it is asked which they are; nobody else's name is taken.
    let mut typed = spoke.to_vec();
    typed[0].1 = &known[1];
    let to = format!("{}/contacts", address(&id));
    dana.post(&to, &typed)
        .await
        .is(422)
        .reads("Choose with whom it was");
    typed[0].1 = "nobody";
    dana.post(&to, &typed)
        .await
        .is(422)
        .reads("Choose somebody of the list, or “No, somebody else”");
    let other = [("known", "else"), ("with", "police"), ("person", "PC Bell")];
    let mut typed = typed.clone();
    typed.remove(0);
    typed.extend(other);
    did(&school, &mut dana, &id, "contacts", &typed).await;
    dana.get(&address(&id)).await.reads("WithPC Bell");
}

async fn nobody_of_a_file_that_is_not_theirs_is_offered_or_taken(school: School) {
    let mut dana = school.elevated("dsl").await;
    let (zoe, tom) = (
        school.enrols("Zoe", "Ash", "7").await,
        school.enrols("Tom", "Bell", "9").await,
    );
    adds(&mut dana, &zoe, &FATHER).await;
    let sister = [("name", "Jo Bell"), ("relation", "Adult sibling")];
    adds(&mut dana, &tom, &sister).await;
    let id = school
        .logs(&[&zoe, &tom], 10, "Late again.", &["dsl"])
        .await;
    let to = format!("{}/contacts", address(&id));
    let page = dana.get(&to).await;
    page.reads("Father of Zoe Ash")
        .reads("Adult sibling of Tom Bell");
    let known = page.every("input[name=known]", "value");
    assert_eq!(known.len(), 3);
    // Pat reads the files of year 7 alone.
    school.gives("Pastoral", Right::WorkCases).await;
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&to).await;
    page.reads("Jo Fairweather, Father, must not be contacted.")
        .never_says("Jo Bell");
    assert_eq!(
        page.every("input[name=known]", "value"),
        [&known[0], "else"]
    );
    let theirs = [
        ("known", &*known[1]),
        ("with", "parent"),
        ("means", "telephone"),
        ("reached", "yes"),
        ("words", WROTE),
    ];
    let page = pat.post(&to, &theirs).await;
    page.is(422)
        .reads("Choose somebody of the list")
        .never_says("Jo Bell");
}
