//! Where a page of the planner begins: after an action that stood at the end of the one before.

use jiff::civil::Date;
use keyward_web::Pairs;

use super::store::Due;

/// The place of an action among those of somebody: when it is due, and which it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub due_on: Date,
    pub action: String,
}

impl Place {
    /// Of an action.
    pub(super) fn of(due: &Due) -> Self {
        Self {
            due_on: due.due_on,
            action: due.action.clone(),
        }
    }

    /// What an address asks for. What it does not know is as if it were not there.
    pub(super) fn read(pairs: &Pairs) -> Option<Self> {
        let (day, action) = pairs.text("after").split_once('.')?;
        Some(Self {
            due_on: day.parse().ok()?,
            action: action.to_owned(),
        })
    }

    /// The address of the page that begins after it.
    pub(super) fn address(&self) -> String {
        format!("/planner?after={}.{}", self.due_on, self.action)
    }
}
