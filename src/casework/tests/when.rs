//! When something was done, as far as anybody knows.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    of_what_was_done_on_a_day_no_time_is_made_up
    nobody_is_said_to_have_been_reached_before_somebody_says_so
}

async fn of_what_was_done_on_a_day_no_time_is_made_up(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    let known = [&CONTACT[..], &[("day", "2026-11-12"), ("time", "12:00")]].concat();
    for (day, act, typed) in [
        ("2026-11-11", "contacts", CONTACT.to_vec()),
        ("2026-11-10", "case-notes", vec![("words", WROTE)]),
    ] {
        let when = [("day", day), ("time", "09:30"), ("time-unknown", "1")];
        let typed = [&typed[..], &when].concat();
        did(&school, &mut dana, &id, act, &typed).await;
    }
    let page = dana.get(&address(&id)).await;
    page.reads("Happened 11 November, time not known")
        .reads("Happened 10 November, time not known")
        .never_says("12:00")
        .never_says("09:30");
    for part in ["", "/document"] {
        let page = dana.get(&format!("/pupils/{ella}/chronology{part}")).await;
        page.reads("11 November 2026, time not known")
            .reads("10 November 2026, time not known")
            .never_says("12:00")
            .never_says("the same day at 12");
    }
    // It stands in order by its day.
    did(&school, &mut dana, &id, "contacts", &known).await;
    let page = dana.get(&format!("/pupils/{ella}/chronology")).await;
    let text = page.text();
    let place = |words: &str| text.find(words).expect("a place");
    assert!(place("10 November 2026, time") < place("11 November 2026, time"));
    assert!(place("11 November 2026, time") < place("12 November 2026 at 12:00"));
    // What is wrong leaves the box ticked.
    let wrong = [("day", ""), ("time-unknown", "1")];
    let page = does(&school, &mut dana, &id, "contacts", &wrong).await;
    page.is(422).reads("Enter a day such as 22/11/2026");
    assert_eq!(page.every("#time-unknown[checked]", "value"), ["1"]);
}

async fn nobody_is_said_to_have_been_reached_before_somebody_says_so(school: School) {
    let (id, mut dana) = case(&school).await;
    let page = dana.get(&format!("{}/contacts", address(&id))).await;
    assert!(
        page.every("input[name=reached][checked]", "value")
            .is_empty()
    );
    does(&school, &mut dana, &id, "contacts", &CONTACT[..2])
        .await
        .is(422)
        .reads("Choose whether you reached them");
}
