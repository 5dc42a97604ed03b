//! How something in a pupil's file ended, such as a flag or a contact. It stays there as over.

use keyward_db::Row;
use keyward_moment::Moment;
use keyward_web::Problem;

use crate::cx::Tx;

/// How something in a file ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// From which day on it no longer counts; `yyyy-mm-dd`.
    pub on: String,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub by: String,
    /// When they did.
    pub at: Moment,
}

/// How something ended, with the reason still sealed.
pub struct SealedEnd {
    ended: Ended,
    reason: Vec<u8>,
}

impl SealedEnd {
    /// Reads the day, the reason, the name and the moment from a column on; none, where it has not
    /// ended.
    ///
    /// # Errors
    /// When a column is of another type.
    pub fn of_row(row: &Row<'_>, from: usize) -> Result<Option<Self>, keyward_db::Error> {
        let (on, at) = (row.get::<Option<String>>(from)?, row.get(from + 3)?);
        let (Some(on), Some(at)) = (on, at) else {
            return Ok(None);
        };
        Ok(Some(Self {
            ended: Ended {
                on,
                reason: String::new(),
                by: row.get::<Option<String>>(from + 2)?.unwrap_or_default(),
                at: Moment::from_micros(at),
            },
            reason: row.get::<Option<Vec<u8>>>(from + 1)?.unwrap_or_default(),
        }))
    }

    /// Opens the reason, which is sealed as the `end_reason` of a row of this table.
    ///
    /// # Errors
    /// A bug's page when it was changed or moved.
    pub fn open(self, tx: &Tx<'_, '_>, table: &str, id: &str) -> Result<Ended, Problem> {
        let reason = tx.open(table, id, "end_reason", &self.reason)?;
        Ok(Ended {
            reason,
            ..self.ended
        })
    }
}
