//! How many drafts of acts there are, for how long they are kept, and that they and those of new
//! concerns do not meet.

use super::*;
use crate::drafts;

on_both_databases! {
    drafts_of_acts_and_of_new_concerns_do_not_count_together
    the_oldest_draft_of_an_act_gives_way_to_a_newer_one
    drafts_of_acts_of_long_ago_go_before_any_is_counted
    drafts_of_acts_go_like_the_others_where_the_concern_is_kept_from_their_writer
    an_act_ends_no_draft_but_its_own
    a_draft_of_an_act_is_no_draft_of_a_new_concern
}

keyward_db::statements! {
    /// Which drafts of acts a person has.
    OF_ACTS = "SELECT id FROM draft
               WHERE person_id = $1 AND act <> '' AND state = 'writing' ORDER BY id";
}

/// What a form is called, by its number.
fn form(number: usize) -> String {
    format!("01a2035c-c24d-755b-a5ac-{number:012}")
}

/// Keeps what is written into a case note of this number.
async fn keeps(visitor: &mut Visitor, id: &ConcernId, number: usize) -> Page {
    let form = form(number);
    let fields = [("form", &*form), ("act", "case-notes"), ("words", WROTE)];
    visitor
        .post(&format!("{}/drafts", address(id)), &fields)
        .await
}

/// Keeps what is written into the form of a new concern.
async fn begins(visitor: &mut Visitor, number: usize) -> Page {
    let form = form(number);
    let fields = [("form", &*form), ("seen-and-heard", "Late again.")];
    visitor.post("/drafts", &fields).await
}

/// Which drafts of acts a person has.
async fn held(school: &School, person: &str) -> Vec<String> {
    let person = school.person(person).await;
    let db = school.app.db();
    let read = db.read(move |tx| tx.all(OF_ACTS, &params![&person], |row| row.get(0)));
    read.await.expect("read")
}

async fn drafts_of_acts_and_of_new_concerns_do_not_count_together(school: School) {
    let (id, mut dana) = case(&school).await;
    for number in 0..20 {
        keeps(&mut dana, &id, number).await.leads_to();
    }
    for number in 100..119 {
        begins(&mut dana, number).await.leads_to();
    }
    // There is room for one more, and for a file beside it.
    let last = form(119);
    let fields = [("form", &*last), ("page", "p")];
    let to_files = dana.post("/drafts/documents", &fields).await;
    assert_eq!(to_files.leads_to(), format!("/drafts/{last}/documents"));
    begins(&mut dana, 119).await.leads_to();
    // Whoever is told that they have 20 sees 20.
    begins(&mut dana, 120)
        .await
        .is(409)
        .reads("You have 20 drafts, the most there can be");
    let dashboard = dana.get("/dashboard").await;
    assert_eq!(dashboard.body.matches("/concerns/new?draft=").count(), 20);
    // They stand in the way of no act either.
    keeps(&mut dana, &id, 20).await.leads_to();
    assert_eq!(held(&school, "dsl").await.len(), 21);
}

async fn the_oldest_draft_of_an_act_gives_way_to_a_newer_one(school: School) {
    let (id, mut dana) = case(&school).await;
    let mut dee = school.elevated("deputy").await;
    keeps(&mut dee, &id, 900).await.leads_to();
    begins(&mut dana, 901).await.leads_to();
    for number in 0..50 {
        school.clock.advance_seconds(1);
        keeps(&mut dana, &id, number).await.leads_to();
    }
    assert_eq!(held(&school, "dsl").await.len(), 50);
    // One that is gone on with is none of the oldest.
    school.clock.advance_seconds(1);
    keeps(&mut dana, &id, 0).await.leads_to();
    assert_eq!(held(&school, "dsl").await.len(), 50);
    school.clock.advance_seconds(1);
    keeps(&mut dana, &id, 50).await.leads_to();
    let all_but_one: Vec<String> = (0..51).filter(|number| *number != 1).map(form).collect();
    assert_eq!(held(&school, "dsl").await, all_but_one);
    // A page that is still open brings back what gave way.
    school.clock.advance_seconds(1);
    keeps(&mut dana, &id, 1).await.leads_to();
    let all_but_one: Vec<String> = (0..51).filter(|number| *number != 2).map(form).collect();
    assert_eq!(held(&school, "dsl").await, all_but_one);
    // No other draft gave way: neither somebody else's, nor that of a new concern.
    assert_eq!(held(&school, "deputy").await, [form(900)]);
    let begun = format!("/concerns/new?draft={}", form(901));
    dana.get(&begun).await.reads("Late again.");
}

async fn drafts_of_acts_of_long_ago_go_before_any_is_counted(school: School) {
    let (id, mut dana) = case(&school).await;
    for number in 0..50 {
        keeps(&mut dana, &id, number).await.leads_to();
    }
    school.clock.advance_seconds(31 * 86_400);
    let mut dana = school.elevated("dsl").await;
    // The page of one of them was open all the while: what it holds stays.
    keeps(&mut dana, &id, 3).await.leads_to();
    assert_eq!(held(&school, "dsl").await, [form(3)]);
    let page = dana.get(&format!("{}/case-notes", address(&id))).await;
    assert!(written(&page));
    keeps(&mut dana, &id, 60).await.leads_to();
    assert_eq!(held(&school, "dsl").await, [form(3), form(60)]);
}

async fn drafts_of_acts_go_like_the_others_where_the_concern_is_kept_from_their_writer(
    school: School,
) {
    let (id, mut dana) = case(&school).await;
    let mut dee = school.elevated("deputy").await;
    keeps(&mut dana, &id, 0).await.leads_to();
    keeps(&mut dee, &id, 1).await.leads_to();
    begins(&mut dana, 2).await.leads_to();
    names_as_staff(&school, &id, "dsl").await;
    keeps(&mut dana, &id, 0).await.is(404);
    school.clock.advance_seconds(29 * 86_400);
    drafts::forget(&school.app).await.expect("looked for");
    assert_eq!(held(&school, "dsl").await, [form(0)]);
    let mut dee = school.elevated("deputy").await;
    keeps(&mut dee, &id, 1).await.leads_to();
    school.clock.advance_seconds(2 * 86_400);
    drafts::forget(&school.app).await.expect("looked for");
    assert_eq!(held(&school, "dsl").await, [""; 0]);
    // One that was gone on with stays, and so does that of a new concern, however old.
    assert_eq!(held(&school, "deputy").await, [form(1)]);
    let mut dana = school.elevated("dsl").await;
    let begun = format!("/concerns/new?draft={}", form(2));
    dana.get(&begun).await.reads("Late again.");
}

async fn an_act_ends_no_draft_but_its_own(school: School) {
    let (id, mut dana) = case(&school).await;
    begins(&mut dana, 1).await.leads_to();
    keeps(&mut dana, &id, 2).await.leads_to();
    let begun = format!("/concerns/new?draft={}", form(1));
    let notes = format!("{}/case-notes", address(&id));
    let removal = |id: &ConcernId| format!("{}/drafts/removal", address(id));
    // By the name of a draft of a new concern, an act neither keeps, discards nor ends anything.
    keeps(&mut dana, &id, 1).await.is(404);
    let fields = [("form", &*form(1)), ("act", "case-notes")];
    dana.post(&removal(&id), &fields).await.is(404);
    let mut filled = types(&mut dana, &id, "contacts", &CONTACT).await;
    filled.fields[0].1 = form(1);
    filled.sent(&mut dana).await.leads_to();
    let page = dana.get(&begun).await;
    page.is(200).reads("Late again.").never_says(WROTE);
    // Nor by that of another act, or of the same act on another concern.
    let other = logged(&school, &[&tom(&school).await], &["dsl"]).await;
    keeps(&mut dana, &other, 2).await.is(404);
    for (id, act) in [(&id, "contacts"), (&other, "case-notes")] {
        let fields = [("form", &*form(2)), ("act", act)];
        dana.post(&removal(id), &fields).await.is(404);
        let typed = match act {
            "contacts" => &CONTACT[..],
            _ => &[("words", "Nothing new.")],
        };
        let mut filled = types(&mut dana, id, act, typed).await;
        filled.fields[0].1 = form(2);
        filled.sent(&mut dana).await.leads_to();
    }
    assert!(written(&dana.get(&notes).await));
}

async fn a_draft_of_an_act_is_no_draft_of_a_new_concern(school: School) {
    let (id, mut dana) = case(&school).await;
    keeps(&mut dana, &id, 1).await.leads_to();
    begins(&mut dana, 1).await.is(404);
    let act = form(1);
    let fields = [("form", &*act), ("seen-and-heard", "Late again.")];
    for to in ["documents".to_owned(), format!("{act}/removal")] {
        dana.post(&format!("/drafts/{to}"), &fields).await.is(404);
    }
    dana.get(&format!("/drafts/{act}/removal")).await.is(404);
    let page = dana.get(&format!("{}/case-notes", address(&id))).await;
    assert!(written(&page));
}
