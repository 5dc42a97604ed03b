//! Nobody routes concerns to themselves, and nobody does it to others unnoticed.

use super::*;
use crate::access::Right;
use crate::key_policy::{self, Family, Policy};
use crate::testing::on_both_databases;
use crate::testing::software_key::{Kind, SoftwareKey};

on_both_databases! {
    whoever_keeps_the_line_puts_nobody_in_unnoticed
    nobody_but_a_lead_puts_themselves_in
    only_a_lead_stands_in_for_a_lead
    whoever_stands_in_reads_what_the_one_away_reads
    whoever_leads_no_more_stands_in_no_more
    an_absence_has_an_end
    leads_and_both_people_are_told_of_an_absence
    what_follows_from_who_hears_of_concerns_is_said
    a_key_that_a_user_group_does_not_take_is_none
}

const TO_THE_LINE: &str = "/alerts/line";

/// An absence of one for whom another stands in, on the day of the tests.
async fn absence(school: &School, away: &str, cover: &str) -> [(&'static str, String); 4] {
    [
        ("person", school.person(away).await.0),
        ("cover", school.person(cover).await.0),
        ("first", "2026-11-18".to_owned()),
        ("last", "2026-11-18".to_owned()),
    ]
}

async fn posts(visitor: &mut Visitor, to: &str, fields: &[(&str, String)]) -> crate::testing::Page {
    let fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    visitor.post(to, &fields).await
}

/// What was written to somebody about who hears of concerns.
async fn told(school: &School, person: &str) -> Vec<String> {
    let mut letters = school.letters_to(person).await;
    letters.retain(|letter| letter.contains("Subject: Who hears of concerns was changed"));
    letters
}

async fn whoever_keeps_the_line_puts_nobody_in_unnoticed(school: School) {
    let colleague = school.person("colleague").await.0;
    let group = [("name", "Year 7".to_owned()), ("member", colleague.clone())];
    let line = [("place-1", colleague.clone())];
    let away = absence(&school, "dsl", "deputy").await;
    let holidays = [
        ("opens-Monday", "08:30".to_owned()),
        ("closes-Monday", "16:00".to_owned()),
        ("opens-holidays", "10:00".to_owned()),
        ("closes-holidays", "12:00".to_owned()),
        ("holiday-person", colleague),
    ];
    // An unattended desk has no key.
    let mut desk = school.signed_in("admin").await;
    school.elevates("admin").await;
    let mut ada = school.elevated("admin").await;
    for (number, (to, fields)) in (1..).zip([
        ("/alert-groups", &group[..]),
        (TO_THE_LINE, &line),
        ("/school/absences", &away),
        ("/school/calendar", &holidays),
    ]) {
        let page = posts(&mut desk, to, fields).await;
        assert!(page.asks_for_a_touch(), "{to}");
        assert_eq!(told(&school, "dsl").await.len(), number - 1, "{to}");
        posts(&mut ada, to, fields).await.leads_to();
        assert_eq!(told(&school, "dsl").await.len(), number, "{to}");
    }
    let letters = told(&school, "dsl").await.concat();
    for words in [
        "Ada Admin put Col Colleague into the alert group Year 7.",
        "to Col Colleague, in turn",
        "Dana Lead is away from 18 November 2026 to 18 November 2026",
        "chose Col Colleague to be asked first",
    ] {
        assert!(letters.contains(words), "{words}\n{letters}");
    }
    // Saved again as it is, nobody is put in.
    posts(&mut ada, TO_THE_LINE, &line).await.leads_to();
    posts(&mut ada, "/school/calendar", &holidays)
        .await
        .leads_to();
    assert_eq!(told(&school, "dsl").await.len(), 4);
}

async fn nobody_but_a_lead_puts_themselves_in(school: School) {
    school.puts_into("admin", "Staff").await;
    let administrator = school.person("admin").await.0;
    let mut ada = school.elevated("admin").await;
    let away = absence(&school, "dsl", "admin").await;
    let group = [
        ("name", "Mine".to_owned()),
        ("member", administrator.clone()),
    ];
    let line = [("place-1", administrator.clone())];
    let holidays = [
        ("opens-Monday", "08:30".to_owned()),
        ("closes-Monday", "16:00".to_owned()),
        ("opens-holidays", "10:00".to_owned()),
        ("closes-holidays", "12:00".to_owned()),
        ("holiday-person", administrator),
    ];
    for (to, fields) in [
        ("/alert-groups", &group[..]),
        (TO_THE_LINE, &line),
        ("/school/absences", &away),
        ("/school/calendar", &holidays),
    ] {
        posts(&mut ada, to, fields)
            .await
            .is(422)
            .reads("You cannot put yourself in");
    }
    assert!(told(&school, "dsl").await.is_empty());
    // Whom somebody else put in saves the page again.
    let mut dana = school.elevated("dsl").await;
    posts(&mut dana, TO_THE_LINE, &line).await.leads_to();
    posts(&mut ada, TO_THE_LINE, &line).await.leads_to();
    let lead = [("place-1", school.person("dsl").await.0)];
    posts(&mut dana, TO_THE_LINE, &lead).await.leads_to();
}

async fn only_a_lead_stands_in_for_a_lead(school: School) {
    let mut ada = school.elevated("admin").await;
    for cover in ["colleague", "pastoral"] {
        let away = absence(&school, "dsl", cover).await;
        posts(&mut ada, "/school/absences", &away)
            .await
            .is(422)
            .reads("for a lead only another lead stands in");
    }
    let away = absence(&school, "dsl", "deputy").await;
    posts(&mut ada, "/school/absences", &away).await.leads_to();
}

async fn whoever_stands_in_reads_what_the_one_away_reads(school: School) {
    school.gives("Pastoral", Right::WorkCases).await;
    school.puts_into("colleague", "Pastoral").await;
    let mut dana = school.elevated("dsl").await;
    // Pat has year 7, and Col has no year group yet.
    let away = absence(&school, "pastoral", "colleague").await;
    posts(&mut dana, "/school/absences", &away)
        .await
        .is(422)
        .reads("with the same year groups and forms");
    let away = absence(&school, "colleague", "pastoral").await;
    posts(&mut dana, "/school/absences", &away).await.leads_to();
    let away = absence(&school, "staff", "colleague").await;
    posts(&mut dana, "/school/absences", &away).await.leads_to();
    let away = absence(&school, "pastoral", "dsl").await;
    posts(&mut dana, "/school/absences", &away).await.leads_to();
}

async fn whoever_leads_no_more_stands_in_no_more(school: School) {
    let ella = ella(&school).await;
    let mut dana = school.elevated("dsl").await;
    let away = absence(&school, "dsl", "deputy").await;
    posts(&mut dana, "/school/absences", &away).await.leads_to();
    let before = logged(&school, &ella, &["dsl"]).await;
    assert_eq!(
        alerted(&school, &before).await,
        ["Dana Lead, chosen", "Dee Deputy, cover"]
    );
    let done = school
        .app
        .db()
        .write(|tx| tx.execute(LEAVES_GROUPS, &params!["deputy@hawthorn-park.example"]));
    assert_eq!(done.await.expect("written"), 1);
    school.puts_into("deputy", "Staff").await;
    let after = logged(&school, &ella, &["dsl"]).await;
    assert_eq!(alerted(&school, &after).await, ["Dana Lead, chosen"]);
}

async fn an_absence_has_an_end(school: School) {
    let mut dana = school.elevated("dsl").await;
    let mut away = absence(&school, "dsl", "deputy").await;
    away[3].1 = "2027-01-19".to_owned();
    posts(&mut dana, "/school/absences", &away)
        .await
        .is(422)
        .reads("An absence lasts up to 62 days");
    away[3].1 = "2027-01-18".to_owned();
    posts(&mut dana, "/school/absences", &away).await.leads_to();
}

async fn leads_and_both_people_are_told_of_an_absence(school: School) {
    let mut ada = school.elevated("admin").await;
    let away = absence(&school, "staff", "colleague").await;
    posts(&mut ada, "/school/absences", &away).await.leads_to();
    for person in ["dsl", "deputy", "staff", "colleague"] {
        let letters = told(&school, person).await;
        assert_eq!(letters.len(), 1, "{person}");
        assert!(letters[0].contains("Col Colleague stands in"), "{person}");
    }
    assert!(told(&school, "pastoral").await.is_empty());
}

async fn what_follows_from_who_hears_of_concerns_is_said(school: School) {
    let teacher = school.person("colleague").await.0;
    let keyless = school.person("deputy").await.0;
    let lead = school.person("dsl").await.0;
    let mut key = SoftwareKey::new(Kind::U2f, 1);
    school.signed_in_with_a_key("dsl", &mut key).await;
    let mut dana = school.elevated("dsl").await;
    let page = dana.get(TO_THE_LINE).await;
    page.reads("Col Colleague, Staff (not a safeguarding lead)")
        .reads("Dee Deputy, Deputy DSL (no security key that opens concerns yet)")
        .never_says("Dana Lead, DSL (")
        .never_says("What follows from this line");
    // It is taken, with a warning beforehand and on the page.
    let line = [
        ("place-1", lead.clone()),
        ("place-2", teacher.clone()),
        ("place-3", keyless.clone()),
    ];
    posts(&mut dana, TO_THE_LINE, &line).await.leads_to();
    let page = dana.get(TO_THE_LINE).await;
    page.reads("The line was saved.")
        .reads("What follows from this line");
    assert_eq!(
        page.every(".moj-alert--warning[data-flash]", "role"),
        ["alert"]
    );
    for words in [
        "When Col Colleague acknowledges a concern, it still waits for a lead",
        "Dee Deputy has no security key that opens concerns yet, and cannot read a concern before they have one.",
    ] {
        assert_eq!(page.text().matches(words).count(), 2, "{words}");
    }
    page.never_says("Dana Lead is not")
        .never_says("Dana Lead has no");
    posts(&mut dana, TO_THE_LINE, &line[..1]).await.leads_to();
    let page = dana.get(TO_THE_LINE).await;
    assert_eq!(
        page.every(".moj-alert--success[data-flash]", "role"),
        ["alert"]
    );
    page.never_says("What follows from this line");
    // A group of teachers is what groups are for; whoever has no key hears and cannot read.
    let group = [("name", "Year 7".to_owned()), ("member", teacher)];
    posts(&mut dana, "/alert-groups", &group).await.leads_to();
    dana.get("/alert-groups")
        .await
        .never_says("has no security key");
    let group = [("name", "Leads".to_owned()), ("member", keyless)];
    posts(&mut dana, "/alert-groups", &group).await.leads_to();
    dana.get("/alert-groups")
        .await
        .reads("Dee Deputy has no security key that opens concerns yet");
}

async fn a_key_that_a_user_group_does_not_take_is_none(school: School) {
    let policy = Policy {
        families: [Family::U2fKeys].into(),
        ..Policy::default()
    };
    school.asks("Deputy DSL", policy).await;
    school.gives_key("deputy", key_policy::Kind::SoftKey).await;
    let mut dana = school.elevated("dsl").await;
    let keyless = "Dee Deputy, Deputy DSL (no security key that opens concerns yet)";
    dana.get(TO_THE_LINE).await.reads(keyless);
    school.gives_key("deputy", key_policy::Kind::U2f).await;
    dana.get(TO_THE_LINE).await.never_says(keyless);
}
