//! Every SQL statement about patterns: what is looked at, and what was dismissed.

use std::collections::BTreeMap;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::signal::{ADULT_DAYS, Pattern, Seen, Signal};
use crate::concerns::{Reader, in_files, known_to_reader};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId, PupilId};
use crate::pupils::file_may_be_read;

keyward_db::statements! {
    /// The concerns of the last months that the reader sees through a file.
    SEEN = concat!(
        "SELECT concern.id, concern.noticed_at, concern.place, case_standing.significance,
                concern.recorded_at, person.name
         FROM concern JOIN case_standing ON case_standing.concern_id = concern.id
         JOIN person ON person.id = concern.recorder_id
         WHERE concern.school_id = $1 AND concern.recorded_at >= $8 AND $7 IN (0, 1) AND ",
        in_files!());
    /// The children whom those are about and whose files the reader may read, neither as a witness
    /// nor as a sibling.
    PUPILS = concat!(
        "SELECT concern.id, pupil.id,
                CASE WHEN pupil.preferred_name = '' THEN pupil.forename
                     ELSE pupil.preferred_name END || ' ' || pupil.surname
         FROM concern
         JOIN concern_pupil ON concern_pupil.concern_id = concern.id
          AND concern_pupil.role NOT IN ('witness', 'sibling')
         JOIN pupil ON pupil.id = concern_pupil.pupil_id
         WHERE concern.school_id = $1 AND concern.recorded_at >= $8 AND $7 IN (0, 1)
           AND ", in_files!(), " AND ", known_to_reader!(), " AND ", file_may_be_read!());
    /// The members of staff whom those name.
    STAFF = concat!(
        "SELECT concern.id, person.id, person.name
         FROM concern
         JOIN concern_staff ON concern_staff.concern_id = concern.id
         JOIN person ON person.id = concern_staff.person_id
         WHERE concern.school_id = $1 AND concern.recorded_at >= $8 AND $7 IN (0, 1)
           AND ", in_files!());
    /// What was dismissed, the oldest first.
    DISMISSALS = "SELECT pattern_dismissal.id, pattern_dismissal.pattern_tag,
                         pattern_dismissal.records, person.name, pattern_dismissal.dismissed_at,
                         pattern_dismissal.reason
                  FROM pattern_dismissal JOIN person ON person.id = pattern_dismissal.person_id
                  WHERE pattern_dismissal.school_id = $1
                  ORDER BY pattern_dismissal.dismissed_at, pattern_dismissal.id";
    /// A dismissal.
    DISMISS = "INSERT INTO pattern_dismissal (id, school_id, pattern_tag, records, person_id,
                                              dismissed_at, reason)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
}

const DAY_SECONDS: i64 = 24 * 3_600;

/// What the actor may read of the last months, with the names that they may know.
pub(super) struct Looked {
    pub seen: Vec<Seen>,
    pub pupils: BTreeMap<PupilId, String>,
    pub staff: BTreeMap<PersonId, String>,
}

/// Looks at the concerns of the last months that the actor sees through a file.
///
/// # Errors
/// Not found, for nobody; a bug's page when words were changed or moved.
pub(super) fn look(tx: &mut Tx<'_, '_>) -> Result<Looked, Problem> {
    let since = tx.now().plus_seconds(-ADULT_DAYS * DAY_SECONDS).as_micros();
    let wanted = Reader::now(tx)?.and(&params![since]);
    let rows = tx.all(SEEN, &wanted, |row| {
        let seen = Seen {
            concern: row.get(0)?,
            noticed_at: Moment::from_micros(row.get(1)?),
            recorded_at: Moment::from_micros(row.get(4)?),
            recorder: row.get(5)?,
            pupils: Vec::new(),
            place: String::new(),
            staff: Vec::new(),
            is_low_level: row.get::<String>(3)? == "usual",
        };
        Ok((seen, row.get::<Vec<u8>>(2)?))
    })?;
    let mut seen = BTreeMap::new();
    for (one, place) in rows {
        let place = tx.open("concern", &one.concern.0, "place", &place)?;
        seen.insert(one.concern.clone(), Seen { place, ..one });
    }
    let mut pupils = BTreeMap::new();
    let named = tx.all(PUPILS, &wanted, |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    for (concern, pupil, name) in named {
        let (concern, pupil): (ConcernId, PupilId) = (concern, pupil);
        if let Some(seen) = seen.get_mut(&concern) {
            seen.pupils.push(pupil.clone());
        }
        pupils.insert(pupil, name);
    }
    let mut staff = BTreeMap::new();
    let named = tx.all(STAFF, &wanted, |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    for (concern, person, name) in named {
        let (concern, person): (ConcernId, PersonId) = (concern, person);
        if let Some(seen) = seen.get_mut(&concern) {
            seen.staff.push(person.clone());
        }
        staff.insert(person, name);
    }
    Ok(Looked {
        seen: seen.into_values().collect(),
        pupils,
        staff,
    })
}

/// A pattern that somebody dismissed.
#[derive(Clone, Debug)]
pub(super) struct Dismissal {
    pub by: String,
    pub at: Moment,
    pub reason: String,
    records: Vec<ConcernId>,
}

impl Dismissal {
    /// A dismissal for samples of pages.
    pub(super) fn sample(at: Moment) -> Self {
        Self {
            by: "Dana Lead".into(),
            at,
            reason: "Three notes of one lost coat.".into(),
            records: Vec::new(),
        }
    }

    /// Whether it knew every record that the signal stands on now.
    pub(super) fn settles(&self, signal: &Signal) -> bool {
        let known = |record: &ConcernId| self.records.contains(record);
        signal.records.iter().all(known)
    }
}

/// The last dismissal of each pattern of the actor's school, by the pattern's tag.
pub(super) fn dismissals(tx: &mut Tx<'_, '_>) -> Result<BTreeMap<String, Dismissal>, Problem> {
    let school = tx.school()?;
    let rows = tx.all(DISMISSALS, &params![school], |row| {
        let (id, tag, records): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (by, at): (String, i64) = (row.get(3)?, row.get(4)?);
        Ok((id, tag, records, by, at, row.get::<Vec<u8>>(5)?))
    })?;
    let mut last = BTreeMap::new();
    for (id, tag, records, by, at, reason) in rows {
        let dismissal = Dismissal {
            by,
            at: Moment::from_micros(at),
            reason: tx.open("pattern_dismissal", &id, "reason", &reason)?,
            records: records.split(' ').map(|id| ConcernId(id.into())).collect(),
        };
        last.insert(tag, dismissal);
    }
    Ok(last)
}

/// The name of a pattern, whatever records it stands on: a keyed hash, so that neither the table
/// nor a form says what repeats.
pub(super) fn tag(tx: &Tx<'_, '_>, pattern: &Pattern) -> Result<String, Problem> {
    let parts = pattern.parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let tag = tx.school_key()?.tag("a pattern", &parts);
    Ok(data_encoding::HEXLOWER.encode(&tag))
}

/// Writes down that the actor dismissed a signal. Whoever calls writes the audit entry.
pub(super) fn dismiss(
    tx: &mut Tx<'_, '_>,
    tag: &str,
    records: &[ConcernId],
    reason: &str,
) -> Result<String, Problem> {
    let (id, school, person, now) = (
        tx.new_id(),
        tx.school()?,
        tx.person()?,
        tx.now().as_micros(),
    );
    let reason = tx.seal("pattern_dismissal", &id, "reason", reason)?;
    let records: Vec<&str> = records.iter().map(|id| id.0.as_str()).collect();
    let records = records.join(" ");
    tx.execute(
        DISMISS,
        &params![&id, school, tag, records, person, now, reason],
    )?;
    Ok(id)
}
