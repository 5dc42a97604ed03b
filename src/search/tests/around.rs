//! A child is found by what is known around them, and a concern by whoever recorded it.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_lead_finds_a_child_by_a_flag_and_by_the_people_around_them
    what_is_written_down_later_is_found_too
    whoever_came_to_the_school_a_moment_ago_is_found
    nobody_finds_a_child_by_what_they_may_not_read
    a_concern_is_found_by_whoever_recorded_it
    a_concern_of_which_much_is_found_says_its_pupils_once
}

async fn contact(visitor: &mut Visitor, child: &PupilId, name: &str, agency: &str) {
    let page = visitor.get(&format!("/pupils/{child}/contacts/new")).await;
    let form = page.every("input[name=form]", "value");
    let fields = [
        ("form", form[0].as_str()),
        ("side", "professional"),
        ("name", name),
        ("relation", "Social worker"),
        ("agency", agency),
    ];
    let to = format!("/pupils/{child}/contacts");
    visitor.post(&to, &fields).await.leads_to();
}

async fn flag(visitor: &mut Visitor, child: &PupilId) {
    let page = visitor.get(&format!("/pupils/{child}/flags/new")).await;
    let form = page.every("input[name=form]", "value");
    let fields = [
        ("form", form[0].as_str()),
        ("kind", "young_carer"),
        ("began", "2026-03-01"),
        ("source", "Her grandmother"),
    ];
    let to = format!("/pupils/{child}/flags");
    visitor.post(&to, &fields).await.leads_to();
}

async fn a_lead_finds_a_child_by_a_flag_and_by_the_people_around_them(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let mut dana = school.elevated("dsl").await;
    contact(&mut dana, &ella, "Rahim Uddin", "Northtown services").await;
    contact(&mut dana, &tom, "Joan Hill", "Northtown services").await;
    flag(&mut dana, &tom).await;
    is_prepared(&school, &school.app).await;
    let found = |page: &Page| page.every("#found-pupils ~ ul [data-search-result]", "href");
    let (ellas, toms) = (format!("/pupils/{ella}"), format!("/pupils/{tom}"));
    for (words, expected) in [
        ("rahim", vec![&ellas]),
        ("northtown", vec![&ellas, &toms]),
        ("young carer", vec![&toms]),
        ("grandmother", vec![&toms]),
        ("ella northtown", vec![&ellas]),
        ("ella hill", vec![]),
        ("young rahim", vec![]),
    ] {
        let page = finds(&mut dana, words).await;
        let mut found = found(&page);
        found.sort();
        let mut expected: Vec<String> = expected.into_iter().cloned().collect();
        expected.sort();
        assert_eq!(found, expected, "{words}");
    }
    let page = finds(&mut dana, "rahim").await;
    page.reads("1 pupil found").reads("Contact");
    assert!(page.body.contains("<mark>Rahim</mark>"));
    // A name that finds the child by itself needs no more words.
    finds(&mut dana, "ella").await.never_says("Rahim");
}

async fn what_is_written_down_later_is_found_too(school: School) {
    let ella = ella(&school).await;
    let mut dana = school.elevated("dsl").await;
    is_prepared(&school, &school.app).await;
    finds(&mut dana, "rahim").await.reads("Nothing found");
    contact(&mut dana, &ella, "Rahim Uddin", "Northtown services").await;
    finds(&mut dana, "rahim").await.reads("1 pupil found");
}

async fn whoever_came_to_the_school_a_moment_ago_is_found(school: School) {
    let mut dana = school.elevated("dsl").await;
    is_prepared(&school, &school.app).await;
    finds(&mut dana, "kit bell").await.reads("Nothing found");
    let kit = enrols(&school, "Kit", "Bell", "8", "K801200001099").await;
    finds(&mut dana, "kit bell").await.reads("1 pupil found");
    school.excludes("dsl", &kit).await;
    finds(&mut dana, "kit bell").await.reads("Nothing found");
}

async fn nobody_finds_a_child_by_what_they_may_not_read(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let mut dana = school.elevated("dsl").await;
    contact(&mut dana, &ella, "Rahim Uddin", "Northtown services").await;
    contact(&mut dana, &tom, "Joan Hill", "Northtown services").await;
    is_prepared(&school, &school.app).await;
    finds(&mut dana, "northtown").await.reads("2 pupils found");
    school.excludes("dsl", &ella).await;
    let page = finds(&mut dana, "northtown").await;
    page.reads("1 pupil found").never_says("Ella");
    finds(&mut dana, "rahim").await.reads("Nothing found");
    let mut sam = school.signed_in("staff").await;
    for words in ["rahim", "northtown", "tom northtown"] {
        finds(&mut sam, words).await.reads("Nothing found");
    }
}

async fn a_concern_is_found_by_whoever_recorded_it(school: School) {
    let ella = ella(&school).await;
    let by_sam = Record::new("staff", &[&ella], "A bruise.")
        .kept(&school)
        .await;
    Record::new("colleague", &[&ella], "A bruise too.")
        .kept(&school)
        .await;
    is_prepared(&school, &school.app).await;
    let mut dana = school.elevated("dsl").await;
    for words in ["sam staff", "staff bruise", "ella sam"] {
        let page = finds(&mut dana, words).await;
        assert_eq!(concerns(&page), std::slice::from_ref(&by_sam), "{words}");
    }
    // Of the others a colleague learns nothing by it.
    let mut col = school.signed_in("colleague").await;
    finds(&mut col, "sam").await.reads("Nothing found");
}

async fn a_concern_of_which_much_is_found_says_its_pupils_once(school: School) {
    let ella = ella(&school).await;
    let id = Record::new("staff", &[&ella], "She cried.")
        .kept(&school)
        .await;
    adds(&school, "dsl", &id, None, "The grandmother came.").await;
    adds(&school, "dsl", &id, None, "The grandmother left.").await;
    is_prepared(&school, &school.app).await;
    let mut dana = school.elevated("dsl").await;
    let page = finds(&mut dana, "grandmother").await;
    page.reads("2 additions to concerns")
        .never_says(" and Ella");
}
