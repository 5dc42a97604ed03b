//! Retiring a category, and bringing it back. Old concerns keep it either way.

use axum::extract::Path;
use axum::http::StatusCode;
use keyward_web::{Answer, Problem};

use super::edit::one;
use super::store;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::CategoryId;

pub(super) async fn post(cx: Cx, Path(id): Path<CategoryId>) -> Answer {
    cx.write(move |tx| retire(tx, &id)).await?;
    cx.redirect("/categories")
}

pub(super) async fn undo(cx: Cx, Path(id): Path<CategoryId>) -> Answer {
    cx.write(move |tx| bring_back(tx, &id)).await?;
    cx.redirect("/categories")
}

fn retire(tx: &mut Tx<'_, '_>, id: &CategoryId) -> Result<(), Problem> {
    let tree = store::tree(tx)?;
    let category = one(&tree, id)?;
    if !category.is_retired {
        store::retire(tx, id, true)?;
        if store::offered(tx)?.is_empty() {
            return Err(Problem::refused(
                StatusCode::CONFLICT,
                "This is the last category",
                "Nobody could log a concern without one. Add or bring back another category first.",
            ));
        }
        tx.entry(Entry::of("category retired", "category", &id.0).with("name", &category.name))?;
    }
    tx.say(&format!("The category {} is retired.", category.name))
}

fn bring_back(tx: &mut Tx<'_, '_>, id: &CategoryId) -> Result<(), Problem> {
    let tree = store::tree(tx)?;
    let category = one(&tree, id)?;
    if category.is_retired {
        store::retire(tx, id, false)?;
        let back = Entry::of("category brought back", "category", &id.0);
        tx.entry(back.with("name", &category.name))?;
    }
    let above = category.parent.as_ref().and_then(|id| one(&tree, id).ok());
    match above.filter(|above| above.is_retired) {
        Some(above) => tx.say(&format!(
            "The category {} is back. It is offered once {} is brought back too.",
            category.name, above.name
        )),
        None => tx.say(&format!("The category {} is back.", category.name)),
    }
}
