//! The part that each child has, beside their name, and whom a concern came to be about later.

use super::put_right::{WHY, adds};
use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    each_childs_part_stands_beside_their_name
    whoever_is_kept_from_it_does_not_learn_who_came_later
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
