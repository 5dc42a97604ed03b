//! What was being sent when elevated access, or the session, had ended: it is kept on the page
//! that says so, and can be sent again from there. Nothing of it is stored.

use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use keyward_web::Pairs;

use super::{Visit, show};
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "cx/kept.html")]
struct KeptPage {
    shell: Shell,
    address: String,
    /// What was typed; what a ceremony filled in is not kept.
    fields: Vec<(String, String)>,
    signed_out: bool,
}

/// Whether this request brings a form that can be kept.
pub fn is_form(method: &Method, headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    *method == Method::POST
        && kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// The page for somebody whose elevated access has ended.
pub fn elevation_over(visit: &Visit, address: &str, form: &Pairs) -> Response {
    page(visit, address, form, false)
}

/// The page for somebody who is not signed in any more.
pub fn signed_out(visit: &Visit, address: &str, form: &Pairs) -> Response {
    page(visit, address, form, true)
}

fn page(visit: &Visit, address: &str, form: &Pairs, signed_out: bool) -> Response {
    let secret =
        |name: &str| name.contains("password") || name == "credential" || name == "ceremony";
    let fields = form
        .all()
        .iter()
        .filter(|(name, _)| !secret(name))
        .cloned()
        .collect();
    let page = KeptPage {
        shell: visit.page(),
        address: address.to_owned(),
        fields,
        signed_out,
    };
    show(StatusCode::FORBIDDEN, &page).into_response()
}
