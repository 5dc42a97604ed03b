//! Alert groups: kept by the school, resolved when a concern is logged.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    a_group_is_resolved_when_a_concern_is_logged
    a_group_never_alerts_whom_a_concern_must_not_reach
    a_group_alone_is_enough_and_an_unknown_one_is_none
    a_group_is_kept_by_whoever_may
    the_second_of_two_who_save_a_group_at_once_sees_what_the_first_saved
    what_was_typed_for_a_group_that_somebody_removed_is_kept
    when_nobody_remains_the_leads_are_alerted
    whom_a_writer_chose_says_nothing_of_who_is_excluded
}

/// Adds an alert group; its identifier.
async fn adds(school: &School, name: &str, people: &[&str]) -> String {
    let mut dana = school.elevated("dsl").await;
    let mut fields = vec![("name", name.to_owned())];
    for person in people {
        fields.push(("member", school.person(person).await.0));
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(
        dana.post("/alert-groups", &fields).await.leads_to(),
        "/alert-groups"
    );
    let page = dana.get("/alert-groups").await;
    let links = page.every("a.kw-list__link", "href");
    links[0].trim_start_matches("/alert-groups/").to_owned()
}

async fn a_group_is_resolved_when_a_concern_is_logged(school: School) {
    let ella = ella(&school).await;
    let group = adds(&school, "Year 7 team", &["pastoral", "colleague"]).await;
    let mut sam = school.signed_in("staff").await;
    sam.get("/concerns/new")
        .await
        .reads("Year 7 team")
        .reads("Col Colleague, Pat Pastoral");
    let id = logs(&school, &mut sam, &ella, &["dsl", "colleague"], &[&group]).await;
    assert_eq!(
        alerted(&school, &id).await,
        [
            "Col Colleague, chosen",
            "Dana Lead, chosen",
            "Pat Pastoral, group"
        ]
    );
    assert_eq!(letters(&school, "colleague").await.len(), 1);
    sam.get(&format!("/concerns/{id}"))
        .await
        .reads("Through Year 7 team");

    // Whoever joins later was not alerted.
    let mut dana = school.elevated("dsl").await;
    let deputy = school.person("deputy").await.0;
    let fields = [("name", "Year 7 team"), ("member", deputy.as_str())];
    dana.post(&format!("/alert-groups/{group}"), &fields)
        .await
        .leads_to();
    assert_eq!(alerted(&school, &id).await.len(), 3);
}

async fn a_group_never_alerts_whom_a_concern_must_not_reach(school: School) {
    let ella = ella(&school).await;
    let group = adds(&school, "Year 7 team", &["pastoral", "colleague"]).await;
    excludes(&school, "colleague", &ella).await;
    let mut sam = school.signed_in("staff").await;
    let id = logs(&school, &mut sam, &ella, &[], &[&group]).await;
    assert_eq!(alerted(&school, &id).await, ["Pat Pastoral, group"]);
    assert!(letters(&school, "colleague").await.is_empty());
    // Whom it did not reach is told neither to whoever chose the group nor to whoever was alerted.
    sam.get(&format!("/concerns/{id}"))
        .await
        .reads("Col ColleagueThrough Year 7 team");
    let mut pat = school.elevated("pastoral").await;
    pat.get(&format!("/concerns/{id}"))
        .await
        .reads("Pat Pastoral (you)")
        .reads("Col ColleagueThrough Year 7 team");
}

async fn whom_a_writer_chose_says_nothing_of_who_is_excluded(school: School) {
    let ella = ella(&school).await;
    excludes(&school, "colleague", &ella).await;
    may_wait(&school, 30).await;
    let mut sam = school.signed_in("staff").await;
    let id = logs(&school, &mut sam, &ella, &["dsl", "colleague"], &[]).await;
    assert_eq!(alerted(&school, &id).await, ["Dana Lead, chosen"]);
    let url = format!("/concerns/{id}");
    let mut dana = school.elevated("dsl").await;
    dana.get(&url)
        .await
        .reads("Dana Lead (you)")
        .never_says("Col Colleague");
    sam.get(&url)
        .await
        .reads("Col ColleagueHas not opened it yet")
        .reads("Dana LeadOpened");
    // Nor to whom it was passed on, past whoever is excluded.
    school.clock.advance_seconds(31 * 60);
    assert_eq!(looks(&school.app).await, 1);
    sam.get(&url)
        .await
        .reads("Passed on to those next in line, one after the other, since")
        .reads("In line: Dana Lead, then Dee Deputy. Whoever")
        .never_says("Passed on to Dee Deputy");
    let mut dee = school.elevated("deputy").await;
    dee.get(&url).await.reads("Passed on to Dee Deputy at");
}

async fn what_was_typed_for_a_group_that_somebody_removed_is_kept(school: School) {
    let group = adds(&school, "Year 7 team", &["pastoral"]).await;
    let address = format!("/alert-groups/{group}");
    let (mut ada, mut dana) = (school.elevated("admin").await, school.elevated("dsl").await);
    let page = ada.get(&address).await;
    let shown = page.every("input[name=shown]", "value").remove(0);
    dana.post(&format!("{address}/retirement"), &[])
        .await
        .leads_to();
    let colleague = school.person("colleague").await.0;
    let fields = [
        ("name", "Year 7 and 8 team"),
        ("member", colleague.as_str()),
        ("shown", shown.as_str()),
    ];
    let page = ada.post(&address, &fields).await;
    page.is(422)
        .reads("Somebody removed this alert group while you had it open")
        .reads("Add an alert group")
        .never_says("Saved meanwhile");
    assert_eq!(page.every("#name", "value"), ["Year 7 and 8 team"]);
    assert_eq!(
        page.every("[name=member][checked]", "value"),
        [colleague.as_str()]
    );
    // Sent from there, it becomes a new one.
    let shown = page.every("input[name=shown]", "value").remove(0);
    let fields = [fields[0], fields[1], ("shown", shown.as_str())];
    ada.post("/alert-groups", &fields).await.leads_to();
    ada.get("/alert-groups").await.reads("Year 7 and 8 team");
    ada.get(&address).await.is(404);
    ada.post("/alert-groups/nowhere", &fields).await.is(404);
}

async fn when_nobody_remains_the_leads_are_alerted(school: School) {
    let ella = ella(&school).await;
    let group = adds(&school, "Year 7 team", &["colleague"]).await;
    excludes(&school, "colleague", &ella).await;
    excludes_too(&school, "deputy", &ella).await;
    let mut sam = school.signed_in("staff").await;
    let id = logs(&school, &mut sam, &ella, &[], &[&group]).await;
    assert_eq!(alerted(&school, &id).await, ["Dana Lead, chosen"]);
}

/// One exclusion more.
async fn excludes_too(school: &School, person: &str, pupil: &PupilId) {
    let (person, pupil) = (school.person(person).await, pupil.clone());
    let done = school.app.db().write(move |tx| {
        tx.execute(
            EXCLUDE,
            &params!["another exclusion", &person, &pupil, vec![0_u8]],
        )
    });
    assert_eq!(done.await.expect("written"), 1);
}

async fn a_group_alone_is_enough_and_an_unknown_one_is_none(school: School) {
    let ella = ella(&school).await;
    let group = adds(&school, "Year 7 team", &["pastoral"]).await;
    let mut sam = school.signed_in("staff").await;
    logs(&school, &mut sam, &ella, &[], &[&group]).await;
    let page = sam.post("/concerns", &[("alert-group", &group)]).await;
    page.is(422)
        .never_says("Choose at least one person to alert");
    assert_eq!(
        page.every("input[name=alert-group][checked]", "value"),
        [group.as_str()]
    );
    let page = sam.post("/concerns", &[("alert-group", "nowhere")]).await;
    page.is(422).reads("Choose at least one person to alert");
}

async fn a_group_is_kept_by_whoever_may(school: School) {
    let group = adds(&school, "Year 7 team", &["pastoral"]).await;
    let url = format!("/alert-groups/{group}");
    let mut ada = school.elevated("admin").await;
    ada.get(&url).await.is(200).reads("Pat Pastoral");
    for person in ["staff", "dsl", "pastoral"] {
        school.signed_in(person).await.get(&url).await.is(404);
    }
    let pastoral = school.person("pastoral").await.0;
    let same = [("name", "year 7 TEAM"), ("member", pastoral.as_str())];
    ada.post("/alert-groups", &same)
        .await
        .is(422)
        .reads("There is an alert group called year 7 TEAM already");
    ada.post("/alert-groups", &[("name", "")])
        .await
        .is(422)
        .reads("Enter a name, up to 60 characters")
        .reads("Choose who is in it");
    let mut lee = school.neighbour("Administrator").await;
    lee.get(&url).await.is(404);
    lee.post(&url, &same).await.is(404);
    lee.post(&format!("{url}/retirement"), &[]).await.is(404);
    ada.get(&url).await.is(200);
    ada.post(&format!("{url}/retirement"), &[]).await.leads_to();
    ada.get(&url).await.is(404);
    let mut sam = school.signed_in("staff").await;
    sam.get("/concerns/new").await.never_says("Year 7 team");
    assert!(school.wrote_down("alert group removed").await.is_some());
}

async fn the_second_of_two_who_save_a_group_at_once_sees_what_the_first_saved(school: School) {
    let group = adds(&school, "Year 7 team", &["pastoral"]).await;
    let url = format!("/alert-groups/{group}");
    let (pastoral, dsl) = (
        school.person("pastoral").await.0,
        school.person("dsl").await.0,
    );
    let (mut ada, mut dana) = (school.elevated("admin").await, school.elevated("dsl").await);
    let shown = ada.get(&url).await.every("input[name=shown]", "value");
    let of = |name: &'static str, member: &str, shown: &str| {
        [
            ("name", name.to_owned()),
            ("member", member.to_owned()),
            ("shown", shown.to_owned()),
        ]
    };
    let theirs = of("Year 7 and 8", &dsl, &shown[0]);
    let theirs = theirs.each_ref().map(|(name, value)| (*name, &**value));
    dana.post(&url, &theirs).await.leads_to();
    // The same, sent again, is what there is.
    dana.post(&url, &theirs).await.leads_to();
    let mine = of("Year 7", &pastoral, &shown[0]);
    let mine = mine.each_ref().map(|(name, value)| (*name, &**value));
    let page = ada.post(&url, &mine).await;
    page.is(422)
        .reads("Somebody else has saved this group")
        .reads("Saved meanwhile: Year 7 and 8, with Dana Lead");
    assert_eq!(page.every("#name", "value"), ["Year 7"]);
    ada.get("/alert-groups").await.reads("Year 7 and 8");
    let shown = page.every("input[name=shown]", "value");
    let mine = of("Year 7", &pastoral, &shown[0]);
    let mine = mine.each_ref().map(|(name, value)| (*name, &**value));
    ada.post(&url, &mine).await.leads_to();
    ada.get("/alert-groups").await.never_says("Year 7 and 8");
}
