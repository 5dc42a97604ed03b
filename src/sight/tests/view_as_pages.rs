//! What the pages are while somebody views as another user group: nothing of their own, and no act.

use axum::http::Method;

use super::view_as::{two_years, views_as};
use super::*;
use crate::app::features;
use crate::testing::{Page, Visitor, on_both_databases};

on_both_databases! {
    what_is_ones_own_is_not_shown_as_the_user_groups
    a_page_that_is_there_to_act_says_how_to_stop
    no_page_offers_an_act_while_somebody_views_as_a_user_group
    what_ones_own_rights_open_says_that_it_is_closed_and_how_to_open_it
    no_page_leads_to_one_that_is_closed_meanwhile
}

/// Where a form may lead meanwhile: to what only looks, and to the ends of it.
const HARMLESS: [&str; 7] = [
    "/view-as/end",
    "/elevation/end",
    "/sign-out",
    "/search",
    "/pupils",
    "/people",
    "/sight",
];

async fn views_as_deputy(school: &School) -> Visitor {
    let mut dana = school.elevated("dsl").await;
    views_as(&mut dana, "Deputy DSL", "").await;
    dana
}

async fn what_is_ones_own_is_not_shown_as_the_user_groups(school: School) {
    let (seven, _, of_seven, ..) = two_years(&school).await;
    let dsl = school.person("dsl").await;
    logs(&school, &dsl, &[&seven], "Attendance").await;
    alerts(&school, &of_seven, &dsl).await;
    let mut dana = school.elevated("dsl").await;
    let sheet = [("form", ""), ("seen_and_heard", "A draft of mine.")];
    dana.post("/drafts", &sheet).await.leads_to();
    let board = dana.get("/dashboard").await;
    for own in ["Waiting for you", "Concerns I logged", "Your drafts"] {
        board.reads(own);
    }
    let menu = dana.get("/pupils").await;
    menu.reads("Planner").reads("Log a concern");
    views_as(&mut dana, "Deputy DSL", "").await;
    let board = dana.get("/dashboard").await;
    board
        .is(200)
        .reads("theirs and not their user group’s")
        .reads("4 new");
    for own in [
        "Waiting for you",
        "Concerns I logged",
        "Your drafts",
        "Planner",
        "Log a concern",
        "unread",
    ] {
        board.never_says(own);
    }
    for page in ["/concerns", "/planner", "/account"] {
        let page = dana.get(page).await;
        page.is(403).reads("This page shows what is your own");
        page.reads("Stop viewing as Deputy DSL");
    }
    dana.get("/inbox").await.is(200).never_says("Unread");
}

async fn a_page_that_is_there_to_act_says_how_to_stop(school: School) {
    let (seven, _, of_seven, ..) = two_years(&school).await;
    let mut dana = views_as_deputy(&school).await;
    for page in [
        "/concerns/new".to_owned(),
        format!("/concerns/{of_seven}/actions"),
        format!("/concerns/{of_seven}/marks/new"),
        format!("/pupils/{seven}/flags/new"),
        format!("/pupils/{seven}/family/new"),
        "/approvals".to_owned(),
    ] {
        let page = dana.get(&page).await;
        page.is(403).reads("you can read and change nothing");
        page.reads("Stop viewing as Deputy DSL, then open it again");
    }
    dana.post("/view-as/end", &[]).await.leads_to();
    dana.get("/concerns/new")
        .await
        .is(200)
        .reads("Log a concern");
}

/// The address with each parameter filled by what is there.
fn filled(address: &str, pupil: &PupilId, concern: &ConcernId) -> Option<String> {
    let address = address.replace("{pupil}", &pupil.0);
    let address = address.replace("{concern}", &concern.0);
    (!address.contains('{')).then_some(address)
}

fn acts(page: &Page) -> Vec<String> {
    let mut acts = page.every("form[method=post]", "action");
    acts.retain(|action| !HARMLESS.contains(&action.as_str()));
    acts
}

async fn no_page_offers_an_act_while_somebody_views_as_a_user_group(school: School) {
    let (seven, _, of_seven, ..) = two_years(&school).await;
    let dsl = school.person("dsl").await;
    alerts(&school, &of_seven, &dsl).await;
    school.puts_into("dsl", "Administrator").await;
    let mut dana = school.elevated("dsl").await;
    let routes: Vec<String> = features()
        .iter()
        .flat_map(|feature| &feature.routes)
        .filter(|route| route.method == Method::GET)
        .filter_map(|route| filled(route.address, &seven, &of_seven))
        .collect();
    assert!(routes.len() > 40, "{}", routes.len());
    for group in ["Deputy DSL", "Administrator"] {
        views_as(&mut dana, group, "").await;
        let (mut opened, mut offered) = (0, Vec::new());
        for address in &routes {
            let page = dana.get(address).await;
            if page.status == 200 {
                opened += 1;
                offered.extend(acts(&page).into_iter().map(|act| (address.clone(), act)));
            }
        }
        assert_eq!(offered, [], "as {group}");
        assert!(opened > 10, "{opened} pages as {group}");
        dana.post("/view-as/end", &[]).await.leads_to();
    }
}

async fn what_ones_own_rights_open_says_that_it_is_closed_and_how_to_open_it(school: School) {
    let (_, _, of_seven, ..) = two_years(&school).await;
    let mut dana = school.elevated("dsl").await;
    views_as(&mut dana, "Staff", "").await;
    for page in [
        "/inbox".to_owned(),
        "/patterns".to_owned(),
        "/settings".to_owned(),
        "/pupils".to_owned(),
        format!("/concerns/{of_seven}/actions"),
        "/concerns/not-there/actions".to_owned(),
    ] {
        let closed = dana.get(&page).await;
        closed
            .is(403)
            .reads("Staff does not open this page, so it is closed while you view as Staff");
        assert_eq!(closed.every("main input[name=next]", "value"), [&*page]);
        let buttons = closed.every("main form", "action");
        assert_eq!(buttons, ["/view-as/end"], "{page}");
    }
    // What her own rights do not open is not there, as it is while she views as herself.
    for page in ["/groups", "/audit", "/people", "/not-there"] {
        dana.get(page)
            .await
            .is(404)
            .never_says("Stop viewing as Staff, and open");
    }
    let typed = [("form", "f"), ("words", "What I wrote.")];
    let kept = dana
        .post(&format!("/concerns/{of_seven}/actions"), &typed)
        .await;
    kept.is(403).reads("What you wrote is kept on this page");
    for elsewhere in ["https://evil.example/", "//evil.example"] {
        let end = [("next", elsewhere)];
        assert_eq!(
            dana.post("/view-as/end", &end).await.leads_to(),
            "/dashboard"
        );
    }
    views_as(&mut dana, "Staff", "").await;
    let end = dana.post("/view-as/end", &[("next", "/inbox")]).await;
    assert_eq!(end.leads_to(), "/inbox");
    dana.get("/inbox").await.is(200);
}

async fn no_page_leads_to_one_that_is_closed_meanwhile(school: School) {
    let (seven, _, of_seven, ..) = two_years(&school).await;
    let dsl = school.person("dsl").await;
    alerts(&school, &of_seven, &dsl).await;
    school.puts_into("dsl", "Administrator").await;
    let mut dana = school.elevated("dsl").await;
    for (group, year) in [("Deputy DSL", ""), ("Administrator", ""), ("Pastoral", "7")] {
        views_as(&mut dana, group, year).await;
        let mut pages = vec![
            "/dashboard".to_owned(),
            "/inbox".to_owned(),
            "/settings".to_owned(),
            format!("/pupils/{seven}"),
            format!("/pupils/{seven}/chronology"),
            format!("/concerns/{of_seven}"),
        ];
        let mut seen = 0;
        while let Some(address) = pages.get(seen).cloned() {
            seen += 1;
            let page = dana.get(&address).await;
            if seen <= 6 && page.status != 200 {
                continue;
            }
            assert_ne!(page.status, 403, "{address} as {group}");
            // Only what the first few pages lead to is opened.
            if seen <= 6 {
                for link in page.every("main a[href^='/']", "href") {
                    if !pages.contains(&link) {
                        pages.push(link);
                    }
                }
            }
        }
        assert!(seen > 8, "{seen} pages as {group}");
        dana.post("/view-as/end", &[]).await.leads_to();
    }
}
