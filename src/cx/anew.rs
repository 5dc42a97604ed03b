//! Who is there still, when what they sent was long in coming.

use std::sync::Arc;

use axum::http::StatusCode;
use keyward_web::Problem;

use super::presence::{self, Upkeep};
use super::{Presence, Visit};

/// The same visit at this moment, if its person is still signed in, still holds the right that the
/// route needs, and is elevated still where they were.
///
/// # Errors
/// That it is not so.
pub(super) async fn anew(visit: &Visit, before: &Presence) -> Result<Visit, Problem> {
    let (app, now) = (&visit.app, visit.app.now());
    let presence = match &visit.secret {
        Some(secret) => presence::of(app, secret, now).await?,
        None => None,
    };
    let presence = presence.filter(|presence| {
        presence.upkeep != Upkeep::SessionOver
            && presence.elevation.is_some() >= before.elevation.is_some()
            && visit.may.allows(Some(&presence.access))
    });
    let Some(mut presence) = presence else {
        return Err(Problem::refused(
            StatusCode::FORBIDDEN,
            "Your access ended while this was being sent",
            "Nothing of it was kept. Sign in again, or elevate your access again, then send it once \
             more.",
        ));
    };
    // What the next page says was read once already, with the request.
    presence.flash.clone_from(&before.flash);
    Ok(Visit {
        now,
        is_act_while_viewing: visit.is_act_while_viewing,
        presence: Some(Arc::new(presence)),
        ..visit.clone()
    })
}
