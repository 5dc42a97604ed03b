//! Dropping elevated access before it drops by itself.

use keyward_web::{Answer, Problem};

use super::next::DASHBOARD;
use crate::audit::Entry;
use crate::cx::{Cx, drop_elevation, guard};
use crate::sign_in;

/// Drops it, and gives the session a new secret: whoever copied the old one has nothing.
pub(super) async fn post(cx: Cx) -> Answer {
    let session = cx.session.clone();
    let token = cx
        .write(move |tx| {
            if !drop_elevation(tx, &session)? {
                return Ok(None);
            }
            let token = sign_in::rotate(tx)?;
            tx.entry(Entry::of("elevation dropped", "session", &session.0))?;
            tx.say("Elevated access is off.")?;
            Ok::<_, Problem>(Some(token))
        })
        .await?;
    let response = cx.redirect(DASHBOARD)?;
    Ok(match token {
        Some(token) => guard::with_session(cx.app(), response, &token),
        None => response,
    })
}
