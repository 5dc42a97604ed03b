//! Taking a free key out of the stock, and releasing one that its holder gave up.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Problem};

use super::list;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::StockId;
use crate::layout::Shell;
use crate::usb_keys::store::{self, InStock};

#[derive(Template)]
#[template(path = "usb_keys/stock/removal.html")]
pub(super) struct RemovalPage {
    shell: Shell,
    key: InStock,
}

#[derive(Template)]
#[template(path = "usb_keys/stock/release.html")]
pub(super) struct ReleasePage {
    shell: Shell,
    key: InStock,
    holder: String,
}

/// A key that nobody has.
fn free_key(tx: &mut Tx<'_, '_>, id: &StockId) -> Result<InStock, Problem> {
    let key = store::one(tx, id)?;
    match key.held {
        None => Ok(key),
        Some(_) => Err(Problem::NotFound),
    }
}

/// A key that its holder gave up, and the holder's name.
fn given_up(tx: &mut Tx<'_, '_>, id: &StockId) -> Result<(InStock, String), Problem> {
    let key = store::one(tx, id)?;
    let held = key.held.clone().filter(|held| held.until.is_some());
    let held = held.ok_or(Problem::NotFound)?;
    Ok((key, held.name))
}

pub(super) async fn removal(cx: Cx, Path(id): Path<StockId>) -> Answer {
    let key = cx.read(move |tx| free_key(tx, &id)).await?;
    let shell = cx.page();
    cx.show(&RemovalPage { shell, key })
}

pub(super) async fn remove(cx: Cx, Path(id): Path<StockId>) -> Answer {
    cx.write(move |tx| {
        let key = free_key(tx, &id)?;
        store::remove(tx, &id)?;
        tx.entry(written("USB key removed from stock", &key))?;
        tx.say(&format!("The key {} is out of the stock.", key.name()))
    })
    .await?;
    cx.redirect("/keys/stock")
}

pub(super) async fn release(cx: Cx, Path(id): Path<StockId>) -> Answer {
    let (key, holder) = cx.read(move |tx| given_up(tx, &id)).await?;
    let shell = cx.page();
    cx.show(&ReleasePage { shell, key, holder })
}

/// Lets somebody else link the key.
pub(super) async fn free(cx: Cx, Path(id): Path<StockId>) -> Answer {
    cx.write(move |tx| {
        let (key, holder) = given_up(tx, &id)?;
        store::free(tx, &id)?;
        tx.entry(written("USB key released", &key).with("held before by", holder))?;
        tx.say(&format!(
            "The key {} is free: whoever has it can link it.",
            key.name()
        ))
    })
    .await?;
    cx.redirect("/keys/stock")
}

fn written(act: &'static str, key: &InStock) -> Entry {
    Entry::of(act, "USB key in stock", &key.id.0)
        .with("kind", key.sort.words())
        .with("serial", &key.serial)
        .with("public ID", &key.public_id)
}

/// The page before a removal, filled with a sample.
pub(super) fn removal_sample() -> RemovalPage {
    RemovalPage {
        shell: Shell::default(),
        key: list::sample_key("508326"),
    }
}

/// The page before a release, filled with a sample.
pub(super) fn release_sample() -> ReleasePage {
    ReleasePage {
        shell: Shell::default(),
        key: list::sample_key("508326"),
        holder: "Amira Khan".into(),
    }
}
