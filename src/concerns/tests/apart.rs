//! Children of one name, and the way from a concern to a child's file.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    two_children_of_one_name_are_told_apart_wherever_they_stand
    a_name_leads_to_the_file_for_whoever_may_read_it
}

async fn two_children_of_one_name_are_told_apart_wherever_they_stand(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    enrols(&school, "Ella", "FAIRWEATHER", "9", "A3").await;
    let (mut sam, id) = logged(&school, &[&ella, &tom], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let list = "Ella Fairweather (Year 7, 7B, born 1 May 2014) and Tom Underhill (9B)";
    for address in ["/dashboard", "/inbox", &format!("/concerns/{id}/actions")] {
        dana.get(address).await.reads(list);
    }
    sam.get("/concerns").await.reads(list);
    for visitor in [&mut sam, &mut dana] {
        let page = visitor.get(&address(&id)).await;
        page.reads("Ella Fairweather Year 7, 7B, born 1 May 2014");
        page.reads("Tom Underhill 9B");
        assert!(!page.body.contains("Fairweather</title>"));
    }
}

async fn a_name_leads_to_the_file_for_whoever_may_read_it(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let (mut sam, id) = logged(&school, &[&ella, &tom], &["colleague"]).await;
    logs(&school, &mut sam, &[&ella], &["dsl"]).await;
    let links = |page: &Page| page.every("a[href^='/pupils/']", "href");
    let file = |pupil: &PupilId| format!("/pupils/{pupil}");

    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&address(&id)).await;
    page.reads("Ella Fairweather 7B 1 other concern")
        .reads("Tom Underhill 9B No other concern");
    assert_eq!(links(&page), [file(&ella), file(&tom)]);
    assert_eq!(page.every("a[data-inbox-back]", "href"), ["/inbox"]);

    let new = format!("/pupils/{ella}/flags");
    let form = dana.get(&format!("{new}/new")).await;
    let form = form.every("input[name=form]", "value");
    let flag = [
        ("form", form[0].as_str()),
        ("kind", "young_carer"),
        ("began", "2026-03-03"),
        ("source", "Mother"),
    ];
    dana.post(&new, &flag).await.leads_to();
    dana.get(&address(&id))
        .await
        .reads("1 other concern Young carer");

    // Whoever reads one of the files learns nothing of the other.
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&address(&id)).await;
    page.reads("1 other concern Young carer");
    assert_eq!(links(&page), [file(&ella)]);
    let inbox = page.every("a[data-inbox-back]", "href");
    assert!(inbox.is_empty(), "no inbox of theirs");

    // Nor does whoever knows the names and reads no file.
    for mut visitor in [sam, school.signed_in("colleague").await] {
        let page = visitor.get(&address(&id)).await;
        page.reads("Ella Fairweather 7B")
            .never_says("other concern");
        page.never_says("Young carer");
        assert!(links(&page).is_empty());
    }
}
