//! What is said of those to whom work can go, beside their names: that they are away, or hold no key.

use super::*;
use crate::alerts::tests::is_away;
use crate::key_policy::Kind;
use crate::testing::on_both_databases;

on_both_databases! {
    whoever_is_away_or_has_no_key_is_offered_work_in_those_words_and_given_it
    whoever_is_kept_from_a_concern_is_not_said_to_stand_in_for_work_on_it
    whoever_can_be_alerted_later_is_offered_with_what_the_log_form_says_of_them
    the_writer_of_a_concern_is_not_offered_to_be_alerted_to_it
}

const NO_KEY: &str = "no security key that opens concerns yet";
const AWAY: &str = "away until Wednesday 18 November";

async fn whoever_is_away_or_has_no_key_is_offered_work_in_those_words_and_given_it(school: School) {
    let (id, mut dana) = case(&school).await;
    let pages = [
        format!("{}/assignment", address(&id)),
        format!("{}/actions", address(&id)),
        "/inbox".to_owned(),
    ];
    let dee = "Dee Deputy, Deputy DSL";
    for page in &pages {
        dana.get(page).await.reads(&format!("{dee} ({NO_KEY})"));
    }
    school.gives_key("deputy", Kind::U2f).await;
    for page in &pages {
        dana.get(page)
            .await
            .reads(dee)
            .never_says(&format!("{dee} ("));
    }
    is_away(&school, "deputy", "dsl").await;
    let mut dana = school.elevated("dsl").await;
    for page in &pages {
        let words = format!("{dee} ({AWAY}; Dana Lead stands in)");
        dana.get(page).await.reads(&words);
    }
    // It is said and not refused.
    let dee = school.person("deputy").await;
    did(&school, &mut dana, &id, "assignment", &[("to", &dee.0)]).await;
    dana.get(&address(&id))
        .await
        .reads("Assigned to")
        .reads("Dee Deputy");
}

async fn whoever_is_kept_from_a_concern_is_not_said_to_stand_in_for_work_on_it(school: School) {
    let ella = ella(&school).await;
    school.puts_into("colleague", "DSL").await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    is_away(&school, "deputy", "colleague").await;
    let mut dana = school.elevated("dsl").await;
    let to = format!("{}/assignment", address(&id));
    dana.get(&to)
        .await
        .reads(&format!("{AWAY}; Col Colleague stands in"));
    names_as_staff(&school, &id, "colleague").await;
    dana.get(&to)
        .await
        .reads(AWAY)
        .never_says("Col Colleague")
        .never_says("stands in");
}

async fn whoever_can_be_alerted_later_is_offered_with_what_the_log_form_says_of_them(
    school: School,
) {
    let ella = ella(&school).await;
    school.puts_into("colleague", "DSL").await;
    let id = logged(&school, &[&ella], &["dsl"]).await;
    is_away(&school, "deputy", "colleague").await;
    let mut dana = school.elevated("dsl").await;
    let to = format!("{}/alerts", address(&id));
    dana.get(&to).await.reads(
        "Away until Wednesday 18 November; Col Colleague stands in. No security key that opens",
    );
    // Nobody whom it names stands in.
    names_as_staff(&school, &id, "colleague").await;
    dana.get(&to)
        .await
        .reads("Away until Wednesday 18 November; the safeguarding leads who are there stand in");
}

async fn the_writer_of_a_concern_is_not_offered_to_be_alerted_to_it(school: School) {
    let (id, mut dana) = case(&school).await;
    let to = format!("{}/alerts", address(&id));
    let page = dana.get(&to).await;
    let offered = page.every("input[name=person]", "value");
    let (sam, col) = (
        school.person("staff").await,
        school.person("colleague").await,
    );
    assert!(offered.contains(&col.0) && !offered.contains(&sam.0));
    page.never_says("reads it anyhow");
    // Nor is it done for whoever asks for it all the same.
    let typed = [("person", &*sam.0), ("words", "Why")];
    does(&school, &mut dana, &id, "alerts", &typed)
        .await
        .is(422)
        .reads("Choose whom to alert");
    let group = [
        ("name", "Staff room"),
        ("member", &*sam.0),
        ("member", &*col.0),
    ];
    dana.post("/alert-groups", &group).await.leads_to();
    let page = dana.get(&to).await;
    let group = page.every("input[name=group]", "value").remove(0);
    let typed = [("group", &*group), ("words", "Told us so.")];
    did(&school, &mut dana, &id, "alerts", &typed).await;
    dana.get(&address(&id))
        .await
        .reads("Col ColleagueThrough Staff room")
        .never_says("Sam StaffThrough");
    let letters = school.letters_to("staff").await.concat();
    assert!(!letters.contains("logged for you to read"), "{letters}");
    let everybody = offered.iter().map(|person| ("person", person.as_str()));
    let typed: Vec<_> = everybody.chain([("words", "Told us so.")]).collect();
    assert_eq!(dana.post(&to, &typed).await.leads_to(), address(&id));
    let page = dana.get(&to).await;
    page.reads("Sam Staff wrote this concern and reads it anyhow.");
    assert!(page.every("input[name=person]", "value").is_empty());
}
