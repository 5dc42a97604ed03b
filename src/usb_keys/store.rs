//! Every SQL statement about the school's stock of USB keys that type codes.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;
use zeroize::Zeroizing;

use super::new_key::{self, NewKey};
use super::secret::Secret;
use super::sort::Sort;
use crate::cx::Tx;
use crate::ids::{KeyId, PersonId, StockId};

keyward_db::statements! {
    /// The school's stock, by serial number.
    ALL = "SELECT key_in_stock.id, key_in_stock.kind, key_in_stock.serial,
                  key_in_stock.public_id, key_in_stock.added_at, security_key.added_at,
                  security_key.removed_at, holder.name, holder.id
           FROM key_in_stock
           LEFT JOIN security_key ON security_key.id = key_in_stock.security_key_id
           LEFT JOIN person AS holder ON holder.id = security_key.person_id
           WHERE key_in_stock.school_id = $1 AND key_in_stock.removed_at IS NULL
           ORDER BY key_in_stock.serial, key_in_stock.public_id, key_in_stock.id";
    /// Every key of this kind and public identity that the school has or had.
    KNOWN = "SELECT key_in_stock.id, key_in_stock.secret, key_in_stock.counter,
                    key_in_stock.removed_at, security_key.counter
             FROM key_in_stock
             LEFT JOIN security_key ON security_key.id = key_in_stock.security_key_id
             WHERE key_in_stock.school_id = $1 AND key_in_stock.kind = $2
               AND key_in_stock.public_id = $3";
    /// A key comes in.
    INSERT = "INSERT INTO key_in_stock (id, school_id, kind, serial, public_id, secret, counter,
                                        added_by, added_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// A key of the stock, for whoever pressed it, and who has it.
    TO_LINK = "SELECT key_in_stock.id, key_in_stock.serial, key_in_stock.public_id,
                      key_in_stock.secret, key_in_stock.counter, security_key.person_id
               FROM key_in_stock
               LEFT JOIN security_key ON security_key.id = key_in_stock.security_key_id
               WHERE key_in_stock.school_id = $1 AND key_in_stock.kind = $2
                 AND key_in_stock.public_id = $3 AND key_in_stock.removed_at IS NULL";
    /// A free key becomes somebody's.
    CLAIM = "UPDATE key_in_stock SET security_key_id = $2, counter = $3
             WHERE id = $1 AND security_key_id IS NULL AND removed_at IS NULL AND counter < $3";
    /// Which key of a person's types Yubico OTPs that begin so.
    TYPES = "SELECT security_key.id FROM key_in_stock
             JOIN security_key ON security_key.id = key_in_stock.security_key_id
             WHERE security_key.person_id = $1 AND key_in_stock.kind = 'yubico_otp'
               AND key_in_stock.public_id = $2 AND key_in_stock.removed_at IS NULL";
    /// What people at a school were given to hold.
    IN_HANDS = "SELECT serial, person_id FROM key_handed_out
                WHERE school_id = $1 AND returned_at IS NULL";
    /// A key leaves the stock, unless somebody has it.
    REMOVE = "UPDATE key_in_stock SET removed_at = $3
              WHERE id = $1 AND school_id = $2 AND security_key_id IS NULL
                AND removed_at IS NULL";
    /// A key whose holder has given it up can be linked by somebody else. Its count stands where
    /// the holder's last code left it.
    FREE = "UPDATE key_in_stock
            SET security_key_id = NULL,
                counter = (SELECT CASE WHEN security_key.counter > key_in_stock.counter
                                       THEN security_key.counter ELSE key_in_stock.counter END
                           FROM security_key
                           WHERE security_key.id = key_in_stock.security_key_id)
            WHERE id = $1 AND school_id = $2 AND removed_at IS NULL
              AND security_key_id IN (SELECT security_key.id FROM security_key
                                      WHERE security_key.removed_at IS NOT NULL)";
}

/// A key of the stock, in a list.
#[derive(Clone)]
pub struct InStock {
    /// Which.
    pub id: StockId,
    /// What it is.
    pub sort: Sort,
    /// Its serial number; empty where nobody said it.
    pub serial: String,
    /// What it types first.
    pub public_id: String,
    /// When it came in.
    pub added_at: Moment,
    /// Who has it, or gave it up.
    pub held: Option<Held>,
}

/// Who linked a key of the stock.
#[derive(Clone)]
pub struct Held {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub since: Moment,
    /// When they gave it up.
    pub until: Option<Moment>,
}

fn read(row: &Row<'_>) -> Result<InStock, keyward_db::Error> {
    let moment = |index| {
        row.get::<Option<i64>>(index)
            .map(|at| at.map(Moment::from_micros))
    };
    let held = match (row.get(8)?, row.get(7)?, moment(5)?) {
        (Some(person), Some(name), Some(since)) => Some(Held {
            person,
            name,
            since,
            until: moment(6)?,
        }),
        _ => None,
    };
    Ok(InStock {
        id: row.get(0)?,
        sort: Sort::named(&row.get::<String>(1)?).unwrap_or(Sort::YubicoOtp),
        serial: row.get(2)?,
        public_id: row.get(3)?,
        added_at: Moment::from_micros(row.get(4)?),
        held,
    })
}

/// The stock of the actor's school.
pub fn all(tx: &mut Tx<'_, '_>) -> Result<Vec<InStock>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(ALL, &params![school], read)?)
}

/// One key of the stock of the actor's school.
pub fn one(tx: &mut Tx<'_, '_>, id: &StockId) -> Result<InStock, Problem> {
    let found = all(tx)?.into_iter().find(|key| key.id == *id);
    found.ok_or(Problem::NotFound)
}

/// What came of bringing a key in.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum BroughtIn {
    /// It is in stock now.
    Yes,
    /// The very same was in stock before.
    Already,
    /// The stock holds a key of this public identity, with another secret.
    Other,
}

/// Brings a key in, unless it is there. One that was here before goes on counting where it stood,
/// so that no code which worked once works again.
pub fn bring_in(tx: &mut Tx<'_, '_>, new: &NewKey) -> Result<BroughtIn, Problem> {
    let (school, sort) = (tx.school()?, new.sort());
    let known = tx.all(
        KNOWN,
        &params![school, sort.name(), &new.public_id],
        |row| {
            let counters = (row.get::<i64>(2)?, row.get::<Option<i64>>(4)?);
            let is_here = row.get::<Option<i64>>(3)?.is_none();
            Ok((
                row.get::<StockId>(0)?,
                row.get::<Vec<u8>>(1)?,
                counters,
                is_here,
            ))
        },
    )?;
    let mut counter = new.counter;
    for (id, sealed, (stocked, linked), is_here) in known {
        let is_same = open(tx, &id, sort, &sealed)?.is_that_of(&new.secret);
        match (is_here, is_same) {
            (true, true) => return Ok(BroughtIn::Already),
            (true, false) => return Ok(BroughtIn::Other),
            (false, true) => counter = counter.max(stocked).max(linked.unwrap_or(stocked)),
            (false, false) => {}
        }
    }
    let id = StockId(tx.new_id());
    let sealed = tx.seal("key_in_stock", &id.0, "secret", &new.secret.text())?;
    let (person, now) = (tx.person()?, tx.now().as_micros());
    let row = params![
        &id,
        school,
        sort.name(),
        &new.serial,
        &new.public_id,
        sealed,
        counter,
        person,
        now
    ];
    tx.execute(INSERT, &row)?;
    Ok(BroughtIn::Yes)
}

/// Opens the secret of a key of the stock.
pub fn open(tx: &Tx<'_, '_>, id: &StockId, sort: Sort, sealed: &[u8]) -> Result<Secret, Problem> {
    let text = Zeroizing::new(tx.open("key_in_stock", &id.0, "secret", sealed)?);
    Secret::read(sort, &text)
}

/// A key of the stock, as whoever presses it meets it.
pub struct ToLink {
    /// Which.
    pub id: StockId,
    /// Its serial number; empty where nobody said it.
    pub serial: String,
    /// What it types first, or its serial number.
    pub public_id: String,
    /// The last count that was taken, or that it begins above.
    pub counter: i64,
    /// Who linked it.
    pub holder: Option<PersonId>,
}

/// The key of this identity in the stock of the actor's school, with its secret.
pub fn to_link(
    tx: &mut Tx<'_, '_>,
    sort: Sort,
    public_id: &str,
) -> Result<Option<(ToLink, Secret)>, Problem> {
    let school = tx.school()?;
    let found = tx.one(TO_LINK, &params![school, sort.name(), public_id], |row| {
        let key = ToLink {
            id: row.get(0)?,
            serial: row.get(1)?,
            public_id: row.get(2)?,
            counter: row.get(4)?,
            holder: row.get(5)?,
        };
        Ok((key, row.get::<Vec<u8>>(3)?))
    })?;
    let Some((key, sealed)) = found else {
        return Ok(None);
    };
    let secret = open(tx, &key.id, sort, &sealed)?;
    Ok(Some((key, secret)))
}

/// Notes which key a free one of the stock has become.
pub fn claim(tx: &mut Tx<'_, '_>, id: &StockId, key: &KeyId, counter: i64) -> Result<(), Problem> {
    match tx.execute(CLAIM, &params![id, key, counter])? {
        1 => Ok(()),
        _ => Err(Problem::bug("a key of the stock that was free is not")),
    }
}

/// Which of the actor's keys types Yubico OTPs that begin so.
pub fn mine_that_types(tx: &mut Tx<'_, '_>, public_id: &str) -> Result<Option<KeyId>, Problem> {
    let person = tx.person()?;
    Ok(tx.one(TYPES, &params![person, public_id], |row| row.get(0))?)
}

/// Whether the key of this serial number was given to somebody, and not to the actor.
pub fn is_in_other_hands(tx: &mut Tx<'_, '_>, serial: &str) -> Result<bool, Problem> {
    let (school, me) = (tx.school()?, tx.person()?);
    let out = tx.all(IN_HANDS, &params![school], |row| {
        Ok((row.get::<String>(0)?, row.get::<PersonId>(1)?))
    })?;
    let written = |text: &str| new_key::serial(text).is_ok_and(|it| !it.is_empty() && it == serial);
    let holders: Vec<PersonId> = out
        .into_iter()
        .filter(|(text, _)| written(text))
        .map(|(_, holder)| holder)
        .collect();
    Ok(!holders.is_empty() && !holders.contains(me))
}

/// Takes a free key out of the stock.
pub fn remove(tx: &mut Tx<'_, '_>, id: &StockId) -> Result<(), Problem> {
    let (school, now) = (tx.school()?, tx.now().as_micros());
    match tx.execute(REMOVE, &params![id, school, now])? {
        1 => Ok(()),
        _ => Err(Problem::NotFound),
    }
}

/// Lets somebody else link a key that its holder gave up.
pub fn free(tx: &mut Tx<'_, '_>, id: &StockId) -> Result<(), Problem> {
    let school = tx.school()?;
    match tx.execute(FREE, &params![id, school])? {
        1 => Ok(()),
        _ => Err(Problem::NotFound),
    }
}
