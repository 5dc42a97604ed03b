//! Finding pupils as one types. The words come in a body, never in an address.

use axum::Json;
use axum::response::IntoResponse;
use keyward_web::{Answer, Form, Pairs, Problem};
use serde::Serialize;

use crate::cx::Cx;
use crate::pupils;

#[derive(Serialize)]
struct Found {
    pupils: Vec<FoundPupil>,
}

#[derive(Serialize)]
struct FoundPupil {
    id: String,
    name: String,
    about: String,
}

/// The pupils whose names or UPN hold what was typed.
pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let text = form.text("find").to_owned();
    let found = cx
        .read(move |tx| pupils::search_for_logging(tx, &text))
        .await?;
    let pupils = found
        .into_iter()
        .map(|pupil| FoundPupil {
            name: pupil.display_name(),
            about: pupil.description(),
            id: pupil.id.0,
        })
        .collect();
    Ok::<_, Problem>(Json(Found { pupils }).into_response())
}
