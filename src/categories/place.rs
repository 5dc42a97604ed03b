//! Moving a category one place up or down among those beside it.

use axum::extract::Path;
use keyward_web::{Answer, Form, Pairs, Problem};

use super::edit::one;
use super::store;
use super::tree::{Branch, Way, in_use, reordered};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::CategoryId;

pub(super) async fn post(cx: Cx, Path(id): Path<CategoryId>, Form(form): Form<Pairs>) -> Answer {
    let way = Way::named(form.text("to")).ok_or(Problem::NotFound)?;
    // The page puts whoever moves it by keyboard back on the button, so that they can move it on.
    let address = format!("/categories?moved={id}&to={}", way.name());
    cx.write(move |tx| place(tx, &id, way)).await?;
    cx.redirect(address)
}

fn place(tx: &mut Tx<'_, '_>, id: &CategoryId, way: Way) -> Result<(), Problem> {
    let tree = store::tree(tx)?;
    let category = one(&tree, id)?.clone();
    let ids = |categories: Vec<&super::Category>| -> Vec<CategoryId> {
        categories.iter().map(|one| one.id.clone()).collect()
    };
    // Those that are shown beside it: a retired one between two others would make a move do nothing.
    let used = in_use(tree);
    let above = |branch: &&Branch| Some(&branch.category.id) == category.parent.as_ref();
    let beside = match used.iter().find(above) {
        Some(branch) => ids(branch.beneath.iter().collect()),
        None => ids(used.iter().map(|branch| &branch.category).collect()),
    };
    let Some(order) = reordered(&beside, id, way) else {
        return Ok(());
    };
    store::order(tx, &order)?;
    tx.entry(Entry::of("category moved", "category", &id.0).with("name", &category.name))?;
    Ok(())
}
