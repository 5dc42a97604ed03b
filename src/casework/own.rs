//! What somebody was given to do about a concern that they read and do not act on: they see it, and
//! say with their key that it is done and with what result. That opens nothing else to them.

use askama::Template;
use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::{Errors, Problem};

use super::act::{Act, Doing, Frame};
use super::case::{Action, Case};
use super::deed::Deed;
use super::form::{ActForm, Check};
use super::when::{happens_now, said_with};
use super::{others, people, store};
use crate::access::May;
use crate::concerns::{Reader, outcome_is_seen, readable};
use crate::cx::Tx;
use crate::ids::ConcernId;
use crate::layout::Shell;

/// SQL: the actions of the reader, who has elevated access (1), on a concern that they read.
macro_rules! mine {
    () => {
        mine!("")
    };
    ($with:literal) => {
        concat!(
            "FROM action
             JOIN follow_up ON follow_up.id = action.follow_up_id
             JOIN concern ON concern.id = action.concern_id ",
            $with,
            " WHERE action.concern_id = $8 AND $9 = 1 AND action.assigned_id = $2 AND ",
            readable!(),
            " AND ",
            outcome_is_seen!()
        )
    };
}

keyward_db::statements! {
    /// What the reader has to do about a concern, what is due first at the top.
    OPEN = concat!("SELECT action.follow_up_id, follow_up.words, action.due_on ", mine!(),
                   " AND action.state = 'open' ORDER BY action.due_on, action.follow_up_id");
    /// How much that is.
    COUNT = concat!("SELECT COUNT(*) ", mine!(), " AND action.state = 'open'");
    /// What came of the reader's actions, and with whose words, the newest first.
    ENDED = concat!(
        "SELECT action.follow_up_id, follow_up.words, action.state, came.id, came.words,
                came.written_at, CASE WHEN came.writer_id = $2 THEN 1 ELSE 0 END ",
        mine!("JOIN follow_up AS came ON came.concern_id = action.concern_id
                                     AND came.about_id = action.follow_up_id
                                     AND came.kind IN ('action_done', 'action_cancelled')"),
        " AND action.state <> 'open' ORDER BY came.written_at DESC, came.id DESC");
    /// One of the reader's actions, open or not.
    ONE = concat!("SELECT follow_up.words, action.due_on, action.state, concern.noticed_at ",
                  mine!(), " AND action.follow_up_id = $10");
}

/// What the actor has to do about a concern, as far as they read it now; and how much more their
/// key would show.
pub(super) fn open(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<(Vec<Action>, i64), Problem> {
    let name = tx.actor().name.clone();
    if !tx.access().is_elevated() {
        let reader = Reader::with(tx, &tx.access().if_elevated())?;
        let count = tx.one(COUNT, &reader.and(&params![id, true]), |row| row.get(0))?;
        return Ok((Vec::new(), count.unwrap_or_default()));
    }
    let wanted = Reader::now(tx)?.and(&params![id, true]);
    let rows: Vec<(String, Vec<u8>, String)> = tx.all(OPEN, &wanted, |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    let mut open = Vec::with_capacity(rows.len());
    for (action, words, due_on) in rows {
        let (sort, words) = store::action_in_words(tx, &action, &words)?;
        open.push(Action {
            id: action,
            words: format!("{sort}: {words}"),
            assigned: name.clone(),
            due_on,
            is_open: true,
            is_mine: true,
        });
    }
    Ok((open, 0))
}

/// Something that the reader was given to do, and what came of it.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Which.
    pub id: String,
    /// What was to be done.
    pub words: String,
    /// What became of it: "You did this", or that somebody else ended it.
    pub what: &'static str,
    /// When that was written down.
    pub at: Moment,
    /// The result, where the reader wrote it; what others wrote is for whoever acts on the concern.
    pub result: String,
}

/// What came of the actor's actions on a concern, as far as they read it now; with their key.
pub(super) fn ended(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<Vec<Ended>, Problem> {
    if !tx.access().is_elevated() {
        return Ok(Vec::new());
    }
    let wanted = Reader::now(tx)?.and(&params![id, true]);
    let rows = tx.all(ENDED, &wanted, |row| {
        let action: (String, Vec<u8>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let came: (String, Vec<u8>, i64) = (row.get(3)?, row.get(4)?, row.get(5)?);
        Ok((action, came, row.get::<bool>(6)?))
    })?;
    let mut ended = Vec::with_capacity(rows.len());
    for ((id, words, state), (came, result, at), is_mine) in rows {
        let (sort, words) = store::action_in_words(tx, &id, &words)?;
        let result = match is_mine {
            true => store::result_in_words(tx, &came, &result)?,
            false => String::new(),
        };
        ended.push(Ended {
            id,
            words: format!("{sort}: {words}"),
            what: match (state.as_str(), is_mine) {
                ("done", true) => "You did this",
                ("done", false) => "Somebody else marked this as done",
                _ => "Cancelled: this is no longer for you to do",
            },
            at: Moment::from_micros(at),
            result,
        });
    }
    Ok(ended)
}

/// The concern with an action of the actor and nothing else of what is done about it.
fn find(tx: &mut Tx<'_, '_>, id: &ConcernId, action: &str) -> Result<Case, Problem> {
    let elevated = tx.access().is_elevated();
    let wanted = Reader::now(tx)?.and(&params![id, elevated, action]);
    let found = tx.one(ONE, &wanted, |row| {
        Ok((
            row.get::<Vec<u8>>(0)?,
            row.get::<String>(1)?,
            row.get::<String>(2)? == "open",
            Moment::from_micros(row.get(3)?),
        ))
    })?;
    let (words, due_on, is_open, noticed_at) = found.ok_or(Problem::NotFound)?;
    let (sort, words) = store::action_in_words(tx, action, &words)?;
    let mut case = Case::bare(id, noticed_at);
    case.about = others::about(tx, id)?;
    case.action = Some(Action {
        id: action.to_owned(),
        words: format!("{sort}: {words}"),
        assigned: tx.actor().name.clone(),
        due_on,
        is_open,
        is_mine: true,
    });
    Ok(case)
}

#[derive(Template)]
#[template(path = "casework/own.html")]
pub(super) struct OwnPage {
    shell: Shell,
    frame: Frame,
    form: ActForm,
    words: String,
    due_on: String,
}

/// Saying that one's own action is done.
pub(super) struct OwnDone;

impl Act for OwnDone {
    type Page = OwnPage;
    const ADDRESS: &'static str = "done";
    // Whose it is decides the lookup.
    const MAY: May = May::BeHere;

    fn find(tx: &mut Tx<'_, '_>, id: &ConcernId, action: Option<&str>) -> Result<Case, Problem> {
        find(tx, id, action.ok_or(Problem::NotFound)?)
    }

    fn is_still_read(tx: &mut Tx<'_, '_>, id: &ConcernId) -> Result<bool, Problem> {
        let reader = Reader::now(tx)?;
        people::is_reader(tx, &reader, id)
    }

    fn begin(form: ActForm, _: &Case, now: Moment) -> ActForm {
        happens_now(form, now)
    }

    fn check(form: &ActForm, case: &Case, now: Moment) -> Result<Doing, Errors> {
        let Some(action) = &case.action else {
            return Err(Errors::one(
                "",
                "Go back to the concern and choose an action",
            ));
        };
        if !action.is_open {
            return Err(Errors::one("", said_with(None, now)));
        }
        let mut check = Check::of(form, now);
        let words = check.words("words", "Write the result");
        let happened = check.happened();
        let deed = Deed::ActionDone {
            action: action.words.clone(),
            words,
        };
        let doing = Doing::now(deed, now).at(happened).about(&*action.id);
        check.proves(Some(doing))
    }

    fn page(shell: Shell, frame: Frame, case: &Case, form: ActForm) -> OwnPage {
        let (words, due_on) = match &case.action {
            Some(action) => (action.words.clone(), action.due_in_words()),
            None => Default::default(),
        };
        OwnPage {
            shell,
            frame,
            form,
            words,
            due_on,
        }
    }
}
