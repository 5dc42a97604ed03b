//! Every SQL statement about drafts of acts alone. Each is of the acting person's own, but for the one
//! by which the machine lets go of what is old.

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::{Pairs, Problem};

use super::act::{About, OfAct};
use super::store::opened;
use crate::cx::Tx;
use crate::ids::{ConcernId, DraftId};

keyward_db::statements! {
    /// A draft is of an act.
    IS_OF = "UPDATE draft SET concern_id = $3, pupil_id = $4, act = $5
             WHERE person_id = $1 AND id = $2";
    /// The newest draft of an act that holds words.
    OF_ACT = "SELECT id, fields, version, changed_at FROM draft
              WHERE person_id = $1 AND concern_id = $2 AND pupil_id = $3 AND act = $4
                AND state = 'writing' AND fields IS NOT NULL
              ORDER BY changed_at DESC, id DESC LIMIT 1";
    /// On which acts of a concern somebody has drafts.
    ACTS_OF = "SELECT act, MAX(changed_at) FROM draft
               WHERE person_id = $1 AND concern_id = $2 AND state = 'writing'
                 AND fields IS NOT NULL
               GROUP BY act ORDER BY act";
    /// Of which acts somebody has drafts, the newest first.
    ACTS = "SELECT concern_id, pupil_id, act, MAX(changed_at) FROM draft
            WHERE person_id = $1 AND state = 'writing' AND act <> '' AND fields IS NOT NULL
            GROUP BY concern_id, pupil_id, act
            ORDER BY MAX(changed_at) DESC, concern_id, pupil_id, act";
    /// How many drafts of acts that hold words somebody has beside one.
    OTHERS = "SELECT COUNT(*) FROM draft
              WHERE person_id = $1 AND id <> $2 AND state = 'writing' AND act <> ''
                AND fields IS NOT NULL";
    /// Lets go of so many of those, the oldest.
    FORGET_OLDEST = "DELETE FROM draft WHERE person_id = $1 AND id IN (
                         SELECT id FROM draft
                         WHERE person_id = $1 AND id <> $2 AND state = 'writing'
                           AND act <> '' AND fields IS NOT NULL
                         ORDER BY changed_at, id LIMIT $3)";
    /// Lets go of those that somebody has not gone on with for long.
    FORGET_OLD = "DELETE FROM draft
                  WHERE person_id = $1 AND state = 'writing' AND changed_at < $2
                    AND act <> ''";
    /// The same, of everybody at a school.
    FORGET_OLD_HERE = "DELETE FROM draft
                       WHERE person_id IN (SELECT id FROM person WHERE school_id = $1)
                         AND state = 'writing' AND changed_at < $2 AND act <> ''";
}

/// The most drafts of acts that somebody has at once: one for each of as many open cases as anybody
/// has.
const ACTS_MAX: i64 = 50;

/// How long a draft of an act is kept: the concern itself is logged, and whoever may do nothing about it
/// any more does not find its draft.
const ACT_SECONDS: i64 = 30 * 86_400;

/// A draft that was begun is of this act.
pub(super) fn is_of(tx: &mut Tx<'_, '_>, id: &DraftId, of: &OfAct) -> Result<(), Problem> {
    let person = tx.person()?;
    let (concern, pupil) = of.about.in_columns();
    let act = of.act.as_str();
    tx.keep_house(IS_OF, &params![person, id, concern, pupil, act])?;
    Ok(())
}

/// Lets go of the actor's drafts of acts that they have not gone on with for long.
pub(super) fn forget_old(tx: &mut Tx<'_, '_>) -> Result<(), Problem> {
    let person = tx.person()?;
    let long_ago = tx.now().plus_seconds(-ACT_SECONDS).as_micros();
    tx.keep_house(FORGET_OLD, &params![person, long_ago])?;
    Ok(())
}

/// The same, of everybody at the actor's school.
pub(super) fn forget_old_here(tx: &mut Tx<'_, '_>) -> Result<(), Problem> {
    let school = tx.school()?;
    let long_ago = tx.now().plus_seconds(-ACT_SECONDS).as_micros();
    tx.keep_house(FORGET_OLD_HERE, &params![school, long_ago])?;
    Ok(())
}

/// Makes room for this draft among those of the actor's acts: the oldest give way.
pub(super) fn make_room(tx: &mut Tx<'_, '_>, id: &DraftId) -> Result<(), Problem> {
    let person = tx.person()?;
    let others = tx.one(OTHERS, &params![person, id], |row| row.get::<i64>(0))?;
    let too_many = others.unwrap_or(0) + 1 - ACTS_MAX;
    if too_many > 0 {
        tx.keep_house(FORGET_OLDEST, &params![person, id, too_many])?;
    }
    Ok(())
}

/// A draft of an act: which, what was typed, its version, and when it was saved last.
type ActRow = (DraftId, Pairs, i64, Moment);

/// The actor's newest draft of this act.
pub(super) fn of_act(tx: &mut Tx<'_, '_>, of: &OfAct) -> Result<Option<ActRow>, Problem> {
    let person = tx.person()?;
    let (concern, pupil) = of.about.in_columns();
    let wanted = params![person, concern, pupil, of.act.as_str()];
    let found = tx.one(OF_ACT, &wanted, |row| {
        let saved_at = Moment::from_micros(row.get(3)?);
        Ok((
            row.get::<DraftId>(0)?,
            row.get(1)?,
            row.get::<i64>(2)?,
            saved_at,
        ))
    })?;
    let Some((id, sealed, version, saved_at)) = found else {
        return Ok(None);
    };
    let typed = opened(tx, &id, sealed)?;
    Ok(Some((id, typed, version, saved_at)))
}

/// Of which acts the actor has drafts, and when each was saved last, the newest first.
pub(super) fn acts(tx: &mut Tx<'_, '_>) -> Result<Vec<(OfAct, Moment)>, Problem> {
    let person = tx.person()?;
    let acts = tx.all(ACTS, &params![person], |row| {
        let of = OfAct::of_row(row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((of, Moment::from_micros(row.get(3)?)))
    })?;
    let of = |(of, at): (Option<OfAct>, Moment)| Some((of?, at));
    Ok(acts.into_iter().filter_map(of).collect())
}

/// Of which acts on a concern the actor has drafts, and when each was saved last.
///
/// # Errors
/// That the database is away.
pub fn acts_of(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Vec<(OfAct, Moment)>, Problem> {
    let person = tx.person()?;
    let about = About::from(concern);
    Ok(tx.all(ACTS_OF, &params![person, concern], |row| {
        let of = OfAct {
            about: about.clone(),
            act: row.get(0)?,
        };
        Ok((of, Moment::from_micros(row.get(1)?)))
    })?)
}
