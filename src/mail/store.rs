//! Every SQL statement about letters.

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use crate::cx::Tx;
use crate::ids::SchoolId;

keyward_db::statements! {
    /// A letter to be sent.
    INSERT = "INSERT INTO mail (id, school_id, address, subject, body, made_at, claimed_until,
                                attempts, sent_at, urgency)
              VALUES ($1, $2, $3, $4, $5, $6, $7, 0, NULL, $8)";
    /// Claims the most urgent of the waiting letters, and of those the oldest, so that no other server
    /// sends it meanwhile.
    CLAIM = "UPDATE mail SET claimed_until = $2, attempts = attempts + 1
             WHERE id = (SELECT id FROM mail
                         WHERE sent_at IS NULL AND claimed_until <= $1
                         ORDER BY urgency, made_at, id LIMIT 1)
               AND claimed_until <= $1
             RETURNING id, school_id, address, subject, body, attempts, made_at,
                       (SELECT wrapped_key FROM school WHERE school.id = mail.school_id)";
    /// The letter has gone; its body goes too.
    SENT = "UPDATE mail SET sent_at = $2, body = NULL WHERE id = $1";
    /// The letter could not go; it is tried again later.
    LATER = "UPDATE mail SET claimed_until = $2 WHERE id = $1";
}

/// A letter about to be written down.
#[derive(Copy, Clone, Debug)]
pub struct Letter<'a> {
    /// To which address.
    pub to: &'a str,
    /// The subject; never about a child.
    pub subject: &'a str,
    /// The text; never about a child.
    pub body: &'a str,
}

/// A letter claimed for sending, its body still sealed.
pub(super) struct Claimed {
    pub id: String,
    pub school: SchoolId,
    pub address: String,
    pub subject: String,
    pub body: Vec<u8>,
    pub attempts: i64,
    pub made_at: Moment,
    pub wrapped_key: Vec<u8>,
}

/// What goes before what.
#[derive(Copy, Clone)]
enum Urgency {
    /// A concern waits to be read: before all others, however many those are.
    First,
    Ordinary,
}

/// Writes a letter down, to be sent once this transaction has committed.
///
/// # Errors
/// That the database is away.
pub fn post(tx: &mut Tx<'_, '_>, letter: &Letter<'_>) -> Result<(), Problem> {
    let now = tx.now();
    write_down(tx, letter, now, Urgency::Ordinary)
}

/// The same for a letter that says that a concern waits to be read: it goes before all others.
///
/// # Errors
/// That the database is away.
pub fn post_first(tx: &mut Tx<'_, '_>, letter: &Letter<'_>) -> Result<(), Problem> {
    let now = tx.now();
    write_down(tx, letter, now, Urgency::First)
}

/// The same for a letter that waits until this moment.
///
/// # Errors
/// That the database is away.
pub fn post_at(tx: &mut Tx<'_, '_>, letter: &Letter<'_>, goes_at: Moment) -> Result<(), Problem> {
    write_down(tx, letter, goes_at, Urgency::Ordinary)
}

fn write_down(
    tx: &mut Tx<'_, '_>,
    letter: &Letter<'_>,
    goes_at: Moment,
    urgency: Urgency,
) -> Result<(), Problem> {
    let (id, school, now) = (tx.new_id(), tx.school()?, tx.now().as_micros());
    let body = tx.seal("mail", &id, "body", letter.body)?;
    let (goes_at, urgency) = (
        goes_at.as_micros(),
        match urgency {
            Urgency::First => 0_i64,
            Urgency::Ordinary => 1,
        },
    );
    tx.keep_house(
        INSERT,
        &params![
            &id,
            school,
            letter.to,
            letter.subject,
            body,
            now,
            goes_at,
            urgency
        ],
    )?;
    Ok(())
}

pub(super) fn claim(
    tx: &mut keyward_db::Tx<'_>,
    now: Moment,
    until: Moment,
) -> Result<Option<Claimed>, keyward_db::Error> {
    tx.one(CLAIM, &params![now.as_micros(), until.as_micros()], |row| {
        Ok(Claimed {
            id: row.get(0)?,
            school: row.get(1)?,
            address: row.get(2)?,
            subject: row.get(3)?,
            body: row.get(4)?,
            attempts: row.get(5)?,
            made_at: Moment::from_micros(row.get(6)?),
            wrapped_key: row.get(7)?,
        })
    })
}

pub(super) fn sent(
    tx: &mut keyward_db::Tx<'_>,
    id: &str,
    now: Moment,
) -> Result<(), keyward_db::Error> {
    tx.execute(SENT, &params![id, now.as_micros()]).map(drop)
}

pub(super) fn later(
    tx: &mut keyward_db::Tx<'_>,
    id: &str,
    when: Moment,
) -> Result<(), keyward_db::Error> {
    tx.execute(LATER, &params![id, when.as_micros()]).map(drop)
}
