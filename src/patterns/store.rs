//! Every SQL statement about patterns: what is looked at, and what was dismissed.

use std::collections::BTreeMap;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::pattern::Pattern;
use super::signal::{ADULT_DAYS, Seen, Signal};
use crate::categories::{Marks, marks};
use crate::concerns::{Reader, first_line, in_files, known_to_reader, noticed};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId, PupilId};
use crate::pupils::file_may_be_read;

keyward_db::statements! {
    /// The concerns of the last months that the reader sees through a file.
    SEEN = concat!(
        "SELECT concern.id, ", noticed!("concern"), ", concern.place, case_standing.significance,
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
    /// What is seen of a record at a glance: where it stands, what it is about, how it begins.
    GLANCE = concat!(
        "SELECT case_standing.status, ", marks!(), ", concern.seen_and_heard
         FROM concern JOIN case_standing ON case_standing.concern_id = concern.id
         WHERE concern.id = $8 AND $7 IN (0, 1) AND ", in_files!());
    /// Whether the reader sees a concern through a file.
    IS_SEEN = concat!("SELECT 1 FROM concern WHERE concern.id = $8 AND $7 IN (0, 1) AND ",
                      in_files!());
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
    /// By the identifier of the concern.
    pub seen: Vec<Seen>,
    pub pupils: BTreeMap<PupilId, String>,
    pub staff: BTreeMap<PersonId, String>,
}

impl Looked {
    /// One of the concerns.
    pub(super) fn of(&self, concern: &ConcernId) -> Option<&Seen> {
        let place = self
            .seen
            .binary_search_by_key(&concern, |seen| &seen.concern);
        self.seen.get(place.ok()?)
    }

    /// When it was noticed.
    pub(super) fn noticed_at(&self, concern: &ConcernId) -> Option<Moment> {
        Some(self.of(concern)?.noticed.at)
    }
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
            noticed: row.get(1)?,
            recorded_at: Moment::from_micros(row.get(4)?),
            recorder: row.get(5)?,
            pupils: Vec::new(),
            place: String::new(),
            staff: Vec::new(),
            is_usual: row.get::<String>(3)? == "usual",
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

/// What is seen of a record at a glance.
#[derive(Clone, Debug)]
pub(super) struct Glance {
    /// Where it stands: new, open or closed.
    pub status: String,
    pub marks: Marks,
    /// How what was written begins, cut short.
    pub first_line: String,
}

impl Glance {
    /// A glance for samples of pages.
    pub(super) fn sample() -> Self {
        Self {
            status: "open".into(),
            marks: Marks::sample(&["Neglect"]),
            first_line: "No coat again…".into(),
        }
    }
}

/// A glance at a concern that the actor sees through a file.
///
/// # Errors
/// Not found, when they do not; a bug's page when words were changed or moved.
pub(super) fn glance(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<Glance, Problem> {
    let wanted = Reader::now(tx)?.and(&params![concern]);
    let found = tx.one(GLANCE, &wanted, |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<Vec<u8>>(2)?))
    })?;
    let (status, marks, words) = found.ok_or(Problem::NotFound)?;
    let words = tx.open("concern", &concern.0, "seen_and_heard", &words)?;
    let first_line = first_line(&words);
    Ok(Glance {
        status,
        marks,
        first_line,
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
    fn settles(&self, signal: &Signal) -> bool {
        let known = |record: &ConcernId| self.records.contains(record);
        signal.records.iter().all(known)
    }
}

/// What was dismissed at the actor's school, still sealed: whoever does not see every record on
/// which a dismissal stands learns neither of it nor from it.
pub(super) struct Dismissals {
    /// By the pattern's tag, the oldest first.
    of_pattern: BTreeMap<String, Vec<Sealed>>,
    /// Whether the actor sees a record, as far as that was asked.
    seen: BTreeMap<ConcernId, bool>,
}

struct Sealed {
    id: String,
    records: Vec<ConcernId>,
    by: String,
    at: Moment,
    reason: Vec<u8>,
}

impl Dismissals {
    /// The last dismissal of this signal's pattern among those that the actor may know, and whether
    /// it settles the signal. One that does comes before any that does not, though somebody who
    /// sees less dismissed less of it since.
    ///
    /// # Errors
    /// That the database is away; a bug's page when a reason was changed or moved.
    pub(super) fn of(
        &mut self,
        tx: &mut Tx<'_, '_>,
        tag: &str,
        signal: &Signal,
    ) -> Result<(Option<Dismissal>, bool), Problem> {
        let mut last = None;
        for sealed in self.of_pattern.get(tag).into_iter().flatten().rev() {
            if !are_seen(tx, &mut self.seen, &sealed.records)? {
                continue;
            }
            let dismissal = Dismissal {
                by: sealed.by.clone(),
                at: sealed.at,
                reason: tx.open("pattern_dismissal", &sealed.id, "reason", &sealed.reason)?,
                records: sealed.records.clone(),
            };
            if dismissal.settles(signal) {
                return Ok((Some(dismissal), true));
            }
            last = last.or(Some(dismissal));
        }
        Ok((last, false))
    }
}

/// Whether the actor sees each of these records through a file.
fn are_seen(
    tx: &mut Tx<'_, '_>,
    seen: &mut BTreeMap<ConcernId, bool>,
    records: &[ConcernId],
) -> Result<bool, Problem> {
    for record in records {
        let is_seen = match seen.get(record) {
            Some(is_seen) => *is_seen,
            None => {
                let wanted = Reader::now(tx)?.and(&params![record]);
                let found = tx.one(IS_SEEN, &wanted, |row| row.get::<i64>(0))?;
                seen.insert(record.clone(), found.is_some());
                found.is_some()
            }
        };
        if !is_seen {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What was dismissed at the actor's school, for an actor who sees these.
pub(super) fn dismissals(tx: &mut Tx<'_, '_>, seen: &[Seen]) -> Result<Dismissals, Problem> {
    let school = tx.school()?;
    let rows = tx.all(DISMISSALS, &params![school], |row| {
        let records: String = row.get(2)?;
        let sealed = Sealed {
            id: row.get(0)?,
            records: records.split(' ').map(|id| ConcernId(id.into())).collect(),
            by: row.get(3)?,
            at: Moment::from_micros(row.get(4)?),
            reason: row.get(5)?,
        };
        Ok((row.get::<String>(1)?, sealed))
    })?;
    let mut of_pattern: BTreeMap<String, Vec<Sealed>> = BTreeMap::new();
    for (tag, sealed) in rows {
        of_pattern.entry(tag).or_default().push(sealed);
    }
    let seen = seen.iter().map(|one| (one.concern.clone(), true)).collect();
    Ok(Dismissals { of_pattern, seen })
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
