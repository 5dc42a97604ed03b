//! Actions of whoever reads a concern and does not act on it.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    an_action_is_given_to_whoever_reads_the_concern_and_to_nobody_else
    whoever_was_alerted_does_what_they_were_given_and_reads_no_more
    whoever_reads_the_file_does_what_they_were_given_without_acting
    an_action_is_done_once_and_only_by_whom_it_was_given_to
    an_action_goes_out_of_sight_with_the_concern
    the_result_is_told_to_whoever_gave_the_action_until_they_have_read_it
    whoever_did_what_they_were_given_keeps_sight_of_it
    what_came_of_an_action_is_told_to_nobody_who_may_not_read_it
}

/// Gives somebody an action, and answers its page for them.
pub(super) async fn gives(
    school: &School,
    dana: &mut Visitor,
    id: &ConcernId,
    person: &str,
) -> String {
    let gone = school.person(person).await;
    let typed = [
        ("sort", "contact_home"),
        ("words", "Ring the mother"),
        ("to", gone.0.as_str()),
        ("due", "2026-12-03"),
    ];
    did(school, dana, id, "actions", &typed).await;
    let page = dana.get(&address(id)).await;
    let links = page.every("a.kw-case__end", "href");
    let last = links.last().expect("an open action");
    last.replace("/result", "/done")
}

/// Who is offered to do an action.
async fn offered(dana: &mut Visitor, id: &ConcernId) -> String {
    let page = dana.get(&format!("{}/actions", address(id))).await;
    let body = page.body.clone();
    let (_, select) = body
        .split_once("<select class=\"govuk-select\" id=\"to\"")
        .expect("a list");
    let (select, _) = select.split_once("</select>").expect("its end");
    select.to_owned()
}

/// A concern about Ella to which Dana and Col were alerted.
pub(super) async fn seen_by_col(school: &School) -> (ConcernId, Visitor) {
    let ella = ella(school).await;
    let id = logged(school, &[&ella], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    (id, dana)
}

async fn an_action_is_given_to_whoever_reads_the_concern_and_to_nobody_else(school: School) {
    let (id, mut dana) = seen_by_col(&school).await;
    let list = offered(&mut dana, &id).await;
    for person in [
        "Col Colleague, Staff",
        "Dana Lead, DSL",
        "Dee Deputy, Deputy DSL",
        "Pat Pastoral, Pastoral",
        "Sam Staff, Staff",
    ] {
        assert!(list.contains(person), "{person}: {list}");
    }
    assert!(!list.contains("Ada Admin"), "{list}");
    // The concern itself is given to whoever acts on concerns.
    let page = dana.get(&format!("{}/assignment", address(&id))).await;
    page.reads("Dee Deputy, Deputy DSL")
        .never_says("Pat Pastoral")
        .never_says("Col Colleague");
    names_as_staff(&school, &id, "colleague").await;
    let list = offered(&mut dana, &id).await;
    assert!(!list.contains("Col Colleague"), "{list}");
    for person in ["colleague", "admin"] {
        let person = school.person(person).await;
        let typed = [
            ("sort", "contact_home"),
            ("words", "Ring the mother"),
            ("to", person.0.as_str()),
            ("due", "2026-12-03"),
        ];
        does(&school, &mut dana, &id, "actions", &typed)
            .await
            .is(422)
            .reads("Choose who does it");
    }
}

async fn whoever_was_alerted_does_what_they_were_given_and_reads_no_more(school: School) {
    let (id, mut dana) = seen_by_col(&school).await;
    did(&school, &mut dana, &id, "contacts", &CONTACT).await;
    let done = gives(&school, &mut dana, &id, "colleague").await;
    let letters = school.letters_to("colleague").await;
    let letter = letters.last().expect("a letter");
    assert!(letter.contains("There is an action for you") && !letter.contains("Ella"));
    // Without the key there is a number, and no word.
    let mut without = school.signed_in("colleague").await;
    without
        .get(&address(&id))
        .await
        .is(200)
        .reads("There is an action for you about this concern")
        .never_says("Ring the mother");
    without.get(&done).await.is(404);
    without
        .get("/dashboard")
        .await
        .reads("1 action is for you to do")
        .never_says("Ring the mother");
    let mut col = school.elevated("colleague").await;
    let planner = col.get("/planner").await;
    planner.reads("Ring the mother").reads("Ella Fairweather");
    let links = planner.every("a.kw-planner__end", "href");
    assert_eq!(links, std::slice::from_ref(&done));
    let page = col.get(&address(&id)).await;
    page.is(200)
        .reads("For you to do")
        .reads("Ring the mother")
        .reads("Nothing has been added to this concern");
    for secret in [WROTE, "Assigned to", "Mark as done or cancel"] {
        page.never_says(secret);
    }
    super::rights::reaches_none(&mut col, &id).await;
    col.get(&done)
        .await
        .is(200)
        .reads("Ring the mother")
        .never_says(WROTE);
    let result = [("words", "She will come on Monday.")];
    let filled = Filled::by(&mut col, &done, &result).await;
    assert_eq!(filled.sent(&mut col).await.leads_to(), address(&id));
    col.get("/planner").await.reads("Nothing is due");
    dana.get(&address(&id))
        .await
        .reads("She will come on Monday.")
        .never_says("Mark as done or cancel");
}

async fn whoever_reads_the_file_does_what_they_were_given_without_acting(school: School) {
    let (id, mut dana) = case(&school).await;
    let done = gives(&school, &mut dana, &id, "pastoral").await;
    let mut pat = school.elevated("pastoral").await;
    let page = pat.get(&address(&id)).await;
    let links = page.every("a.kw-case__end", "href");
    assert_eq!(links, std::slice::from_ref(&done));
    super::rights::reaches_none(&mut pat, &id).await;
    let result = [("words", "She will come on Monday.")];
    let filled = Filled::by(&mut pat, &done, &result).await;
    filled.sent(&mut pat).await.leads_to();
    pat.get(&address(&id))
        .await
        .reads("She will come on Monday.");
    assert!(school.wrote_down("action done").await.is_some());
}

async fn an_action_is_done_once_and_only_by_whom_it_was_given_to(school: School) {
    let (id, mut dana) = seen_by_col(&school).await;
    let done = gives(&school, &mut dana, &id, "colleague").await;
    for person in ["pastoral", "dsl", "staff", "admin"] {
        let mut visitor = school.elevated(person).await;
        let there = visitor.get(&done).await;
        let nowhere = visitor
            .get(&format!("{}/actions/nowhere/done", address(&id)))
            .await;
        there.is(404);
        assert_eq!(there.body, nowhere.body, "{person}");
        visitor.post(&done, &[("words", "Mine")]).await.is(404);
    }
    let mut col = school.elevated("colleague").await;
    let empty = col.post(&done, &[("words", " ")]).await;
    empty.is(422).reads("Write the result");
    let result = [("words", "She will come on Monday.")];
    let first = Filled::by(&mut col, &done, &result).await;
    let second = Filled::by(&mut col, &done, &[("words", "Rang again.")]).await;
    first.sent(&mut col).await.leads_to();
    // A double click makes one result, and another form is told that it is over.
    first.sent(&mut col).await.leads_to();
    second
        .sent(&mut col)
        .await
        .is(422)
        .reads("Rang again.")
        .reads("This is over already");
    let page = dana.get(&address(&id)).await;
    assert_eq!(page.body.matches("She will come on Monday.").count(), 1);
    page.never_says("Rang again.");
}

async fn an_action_goes_out_of_sight_with_the_concern(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl", "colleague"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    let of_col = gives(&school, &mut dana, &id, "colleague").await;
    let of_sam = gives(&school, &mut dana, &id, "staff").await;
    for (person, done) in [("colleague", of_col), ("staff", of_sam)] {
        let mut visitor = school.elevated(person).await;
        visitor.get(&done).await.is(200);
        names_as_staff(&school, &id, person).await;
        visitor.get(&done).await.is(404);
        visitor.post(&done, &[("words", "Mine")]).await.is(404);
        visitor
            .get("/planner")
            .await
            .reads("Nothing is due")
            .never_says("Ring the mother");
        visitor
            .get(&address(&id))
            .await
            .never_says("Ring the mother")
            .never_says("For you to do");
        let mut without = school.signed_in(person).await;
        for page in ["/dashboard", "/planner", &address(&id)] {
            without
                .get(page)
                .await
                .never_says("1 action")
                .never_says("an action for you");
        }
    }
}

/// Col says that what Dana gave them is done.
pub(super) async fn done_by_col(school: &School) -> (ConcernId, Visitor, Visitor) {
    let (id, mut dana) = seen_by_col(school).await;
    let done = gives(school, &mut dana, &id, "colleague").await;
    let mut col = school.elevated("colleague").await;
    let result = [("words", "She will come on Monday.")];
    let filled = Filled::by(&mut col, &done, &result).await;
    filled.sent(&mut col).await.leads_to();
    (id, dana, col)
}

pub(super) const RESULTS: &str = "Results of actions you gave";

async fn the_result_is_told_to_whoever_gave_the_action_until_they_have_read_it(school: School) {
    let (id, mut dana, _) = done_by_col(&school).await;
    let letters = school.letters_to("dsl").await;
    let letter = letters.last().expect("a letter");
    assert!(letter.contains("An action that you gave is done"));
    for secret in ["Ella", "Monday", "mother", "Col"] {
        assert!(!letter.contains(secret), "{secret}");
    }
    let mut without = school.signed_in("dsl").await;
    without
        .get("/dashboard")
        .await
        .reads("1 result of actions that you gave is unread")
        .never_says("Ring the mother");
    let page = dana.get("/dashboard").await;
    page.reads(RESULTS)
        .reads("Ring the mother")
        .reads("Done by Col Colleague, today at")
        .never_says("She will come on Monday.");
    // Another lead was not asked, and is told nothing.
    let mut dee = school.elevated("deputy").await;
    dee.get(&address(&id)).await.is(200);
    dee.get("/dashboard").await.never_says(RESULTS);
    dana.get("/dashboard").await.reads(RESULTS);
    dana.get(&address(&id))
        .await
        .reads("She will come on Monday.");
    dana.get("/dashboard").await.never_says(RESULTS);
    // Whoever ends what they gave themselves knows it.
    let own = gives_action(&school, &mut dana, &id).await;
    let before = school.letters_to("dsl").await.len();
    let typed = [("end", "done"), ("words", "I rang her.")];
    did(&school, &mut dana, &id, &own, &typed).await;
    dana.get("/dashboard").await.never_says(RESULTS);
    assert_eq!(school.letters_to("dsl").await.len(), before);
}

async fn whoever_did_what_they_were_given_keeps_sight_of_it(school: School) {
    let (id, mut dana, mut col) = done_by_col(&school).await;
    did(&school, &mut dana, &id, "contacts", &CONTACT).await;
    col.get(&address(&id))
        .await
        .reads("Actions you were given")
        .reads("You did this, today at")
        .reads("She will come on Monday.")
        .never_says("Nothing has been added")
        .never_says(WROTE);
    col.get("/dashboard")
        .await
        .reads("Actions you have done")
        .reads("Ring the mother");
    let mut without = school.signed_in("colleague").await;
    for page in ["/dashboard", &address(&id)] {
        without.get(page).await.never_says("Ring the mother");
    }
    // What a lead ends they see too, without the words.
    gives(&school, &mut dana, &id, "colleague").await;
    let page = dana.get(&address(&id)).await;
    let links = page.every("a.kw-case__end", "href");
    let act = links[0].strip_prefix(&format!("{}/", address(&id)));
    let reason = "The mother came by herself.";
    let typed = [("end", "cancelled"), ("words", reason)];
    let act = act.expect("of this concern");
    did(&school, &mut dana, &id, act, &typed).await;
    col.get(&address(&id))
        .await
        .reads("Cancelled: this is no longer for you to do")
        .never_says(reason);
    // A concern that is kept from them takes it along.
    names_as_staff(&school, &id, "colleague").await;
    col.get("/dashboard").await.never_says("Ring the mother");
    col.get(&address(&id)).await.is(404);
}

async fn what_came_of_an_action_is_told_to_nobody_who_may_not_read_it(school: School) {
    let (id, mut dana) = seen_by_col(&school).await;
    let done = gives(&school, &mut dana, &id, "colleague").await;
    let dee = school.person("deputy").await;
    let typed = [("to", dee.0.as_str())];
    did(&school, &mut dana, &id, "assignment", &typed).await;
    // Dana gave it and is kept from it since: whoever it is assigned to is told instead.
    names_as_staff(&school, &id, "dsl").await;
    let before = school.letters_to("dsl").await.len();
    let mut col = school.elevated("colleague").await;
    let result = [("words", "She will come on Monday.")];
    let filled = Filled::by(&mut col, &done, &result).await;
    filled.sent(&mut col).await.leads_to();
    assert_eq!(school.letters_to("dsl").await.len(), before);
    dana.get("/dashboard").await.never_says(RESULTS);
    let mut without = school.signed_in("dsl").await;
    without.get("/dashboard").await.never_says("1 result");
    let mut dee = school.elevated("deputy").await;
    dee.get("/dashboard").await.reads(RESULTS);
    names_as_staff(&school, &id, "deputy").await;
    dee.get("/dashboard").await.never_says(RESULTS);
}
