//! What nobody acknowledges goes to the next in line.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_concern_without_a_clock_waits_for_ever
    what_nobody_acknowledges_goes_down_the_line_and_round_again
    two_servers_pass_a_concern_on_once
    a_leads_acknowledgement_stops_the_clock
    whoever_stands_in_is_asked_instead
    nobody_whom_a_concern_names_is_ever_asked
    when_all_leads_were_alerted_they_are_asked_again_one_by_one
    the_head_who_has_it_lets_the_clock_rest_until_the_next_day
    in_the_holidays_whoever_looks_in_is_asked_first
    the_school_keeps_its_own_line
    the_second_of_two_who_save_the_line_at_once_sees_what_the_first_saved
}

const MINUTE: i64 = 60;

async fn a_concern_without_a_clock_waits_for_ever(school: School) {
    may_wait(&school, 0).await;
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    school.clock.advance_seconds(400 * 86_400);
    assert_eq!(looks(&school.app).await, 0);
    assert_eq!(stands(&school, &id).await, ("new".into(), String::new(), 0));
}

/// Chooses the line, in this order.
async fn lines_up(school: &School, people: &[&str]) {
    let mut dana = school.elevated("dsl").await;
    let mut fields = Vec::new();
    for (number, person) in (1..).zip(people) {
        fields.push((format!("place-{number}"), school.person(person).await.0));
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        dana.post("/alerts/line", &fields).await.leads_to(),
        "/alerts/line"
    );
}

async fn what_nobody_acknowledges_goes_down_the_line_and_round_again(school: School) {
    // The clock of the tests stands on Wednesday, 18 November 2026, at 11:06 in London.
    may_wait(&school, 30).await;
    lines_up(&school, &["dsl", "deputy", "colleague"]).await;
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    assert_eq!(
        stands(&school, &id).await,
        ("new".into(), "Wed 11:36".into(), 0)
    );
    school.clock.advance_seconds(29 * MINUTE);
    assert_eq!(looks(&school.app).await, 0);

    school.clock.advance_seconds(MINUTE);
    assert_eq!(looks(&school.app).await, 1);
    assert_eq!(looks(&school.app).await, 0, "once");
    assert_eq!(
        alerted(&school, &id).await,
        ["Dana Lead, chosen", "Dee Deputy, clock"]
    );
    assert_eq!(
        stands(&school, &id).await,
        ("new".into(), "Wed 12:06".into(), 1)
    );
    let to_dee = letters(&school, "deputy").await;
    let letter = to_dee.last().expect("a letter");
    assert!(letter.contains("Subject: A concern was passed on to you"));
    assert!(!letter.contains("Ella") && !letter.contains("gate") && !letter.contains(&id.0));
    let mut dee = school.elevated("deputy").await;
    let words = "Passed on to Dee Deputy at 11:36, because no lead had acknowledged it within 30 \
                 minutes of school time.";
    dee.get(&format!("/concerns/{id}"))
        .await
        .is(200)
        .reads(words);
    dee.get("/dashboard")
        .await
        .reads("Passed on: nobody has acknowledged it");

    school.clock.advance_seconds(30 * MINUTE);
    assert_eq!(looks(&school.app).await, 1);
    school.clock.advance_seconds(30 * MINUTE);
    assert_eq!(looks(&school.app).await, 0, "the line is at its end");
    assert_eq!(
        stands(&school, &id).await,
        ("new".into(), "Thu 08:30".into(), 2)
    );
    let mut col = school.signed_in("colleague").await;
    col.get(&format!("/concerns/{id}"))
        .await
        .is(200)
        .reads("Passed on to those next in line, one after the other, since")
        .never_says("Nobody was left");
    let mut dee = school.elevated("deputy").await;
    dee.get(&format!("/concerns/{id}"))
        .await
        .reads("Nobody was left to pass it on to at 12:36");

    school.clock.advance_seconds(20 * 60 * MINUTE);
    assert_eq!(
        looks(&school.app).await,
        1,
        "a new day, from the first again"
    );
    let to_dana = letters(&school, "dsl").await;
    assert_eq!(to_dana.len(), 2);
    assert_eq!(
        acts_of_the_clock(&school).await,
        [
            "concern passed on",
            "concern passed on",
            "nobody left to pass a concern on to",
            "concern passed on"
        ]
    );
}

async fn two_servers_pass_a_concern_on_once(school: School) {
    may_wait(&school, 30).await;
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    school.clock.advance_seconds(30 * MINUTE);
    let second = school.second_server();
    let (one, other) = tokio::join!(looks(&school.app), looks(&second));
    assert_eq!(one + other, 1);
    assert_eq!(stands(&school, &id).await.2, 1);
    assert_eq!(letters(&school, "deputy").await.len(), 1);
    assert_eq!(acts_of_the_clock(&school).await, ["concern passed on"]);
}

async fn a_leads_acknowledgement_stops_the_clock(school: School) {
    may_wait(&school, 30).await;
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["colleague"]).await;
    let to = format!("/concerns/{id}/alert/acknowledgement");
    // A colleague has it, but is no lead.
    let mut col = school.signed_in("colleague").await;
    col.get(&format!("/concerns/{id}")).await.is(200);
    assert_eq!(
        col.post(&to, &[]).await.leads_to(),
        format!("/concerns/{id}")
    );
    assert_eq!(stands(&school, &id).await.0, "new");
    school.clock.advance_seconds(30 * MINUTE);
    assert_eq!(looks(&school.app).await, 1);
    assert_eq!(alerted(&school, &id).await[1], "Dana Lead, clock");
    let mut dana = school.elevated("dsl").await;
    dana.get(&format!("/concerns/{id}")).await.is(200);
    dana.post(&to, &[]).await.leads_to();
    assert_eq!(
        stands(&school, &id).await,
        ("open".into(), String::new(), 1)
    );
    school.clock.advance_seconds(5 * 86_400);
    assert_eq!(looks(&school.app).await, 0);
}

async fn whoever_stands_in_is_asked_instead(school: School) {
    may_wait(&school, 30).await;
    lines_up(&school, &["dsl", "deputy"]).await;
    school.puts_into("colleague", "DSL").await;
    let mut dana = school.elevated("dsl").await;
    let person = |name: &'static str| school.person(name);
    let (deputy, colleague) = (person("deputy").await.0, person("colleague").await.0);
    let absence = [
        ("person", deputy.as_str()),
        ("cover", colleague.as_str()),
        ("first", "2026-11-18"),
        ("last", "2026-11-18"),
    ];
    dana.post("/school/absences", &absence).await.leads_to();
    let ella = ella(&school).await;
    let first = logged(&school, &ella, &["dsl"]).await;
    let second = logged(&school, &ella, &["deputy"]).await;
    assert_eq!(
        alerted(&school, &second).await,
        ["Col Colleague, cover", "Dee Deputy, chosen"],
        "whoever stands in is alerted as well"
    );
    school.clock.advance_seconds(31 * MINUTE);
    assert_eq!(looks(&school.app).await, 2);
    assert_eq!(
        alerted(&school, &first).await,
        ["Col Colleague, clock", "Dana Lead, chosen"]
    );
    school.elevates("dsl").await;
    dana.get(&format!("/concerns/{first}"))
        .await
        .reads("Passed on to Col Colleague, who stands in for Dee Deputy, at 11:37");

    let page = dana.get("/school/absences").await;
    page.reads("Dee Deputy is away from 18 November 2026 to 18 November 2026");
    let end = page.every("form[action^='/school/absences/']", "action");
    dana.post(&end[0], &[]).await.leads_to();
    dana.get("/school/absences").await.reads("Nobody is away");
    let third = logged(&school, &ella, &["dsl"]).await;
    school.clock.advance_seconds(30 * MINUTE);
    looks(&school.app).await;
    assert_eq!(alerted(&school, &third).await[1], "Dee Deputy, clock");
}

async fn nobody_whom_a_concern_names_is_ever_asked(school: School) {
    may_wait(&school, 30).await;
    let line = ["dsl", "deputy", "staff", "pastoral", "colleague"];
    lines_up(&school, &line).await;
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    names(&school, &id, "deputy").await;
    excludes(&school, "pastoral", &ella).await;
    for _ in 0..4 {
        school.clock.advance_seconds(30 * MINUTE);
        looks(&school.app).await;
    }
    assert_eq!(
        alerted(&school, &id).await,
        ["Col Colleague, clock", "Dana Lead, chosen"]
    );
    assert!(letters(&school, "deputy").await.is_empty());
    assert!(letters(&school, "pastoral").await.is_empty());
}

async fn when_all_leads_were_alerted_they_are_asked_again_one_by_one(school: School) {
    may_wait(&school, 30).await;
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl", "deputy"]).await;
    school.clock.advance_seconds(30 * MINUTE);
    assert_eq!(looks(&school.app).await, 1);
    assert_eq!(letters(&school, "dsl").await.len(), 2);
    assert_eq!(letters(&school, "deputy").await.len(), 1);
    school.clock.advance_seconds(30 * MINUTE);
    assert_eq!(looks(&school.app).await, 1);
    assert_eq!(letters(&school, "deputy").await.len(), 2);
    assert_eq!(stands(&school, &id).await.2, 2);
}

async fn the_head_who_has_it_lets_the_clock_rest_until_the_next_day(school: School) {
    may_wait(&school, 30).await;
    lines_up(&school, &["colleague", "deputy"]).await;
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    school.clock.advance_seconds(30 * MINUTE);
    assert_eq!(looks(&school.app).await, 1);
    let mut head = school.signed_in("colleague").await;
    head.get(&format!("/concerns/{id}")).await.is(200);
    let to = format!("/concerns/{id}/alert/acknowledgement");
    head.post(&to, &[]).await.leads_to();
    assert_eq!(
        stands(&school, &id).await,
        ("new".into(), "Thu 08:30".into(), 1)
    );
}

async fn in_the_holidays_whoever_looks_in_is_asked_first(school: School) {
    may_wait(&school, 30).await;
    let mut ada = school.elevated("admin").await;
    let page = ada.get("/school/calendar").await;
    page.reads("Your school has not saved a calendar yet");
    let colleague = school.person("colleague").await.0;
    let mut fields = vec![
        ("term-first", "2026-09-01"),
        ("term-last", "2026-11-17"),
        ("term-first", "2027-01-04"),
        ("term-last", "2027-02-12"),
        ("term-first", ""),
        ("term-last", ""),
        ("closed-first", "2026-12-25"),
        ("closed-last", ""),
        ("closed-name", "Christmas Day"),
        ("opens-holidays", "10:00"),
        ("closes-holidays", "12:00"),
        ("holiday-person", &colleague),
    ];
    for (opens, closes) in [
        ("opens-Monday", "closes-Monday"),
        ("opens-Friday", "closes-Friday"),
    ] {
        fields.extend([(opens, "08:30"), (closes, "16:00")]);
    }
    ada.post("/school/calendar", &fields).await.leads_to();
    let kept = ada.get("/school/calendar").await;
    kept.reads("The last term entered here ends on 12 February 2027");
    assert_eq!(
        kept.every("[name=term-first]", "value"),
        ["2026-09-01", "2027-01-04", ""]
    );
    assert_eq!(
        kept.every("[name=closed-name]", "value"),
        ["Christmas Day", ""]
    );
    kept.never_says("has not saved a calendar yet");
    assert_eq!(kept.every("#opens-Monday", "value"), ["08:30"]);
    assert_eq!(kept.every("#opens-Tuesday", "value"), [""]);
    let ella = ella(&school).await;
    let id = logged(&school, &ella, &["dsl"]).await;
    assert_eq!(stands(&school, &id).await.1, "Wed 11:36");
    school.clock.advance_seconds(30 * MINUTE);
    assert_eq!(looks(&school.app).await, 1);
    assert_eq!(alerted(&school, &id).await[0], "Col Colleague, clock");
    assert_eq!(
        stands(&school, &id).await.1,
        "Thu 10:06",
        "24 minutes were left"
    );

    school.elevates("admin").await;
    fields.push(("opens-Sunday", "09:00"));
    let wrong = ada.post("/school/calendar", &fields).await;
    wrong.is(422).reads("until when the hours of Sunday count");
    assert_eq!(wrong.every("#opens-Sunday", "value"), ["09:00"]);
}

async fn the_school_keeps_its_own_line(school: School) {
    let mut ada = school.elevated("admin").await;
    ada.get("/alerts/line")
        .await
        .reads("passed on to the safeguarding leads, by name: Dana Lead, then Dee Deputy.");
    lines_up(&school, &["deputy", "dsl"]).await;
    let page = ada.get("/alerts/line").await;
    assert_eq!(
        page.every("#place-1 option[selected]", "value"),
        [school.person("deputy").await.0]
    );
    let deputy = school.person("deputy").await.0;
    let twice = [("place-1", deputy.as_str()), ("place-2", deputy.as_str())];
    ada.post("/alerts/line", &twice)
        .await
        .is(422)
        .reads("Choose each person once");
    let administrator = school.person("admin").await.0;
    ada.post("/alerts/line", &[("place-1", administrator.as_str())])
        .await
        .is(422)
        .reads("Choose somebody who reads alerts");
    assert!(school.wrote_down("next in line changed").await.is_some());
    let mut lee = school.neighbour("Administrator").await;
    lee.get("/alerts/line").await.never_says("Dana Lead");
}

async fn the_second_of_two_who_save_the_line_at_once_sees_what_the_first_saved(school: School) {
    let mut ada = school.elevated("admin").await;
    let shown = ada.get("/alerts/line").await;
    let shown = shown.every("input[name=shown]", "value").remove(0);
    lines_up(&school, &["deputy", "dsl"]).await;
    let dsl = school.person("dsl").await.0;
    let page = ada
        .post("/alerts/line", &[("place-1", &dsl), ("shown", &shown)])
        .await;
    page.is(422)
        .reads("Somebody else has saved another line")
        .reads("Saved meanwhile: Dee Deputy, then Dana Lead.");
    let chosen = page.every("#place-1 option[selected]", "value");
    assert_eq!(chosen, [&*dsl]);
    let shown = page.every("input[name=shown]", "value").remove(0);
    ada.post("/alerts/line", &[("place-1", &dsl), ("shown", &shown)])
        .await
        .leads_to();
    let page = ada.get("/alerts/line").await;
    assert_eq!(page.every("#place-1 option[selected]", "value"), [dsl]);
    let second = page.every("#place-2 option[selected]", "value");
    assert!(second.is_empty(), "{second:?}");
}
