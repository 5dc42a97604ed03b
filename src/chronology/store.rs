//! Every SQL statement about chronologies: the events of one file that its reader may read, a source
//! each, from one place in the order of time to the next.

use std::collections::BTreeMap;

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::ask::Ask;
use super::event::{Event, Key, Other, Part, What, initials};
use super::wanted::{
    after, amendments_wanted, before, concerns_wanted, counts, minute, significance,
};
use crate::body_map;
use crate::concerns::{
    Called, Reader, kept_from, name_if_known, part_that_stands, readable, stands_with,
};
use crate::cx::Tx;
use crate::documents;
use crate::ids::{CategoryId, ConcernId, PupilId};
use crate::pupils::file_may_be_read;

macro_rules! told_of_concerns {
    () => {
        concat!(
            "concern.id, person.name, concern.noticed_at, concern.recorded_at, ",
            significance!(),
            ", CASE WHEN ",
            kept_from!(),
            " THEN '' ELSE standing.status END, ",
            part_that_stands!("file"),
            ", concern.place, concern.seen_and_heard, concern.own_words, concern.non_verbal,
             concern.opinion, concern.noticed_time_known"
        )
    };
}

macro_rules! told_of_amendments {
    () => {
        concat!(
            "amendment.id, person.name, amendment.written_at, amendment.written_at, ",
            significance!(),
            ", concern.id, amendment.words, file.noticed_at"
        )
    };
}

keyward_db::statements! {
    /// Concerns of a file, from a place on.
    CONCERNS_AFTER = concat!(concerns_wanted!(told_of_concerns!()),
                             after!("file.noticed_at", "file.concern_id"));
    /// Concerns of a file, back from a place.
    CONCERNS_BEFORE = concat!(concerns_wanted!(told_of_concerns!()),
                              before!("file.noticed_at", "file.concern_id"));
    /// Amendments, from a place on.
    AMENDMENTS_AFTER = concat!(amendments_wanted!(told_of_amendments!()),
                             after!(minute!("amendment.written_at"), "amendment.id"));
    /// Amendments, back from a place.
    AMENDMENTS_BEFORE = concat!(amendments_wanted!(told_of_amendments!()),
                             before!(minute!("amendment.written_at"), "amendment.id"));
    /// The categories of the concerns of a file noticed between two moments: those that count, for
    /// whoever reads them through a file, and else those with which they were logged.
    CATEGORIES_OF = concat!(
        "SELECT concern.id, category.name
         FROM concern_pupil AS file
         JOIN concern ON concern.id = file.concern_id
         JOIN concern_category AS has ON has.concern_id = concern.id AND ", counts!(), "
         JOIN category ON category.id = has.category_id
         WHERE file.pupil_id = $8 AND file.noticed_at >= $9 AND file.noticed_at <= $10 AND ",
        readable!(), "
         ORDER BY concern.id, has.position, category.name");
    /// The other pupils of those concerns, as far as the reader may know them.
    OTHERS_OF = concat!(
        "SELECT concern.id, ", name_if_known!(), ",
                CASE WHEN pupil.preferred_name = '' THEN pupil.forename
                     ELSE pupil.preferred_name END,
                pupil.surname,
                CASE WHEN ", file_may_be_read!(), " THEN 1 ELSE 0 END,
                ", part_that_stands!("beside"), "
         FROM concern_pupil AS file
         JOIN concern ON concern.id = file.concern_id
         JOIN concern_pupil AS beside ON beside.concern_id = concern.id
                                     AND beside.pupil_id <> file.pupil_id
         JOIN pupil ON pupil.id = beside.pupil_id
         WHERE file.pupil_id = $8 AND file.noticed_at >= $9 AND file.noticed_at <= $10 AND ",
        readable!(), " AND ", stands_with!("beside"), "
         ORDER BY concern.id, pupil.finding, pupil.id");
    /// The categories of a school, each parent before its children.
    CATEGORIES = "SELECT category.id, category.name, parent.name
                  FROM category LEFT JOIN category AS parent ON parent.id = category.parent_id
                  WHERE category.school_id = $1
                  ORDER BY COALESCE(parent.position, category.position),
                           COALESCE(parent.name, category.name),
                           CASE WHEN parent.id IS NULL THEN 0 ELSE 1 END,
                           category.position, category.name";
}

/// The five columns that every source begins with.
pub(super) fn event(
    row: &Row<'_>,
    pupil: &PupilId,
    what: What,
) -> Result<Event, keyward_db::Error> {
    let happened_at = Moment::from_micros(row.get(2)?);
    Ok(Event {
        key: Key {
            at: happened_at.as_micros(),
            id: row.get(0)?,
        },
        pupil: pupil.clone(),
        happened_at,
        is_day_alone: false,
        recorded_at: Moment::from_micros(row.get(3)?),
        by: row.get(1)?,
        concern: None,
        of_noticed: None,
        is_significant: row.get::<String>(4)? == "significant",
        parts: Vec::new(),
        what,
    })
}

pub(super) fn part(heading: &'static str, words: String) -> Part {
    Part {
        heading,
        words,
        is_own_words: false,
    }
}

/// A concern with its words still sealed: place, seen and heard, own words, non-verbal, opinion.
type SealedConcern = (Event, Vec<u8>, Vec<u8>, [Option<Vec<u8>>; 3]);

fn sealed_concern(row: &Row<'_>, pupil: &PupilId) -> Result<SealedConcern, keyward_db::Error> {
    let what = What::Concern {
        category: String::new(),
        role: row.get(6)?,
        place: String::new(),
        others: Vec::new(),
        is_closed: row.get::<String>(5)? == "closed",
    };
    let event = Event {
        concern: Some(row.get(0)?),
        is_day_alone: !row.get::<bool>(12)?,
        ..event(row, pupil, what)?
    };
    let more = [row.get(9)?, row.get(10)?, row.get(11)?];
    Ok((event, row.get(7)?, row.get(8)?, more))
}

/// The concerns of a file.
pub(super) fn concerns(tx: &mut Tx<'_, '_>, ask: &Ask<'_>) -> Result<Vec<Event>, Problem> {
    let sql = ask.either(CONCERNS_AFTER, CONCERNS_BEFORE);
    let rows = tx.all(sql, &ask.params(tx)?, |row| sealed_concern(row, ask.pupil))?;
    let mut events = Vec::with_capacity(rows.len());
    for (mut event, place, seen, [own, non_verbal, opinion]) in rows {
        let id = event.key.id.clone();
        let open = |column, sealed: &[u8]| tx.open("concern", &id, column, sealed);
        if let What::Concern { place: words, .. } = &mut event.what {
            *words = open("place", &place)?;
        }
        event.parts.push(part("", open("seen_and_heard", &seen)?));
        if let Some(own) = own {
            event.parts.push(Part {
                heading: "The child’s own words",
                words: open("own_words", &own)?,
                is_own_words: true,
            });
        }
        for (heading, column, sealed) in [
            ("Non-verbal", "non_verbal", non_verbal),
            ("Professional opinion", "opinion", opinion),
        ] {
            if let Some(sealed) = sealed {
                event.parts.push(part(heading, open(column, &sealed)?));
            }
        }
        events.push(event);
    }
    fill(tx, ask.pupil, &mut events)?;
    Ok(events)
}

/// Fills in what goes with concerns beside their words, as their pages show it to the reader: the
/// categories, the other pupils, the marks on this child's body, and the files by name.
fn fill(tx: &mut Tx<'_, '_>, pupil: &PupilId, events: &mut [Event]) -> Result<(), Problem> {
    let times = || events.iter().map(|event| event.key.at);
    let (Some(first), Some(last)) = (times().min(), times().max()) else {
        return Ok(());
    };
    let wanted = Reader::now(tx)?.and(&params![pupil, first, last]);
    let mut categories: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, name) in tx.all(CATEGORIES_OF, &wanted, |row| Ok((row.get(0)?, row.get(1)?)))? {
        categories.entry(id).or_default().push(name);
    }
    let mut beside: BTreeMap<String, Vec<Other>> = BTreeMap::new();
    for (id, other) in tx.all(OTHERS_OF, &wanted, |row| {
        Ok((row.get(0)?, other(row, row.get(5)?)?))
    })? {
        beside.entry(id).or_default().push(other);
    }
    let mut marks = body_map::in_words(tx, pupil, (first, last))?;
    let mut files = documents::names_of_file(tx, pupil, (first, last))?;
    for event in events {
        let concern = ConcernId(event.key.id.clone());
        if let Some(marks) = marks.remove(&concern) {
            event.parts.push(part("Marks on the body map", marks));
        }
        if let Some(files) = files.remove(&concern) {
            event.parts.push(part("Files", files.join("\n")));
        }
        if let What::Concern {
            category, others, ..
        } = &mut event.what
        {
            let names = categories.remove(&event.key.id).unwrap_or_default();
            *category = names.join(", ");
            *others = beside.remove(&event.key.id).unwrap_or_default();
            // Of several children, the record's words say whose they are.
            let own = event.parts.iter_mut().filter(|part| part.is_own_words);
            for part in own.filter(|_| !others.is_empty()) {
                part.heading = "A child’s own words";
            }
        }
    }
    Ok(())
}

/// Another child of a concern, with their role in it.
pub(super) fn other(row: &Row<'_>, role: String) -> Result<Other, keyward_db::Error> {
    let (called, surname): (String, String) = (row.get(2)?, row.get(3)?);
    let initials = initials(&called, &surname);
    Ok(match (row.get::<Option<Called>>(1)?, row.get::<bool>(4)?) {
        (Some(name), true) => Other::Open {
            name: name.to_string(),
            initials,
            role,
        },
        (Some(_), false) => Other::Known { initials, role },
        (None, _) => Other::Unknown,
    })
}

/// What was added to the concerns of a file.
pub(super) fn amendments(tx: &mut Tx<'_, '_>, ask: &Ask<'_>) -> Result<Vec<Event>, Problem> {
    let sql = ask.either(AMENDMENTS_AFTER, AMENDMENTS_BEFORE);
    let rows = tx.all(sql, &ask.params(tx)?, |row| {
        let event = Event {
            of_noticed: Some(Moment::from_micros(row.get(7)?)),
            ..event(row, ask.pupil, What::Amendment)?.in_minutes()
        };
        Ok((event, row.get::<ConcernId>(5)?, row.get::<Vec<u8>>(6)?))
    })?;
    let open = |(event, concern, words): (Event, ConcernId, Vec<u8>)| {
        let words = tx.open("amendment", &event.key.id, "words", &words)?;
        Ok(Event {
            concern: Some(concern),
            parts: vec![part("", words)],
            ..event
        })
    };
    rows.into_iter().map(open).collect()
}

/// The categories of the actor's school, each with the name of its parent, if it has one.
pub(super) fn categories(
    tx: &mut Tx<'_, '_>,
) -> Result<Vec<(CategoryId, String, Option<String>)>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(CATEGORIES, &params![school], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?)
}
