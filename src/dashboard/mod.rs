//! The dashboard: what needs me, what I logged, and for elevated leads what is unread.

mod show;
mod viewing;

use crate::access::May;
use crate::feature::Feature;

/// The dashboard's one page.
pub fn feature() -> Feature {
    Feature::named("dashboard")
        .get("/dashboard", May::BeHere, show::get)
        .entrance("Dashboard", "/dashboard", May::BeHere)
        .sample("dashboard", &show::sample())
        .sample("dashboard, while viewing", &viewing::sample())
}
