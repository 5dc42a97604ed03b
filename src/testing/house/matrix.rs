//! Who reaches which route: the whole route table against every kind of person, as the guard
//! really answers; `POST*` asks for a fresh touch each time. The reviewed matrix stands in
//! `snapshots/`; a change shows there line by line.
//!
//! After a route was added or its right changed, look at the difference and accept it with
//! `INSTA_UPDATE=always cargo test house`.

use std::fmt::Write;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::access::{Access, Column, FIRST_GROUPS, May};
use crate::app::{App, features};
use crate::cx::guard::SESSION_COOKIE;
use crate::feature::{Feature, router};
use crate::testing::{School, on_both_databases};

on_both_databases! {
    the_guard_answers_every_route_and_role_as_reviewed
}

/// Who comes: the heading, the address, the user group, and whether their key has elevated them.
const ROLES: [(&str, &str, &str, bool); 8] = [
    ("staff", "staff", "Staff", false),
    ("pastoral", "pastoral", "Pastoral", false),
    ("pastoral+key", "pastoral", "Pastoral", true),
    ("dsl", "dsl", "DSL", false),
    ("dsl+key", "dsl", "DSL", true),
    ("deputy+key", "deputy", "Deputy DSL", true),
    ("admin", "admin", "Administrator", false),
    ("admin+key", "admin", "Administrator", true),
];
const ADMITTED: &str = "admitted";

/// Every feature that any server has.
fn every_feature() -> Vec<Feature> {
    let mut features = features();
    features.push(crate::demo::feature());
    features
}

/// The same routes behind the same guard, answered by one word instead of a page.
fn hollow() -> Vec<Feature> {
    let hollow = every_feature().into_iter().map(|feature| {
        let routes = feature.routes.iter();
        routes.fold(Feature::named(feature.name), |hollow, route| {
            match route.method {
                Method::GET => hollow.get(route.address, route.may, || async { ADMITTED }),
                _ => hollow.post(route.address, route.may, || async { ADMITTED }),
            }
        })
    });
    hollow.collect()
}

/// The address with each parameter filled by what does not exist.
fn filled(address: &str) -> String {
    let parts = address.split('/').map(|part| match part.starts_with('{') {
        true => "nothing",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn is_admitted(router: &axum::Router, method: &Method, path: &str, token: &str) -> bool {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header("cookie", format!("{SESSION_COOKIE}={token}"))
        .body(Body::empty())
        .expect("a request");
    let response = router.clone().oneshot(request).await.expect("an answer");
    let status = response.status();
    let body = response.into_body().collect().await.expect("a body");
    match status {
        StatusCode::OK => {
            assert_eq!(body.to_bytes(), ADMITTED.as_bytes(), "{path}");
            true
        }
        // The same words as what is not there; the door, for whoever is not signed in.
        StatusCode::NOT_FOUND => false,
        StatusCode::SEE_OTHER if token.is_empty() && method.is_safe() => false,
        other => panic!("{method} {path} answers {other}"),
    }
}

/// What the rules alone say of a user group that a new school begins with.
fn access(group: &str, is_elevated: bool) -> Access {
    let (_, standard, elevated) = FIRST_GROUPS
        .into_iter()
        .find(|(name, _, _)| *name == group)
        .expect("a user group");
    let standard = standard.iter().map(|right| (Column::Standard, *right));
    let elevated = elevated.iter().map(|right| (Column::Elevated, *right));
    Access::new(standard.chain(elevated), is_elevated)
}

async fn tokens(school: &School) -> Vec<String> {
    let mut tokens = Vec::new();
    // Those without their key come second: elevating somebody elevates all their sessions.
    for elevated in [true, false] {
        for (_, address, _, is_elevated) in ROLES {
            if is_elevated == elevated {
                let visitor = match is_elevated {
                    true => school.elevated(address).await,
                    false => school.signed_in(address).await,
                };
                tokens.push((address, is_elevated, visitor));
            }
        }
    }
    let of = |wanted: &str, elevated: bool| {
        let found = tokens
            .iter()
            .find(|(address, is_elevated, _)| *address == wanted && *is_elevated == elevated);
        let token = found.and_then(|(_, _, visitor)| visitor.session());
        token.expect("a session").to_owned()
    };
    ROLES
        .map(|(_, address, _, elevated)| of(address, elevated))
        .to_vec()
}

fn router_of(app: &App) -> axum::Router {
    router(app, &hollow()).with_state(app.clone())
}

async fn the_guard_answers_every_route_and_role_as_reviewed(school: School) {
    let (router, tokens) = (router_of(&school.app), tokens(&school).await);
    let mut matrix = format!("{:<54}{:<8}", "", "nobody");
    for (heading, ..) in ROLES {
        let _ = write!(matrix, "{heading:<14}");
    }
    matrix.truncate(matrix.trim_end().len());
    for feature in every_feature() {
        if !feature.routes.is_empty() {
            let _ = write!(matrix, "\n{}", feature.name);
        }
        for route in &feature.routes {
            let asks = if route.touch_to.is_some() { "*" } else { "" };
            let (line, path) = (
                format!("{}{asks} {}", route.method, route.address),
                filled(route.address),
            );
            let nobody = is_admitted(&router, &route.method, &path, "").await;
            assert_eq!(nobody, route.may.allows(None), "nobody: {line}");
            let mut row = format!("  {line:<52}{:<8}", word(nobody));
            for ((heading, _, group, elevated), token) in ROLES.into_iter().zip(&tokens) {
                let admitted = is_admitted(&router, &route.method, &path, token).await;
                let rules = route.may.allows(Some(&access(group, elevated)));
                assert_eq!(admitted, rules, "{heading}: {line}");
                let _ = write!(row, "{:<14}", word(admitted));
            }
            let _ = write!(matrix, "\n{}", row.trim_end());
        }
    }
    insta::assert_snapshot!("route_by_role", matrix);
}

fn word(admitted: bool) -> &'static str {
    if admitted { "yes" } else { "-" }
}

#[test]
fn what_changes_anything_asks_for_somebody() {
    let open = [
        "/{school}",
        "/{school}/found-key",
        "/{school}/lost-key",
        "/{school}/passkey",
        "/{school}/passkey/challenges",
        "/{school}/password-link",
        "/{school}/password/{token}",
    ];
    for route in every_feature().iter().flat_map(|feature| &feature.routes) {
        if route.method != Method::GET && route.may == May::Enter {
            assert!(
                open.contains(&route.address),
                "{} is open to anybody",
                route.address
            );
        }
    }
}
