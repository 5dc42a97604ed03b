//! The inbox: what waits for a safeguarding lead, unread first, to be read, sorted and taken in
//! hand, one by one or several at once.
//!
//! It lists what its reader sees through pupils' files and nothing else; its filters and counts
//! obey the same rule, and its addresses hold identifiers alone.

mod came;
mod filter;
mod list;
mod store;
#[cfg(test)]
mod tests;
mod together;
mod way_back;
mod ways;

pub use way_back::WayBack;

use keyward_web::Problem;

use crate::access::{May, Right};
use crate::counted::Counted;
use crate::cx::Tx;
use crate::feature::Feature;
use filter::{Filter, Show};

/// The inbox's pages.
pub fn feature() -> Feature {
    let may = May::Have(Right::WorkCases);
    Feature::named("inbox")
        .get("/inbox", may, list::get)
        .post("/inbox/acknowledgements", may, together::acknowledge)
        .post("/inbox/assignments", may, together::assign)
        .entrance("Inbox", "/inbox", may)
        .statements(store::STATEMENTS)
        .statements(ways::STATEMENTS)
        .sample("the inbox", &list::sample())
}

/// How full the inbox is, for the dashboard.
#[derive(Copy, Clone, Debug, Default)]
pub struct Fullness {
    /// What the actor has not opened.
    pub unread: Counted,
    /// What nobody has acknowledged.
    pub new: Counted,
    /// What nobody has acknowledged, and whose time is over.
    pub over: Counted,
}

/// How full the actor's inbox is; none for somebody who has none now.
///
/// # Errors
/// That the database is away.
pub fn fullness(tx: &mut Tx<'_, '_>) -> Result<Option<Fullness>, Problem> {
    if !tx.access().has(Right::WorkCases) {
        return Ok(None);
    }
    let all = Filter::default();
    Ok(Some(Fullness {
        unread: store::count(tx, &all, Show::Unread, Counted::MAX)?,
        new: store::count(tx, &all, Show::New, Counted::MAX)?,
        over: store::over(tx)?,
    }))
}
