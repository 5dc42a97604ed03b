//! What begins and ends, in a chronology.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    professionals_begin_and_end_in_it
}

async fn professionals_begin_and_end_in_it(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let mut dana = school.elevated("dsl").await;
    for (side, name, relation, began) in [
        ("professional", "Sol Work", "Social worker", "2026-03-03"),
        ("family", "Mo Ash", "Mother", "2026-03-03"),
    ] {
        let new = format!("/pupils/{zoe}/contacts/new?side={side}");
        let form = dana.get(&new).await.every("input[name=form]", "value");
        let fields = [
            ("form", form[0].as_str()),
            ("side", side),
            ("name", name),
            ("relation", relation),
            ("agency", "Northtown services"),
            ("began", began),
        ];
        let to = format!("/pupils/{zoe}/contacts");
        dana.post(&to, &fields).await.leads_to();
    }
    let list = dana.get(&format!("/pupils/{zoe}/contacts")).await;
    let ending = list.every("a[href$=ending]", "href");
    for ending in &ending {
        let page = dana.get(ending).await;
        if page.text().contains("Sol Work") {
            let fields = [("reason", "The plan ended.")];
            dana.post(ending, &fields).await.leads_to();
        }
    }
    let page = dana.get(&chronology(&zoe)).await;
    in_order(
        &page,
        &[
            "3 March 2026",
            "Sol Work (Social worker, Northtown services) became involved",
            "Written by Dana Lead on",
            "Sol Work (Social worker, Northtown services) is no longer involved",
            "The plan ended.",
        ],
    );
    page.never_says("Mo Ash");
    for (query, shows) in [
        ("kind=professionals", true),
        ("kind=flags", false),
        ("significance=significant", false),
        ("to=2026-03-02", false),
    ] {
        let page = dana.get(&format!("{}?{query}", chronology(&zoe))).await;
        assert_eq!(page.text().contains("Sol Work"), shows, "{query}");
    }
    let entries = school.entries_of("chronology opened").await;
    assert!(entries.iter().all(|(_, detail)| !detail.contains("Sol")));
}
