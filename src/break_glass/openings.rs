//! What was opened with the school's code, and what became of it.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use crate::access::Right;
use crate::cx::{Tx, drop_elevation_by};
use crate::ids::{KeyId, OpeningId, PersonId};
use crate::key_policy::BREAK_GLASS_SECONDS;

/// What the next page says to whoever had opened it.
const CLOSED: &str = "What the break-glass code opened is closed: somebody ended it.";

keyward_db::statements! {
    /// A new opening.
    INSERT = "INSERT INTO break_glass_opening (id, school_id, person_id, opened_at, ends_at, device,
                                               reason)
              VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// The openings at a school that nobody has reviewed, the oldest first.
    UNREVIEWED = "SELECT break_glass_opening.id, person_id, person.name, opened_at, ends_at, device,
                         reason
                  FROM break_glass_opening
                  JOIN person ON person.id = break_glass_opening.person_id
                  WHERE break_glass_opening.school_id = $1 AND reviewed_at IS NULL
                  ORDER BY opened_at, break_glass_opening.id";
    /// Reviews an opening, once; never by whoever opened it.
    REVIEW = "UPDATE break_glass_opening SET reviewed_by = $2, reviewed_at = $3, review = $4
              WHERE id = $1 AND reviewed_at IS NULL AND person_id <> $2";
    /// Ends an opening before its time.
    END = "UPDATE break_glass_opening SET ends_at = $2 WHERE id = $1 AND ends_at > $2";
}

/// An opening that nobody has reviewed.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Which.
    pub id: OpeningId,
    /// Who opened it.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// When.
    pub opened_at: Moment,
    /// Until when it opens anything.
    pub ends_at: Moment,
    /// On which device.
    pub device: String,
    reason: Vec<u8>,
}

impl Opening {
    /// Whether it may open anything now.
    pub fn is_on(&self, now: Moment) -> bool {
        self.ends_at > now
    }
}

fn read(row: &Row<'_>) -> Result<Opening, keyward_db::Error> {
    Ok(Opening {
        id: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        opened_at: Moment::from_micros(row.get(3)?),
        ends_at: Moment::from_micros(row.get(4)?),
        device: row.get(5)?,
        reason: row.get(6)?,
    })
}

/// Writes an opening by the actor down.
pub(super) fn begin(
    tx: &mut Tx<'_, '_>,
    reason: &str,
    device: &str,
) -> Result<(OpeningId, Moment), Problem> {
    let (id, now) = (OpeningId(tx.new_id()), tx.now());
    let ends_at = now.plus_seconds(BREAK_GLASS_SECONDS);
    let sealed = tx.seal("break_glass_opening", &id.0, "reason", reason)?;
    let row = params![
        &id,
        tx.school()?,
        tx.person()?,
        now.as_micros(),
        ends_at.as_micros(),
        device,
        sealed
    ];
    tx.execute(INSERT, &row)?;
    Ok((id, ends_at))
}

/// The openings at the actor's school that nobody has reviewed.
///
/// # Errors
/// That the database is away.
pub fn openings(tx: &mut Tx<'_, '_>) -> Result<Vec<Opening>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(UNREVIEWED, &params![school], read)?)
}

/// The openings that the actor's dashboard speaks of: to whoever opened one, and to whoever could
/// review it with a key.
///
/// # Errors
/// That the database is away.
pub fn banner(tx: &mut Tx<'_, '_>) -> Result<Vec<Opening>, Problem> {
    let me = tx.person()?;
    let may_review = tx.access().if_elevated().has(Right::VouchForKeys);
    let mut openings = openings(tx)?;
    openings.retain(|opening| may_review || opening.person == *me);
    Ok(openings)
}

/// One of them, with its reason.
pub(super) fn one(tx: &mut Tx<'_, '_>, id: &OpeningId) -> Result<(Opening, String), Problem> {
    let found = openings(tx)?.into_iter().find(|opening| opening.id == *id);
    let opening = found.ok_or(Problem::NotFound)?;
    let reason = tx.open("break_glass_opening", &id.0, "reason", &opening.reason)?;
    Ok((opening, reason))
}

/// Ends what an opening opened, if it is on; how many sessions.
pub(super) fn end(tx: &mut Tx<'_, '_>, opening: &Opening) -> Result<u64, Problem> {
    tx.execute(END, &params![&opening.id, tx.now().as_micros()])?;
    drop_elevation_by(tx, &KeyId(opening.id.0.clone()), CLOSED)
}

/// Writes the actor's review down; not found where it is their own opening, or reviewed already.
pub(super) fn review(tx: &mut Tx<'_, '_>, opening: &Opening, review: &str) -> Result<(), Problem> {
    let sealed = tx.seal("break_glass_opening", &opening.id.0, "review", review)?;
    let params = params![&opening.id, tx.person()?, tx.now().as_micros(), sealed];
    match tx.execute(REVIEW, &params)? {
        1 => Ok(()),
        _ => Err(Problem::NotFound),
    }
}

/// An opening for samples of pages.
pub fn sample() -> Opening {
    Opening {
        id: OpeningId("o".into()),
        person: PersonId("p".into()),
        name: "Amira Khan".into(),
        opened_at: Moment::from_micros(1_795_000_000_000_000),
        ends_at: Moment::from_micros(1_795_001_800_000_000),
        device: "Chrome on Windows".into(),
        reason: Vec::new(),
    }
}
