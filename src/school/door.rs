//! The door: which school? And whether the house stands.

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use keyward_web::{Answer, Problem};

use super::{School, store};
use crate::cx::{Visit, redirect, show};
use crate::layout::Shell;

#[derive(Template)]
#[template(path = "school/door.html")]
pub(super) struct DoorPage {
    shell: Shell,
    schools: Vec<School>,
}

/// The list of schools; straight on where there is one, or where somebody is signed in.
pub(super) async fn get(visit: Visit) -> Answer {
    if visit.presence.is_some() {
        return redirect("/dashboard");
    }
    let schools = store::every(&visit.app).await?;
    if let [only] = schools.as_slice() {
        return redirect(format!("/{}", only.slug));
    }
    show(
        StatusCode::OK,
        &DoorPage {
            shell: visit.page(),
            schools,
        },
    )
}

/// For whoever watches the server: 200 while the database answers.
pub(super) async fn health(visit: Visit) -> Answer {
    visit.app.db().health().await.map_err(Problem::from)?;
    Ok("Keyward is well\n".into_response())
}

/// The page, filled with a sample.
pub(super) fn sample() -> DoorPage {
    let school = super::sample();
    DoorPage {
        shell: Shell::default(),
        schools: vec![school.clone(), school],
    }
}
