//! What is said of a line as a whole.

use super::*;
use crate::key_policy::Kind;
use crate::testing::{Page, on_both_databases};

on_both_databases! {
    a_line_without_a_lead_says_so_and_what_to_do
    a_line_of_whom_all_are_away_says_who_is_asked_instead
    a_line_of_nobody_says_what_happens_to_a_concern_whose_time_is_over
}

const LINE: &str = "/alerts/line";

/// Saves this line; the page that comes after.
async fn saves(school: &School, people: &[&str]) -> Page {
    let mut dana = school.elevated("dsl").await;
    let mut fields = Vec::new();
    for (number, person) in people.iter().enumerate() {
        let field = format!("place-{}", number + 1);
        fields.push((field, school.person(person).await.0));
    }
    let fields: Vec<_> = fields.iter().map(|(k, v)| (&**k, &**v)).collect();
    assert_eq!(dana.post(LINE, &fields).await.leads_to(), LINE);
    dana.get(LINE).await
}

/// Says these words in what was saved, and among what follows.
#[track_caller]
fn says_twice(page: &Page, words: &str) {
    assert_eq!(page.text().matches(words).count(), 2, "{}", page.text());
    let warnings = page.every(".moj-alert--warning[data-flash]", "role");
    assert_eq!(warnings, ["alert"]);
}

async fn a_line_without_a_lead_says_so_and_what_to_do(school: School) {
    let no_lead = "No safeguarding lead is in this line.";
    let page = saves(&school, &["colleague"]).await;
    says_twice(&page, no_lead);
    page.reads("the line asks none. Put a lead into it.");
    // Nor does one end the asking who cannot read it.
    let page = saves(&school, &["colleague", "deputy"]).await;
    page.never_says(no_lead);
    says_twice(
        &page,
        "No safeguarding lead in this line can read a concern yet",
    );
    school.gives_key("deputy", Kind::U2f).await;
    saves(&school, &["colleague", "deputy"])
        .await
        .reads("Col Colleague is not a safeguarding lead")
        .never_says("No safeguarding lead");
}

async fn a_line_of_whom_all_are_away_says_who_is_asked_instead(school: School) {
    let all = "Everybody in this line is away today.";
    is_away(&school, "colleague", "staff").await;
    saves(&school, &["colleague", "deputy"])
        .await
        .never_says(all);
    let page = saves(&school, &["colleague"]).await;
    says_twice(&page, &format!("{all} Asked instead: Sam Staff."));
    // Whoever stands in is away too.
    is_away(&school, "staff", "colleague").await;
    let page = saves(&school, &["colleague"]).await;
    says_twice(&page, &format!("{all} Nobody stands in"));
    page.reads("the safeguarding leads who are there are asked instead: Dana Lead and Dee Deputy.");
    is_away(&school, "dsl", "deputy").await;
    is_away(&school, "deputy", "dsl").await;
    let page = saves(&school, &["colleague"]).await;
    says_twice(&page, "every safeguarding lead is away too");
    // It is as it is said: the clock passes it on to nobody.
    may_wait(&school, 30).await;
    let ella = ella(&school).await;
    logged(&school, &ella, &["colleague"]).await;
    school.clock.advance_seconds(31 * 60);
    assert_eq!(looks(&school.app).await, 0);
}

async fn a_line_of_nobody_says_what_happens_to_a_concern_whose_time_is_over(school: School) {
    let mut dana = school.elevated("dsl").await;
    let leads = "Nobody is in the line. A concern that nobody acknowledges in time is passed on to the \
                 safeguarding leads, by name: Dana Lead, then Dee Deputy.";
    dana.get(LINE).await.reads(leads);
    saves(&school, &["colleague"]).await.never_says(leads);
    says_twice(&saves(&school, &[]).await, leads);
    is_away(&school, "dsl", "deputy").await;
    saves(&school, &[]).await.reads(leads).never_says("All of");
    is_away(&school, "deputy", "dsl").await;
    says_twice(&saves(&school, &[]).await, "All of them are away today");
    for lead in ["dsl", "deputy"] {
        leaves_every_group(&school, lead).await;
    }
    let mut ada = school.elevated("admin").await;
    ada.get(LINE)
        .await
        .reads("Nor has your school a safeguarding lead");
}
