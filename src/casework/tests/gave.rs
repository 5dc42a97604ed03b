//! What somebody gave others to do stands before them until it is done; and beside each child whom a
//! list of actions names, their part in the concern.

use super::own::{gives, seen_by_col};
use super::put_right::adds;
use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    what_a_lead_gave_stands_on_their_dashboard_and_planner_until_it_is_done
    what_a_lead_gave_goes_out_of_sight_with_the_concern
    each_child_stands_with_their_part_beside_actions_and_on_the_pages_of_acts
}

const GAVE: &str = "Actions you gave";
const LINES: &str = "section[aria-labelledby=given] a.kw-list__link";

/// Dana gives somebody this to do by a day.
async fn gives_by(school: &School, dana: &mut Visitor, id: &ConcernId, to: (&str, &str, &str)) {
    let (person, words, due) = to;
    let person = school.person(person).await;
    let typed = [
        ("sort", "contact_home"),
        ("words", words),
        ("to", person.0.as_str()),
        ("due", due),
    ];
    did(school, dana, id, "actions", &typed).await;
}

async fn what_a_lead_gave_stands_on_their_dashboard_and_planner_until_it_is_done(school: School) {
    let (id, mut dana) = seen_by_col(&school).await;
    for page in ["/dashboard", "/planner"] {
        dana.get(page).await.is(200).never_says(GAVE);
    }
    let done = gives(&school, &mut dana, &id, "colleague").await;
    gives_by(
        &school,
        &mut dana,
        &id,
        ("deputy", "Ask the school nurse", "2026-11-19"),
    )
    .await;
    gives_by(
        &school,
        &mut dana,
        &id,
        ("dsl", "Look at it again", "2026-11-19"),
    )
    .await;
    for (page, due) in [("/dashboard", "Due "), ("/planner", "")] {
        let page = dana.get(page).await;
        page.reads(&format!("{GAVE} 2"))
            .reads(&format!("for Dee Deputy{due}Thursday 19 November"))
            .reads(&format!("for Col Colleague{due}Thursday 3 December"));
        assert_eq!(page.every(LINES, "href"), [address(&id), address(&id)]);
        let text = page.text();
        assert!(text.find("Ask the school nurse") < text.find("Ring the mother"));
    }
    // Another lead gave nothing; whoever is to do it has it among their own.
    for other in ["deputy", "colleague"] {
        let mut other = school.elevated(other).await;
        other.get("/dashboard").await.is(200).never_says(GAVE);
        other.get("/planner").await.is(200).never_says(GAVE);
    }
    // Two days later one is overdue; another is done.
    school.clock.advance_seconds(2 * 86_400);
    let mut col = school.elevated("colleague").await;
    let result = [("words", "She will come on Monday.")];
    let filled = Filled::by(&mut col, &done, &result).await;
    filled.sent(&mut col).await.leads_to();
    let mut dana = school.elevated("dsl").await;
    let page = dana.get("/dashboard").await;
    page.reads(&format!("{GAVE} 1"))
        .reads("for Dee DeputyOverdue, Thursday 19 November")
        .never_says("for Col Colleague");
    let page = dana.get("/planner").await;
    page.never_says("for Col Colleague");
    let red = "section[aria-labelledby=given] .govuk-tag--red";
    assert_eq!(page.every(red, "class").len(), 1);
}

async fn what_a_lead_gave_goes_out_of_sight_with_the_concern(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    gives(&school, &mut dana, &id, "colleague").await;
    dana.get("/dashboard").await.reads(GAVE);
    let mut without = school.signed_in("dsl").await;
    for page in ["/dashboard", "/planner"] {
        without.get(page).await.is(200).never_says(GAVE);
    }
    views_as(&school, &mut dana, "Deputy DSL").await;
    dana.get("/dashboard").await.is(200).never_says(GAVE);
    school.excludes("dsl", &ella).await;
    let mut dana = school.elevated("dsl").await;
    for page in ["/dashboard", "/planner"] {
        dana.get(page)
            .await
            .is(200)
            .never_says(GAVE)
            .never_says("Ring the mother");
    }
}

async fn each_child_stands_with_their_part_beside_actions_and_on_the_pages_of_acts(school: School) {
    let (ella, tom) = (ella(&school).await, tom(&school).await);
    let id = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    adds(&school, &mut dana, &id, &tom).await.leads_to();
    let role = format!("role-{ella}");
    let typed = [(role.as_str(), "witness"), ("words", "She saw it.")];
    did(&school, &mut dana, &id, "roles", &typed).await;
    let both = "Ella Fairweather (7B), witness; Tom Underhill (9B), sibling ·";
    for act in ["actions", "assignment", "closure"] {
        let page = dana.get(&format!("{}/{act}", address(&id))).await;
        page.reads(&format!("{both} noticed on"));
    }
    let done = gives(&school, &mut dana, &id, "colleague").await;
    for page in ["/dashboard", "/planner"] {
        dana.get(page)
            .await
            .reads(&format!("{both} for Col Colleague"));
    }
    // Whoever was alerted sees it as it is now, and knows by name with whom it was logged.
    let known = "Ella Fairweather (7B), witness; another pupil ·";
    let mut col = school.elevated("colleague").await;
    col.get(&done).await.reads(&format!("{known} noticed on"));
    let result = [("words", "She will come on Monday.")];
    let filled = Filled::by(&mut col, &done, &result).await;
    filled.sent(&mut col).await.leads_to();
    dana.get("/dashboard")
        .await
        .reads(&format!("{both} Done by Col Colleague"));
    col.get("/dashboard")
        .await
        .reads(&format!("{known} Done today"));
    // Its writer sees it as it was logged.
    let of_sam = gives(&school, &mut dana, &id, "staff").await;
    let mut sam = school.elevated("staff").await;
    sam.get(&of_sam)
        .await
        .reads("Ella Fairweather (7B) · noticed on")
        .never_says("Tom");
}
