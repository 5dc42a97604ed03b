//! Every SQL statement of the planner.

use jiff::civil::Date;
use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::place::Place;
use crate::access::Access;
use crate::casework;
use crate::concerns::{
    Called, Pupils, Reader, in_files, name_if_known, outcome_is_seen, part_that_stands,
    pupils_who_stand, readable,
};
use crate::counted::Counted;
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId, SchoolId};

/// How many actions stand on one page.
pub(super) const DUE_MAX: usize = 40;
/// How many of the concerns that are assigned to somebody stand beside them.
pub(super) const IN_HAND_MAX: usize = 12;

/// SQL: the open actions of the reader, who has elevated access (1), in concerns that they read and
/// that nothing keeps from them.
macro_rules! mine {
    () => {
        concat!(
            "FROM action
             JOIN follow_up ON follow_up.id = action.follow_up_id
             JOIN concern ON concern.id = action.concern_id
             WHERE action.assigned_id = $2 AND action.state = 'open' AND concern.school_id = $1
               AND $8 = 1 AND ",
            readable!(),
            " AND ",
            outcome_is_seen!()
        )
    };
}

/// SQL: the open concerns that are assigned to the reader and that they see through a file.
macro_rules! in_hand {
    () => {
        concat!(
            "FROM case_standing
             JOIN concern ON concern.id = case_standing.concern_id
             WHERE case_standing.assigned_id = $2 AND case_standing.status IN ('new', 'open')
               AND concern.school_id = $1 AND $7 IN (0, 1) AND ",
            in_files!()
        )
    };
}

/// SQL: the names of the pupils of the concerns that `$inner` selects, as far as they may be known, and
/// their parts: of those who stand with them for the reader.
macro_rules! names {
    ($inner:expr) => {
        concat!(
            pupils_who_stand!(
                concat!(
                    "concern.id, ",
                    name_if_known!(),
                    ", pupil.finding, pupil.id, ",
                    part_that_stands!("about")
                ),
                concat!(
                    "(SELECT DISTINCT id, recorder_id, school_id FROM (
                          SELECT concern.id, concern.recorder_id, concern.school_id ",
                    $inner,
                    ") AS these) AS concern"
                ),
                "1 = 1"
            ),
            " ORDER BY 1, 3, 4"
        )
    };
}

/// SQL: how many concerns `$inner` selects.
macro_rules! counted {
    ($inner:expr) => {
        concat!(
            "SELECT COUNT(*) FROM (SELECT concern.id ",
            $inner,
            ") AS counted"
        )
    };
}

keyward_db::statements! {
    /// The reader's open actions from a place on, what is due first at the top.
    MINE = concat!("SELECT action.follow_up_id, action.due_on, follow_up.words, concern.id,
                           CASE WHEN ", in_files!(), " THEN 1 ELSE 0 END ",
                   mine!(), " AND (action.due_on, action.follow_up_id) > ($9, $10)
                   ORDER BY action.due_on, action.follow_up_id LIMIT $11");
    /// Whom those are about.
    MINE_ABOUT = names!(concat!(mine!(), " AND (action.due_on, action.follow_up_id) > ($9, $10)
                                ORDER BY action.due_on, action.follow_up_id LIMIT $11"));
    /// Those that are due by a day, what is due first at the top.
    NEAR = concat!("SELECT action.follow_up_id, action.due_on, follow_up.words, concern.id,
                           CASE WHEN ", in_files!(), " THEN 1 ELSE 0 END ",
                   mine!(), " AND action.due_on <= $9
                   ORDER BY action.due_on, action.follow_up_id LIMIT $10");
    /// Whom those are about.
    NEAR_ABOUT = names!(concat!(mine!(), " AND action.due_on <= $9
                                ORDER BY action.due_on, action.follow_up_id LIMIT $10"));
    /// How many those are.
    NEAR_COUNT = counted!(concat!(mine!(), " AND action.due_on <= $9
                                  ORDER BY action.due_on, action.follow_up_id LIMIT $10"));
    /// How many of them fall on each day.
    DAYS = concat!("SELECT action.due_on, COUNT(*) ", mine!(),
                   " GROUP BY action.due_on ORDER BY action.due_on");
    /// How many there are.
    COUNT = counted!(concat!(mine!(), " ORDER BY action.due_on, action.follow_up_id LIMIT $9"));
    /// The open concerns assigned to the reader, the oldest first.
    IN_HAND = concat!("SELECT concern.id, concern.noticed_at, case_standing.status, concern.recorded_at,
                             (SELECT person.name FROM person
                              WHERE person.id = concern.recorder_id) ", in_hand!(),
                      " ORDER BY case_standing.recorded_at, concern.id LIMIT $8");
    /// Whom those are about.
    IN_HAND_ABOUT = names!(concat!(in_hand!(),
                                   " ORDER BY case_standing.recorded_at, concern.id LIMIT $8"));
    /// Who has an open action that is due on a day or before it.
    DUE_TO = "SELECT DISTINCT action.assigned_id FROM action
              JOIN person ON person.id = action.assigned_id
              WHERE action.school_id = $1 AND action.state = 'open' AND action.due_on <= $2
                AND person.left_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM planner_reminder
                                WHERE planner_reminder.person_id = action.assigned_id
                                  AND planner_reminder.day = $3)
              ORDER BY action.assigned_id";
    /// That somebody is reminded on a day; nothing, when another server reminds them already.
    REMIND = "INSERT INTO planner_reminder (person_id, day) VALUES ($1, $2)
              ON CONFLICT (person_id, day) DO NOTHING";
    /// When somebody made the address of their feed.
    FEED = "SELECT made_at FROM planner_feed WHERE person_id = $1";
    /// A new address of somebody's feed; the old one works no more.
    MAKE_FEED = "INSERT INTO planner_feed (person_id, token_hash, made_at) VALUES ($1, $2, $3)
                 ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash,
                                                       made_at = excluded.made_at";
    /// Takes the address of a feed back.
    REMOVE_FEED = "DELETE FROM planner_feed WHERE person_id = $1";
    /// Whose feed has this address.
    WHOSE_FEED = "SELECT person.id, person.school_id, school.wrapped_key FROM planner_feed
                  JOIN person ON person.id = planner_feed.person_id
                  JOIN school ON school.id = person.school_id
                  WHERE planner_feed.token_hash = $1 AND person.left_at IS NULL";
}

/// An open action of the reader.
#[derive(Clone, Debug)]
pub(super) struct Due {
    pub action: String,
    pub concern: ConcernId,
    pub due_on: Date,
    /// What is to be done.
    pub what: &'static str,
    pub words: String,
    pub about: Pupils,
    /// Whether the reader sees the concern through a file.
    pub in_file: bool,
}

/// An open concern assigned to the reader.
#[derive(Clone, Debug)]
pub(super) struct InHand {
    pub concern: ConcernId,
    pub noticed_at: Moment,
    pub recorded_at: Moment,
    pub recorder: String,
    pub is_new: bool,
    pub about: Pupils,
}

/// The parameters of a statement about the actions of the actor with this access: those of a
/// reader, whether the access is elevated, then its own.
fn wanted(
    tx: &Tx<'_, '_>,
    access: &Access,
    own: &[keyward_db::Value],
) -> Result<Vec<keyward_db::Value>, Problem> {
    let mut wanted = Reader::with(tx, access)?.and(&params![access.is_elevated()]);
    wanted.extend_from_slice(own);
    Ok(wanted)
}

/// A page of the reader's open actions, from a place on; and where the next begins, if there are more.
pub(super) fn due(
    tx: &mut Tx<'_, '_>,
    from: Option<&Place>,
) -> Result<(Vec<Due>, Option<Place>), Problem> {
    let (day, action) = from.map_or_else(Default::default, |from| {
        (from.due_on.to_string(), from.action.clone())
    });
    let most = i64::try_from(DUE_MAX).unwrap_or(i64::MAX);
    let wanted = wanted(tx, tx.access(), &params![&day, &action, most + 1])?;
    let mut due = opened(tx, (MINE, &wanted), (MINE_ABOUT, &wanted))?;
    let more = due.len() > DUE_MAX;
    due.truncate(DUE_MAX);
    let next = due.last().filter(|_| more).map(Place::of);
    Ok((due, next))
}

/// The reader's open actions that are due by this day: so many, and how many there are.
pub(super) fn near(
    tx: &mut Tx<'_, '_>,
    by: Date,
    most: i64,
) -> Result<(Vec<Due>, Counted), Problem> {
    let by = by.to_string();
    let some = wanted(tx, tx.access(), &params![&by, most])?;
    let counted = wanted(tx, tx.access(), &params![&by, Counted::LIMIT])?;
    let count = tx.one(NEAR_COUNT, &counted, |row| row.get(0))?;
    let due = opened(tx, (NEAR, &some), (NEAR_ABOUT, &some))?;
    Ok((due, Counted::rows(count.unwrap_or_default())))
}

/// Actions with their words opened, and whom they are about.
fn opened(
    tx: &mut Tx<'_, '_>,
    (actions, wanted): (keyward_db::Sql, &[keyward_db::Value]),
    (names, of_those): (keyward_db::Sql, &[keyward_db::Value]),
) -> Result<Vec<Due>, Problem> {
    let rows = tx.all(actions, wanted, |row| {
        let (id, due_on): (String, String) = (row.get(0)?, row.get(1)?);
        let place: (ConcernId, bool) = (row.get(3)?, row.get(4)?);
        Ok((id, due_on, row.get::<Vec<u8>>(2)?, place))
    })?;
    let about = about(tx, names, of_those)?;
    let open = |(id, due_on, words, place): (String, String, Vec<u8>, (ConcernId, bool))| {
        let (concern, in_file) = place;
        let (what, words) = casework::action_in_words(tx, &id, &words)?;
        Ok(Due {
            action: id,
            due_on: due_on.parse().map_err(Problem::bug)?,
            about: of(&about, &concern),
            concern,
            what,
            words,
            in_file,
        })
    };
    rows.into_iter().map(open).collect()
}

/// The open concerns assigned to the reader: the oldest, and how many there are.
pub(super) fn in_hand(tx: &mut Tx<'_, '_>) -> Result<(Vec<InHand>, Counted), Problem> {
    let reader = Reader::now(tx)?;
    let counted = reader.and(&params![Counted::LIMIT]);
    let rows = tx.all(IN_HAND, &counted, |row| {
        Ok(InHand {
            concern: row.get(0)?,
            noticed_at: Moment::from_micros(row.get(1)?),
            is_new: row.get::<String>(2)? == "new",
            recorded_at: Moment::from_micros(row.get(3)?),
            recorder: row.get(4)?,
            about: Pupils::default(),
        })
    })?;
    let count = Counted::of(rows.len());
    let most = i64::try_from(IN_HAND_MAX).unwrap_or(i64::MAX);
    let about = about(tx, IN_HAND_ABOUT, &reader.and(&params![most]))?;
    let shown = rows.into_iter().take(IN_HAND_MAX).map(|one| InHand {
        about: of(&about, &one.concern),
        ..one
    });
    Ok((shown.collect(), count))
}

/// A pupil of a concern, with their part in it.
type About = (ConcernId, Option<Called>, String);

fn about(
    tx: &mut Tx<'_, '_>,
    sql: keyward_db::Sql,
    wanted: &[keyward_db::Value],
) -> Result<Vec<About>, Problem> {
    Ok(tx.all(sql, wanted, |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(4)?))
    })?)
}

fn of(about: &[About], concern: &ConcernId) -> Pupils {
    let mut pupils = Pupils::default();
    for (_, name, role) in about.iter().filter(|(id, ..)| id == concern) {
        pupils.add_as(name.clone(), role);
    }
    pupils
}

/// How many actions a touch of the key would add to those that the actor sees now.
pub(super) fn with_key(tx: &mut Tx<'_, '_>) -> Result<Counted, Problem> {
    let elevated = tx.access().if_elevated();
    if elevated == *tx.access() {
        return Ok(Counted::default());
    }
    let limit = params![Counted::LIMIT];
    let now = wanted(tx, tx.access(), &limit)?;
    let with = wanted(tx, &elevated, &limit)?;
    let count = |tx: &mut Tx<'_, '_>, wanted: &[keyward_db::Value]| {
        let rows = tx.one(COUNT, wanted, |row| row.get(0))?;
        Ok::<_, Problem>(Counted::rows(rows.unwrap_or_default()))
    };
    let now = count(tx, &now)?;
    Ok(count(tx, &with)?.without(now))
}

/// On which days how many of the actor's open actions are due, as this access shows them.
pub(super) fn days(tx: &mut Tx<'_, '_>, access: &Access) -> Result<Vec<(Date, i64)>, Problem> {
    let wanted = wanted(tx, access, &[])?;
    let rows = tx.all(DAYS, &wanted, |row| {
        Ok((row.get::<String>(0)?, row.get::<i64>(1)?))
    })?;
    let days = rows
        .into_iter()
        .map(|(day, count)| Ok((day.parse().map_err(Problem::bug)?, count)));
    days.collect()
}

/// Who at the actor's school has something due on this day or before, and was not reminded today.
pub(super) fn due_to(tx: &mut Tx<'_, '_>, today: Date) -> Result<Vec<PersonId>, Problem> {
    let school = tx.school()?;
    let today = today.to_string();
    Ok(tx.all(DUE_TO, &params![school, &today, &today], |row| row.get(0))?)
}

/// Notes that the actor is reminded today; whether no other server did.
pub(super) fn reminded(tx: &mut Tx<'_, '_>, today: Date) -> Result<bool, Problem> {
    let person = tx.person()?;
    Ok(tx.keep_house(REMIND, &params![person, today.to_string()])? > 0)
}

/// When the actor made the address of their feed, if they have one.
pub(super) fn feed_made_at(tx: &mut Tx<'_, '_>) -> Result<Option<Moment>, Problem> {
    let person = tx.person()?;
    Ok(tx.one(FEED, &params![person], |row| {
        Ok(Moment::from_micros(row.get(0)?))
    })?)
}

/// Gives the actor's feed an address, of which only the hash is kept.
pub(super) fn make_feed(tx: &mut Tx<'_, '_>, token_hash: &str) -> Result<(), Problem> {
    let (person, now) = (tx.person()?, tx.now().as_micros());
    tx.execute(MAKE_FEED, &params![person, token_hash, now])?;
    Ok(())
}

/// Takes the address of the actor's feed back; whether there was one.
pub(super) fn remove_feed(tx: &mut Tx<'_, '_>) -> Result<bool, Problem> {
    let person = tx.person()?;
    end_feed_of(tx, person)
}

/// The address of this person's feed works no more; whether there was one.
pub(super) fn end_feed_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    Ok(tx.execute(REMOVE_FEED, &params![person])? > 0)
}

/// Whose feed has the address of this hash: the person, their school and its wrapped key.
pub(super) fn whose_feed(
    tx: &mut Tx<'_, '_>,
    token_hash: &str,
) -> Result<Option<(PersonId, SchoolId, Vec<u8>)>, Problem> {
    Ok(tx.one(WHOSE_FEED, &params![token_hash], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?)
}
