//! Every SQL statement that reads what is to be indexed: of the school, whoever may read it, for it
//! is filtered again for each reader. Nothing but the index is made of it.

use std::collections::HashMap;

use keyward_db::{Row, Sql, Value, params};
use keyward_web::Problem;
use zeroize::Zeroizing;

use super::held::{Kind, Written};
use super::key::Key;
use super::shelf::Place;
use super::strings::strings;
use crate::cx::Tx;
use crate::{body_map, casework};

/// The columns of a concern that hold what somebody wrote, and what a page calls them.
pub(super) const FIELDS: [(&str, &str); 7] = [
    ("seen_and_heard", "Seen and heard"),
    ("own_words", "The child’s own words"),
    ("place", "Where"),
    ("present", "Who was there"),
    ("non_verbal", "What was not said in words"),
    ("opinion", "Professional opinion"),
    ("told", "Safeguarding lead told in person"),
];

/// SQL: the concerns of a school that were recorded after a place, until a moment.
macro_rules! concerns {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM concern
             WHERE school_id = $1 AND (recorded_at, id) > ($2, $3) AND recorded_at <= $4
             ORDER BY recorded_at, id LIMIT $5"
        )
    };
}

keyward_db::statements! {
    /// Concerns with their words.
    CONCERNS = concerns!("id, recorded_at, recorder_id, seen_and_heard, own_words, place, present,
                          non_verbal, opinion, told");
    /// Whom those are about.
    PUPILS = concat!("SELECT concern_id, pupil_id FROM concern_pupil WHERE concern_id IN (
                          SELECT id FROM (", concerns!("id, recorded_at"), ") AS these)");
    /// Amendments with their words.
    AMENDMENTS = "SELECT id, written_at, concern_id, words, writer_id FROM amendment
                  WHERE (written_at, id) > ($2, $3) AND written_at <= $4
                    AND EXISTS (SELECT 1 FROM concern
                                WHERE concern.id = amendment.concern_id
                                  AND concern.school_id = $1)
                  ORDER BY written_at, id LIMIT $5";
    /// Follow-ups with their words; a note with whom it is for.
    FOLLOW_UPS = "SELECT id, written_at, concern_id, words,
                         CASE WHEN kind = 'note' THEN about_id END
                  FROM follow_up
                  WHERE school_id = $1 AND (written_at, id) > ($2, $3) AND written_at <= $4
                  ORDER BY written_at, id LIMIT $5";
    /// Marks on body maps with their words.
    MARKS = "SELECT id, written_at, concern_id, mark, writer_id FROM body_mark
             WHERE school_id = $1 AND (written_at, id) > ($2, $3) AND written_at <= $4
             ORDER BY written_at, id LIMIT $5";
    /// Which entries were written after a moment.
    RECENT = "SELECT id FROM concern WHERE school_id = $1 AND recorded_at > $2
              UNION ALL
              SELECT id FROM follow_up WHERE school_id = $1 AND written_at > $2
              UNION ALL
              SELECT id FROM body_mark WHERE school_id = $1 AND written_at > $2
              UNION ALL
              SELECT id FROM amendment
              WHERE written_at > $2 AND EXISTS (SELECT 1 FROM concern
                                                WHERE concern.id = amendment.concern_id
                                                  AND concern.school_id = $1)";
    /// Which of those say that a concern is about other pupils than it was.
    MOVED = "SELECT id FROM follow_up
             WHERE school_id = $1 AND written_at > $2
               AND kind IN ('pupil_added', 'pupil_taken_off')";
    /// How many entries of each kind were written until a moment, and whom the concerns are about.
    COUNTS = "SELECT (SELECT COUNT(*) FROM concern WHERE school_id = $1 AND recorded_at <= $2),
                     (SELECT COUNT(*) FROM amendment
                      JOIN concern ON concern.id = amendment.concern_id
                      WHERE concern.school_id = $1 AND amendment.written_at <= $2),
                     (SELECT COUNT(*) FROM follow_up WHERE school_id = $1 AND written_at <= $2),
                     (SELECT COUNT(*) FROM body_mark WHERE school_id = $1 AND written_at <= $2),
                     (SELECT COUNT(*) FROM concern_pupil
                      JOIN concern ON concern.id = concern_pupil.concern_id
                      WHERE concern.school_id = $1 AND concern.recorded_at <= $2)";
}

/// From where on, until when, and how many.
#[derive(Copy, Clone, Debug)]
pub(super) struct Stretch {
    pub after: Place,
    pub until: i64,
    pub most: i64,
}

impl Stretch {
    /// Everything after a moment.
    pub fn since(moment: i64) -> Self {
        Self {
            after: just_after(moment),
            until: i64::MAX,
            most: i64::MAX,
        }
    }

    /// Nothing that was written until a moment, as a place before everything that came later.
    pub fn between(moment: i64, until: i64, most: i64) -> Self {
        Self {
            after: just_after(moment),
            until,
            most,
        }
    }

    fn and_school(&self, tx: &Tx<'_, '_>) -> Result<Vec<Value>, Problem> {
        let (Place { at, key }, school) = (self.after, tx.school()?);
        Ok(params![school, at, key.to_string(), self.until, self.most].into())
    }
}

fn just_after(moment: i64) -> Place {
    Place {
        at: moment.saturating_add(1),
        key: Key::default(),
    }
}

/// Entries of a kind, in order, with their words opened.
pub(super) fn written(
    tx: &mut Tx<'_, '_>,
    kind: Kind,
    stretch: &Stretch,
) -> Result<Vec<Written>, Problem> {
    match kind {
        Kind::Concern => concerns(tx, stretch),
        Kind::Amendment => beside(tx, kind, AMENDMENTS, stretch),
        Kind::FollowUp => beside(tx, kind, FOLLOW_UPS, stretch),
        Kind::Mark => beside(tx, kind, MARKS, stretch),
    }
}

fn concerns(tx: &mut Tx<'_, '_>, stretch: &Stretch) -> Result<Vec<Written>, Problem> {
    let wanted = stretch.and_school(tx)?;
    let rows = tx.all(CONCERNS, &wanted, |row| {
        let ids: (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((ids, sealed_fields(row, 3)?))
    })?;
    let mut written = Vec::with_capacity(rows.len());
    for ((id, at, recorder), sealed) in rows {
        let key = key(&id)?;
        let texts = opened_fields(tx, &id, sealed);
        written.push(Written {
            kind: Kind::Concern,
            place: Place { at, key },
            concern: key,
            told: None,
            texts: texts.into_iter().map(|(_, text)| text).collect(),
            recorder: Some(self::key(&recorder)?),
            pupils: Vec::new(),
        });
    }
    let links = tx.all(PUPILS, &wanted, |row| {
        Ok((row.get::<String>(0)?, row.get::<String>(1)?))
    })?;
    let places: HashMap<Key, usize> = written.iter().map(|entry| entry.concern).zip(0..).collect();
    for (concern, pupil) in links {
        let place = places.get(&key(&concern)?);
        if let Some(entry) = place.and_then(|place| written.get_mut(*place)) {
            entry.pupils.push(key(&pupil)?);
        }
    }
    Ok(written)
}

fn beside(
    tx: &mut Tx<'_, '_>,
    kind: Kind,
    sql: Sql,
    stretch: &Stretch,
) -> Result<Vec<Written>, Problem> {
    let rows = tx.all(sql, &stretch.and_school(tx)?, |row| {
        let ids: (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((ids, row.get::<Vec<u8>>(3)?, row.get::<Option<String>>(4)?))
    })?;
    let mut written = Vec::with_capacity(rows.len());
    for ((id, at, concern), sealed, told) in rows {
        let texts = texts_of(tx, kind, &id, &sealed);
        written.push(Written {
            kind,
            place: Place { at, key: key(&id)? },
            concern: key(&concern)?,
            told: told.map(|person| self::key(&person)).transpose()?,
            texts,
            recorder: None,
            pupils: Vec::new(),
        });
    }
    Ok(written)
}

/// What somebody wrote in an entry beside a concern. A concern's own words stand in fields.
pub(super) fn texts_of(
    tx: &Tx<'_, '_>,
    kind: Kind,
    id: &str,
    sealed: &[u8],
) -> Vec<Zeroizing<String>> {
    let (table, column) = match kind {
        Kind::Concern => return Vec::new(),
        Kind::Amendment => ("amendment", "words"),
        Kind::FollowUp => ("follow_up", "words"),
        Kind::Mark => ("body_mark", "mark"),
    };
    let Some(words) = opened(tx, table, id, column, sealed) else {
        return Vec::new();
    };
    let said = match kind {
        Kind::Concern | Kind::Amendment => return vec![words],
        Kind::FollowUp => casework::said(&words),
        Kind::Mark => body_map::said(&words),
    };
    match said {
        Some(said) => said.into_iter().map(Zeroizing::new).collect(),
        None => strings(&words),
    }
}

/// The sealed fields of a concern, from a column on.
pub(super) fn sealed_fields(
    row: &Row<'_>,
    from: usize,
) -> Result<Vec<Option<Vec<u8>>>, keyward_db::Error> {
    (from..from + FIELDS.len()).map(|at| row.get(at)).collect()
}

/// The fields of a concern that hold something: which of [`FIELDS`], and the words.
pub(super) fn opened_fields(
    tx: &Tx<'_, '_>,
    concern: &str,
    sealed: Vec<Option<Vec<u8>>>,
) -> Vec<(usize, Zeroizing<String>)> {
    let fields = sealed.into_iter().enumerate();
    let opened = fields.filter_map(|(at, sealed)| {
        let (column, _) = FIELDS.get(at)?;
        let words = opened(tx, "concern", concern, column, &sealed?)?;
        (!words.trim().is_empty()).then_some((at, words))
    });
    opened.collect()
}

/// Sealed words, opened. Words that do not open, because they were changed or moved, are said to
/// whoever looks after the server and keep nobody from finding others.
pub(super) fn opened(
    tx: &Tx<'_, '_>,
    table: &str,
    row: &str,
    column: &str,
    sealed: &[u8],
) -> Option<Zeroizing<String>> {
    match tx.open(table, row, column, sealed) {
        Ok(words) => Some(Zeroizing::new(words)),
        Err(problem) => {
            tracing::error!(?problem, "words cannot be searched");
            None
        }
    }
}

/// Which entries were written after a moment, in no order.
pub(super) fn recent(tx: &mut Tx<'_, '_>, since: i64) -> Result<Vec<Key>, Problem> {
    let school = tx.school()?;
    let ids = tx.all(RECENT, &params![school, since], |row| row.get::<String>(0))?;
    ids.iter().map(|id| key(id)).collect()
}

/// Which of those say that a concern is about other pupils than it was.
pub(super) fn moved(tx: &mut Tx<'_, '_>, since: i64) -> Result<Vec<Key>, Problem> {
    let school = tx.school()?;
    let ids = tx.all(MOVED, &params![school, since], |row| row.get::<String>(0))?;
    ids.iter().map(|id| key(id)).collect()
}

/// What is counted, here and in the database, to see whether both know the same.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Entries of each kind.
    pub entries: [i64; 4],
    /// How often a concern is about a pupil.
    pub links: i64,
}

/// What was written until a moment, counted.
pub(super) fn counts(tx: &mut Tx<'_, '_>, until: i64) -> Result<Counts, Problem> {
    let school = tx.school()?;
    let counts = tx.one(COUNTS, &params![school, until], |row| {
        Ok(Counts {
            entries: [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?],
            links: row.get(4)?,
        })
    })?;
    Ok(counts.unwrap_or_default())
}

/// An identifier from the database.
pub(super) fn key(id: &str) -> Result<Key, Problem> {
    Key::of(id).ok_or_else(|| Problem::bug(format_args!("an identifier that is none: {id}")))
}
