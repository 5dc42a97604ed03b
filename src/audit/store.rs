//! Every SQL statement of the audit log.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::chain::{self, Recorded};
use super::entry::Entry;
use super::filter::Filter;
use crate::cx::Tx;

keyward_db::statements! {
    /// Begins a school's log.
    BEGIN = "INSERT INTO audit_head (school_id, entries, last, seal) VALUES ($1, 0, $2, $3)";
    /// Takes the next number of a school's log; two writers never take the same.
    TAKE = "UPDATE audit_head SET entries = entries + 1 WHERE school_id = $1
            RETURNING entries, last";
    /// Writes an entry.
    APPEND = "INSERT INTO audit_entry (school_id, number, at, actor_id, actor_name, act,
                                       subject_kind, subject_id, detail, elevated, chain)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// Seals the log's new end.
    SEAL = "UPDATE audit_head SET last = $2, seal = $3 WHERE school_id = $1";
    /// The log's end.
    HEAD = "SELECT entries, last, seal FROM audit_head WHERE school_id = $1";
    /// The first entry that stands outside the log, if any: Keyward did not write it.
    STRAY = "SELECT MIN(number) FROM audit_entry
             WHERE school_id = $1 AND (number < 1 OR number > $2)";
    /// A stretch of the log, in order.
    STRETCH = "SELECT number, at, actor_id, actor_name, act, subject_kind, subject_id, detail,
                      elevated, chain
               FROM audit_entry WHERE school_id = $1 AND number > $2
               ORDER BY number LIMIT 1000";
    /// A page of the log, newest first, and one entry more to know whether there are any.
    NEWEST = "SELECT number, at, actor_id, actor_name, act, subject_kind, subject_id, detail,
                     elevated, chain
              FROM audit_entry
              WHERE school_id = $1 AND number < $2 AND at >= $3 AND at < $4
                AND ($5 = '' OR act = $5) AND ($6 = '' OR actor_id = $6)
                AND ($7 = '' OR subject_id = $7)
              ORDER BY number DESC LIMIT 51";
    /// Every act that was ever written down, by way of the index: one step for each.
    ACTS = "WITH RECURSIVE known (act) AS (
                SELECT ''
                UNION ALL
                SELECT (SELECT MIN(act) FROM audit_entry
                        WHERE school_id = $1 AND act > known.act)
                FROM known WHERE known.act IS NOT NULL)
            SELECT act FROM known WHERE act <> ''";
    /// Everybody at the school, for choosing whose acts are shown.
    PEOPLE = "SELECT id, name FROM person WHERE school_id = $1 ORDER BY LOWER(name), id";
}

/// Begins a new school's log.
///
/// # Errors
/// As the database says.
pub fn begin(tx: &mut Tx<'_, '_>) -> Result<(), Problem> {
    let (school, key) = (tx.school()?, tx.school_key()?);
    let last = chain::beginning(key, &school.0);
    let seal = chain::end(key, 0, &last);
    tx.keep_house(BEGIN, &params![school, &last, seal])?;
    Ok(())
}

/// Adds an entry to the log of the actor's school.
///
/// # Errors
/// As the database says; a bug's page when the school's log was never begun.
pub fn append(tx: &mut Tx<'_, '_>, entry: Entry) -> Result<(), Problem> {
    let (school, key, actor, at) = (
        tx.school()?,
        tx.school_key()?,
        tx.actor(),
        tx.now().as_micros(),
    );
    let taken = tx.one(TAKE, &params![school], |row| {
        Ok((row.get::<i64>(0)?, row.get::<String>(1)?))
    })?;
    let (number, before) = taken.ok_or_else(|| Problem::bug("a school without an audit log"))?;
    let recorded = Recorded {
        number,
        at,
        actor_id: actor.person_id().map(|person| person.0.clone()),
        actor_name: actor.name.clone(),
        act: entry.act.to_owned(),
        subject_kind: entry.subject_kind.to_owned(),
        subject_id: entry.subject_id,
        detail: entry.detail,
        elevated: actor.access.is_elevated(),
    };
    let link = chain::link(key, &before, &recorded);
    let params = params![
        school,
        number,
        at,
        recorded.actor_id,
        recorded.actor_name,
        recorded.act,
        recorded.subject_kind,
        recorded.subject_id,
        recorded.detail,
        recorded.elevated,
        &link
    ];
    tx.keep_house(APPEND, &params)?;
    tx.keep_house(
        SEAL,
        &params![school, &link, chain::end(key, number, &link)],
    )?;
    Ok(())
}

/// The end of the log: how many entries, the last link, the seal.
///
/// # Errors
/// As the database says.
pub fn head(tx: &mut Tx<'_, '_>) -> Result<Option<(i64, String, String)>, Problem> {
    let school = tx.school()?;
    Ok(tx.one(HEAD, &params![school], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?)
}

/// The first entry that stands outside a log of so many entries, if any.
///
/// # Errors
/// As the database says.
pub fn stray(tx: &mut Tx<'_, '_>, entries: i64) -> Result<Option<i64>, Problem> {
    let school = tx.school()?;
    let found = tx.one(STRAY, &params![school, entries], |row| row.get(0))?;
    Ok(found.flatten())
}

/// Up to 1,000 entries after this number, in order, each with its link.
///
/// # Errors
/// As the database says.
pub fn stretch(tx: &mut Tx<'_, '_>, after: i64) -> Result<Vec<(Recorded, String)>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(STRETCH, &params![school, after], recorded)?)
}

/// Up to 51 entries before this number that a filter lets through, newest first.
///
/// # Errors
/// As the database says.
pub fn newest(tx: &mut Tx<'_, '_>, before: i64, filter: &Filter) -> Result<Vec<Recorded>, Problem> {
    let params = params![
        tx.school()?,
        before,
        filter.from.map_or(i64::MIN, Moment::as_micros),
        filter.until.map_or(i64::MAX, Moment::as_micros),
        &filter.act,
        &filter.person,
        &filter.subject
    ];
    let rows = tx.all(NEWEST, &params, recorded)?;
    Ok(rows.into_iter().map(|(entry, _)| entry).collect())
}

/// Every act that was ever written down at the actor's school.
///
/// # Errors
/// As the database says.
pub fn acts(tx: &mut Tx<'_, '_>) -> Result<Vec<String>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(ACTS, &params![school], |row| row.get(0))?)
}

/// Everybody at the actor's school: identifier and name.
///
/// # Errors
/// As the database says.
pub fn people(tx: &mut Tx<'_, '_>) -> Result<Vec<(String, String)>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(PEOPLE, &params![school], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}

fn recorded(row: &Row<'_>) -> Result<(Recorded, String), keyward_db::Error> {
    let entry = Recorded {
        number: row.get(0)?,
        at: row.get(1)?,
        actor_id: row.get(2)?,
        actor_name: row.get(3)?,
        act: row.get(4)?,
        subject_kind: row.get(5)?,
        subject_id: row.get(6)?,
        detail: row.get(7)?,
        elevated: row.get(8)?,
    };
    Ok((entry, row.get(9)?))
}
