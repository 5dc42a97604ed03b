//! Every other SQL statement of the inbox, and its pages.

use keyward_db::{Row, Sql, Value, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::filter::{Assigned, Filter, Opened, Part, Place, Show};
use super::ways::{is_over, way};
use crate::alerts::Waits;
use crate::categories::Marks;
use crate::concerns::{
    Noticed, Pupils, Reader, concern_seen_as, in_files, name_if_known, part_that_stands, readable,
    when,
};
use crate::counted::Counted;
use crate::cx::Tx;
use crate::ids::{CategoryId, ConcernId, PersonId};
use crate::pupils::Reach;

/// How many concerns stand on one page.
pub(super) const LINES_MAX: usize = 25;

keyward_db::statements! {
    /// How many new concerns there are whose time is over, counted to a limit.
    OVER = concat!("SELECT COUNT(*) FROM (
                        SELECT concern.id FROM case_standing AS standing CROSS JOIN concern
                        WHERE concern.id = standing.concern_id AND standing.school_id = $1
                          AND ", is_over!("$7"), " AND ", in_files!(), " AND ", concern_seen_as!(), "
                        LIMIT $8) AS counted");
    /// When a concern was recorded.
    RECORDED = "SELECT recorded_at FROM case_standing WHERE school_id = $1 AND concern_id = $2";
    /// The pupils of a concern with their part in it, by name where the reader may know them.
    PUPILS = concat!(
        "SELECT ", name_if_known!(), ",
                ", part_that_stands!("concern_pupil"), "
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
    /// Whether it weighs more than usual.
    pub is_significant: bool,
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

/// The parameters of a statement that asks for one part of what this filter shows.
fn asked(
    tx: &Tx<'_, '_>,
    reach: &Reach,
    (filter, begins): (&Filter, i64),
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
    let over = match filter.is_over {
        true => tx.now().as_micros(),
        false => 0,
    };
    let own = params![
        part.status(),
        opened,
        category,
        year,
        assigned,
        since.max(begins),
        until,
        over
    ];
    Ok(reach.and(&[&own[..], more].concat()))
}

/// A page of what the actor may read through files and asks for.
pub(super) fn listing(tx: &mut Tx<'_, '_>, filter: &Filter) -> Result<Listing, Problem> {
    let reach = Reach::now(tx)?;
    let way = way(tx, filter)?;
    let (sql, first): (Sql, Value) = match filter.is_oldest_first {
        false => (way.newest, i64::MAX.into()),
        true => (way.oldest, i64::MIN.into()),
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
        let params = asked(tx, &reach, (filter, way.since), *part, &more)?;
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
        noticed: row.get::<Noticed>(2)?.when(now),
        recorded: said(row.get(3)?),
        recorder: row.get(4)?,
        assigned: row.get(5)?,
        is_over: waits.is_over(),
        waits: waits.words(now),
        is_unread: row.get(8)?,
        marks: row.get(9)?,
        assigned_id: row.get(10)?,
        is_significant: row.get::<String>(11)? == "significant",
        pupils: Pupils::default(),
    })
}

/// How many concerns a choice of status shows, with the rest of the filter as it is; counted to so many.
pub(super) fn count(
    tx: &mut Tx<'_, '_>,
    filter: &Filter,
    show: Show,
    most: usize,
) -> Result<Counted, Problem> {
    let (reach, way) = (Reach::now(tx)?, way(tx, filter)?);
    let mut all = 0;
    for part in show.parts() {
        let left = i64::try_from(most.saturating_sub(all)).unwrap_or(i64::MAX);
        let params = asked(tx, &reach, (filter, way.since), *part, &params![left])?;
        let rows = tx.one(way.count, &params, |row| row.get::<i64>(0))?;
        all += usize::try_from(rows.unwrap_or_default()).unwrap_or_default();
        if all >= most {
            break;
        }
    }
    Ok(Counted::up_to(most, all))
}

/// How many new concerns there are in the actor's files whose time is over.
pub(super) fn over(tx: &mut Tx<'_, '_>) -> Result<Counted, Problem> {
    let reach = Reach::now(tx)?;
    let params = reach.and(&params![tx.now().as_micros(), Counted::LIMIT]);
    let over = tx.one(OVER, &params, |row| row.get::<i64>(0))?;
    Ok(Counted::rows(over.unwrap_or_default()))
}

/// The categories of the actor's school, in order.
pub(super) fn categories(tx: &mut Tx<'_, '_>) -> Result<Vec<(CategoryId, String)>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(CATEGORIES, &params![school], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}
