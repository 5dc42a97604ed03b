//! What was being sent when elevated access, or the session, had ended: it is kept on the page
//! that says so, and can be sent again from there. Nothing of it is stored.

use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use keyward_web::{Errors, Pairs};

use super::{Visit, show};
use crate::access::View;
use crate::layout::Shell;
use crate::security_keys::Ways;

#[derive(Template)]
#[template(path = "cx/kept.html")]
struct KeptPage {
    shell: Shell,
    address: String,
    /// What was typed; what a ceremony filled in is not kept.
    fields: Vec<(String, String)>,
    /// What of it a person wrote and can read.
    written: Vec<String>,
    signed_out: bool,
    /// The user group as which they view, if they do.
    viewing_as: Option<String>,
    /// What can be shown to elevate access again.
    ways: Ways,
    /// None: the field for a code is filled in on this page.
    errors: Errors,
    /// Whether nothing is open until a key is shown.
    awaits_key: bool,
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

/// The page for somebody who views as a user group and changes nothing meanwhile.
pub fn while_viewing(visit: &Visit, address: &str, form: &Pairs) -> Response {
    page(visit, address, form, false)
}

/// The page for somebody who is not signed in any more.
pub fn signed_out(visit: &Visit, address: &str, form: &Pairs) -> Response {
    page(visit, address, form, true)
}

fn page(visit: &Visit, address: &str, form: &Pairs, signed_out: bool) -> Response {
    let fields = what_was_typed(form);
    let written = fields.iter().filter(|(name, _)| !is_of_the_page(name));
    let written = written.map(|(_, value)| value.trim());
    let written = written
        .filter(|value| !value.is_empty() && !is_id(value))
        .map(str::to_owned)
        .collect();
    let presence = visit.presence.as_ref();
    let ways = presence.map_or_else(Ways::default, |presence| presence.ways);
    let mut shell = visit.page();
    // The page itself says what the flash would say.
    shell.flash = None;
    let page = KeptPage {
        shell,
        address: address.to_owned(),
        fields,
        written,
        signed_out,
        viewing_as: presence.and_then(|presence| presence.access.view().map(View::words)),
        ways,
        errors: Errors::new(),
        awaits_key: visit
            .presence
            .as_ref()
            .is_some_and(|presence| presence.access.awaits_key()),
    };
    show(StatusCode::FORBIDDEN, &page).into_response()
}

/// What a person typed and chose in a form: without secrets, and without what a key answered.
pub fn what_was_typed(form: &Pairs) -> Vec<(String, String)> {
    let fields = form.all().iter();
    let told = fields.filter(|(name, _)| !is_secret(name));
    told.cloned().collect()
}

/// Whether a field of this name holds a secret, or what a key answered.
pub fn is_secret(name: &str) -> bool {
    let words = ["password", "secret", "private"];
    words.iter().any(|word| name.contains(word))
        || name.ends_with("_code")
        || [
            "ceremony",
            "credential",
            "code",
            "codes",
            "current",
            "again",
        ]
        .contains(&name)
}

/// Whether a field of this name says which page this is, which save of it or where it leads: no person
/// wrote it.
fn is_of_the_page(name: &str) -> bool {
    ["draft", "turn", "act", "inbox"].contains(&name)
}

/// Whether this is what a form calls a record, which tells a person nothing.
fn is_id(value: &str) -> bool {
    let plain = |c: char| c == '-' || c.is_ascii_hexdigit();
    value.len() == 36 && value.matches('-').count() == 4 && value.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn what_a_person_wrote_is_shown_and_what_the_form_says_of_records_is_not() {
        assert!(is_id("01a2035c-c24d-755b-a5ac-9831031949b2"));
        for written in [
            "",
            "added by hand",
            "2026-11-22",
            "He said so - and so - and - so - on",
        ] {
            assert!(!is_id(written), "{written}");
        }
    }
}
