//! Who answers for somebody who is away, where whoever stands in must not be alerted.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    where_whoever_stands_in_is_excluded_the_leads_who_are_there_answer
    where_whoever_stands_in_no_longer_may_the_leads_who_are_there_answer
    whoever_stands_in_for_whoever_stands_in_is_alerted
    a_concern_goes_to_nobody_who_wrote_it_instead_of_the_absent
    where_no_lead_may_be_alerted_the_next_in_line_is
    the_form_says_who_is_away_and_who_stands_in
    whoever_reads_a_concern_is_told_who_is_away_and_who_stands_in_by_the_calendar
    the_line_that_a_writer_is_told_of_is_that_of_the_school_whoever_is_excluded
    whoever_it_came_to_otherwise_is_not_told_who_else_would_have_stood_in_or_is_in_line
    the_clock_asks_the_leads_who_are_there_where_nobody_of_the_line_may_answer
}

async fn the_form_says_who_is_away_and_who_stands_in(school: School) {
    let form = "/concerns/new";
    let away = "Away until Wednesday 18 November; ";
    let mut sam = school.signed_in("staff").await;
    sam.get(form).await.is(200).never_says("Away until");
    is_away(&school, "dsl", "deputy").await;
    sam.get(form)
        .await
        .reads("Dana Lead DSL")
        .reads(&format!("{away}Dee Deputy stands in"));
    // Whoever writes it is not told that they stand in for what they write, nor is somebody said to
    // whom the form names.
    let mut dee = school.signed_in("deputy").await;
    let leads = format!("{away}the safeguarding leads who are there stand in");
    dee.get(form).await.reads(&leads);
    let deputy = school.person("deputy").await;
    let names = [("form", "f"), ("staff", deputy.0.as_str())];
    sam.post(form, &names).await.is(200).reads(&leads);
    school.clock.advance_seconds(24 * 3_600);
    let mut sam = school.signed_in("staff").await;
    sam.get(form).await.never_says("Away until");
}

async fn whoever_reads_a_concern_is_told_who_is_away_and_who_stands_in_by_the_calendar(
    school: School,
) {
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl", "colleague"]).await;
    let url = format!("/concerns/{id}");
    let mut sam = school.signed_in("staff").await;
    sam.get(&url).await.never_says("Away until");
    is_away(&school, "dsl", "deputy").await;
    let away = "Away until Wednesday 18 November; ";
    let dee = format!(
        "Dana LeadHas not opened it yetHas not acknowledged it yet{away}Dee Deputy stands in"
    );
    let mut dana = school.elevated("deputy").await;
    for reader in [
        &mut sam,
        &mut school.signed_in("colleague").await,
        &mut dana,
    ] {
        reader.get(&url).await.reads(&dee);
    }
    // Who is excluded, and whom a lead has named since, changes nothing of what its writer is told.
    excludes(&school, "deputy", &ella).await;
    sam.get(&url).await.reads(&dee);
    // What is acknowledged waits for nobody.
    let mut dana = school.elevated("dsl").await;
    dana.get(&url).await.is(200);
    dana.post(&format!("{url}/alert/acknowledgement"), &[])
        .await
        .leads_to();
    sam.get(&url).await.never_says("Away until");
}

async fn whoever_it_came_to_otherwise_is_not_told_who_else_would_have_stood_in_or_is_in_line(
    school: School,
) {
    may_wait(&school, 30).await;
    let ella = ella(&school).await;
    is_away(&school, "colleague", "deputy").await;
    school.clock.advance_seconds(1);
    is_away(&school, "colleague", "pastoral").await;
    excludes(&school, "deputy", &ella).await;
    let id = logged(&school, &ella, &["colleague"]).await;
    assert_eq!(
        alerted(&school, &id).await,
        ["Col Colleague, chosen", "Pat Pastoral, cover"]
    );
    school.clock.advance_seconds(31 * 60);
    assert_eq!(looks(&school.app).await, 1);
    let url = format!("/concerns/{id}");
    let mut sam = school.signed_in("staff").await;
    sam.get(&url)
        .await
        .reads("Dee Deputy stands in")
        .reads("In line: Dana Lead, then Dee Deputy. Whoever");
    let mut pat = school.elevated("pastoral").await;
    pat.get(&url)
        .await
        .reads("Stands in for somebody who is away")
        .reads(
            "Col ColleagueHas not opened it yetHas not acknowledged it yetAway until Wednesday 18",
        )
        .reads("Passed on to those next in line")
        .never_says("Dee Deputy")
        .never_says("In line:");
}

async fn the_line_that_a_writer_is_told_of_is_that_of_the_school_whoever_is_excluded(
    school: School,
) {
    may_wait(&school, 30).await;
    school.puts_into("staff", "DSL").await;
    let ella = ella(&school).await;
    excludes(&school, "deputy", &ella).await;
    is_away(&school, "deputy", "dsl").await;
    let mut sam = school.signed_in("staff").await;
    let id = logs(&school, &mut sam, &ella, &["colleague"], &[]).await;
    let url = format!("/concerns/{id}");
    sam.get(&url).await.is(200).never_says("In line");
    school.clock.advance_seconds(31 * 60);
    assert_eq!(looks(&school.app).await, 1);
    // It never goes to its writer, and whoever is away is replaced.
    let line = "In line: Dana Lead, then Dee Deputy (away until Wednesday 18 November; Dana Lead \
                stands in).";
    sam.get(&url).await.reads(line);
    let mut col = school.signed_in("colleague").await;
    col.get(&url).await.reads(line);
    // Whoever acts on it is told to whom it went.
    let mut dana = school.elevated("dsl").await;
    dana.get(&url)
        .await
        .reads("Passed on to Dana Lead")
        .never_says("In line:");
}

async fn where_whoever_stands_in_is_excluded_the_leads_who_are_there_answer(school: School) {
    school.puts_into("colleague", "DSL").await;
    is_away(&school, "dsl", "deputy").await;
    let ella = ella(&school).await;
    excludes(&school, "deputy", &ella).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    assert_eq!(
        alerted(&school, &id).await,
        ["Col Colleague, cover", "Dana Lead, chosen"]
    );
    assert_eq!(letters(&school, "colleague").await.len(), 1);
    assert!(letters(&school, "deputy").await.is_empty());
    // Whoever wrote it is not told whom it reached, and nobody who is excluded.
    let url = format!("/concerns/{id}");
    let mut sam = school.signed_in("staff").await;
    sam.get(&url)
        .await
        .reads("Dana Lead")
        .reads("Away until Wednesday 18 November; Dee Deputy stands in")
        .never_says("Col Colleague");
    let mut col = school.elevated("colleague").await;
    col.get(&url)
        .await
        .reads("Stands in for somebody who is away")
        .reads("Away until Wednesday 18 November")
        .never_says("Dee Deputy");
}

async fn where_whoever_stands_in_no_longer_may_the_leads_who_are_there_answer(school: School) {
    school.puts_into("colleague", "DSL").await;
    is_away(&school, "dsl", "deputy").await;
    leaves_every_group(&school, "deputy").await;
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    assert_eq!(
        alerted(&school, &id).await,
        ["Col Colleague, cover", "Dana Lead, chosen"]
    );
}

async fn whoever_stands_in_for_whoever_stands_in_is_alerted(school: School) {
    school.puts_into("colleague", "DSL").await;
    school.puts_into("pastoral", "DSL").await;
    is_away(&school, "dsl", "deputy").await;
    is_away(&school, "deputy", "colleague").await;
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    assert_eq!(
        alerted(&school, &id).await,
        ["Col Colleague, cover", "Dana Lead, chosen"]
    );
}

async fn a_concern_goes_to_nobody_who_wrote_it_instead_of_the_absent(school: School) {
    school.puts_into("colleague", "DSL").await;
    is_away(&school, "dsl", "deputy").await;
    let ella = ella(&school).await;
    let mut dee = school.signed_in("deputy").await;
    let id = logs(&school, &mut dee, &ella, &["dsl"], &[]).await;
    assert_eq!(
        alerted(&school, &id).await,
        ["Col Colleague, cover", "Dana Lead, chosen"]
    );
}

async fn where_no_lead_may_be_alerted_the_next_in_line_is(school: School) {
    let col = school.person("colleague").await.0;
    let mut dana = school.elevated("dsl").await;
    dana.post("/alerts/line", &[("place-1", col.as_str())])
        .await
        .leads_to();
    let ella = ella(&school).await;
    excludes(&school, "dsl", &ella).await;
    school.excludes("deputy", &ella).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    assert_eq!(alerted(&school, &id).await, ["Col Colleague, chosen"]);
    assert_eq!(letters(&school, "colleague").await.len(), 1);
}

async fn the_clock_asks_the_leads_who_are_there_where_nobody_of_the_line_may_answer(
    school: School,
) {
    may_wait(&school, 30).await;
    school.puts_into("pastoral", "DSL").await;
    let deputy = school.person("deputy").await.0;
    let mut dana = school.elevated("dsl").await;
    dana.post("/alerts/line", &[("place-1", deputy.as_str())])
        .await
        .leads_to();
    is_away(&school, "deputy", "pastoral").await;
    let ella = ella(&school).await;
    excludes(&school, "pastoral", &ella).await;
    let id = logged(&school, &ella, &["colleague"]).await;
    school.clock.advance_seconds(31 * 60);
    assert_eq!(looks(&school.app).await, 1);
    assert_eq!(
        alerted(&school, &id).await,
        ["Col Colleague, chosen", "Dana Lead, clock"]
    );
    assert!(letters(&school, "pastoral").await.is_empty());
    // The letter of a clock that ran out says that there is something to read, and not of whom.
    let letters = letters(&school, "dsl").await;
    let letter = letters.last().expect("a letter");
    assert!(letter.contains("Subject: A concern was passed on to you"));
    for secret in ["Ella", "Fairweather", "He cried", "gate", "Pastoral", &id.0] {
        assert!(!letter.contains(secret), "{secret}: {letter}");
    }
}
