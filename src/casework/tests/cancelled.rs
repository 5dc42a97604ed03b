//! An action that is cancelled, and what is one's own while viewing as a user group.

use super::own::{RESULTS, done_by_col, gives, seen_by_col};
use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    whoever_was_to_do_what_is_cancelled_is_told_so_and_nothing_more
    whoever_views_as_a_user_group_sees_no_results_and_no_drafts_of_their_own
}

/// Cancels the action at the top of the concern.
async fn cancels(school: &School, dana: &mut Visitor, id: &ConcernId) {
    let page = dana.get(&address(id)).await;
    let links = page.every("a.kw-case__end", "href");
    let act = links[0].strip_prefix(&format!("{}/", address(id)));
    let typed = [("end", "cancelled"), ("words", "She came by herself.")];
    did(school, dana, id, act.expect("of this concern"), &typed).await;
}

async fn whoever_was_to_do_what_is_cancelled_is_told_so_and_nothing_more(school: School) {
    let (id, mut dana) = seen_by_col(&school).await;
    let told = async |person: &str| {
        let letters = school.letters_to(person).await;
        let of_it = letters.iter().filter(|one| one.contains("is cancelled"));
        of_it.cloned().collect::<Vec<_>>()
    };
    gives(&school, &mut dana, &id, "colleague").await;
    cancels(&school, &mut dana, &id).await;
    let letters = told("colleague").await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("An action that was given to you is cancelled"));
    for secret in ["Ella", "herself", "mother", "Dana", &*id.0] {
        assert!(!letters[0].contains(secret), "{secret}");
    }
    // Whoever cancels their own knows it; whoever gave it to themselves is told once, as its giver.
    gives(&school, &mut dana, &id, "dsl").await;
    cancels(&school, &mut dana, &id).await;
    gives(&school, &mut dana, &id, "dsl").await;
    let mut dee = school.elevated("deputy").await;
    dee.get(&address(&id)).await.is(200);
    cancels(&school, &mut dee, &id).await;
    assert!(told("dsl").await.is_empty());
    let letters = school.letters_to("dsl").await.concat();
    let as_giver = letters.matches("Subject: An action that you gave was cancelled");
    assert_eq!(as_giver.count(), 1, "{letters}");
    // Nobody hears of a concern that is kept from them since.
    gives(&school, &mut dana, &id, "colleague").await;
    names_as_staff(&school, &id, "colleague").await;
    cancels(&school, &mut dana, &id).await;
    assert_eq!(told("colleague").await.len(), 1);
}

async fn whoever_views_as_a_user_group_sees_no_results_and_no_drafts_of_their_own(school: School) {
    let (id, mut dana, _) = done_by_col(&school).await;
    gives(&school, &mut dana, &id, "dsl").await;
    let draft = [
        ("form", "01a2035c-c24d-755b-a5ac-983103194900"),
        ("act", "case-notes"),
        ("words", WROTE),
    ];
    // What was done stays unread until she opens the concern as herself.
    let col = gives(&school, &mut dana, &id, "colleague").await;
    let mut doing = school.elevated("colleague").await;
    let filled = Filled::by(&mut doing, &col, &[("words", "She came.")]).await;
    filled.sent(&mut doing).await.leads_to();
    let to = format!("{}/drafts", address(&id));
    dana.post(&to, &draft).await.leads_to();
    let mine = ["Your drafts", "Write a case note saved"];
    dana.get("/dashboard").await.reads(RESULTS);
    views_as(&school, &mut dana, "Deputy DSL").await;
    dana.get("/dashboard").await.is(200).never_says(RESULTS);
    let page = dana.get(&address(&id)).await;
    page.is(200).reads(SEEN).never_says("Mark as done");
    for own in mine {
        page.never_says(own);
    }
    dana.post("/view-as/end", &[]).await.leads_to();
    dana.get("/dashboard").await.reads(RESULTS);
    let page = dana.get(&address(&id)).await;
    page.reads("Mark as done");
    for own in mine {
        page.reads(own);
    }
    dana.get("/dashboard").await.never_says(RESULTS);
}
