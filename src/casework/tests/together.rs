//! Two people at the same concern at once: both entries stand, or the second is told what happened
//! meanwhile and keeps what they wrote. At one server and at two.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    what_two_people_add_at_once_stands_twice
    of_two_who_close_at_once_the_second_is_told
    of_two_who_end_an_action_at_once_the_second_is_told
    of_two_who_assign_at_once_the_second_is_told_and_may_still
    whoever_closes_sees_first_what_was_added_since
    no_action_is_added_to_what_is_being_closed
}

/// Dana and Dee with the same form of an act open, Dee at a second server.
pub(super) async fn both(
    school: &School,
    id: &ConcernId,
    act: &str,
    typed: &[(&str, &str)],
) -> [(Visitor, Filled); 2] {
    let to = format!("{}/{act}", address(id));
    let mut dana = school.elevated("dsl").await;
    let mut dee = school.elevated("deputy").await.at(&school.second_server());
    for lead in [&mut dana, &mut dee] {
        lead.get(&address(id)).await.is(200);
    }
    let hers = Filled::by(&mut dana, &to, typed).await;
    let theirs = Filled::by(&mut dee, &to, typed).await;
    [(dana, hers), (dee, theirs)]
}

/// Sends both at once, and answers the page of whoever came second; the other was done.
pub(super) async fn second_of(both: &mut [(Visitor, Filled); 2]) -> (usize, Page) {
    let [(dana, hers), (dee, theirs)] = both;
    let (first, second) = tokio::join!(hers.sent(dana), theirs.sent(dee));
    match (first.status.as_u16(), second.status.as_u16()) {
        (303, 422) => (1, second),
        (422, 303) => (0, first),
        other => panic!("{other:?}: {} / {}", first.text(), second.text()),
    }
}

async fn what_two_people_add_at_once_stands_twice(school: School) {
    let (id, mut dana) = case(&school).await;
    let [(mut one, hers), (mut two, theirs)] = both(&school, &id, "contacts", &CONTACT).await;
    let (first, second) = tokio::join!(hers.sent(&mut one), theirs.sent(&mut two));
    assert_eq!(first.leads_to(), address(&id));
    assert_eq!(second.leads_to(), address(&id));
    let page = dana.get(&address(&id)).await;
    assert_eq!(page.body.matches(WROTE).count(), 2);
}

async fn of_two_who_close_at_once_the_second_is_told(school: School) {
    let (id, mut dana) = case(&school).await;
    let mut both = both(&school, &id, "closure", &CLOSURE).await;
    let (_, told) = second_of(&mut both).await;
    told.reads("closed this concern today at")
        .reads("What you wrote is kept below.")
        .reads("Breakfast club from Monday.");
    let page = dana.get(&address(&id)).await;
    assert_eq!(page.body.matches("Breakfast club").count(), 1);
}

async fn of_two_who_end_an_action_at_once_the_second_is_told(school: School) {
    let (id, mut dana) = case(&school).await;
    let end = gives_action(&school, &mut dana, &id).await;
    let typed = [("end", "done"), ("words", "She will come on Monday")];
    let mut both = both(&school, &id, &end, &typed).await;
    let (_, told) = second_of(&mut both).await;
    told.reads("marked an action as done today at")
        .reads("She will come on Monday");
    let page = dana.get(&address(&id)).await;
    assert_eq!(page.body.matches("She will come on Monday").count(), 1);
}

async fn of_two_who_assign_at_once_the_second_is_told_and_may_still(school: School) {
    let (id, mut dana) = case(&school).await;
    let dee = school.person("deputy").await;
    let mut both = both(&school, &id, "assignment", &[("to", &dee.0)]).await;
    let (who, told) = second_of(&mut both).await;
    told.reads("assigned this concern today at")
        .reads("What you wrote is kept below.");
    let chosen = told.every("input[name=to][checked]", "value");
    assert_eq!(chosen.first(), Some(&dee.0));
    // Having seen it, they send it again, and both entries stand.
    let seen = told.every("input[name=seen]", "value");
    let (visitor, form) = &mut both[who];
    form.fields.retain(|(name, _)| name != "seen");
    form.fields.push(("seen".into(), seen[0].clone()));
    assert_eq!(form.sent(visitor).await.leads_to(), address(&id));
    let page = dana.get(&address(&id)).await;
    assert_eq!(page.text().matches("Assigned to Dee Deputy").count(), 2);
}

async fn whoever_closes_sees_first_what_was_added_since(school: School) {
    let (id, mut dana) = case(&school).await;
    let to = format!("{}/closure", address(&id));
    let closure = Filled::by(&mut dana, &to, &CLOSURE).await;
    let mut dee = school.elevated("deputy").await;
    did(&school, &mut dee, &id, "contacts", &CONTACT).await;
    closure
        .sent(&mut dana)
        .await
        .is(422)
        .reads("Dee Deputy recorded contact made today at")
        .reads("Breakfast club");
    let mut sam = school.signed_in("staff").await;
    let closure = Filled::by(&mut dana, &to, &CLOSURE).await;
    school.clock.advance_seconds(1);
    let added = [("form", "f"), ("words", "It was the right elbow.")];
    let amend = format!("{}/amendments", address(&id));
    assert_eq!(sam.post(&amend, &added).await.leads_to(), address(&id));
    closure
        .sent(&mut dana)
        .await
        .is(422)
        .reads("Sam Staff added an amendment today at");
}

async fn no_action_is_added_to_what_is_being_closed(school: School) {
    let (id, mut dana) = case(&school).await;
    let mut dee = school.elevated("deputy").await.at(&school.second_server());
    let person = school.person("dsl").await;
    let typed = [
        ("sort", "monitor"),
        ("words", "Watch her lunch"),
        ("to", person.0.as_str()),
        ("due", "2026-12-03"),
    ];
    let (closing, adding) = (
        format!("{}/closure", address(&id)),
        format!("{}/actions", address(&id)),
    );
    let closure = Filled::by(&mut dana, &closing, &CLOSURE).await;
    let action = Filled::by(&mut dee, &adding, &typed).await;
    let (closed, added) = tokio::join!(closure.sent(&mut dana), action.sent(&mut dee));
    match (closed.status.as_u16(), added.status.as_u16()) {
        (303, 422) => {
            added
                .reads("Dana Lead closed this concern today at")
                .reads("Watch her lunch");
        }
        (422, 303) => {
            closed
                .reads("An action is still open: “Monitor: Watch her lunch”")
                .reads("Breakfast club");
        }
        other => panic!("half a state: {other:?}"),
    }
}
