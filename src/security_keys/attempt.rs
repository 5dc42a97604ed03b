//! A try with a code on a page that judges it itself, such as one that links a new key: counted as
//! a wrong one before anything looks at it, together with every other code of the person's.

use keyward_web::{Problem, Undone};

use super::notices;
use super::refusal::Refusal;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::sign_in::{self, Admission};

/// A try that was counted.
#[derive(Copy, Clone, Debug)]
pub struct Attempt {
    /// How many have been wrong in a row, if this one is.
    failures: i64,
}

impl Attempt {
    /// Counts a try; this field of the form says how long to wait where there were too many.
    ///
    /// # Errors
    /// Words for the field, or that the database is away.
    pub async fn counted(cx: &Cx, field: &str) -> Result<Self, Undone> {
        match cx.write(sign_in::admit_code).await? {
            Admission::Admitted(failures) => Ok(Self { failures }),
            Admission::Wait(until) => {
                let minutes = (cx.now().seconds_until(until) + 59) / 60;
                Err(Undone::field(field, Refusal::Wait(minutes).words()))
            }
        }
    }

    /// Writes down that it came to nothing, without the code, and tells the person when there were
    /// many.
    ///
    /// # Errors
    /// That the database is away.
    pub fn refuse(self, tx: &mut Tx<'_, '_>, entry: Entry, device: &str) -> Result<(), Problem> {
        notices::codes_refused(tx, self.failures, device)?;
        tx.entry(
            entry
                .with("wrong codes in a row", self.failures)
                .with("device", device),
        )
    }
}
