//! What is due to somebody soonest, for the top of their dashboard.

use keyward_web::Problem;

use super::due::{Nearness, day_words};
use super::store;
use crate::concerns::Pupils;
use crate::counted::Counted;
use crate::cx::Tx;
use crate::ids::ConcernId;

/// How many actions stand there.
const LINES_MAX: i64 = 5;

/// What is overdue or due this week.
#[derive(Clone, Debug, Default)]
pub struct Near {
    /// What is due first.
    pub lines: Vec<NearLine>,
    /// How many there are.
    pub count: Counted,
    /// How many actions, due soon or later, a touch of the key would show.
    pub with_key: Counted,
}

/// An action that is due soon.
#[derive(Clone, Debug)]
pub struct NearLine {
    /// On which concern.
    pub concern: ConcernId,
    /// What kind of thing is to be done.
    pub what: &'static str,
    /// What is to be done.
    pub words: String,
    /// Whom it is about, as far as the reader may know.
    pub about: Pupils,
    /// On which day, in words.
    pub day: String,
    /// Whether that day is over.
    pub is_overdue: bool,
}

impl Near {
    /// `1 action` or `3 actions`.
    pub fn with_key_words(&self) -> String {
        self.with_key.of_words("action", "actions")
    }

    /// How many there are beyond those shown, in words.
    pub fn more(&self) -> Option<String> {
        self.count.beyond(self.lines.len())
    }

    /// One for samples of pages.
    pub fn sample() -> Self {
        let line = |is_overdue| NearLine {
            concern: ConcernId("c".into()),
            what: "Contact home",
            words: "Ring the mother.".into(),
            about: Pupils {
                named: vec!["Zoë O’Sullivan".into()],
                others: 0,
            },
            day: "Friday 27 November".into(),
            is_overdue,
        };
        Self {
            lines: vec![line(true), line(false)],
            count: Counted::of(3),
            with_key: Counted::default(),
        }
    }
}

/// The actor's open actions that are overdue or due this week, as far as they may read them now.
///
/// # Errors
/// Not found, for nobody; a bug's page when words were changed or moved.
pub fn near(tx: &mut Tx<'_, '_>) -> Result<Near, Problem> {
    let today = tx.now().london().date();
    let (due, count) = store::near(tx, Nearness::last_near(today), LINES_MAX)?;
    let line = |due: store::Due| NearLine {
        concern: due.concern,
        what: due.what,
        words: due.words,
        about: due.about,
        day: day_words(due.due_on, today),
        is_overdue: Nearness::of(due.due_on, today) == Nearness::Overdue,
    };
    Ok(Near {
        lines: due.into_iter().map(line).collect(),
        count,
        with_key: store::with_key(tx)?,
    })
}
