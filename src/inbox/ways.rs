//! The ways through the concerns of one status: by time, by the person to whom they are assigned, or
//! from the few of a category that is rare. Each follows an index, so that a page costs the same
//! however many concerns are closed and however few of them are asked for.

use keyward_db::{Sql, params};
use keyward_web::Problem;

use super::filter::{Assigned, Filter};
use crate::categories::marks;
use crate::concerns::{concern_seen_as, in_files, noticed, one_group_takes_in};
use crate::cx::Tx;
use crate::pupils::file_may_be_read;

/// Up to so many concerns of a category are all looked at; of more, the next of a page is near.
const RARE_MAX: i64 = 2000;

/// SQL: the reader has not opened this `concern`, which somebody else wrote.
macro_rules! unread {
    () => {
        "(concern.recorder_id <> $2
          AND NOT EXISTS (SELECT 1 FROM reading WHERE reading.concern_id = concern.id
                                                  AND reading.person_id = $2))"
    };
}

/// SQL: this `standing` is of a new concern that has waited longer than the school allows at this moment.
macro_rules! is_over {
    ($now:literal) => {
        concat!(
            "(standing.status = 'new' AND standing.respond_by IS NOT NULL
              AND (standing.respond_by <= ",
            $now,
            " OR standing.passed_on > 0))"
        )
    };
}
pub(super) use is_over;

/// SQL: where a `concern` of the inbox comes from, `$first` of all, and what is asked of it. Its first
/// six parameters are those of a Reach; then follow the status, whether it is unread (1), read (0) or
/// either (2), the category, the year group, to whom it is assigned, between which moments it was
/// recorded, and the moment by which its clock has run out (0 where that makes no difference). CROSS JOIN keeps SQLite to that order. A year group counts where the reader may know,
/// through a file, that the concern is about a pupil of it, so that no filter tells more than the line.
macro_rules! asked {
    ($first:expr, $of_them:expr) => {
        concat!(
            "FROM ",
            $first,
            "case_standing AS standing CROSS JOIN concern
             JOIN person AS recorder ON recorder.id = concern.recorder_id
             LEFT JOIN person AS assigned ON assigned.id = standing.assigned_id
             WHERE concern.id = standing.concern_id",
            $of_them,
            " AND standing.school_id = $1 AND standing.status = $7
               AND ($8 = 2 OR $8 = CASE WHEN ",
            unread!(),
            " THEN 1 ELSE 0 END)
               AND ($9 = '' OR EXISTS (
                    SELECT 1 FROM concern_category AS has
                    JOIN category AS kind ON kind.id = has.category_id
                    WHERE has.concern_id = concern.id AND has.counts = 1
                      AND (kind.id = $9 OR kind.parent_id = $9)))
               AND ($10 = '' OR EXISTS (
                    SELECT 1 FROM concern_pupil AS about CROSS JOIN pupil
                    WHERE about.concern_id = concern.id AND pupil.id = about.pupil_id
                      AND pupil.year_group = $10 AND ",
            file_may_be_read!(),
            " AND (concern.recorder_id = $2 OR $3 = 1 OR ",
            one_group_takes_in!(),
            ")))
               AND ($11 = '' OR standing.assigned_id = $11
                    OR ($11 = 'nobody' AND standing.assigned_id IS NULL))
               AND standing.recorded_at >= $12 AND standing.recorded_at < $13
               AND (",
            is_over!("$14"),
            " OR $14 = 0)
               AND ",
            in_files!(),
            " AND ",
            concern_seen_as!()
        )
    };
}

/// SQL: every concern of the status, in the order of time.
macro_rules! by_time {
    () => {
        asked!("", "")
    };
}

/// SQL: those that are assigned to one person, in the order of time.
macro_rules! by_person {
    () => {
        asked!("", " AND standing.assigned_id = $11")
    };
}

/// SQL: those of one category and of what is beneath it.
macro_rules! by_category {
    () => {
        asked!(
            "(SELECT DISTINCT has.concern_id
              FROM category AS kind CROSS JOIN concern_category AS has
              WHERE kind.school_id = $1 AND (kind.id = $9 OR kind.parent_id = $9)
                AND has.category_id = kind.id AND has.counts = 1) AS few CROSS JOIN ",
            " AND standing.concern_id = few.concern_id"
        )
    };
}

/// SQL: the columns of a line.
macro_rules! line {
    ($asked:expr) => {
        concat!(
            "SELECT concern.id, standing.status, ",
            noticed!("concern"),
            ", standing.recorded_at, recorder.name, COALESCE(assigned.name, ''), standing.respond_by,
                    standing.passed_on, ",
            "CASE WHEN ",
            unread!(),
            " THEN 1 ELSE 0 END, ",
            marks!(),
            ", standing.assigned_id, standing.significance ",
            $asked
        )
    };
}

/// SQL: the newest of these before a place.
macro_rules! newest {
    ($asked:expr) => {
        concat!(
            line!($asked),
            " AND (standing.recorded_at, standing.concern_id) < ($16, $17)
              ORDER BY standing.recorded_at DESC, standing.concern_id DESC LIMIT $15"
        )
    };
}

/// SQL: the oldest of these after a place.
macro_rules! oldest {
    ($asked:expr) => {
        concat!(
            line!($asked),
            " AND (standing.recorded_at, standing.concern_id) > ($16, $17)
              ORDER BY standing.recorded_at, standing.concern_id LIMIT $15"
        )
    };
}

/// SQL: how many of these there are, counted to a limit from the newest on.
macro_rules! count {
    ($asked:expr) => {
        concat!(
            "SELECT COUNT(*) FROM (SELECT concern.id ",
            $asked,
            " ORDER BY standing.recorded_at DESC, standing.concern_id DESC LIMIT $15) AS counted"
        )
    };
}

keyward_db::statements! {
    /// By time, the newest before a place.
    NEWEST = newest!(by_time!());
    /// By time, the oldest after a place.
    OLDEST = oldest!(by_time!());
    /// By time, how many.
    COUNT = count!(by_time!());
    /// Assigned to one person, the newest before a place.
    NEWEST_OF_PERSON = newest!(by_person!());
    /// Assigned to one person, the oldest after a place.
    OLDEST_OF_PERSON = oldest!(by_person!());
    /// Assigned to one person, how many.
    COUNT_OF_PERSON = count!(by_person!());
    /// Of a rare category, the newest before a place.
    NEWEST_OF_CATEGORY = newest!(by_category!());
    /// Of a rare category, the oldest after a place.
    OLDEST_OF_CATEGORY = oldest!(by_category!());
    /// Of a rare category, how many.
    COUNT_OF_CATEGORY = count!(by_category!());
    /// How many concerns a category and what is beneath it have, counted to a limit.
    HAS = "SELECT COUNT(*) FROM (
               SELECT has.concern_id FROM category AS kind CROSS JOIN concern_category AS has
               WHERE kind.school_id = $1 AND (kind.id = $2 OR kind.parent_id = $2)
                 AND has.category_id = kind.id AND has.counts = 1 LIMIT $3) AS counted";
    /// When the first concern about a pupil of a year group was noticed; none was recorded before.
    YEAR_BEGINS = "SELECT MIN(firsts.noticed_at) FROM (
                       SELECT (SELECT MIN(about.noticed_at) FROM concern_pupil AS about
                               WHERE about.pupil_id = pupil.id) AS noticed_at
                       FROM pupil WHERE pupil.school_id = $1 AND pupil.year_group = $2) AS firsts";
}

/// A way through the concerns that a filter asks for.
#[derive(Copy, Clone, Debug)]
pub(super) struct Way {
    pub newest: Sql,
    pub oldest: Sql,
    pub count: Sql,
    /// None of them was recorded before, in microseconds.
    pub since: i64,
}

/// The shortest way through what this filter asks for.
pub(super) fn way(tx: &mut Tx<'_, '_>, filter: &Filter) -> Result<Way, Problem> {
    let since = year_begins(tx, filter)?;
    let (newest, oldest, count) = match &filter.assigned {
        _ if is_rare(tx, filter)? => (NEWEST_OF_CATEGORY, OLDEST_OF_CATEGORY, COUNT_OF_CATEGORY),
        Assigned::Me | Assigned::To(_) => (NEWEST_OF_PERSON, OLDEST_OF_PERSON, COUNT_OF_PERSON),
        Assigned::Anybody | Assigned::Nobody => (NEWEST, OLDEST, COUNT),
    };
    Ok(Way {
        newest,
        oldest,
        count,
        since,
    })
}

fn is_rare(tx: &mut Tx<'_, '_>, filter: &Filter) -> Result<bool, Problem> {
    let Some(category) = &filter.category else {
        return Ok(false);
    };
    let wanted = params![tx.school()?, category, RARE_MAX + 1];
    let has = tx.one(HAS, &wanted, |row| row.get::<i64>(0))?;
    Ok(has.unwrap_or_default() <= RARE_MAX)
}

fn year_begins(tx: &mut Tx<'_, '_>, filter: &Filter) -> Result<i64, Problem> {
    let Some(year) = filter.year else {
        return Ok(i64::MIN);
    };
    let wanted = params![tx.school()?, year.name()];
    let begins = tx.one(YEAR_BEGINS, &wanted, |row| row.get::<Option<i64>>(0))?;
    // No concern is about a pupil of it.
    Ok(begins.flatten().unwrap_or(i64::MAX))
}
