//! Of a child who came to a concern later and is not part of it any more, nothing is told to whoever did
//! not know of them then; nor are the marks on a child who is not part of it.

use super::put_right::{adds, takes_off};
use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    whoever_was_told_nothing_of_a_child_who_came_later_is_told_nothing_afterwards
    marks_go_with_the_child_whom_it_is_not_about
    whoever_must_not_see_the_child_is_kept_from_it_for_good
}

/// What is seen on a body.
const MARK: &str = "Round, with the print of a ring.";

/// A lead sees something on a child of a concern, and adds it.
async fn marks(visitor: &mut Visitor, id: &ConcernId, child: &PupilId) {
    let page = visitor.get(&format!("{}/marks/new", address(id))).await;
    let value = |selector: &str| page.every(selector, "value")[0].clone();
    let (form, day, time) = (value("input[name=form]"), value("#day"), value("#time"));
    let fields = [
        ("form", form.as_str()),
        ("day", &day),
        ("time", &time),
        ("mark-spot", "front:older:630:720"),
        ("mark-pupil", &child.0),
        ("mark-kind", "bruise"),
        ("mark-size", "2 cm"),
        ("mark-colour", "blue"),
        ("mark-description", MARK),
    ];
    let to = format!("{}/marks", address(id));
    visitor.post(&to, &fields).await.leads_to();
}

async fn whoever_was_told_nothing_of_a_child_who_came_later_is_told_nothing_afterwards(
    school: School,
) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    // Pat reads the files of year 7, and was alerted besides.
    let id = logged(&school, &[&ella], &["dsl", "colleague", "pastoral"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    adds(&school, &mut dana, &id, &tom).await.leads_to();
    marks(&mut dana, &id, &tom).await;
    takes_off(&school, &mut dana, &id, &tom).await.leads_to();
    // A lead sees what was done and seen.
    let page = dana.get(&address(&id)).await;
    page.reads("Tom Underhill").reads(MARK);
    let chronology = format!("/pupils/{ella}/chronology");
    for who in ["staff", "colleague", "pastoral"] {
        let mut reader = school.elevated(who).await;
        let page = reader.get(&address(&id)).await;
        page.is(200).reads("Ella Fairweather");
        page.never_says("Tom").never_says("Underhill");
        if who != "pastoral" {
            page.never_says(MARK);
        }
    }
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&chronology).await;
    page.is(200).reads(SEEN);
    page.never_says("Tom").never_says("Underhill");
}

async fn marks_go_with_the_child_whom_it_is_not_about(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let id = logged(&school, &[&ella, &tom], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    marks(&mut dana, &id, &tom).await;
    let mut col = school.signed_in("colleague").await;
    col.get(&address(&id)).await.is(200).reads(MARK);
    takes_off(&school, &mut dana, &id, &tom).await.leads_to();
    let page = col.get(&address(&id)).await;
    page.is(200).reads("Ella Fairweather");
    page.never_says("Tom").never_says(MARK);
    // Its writer sees it as it was logged, with what stands beside it.
    let page = school.signed_in("staff").await.get(&address(&id)).await;
    page.is(200).reads("Tom Underhill").reads(MARK);
}

async fn whoever_must_not_see_the_child_is_kept_from_it_for_good(school: School) {
    let (id, mut dana) = case(&school).await;
    let tom = tom(&school).await;
    school.excludes("deputy", &tom).await;
    let mut dee = school.elevated("deputy").await;
    dee.get(&address(&id)).await.is(200);
    adds(&school, &mut dana, &id, &tom).await.leads_to();
    marks(&mut dana, &id, &tom).await;
    dee.get(&address(&id)).await.is(404);
    // The record speaks of the child still.
    takes_off(&school, &mut dana, &id, &tom).await.leads_to();
    dee.get(&address(&id)).await.is(404);
}
