//! Every SQL statement about files.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;
use zeroize::Zeroizing;

use super::document::Document;
use super::kind::Kind;
use super::seal::Sealed;
use crate::concerns::{Reader, beside_is_seen, readable};
use crate::cx::Tx;
use crate::ids::{ConcernId, DocumentId, DraftId, PupilId};

const DAY_SECONDS: i64 = 24 * 3_600;

keyward_db::statements! {
    /// A file; nothing, when this form brought it before.
    ADD = "INSERT INTO document (id, school_id, added_by, added_at, name, kind, size_bytes, content_tag,
                                 form_tag, position)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           ON CONFLICT (added_by, form_tag) DO NOTHING";
    /// What is in it.
    ADD_CONTENT = "INSERT INTO document_content (document_id, content) VALUES ($1, $2)";
    /// It lies with a draft.
    TO_DRAFT = "INSERT INTO draft_document (person_id, draft_id, document_id) VALUES ($1, $2, $3)";
    /// It goes with a concern.
    TO_CONCERN = "INSERT INTO concern_document (concern_id, document_id, added_by, added_at)
                  VALUES ($1, $2, $3, $4)";
    /// The files of a draft of somebody's own.
    OF_DRAFT = "SELECT document.id, document.name, document.kind, document.size_bytes,
                       document.added_at, person.name, 0
                FROM draft_document
                JOIN document ON document.id = draft_document.document_id
                JOIN person ON person.id = document.added_by
                WHERE document.school_id = $1 AND draft_document.person_id = $2
                  AND draft_document.draft_id = $3
                ORDER BY document.added_at, document.position, document.id";
    /// The files of a concern, for whoever may read it. Whom it names as staff, and whoever was
    /// excluded from a pupil's file, sees their own alone.
    OF_CONCERN = concat!(
        "SELECT document.id, document.name, document.kind, document.size_bytes,
                concern_document.added_at, person.name,
                CASE WHEN concern_document.added_at > concern.recorded_at THEN 1 ELSE 0 END
         FROM concern
         JOIN concern_document ON concern_document.concern_id = concern.id
         JOIN document ON document.id = concern_document.document_id
         JOIN person ON person.id = concern_document.added_by
         WHERE concern.id = $8 AND ", readable!(), "
           AND ", beside_is_seen!("concern_document.added_by"), "
         ORDER BY concern_document.added_at, document.added_at, document.position, document.id");
    /// What the files of the concerns of a pupil's file are called that were noticed between two moments,
    /// as on the page of each.
    NAMES_OF_FILE = concat!(
        "SELECT concern.id, document.id, document.name
         FROM concern_pupil AS file
         JOIN concern ON concern.id = file.concern_id
         JOIN concern_document ON concern_document.concern_id = concern.id
         JOIN document ON document.id = concern_document.document_id
         WHERE file.pupil_id = $8 AND file.noticed_at >= $9 AND file.noticed_at <= $10
           AND ", readable!(), "
           AND ", beside_is_seen!("concern_document.added_by"), "
         ORDER BY concern_document.added_at, document.added_at, document.position, document.id");
    /// Whether somebody may read a concern.
    IS_READABLE = concat!("SELECT 1 FROM concern WHERE concern.id = $8 AND ", readable!());
    /// What is in a file.
    CONTENT = "SELECT content FROM document_content WHERE document_id = $1";
    /// What a file is, to be written down.
    FACTS = "SELECT kind, size_bytes, content_tag FROM document WHERE id = $1";
    /// The files of one draft lie with another too.
    COPY = "INSERT INTO draft_document (person_id, draft_id, document_id)
            SELECT person_id, $3, document_id FROM draft_document
            WHERE person_id = $1 AND draft_id = $2";
    /// A file no longer lies with a draft.
    FROM_DRAFT = "DELETE FROM draft_document
                  WHERE person_id = $1 AND draft_id = $2 AND document_id = $3";
    /// Lets go of what is in a file that goes with nothing.
    LET_GO_CONTENT = "DELETE FROM document_content WHERE document_id = $1
         AND NOT EXISTS (SELECT 1 FROM draft_document WHERE draft_document.document_id = $1)
         AND NOT EXISTS (SELECT 1 FROM concern_document WHERE concern_document.document_id = $1)";
    /// Lets go of a file that goes with nothing.
    LET_GO = "DELETE FROM document WHERE id = $1
         AND NOT EXISTS (SELECT 1 FROM draft_document WHERE draft_document.document_id = $1)
         AND NOT EXISTS (SELECT 1 FROM concern_document WHERE concern_document.document_id = $1)";
    /// How many files somebody added after a moment that are still kept, and how large those are
    /// together.
    SINCE = "SELECT COUNT(*), CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) FROM document
             WHERE added_by = $1 AND added_at > $2";
    /// How large the files are together that lie with drafts of somebody's.
    BYTES_IN_DRAFTS = "SELECT CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) FROM document
                       WHERE id IN (SELECT document_id FROM draft_document WHERE person_id = $1)";
}

/// Writes a file; whether it is new.
fn add(tx: &mut Tx<'_, '_>, file: &Sealed) -> Result<bool, Problem> {
    let (school, person, now) = (tx.school()?, tx.person()?, tx.now().as_micros());
    let bytes = i64::try_from(file.bytes).map_err(Problem::bug)?;
    let added = tx.execute(
        ADD,
        &params![
            &file.id,
            school,
            person,
            now,
            &file.name,
            file.kind.name(),
            bytes,
            &file.content_tag,
            &file.form_tag,
            file.position
        ],
    )?;
    if added > 0 {
        tx.execute(ADD_CONTENT, &params![&file.id, &file.content])?;
    }
    Ok(added > 0)
}

/// Writes a file that lies with a draft of the actor's; whether it is new.
pub(super) fn add_to_draft(
    tx: &mut Tx<'_, '_>,
    draft: &DraftId,
    file: &Sealed,
) -> Result<bool, Problem> {
    let is_new = add(tx, file)?;
    if is_new {
        let person = tx.person()?;
        tx.execute(TO_DRAFT, &params![person, draft, &file.id])?;
    }
    Ok(is_new)
}

/// Writes a file that goes with a concern; whether it is new. The caller has found that the actor may
/// read the concern.
pub(super) fn add_to_concern(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    file: &Sealed,
) -> Result<bool, Problem> {
    let is_new = add(tx, file)?;
    if is_new {
        goes_with(tx, &file.id, concern)?;
    }
    Ok(is_new)
}

/// A file goes with a concern from now on.
pub(super) fn goes_with(
    tx: &mut Tx<'_, '_>,
    document: &DocumentId,
    concern: &ConcernId,
) -> Result<(), Problem> {
    let (person, now) = (tx.person()?, tx.now().as_micros());
    tx.execute(TO_CONCERN, &params![concern, document, person, now])?;
    Ok(())
}

/// A file no longer lies with a draft of the actor's; its row and content go where it lies nowhere
/// else and goes with no concern.
pub(super) fn from_draft(
    tx: &mut Tx<'_, '_>,
    draft: &DraftId,
    document: &DocumentId,
) -> Result<(), Problem> {
    let person = tx.person()?;
    tx.execute(FROM_DRAFT, &params![person, draft, document])?;
    tx.execute(LET_GO_CONTENT, &params![document])?;
    tx.execute(LET_GO, &params![document])?;
    Ok(())
}

/// What lies with one draft of the actor's lies with another of theirs too; how many files.
pub(super) fn copy(tx: &mut Tx<'_, '_>, from: &DraftId, to: &DraftId) -> Result<u64, Problem> {
    let person = tx.person()?;
    Ok(tx.execute(COPY, &params![person, from, to])?)
}

type Line = (String, Vec<u8>, String, u32, i64, String, bool);

fn line(row: &Row<'_>) -> Result<Line, keyward_db::Error> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        row.get(5)?,
        row.get(6)?,
    ))
}

fn opened(tx: &Tx<'_, '_>, rows: Vec<Line>) -> Result<Vec<Document>, Problem> {
    let open = |(id, name, kind, bytes, at, added_by, is_later): Line| {
        Ok(Document {
            name: tx.open("document", &id, "name", &name)?,
            id: DocumentId(id),
            kind: Kind::of_name(&kind).ok_or_else(|| Problem::bug("a file of no kind"))?,
            bytes: usize::try_from(bytes).map_err(Problem::bug)?,
            added_by,
            added_at: Moment::from_micros(at),
            is_later,
        })
    };
    rows.into_iter().map(open).collect()
}

/// The files that lie with a draft of the actor's own; nobody else's are found.
pub(super) fn of_draft(tx: &mut Tx<'_, '_>, draft: &DraftId) -> Result<Vec<Document>, Problem> {
    let (school, person) = (tx.school()?, tx.person()?);
    let rows = tx.all(OF_DRAFT, &params![school, person, draft], line)?;
    opened(tx, rows)
}

/// The files of a concern that the actor may read; none of any other.
pub(super) fn of_concern(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
) -> Result<Vec<Document>, Problem> {
    let reader = Reader::now(tx)?;
    let rows = tx.all(OF_CONCERN, &reader.and(&params![concern]), line)?;
    opened(tx, rows)
}

/// What the files of the concerns of a pupil's file are called that the actor may read, noticed from one
/// moment to another.
pub(super) fn names_of_file(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    (first, last): (i64, i64),
) -> Result<Vec<(ConcernId, String)>, Problem> {
    let wanted = Reader::now(tx)?.and(&params![pupil, first, last]);
    let rows = tx.all(NAMES_OF_FILE, &wanted, |row| {
        Ok((row.get(0)?, row.get::<String>(1)?, row.get::<Vec<u8>>(2)?))
    })?;
    rows.into_iter()
        .map(|(concern, id, name)| Ok((concern, tx.open("document", &id, "name", &name)?)))
        .collect()
}

/// Makes sure that the actor may read a concern.
///
/// # Errors
/// Not found, whether it is not there or not for the actor.
pub(super) fn readable_concern(tx: &mut Tx<'_, '_>, concern: &ConcernId) -> Result<(), Problem> {
    let reader = Reader::now(tx)?;
    let found = tx.one(IS_READABLE, &reader.and(&params![concern]), |row| {
        row.get::<i64>(0)
    })?;
    found.map(|_| ()).ok_or(Problem::NotFound)
}

/// What is in a file that was found.
pub(super) fn content(
    tx: &mut Tx<'_, '_>,
    found: &Document,
) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let sealed = tx.one(CONTENT, &params![&found.id], |row| row.get::<Vec<u8>>(0))?;
    let sealed = sealed.ok_or(Problem::NotFound)?;
    tx.open_bytes("document_content", &found.id.0, "content", &sealed)
}

/// A file as the audit log names it: its kind, its size and its tag, never its name.
pub(super) struct Facts {
    pub kind: String,
    pub bytes: i64,
    pub content_tag: String,
}

/// The facts of a file.
pub(super) fn facts(tx: &mut Tx<'_, '_>, document: &DocumentId) -> Result<Facts, Problem> {
    let facts = tx.one(FACTS, &params![document], |row| {
        Ok(Facts {
            kind: row.get(0)?,
            bytes: row.get(1)?,
            content_tag: row.get(2)?,
        })
    })?;
    facts.ok_or(Problem::NotFound)
}

/// How large the files are together that lie with drafts of the actor's.
pub(super) fn bytes_in_drafts(tx: &mut Tx<'_, '_>) -> Result<usize, Problem> {
    let person = tx.person()?;
    let bytes = tx.one(BYTES_IN_DRAFTS, &params![person], |row| row.get::<i64>(0))?;
    usize::try_from(bytes.unwrap_or(0)).map_err(Problem::bug)
}

/// How many files the actor added within a day that are still kept, and how large those are together.
pub(super) fn added_within_a_day(tx: &mut Tx<'_, '_>) -> Result<(usize, usize), Problem> {
    let since = tx.now().plus_seconds(-DAY_SECONDS).as_micros();
    let person = tx.person()?;
    let sums = tx.one(SINCE, &params![person, since], |row| {
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?))
    })?;
    let (files, bytes) = sums.unwrap_or_default();
    let count = |sum| usize::try_from(sum).map_err(Problem::bug);
    Ok((count(files)?, count(bytes)?))
}
