//! Signing out ends the session on the server.

use keyward_web::{Answer, Problem};

use crate::audit::Entry;
use crate::cx::{Cx, guard};
use crate::sessions::{self, Cause};

pub(super) async fn post(cx: Cx) -> Answer {
    let session = cx.session.clone();
    cx.write(move |tx| {
        sessions::end(tx, &session, Cause::SignedOut)?;
        tx.entry(Entry::of("signed out", "session", &session.0))?;
        Ok::<_, Problem>(())
    })
    .await?;
    Ok(guard::without_session(
        cx.app(),
        cx.redirect(format!("/{}", cx.school.slug))?,
    ))
}
