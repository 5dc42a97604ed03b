//! Where the next events of a file stand in the order of time, before any of them is opened: so that of
//! a long file nothing is opened which the page does not show.

use keyward_web::Problem;

use super::ask::Ask;
use super::filter::Kind;
use super::wanted::{after, amendments_wanted, before, concerns_wanted, done_wanted, minute};
use crate::cx::Tx;

keyward_db::statements! {
    /// When the next concerns of a file were noticed.
    CONCERNS_AFTER = concat!(concerns_wanted!("file.noticed_at"),
                             after!("file.noticed_at", "file.concern_id"));
    /// The same, back from a place.
    CONCERNS_BEFORE = concat!(concerns_wanted!("file.noticed_at"),
                              before!("file.noticed_at", "file.concern_id"));
    /// When the next amendments were written.
    AMENDMENTS_AFTER = concat!(amendments_wanted!(minute!("amendment.written_at")),
                               after!(minute!("amendment.written_at"), "amendment.id"));
    /// The same, back from a place.
    AMENDMENTS_BEFORE = concat!(amendments_wanted!(minute!("amendment.written_at")),
                                before!(minute!("amendment.written_at"), "amendment.id"));
    /// When the next acts were done.
    DONE_AFTER = concat!(done_wanted!(minute!("follow_up.happened_at")),
                         after!(minute!("follow_up.happened_at"), "follow_up.id"));
    /// The same, back from a place.
    DONE_BEFORE = concat!(done_wanted!(minute!("follow_up.happened_at")),
                          before!(minute!("follow_up.happened_at"), "follow_up.id"));
}

/// When the next events of one kind happened, in microseconds. Flags and professionals are few, and
/// are not asked.
pub(super) fn of(tx: &mut Tx<'_, '_>, kind: Kind, ask: &Ask<'_>) -> Result<Vec<i64>, Problem> {
    let sql = match kind {
        Kind::Concerns => ask.either(CONCERNS_AFTER, CONCERNS_BEFORE),
        Kind::Amendments => ask.either(AMENDMENTS_AFTER, AMENDMENTS_BEFORE),
        Kind::Done => ask.either(DONE_AFTER, DONE_BEFORE),
        Kind::Flags | Kind::Professionals => return Ok(Vec::new()),
    };
    Ok(tx.all(sql, &ask.params(tx)?, |row| row.get(0))?)
}
