//! The stock: which keys the school has brought in, and who linked which.

mod act;
mod add;
mod import;
mod list;

use crate::access::{May, Right};
use crate::feature::Feature;

/// Who sees to the stock.
const MAY: May = May::Have(Right::ManagePeople);

/// Adds the stock's pages.
pub(super) fn pages(feature: Feature) -> Feature {
    feature
        .get("/keys/stock", MAY, list::get)
        .post("/keys/stock", MAY, add::post)
        .get("/keys/stock/new", MAY, add::get)
        .get("/keys/stock/imports/new", MAY, import::get)
        .get("/keys/stock/imports", MAY, import::elsewhere)
        .upload("/keys/stock/imports", MAY, import::post)
        .get("/keys/stock/{stock}/removal", MAY, act::removal)
        .post("/keys/stock/{stock}/removal", MAY, act::remove)
        .get("/keys/stock/{stock}/release", MAY, act::release)
        .post("/keys/stock/{stock}/release", MAY, act::free)
        .sample("the stock of USB keys", &list::sample())
        .sample("no USB keys in stock", &list::empty_sample())
        .sample("add a USB key by hand", &add::sample())
        .sample("import USB keys", &import::sample())
        .sample(
            "an import of USB keys with wrong lines",
            &import::wrong_sample(),
        )
        .sample("remove a USB key from stock", &act::removal_sample())
        .sample("release a USB key", &act::release_sample())
}
