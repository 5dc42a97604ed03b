//! The rules of the house that hold over every feature: walked over the route table.

mod accounts;
mod beside;
mod matrix;
mod outcome;

use axum::http::Method;
use keyward_db::Sql;
use keyward_db::testing::{Kind, Private};
use scraper::{Html, Selector};

use crate::access::{Access, Column, Right};
use crate::app::features;
use crate::migrations::MIGRATIONS;
use crate::school::SETTINGS;

async fn every_statement_prepares_on(kind: Kind) {
    let database = Private::from_template(kind, MIGRATIONS);
    let statements: Vec<Sql> = features().into_iter().flat_map(|f| f.statements).collect();
    assert!(statements.len() > 20, "the features list their statements");
    let prepared = database.db().prepare_each(&statements).await;
    assert!(prepared.is_ok(), "{prepared:?}");
}

#[tokio::test]
async fn every_statement_prepares_on_sqlite() {
    every_statement_prepares_on(Kind::Sqlite).await;
}

#[tokio::test]
async fn every_statement_prepares_on_postgres() {
    every_statement_prepares_on(Kind::Postgres).await;
}

/// The tables of which a large school has hundreds of thousands of rows.
const LARGE: [&str; 15] = [
    "action",
    "alert",
    "amendment",
    "audit_entry",
    "body_mark",
    "case_standing",
    "concern",
    "concern_category",
    "concern_document",
    "concern_pupil",
    "concern_staff",
    "document",
    "follow_up",
    "mail",
    "reading",
];

/// What walks one of them on purpose, and why that is no page.
const WALKS: [&str; 6] = [
    // When an index for searching has been put together, whether it is whole.
    "keyward::search::store::COUNTS",
    // What somebody was alerted to and is named in, each once for a search.
    "keyward::search::scope::ALERTED",
    "keyward::search::scope::NAMED_IN",
    // The few concerns that name a lead or are of a file that one is kept from, before somebody is
    // excluded or is a lead no more.
    "keyward::exclusions::led::UNLED_CONCERNS",
    // The same, before a lead's last key that counts is removed.
    "keyward::key_policy::leads::STRANDED",
    // `keyward audit verify`.
    "keyward::audit::store::STRAY",
];

/// The indexes that hold few rows of one person, of which no page needs more than the first.
const SHORT: [&str; 1] = ["alert_waiting"];

#[tokio::test]
async fn no_page_walks_every_record_of_a_school() {
    let database = Private::from_template(Kind::Sqlite, MIGRATIONS);
    let mut walks = Vec::new();
    for sql in features().into_iter().flat_map(|f| f.statements) {
        for step in database.plan(sql) {
            let walks_all = step.how.starts_with("SCAN")
                || step.how.ends_with("(school_id=?)")
                || step.how.ends_with("(person_id=?)");
            let is_short = SHORT.iter().any(|index| step.how.contains(index));
            if walks_all
                && !is_short
                && LARGE.contains(&step.table.as_str())
                && !WALKS.contains(&sql.name())
            {
                walks.push(format!("{}: {}", sql.name(), step.how));
            }
        }
    }
    assert!(walks.is_empty(), "{walks:#?}");
}

#[test]
fn every_page_renders_with_one_heading_a_title_and_a_main_part() {
    let one = |html: &Html, selector: &str| {
        html.select(&Selector::parse(selector).expect("a selector"))
            .count()
    };
    let mut pages = 0;
    let features = features().into_iter().chain([crate::demo::feature()]);
    for (name, page) in features.flat_map(|feature| feature.samples) {
        let html = Html::parse_document(&page);
        for element in ["title", "h1", "main"] {
            assert_eq!(one(&html, element), 1, "{element} of {name}:\n{page}");
        }
        assert_eq!(
            one(&html, "[style], style, script:not([src]), [onclick]"),
            0,
            "{name}"
        );
        pages += 1;
    }
    assert!(pages > 4);
}

#[test]
fn whoever_may_open_a_setting_is_shown_it_by_the_list_and_no_other() {
    let features = features();
    let may_get = |address: &str| {
        let mut routes = features.iter().flat_map(|feature| &feature.routes);
        routes
            .find(|route| route.method == Method::GET && route.address == address)
            .map(|route| route.may)
    };
    let list = may_get(SETTINGS).expect("the list has a route");
    let mut found = 0;
    for setting in features.iter().flat_map(|feature| &feature.settings) {
        assert_eq!(may_get(setting.href), Some(setting.may), "{setting:?}");
        for right in Right::ALL {
            let access = Access::new([(Column::Elevated, right)], true);
            let opens = setting.may.allows(Some(&access));
            assert!(!opens || list.allows(Some(&access)), "{setting:?}");
        }
        found += 1;
    }
    assert!(found > 8);
}

#[test]
fn what_takes_a_password_masks_it_and_lets_a_password_manager_fill_it_in() {
    let fields = Selector::parse("input[name*=password], input[name=current], input[name=again]");
    let fields = fields.expect("a selector");
    let mut found = 0;
    for (name, page) in features().into_iter().flat_map(|feature| feature.samples) {
        for field in Html::parse_document(&page).select(&fields) {
            assert_eq!(field.attr("type"), Some("password"), "{name}");
            assert_eq!(field.attr("value"), None, "{name}");
            let filled = field.attr("autocomplete").unwrap_or_default();
            assert!(
                ["current-password", "new-password"].contains(&filled),
                "{name}: {filled}"
            );
            found += 1;
        }
    }
    assert!(found > 5, "{found}");
}

#[test]
fn no_secret_is_kept_on_a_page_for_later() {
    let fields = Selector::parse("input, textarea").expect("a selector");
    let mut found = 0;
    for (name, page) in features().into_iter().flat_map(|feature| feature.samples) {
        for field in Html::parse_document(&page).select(&fields) {
            let classes = field.attr("class").unwrap_or_default();
            let is_secret = field.attr("type") == Some("password")
                || field.attr("autocomplete") == Some("one-time-code")
                || classes.contains("kw-code");
            let called = field.attr("name").unwrap_or_default();
            assert!(
                !is_secret || crate::cx::is_secret(called),
                "{called} of {name}"
            );
            found += usize::from(is_secret);
        }
    }
    assert!(found > 10, "{found}");
}

#[test]
fn no_address_stands_twice_in_the_route_table() {
    let mut seen = std::collections::BTreeSet::new();
    for route in features().iter().flat_map(|feature| &feature.routes) {
        let line = format!("{} {}", route.method, route.address);
        assert!(seen.insert(line.clone()), "{line} stands twice");
    }
}

#[test]
fn no_school_takes_an_address_of_the_houses_own() {
    let features = features().into_iter().chain([crate::demo::feature()]);
    for route in features.flat_map(|feature| feature.routes) {
        let first = route.address.split('/').nth(1).unwrap_or_default();
        if !first.is_empty() && !first.starts_with('{') {
            assert!(
                crate::school::is_reserved(first),
                "{first} in src/school/add.rs"
            );
        }
    }
}
