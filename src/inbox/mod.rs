//! The inbox.

use crate::feature::Feature;

/// The inbox's pages.
pub fn feature() -> Feature {
    Feature::named("inbox")
}
