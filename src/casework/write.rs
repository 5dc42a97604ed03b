//! Writing down what is done about a concern, and where the concern stands after it: both in one
//! transaction, so that neither is ever without the other.

use keyward_db::params;
use keyward_moment::{Moment, new_id};
use keyward_web::Problem;

use super::acknowledgement;
use super::act::Doing;
use super::deed::Deed;
use super::involved;
use super::kind::Kind;
use super::results;
use super::staff;
use crate::audit::Entry;
use crate::concerns::{self, is_lead, opened};
use crate::cx::Tx;
use crate::ids::ConcernId;

keyward_db::statements! {
    /// A follow-up; nothing, when this form was sent before.
    INSERT = "INSERT INTO follow_up (id, school_id, concern_id, kind, writer_id, written_at,
                                     happened_at, about_id, words, form_tag,
                                     happened_time_known)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
              ON CONFLICT (writer_id, form_tag) DO NOTHING";
    /// A lead has begun to act on a new concern, which they have read.
    BEGINS = concat!("UPDATE case_standing SET status = 'open', respond_by = NULL, changed_at = $3
                      WHERE concern_id = $1 AND status = 'new' AND ", is_lead!("$2"), "
                        AND EXISTS (SELECT 1 FROM concern
                                    WHERE concern.id = case_standing.concern_id AND ", opened!(), ")");
    /// Whether somebody who acts on a concern begins to do so: nobody has acknowledged it yet, and they are a
    /// lead who has read it.
    BEGUN = concat!("SELECT CASE WHEN ", is_lead!("$2"), "
                                  AND EXISTS (SELECT 1 FROM concern
                                              WHERE concern.id = case_standing.concern_id AND ",
                                              opened!(), ") THEN 1 ELSE 0 END
                     FROM case_standing WHERE concern_id = $1 AND status = 'new'");
    /// Something was done about a concern.
    CHANGED = "UPDATE case_standing SET changed_at = $2 WHERE concern_id = $1";
    /// Whose a concern is.
    ASSIGNED = "UPDATE case_standing SET assigned_id = $2 WHERE concern_id = $1";
    /// How much it weighs.
    WEIGHS = "UPDATE case_standing SET significance = $2 WHERE concern_id = $1";
    /// Whether it is open or closed.
    STANDS = "UPDATE case_standing SET status = $2 WHERE concern_id = $1";
    /// Whether the alerts that nobody acknowledged still wait for anybody.
    ALERTS_REST = "UPDATE alert SET case_closed = $2
                   WHERE concern_id = $1 AND acknowledged_at IS NULL";
    /// Something is to be done.
    ACTION = "INSERT INTO action (follow_up_id, school_id, concern_id, assigned_id, due_on, state,
                                  giver_id)
              VALUES ($1, $2, $3, $4, $5, 'open', $6)";
    /// It is done, or no longer to be done; and who is told what came of it.
    ENDED = "UPDATE action SET state = $2, ended_at = $3, told_id = $4
             WHERE follow_up_id = $1 AND state = 'open'";
    /// None of its categories counts.
    NO_CATEGORY = "UPDATE concern_category SET counts = 0 WHERE concern_id = $1";
    /// A category counts from now on; those with which it was logged keep their place.
    CATEGORY = "INSERT INTO concern_category (concern_id, category_id, position, logged, counts)
                VALUES ($1, $2, $3, 0, 1)
                ON CONFLICT (concern_id, category_id) DO UPDATE SET counts = 1";
    /// A pupil's role from now on.
    ROLE = "UPDATE concern_pupil SET role = $3 WHERE concern_id = $1 AND pupil_id = $2";
}

/// Identifiers keep the order of milliseconds.
const JUST_BEFORE_MICROS: i64 = 1_000;
/// Where the categories stand that a concern was not logged with.
const LATER_CATEGORIES: usize = 100;

/// Writes down what the actor does about a concern, unless this sending of a form has done so;
/// whether it had not.
pub(super) fn write(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    doing: &Doing,
    tag: &str,
) -> Result<bool, Problem> {
    if begins(tx, concern, doing.deed.kind())? {
        // Whoever acts on what nobody has acknowledged has it in hand by that, a moment before.
        let before = Moment::from_micros(tx.now().as_micros() - JUST_BEFORE_MICROS);
        let tag = acknowledgement::tag(tx, concern)?;
        let doing = Doing::now(Deed::Acknowledgement {}, before);
        write_at(tx, concern, &doing, &tag, before)?;
    }
    let now = tx.now();
    write_at(tx, concern, doing, tag, now)
}

/// The same, written down at this moment.
fn write_at(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    doing: &Doing,
    tag: &str,
    at: Moment,
) -> Result<bool, Problem> {
    if let Deed::PupilAdded { pupil, role, .. } = &doing.deed
        && !involved::add(tx, concern, pupil, role)?
    {
        return Ok(false);
    }
    let Some(id) = insert(tx, concern, doing, tag, at)? else {
        return Ok(false);
    };
    stands(tx, concern, &id, doing)?;
    if let Some((other, back)) = other_end(concern, doing) {
        // The other end says so too.
        insert(tx, &other, &back, &format!("{tag} back"), at)?;
    }
    Ok(true)
}

/// What the concern at the other end of a link says, and which that is.
fn other_end(concern: &ConcernId, doing: &Doing) -> Option<(ConcernId, Doing)> {
    let here = concern.0.clone();
    let (other, deed) = match doing.deed.clone() {
        Deed::Link { other, words } => (other, Deed::Link { other: here, words }),
        Deed::LinkUndone { other, words } => (other, Deed::LinkUndone { other: here, words }),
        Deed::Acknowledgement {}
        | Deed::Assignment { .. }
        | Deed::Action { .. }
        | Deed::ActionDone { .. }
        | Deed::ActionCancelled { .. }
        | Deed::Contact { .. }
        | Deed::Decision { .. }
        | Deed::CategoryChange { .. }
        | Deed::RoleChange { .. }
        | Deed::Significance { .. }
        | Deed::CaseNote { .. }
        | Deed::PupilAdded { .. }
        | Deed::PupilTakenOff { .. }
        | Deed::Alert { .. }
        | Deed::StaffNamed { .. }
        | Deed::StaffTakenOff { .. }
        | Deed::Note { .. }
        | Deed::Closure { .. }
        | Deed::Reopening { .. } => return None,
    };
    let back = Doing {
        deed,
        about: Some(concern.0.clone()),
        happened: doing.happened,
    };
    Some((ConcernId(other), back))
}

/// Whether the actor acknowledges a new concern by what they do about it: a lead who has read it, and
/// whoever closes it.
fn begins(tx: &mut Tx<'_, '_>, concern: &ConcernId, kind: Kind) -> Result<bool, Problem> {
    let person = tx.person()?;
    let begun = tx.one(BEGUN, &params![concern, person], |row| row.get::<bool>(0))?;
    Ok(match kind {
        Kind::Acknowledgement => false,
        Kind::Closure => begun.is_some(),
        _ => begun.unwrap_or_default(),
    })
}

fn insert(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    doing: &Doing,
    tag: &str,
    at: Moment,
) -> Result<Option<String>, Problem> {
    let (id, school, writer) = (new_id(at), tx.school()?, tx.person()?);
    let words = serde_json::to_string(&doing.deed).map_err(Problem::bug)?;
    let sealed = tx.seal("follow_up", &id, "words", &words)?;
    let kind = doing.deed.kind();
    let rows = tx.execute(
        INSERT,
        &params![
            &id,
            school,
            concern,
            kind.name(),
            writer,
            at.as_micros(),
            doing.happened.at.as_micros(),
            doing.about.as_deref(),
            sealed,
            tag,
            doing.happened.time_known
        ],
    )?;
    if rows == 0 {
        return Ok(None);
    }
    concerns::happened_beside(tx, concern, doing.happened.at)?;
    let mut entry = Entry::of(kind.act(), "concern", &concern.0).with("follow-up", &id);
    if let Deed::PupilAdded { pupil, .. } | Deed::PupilTakenOff { pupil, .. } = &doing.deed {
        entry = entry.with("pupil", pupil);
    }
    tx.entry(entry)?;
    Ok(Some(id))
}

/// Where the concern stands once this was done.
fn stands(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    id: &str,
    doing: &Doing,
) -> Result<(), Problem> {
    let (school, person, now) = (tx.school()?, tx.person()?, tx.now().as_micros());
    tx.execute(CHANGED, &params![concern, now])?;
    tx.execute(BEGINS, &params![concern, person, now])?;
    match &doing.deed {
        Deed::Acknowledgement {} => {
            crate::alerts::is_in_hand(tx, concern)?;
        }
        Deed::Assignment { to, .. } => {
            let to = to.as_ref().map(|to| to.id.as_str());
            tx.execute(ASSIGNED, &params![concern, to])?;
        }
        Deed::Action { to, due_on, .. } => {
            let due_on = due_on.as_str();
            tx.execute(
                ACTION,
                &params![id, school, concern, to.id.as_str(), due_on, person],
            )?;
        }
        Deed::ActionDone { .. } => {
            end(tx, concern, doing, "done")?;
        }
        Deed::ActionCancelled { .. } => {
            end(tx, concern, doing, "cancelled")?;
        }
        Deed::CategoryChange { ids, .. } => {
            tx.execute(NO_CATEGORY, &params![concern])?;
            for (place, category) in ids.iter().enumerate() {
                let position = i64::try_from(LATER_CATEGORIES + place).map_err(Problem::bug)?;
                tx.execute(CATEGORY, &params![concern, category.as_str(), position])?;
            }
        }
        Deed::RoleChange { roles, .. } => {
            for role in roles {
                tx.execute(
                    ROLE,
                    &params![concern, role.pupil.as_str(), role.to.as_str()],
                )?;
            }
        }
        Deed::Significance { significance, .. } => {
            tx.execute(WEIGHS, &params![concern, significance.name()])?;
        }
        Deed::Closure { .. } => {
            tx.execute(STANDS, &params![concern, "closed"])?;
            tx.execute(ALERTS_REST, &params![concern, true])?;
        }
        Deed::Reopening { .. } => {
            tx.execute(STANDS, &params![concern, "open"])?;
            tx.execute(ALERTS_REST, &params![concern, false])?;
        }
        Deed::PupilTakenOff { pupil, .. } => involved::take_off(tx, concern, pupil)?,
        Deed::StaffNamed { person, .. } => staff::name(tx, concern, &person.id)?,
        Deed::StaffTakenOff { person, .. } => staff::take_off(tx, concern, &person.id, id)?,
        Deed::Contact { .. }
        | Deed::Decision { .. }
        | Deed::Link { .. }
        | Deed::LinkUndone { .. }
        | Deed::PupilAdded { .. }
        | Deed::CaseNote { .. }
        | Deed::Alert { .. }
        | Deed::Note { .. } => {}
    }
    Ok(())
}

/// The action that this is about has come to its end.
fn end(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    doing: &Doing,
    state: &str,
) -> Result<(), Problem> {
    let (action, ended_at) = (doing.about.as_deref(), doing.happened.at.as_micros());
    let told = match action {
        Some(action) => results::who_is_told(tx, concern, action)?,
        None => None,
    };
    tx.execute(ENDED, &params![action, state, ended_at, told.as_ref()])?;
    Ok(())
}
