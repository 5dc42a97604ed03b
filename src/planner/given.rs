//! What somebody gave others to do and is still to be done: on their dashboard and in their planner until
//! it is, as long as they see the concern through a file.

use jiff::civil::Date;
use keyward_db::params;
use keyward_web::Problem;

use super::line::ActionLine;
use crate::casework::{self, case_is_seen};
use crate::counted::Counted;
use crate::cx::Tx;
use crate::ids::ConcernId;
use crate::pupils::Reach;

/// How many stand on a dashboard.
const NEAR_LINES: usize = 5;
/// How many stand in a planner.
const ALL_LINES: usize = Counted::MAX;

keyward_db::statements! {
    /// The open actions that the reader gave to others, what is due first at the top. CROSS JOIN keeps
    /// SQLite to that order: what somebody gave and is open is little.
    GIVEN = concat!("SELECT action.follow_up_id, action.due_on, concern.id, person.name
                     FROM action CROSS JOIN concern
                     JOIN person ON person.id = action.assigned_id
                     WHERE action.giver_id = $2 AND action.state = 'open'
                       AND action.assigned_id <> $2 AND concern.id = action.concern_id AND ",
                    case_is_seen!(), "
                     ORDER BY action.due_on, action.follow_up_id LIMIT $7");
    /// What is to be done.
    WORDS = concat!("SELECT follow_up.words FROM follow_up
                     JOIN concern ON concern.id = follow_up.concern_id
                     WHERE follow_up.id = $7 AND ", case_is_seen!());
}

/// The open actions that somebody gave to others.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// What is due first.
    pub lines: Vec<ActionLine>,
    /// How many there are.
    pub count: Counted,
}

impl Given {
    /// How many there are beyond those shown, in words; nothing where those are all.
    pub fn more(&self) -> Option<String> {
        self.count.beyond(self.lines.len())
    }

    /// One for samples of pages.
    pub fn sample() -> Self {
        Self {
            lines: ActionLine::samples("Col Colleague"),
            count: Counted::of(3),
        }
    }
}

/// Those that are due first, for a dashboard.
///
/// # Errors
/// Not found, for nobody; a bug's page when words were changed or moved.
pub fn given(tx: &mut Tx<'_, '_>) -> Result<Given, Problem> {
    those(tx, NEAR_LINES)
}

/// All of them, as far as a planner shows them.
pub(super) fn all(tx: &mut Tx<'_, '_>) -> Result<Given, Problem> {
    those(tx, ALL_LINES)
}

fn those(tx: &mut Tx<'_, '_>, most: usize) -> Result<Given, Problem> {
    // Whoever views as another user group sees nothing of their own meanwhile.
    if tx.access().view().is_some() {
        return Ok(Given::default());
    }
    let reach = Reach::now(tx)?;
    let rows = tx.all(GIVEN, &reach.and(&params![Counted::LIMIT]), |row| {
        let action: (String, String) = (row.get(0)?, row.get(1)?);
        Ok((action, row.get::<ConcernId>(2)?, row.get::<String>(3)?))
    })?;
    let (count, today) = (rows.len(), tx.now().london().date());
    let mut lines = Vec::with_capacity(most.min(count));
    for ((action, due_on), concern, to) in rows.into_iter().take(most) {
        let wanted = reach.and(&params![&action]);
        let sealed = tx.one(WORDS, &wanted, |row| row.get::<Vec<u8>>(0))?;
        let sealed = sealed.ok_or(Problem::NotFound)?;
        let (what, words) = casework::action_in_words(tx, &action, &sealed)?;
        let due_on: Date = due_on.parse().map_err(Problem::bug)?;
        lines.push(ActionLine {
            about: casework::whom_it_is_about(tx, &concern)?,
            concern,
            what,
            words,
            to,
            due_on,
            today,
        });
    }
    Ok(Given {
        lines,
        count: Counted::of(count),
    })
}
