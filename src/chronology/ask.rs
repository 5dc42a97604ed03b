//! What each source of events is asked for: the same of every one.

use keyward_db::{Sql, Value, params};
use keyward_web::Problem;

use super::event::{Key, Manner};
use super::filter::Filter;
use crate::concerns::Reader;
use crate::cx::Tx;
use crate::ids::PupilId;

/// Which way a page goes from its place.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Later and later.
    On,
    /// Earlier and earlier.
    Back,
}

impl Way {
    /// Whether somebody who goes this way comes to a place no later than to the end.
    pub(super) fn reaches(self, end: &Key, place: &Key) -> bool {
        match self {
            Self::On => place <= end,
            Self::Back => place >= end,
        }
    }
}

/// What one source is asked for.
#[derive(Clone, Debug)]
pub(super) struct Ask<'a> {
    pub pupil: &'a PupilId,
    pub filter: &'a Filter,
    /// From which moment until which, in microseconds; the second is not part of it.
    pub span: (i64, i64),
    pub from: &'a Key,
    pub way: Way,
    pub most: i64,
    pub manner: Manner,
}

impl Ask<'_> {
    pub(super) fn params(&self, tx: &Tx<'_, '_>) -> Result<Vec<Value>, Problem> {
        let significance = if self.filter.significant {
            "significant"
        } else {
            ""
        };
        // Nothing before the place is asked of a source that goes on from it, nor after it of one that
        // goes back.
        let (from, to) = match (self.span, self.way) {
            ((from, to), Way::On) => (from.max(self.from.at), to),
            ((from, to), Way::Back) => (from, to.min(self.from.at.saturating_add(1))),
        };
        let own = params![
            self.pupil,
            significance,
            &self.filter.category,
            from,
            to,
            self.from.at,
            &self.from.id,
            self.most
        ];
        Ok(Reader::now(tx)?.and(&own))
    }

    pub(super) fn either(&self, on: Sql, back: Sql) -> Sql {
        match self.way {
            Way::On => on,
            Way::Back => back,
        }
    }
}
