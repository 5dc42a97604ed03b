//! Every SQL statement about family. Both children's files must be open to whoever asks.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::kind::Kind;
use crate::cx::Tx;
use crate::ids::{FamilyLinkId, PupilId};
use crate::pupils::{Pupil, Reach, file_may_be_read, pupil_of_row};

/// SQL: the columns of the other child.
macro_rules! other_child {
    () => {
        "pupil.id, pupil.upn, pupil.forename, pupil.surname, pupil.preferred_name, pupil.born_on,
         pupil.year_group, pupil.form"
    };
}

/// SQL: the file of the first child may be read, and that of the other, who is `pupil`.
macro_rules! both_files_may_be_read {
    () => {
        concat!(
            file_may_be_read!(),
            " AND EXISTS (SELECT 1 FROM pupil WHERE pupil.id = $7 AND ",
            file_may_be_read!(),
            ")"
        )
    };
}

/// SQL: the links of a child that stand, seen from them.
macro_rules! links {
    () => {
        concat!(
            "SELECT ",
            other_child!(),
            ", link.id, link.kind, link.words, person.name, link.added_at
             FROM (SELECT id, kind, words, added_by, added_at, relative_id AS other_id
                   FROM family_link WHERE pupil_id = $7 AND ended_at IS NULL
                   UNION ALL
                   SELECT id, kind, words, added_by, added_at, pupil_id AS other_id
                   FROM family_link WHERE relative_id = $7 AND ended_at IS NULL) AS link
             JOIN pupil ON pupil.id = link.other_id
             JOIN person ON person.id = link.added_by
             WHERE ",
            both_files_may_be_read!()
        )
    };
}

/// SQL: children who have something in common with a contact of this one, are not linked to them,
/// and were not dismissed since.
macro_rules! suggested {
    () => {
        concat!(
            "SELECT ",
            other_child!(),
            ", theirs.kind
             FROM contact_tag AS mine
             JOIN contact AS here ON here.id = mine.contact_id AND here.ended_at IS NULL
             JOIN contact_tag AS theirs
               ON theirs.school_id = mine.school_id AND theirs.kind = mine.kind
              AND theirs.tag = mine.tag AND theirs.pupil_id <> mine.pupil_id
             JOIN contact AS there ON there.id = theirs.contact_id AND there.ended_at IS NULL
             JOIN pupil ON pupil.id = theirs.pupil_id
             WHERE mine.pupil_id = $7 AND ",
            both_files_may_be_read!(),
            " AND NOT EXISTS (
                  SELECT 1 FROM family_link AS link
                  WHERE link.ended_at IS NULL
                    AND ((link.pupil_id = $7 AND link.relative_id = pupil.id)
                         OR (link.pupil_id = pupil.id AND link.relative_id = $7)))
              AND NOT EXISTS (
                  SELECT 1 FROM family_dismissal AS no
                  WHERE no.made_at >= mine.since AND no.made_at >= theirs.since
                    AND ((no.pupil_id = $7 AND no.relative_id = pupil.id)
                         OR (no.pupil_id = pupil.id AND no.relative_id = $7)))"
        )
    };
}

keyward_db::statements! {
    /// Every two siblings whose files may both be read.
    SIBLINGS = concat!(
        "SELECT link.pupil_id, link.relative_id
         FROM family_link AS link JOIN pupil ON pupil.id = link.pupil_id
         WHERE link.ended_at IS NULL
           AND link.kind IN ('sibling', 'half_sibling', 'step_sibling') AND ",
        file_may_be_read!(),
        " AND EXISTS (SELECT 1 FROM pupil WHERE pupil.id = link.relative_id AND ",
        file_may_be_read!(), ")");
    /// The relatives of a pupil.
    OF_PUPIL = concat!(links!(), " ORDER BY pupil.born_on, pupil.id, link.added_at");
    /// One link of a pupil.
    ONE = concat!(links!(), " AND link.id = $8");
    /// Who may be a relative, and what they have in common.
    SUGGESTED = concat!(suggested!(), " ORDER BY pupil.finding, pupil.id, theirs.kind LIMIT 200");
    /// What one child has in common with another.
    SUGGESTED_ONE = concat!(suggested!(), " AND pupil.id = $8 ORDER BY theirs.kind");
    /// A link; nothing, when this form was sent before.
    LINK = "INSERT INTO family_link (id, school_id, pupil_id, relative_id, kind, words, added_by,
                                     added_at, form_tag)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (added_by, form_tag) DO NOTHING";
    /// A link ends; nothing, when it has ended already.
    END = "UPDATE family_link SET end_reason = $2, ended_by = $3, ended_at = $4
           WHERE id = $1 AND ended_at IS NULL";
    /// A suggestion is dismissed; nothing, when this form was sent before.
    DISMISS = "INSERT INTO family_dismissal (id, school_id, pupil_id, relative_id, reason, made_by,
                                             made_at, form_tag)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
               ON CONFLICT (made_by, form_tag) DO NOTHING";
}

/// A child of the same family.
#[derive(Clone, Debug)]
pub struct Relative {
    /// Which link says so.
    pub link: FamilyLinkId,
    /// How they belong together.
    pub kind: Kind,
    /// The other child.
    pub pupil: Pupil,
    /// How whoever wrote it knows.
    pub words: String,
    /// Who wrote it.
    pub added_by: String,
    /// When they did.
    pub added_at: Moment,
}

/// A child who may be of the same family.
#[derive(Clone, Debug)]
pub(super) struct Suggestion {
    pub pupil: Pupil,
    /// What their contacts have in common, in words.
    pub in_common: Vec<&'static str>,
}

impl Suggestion {
    /// `The same telephone number and the same home`.
    pub(super) fn reason(&self) -> String {
        let same = |what: &&str| format!("the same {what}");
        let parts: Vec<String> = self.in_common.iter().map(same).collect();
        match parts.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, first)) => format!("{} and {last}", first.join(", ")),
            None => String::new(),
        }
    }
}

/// What a contact in common is, in words.
fn in_words(kind: &str) -> &'static str {
    match kind {
        "telephone" => "telephone number",
        "email" => "email address",
        _ => "home",
    }
}

fn relative(row: &Row<'_>) -> Result<(Relative, Vec<u8>), keyward_db::Error> {
    let relative = Relative {
        link: row.get(8)?,
        kind: Kind::named(&row.get::<String>(9)?).unwrap_or(Kind::Other),
        pupil: pupil_of_row(row)?,
        words: String::new(),
        added_by: row.get(11)?,
        added_at: Moment::from_micros(row.get(12)?),
    };
    Ok((relative, row.get(10)?))
}

fn open(tx: &Tx<'_, '_>, (relative, words): (Relative, Vec<u8>)) -> Result<Relative, Problem> {
    let words = tx.open("family_link", &relative.link.0, "words", &words)?;
    Ok(Relative { words, ..relative })
}

/// The relatives of a pupil, the eldest first, as far as the actor may read the files of both.
///
/// # Errors
/// Not found, for nobody; a bug's page when words were changed or moved.
pub fn of_pupil(tx: &mut Tx<'_, '_>, pupil: &PupilId) -> Result<Vec<Relative>, Problem> {
    let reach = Reach::now(tx)?;
    let rows = tx.all(OF_PUPIL, &reach.and(&params![pupil]), relative)?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}

/// Every two siblings whose files the actor may both read, once for each pair.
///
/// # Errors
/// Not found, for nobody; that the database is away.
pub fn siblings(tx: &mut Tx<'_, '_>) -> Result<Vec<(PupilId, PupilId)>, Problem> {
    let reach = Reach::now(tx)?;
    Ok(tx.all(SIBLINGS, &reach.and(&[]), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}

/// A link of a pupil.
pub(super) fn find(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    link: &FamilyLinkId,
) -> Result<Relative, Problem> {
    let reach = Reach::now(tx)?;
    let found = tx.one(ONE, &reach.and(&params![pupil, link]), relative)?;
    open(tx, found.ok_or(Problem::NotFound)?)
}

/// Children who may be of the same family, as far as the actor may read the files of both.
pub(super) fn suggestions(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
) -> Result<Vec<Suggestion>, Problem> {
    let reach = Reach::now(tx)?;
    let rows = tx.all(SUGGESTED, &reach.and(&params![pupil]), suggestion)?;
    Ok(gathered(rows))
}

/// One of them.
pub(super) fn suggestion_of(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    relative: &PupilId,
) -> Result<Suggestion, Problem> {
    let reach = Reach::now(tx)?;
    let rows = tx.all(
        SUGGESTED_ONE,
        &reach.and(&params![pupil, relative]),
        suggestion,
    )?;
    gathered(rows).pop().ok_or(Problem::NotFound)
}

fn suggestion(row: &Row<'_>) -> Result<(Pupil, &'static str), keyward_db::Error> {
    Ok((pupil_of_row(row)?, in_words(&row.get::<String>(8)?)))
}

fn gathered(rows: Vec<(Pupil, &'static str)>) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    for (pupil, what) in rows {
        match found.last_mut().filter(|last| last.pupil.id == pupil.id) {
            Some(last) if last.in_common.contains(&what) => {}
            Some(last) => last.in_common.push(what),
            None => found.push(Suggestion {
                pupil,
                in_common: vec![what],
            }),
        }
    }
    found
}

/// Links two children whose files the actor may read; nothing, when this form did so before.
pub(super) fn link(
    tx: &mut Tx<'_, '_>,
    (pupil, relative): (&PupilId, &PupilId),
    kind: Kind,
    words: &str,
    form_tag: &str,
) -> Result<Option<FamilyLinkId>, Problem> {
    let (id, now) = (tx.new_id(), tx.now().as_micros());
    let (school, person) = (tx.school()?, tx.person()?);
    let words = tx.seal("family_link", &id, "words", words)?;
    let kind = kind.name();
    let row = params![
        &id, school, pupil, relative, kind, words, person, now, form_tag
    ];
    Ok((tx.execute(LINK, &row)? > 0).then_some(FamilyLinkId(id)))
}

/// Ends a link; whether it had not ended before.
pub(super) fn end(tx: &mut Tx<'_, '_>, id: &FamilyLinkId, reason: &str) -> Result<bool, Problem> {
    let (person, now) = (tx.person()?, tx.now().as_micros());
    let reason = tx.seal("family_link", &id.0, "end_reason", reason)?;
    Ok(tx.execute(END, &params![id, reason, person, now])? > 0)
}

/// Dismisses a suggestion; whether this form had not done so before.
pub(super) fn dismiss(
    tx: &mut Tx<'_, '_>,
    (pupil, relative): (&PupilId, &PupilId),
    reason: &str,
    form_tag: &str,
) -> Result<bool, Problem> {
    let (id, now) = (tx.new_id(), tx.now().as_micros());
    let (school, person) = (tx.school()?, tx.person()?);
    let reason = tx.seal("family_dismissal", &id, "reason", reason)?;
    let row = params![&id, school, pupil, relative, reason, person, now, form_tag];
    Ok(tx.execute(DISMISS, &row)? > 0)
}
