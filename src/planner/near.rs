//! What is due to somebody soonest, for the top of their dashboard.

use keyward_web::Problem;

use super::due::Nearness;
use super::line::ActionLine;
use super::store;
use crate::counted::Counted;
use crate::cx::Tx;

/// How many actions stand there.
const LINES_MAX: i64 = 5;

/// What is overdue or due this week.
#[derive(Clone, Debug, Default)]
pub struct Near {
    /// What is due first.
    pub lines: Vec<ActionLine>,
    /// How many there are.
    pub count: Counted,
    /// How many actions, due soon or later, a touch of the key would show.
    pub with_key: Counted,
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
        Self {
            lines: ActionLine::samples(""),
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
    let line = |due: store::Due| ActionLine {
        concern: due.concern,
        what: due.what,
        words: due.words,
        about: due.about,
        to: String::new(),
        due_on: due.due_on,
        today,
    };
    Ok(Near {
        lines: due.into_iter().map(line).collect(),
        count,
        with_key: store::with_key(tx)?,
    })
}
