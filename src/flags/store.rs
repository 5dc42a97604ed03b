//! Every SQL statement about flags. There is no way to one but through a file that may be read.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::flag::{Ending, Flag, Kind, NewFlag, Words};
use crate::cx::Tx;
use crate::ids::{FlagId, PupilId};
use crate::pupils::{Reach, SealedEnd, file_may_be_read};

/// SQL: the flags of a pupil whose file may be read.
macro_rules! flags {
    () => {
        concat!(
            "SELECT flag.id, flag.kind, flag.began_on, flag.words, adder.name, flag.added_at,
                    flag.ended_on, flag.end_reason, ender.name, flag.ended_at
             FROM flag
             JOIN pupil ON pupil.id = flag.pupil_id
             JOIN person AS adder ON adder.id = flag.added_by
             LEFT JOIN person AS ender ON ender.id = flag.ended_by
             WHERE flag.pupil_id = $7 AND ",
            file_may_be_read!()
        )
    };
}

keyward_db::statements! {
    /// The flags of a pupil, in order of when they began.
    OF_PUPIL = concat!(flags!(), " ORDER BY flag.began_on, flag.id");
    /// One of them.
    ONE = concat!(flags!(), " AND flag.id = $8");
    /// A flag, of which kind is sealed; nothing, when this form was sent before.
    INSERT = "INSERT INTO flag (id, school_id, pupil_id, kind, began_on, words, added_by, added_at,
                                form_tag)
              VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8)
              ON CONFLICT (added_by, form_tag) DO NOTHING";
    /// A flag ends; nothing, when it has ended already.
    END = "UPDATE flag SET ended_on = $2, end_reason = $3, ended_by = $4, ended_at = $5
           WHERE id = $1 AND ended_at IS NULL";
}

/// What of a flag is sealed together: of which kind it is says as much as what was written.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    /// None, in a flag from before kinds were sealed: its column says it.
    #[serde(default)]
    kind: Option<String>,
    #[serde(flatten)]
    words: Words,
}

/// A flag with its words still sealed.
struct Sealed {
    flag: Flag,
    words: Vec<u8>,
    ended: Option<SealedEnd>,
}

fn sealed(row: &Row<'_>) -> Result<Sealed, keyward_db::Error> {
    Ok(Sealed {
        flag: Flag {
            id: row.get(0)?,
            kind: Kind::named(&row.get::<String>(1)?).unwrap_or(Kind::Other),
            began_on: row.get(2)?,
            words: Words::default(),
            added_by: row.get(4)?,
            added_at: Moment::from_micros(row.get(5)?),
            ended: None,
        },
        words: row.get(3)?,
        ended: SealedEnd::of_row(row, 6)?,
    })
}

fn open(tx: &Tx<'_, '_>, sealed: Sealed) -> Result<Flag, Problem> {
    let Sealed {
        mut flag,
        words,
        ended,
    } = sealed;
    let words = tx.open("flag", &flag.id.0, "words", &words)?;
    let kept: Kept = serde_json::from_str(&words).map_err(|_| Problem::bug("a flag's words"))?;
    flag.words = kept.words;
    if let Some(kind) = kept.kind {
        flag.kind = Kind::named(&kind).unwrap_or(Kind::Other);
    }
    if let Some(ended) = ended {
        flag.ended = Some(ended.open(tx, "flag", &flag.id.0)?);
    }
    Ok(flag)
}

/// The flags in a pupil's file, over or not, in order of when they began; none, where the actor may
/// not read the file.
///
/// # Errors
/// Not found, for nobody; a bug's page when words were changed or moved.
pub fn of_pupil(tx: &mut Tx<'_, '_>, pupil: &PupilId) -> Result<Vec<Flag>, Problem> {
    let reach = Reach::now(tx)?;
    let rows = tx.all(OF_PUPIL, &reach.and(&params![pupil]), sealed)?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}

/// What a flag's sealed words say, for whoever looks for them, with what it is called; nothing, where
/// they are no flag. A flag from before kinds were sealed has its kind in a column.
pub fn said(words: &str, kind: &str) -> Vec<String> {
    let Ok(kept) = serde_json::from_str::<Kept>(words) else {
        return Vec::new();
    };
    let kind = Kind::named(kept.kind.as_deref().unwrap_or(kind)).unwrap_or(Kind::Other);
    let mut said = vec![kept.words.name, kept.words.source, kept.words.note];
    if kind != Kind::Other {
        said.push(kind.words().to_owned());
    }
    said.retain(|words| !words.trim().is_empty());
    said
}

/// A flag in a pupil's file.
pub(super) fn find(tx: &mut Tx<'_, '_>, pupil: &PupilId, id: &FlagId) -> Result<Flag, Problem> {
    let reach = Reach::now(tx)?;
    let found = tx.one(ONE, &reach.and(&params![pupil, id]), sealed)?;
    open(tx, found.ok_or(Problem::NotFound)?)
}

/// Puts a flag into a file that the actor may read; nothing, when this form did so before.
pub(super) fn insert(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    flag: &NewFlag,
    form_tag: &str,
) -> Result<Option<FlagId>, Problem> {
    let (id, now) = (tx.new_id(), tx.now().as_micros());
    let (school, person) = (tx.school()?, tx.person()?);
    let kept = Kept {
        kind: Some(flag.kind.name().to_owned()),
        words: flag.words.clone(),
    };
    let words = serde_json::to_string(&kept).map_err(Problem::bug)?;
    let words = tx.seal("flag", &id, "words", &words)?;
    let began_on = &flag.began_on;
    let row = params![&id, school, pupil, began_on, words, person, now, form_tag];
    Ok((tx.execute(INSERT, &row)? > 0).then_some(FlagId(id)))
}

/// Ends a flag; whether it had not ended before.
pub(super) fn end(tx: &mut Tx<'_, '_>, id: &FlagId, ending: &Ending) -> Result<bool, Problem> {
    let (person, now) = (tx.person()?, tx.now().as_micros());
    let reason = tx.seal("flag", &id.0, "end_reason", &ending.reason)?;
    Ok(tx.execute(END, &params![id, &ending.on, reason, person, now])? > 0)
}
