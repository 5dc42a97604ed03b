//! Signing out ends the session on the server.

use keyward_web::{Answer, Problem};

use super::store;
use crate::audit::Entry;
use crate::cx::{Cx, guard};

pub(super) async fn post(cx: Cx) -> Answer {
    let session = cx.session.clone();
    cx.write(move |tx| {
        store::end_session(tx)?;
        tx.entry(Entry::of("signed out", "session", &session.0))?;
        Ok::<_, Problem>(())
    })
    .await?;
    Ok(guard::without_session(
        cx.app(),
        cx.redirect(format!("/{}", cx.school.slug))?,
    ))
}
