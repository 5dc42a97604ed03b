//! What somebody is writing about a concern and has not sent yet.

mod bounds;

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    what_is_written_stands_on_its_page_again_until_it_is_sent
    a_draft_of_an_act_is_its_writers_alone_and_sealed
    a_draft_is_offered_only_while_its_writer_reads_the_concern
    whoever_comes_second_is_told_even_where_a_draft_came_first
    a_draft_of_an_act_is_discarded_by_its_writer
    whoever_was_given_an_action_keeps_a_draft_of_its_result
}

keyward_db::statements! {
    /// What the drafts of a person hold.
    HELD = "SELECT fields FROM draft WHERE person_id = $1 AND act <> ''";
}

/// Types into the form of an act, and its page saves it.
async fn types(visitor: &mut Visitor, id: &ConcernId, act: &str, typed: &[(&str, &str)]) -> Filled {
    let to = format!("{}/{act}", address(id));
    let page = visitor.get(&to).await;
    page.is(200);
    let mut fields: Vec<(String, String)> = Vec::new();
    for name in [
        "form", "seen", "act", "draft", "page", "turn", "writer", "day", "time",
    ] {
        let input = format!("main form[data-sends] input[name={name}]");
        let value = page.every(&input, "value");
        let value = value.first().cloned().unwrap_or_default();
        fields.push((name.into(), value));
    }
    for (name, value) in typed {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).into(), (*value).into()));
    }
    Filled { to, fields }
}

/// The page's script keeps what is typed; what became of it.
async fn saves(visitor: &mut Visitor, id: &ConcernId, filled: &Filled) -> Page {
    let fields: Vec<(&str, &str)> = filled
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let to = format!("{}/drafts", address(id));
    visitor.post(&to, &fields).await
}

/// What stands in the field for words.
fn written(page: &Page) -> bool {
    page.is(200);
    page.body.contains(WROTE)
}

const OURS: &str = "This is your draft, saved today at";

async fn what_is_written_stands_on_its_page_again_until_it_is_sent(school: School) {
    let (id, mut dana) = case(&school).await;
    let typed = [("with", "parent"), ("words", WROTE)];
    let filled = types(&mut dana, &id, "contacts", &typed).await;
    saves(&mut dana, &id, &filled).await.leads_to();
    dana.get(&address(&id))
        .await
        .reads("Your drafts not sent yet")
        .reads("Record contact made saved today at");
    // The lid was closed; another day it stands there, and on the page of no other act.
    let mut again = school.elevated("dsl").await;
    let page = again.get(&format!("{}/contacts", address(&id))).await;
    page.reads(OURS);
    assert!(written(&page));
    assert_eq!(page.every("input[name=with][checked]", "value"), ["parent"]);
    for act in ["decisions", "case-notes", "closure"] {
        let page = again.get(&format!("{}/{act}", address(&id))).await;
        assert!(!written(page.never_says(OURS)), "{act}");
    }
    let other = logged(&school, &[&tom(&school).await], &["dsl"]).await;
    let page = again.get(&format!("{}/contacts", address(&other))).await;
    assert!(!written(&page));
    // Nothing of it is done yet, and the dashboard says no more than what it is and about whom.
    again
        .get("/dashboard")
        .await
        .reads("Your drafts not logged or sent yet Record contact made")
        .never_says(WROTE)
        .never_says("/concerns/new?draft=");
    let new = filled.fields[0].1.clone();
    let as_concern = again.get(&format!("/concerns/new?draft={new}")).await;
    as_concern.is(404);
    let filled = types(&mut again, &id, "contacts", &CONTACT).await;
    assert_eq!(filled.fields[0].1, new, "it goes on under its name");
    filled.sent(&mut again).await.leads_to();
    let page = again.get(&format!("{}/contacts", address(&id))).await;
    assert!(!written(page.never_says(OURS)));
    again.get(&address(&id)).await.never_says("Your drafts");
    again.get("/dashboard").await.never_says("Your drafts");
    // A save that was under way brings nothing back.
    saves(&mut again, &id, &filled).await.leads_to();
    let contacts = again.get(&address(&id)).await;
    assert_eq!(contacts.body.matches(WROTE).count(), 1);
    // Where nothing is written, nothing is kept.
    let chosen = [("threshold", "early_help")];
    let filled = types(&mut again, &id, "decisions", &chosen).await;
    saves(&mut again, &id, &filled).await.leads_to();
    let page = again.get(&format!("{}/decisions", address(&id))).await;
    page.never_says(OURS);
}

async fn a_draft_of_an_act_is_its_writers_alone_and_sealed(school: School) {
    let (id, mut dana) = case(&school).await;
    let typed = [("words", WROTE)];
    let filled = types(&mut dana, &id, "case-notes", &typed).await;
    saves(&mut dana, &id, &filled).await.leads_to();
    let me = school.person("dsl").await;
    let read = school
        .app
        .db()
        .read(move |tx| tx.one(HELD, &params![&me], |row| row.get::<Option<Vec<u8>>>(0)));
    let held = read.await.expect("read").flatten().expect("a draft");
    let text = String::from_utf8_lossy(&held).into_owned();
    assert!(!text.contains("Fairweather") && !text.contains("words"));
    let mut dee = school.elevated("deputy").await;
    let page = dee.get(&format!("{}/case-notes", address(&id))).await;
    assert!(!written(&page));
    dee.get(&address(&id)).await.never_says("Your drafts");
    // Somebody else who signed in meanwhile does not write into it, nor discards it.
    saves(&mut dee, &id, &filled).await.is(409);
    let removal = format!("{}/drafts/removal", address(&id));
    let form = [("form", filled.fields[0].1.as_str()), ("act", "case-notes")];
    dee.post(&removal, &form).await.is(404);
    let page = dana.get(&format!("{}/case-notes", address(&id))).await;
    assert!(written(&page));
}

async fn a_draft_is_offered_only_while_its_writer_reads_the_concern(school: School) {
    let (id, mut dana) = case(&school).await;
    let filled = types(&mut dana, &id, "case-notes", &[("words", WROTE)]).await;
    saves(&mut dana, &id, &filled).await.leads_to();
    names_as_staff(&school, &id, "dsl").await;
    for page in [address(&id), format!("{}/case-notes", address(&id))] {
        dana.get(&page).await.is(404).never_says(WROTE);
    }
    saves(&mut dana, &id, &filled).await.is(404);
    let removal = format!("{}/drafts/removal", address(&id));
    let form = [("form", filled.fields[0].1.as_str()), ("act", "case-notes")];
    dana.post(&removal, &form).await.is(404);
    let nowhere = format!("{}/drafts", address(&ConcernId("nowhere".into())));
    let fields = [("act", "case-notes"), ("words", WROTE)];
    dana.post(&nowhere, &fields).await.is(404);
    // Whoever never read it keeps nothing about it.
    let mut hal = school.elevated("colleague").await;
    saves(&mut hal, &id, &filled).await.is(404);
}

async fn whoever_comes_second_is_told_even_where_a_draft_came_first(school: School) {
    let (id, mut dana) = case(&school).await;
    let filled = types(&mut dana, &id, "closure", &CLOSURE).await;
    saves(&mut dana, &id, &filled).await.leads_to();
    let mut dee = school.elevated("deputy").await;
    dee.get(&address(&id)).await.is(200);
    did(&school, &mut dee, &id, "contacts", &CONTACT).await;
    // The draft was begun before the contact was there: its page says so.
    dana.get(&format!("{}/closure", address(&id)))
        .await
        .reads("Since you wrote it: Dee Deputy recorded contact made today at")
        .reads("Look at the concern before you send this.");
    let filled = types(&mut dana, &id, "closure", &CLOSURE).await;
    // What is done after that page was opened is said when it is sent.
    did(&school, &mut dee, &id, "case-notes", &[("words", WROTE)]).await;
    filled
        .sent(&mut dana)
        .await
        .is(422)
        .reads("Dee Deputy wrote a case note");
}

async fn a_draft_of_an_act_is_discarded_by_its_writer(school: School) {
    let (id, mut dana) = case(&school).await;
    let filled = types(&mut dana, &id, "decisions", &[("decision", WROTE)]).await;
    saves(&mut dana, &id, &filled).await.leads_to();
    let page = dana.get(&format!("{}/decisions", address(&id))).await;
    assert!(written(page.reads("Discard this draft")));
    let removal = format!("{}/drafts/removal", address(&id));
    let form = [("form", filled.fields[0].1.as_str()), ("act", "decisions")];
    let done = dana.post(&removal, &form).await;
    assert_eq!(done.leads_to(), format!("{}/decisions", address(&id)));
    let page = dana.get(&format!("{}/decisions", address(&id))).await;
    assert!(!written(page.reads("Your draft is discarded.")));
    let entry = school.wrote_down("draft discarded").await;
    assert!(entry.is_some());
    dana.post(&removal, &form).await.is(404);
    let odd = [("form", "f"), ("act", "../../account")];
    dana.post(&removal, &odd).await.is(404);
}

async fn whoever_was_given_an_action_keeps_a_draft_of_its_result(school: School) {
    let (id, mut dana) = super::own::seen_by_col(&school).await;
    let done = super::own::gives(&school, &mut dana, &id, "colleague").await;
    let act = done
        .strip_prefix(&format!("{}/", address(&id)))
        .expect("of it");
    let mut col = school.elevated("colleague").await;
    let filled = types(&mut col, &id, act, &[("words", WROTE)]).await;
    saves(&mut col, &id, &filled).await.leads_to();
    col.get(&address(&id))
        .await
        .reads("Mark an action as done saved today at");
    assert!(written(&col.get(&done).await));
    let filled = types(&mut col, &id, act, &[("words", WROTE)]).await;
    filled.sent(&mut col).await.leads_to();
    col.get(&address(&id)).await.never_says("Your drafts");
}
