//! A problem as a page: what happened, what to do next, and never what went wrong inside.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use keyward_moment::{Moment, new_id};
use keyward_web::Problem;

use super::{Visit, viewing};
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "cx/problem.html")]
struct ProblemPage<'a> {
    shell: Shell,
    title: &'a str,
    words: &'a str,
    reference: Option<String>,
    offer_elevation: bool,
    signed_in: bool,
    /// Whether it is open to them once they view as themselves again.
    stops_viewing: bool,
}

/// The page of this problem for this visitor.
pub fn of(visit: &Visit, problem: &Problem) -> Response {
    let access = visit.presence.as_ref().map(|presence| &presence.access);
    let keys = visit.presence.as_ref().map_or(0, |presence| presence.keys);
    let (title, words, why) = match problem {
        Problem::NotFound => (
            "Page not found",
            "If you typed the address, check that it is right. If you followed a link, what it led \
             to is not here, or is not yours to see.",
            None,
        ),
        Problem::Refused { title, words, .. } => (*title, words.as_str(), None),
        Problem::TooLarge => (
            "This is too large to send",
            "Nothing was changed. Go back, make it smaller, and send it again.",
            None,
        ),
        Problem::Away(why) => (
            "Keyward cannot save or read records at the moment",
            "Nothing was changed. Wait a minute, then go back and try again. If it stays like this, \
             tell your school's support and give them the reference.",
            Some(why),
        ),
        Problem::Bug(why) => (
            "Something went wrong",
            "Nothing was changed. This is our fault, not yours. Go back and try again. If it \
             happens again, tell your school's support and give them the reference.",
            Some(why),
        ),
    };
    let reference = why.map(|why| {
        let reference = reference(visit.now);
        tracing::error!(%reference, %why);
        reference
    });
    let page = ProblemPage {
        shell: visit.page(),
        title,
        words,
        reference,
        offer_elevation: *problem == Problem::NotFound
            && keys > 0
            && access.is_some_and(crate::access::Access::would_grow),
        signed_in: access.is_some(),
        stops_viewing: viewing::is_refusal(problem),
    };
    match page.render() {
        Ok(html) => (problem.status(), Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The name under which the log and the person know one failure: twelve characters.
fn reference(now: Moment) -> String {
    new_id(now)
        .chars()
        .filter(|c| *c != '-')
        .skip(20)
        .collect::<String>()
        .to_uppercase()
}
