//! Every SQL statement about exclusions. The pupil is found by whoever may read their file.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::exclusion::{End, Exclusion};
use crate::cx::Tx;
use crate::ids::{ExclusionId, PersonId, PupilId};
use crate::pupils::{Reach, file_may_be_read};

/// The columns of an exclusion.
macro_rules! columns {
    () => {
        "SELECT exclusion.id, person.id, person.name, exclusion.reason, maker.name,
                exclusion.made_at, exclusion.end_reason, ender.name, exclusion.ended_at, pupil.id
         FROM exclusion
         JOIN pupil ON pupil.id = exclusion.pupil_id
         JOIN person ON person.id = exclusion.person_id
         JOIN person AS maker ON maker.id = exclusion.made_by
         LEFT JOIN person AS ender ON ender.id = exclusion.ended_by
         WHERE "
    };
}

keyward_db::statements! {
    /// The exclusions from a file that the actor may read, the newest first.
    OF_FILE = concat!(columns!(), file_may_be_read!(), " AND exclusion.pupil_id = $7
                      ORDER BY exclusion.made_at DESC, exclusion.id DESC");
    /// One of them.
    FIND = concat!(columns!(), file_may_be_read!(), " AND exclusion.id = $7");
    /// Since when somebody is, or was, excluded from which files; the name of the pupil where the
    /// actor may read the file, else nothing.
    OF_PERSON = concat!(
        "SELECT exclusion.made_at, exclusion.ended_at,
                CASE WHEN ", file_may_be_read!(), " THEN pupil.id END,
                CASE WHEN ", file_may_be_read!(), "
                     THEN CASE WHEN pupil.preferred_name = '' THEN pupil.forename
                               ELSE pupil.preferred_name END || ' ' || pupil.surname END
         FROM exclusion JOIN pupil ON pupil.id = exclusion.pupil_id
         WHERE exclusion.school_id = $1 AND exclusion.person_id = $7
         ORDER BY exclusion.made_at DESC, exclusion.id DESC");
    /// An exclusion; nothing, when this form was sent before or the person is excluded already.
    INSERT = "INSERT INTO exclusion (id, school_id, person_id, pupil_id, reason, made_by, made_at,
                                     form_tag)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
              ON CONFLICT DO NOTHING";
    /// Whether this sending of a form has made one.
    MADE = "SELECT 1 FROM exclusion WHERE made_by = $1 AND form_tag = $2";
    /// Ends an exclusion that is in force.
    END = "UPDATE exclusion SET end_reason = $2, ended_by = $3, ended_at = $4
           WHERE id = $1 AND ended_at IS NULL";
}

/// An exclusion with its reasons still sealed, and from whose file.
struct Sealed {
    exclusion: Exclusion,
    pupil: PupilId,
    reason: Vec<u8>,
    end_reason: Option<Vec<u8>>,
}

fn sealed(row: &Row<'_>) -> Result<Sealed, keyward_db::Error> {
    let end = match (row.get::<Option<String>>(7)?, row.get::<Option<i64>>(8)?) {
        (Some(by), Some(at)) => Some(End {
            reason: String::new(),
            by,
            at: Moment::from_micros(at),
        }),
        _ => None,
    };
    Ok(Sealed {
        exclusion: Exclusion {
            id: row.get(0)?,
            person: row.get(1)?,
            person_name: row.get(2)?,
            reason: String::new(),
            made_by: row.get(4)?,
            made_at: Moment::from_micros(row.get(5)?),
            end,
        },
        pupil: row.get(9)?,
        reason: row.get(3)?,
        end_reason: row.get(6)?,
    })
}

fn opened(tx: &Tx<'_, '_>, sealed: Sealed) -> Result<Exclusion, Problem> {
    let Sealed {
        mut exclusion,
        reason,
        end_reason,
        pupil: _,
    } = sealed;
    let id = exclusion.id.0.clone();
    exclusion.reason = tx.open("exclusion", &id, "reason", &reason)?;
    if let (Some(end), Some(words)) = (&mut exclusion.end, end_reason) {
        end.reason = tx.open("exclusion", &id, "end_reason", &words)?;
    }
    Ok(exclusion)
}

/// The exclusions from a file that the actor may read, the newest first.
pub(super) fn of_file(tx: &mut Tx<'_, '_>, pupil: &PupilId) -> Result<Vec<Exclusion>, Problem> {
    let reach = Reach::now(tx)?;
    let rows = tx.all(OF_FILE, &reach.and(&params![pupil]), sealed)?;
    rows.into_iter().map(|row| opened(tx, row)).collect()
}

/// An exclusion that is in force, from a file that the actor may read, and whose file that is.
pub(super) fn in_force(
    tx: &mut Tx<'_, '_>,
    id: &ExclusionId,
) -> Result<(Exclusion, PupilId), Problem> {
    let reach = Reach::now(tx)?;
    let found = tx.one(FIND, &reach.and(&params![id]), sealed)?;
    let row = found.ok_or(Problem::NotFound)?;
    let pupil = row.pupil.clone();
    let exclusion = opened(tx, row)?;
    match exclusion.end {
        None => Ok((exclusion, pupil)),
        Some(_) => Err(Problem::NotFound),
    }
}

/// One line about somebody's exclusions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub from: Moment,
    pub until: Option<Moment>,
    /// From whose file, where the actor may read it.
    pub pupil: Option<(PupilId, String)>,
}

/// Since when somebody is, or was, excluded from files.
pub(super) fn of_person(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Vec<Period>, Problem> {
    let reach = Reach::now(tx)?;
    Ok(tx.all(OF_PERSON, &reach.and(&params![person]), |row| {
        let (id, name) = (
            row.get::<Option<PupilId>>(2)?,
            row.get::<Option<String>>(3)?,
        );
        Ok(Period {
            from: Moment::from_micros(row.get(0)?),
            until: row.get::<Option<i64>>(1)?.map(Moment::from_micros),
            pupil: id.zip(name),
        })
    })?)
}

/// The name under which one sending of a form is known.
pub(super) fn form_tag(tx: &Tx<'_, '_>, parts: &[&str]) -> Result<String, Problem> {
    let tag = tx.school_key()?.tag("a form that excludes", parts);
    Ok(data_encoding::HEXLOWER.encode(&tag))
}

/// Whether this sending of a form has made an exclusion already.
pub(super) fn is_made(tx: &mut Tx<'_, '_>, tag: &str) -> Result<bool, Problem> {
    let me = tx.person()?;
    let made = tx.one(MADE, &params![me, tag], |row| row.get::<i64>(0))?;
    Ok(made.is_some())
}

/// Writes an exclusion; nothing, when the person is excluded already.
pub(super) fn insert(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    person: &PersonId,
    reason: &str,
    tag: &str,
) -> Result<Option<ExclusionId>, Problem> {
    let (id, school, me, now) = (
        tx.new_id(),
        tx.school()?,
        tx.person()?,
        tx.now().as_micros(),
    );
    let reason = tx.seal("exclusion", &id, "reason", reason)?;
    let rows = tx.execute(
        INSERT,
        &params![&id, school, person, pupil, reason, me, now, tag],
    )?;
    Ok((rows > 0).then_some(ExclusionId(id)))
}

/// Ends an exclusion; whether it was in force.
pub(super) fn end(tx: &mut Tx<'_, '_>, id: &ExclusionId, reason: &str) -> Result<bool, Problem> {
    let (me, now) = (tx.person()?, tx.now().as_micros());
    let reason = tx.seal("exclusion", &id.0, "end_reason", reason)?;
    Ok(tx.execute(END, &params![id, reason, me, now])? > 0)
}
