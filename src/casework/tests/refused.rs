//! What each act refuses, in words, with everything typed kept.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    every_act_says_what_is_missing
    no_act_is_done_without_its_words
    nothing_is_changed_into_what_it_is
    a_note_goes_to_whoever_sees_the_concern_and_not_the_case
    a_closed_concern_takes_no_action_until_it_is_reopened
    an_open_concern_cannot_be_reopened
    nobody_is_given_what_they_could_not_read
    only_a_lead_closes_what_no_lead_has_looked_at
    an_action_is_not_ended_under_another_concern
    an_action_that_has_ended_says_how_at_once
    a_reason_says_something
    closing_what_is_new_acknowledges_it_and_needs_it_read
}

async fn a_reason_says_something(school: School) {
    let (id, mut dana) = case(&school).await;
    let end = gives_action(&school, &mut dana, &id).await;
    let too_short = "in at least 5 letters: somebody may have to understand it years from now";
    let typed = [("end", "cancelled"), ("words", "x"), ("outcome", "support")];
    for act in [&*end, "closure", "categories", "roles"] {
        let page = does(&school, &mut dana, &id, act, &typed).await;
        page.is(422).reads(too_short);
    }
    let typed = [("end", "done"), ("words", "Yes")];
    did(&school, &mut dana, &id, &end, &typed).await;
    let page = does(
        &school,
        &mut dana,
        &id,
        "decisions",
        &[("reasons", "x"), ("considered", "monitor")],
    );
    page.await.is(422).reads(too_short);
    did(&school, &mut dana, &id, "closure", &CLOSURE).await;
    let page = does(&school, &mut dana, &id, "reopening", &[("words", "x")]);
    page.await.is(422).reads(too_short);
}

async fn closing_what_is_new_acknowledges_it_and_needs_it_read(school: School) {
    let ella = ella(&school).await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    does(&school, &mut dana, &id, "closure", &CLOSURE)
        .await
        .is(422)
        .reads("You have not read this concern yet")
        .reads("Breakfast club");
    dana.get(&address(&id)).await.reads("AcknowledgedNot yet");
    did(&school, &mut dana, &id, "closure", &CLOSURE).await;
    let page = dana.get(&address(&id)).await;
    page.reads("OutcomeSupport in school")
        .reads("ClosedDana Lead, today at")
        .reads("AcknowledgedDana Lead, today at");
    let text = page.text();
    let record = &text[text.find("What was done and added").expect("a record")..];
    let (taken, closed) = (record.find("Acknowledged"), record.find("Closed"));
    assert!(taken < closed && taken.is_some(), "{record}");
    let why = [("words", "It happened again.")];
    did(&school, &mut dana, &id, "reopening", &why).await;
    dana.get(&address(&id)).await.never_says("ClosedDana Lead");
}

async fn every_act_says_what_is_missing(school: School) {
    let (id, mut dana) = case(&school).await;
    let end = gives_action(&school, &mut dana, &id).await;
    for (act, words) in [
        ("assignment", "Choose who leads on it"),
        ("actions", "Write what is to be done"),
        (&*end, "Choose what happened"),
        ("contacts", "Choose with whom it was"),
        ("decisions", "Choose a threshold"),
        ("links", "Find the other concern by the name of a pupil"),
        ("categories", "Tick a category"),
        ("roles", "Choose another role for a pupil"),
        ("significance", "Choose how significant it is"),
        ("notes", "Choose to whom you write"),
        ("closure", "Choose an outcome"),
    ] {
        let page = does(&school, &mut dana, &id, act, &[("words", "  ")]).await;
        page.is(422).reads("There is a problem").reads(words);
    }
    let typed = [("end", "cancelled"), ("words", "")];
    does(&school, &mut dana, &id, &end, &typed)
        .await
        .is(422)
        .reads("Enter the result, or the reason for cancelling");
    let typed = [("due", "2026-01-01"), ("words", "Ring the mother again")];
    does(&school, &mut dana, &id, "actions", &typed)
        .await
        .is(422)
        .reads("This day is over")
        .reads("Ring the mother again");
}

/// Everything else is filled in: it is the words that are asked for, and with them it is done.
async fn asks_for(
    school: &School,
    dana: &mut Visitor,
    (id, act): (&ConcernId, &str),
    rest: &[(&str, &str)],
    (field, missing): (&str, &str),
) {
    let page = does(school, dana, id, act, rest).await;
    page.is(422).reads("There is a problem").reads(missing);
    let mut typed = rest.to_vec();
    typed.push((field, "For a reason"));
    did(school, dana, id, act, &typed).await;
}

async fn no_act_is_done_without_its_words(school: School) {
    let ella = ella(&school).await;
    let other = logged(&school, &[&ella], &["dsl"]).await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    dana.get(&address(&id)).await.is(200);
    let (sam, role) = (school.person("staff").await, format!("role-{ella}"));
    let category = another_category(&mut dana, &id).await;
    let words = |missing| ("words", missing);
    let why = words("Enter the reason for the change");
    let decided = ("decision", "Early help");
    let decision = [("threshold", "early_help"), ("considered", "early_help")];
    let reasons = ("reasons", "The family asked for it");
    for (act, rest, wanted) in [
        (
            "contacts",
            &CONTACT[..3],
            words("Write what was said, or that nobody answered"),
        ),
        (
            "links",
            &[("other", &*other.0)],
            words("Enter how they are connected"),
        ),
        ("categories", &[("category", &*category)], why),
        (
            "roles",
            &[(&*role, "witness")],
            words("Enter the reason for the change"),
        ),
        (
            "significance",
            &[("significance", "significant")],
            words("Enter the reason for the change"),
        ),
        ("notes", &[("to", &*sam.0)], words("Write your message")),
        (
            "decisions",
            &[decision[0], decision[1], reasons],
            ("decision", "Write what was decided"),
        ),
        (
            "decisions",
            &[decision[0], decision[1], decided],
            ("reasons", "Write the reasons for it"),
        ),
        (
            "closure",
            &CLOSURE[..1],
            words("Write the outcome and the reasons for it"),
        ),
        ("reopening", &[], words("Enter the reason for reopening it")),
    ] {
        asks_for(&school, &mut dana, (&id, act), rest, wanted).await;
    }
    let typed = [decision[0], decided, reasons];
    does(&school, &mut dana, &id, "decisions", &typed)
        .await
        .is(422)
        .reads("Tick what was considered");
}

async fn nothing_is_changed_into_what_it_is(school: School) {
    let (id, mut dana) = case(&school).await;
    let to = format!("{}/categories", address(&id));
    let page = dana.get(&to).await;
    let counts = page.every("input[name=category][checked]", "value");
    let why = ("words", "For a reason");
    for (act, same, words) in [
        (
            "categories",
            ("category", &*counts[0]),
            "Tick another category",
        ),
        (
            "significance",
            ("significance", "usual"),
            "It is that already",
        ),
        ("links", ("other", &*id.0), "This is the concern itself"),
    ] {
        does(&school, &mut dana, &id, act, &[same, why])
            .await
            .is(422)
            .reads(words);
    }
}

async fn a_note_goes_to_whoever_sees_the_concern_and_not_the_case(school: School) {
    let ella = ella(&school).await;
    let to = ["dsl", "deputy", "colleague", "pastoral", "admin"];
    let id = logged(&school, &[&ella], &to).await;
    names_as_staff(&school, &id, "admin").await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(&format!("{}/notes", address(&id))).await;
    let mut offered = page.is(200).every("input[name=to]", "value");
    let mut onlookers = Vec::new();
    for person in ["staff", "colleague"] {
        onlookers.push(school.person(person).await.0);
    }
    offered.sort();
    onlookers.sort();
    assert_eq!(offered, onlookers);
    for person in ["deputy", "pastoral", "admin"] {
        let person = school.person(person).await;
        let typed = [("to", person.0.as_str()), ("words", WROTE)];
        let page = does(&school, &mut dana, &id, "notes", &typed).await;
        page.is(422).reads("Choose to whom you write");
    }
}

async fn a_closed_concern_takes_no_action_until_it_is_reopened(school: School) {
    let (id, mut dana) = case(&school).await;
    did(&school, &mut dana, &id, "closure", &CLOSURE).await;
    let mut dee = school.elevated("deputy").await;
    for act in [
        "acknowledgement",
        "assignment",
        "actions",
        "decisions",
        "closure",
    ] {
        does(&school, &mut dee, &id, act, &[("words", "Too late")])
            .await
            .is(422)
            .reads("Dana Lead closed this concern today at");
    }
    // What was said is never lost.
    did(&school, &mut dee, &id, "contacts", &CONTACT).await;
}

async fn an_open_concern_cannot_be_reopened(school: School) {
    let (id, mut dana) = case(&school).await;
    let typed = [("words", "It goes on.")];
    does(&school, &mut dana, &id, "reopening", &typed)
        .await
        .is(422)
        .reads("This concern is not closed")
        .reads("It goes on.");
}

async fn nobody_is_given_what_they_could_not_read(school: School) {
    let (id, mut dana) = case(&school).await;
    school.puts_into("colleague", "DSL").await;
    names_as_staff(&school, &id, "colleague").await;
    let to = format!("{}/assignment", address(&id));
    let offered = dana.get(&to).await.every("input[name=to]", "value");
    let dee = school.person("deputy").await;
    assert!(offered.contains(&dee.0));
    for person in ["staff", "pastoral", "colleague"] {
        let person = school.person(person).await;
        assert!(!offered.contains(&person.0));
        does(&school, &mut dana, &id, "assignment", &[("to", &person.0)])
            .await
            .is(422);
    }
}

async fn only_a_lead_closes_what_no_lead_has_looked_at(school: School) {
    let (id, mut dana) = case(&school).await;
    gives_right(&school, "Pastoral", "work_cases").await;
    let mut pat = school.elevated("pastoral").await;
    does(&school, &mut pat, &id, "closure", &CLOSURE)
        .await
        .is(422)
        .reads("No safeguarding lead has acknowledged this concern yet")
        .reads("Breakfast club");
    did(&school, &mut dana, &id, "acknowledgement", &[]).await;
    did(&school, &mut pat, &id, "closure", &CLOSURE).await;
}

async fn an_action_is_not_ended_under_another_concern(school: School) {
    let ella = ella(&school).await;
    let first = logged(&school, &[&ella], &["dsl"]).await;
    let second = logged(&school, &[&ella], &["dsl"]).await;
    let mut dana = school.elevated("dsl").await;
    let end = gives_action(&school, &mut dana, &first).await;
    dana.get(&format!("{}/{end}", address(&second)))
        .await
        .is(404);
    let to = format!("{}/actions/nothing/result", address(&first));
    dana.get(&to).await.is(404);
}

async fn an_action_that_has_ended_says_how_at_once(school: School) {
    let (id, mut dana) = case(&school).await;
    let end = gives_action(&school, &mut dana, &id).await;
    let done = [("end", "done"), ("words", "She will come on Monday")];
    did(&school, &mut dana, &id, &end, &done).await;
    let page = dana.get(&format!("{}/{end}", address(&id))).await;
    page.is(200)
        .reads("This action is no longer open")
        .reads("Dana Lead marked an action as done today at")
        .reads("She will come on Monday");
    page.never_says("after you opened this page")
        .never_says("name=\"end\"");
}
