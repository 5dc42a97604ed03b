//! Removing a user group that nobody is in.

use axum::extract::Path;
use axum::http::StatusCode;
use keyward_web::{Answer, Problem};

use super::store;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::ids::GroupId;

pub(super) async fn post(cx: Cx, Path(id): Path<GroupId>) -> Answer {
    cx.write(move |tx| {
        let group = store::one(tx, &id)?;
        if !group.members.is_empty() {
            return Err(Problem::refused(
                StatusCode::UNPROCESSABLE_ENTITY,
                "This user group has people in it",
                "Nothing was changed. Put them into another user group on their own pages, then \
                 remove this one.",
            ));
        }
        store::remove(tx, &id)?;
        tx.entry(
            Entry::of("user group removed", "group", &id.0)
                .with("name", &group.name)
                .with("rights", group.columns.line()),
        )?;
        tx.say(&format!("The user group {} was removed.", group.name))
    })
    .await?;
    cx.redirect("/groups")
}
