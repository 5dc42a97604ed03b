//! Pupils found as one types, wherever a page picks one: what the script is answered, and the choices
//! for whoever has none. The words come in a body, never in an address.

use axum::Json;
use axum::response::IntoResponse;
use keyward_web::{Answer, Form, Pairs};
use serde::Serialize;

use super::{Pupil, search_files};
use crate::cx::Cx;
use crate::layout::Choice;

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

/// What the script is answered: these pupils, each with what tells them from others of their name.
///
/// # Errors
/// None.
pub fn found(pupils: Vec<Pupil>) -> Answer {
    let pupils = pupils.into_iter().map(|pupil| FoundPupil {
        name: pupil.display_name(),
        about: pupil.description(),
        id: pupil.id.0,
    });
    let pupils = pupils.collect();
    Ok(Json(Found { pupils }).into_response())
}

/// These pupils, one of whom is chosen.
pub fn choices(found: &[Pupil]) -> Vec<Choice> {
    let choice =
        |pupil: &Pupil| Choice::new(&pupil.id.0, pupil.display_name()).hint(pupil.description());
    found.iter().map(choice).collect()
}

/// The pupils whose files the actor may read, by what was typed.
pub(super) async fn of_files(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let text = form.text("find").to_owned();
    found(cx.read(move |tx| search_files(tx, &text)).await?)
}
