//! What came of an action, told to whoever gave it: a letter that says nothing of what, and a line on
//! their dashboard until they have opened the concern. Whoever did what they were given keeps sight
//! of it too.

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::seen::case_is_seen;
use super::{others, people, store};
use crate::concerns::{Pupils, Reader, outcome_is_seen, readable, when};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId};
use crate::pupils::Reach;

/// How many lines a list on the dashboard shows.
const LINES_MAX: i64 = 10;
/// How many of one's own.
const OWN_MAX: i64 = 5;
/// For how long what somebody has done stands on their dashboard.
const OWN_SECONDS: i64 = 30 * 86_400;

/// SQL: the actions of which the reader was told that they came to an end, and has not read with what
/// result, on concerns that they see through a file. CROSS JOIN keeps SQLite to that order: there are
/// few of these.
macro_rules! unread {
    () => {
        concat!(
            "FROM action CROSS JOIN concern
             JOIN follow_up AS gave ON gave.id = action.follow_up_id
             JOIN follow_up AS came ON came.concern_id = action.concern_id
                                   AND came.about_id = action.follow_up_id
                                   AND came.kind IN ('action_done', 'action_cancelled')
             JOIN person ON person.id = came.writer_id
             WHERE action.told_id = $2 AND action.told_read_at IS NULL
               AND concern.id = action.concern_id AND ",
            case_is_seen!()
        )
    };
}

keyward_db::statements! {
    /// Who gave an action, and to whom its concern is assigned.
    GAVE = "SELECT follow_up.writer_id, standing.assigned_id FROM follow_up
            JOIN case_standing AS standing ON standing.concern_id = follow_up.concern_id
            WHERE follow_up.id = $1";
    /// Who is told what came of an action.
    TOLD = "SELECT told_id FROM action WHERE follow_up_id = $1";
    /// To whom an action was given, who is there still.
    GIVEN_TO = "SELECT person.id FROM action JOIN person ON person.id = action.assigned_id
                WHERE action.follow_up_id = $1 AND person.left_at IS NULL";
    /// What came of the actions that the reader gave, as far as they have not read it.
    UNREAD = concat!(
        "SELECT gave.id, gave.words, concern.id, came.id, came.kind, person.name, came.written_at ",
        unread!(), " ORDER BY came.written_at DESC, came.id DESC LIMIT $7");
    /// How many of those there are.
    UNREAD_COUNT = concat!("SELECT COUNT(*) ", unread!());
    /// The reader has read what came of their actions on a concern.
    READ = "UPDATE action SET told_read_at = $3
            WHERE told_id = $2 AND concern_id = $1 AND told_read_at IS NULL";
    /// What the reader was given to do and has done since a moment, on concerns that they read.
    OWN = concat!(
        "SELECT action.follow_up_id, gave.words, concern.id, came.written_at
         FROM action CROSS JOIN concern
         JOIN follow_up AS gave ON gave.id = action.follow_up_id
         JOIN follow_up AS came ON came.concern_id = action.concern_id
                               AND came.about_id = action.follow_up_id
                               AND came.kind = 'action_done' AND came.writer_id = $2
         WHERE action.assigned_id = $2 AND action.state = 'done'
           AND concern.id = action.concern_id AND came.written_at >= $8 AND ", readable!(), " AND ",
        outcome_is_seen!(), " ORDER BY came.written_at DESC, came.id DESC LIMIT $9");
}

/// Who is told what came of an action that the actor ends: whoever gave it, or where they do not act
/// on the concern any more, whoever it is assigned to. Nobody, where that is the actor.
pub(super) fn who_is_told(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    action: &str,
) -> Result<Option<PersonId>, Problem> {
    let me = tx.person()?.clone();
    let gave = tx.one(GAVE, &params![action], |row| {
        Ok((row.get::<PersonId>(0)?, row.get::<Option<PersonId>>(1)?))
    })?;
    let Some((giver, assigned)) = gave else {
        return Ok(None);
    };
    if giver == me {
        return Ok(None);
    }
    let workers = people::workers(tx, concern)?;
    let acts = |person: &PersonId| workers.iter().any(|worker| worker.id == *person);
    let told = Some(giver).filter(acts).or(assigned.filter(acts));
    Ok(told.filter(|told| *told != me))
}

/// Who is told what came of this action, which has come to its end.
pub(super) fn told(tx: &mut Tx<'_, '_>, action: &str) -> Result<Option<PersonId>, Problem> {
    let told = tx.one(TOLD, &params![action], |row| row.get::<Option<PersonId>>(0))?;
    Ok(told.flatten())
}

/// Who is told that this action, which was given to them, is cancelled: nobody where the actor did it
/// themselves, where they are told as whoever gave it, or where they read the concern no more.
pub(super) fn told_of_cancelling(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    action: &str,
) -> Result<Option<PersonId>, Problem> {
    let given_to = tx.one(GIVEN_TO, &params![action], |row| row.get::<PersonId>(0))?;
    let Some(person) = given_to.filter(|person| tx.person().is_ok_and(|me| me != person)) else {
        return Ok(None);
    };
    if told(tx, action)?.as_ref() == Some(&person) {
        return Ok(None);
    }
    let readers = people::readers(tx, concern)?;
    let is_reader = readers.iter().any(|reader| reader.id == person);
    Ok(is_reader.then_some(person))
}

/// The actor has read what came of the actions that they gave on a concern which they have opened.
/// Whoever calls writes the entry.
pub(super) fn read(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<(), Problem> {
    let (me, now) = (tx.person()?, tx.now().as_micros());
    tx.execute(READ, &params![concern, me, now])?;
    Ok(())
}

/// What came of an action, in a list.
#[derive(Clone, Debug)]
pub struct ResultLine {
    /// Where its result stands.
    pub address: String,
    /// What was to be done: "Contact home: ring the mother".
    pub words: String,
    /// Whom the concern is about, as far as the reader may know.
    pub about: Pupils,
    /// What came of it, through whom and when.
    pub came: String,
}

/// What came of actions, for a dashboard.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// The newest that the reader has not read, of actions that they gave.
    pub unread: Vec<ResultLine>,
    /// How many there are.
    pub count: i64,
    /// How many more their key would show.
    pub with_key: i64,
    /// What they were given to do and have done; for whoever does not act on concerns, and finds it
    /// nowhere else.
    pub own: Vec<ResultLine>,
}

impl Results {
    /// How many there are beyond those shown.
    pub fn more(&self) -> i64 {
        self.count - i64::try_from(self.unread.len()).unwrap_or(i64::MAX)
    }

    /// `1 result` or `3 results`.
    pub fn with_key_words(&self) -> String {
        match self.with_key {
            1 => "1 result".to_owned(),
            many => format!("{many} results"),
        }
    }

    /// One for samples of pages.
    pub fn sample() -> Self {
        let line = |came: &str| ResultLine {
            address: "/concerns/c#done-f".into(),
            words: "Contact home: ring the mother".into(),
            about: Pupils {
                named: vec!["Zoë O’Sullivan".into()],
                others: 0,
            },
            came: came.into(),
        };
        Self {
            unread: vec![line("Done by Sam Staff, today at 14:05")],
            count: 2,
            with_key: 1,
            own: vec![line("Done today at 14:05")],
        }
    }
}

/// What came of the actions that the actor gave or did, as far as they may read it now.
///
/// # Errors
/// Not found, for nobody; a bug's page when words were changed or moved.
pub fn results(tx: &mut Tx<'_, '_>) -> Result<Results, Problem> {
    // Whoever views as another user group sees nothing of their own meanwhile.
    if tx.access().view().is_some() {
        return Ok(Results::default());
    }
    let reach = Reach::now(tx)?;
    let count = count(tx, &reach)?;
    let elevated = Reach::with(tx, &tx.access().if_elevated())?;
    let with_key = self::count(tx, &elevated)? - count;
    let rows = tx.all(UNREAD, &reach.and(&params![LINES_MAX]), |row| {
        let is_done = row.get::<String>(4)? == "action_done";
        let came: (ConcernId, String) = (row.get(2)?, row.get(3)?);
        let by: (String, i64) = (row.get(5)?, row.get(6)?);
        Ok((
            row.get::<String>(0)?,
            row.get::<Vec<u8>>(1)?,
            came,
            is_done,
            by,
        ))
    })?;
    let mut unread = Vec::with_capacity(rows.len());
    for (action, words, (concern, came), is_done, (who, at)) in rows {
        let (sort, words) = store::action_in_words(tx, &action, &words)?;
        let what = if is_done { "Done" } else { "Cancelled" };
        let at = when(Moment::from_micros(at), tx.now());
        unread.push(ResultLine {
            address: format!("/concerns/{concern}#done-{came}"),
            words: format!("{sort}: {words}"),
            about: others::about(tx, &concern)?,
            came: format!("{what} by {who}, {at}"),
        });
    }
    Ok(Results {
        unread,
        count,
        with_key,
        own: own(tx)?,
    })
}

fn count(tx: &mut Tx<'_, '_>, reach: &Reach) -> Result<i64, Problem> {
    let count = tx.one(UNREAD_COUNT, &reach.and(&params![]), |row| row.get(0))?;
    Ok(count.unwrap_or_default())
}

/// What the actor was given to do and has done lately; with their key, as they were given it.
fn own(tx: &mut Tx<'_, '_>) -> Result<Vec<ResultLine>, Problem> {
    if !tx.access().is_elevated() || tx.access().has(crate::access::Right::WorkCases) {
        return Ok(Vec::new());
    }
    let since = tx.now().plus_seconds(-OWN_SECONDS).as_micros();
    let wanted = Reader::now(tx)?.and(&params![since, OWN_MAX]);
    let rows = tx.all(OWN, &wanted, |row| {
        let at = Moment::from_micros(row.get(3)?);
        let concern: ConcernId = row.get(2)?;
        Ok((row.get::<String>(0)?, row.get::<Vec<u8>>(1)?, concern, at))
    })?;
    let mut own = Vec::with_capacity(rows.len());
    for (action, words, concern, at) in rows {
        let (sort, words) = store::action_in_words(tx, &action, &words)?;
        own.push(ResultLine {
            address: format!("/concerns/{concern}#own-{action}"),
            words: format!("{sort}: {words}"),
            about: others::about(tx, &concern)?,
            came: format!("Done {}", when(at, tx.now())),
        });
    }
    Ok(own)
}
