//! Every SQL statement about school time and who covers whom.

use jiff::civil::{Date, Time};
use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::absence::{Absence, Away};
use super::calendar::{Calendar, Days, Hours, Term};
use crate::concerns::is_lead;
use crate::cx::Tx;
use crate::ids::{AbsenceId, PersonId};

/// SQL: this person may stand in for that one, who would alert them to what they are alerted to: a
/// lead for anybody; for somebody who is no lead, whoever reads by every user group, year group and
/// form by which they read.
macro_rules! may_stand_in {
    ($cover:literal, $away:literal) => {
        concat!(
            "(",
            is_lead!($cover),
            " OR (NOT ",
            is_lead!($away),
            " AND NOT EXISTS (
                SELECT 1 FROM membership AS theirs
                JOIN group_right AS reads ON reads.group_id = theirs.group_id
                 AND reads.right_name IN ('read_every_file', 'read_year_group_files')
                WHERE theirs.person_id = ",
            $away,
            " AND NOT EXISTS (SELECT 1 FROM membership AS own
                              WHERE own.group_id = theirs.group_id AND own.person_id = ",
            $cover,
            ")) AND NOT EXISTS (
                SELECT 1 FROM person_year_group AS theirs
                WHERE theirs.person_id = ",
            $away,
            " AND NOT EXISTS (SELECT 1 FROM person_year_group AS own
                              WHERE own.year_group = theirs.year_group AND own.person_id = ",
            $cover,
            ")) AND NOT EXISTS (
                SELECT 1 FROM person_form AS theirs
                WHERE theirs.person_id = ",
            $away,
            " AND NOT EXISTS (SELECT 1 FROM person_form AS own
                              WHERE own.form = theirs.form AND own.person_id = ",
            $cover,
            "))))"
        )
    };
}

keyward_db::statements! {
    /// When a school is open.
    HOURS = "SELECT weekday, opens, closes FROM school_hours WHERE school_id = $1";
    /// Its terms.
    TERMS = "SELECT first_on, last_on, name FROM school_term WHERE school_id = $1 ORDER BY first_on";
    /// Its closed days.
    CLOSED = "SELECT day, name FROM closed_day WHERE school_id = $1 ORDER BY day";
    /// Its holidays: when somebody looks in, and who.
    HOLIDAYS = "SELECT opens, closes, person_id FROM holiday_cover WHERE school_id = $1";
    /// Makes room for new hours.
    CLEAR_HOURS = "DELETE FROM school_hours WHERE school_id = $1";
    /// Makes room for new terms.
    CLEAR_TERMS = "DELETE FROM school_term WHERE school_id = $1";
    /// Makes room for new closed days.
    CLEAR_CLOSED = "DELETE FROM closed_day WHERE school_id = $1";
    /// The hours of one day of the week.
    INSERT_HOURS = "INSERT INTO school_hours (school_id, weekday, opens, closes)
                    VALUES ($1, $2, $3, $4)";
    /// A term.
    INSERT_TERM = "INSERT INTO school_term (school_id, first_on, last_on, name)
                   VALUES ($1, $2, $3, $4)";
    /// A closed day.
    INSERT_CLOSED = "INSERT INTO closed_day (school_id, day, name) VALUES ($1, $2, $3)";
    /// When somebody looks in during the holidays, and who.
    COVER_HOLIDAYS = "INSERT INTO holiday_cover (school_id, opens, closes, person_id)
                      VALUES ($1, $2, $3, $4)
                      ON CONFLICT (school_id) DO UPDATE
                      SET opens = excluded.opens, closes = excluded.closes,
                          person_id = excluded.person_id";
    /// Who is away on a day, and who stands in, as far as they still may.
    AWAY = concat!(
        "SELECT person_id,
                CASE WHEN ", may_stand_in!("absence.cover_id", "absence.person_id"), "
                     THEN cover_id END, last_on
         FROM absence
         WHERE school_id = $1 AND last_on >= $2 AND first_on <= $2 AND ended_at IS NULL
         ORDER BY made_at, id");
    /// Whether somebody may stand in for another.
    MAY_STAND_IN = concat!("SELECT 1 FROM person AS away
                            JOIN person AS cover ON cover.school_id = away.school_id
                            WHERE away.school_id = $1 AND away.id = $2 AND cover.id = $3
                              AND ", may_stand_in!("cover.id", "away.id"));
    /// Who is or will be away from a day on.
    ABSENCES = "SELECT absence.id, person.name, cover.name, absence.first_on, absence.last_on
                FROM absence
                JOIN person ON person.id = absence.person_id
                JOIN person AS cover ON cover.id = absence.cover_id
                WHERE absence.school_id = $1 AND absence.last_on >= $2
                  AND absence.ended_at IS NULL
                ORDER BY absence.first_on, person.name, absence.id";
    /// Somebody will be away.
    INSERT_ABSENCE = "INSERT INTO absence (id, school_id, person_id, cover_id, first_on, last_on,
                                           made_by, made_at)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Somebody is back, or will not be away after all.
    END_ABSENCE = "UPDATE absence SET ended_by = $3, ended_at = $4
                   WHERE school_id = $1 AND id = $2 AND ended_at IS NULL";
    /// Whether there is such an absence.
    IS_ABSENCE = "SELECT 1 FROM absence WHERE school_id = $1 AND id = $2";
}

/// A school's calendar, and what goes with it.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub calendar: Calendar,
    /// Who looks in during the holidays.
    pub holiday_person: Option<PersonId>,
    /// Whether the school has said nothing yet.
    pub is_default: bool,
}

/// The calendar of the actor's school; what is sensible, while the school has written down none.
pub(super) fn kept(tx: &mut Tx<'_, '_>) -> Result<Kept, Problem> {
    let school = tx.school()?;
    let mut calendar = Calendar::default();
    let holidays = tx.one(HOLIDAYS, &params![school], |row| {
        Ok((
            hours(&row.get::<String>(0)?, &row.get::<String>(1)?),
            row.get::<Option<PersonId>>(2)?,
        ))
    })?;
    let Some((holidays, holiday_person)) = holidays else {
        return Ok(Kept {
            calendar,
            holiday_person: None,
            is_default: true,
        });
    };
    calendar.week = [None; 7];
    let rows = tx.all(HOURS, &params![school], |row| {
        let hours = hours(&row.get::<String>(1)?, &row.get::<String>(2)?);
        Ok((row.get::<i64>(0)?, hours))
    })?;
    for (weekday, hours) in rows {
        let place = usize::try_from(weekday - 1).unwrap_or(usize::MAX);
        if let Some(place) = calendar.week.get_mut(place) {
            *place = hours;
        }
    }
    let terms = tx.all(TERMS, &params![school], |row| {
        Ok((
            row.get::<String>(0)?,
            row.get::<String>(1)?,
            row.get::<String>(2)?,
        ))
    })?;
    let term = |(first, last, name): (String, String, String)| {
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        let days = Days { first, last };
        Some(Term { days, name })
    };
    calendar.terms = terms.into_iter().filter_map(term).collect();
    let closed = tx.all(CLOSED, &params![school], |row| {
        Ok((row.get::<String>(0)?, row.get::<String>(1)?))
    })?;
    let named = |(day, name): (String, String)| Some((day.parse::<Date>().ok()?, name));
    calendar.closed = closed.into_iter().filter_map(named).collect();
    calendar.holidays = holidays.unwrap_or(calendar.holidays);
    Ok(Kept {
        calendar,
        holiday_person,
        is_default: false,
    })
}

fn hours(opens: &str, closes: &str) -> Option<Hours> {
    let (opens, closes) = (opens.parse::<Time>().ok()?, closes.parse::<Time>().ok()?);
    Some(Hours { opens, closes })
}

/// Writes a calendar down in place of the one before.
pub(super) fn keep(
    tx: &mut Tx<'_, '_>,
    calendar: &Calendar,
    holiday_person: Option<&PersonId>,
) -> Result<(), Problem> {
    let school = tx.school()?;
    for clear in [CLEAR_HOURS, CLEAR_TERMS, CLEAR_CLOSED] {
        tx.execute(clear, &params![school])?;
    }
    let clock = |time: Time| time.strftime("%H:%M").to_string();
    for (weekday, hours) in (1_i64..).zip(&calendar.week) {
        if let Some(Hours { opens, closes }) = hours {
            let row = params![school, weekday, clock(*opens), clock(*closes)];
            tx.execute(INSERT_HOURS, &row)?;
        }
    }
    for Term { days, name } in &calendar.terms {
        let row = params![school, days.first.to_string(), days.last.to_string(), name];
        tx.execute(INSERT_TERM, &row)?;
    }
    for (day, name) in &calendar.closed {
        tx.execute(INSERT_CLOSED, &params![school, day.to_string(), name])?;
    }
    let Hours { opens, closes } = calendar.holidays;
    let row = params![school, clock(opens), clock(closes), holiday_person];
    tx.execute(COVER_HOLIDAYS, &row)?;
    Ok(())
}

/// Whether this person may stand in for that one.
pub(super) fn may_stand_in(
    tx: &mut Tx<'_, '_>,
    away: &PersonId,
    cover: &PersonId,
) -> Result<bool, Problem> {
    let may = params![tx.school()?, away, cover];
    let may = tx.one(MAY_STAND_IN, &may, |row| row.get::<i64>(0))?;
    Ok(may.is_some())
}

/// Who is away on this day.
pub(super) fn away(tx: &mut Tx<'_, '_>, day: Date) -> Result<Vec<Away>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(AWAY, &params![school, day.to_string()], |row| {
        Ok(Away {
            person: row.get(0)?,
            cover: row.get(1)?,
            until: row.get::<String>(2)?.parse().unwrap_or(day),
        })
    })?)
}

/// Who is or will be away from today on, in order.
pub(super) fn absences(tx: &mut Tx<'_, '_>) -> Result<Vec<Absence>, Problem> {
    let (school, today) = (tx.school()?, today(tx.now()));
    Ok(
        tx.all(ABSENCES, &params![school, today.to_string()], |row| {
            Ok(Absence {
                id: row.get(0)?,
                person: row.get(1)?,
                cover: row.get(2)?,
                days: Days {
                    first: row.get::<String>(3)?.parse().unwrap_or(today),
                    last: row.get::<String>(4)?.parse().unwrap_or(today),
                },
            })
        })?,
    )
}

/// The day that it is at the school.
pub(super) fn today(now: Moment) -> Date {
    now.london().date()
}

/// Writes an absence down.
pub(super) fn insert_absence(
    tx: &mut Tx<'_, '_>,
    away: &PersonId,
    cover: &PersonId,
    days: Days,
) -> Result<AbsenceId, Problem> {
    let (id, school, me, now) = (
        tx.new_id(),
        tx.school()?,
        tx.person()?,
        tx.now().as_micros(),
    );
    let (first, last) = (days.first.to_string(), days.last.to_string());
    tx.execute(
        INSERT_ABSENCE,
        &params![&id, school, away, cover, first, last, me, now],
    )?;
    Ok(AbsenceId(id))
}

/// Ends an absence; whether it had not ended before.
pub(super) fn end_absence(tx: &mut Tx<'_, '_>, id: &AbsenceId) -> Result<bool, Problem> {
    let (school, me, now) = (tx.school()?, tx.person()?, tx.now().as_micros());
    let there = tx.one(IS_ABSENCE, &params![school, id], |row| row.get::<i64>(0))?;
    there.ok_or(Problem::NotFound)?;
    Ok(tx.execute(END_ABSENCE, &params![school, id, me, now])? > 0)
}
