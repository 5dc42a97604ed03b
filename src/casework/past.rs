//! What was done about a concern of long ago, of which nobody is written to: the same rows, sealed
//! in the same way, and the same entries in the audit log, without the forms and their checks. For
//! a made-up school that is filled with years of them; no page leads here.

use keyward_db::params;
use keyward_web::Problem;

use super::act::Doing;
use super::deed::{Deed, Named};
use super::terms::{ActionSort, Considered, Means, Outcome, Reached, Threshold, Whom};
use super::write::write;
use crate::concerns::{Noticed, form_tag};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId};

keyward_db::statements! {
    /// The first action of a concern that is open.
    FIRST_OPEN = "SELECT follow_up_id FROM action WHERE concern_id = $1 AND state = 'open'
                  ORDER BY follow_up_id LIMIT 1";
}

/// One act of long ago, in the words of whoever did it.
#[derive(Clone, Debug)]
pub enum PastDeed {
    /// Somebody has it in hand.
    Acknowledgement,
    /// Something is to be done by this person, until this day (`yyyy-mm-dd`).
    Action {
        /// What.
        words: String,
        /// Who, and what they are called.
        to: (PersonId, String),
        /// Until when.
        due_on: String,
    },
    /// What the first open action asked for is done: its words, and the result.
    ActionDone {
        /// What was to be done.
        action: String,
        /// What came of it.
        words: String,
    },
    /// There was a call with a parent.
    Contact(String),
    /// The school supports the child, for these reasons.
    Decision {
        /// What was decided.
        decision: String,
        /// Why.
        reasons: String,
    },
    /// It is closed, with support in school.
    Closure(String),
}

/// Writes it down as the actor.
///
/// # Errors
/// A bug's page when it ends what was not begun; that the database is away.
pub fn do_past(tx: &mut Tx<'_, '_>, id: &ConcernId, past: &PastDeed) -> Result<(), Problem> {
    let about = match past {
        PastDeed::ActionDone { .. } => {
            let first = tx.one(FIRST_OPEN, &params![id], |row| row.get(0))?;
            Some(first.ok_or_else(|| Problem::bug("a story ends what was not begun"))?)
        }
        PastDeed::Acknowledgement
        | PastDeed::Action { .. }
        | PastDeed::Contact(_)
        | PastDeed::Decision { .. }
        | PastDeed::Closure(_) => None,
    };
    let doing = Doing {
        deed: deed(past),
        about,
        happened: Noticed::at(tx.now()),
    };
    let tag = form_tag(tx, &["past", &tx.new_id()])?;
    write(tx, id, &doing, &tag)?;
    Ok(())
}

fn deed(past: &PastDeed) -> Deed {
    match past.clone() {
        PastDeed::Acknowledgement => Deed::Acknowledgement {},
        PastDeed::Action {
            words,
            to: (id, name),
            due_on,
        } => Deed::Action {
            sort: ActionSort::Support,
            words,
            to: Named { id: id.0, name },
            due_on,
        },
        PastDeed::ActionDone { action, words } => Deed::ActionDone {
            action: format!("{}: {action}", ActionSort::Support.words()),
            words,
        },
        PastDeed::Contact(words) => Deed::Contact {
            with: Whom::Parent,
            agency: String::new(),
            person: String::new(),
            means: Means::Telephone,
            reached: Reached::Yes,
            words,
        },
        PastDeed::Decision { decision, reasons } => Deed::Decision {
            threshold: Threshold::Universal,
            considered: vec![Considered::Monitor, Considered::Support],
            decision,
            reasons,
            referral: None,
            no_referral: None,
        },
        PastDeed::Closure(words) => Deed::Closure {
            outcome: Outcome::Support,
            words,
        },
    }
}
