//! Every SQL statement of the inbox. Each walks one status of a school along an index, so that a
//! page costs the same however many concerns are closed.

use keyward_db::{Row, Sql, Value, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::filter::{Assigned, Filter, Opened, Part, Place, Show};
use crate::alerts::Waits;
use crate::categories::{Marks, marks};
use crate::concerns::{
    Pupils, Reader, concern_seen_as, in_files, name_if_known, one_group_takes_in, readable, when,
};
use crate::cx::Tx;
use crate::ids::{CategoryId, ConcernId, PersonId};
use crate::pupils::{Reach, file_may_be_read};

/// How many concerns stand on one page.
pub(super) const LINES_MAX: usize = 25;
/// How far concerns are counted.
const COUNT_MAX: i64 = 100;

/// SQL: the reader has not opened this `concern`, which somebody else wrote.
macro_rules! unread {
    () => {
        "(concern.recorder_id <> $2
          AND NOT EXISTS (SELECT 1 FROM reading WHERE reading.concern_id = concern.id
                                                  AND reading.person_id = $2))"
    };
}

/// SQL: where a `concern` of the inbox comes from, and what is asked of it. Its first six parameters
/// are those of a Reach; then follow the status, whether it is unread (1), read (0) or either (2),
/// the category, the year group, to whom it is assigned, and between which moments it was recorded.
/// CROSS JOIN keeps SQLite to that order. A year group counts where the reader may know, through a
/// file, that the concern is about a pupil of it, so that no filter tells more than the line.
macro_rules! asked {
    () => {
        concat!(
            "FROM case_standing AS standing CROSS JOIN concern
             JOIN person AS recorder ON recorder.id = concern.recorder_id
             LEFT JOIN person AS assigned ON assigned.id = standing.assigned_id
             WHERE concern.id = standing.concern_id
               AND standing.school_id = $1 AND standing.status = $7
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
               AND ",
            in_files!(),
            " AND ",
            concern_seen_as!()
        )
    };
}

/// SQL: the columns of a line.
macro_rules! line {
    () => {
        concat!(
            "SELECT concern.id, standing.status, concern.noticed_at, standing.recorded_at,
                    recorder.name, COALESCE(assigned.name, ''), standing.respond_by,
                    standing.passed_on, ",
            "CASE WHEN ",
            unread!(),
            " THEN 1 ELSE 0 END, ",
            marks!(),
            ", standing.assigned_id ",
            asked!()
        )
    };
}

keyward_db::statements! {
    /// The newest concerns of one status before a place.
    NEWEST = concat!(line!(), " AND (standing.recorded_at, standing.concern_id) < ($15, $16)
                      ORDER BY standing.recorded_at DESC, standing.concern_id DESC LIMIT $14");
    /// The oldest concerns of one status after a place.
    OLDEST = concat!(line!(), " AND (standing.recorded_at, standing.concern_id) > ($15, $16)
                      ORDER BY standing.recorded_at, standing.concern_id LIMIT $14");
    /// How many concerns of one status there are, counted to a limit.
    COUNT = concat!("SELECT COUNT(*) FROM (SELECT concern.id ", asked!(), " LIMIT $14) AS counted");
    /// How many new concerns there are whose time is over, counted to a limit.
    OVER = concat!("SELECT COUNT(*) FROM (
                        SELECT concern.id FROM case_standing AS standing CROSS JOIN concern
                        WHERE concern.id = standing.concern_id AND standing.school_id = $1
                          AND standing.status = 'new'
                          AND (standing.respond_by <= $7
                               OR (standing.passed_on > 0 AND standing.respond_by IS NOT NULL))
                          AND ", in_files!(), " AND ", concern_seen_as!(), "
                        LIMIT $8) AS counted");
    /// When a concern was recorded.
    RECORDED = "SELECT recorded_at FROM case_standing WHERE school_id = $1 AND concern_id = $2";
    /// The pupils of a concern with their part in it, by name where the reader may know them.
    PUPILS = concat!(
        "SELECT ", name_if_known!(), ",
                CASE WHEN ", in_files!(), " THEN concern_pupil.role
                     ELSE concern_pupil.role_logged END
         FROM concern
         JOIN concern_pupil ON concern_pupil.concern_id = concern.id
         JOIN pupil ON pupil.id = concern_pupil.pupil_id
         WHERE concern.id = $8 AND ", readable!(), "
         ORDER BY pupil.finding, pupil.id");
    /// A school's categories, those of a parent beneath it.
    CATEGORIES = "SELECT category.id, COALESCE(parent.name || ': ', '') || category.name
                  FROM category LEFT JOIN category AS parent ON parent.id = category.parent_id
                  WHERE category.school_id = $1
                  ORDER BY COALESCE(parent.position, category.position),
                           COALESCE(parent.id, category.id),
                           CASE WHEN parent.id IS NULL THEN 0 ELSE 1 END,
                           category.position, category.name";
}

/// A concern in the inbox.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub id: ConcernId,
    pub status: String,
    pub noticed: String,
    pub recorded: String,
    pub recorder: String,
    /// To whom it is assigned; empty for nobody.
    pub assigned: String,
    pub assigned_id: Option<PersonId>,
    pub is_over: bool,
    /// Its clock in words; empty where nothing waits.
    pub waits: String,
    pub is_unread: bool,
    pub marks: Marks,
    pub pupils: Pupils,
}

/// A page of the inbox.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    pub lines: Vec<Line>,
    /// Where the next page begins, if there is one.
    pub next: Option<Place>,
}

/// How many concerns are shown by each choice of status, counted to a hundred.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Count(i64);

impl Count {
    /// Of so many.
    pub(super) fn of(count: i64) -> Self {
        Self(count.min(COUNT_MAX))
    }

    /// `3`, or `100 or more`.
    pub fn words(self) -> String {
        if self.0 < COUNT_MAX {
            self.0.to_string()
        } else {
            format!("{COUNT_MAX} or more")
        }
    }

    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether there is just one.
    pub fn is_one(self) -> bool {
        self.0 == 1
    }
}

/// The parameters of a statement that asks for one part of what this filter shows.
fn asked(
    tx: &Tx<'_, '_>,
    reach: &Reach,
    filter: &Filter,
    part: Part,
    more: &[Value],
) -> Result<Vec<Value>, Problem> {
    let opened: i64 = match part.opened() {
        Opened::No => 1,
        Opened::Yes => 0,
        Opened::Either => 2,
    };
    let assigned = match &filter.assigned {
        Assigned::Me => tx.person()?.0.as_str(),
        Assigned::Anybody | Assigned::Nobody | Assigned::To(_) => filter.assigned_name(),
    };
    let (since, until) = filter.age.between(tx.now());
    let category = filter.category.as_ref().map_or("", |id| &id.0);
    let year = filter.year.map_or("", |year| year.name());
    let own = params![
        part.status(),
        opened,
        category,
        year,
        assigned,
        since,
        until
    ];
    Ok(reach.and(&[&own[..], more].concat()))
}

/// A page of what the actor may read through files and asks for.
pub(super) fn listing(tx: &mut Tx<'_, '_>, filter: &Filter) -> Result<Listing, Problem> {
    let reach = Reach::now(tx)?;
    let (sql, first): (Sql, Value) = match filter.is_oldest_first {
        false => (NEWEST, i64::MAX.into()),
        true => (OLDEST, i64::MIN.into()),
    };
    let place = filter.place.as_ref();
    let begins = place.and_then(|place| {
        let parts = filter.show.parts();
        parts.iter().position(|part| *part == place.part)
    });
    let mut found: Vec<(Part, Line)> = Vec::new();
    for (index, part) in filter.show.parts().iter().enumerate() {
        if begins.is_some_and(|begins| index < begins) {
            continue;
        }
        let mut from = vec![first.clone(), "".into()];
        if let Some(place) = place.filter(|_| begins == Some(index)) {
            let recorded = recorded(tx, &place.after)?;
            from = recorded.map_or(from, |at| params![at, &place.after].to_vec());
        }
        let wanted = i64::try_from(LINES_MAX + 1 - found.len()).unwrap_or_default();
        let more = [&params![wanted][..], &from].concat();
        let params = asked(tx, &reach, filter, *part, &more)?;
        let now = tx.now();
        let lines = tx.all(sql, &params, |row| line(row, now))?;
        found.extend(lines.into_iter().map(|line| (*part, line)));
        if found.len() > LINES_MAX {
            break;
        }
    }
    let has_more = found.len() > LINES_MAX;
    found.truncate(LINES_MAX);
    let next = found.last().filter(|_| has_more).map(|(part, line)| Place {
        part: *part,
        after: line.id.clone(),
    });
    let mut lines: Vec<Line> = found.into_iter().map(|(_, line)| line).collect();
    for line in &mut lines {
        line.pupils = pupils(tx, &line.id)?;
    }
    Ok(Listing { lines, next })
}

fn recorded(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Option<i64>, Problem> {
    let school = tx.school()?;
    Ok(tx.one(RECORDED, &params![school, concern], |row| row.get(0))?)
}

/// The pupils of a concern, as far as the actor may know them.
pub(super) fn pupils(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Pupils, Problem> {
    let reader = Reader::now(tx)?;
    let mut pupils = Pupils::default();
    let rows = tx.all(PUPILS, &reader.and(&params![concern]), |row| {
        Ok((row.get(0)?, row.get::<String>(1)?))
    })?;
    for (name, role) in rows {
        pupils.add_as(name, &role);
    }
    Ok(pupils)
}

fn line(row: &Row<'_>, now: Moment) -> Result<Line, keyward_db::Error> {
    let status: String = row.get(1)?;
    let waits = Waits::of(&status, row.get(6)?, row.get(7)?, now);
    let said = |micros| when(Moment::from_micros(micros), now);
    Ok(Line {
        id: row.get(0)?,
        status,
        noticed: said(row.get(2)?),
        recorded: said(row.get(3)?),
        recorder: row.get(4)?,
        assigned: row.get(5)?,
        is_over: waits.is_over(),
        waits: waits.words(now),
        is_unread: row.get(8)?,
        marks: row.get(9)?,
        assigned_id: row.get(10)?,
        pupils: Pupils::default(),
    })
}

/// How many concerns each choice of status shows, with the rest of the filter as it is.
pub(super) fn count(tx: &mut Tx<'_, '_>, filter: &Filter, show: Show) -> Result<Count, Problem> {
    let reach = Reach::now(tx)?;
    let mut all = 0;
    for part in show.parts() {
        let params = asked(tx, &reach, filter, *part, &params![COUNT_MAX - all])?;
        all += tx
            .one(COUNT, &params, |row| row.get::<i64>(0))?
            .unwrap_or_default();
        if all >= COUNT_MAX {
            break;
        }
    }
    Ok(Count::of(all))
}

/// How many new concerns there are in the actor's files whose time is over.
pub(super) fn over(tx: &mut Tx<'_, '_>) -> Result<Count, Problem> {
    let reach = Reach::now(tx)?;
    let params = reach.and(&params![tx.now().as_micros(), COUNT_MAX]);
    let over = tx.one(OVER, &params, |row| row.get::<i64>(0))?;
    Ok(Count::of(over.unwrap_or_default()))
}

/// The categories of the actor's school, in order.
pub(super) fn categories(tx: &mut Tx<'_, '_>) -> Result<Vec<(CategoryId, String)>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(CATEGORIES, &params![school], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}
