//! The part that each child has, beside their name, and whom a concern came to be about later.

use super::put_right::{WHY, adds, takes_off};
use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    each_childs_part_stands_beside_their_name
    whoever_is_kept_from_it_does_not_learn_who_came_later
    whoever_was_alerted_reads_whom_it_is_about_now
    whoever_takes_the_only_subject_off_is_told_that_nobody_is_left_as_one
}

async fn whoever_was_alerted_reads_whom_it_is_about_now(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let id = logged(&school, &[&ella, &tom], &["dsl", "colleague"]).await;
    let mut col = school.signed_in("colleague").await;
    let pages = [address(&id), "/dashboard".into()];
    for page in &pages {
        let page = col.get(page).await;
        page.is(200)
            .reads("Ella Fairweather")
            .reads("Tom Underhill");
    }
    let mut dana = school.elevated("dsl").await;
    let field = format!("role-{tom}");
    let typed = [(&*field, "alleged"), WHY];
    did(&school, &mut dana, &id, "roles", &typed).await;
    for page in &pages {
        col.get(page).await.reads("lleged to have harmed");
    }
    takes_off(&school, &mut dana, &id, &tom).await.leads_to();
    for page in &pages {
        let page = col.get(page).await;
        page.is(200).reads("Ella Fairweather");
        page.never_says("Tom").never_says("harmed");
    }
    // Whoever came to it later is a name for those alone who read the file.
    let kit = enrols(&school, "Kit", "Bell", "8").await;
    adds(&school, &mut dana, &id, &kit).await.leads_to();
    takes_off(&school, &mut dana, &id, &ella).await.leads_to();
    for page in &pages {
        let page = col.get(page).await;
        page.is(200).reads("A pupil");
        page.never_says("Kit").never_says("Ella");
    }
    col.get(&address(&id)).await.reads("Sibling A pupil");
    // Its writer sees it as it was logged.
    for page in &pages {
        let page = school.signed_in("staff").await.get(page).await;
        page.is(200)
            .reads("Ella Fairweather")
            .reads("Tom Underhill");
        page.never_says("another pupil").never_says("harmed");
    }
}

async fn whoever_is_kept_from_it_does_not_learn_who_came_later(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let id = logged(&school, &[&ella], &["dsl"]).await;
    gives_right(&school, "Staff", "read_every_file").await;
    let mut dana = school.elevated("dsl").await;
    adds(&school, &mut dana, &id, &tom).await.leads_to();
    let mut sam = school.elevated("staff").await;
    sam.get(&format!("/pupils/{tom}")).await.is(200).reads(SEEN);
    names_as_staff(&school, &id, "staff").await;
    let file = sam.get(&format!("/pupils/{tom}")).await;
    file.is(200).never_says(SEEN);
    sam.get(&format!("/pupils/{ella}")).await.reads(SEEN);
    sam.get(&address(&id)).await.is(200).never_says("Tom");
}

async fn each_childs_part_stands_beside_their_name(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let id = logged(&school, &[&ella, &tom], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let field = format!("role-{tom}");
    let typed = [(&*field, "alleged"), WHY];
    did(&school, &mut dana, &id, "roles", &typed).await;
    let both = "Ella Fairweather (7B); Tom Underhill (9B), alleged to have harmed";
    dana.get("/inbox").await.reads(both);
    school
        .elevated("deputy")
        .await
        .get("/dashboard")
        .await
        .reads(both);
    dana.get(&format!("/pupils/{tom}"))
        .await
        .reads("Alleged to have harmed");
    dana.get(&format!("/pupils/{ella}"))
        .await
        .never_says("Alleged to have harmed");
    // Pat reads it through the file of Ella, and does not know of Tom.
    let mut pat = school.elevated("pastoral").await;
    pat.get("/dashboard")
        .await
        .reads("Ella Fairweather (7B) and another pupil")
        .never_says("harmed");
    // Its writer sees it as it was logged.
    let mut sam = school.signed_in("staff").await;
    sam.get("/dashboard")
        .await
        .reads("Ella Fairweather (7B) and Tom Underhill (9B)")
        .never_says("harmed");
}

async fn whoever_takes_the_only_subject_off_is_told_that_nobody_is_left_as_one(school: School) {
    let (tom, ella) = (tom(&school).await, ella(&school).await);
    let id = logged(&school, &[&ella, &tom], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let to = format!("{}/pupils-taken-off", address(&id));
    let nobody = "Nobody would be left as the subject of this concern";
    dana.get(&to)
        .await
        .reads("Ella Fairweather (7B) Subject")
        .never_says(nobody);
    let role = format!("role-{tom}");
    let typed = [(role.as_str(), "witness"), ("words", "He saw it.")];
    did(&school, &mut dana, &id, "roles", &typed).await;
    let page = dana.get(&to).await;
    page.reads(&format!("Ella Fairweather (7B) Subject. {nobody}"))
        .reads("Tom Underhill (9B) Witness")
        .never_says(&format!("Witness. {nobody}"));
    let links = page.every(".govuk-inset-text a", "href");
    let to_others = ["pupils", "roles"].map(|act| format!("{}/{act}", address(&id)));
    assert_eq!(links, to_others);
    // It is said and not refused.
    let sent = takes_off(&school, &mut dana, &id, &ella).await;
    assert_eq!(sent.leads_to(), address(&id));
    let only = dana.get(&to).await;
    only.reads("This concern is about one pupil alone")
        .never_says(nobody);
}
