//! The pages of school time, as those who keep it meet them.

use crate::testing::{Page, School, Visitor, on_both_databases};

on_both_databases! {
    terms_and_closed_days_are_rows_with_room_for_more
    the_second_of_two_who_save_the_calendar_at_once_sees_what_the_first_saved
}

const ADDRESS: &str = "/school/calendar";

type Fields = Vec<(&'static str, String)>;

async fn posts(visitor: &mut Visitor, to: &str, fields: &Fields) -> Page {
    let fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    visitor.post(to, &fields).await
}

/// What everybody's form says of the hours.
fn hours() -> Fields {
    let hours = [
        ("opens-Monday", "08:30"),
        ("closes-Monday", "16:00"),
        ("opens-holidays", "10:00"),
        ("closes-holidays", "12:00"),
    ];
    hours.map(|(name, time)| (name, time.to_owned())).to_vec()
}

async fn terms_and_closed_days_are_rows_with_room_for_more(school: School) {
    let mut ada = school.elevated("admin").await;
    let mut fields = hours();
    for (name, value) in [
        ("term-first", "2026-09-01"),
        ("term-last", "2026-11-17"),
        ("term-name", "Autumn term 2026"),
        ("term-first", ""),
        ("term-last", ""),
        ("closed-first", "2026-12-24"),
        ("closed-last", "2026-12-28"),
        ("closed-name", "Christmas"),
    ] {
        fields.push((name, value.to_owned()));
    }
    posts(&mut ada, ADDRESS, &fields).await.leads_to();
    let kept = ada.get(ADDRESS).await;
    let values = |page: &Page, name: &str| page.every(&format!("[name={name}]"), "value");
    assert_eq!(values(&kept, "term-first"), ["2026-09-01", ""]);
    assert_eq!(values(&kept, "term-name"), ["Autumn term 2026", ""]);
    kept.reads("The last term entered here (Autumn term 2026) ends on 17 November 2026.");
    assert_eq!(values(&kept, "closed-first"), ["2026-12-24", ""]);
    assert_eq!(values(&kept, "closed-last"), ["2026-12-28", ""]);
    let written = school.wrote_down("school calendar changed").await;
    assert!(written.is_some_and(|entry| entry.contains("closed days: 5")));

    // Without a script, more rows come from the server, with all that is typed.
    fields.push(("opens-Sunday", "09:00".to_owned()));
    let mut asks = fields.clone();
    asks.push(("more", "closed".to_owned()));
    let more = posts(&mut ada, "/school/calendar/rows", &asks).await;
    more.is(200).never_says("There is a problem");
    assert_eq!(values(&more, "opens-Sunday"), ["09:00"]);
    assert_eq!(values(&more, "closed-first"), ["2026-12-24", "", "", ""]);

    fields.push(("term-first", "2026-11-17".to_owned()));
    fields.push(("term-last", "2027-03-26".to_owned()));
    let wrong = posts(&mut ada, ADDRESS, &fields).await;
    wrong
        .is(422)
        .reads("Term 3 shares a day with term 1")
        .reads("until when the hours of Sunday count");
    assert_eq!(wrong.every("#term-first-3", "value"), ["2026-11-17"]);
}

async fn the_second_of_two_who_save_the_calendar_at_once_sees_what_the_first_saved(school: School) {
    let (mut ada, mut dana) = (school.elevated("admin").await, school.elevated("dsl").await);
    let shown = ada.get(ADDRESS).await;
    let shown = shown.every("input[name=shown]", "value").remove(0);
    let with = |closed: &[(&'static str, &'static str)], shown: &str| {
        let mut fields = hours();
        fields.push(("shown", shown.to_owned()));
        for (day, name) in closed {
            fields.push(("closed-first", (*day).to_owned()));
            fields.push(("closed-name", (*name).to_owned()));
        }
        fields
    };
    let christmas = ("2026-12-25", "Christmas Day");
    let new_year = ("2027-01-01", "New Year’s Day");
    posts(&mut dana, ADDRESS, &with(&[christmas], &shown))
        .await
        .leads_to();
    let page = posts(&mut ada, ADDRESS, &with(&[new_year], &shown)).await;
    page.is(422)
        .reads("Somebody else has saved the calendar")
        .reads("Closed days: 25 December 2026, Christmas Day");
    assert_eq!(
        page.every("[name=closed-name]", "value"),
        ["New Year’s Day", ""]
    );
    let kept = ada.get(ADDRESS).await;
    assert_eq!(
        kept.every("[name=closed-name]", "value"),
        ["Christmas Day", ""]
    );
    let both = page.every("input[name=shown]", "value").remove(0);
    posts(&mut ada, ADDRESS, &with(&[christmas, new_year], &both))
        .await
        .leads_to();
    let kept = ada.get(ADDRESS).await;
    assert_eq!(
        kept.every("[name=closed-name]", "value"),
        ["Christmas Day", "New Year’s Day", ""]
    );
}
