//! An action as one line of a list.

use jiff::civil::{Date, date};

use super::due::{Nearness, day_words};
use crate::concerns::Pupils;
use crate::ids::ConcernId;

/// An action that is still to be done.
#[derive(Clone, Debug)]
pub struct ActionLine {
    /// On which concern.
    pub concern: ConcernId,
    /// What kind of thing is to be done.
    pub what: &'static str,
    /// What is to be done.
    pub words: String,
    /// Whom it is about, as far as the reader may know.
    pub about: Pupils,
    /// Who is to do it; empty in a list of one's own.
    pub to: String,
    pub(super) due_on: Date,
    /// From which day it is seen.
    pub(super) today: Date,
}

impl ActionLine {
    /// On which day it is due, in words.
    pub fn day(&self) -> String {
        day_words(self.due_on, self.today)
    }

    /// Whether that day is over.
    pub fn is_overdue(&self) -> bool {
        Nearness::of(self.due_on, self.today) == Nearness::Overdue
    }

    /// Two for samples of pages, of which the first is overdue.
    pub(super) fn samples(to: &str) -> Vec<Self> {
        let line = |due_on| Self {
            concern: ConcernId("c".into()),
            what: "Contact home",
            words: "Ring the mother.".into(),
            about: Pupils {
                named: vec!["Zoë O’Sullivan".into()],
                others: 0,
            },
            to: to.into(),
            due_on,
            today: date(2026, 11, 26),
        };
        vec![line(date(2026, 11, 25)), line(date(2026, 11, 27))]
    }
}
