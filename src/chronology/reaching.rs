//! How far the next events of a file reach in the order of time, before any of them is opened: so that of
//! a long file little is opened which the page does not show.

use keyward_web::Problem;

use super::ask::{Ask, Way};
use super::filter::Kind;
use super::wanted::{after, before, concerns_wanted};
use crate::cx::Tx;

keyward_db::statements! {
    /// When the next concerns of a file were noticed.
    CONCERNS_AFTER = concat!(concerns_wanted!("file.noticed_at"),
                             after!("file.noticed_at", "file.concern_id"));
    /// The same, back from a place.
    CONCERNS_BEFORE = concat!(concerns_wanted!("file.noticed_at"),
                              before!("file.noticed_at", "file.concern_id"));
}

/// The span in which the next so many concerns of these files stand; all of it, where there are fewer.
pub(super) fn span(
    tx: &mut Tx<'_, '_>,
    asks: &[(Kind, Ask<'_>)],
    all: (i64, i64),
    some: usize,
) -> Result<(i64, i64), Problem> {
    let mut times = Vec::new();
    let mut way = Way::On;
    for (_, ask) in asks.iter().filter(|(kind, _)| *kind == Kind::Concerns) {
        way = ask.way;
        let sql = ask.either(CONCERNS_AFTER, CONCERNS_BEFORE);
        let ask = Ask {
            most: i64::try_from(some).unwrap_or(i64::MAX),
            ..ask.clone()
        };
        times.extend(tx.all(sql, &ask.params(tx)?, |row| row.get::<i64>(0))?);
    }
    times.sort_unstable();
    let (from, to) = all;
    Ok(match way {
        Way::On => {
            let last = some.checked_sub(1).and_then(|at| times.get(at));
            (from, last.map_or(to, |last| to.min(last + 1)))
        }
        Way::Back => {
            let last = times.len().checked_sub(some).and_then(|at| times.get(at));
            (last.map_or(from, |last| from.max(*last)), to)
        }
    })
}
