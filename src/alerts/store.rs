//! Every SQL statement about who was alerted to one concern, and who has it in hand.

use std::collections::BTreeSet;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::keeping;
use crate::access::{Access, Right};
use crate::concerns::{Reader, in_files, is_lead, kept_from, opened, outcome_is_seen, readable};
use crate::cx::Tx;
use crate::ids::{AlertGroupId, ConcernId, PersonId};

keyward_db::statements! {
    /// Somebody who can be alerted to a concern: they work here, their user groups let them read
    /// alerts, and nothing keeps them from it.
    CAN_BE_ALERTED = concat!(
        "SELECT person.email, person.name FROM person
         JOIN concern ON concern.id = $3 AND concern.school_id = $1
         WHERE person.school_id = $1 AND person.id = $2 AND person.left_at IS NULL
           AND EXISTS (SELECT 1 FROM membership
                       JOIN group_right ON group_right.group_id = membership.group_id
                       WHERE membership.person_id = person.id
                         AND group_right.right_name = 'read_alerts')
           AND NOT ", kept_from!());
    /// Alerts somebody; the first alert stands.
    ALERT = "INSERT INTO alert (concern_id, person_id, alerted_at, through, group_id)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (concern_id, person_id) DO NOTHING";
    /// Somebody whom the writer of a concern chose, or a lead later (1), whether or not they can be
    /// alerted to it.
    CHOOSE = "INSERT INTO alert_choice (concern_id, person_id, group_id, later)
              VALUES ($1, $2, $3, $4)
              ON CONFLICT (concern_id, person_id) DO NOTHING";
    /// Who was alerted to a concern.
    ALERTED = "SELECT person_id FROM alert WHERE concern_id = $1";
    /// How many minutes of school time a concern may wait; none, where no category has a clock.
    MINUTES = "SELECT MIN(category.respond_minutes)
               FROM concern_category JOIN category ON category.id = concern_category.category_id
               WHERE concern_category.concern_id = $1 AND concern_category.counts = 1
                 AND category.respond_minutes > 0";
    /// Starts the clock of a new concern.
    START_CLOCK = "UPDATE case_standing SET respond_by = $2 WHERE concern_id = $1";
    /// A readable concern: whether the reader was alerted to it, when they acknowledged it,
    /// where it stands, whether they see it through a file, and whether they have
    /// acknowledged it as somebody who acts on it. To its writer, from whom it is kept since, it
    /// stands as nobody has been alerted to it.
    STANDS = concat!(
        "SELECT CASE WHEN mine.person_id IS NULL THEN 0 ELSE 1 END, mine.acknowledged_at,
                COALESCE(standing.status, 'new'),
                CASE WHEN ", in_files!(), " THEN 1 ELSE 0 END,
                CASE WHEN EXISTS (SELECT 1 FROM follow_up AS mine
                                  WHERE mine.concern_id = concern.id AND mine.writer_id = $2
                                    AND mine.kind = 'acknowledgement') THEN 1 ELSE 0 END,
                CASE WHEN ", opened!(), " THEN 1 ELSE 0 END
         FROM concern
         LEFT JOIN case_standing AS standing
           ON standing.concern_id = concern.id AND ", outcome_is_seen!(), "
         LEFT JOIN alert AS mine
           ON mine.concern_id = concern.id AND mine.person_id = $2 AND ", outcome_is_seen!(), "
         WHERE concern.id = $8 AND ", readable!());
    /// Somebody who was alerted has it in hand; the first time stands.
    ACKNOWLEDGE = "UPDATE alert SET acknowledged_at = $3
                   WHERE concern_id = $1 AND person_id = $2 AND acknowledged_at IS NULL";
    /// Somebody of the line has it in hand: the leads are asked again on the next school day.
    REST = "UPDATE case_standing SET respond_by = $2
            WHERE concern_id = $1 AND status = 'new' AND respond_by IS NOT NULL";
    /// The first lead who acknowledged a concern, and when.
    TAKEN_BY = concat!(
        "SELECT person.name, follow_up.written_at FROM follow_up
         JOIN person ON person.id = follow_up.writer_id
         WHERE follow_up.concern_id = $1 AND follow_up.kind = 'acknowledgement' AND ",
        is_lead!("follow_up.writer_id"), "
         ORDER BY follow_up.written_at, follow_up.id LIMIT 1");
    /// How somebody came to be alerted to a concern.
    THROUGH = "SELECT through FROM alert WHERE concern_id = $1 AND person_id = $2";
}

/// How somebody came to be alerted.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Through<'a> {
    /// Whoever logged it chose them.
    Chosen,
    /// They are in an alert group.
    Group(&'a AlertGroupId),
    /// They stand in for somebody who is away.
    Cover,
    /// The clock ran out.
    Clock,
}

/// Where and to whom to write.
#[derive(Clone, Debug)]
pub(super) struct Addressee {
    pub email: String,
    pub name: String,
}

/// Where to write to somebody about a concern, if they can be alerted to it.
pub(super) fn can_be_alerted(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    person: &PersonId,
) -> Result<Option<Addressee>, Problem> {
    let params = params![tx.school()?, person, concern];
    Ok(tx.one(CAN_BE_ALERTED, &params, |row| {
        Ok(Addressee {
            email: row.get(0)?,
            name: row.get(1)?,
        })
    })?)
}

/// The safeguarding leads of the actor's school.
pub(super) fn leads(tx: &mut Tx<'_, '_>) -> Result<Vec<PersonId>, Problem> {
    let leads = keeping::leads(tx)?.into_iter();
    Ok(leads.map(|lead| lead.id).collect())
}

/// Alerts somebody; whether they were not alerted before.
pub(super) fn alert(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    person: &PersonId,
    through: Through<'_>,
) -> Result<bool, Problem> {
    let (name, group) = match through {
        Through::Chosen => ("chosen", None),
        Through::Group(group) => ("group", Some(group)),
        Through::Cover => ("cover", None),
        Through::Clock => ("clock", None),
    };
    let now = tx.now().as_micros();
    Ok(tx.execute(ALERT, &params![concern, person, now, name, group])? > 0)
}

/// Keeps whom the writer of a new concern chose, by themselves or with a group.
pub(super) fn choose(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    person: &PersonId,
    group: Option<&AlertGroupId>,
) -> Result<(), Problem> {
    tx.execute(CHOOSE, &params![concern, person, group, false])?;
    Ok(())
}

/// Keeps whom somebody who acts on the concern chose later.
pub(super) fn choose_later(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    person: &PersonId,
    group: Option<&AlertGroupId>,
) -> Result<(), Problem> {
    tx.execute(CHOOSE, &params![concern, person, group, true])?;
    Ok(())
}

/// Everybody who was alerted to a concern.
pub(super) fn alerted(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
) -> Result<BTreeSet<PersonId>, Problem> {
    let rows = tx.all(ALERTED, &params![concern], |row| row.get(0))?;
    Ok(rows.into_iter().collect())
}

/// How many minutes of school time a concern may wait, if it has a clock.
pub(super) fn minutes(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Option<i64>, Problem> {
    let minutes = tx.one(MINUTES, &params![concern], |row| row.get::<Option<i64>>(0))?;
    Ok(minutes.flatten())
}

/// Starts the clock of a concern that has just been logged.
pub(super) fn start_clock(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    until: Moment,
) -> Result<(), Problem> {
    tx.execute(START_CLOCK, &params![concern, until.as_micros()])?;
    Ok(())
}

/// How a concern stands to its reader.
#[derive(Clone, Debug)]
pub(super) struct Stands {
    pub is_alerted: bool,
    pub acknowledged_at: Option<Moment>,
    pub status: String,
    pub in_files: bool,
    /// Whether the actor has it in hand as somebody who acts on it.
    pub has_in_hand: bool,
    /// Whether the actor has opened it, or wrote it.
    pub is_opened: bool,
}

impl Stands {
    /// Whether the actor acts on it: acting on concerns counts now, and they see it through a file.
    pub(super) fn acts_on_it(&self, access: &Access) -> bool {
        self.in_files && access.has(Right::WorkCases)
    }

    /// Whether the actor was alerted and has not said yet that they have it.
    pub(super) fn waits_for_actor(&self) -> bool {
        self.is_alerted && self.acknowledged_at.is_none()
    }

    /// Whether the actor may say that they have it in hand.
    pub(super) fn may_acknowledge(&self, access: &Access) -> bool {
        self.status != "closed"
            && (self.waits_for_actor()
                || (self.acts_on_it(access) && self.status == "new" && !self.has_in_hand))
    }
}

/// How a concern stands to the actor.
///
/// # Errors
/// Not found, whether it is not there or not for the actor.
pub(super) fn stands(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Stands, Problem> {
    let reader = Reader::now(tx)?;
    let found = tx.one(STANDS, &reader.and(&params![concern]), |row| {
        Ok(Stands {
            is_alerted: row.get(0)?,
            acknowledged_at: row.get::<Option<i64>>(1)?.map(Moment::from_micros),
            status: row.get(2)?,
            in_files: row.get(3)?,
            has_in_hand: row.get(4)?,
            is_opened: row.get(5)?,
        })
    })?;
    found.ok_or(Problem::NotFound)
}

/// The actor has the concern in hand; whether they had not said so before.
pub(super) fn acknowledge(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<bool, Problem> {
    let (me, now) = (tx.person()?, tx.now().as_micros());
    Ok(tx.execute(ACKNOWLEDGE, &params![concern, me, now])? > 0)
}

/// How the actor came to be alerted to the concern; nothing, where they were not.
pub(super) fn through(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Option<String>, Problem> {
    let me = tx.person()?;
    Ok(tx.one(THROUGH, &params![concern, me], |row| row.get(0))?)
}

/// The clock rests until then.
pub(super) fn rest(tx: &mut Tx<'_, '_>, concern: &ConcernId, until: Moment) -> Result<(), Problem> {
    tx.execute(REST, &params![concern, until.as_micros()])?;
    Ok(())
}

/// The first lead who acknowledged the concern, and when.
pub(super) fn taken_by(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
) -> Result<Option<(String, Moment)>, Problem> {
    Ok(tx.one(TAKEN_BY, &params![concern], |row| {
        Ok((row.get(0)?, Moment::from_micros(row.get(1)?)))
    })?)
}
