//! What was done about the concerns of one file, in words.

use std::collections::BTreeMap;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::ask::Ask;
use super::event::{Event, Other, Part, What};
use super::store::{event, other, part};
use super::wanted::{after, before, done_wanted, minute};
use crate::casework::{self, FollowUp, Kind};
use crate::concerns::{Called, Reader, name_if_known, readable};
use crate::cx::Tx;
use crate::ids::{ConcernId, PupilId};
use crate::pupils::file_may_be_read;

macro_rules! told_of_done {
    () => {
        "follow_up.id, person.name, follow_up.happened_at, follow_up.written_at,
         standing.significance, concern.id, follow_up.kind, follow_up.happened_time_known,
         file.noticed_at"
    };
}

/// SQL: the pupils of a concern of whom this table knows, as far as the reader may know them.
macro_rules! pupils {
    ($table:literal) => {
        concat!(
            "SELECT pupil.id, ",
            name_if_known!(),
            ", CASE WHEN pupil.preferred_name = '' THEN pupil.forename
                    ELSE pupil.preferred_name END,
                pupil.surname, CASE WHEN ",
            file_may_be_read!(),
            " THEN 1 ELSE 0 END
             FROM concern
             JOIN ",
            $table,
            " AS about ON about.concern_id = concern.id
             JOIN pupil ON pupil.id = about.pupil_id
             WHERE concern.id = $8 AND ",
            readable!()
        )
    };
}

keyward_db::statements! {
    /// What was done, from a place on.
    DONE_AFTER = concat!(done_wanted!(told_of_done!()), after!(minute!("follow_up.happened_at"), "follow_up.id"));
    /// What was done, back from a place.
    DONE_BEFORE = concat!(done_wanted!(told_of_done!()), before!(minute!("follow_up.happened_at"), "follow_up.id"));
    /// The pupils of a concern, as far as the reader may know them.
    PUPILS_OF = pupils!("concern_pupil");
    /// Those who were taken off it.
    TAKEN_OFF = pupils!("concern_pupil_off");
}

/// What was done about the concerns of a file, in words.
pub(super) fn done(tx: &mut Tx<'_, '_>, ask: &Ask<'_>) -> Result<Vec<Event>, Problem> {
    let sql = ask.either(DONE_AFTER, DONE_BEFORE);
    let rows = tx.all(sql, &ask.params(tx)?, |row| {
        let title = String::new();
        let event = Event {
            is_day_alone: !row.get::<bool>(7)?,
            of_noticed: Some(Moment::from_micros(row.get(8)?)),
            ..event(row, ask.pupil, What::Done { title })?.in_minutes()
        };
        let kind = Kind::named(&row.get::<String>(6)?);
        let names_pupils = kind.is_some_and(Kind::names_pupils);
        Ok((event, row.get::<ConcernId>(5)?, names_pupils))
    })?;
    let mut concerns: BTreeMap<ConcernId, bool> = BTreeMap::new();
    for (_, concern, names_pupils) in &rows {
        *concerns.entry(concern.clone()).or_default() |= names_pupils;
    }
    let mut said: BTreeMap<String, FollowUp> = BTreeMap::new();
    for (concern, names_pupils) in concerns {
        let called = match names_pupils {
            true => called(tx, &concern, ask)?,
            false => BTreeMap::new(),
        };
        let name = |pupil: &PupilId| called.get(pupil).cloned();
        for done in casework::follow_ups_naming(tx, &concern, name)? {
            said.insert(done.id.clone(), done);
        }
    }
    let rows = rows.into_iter();
    let events = rows.filter_map(|(event, concern, _)| {
        let done = said.remove(&event.key.id)?;
        Some(Event {
            concern: Some(concern),
            parts: parts_of(&done),
            what: What::Done {
                title: done.words.what,
            },
            ..event
        })
    });
    Ok(events.collect())
}

fn parts_of(done: &FollowUp) -> Vec<Part> {
    let facts = Some(done.facts()).filter(|facts| !facts.is_empty());
    let texts = done.words.texts.iter();
    let texts = texts.map(|(heading, words)| part(heading, words.clone()));
    facts
        .map(|facts| part("", facts))
        .into_iter()
        .chain(texts)
        .collect()
}

/// How the pupils of a concern are called in this file: its own child by name, others as far as the
/// reader may know them.
fn called(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    ask: &Ask<'_>,
) -> Result<BTreeMap<PupilId, String>, Problem> {
    let wanted = Reader::now(tx)?.and(&params![concern]);
    let mut pupils: Vec<(PupilId, Option<Called>, Other)> = Vec::new();
    for sql in [PUPILS_OF, TAKEN_OFF] {
        pupils.extend(tx.all(sql, &wanted, |row| {
            Ok((row.get(0)?, row.get(1)?, other(row, String::new())?))
        })?);
    }
    let called = pupils.into_iter().filter_map(|(id, name, other)| {
        let name = match id == *ask.pupil {
            true => name.map(|name| name.to_string()),
            false => other.called(ask.manner),
        };
        Some((id, name?))
    });
    Ok(called.collect())
}
