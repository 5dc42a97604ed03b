//! One line of the log.

use std::fmt::Write;

/// What is being written down. Who, when and with which access come from the transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What was done, such as `concern recorded`.
    pub act: &'static str,
    /// To what kind of thing, such as `concern`.
    pub subject_kind: &'static str,
    /// To which one.
    pub subject_id: String,
    /// Names and values beside it; never a child's name, never what was written.
    pub detail: String,
}

impl Entry {
    /// This act on this thing.
    pub fn of(act: &'static str, subject_kind: &'static str, subject_id: &str) -> Self {
        Self {
            act,
            subject_kind,
            subject_id: subject_id.to_owned(),
            detail: String::new(),
        }
    }

    /// The entry with one more detail, such as an identifier, a count or a key's name.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        let gap = if self.detail.is_empty() { "" } else { "; " };
        // Writing to a String cannot fail.
        let _ = write!(self.detail, "{gap}{name}: {value}");
        self
    }
}
