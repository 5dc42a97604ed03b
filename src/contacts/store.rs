//! Every SQL statement about contacts. There is no way to one but through a file that may be read.

use std::collections::BTreeSet;

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::contact::{Card, Contact, Side};
use super::form::NewContact;
use super::tags;
use crate::cx::Tx;
use crate::ids::{ContactId, PupilId};
use crate::pupils::{Reach, SealedEnd, file_may_be_read};

/// SQL: the contacts of a pupil whose file may be read.
macro_rules! contacts {
    () => {
        concat!(
            "SELECT contact.id, contact.side, contact.began_on, contact.words, adder.name,
                    contact.added_at, contact.ended_on, contact.end_reason, ender.name,
                    contact.ended_at
             FROM contact
             JOIN pupil ON pupil.id = contact.pupil_id
             JOIN person AS adder ON adder.id = contact.added_by
             LEFT JOIN person AS ender ON ender.id = contact.ended_by
             WHERE contact.pupil_id = $7 AND ",
            file_may_be_read!()
        )
    };
}

keyward_db::statements! {
    /// The contacts of a pupil, in the order in which they were added.
    OF_PUPIL = concat!(contacts!(), " ORDER BY contact.added_at, contact.id");
    /// One of them.
    ONE = concat!(contacts!(), " AND contact.id = $8");
    /// A contact; nothing, when this form was sent before.
    INSERT = "INSERT INTO contact (id, school_id, pupil_id, side, began_on, words, added_by,
                                   added_at, form_tag)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
              ON CONFLICT (added_by, form_tag) DO NOTHING";
    /// Whether this form was sent before.
    MADE = "SELECT 1 FROM contact WHERE added_by = $1 AND form_tag = $2";
    /// What may be found in common with other contacts.
    INSERT_TAG = "INSERT INTO contact_tag (contact_id, school_id, pupil_id, kind, tag, since)
                  VALUES ($1, $2, $3, $4, $5,
                          COALESCE((SELECT since FROM contact_tag
                                    WHERE contact_id = $6 AND kind = $4 AND tag = $5), $7))";
    /// A contact ends; nothing, when it has ended already.
    END = "UPDATE contact SET ended_on = $2, end_reason = $3, ended_by = $4, ended_at = $5
           WHERE id = $1 AND ended_at IS NULL";
    /// The newest professionals in the files that may be read.
    PROFESSIONALS = concat!(
        "SELECT contact.id, contact.words FROM contact
         JOIN pupil ON pupil.id = contact.pupil_id
         WHERE contact.school_id = $1 AND contact.side = 'professional' AND ",
        file_may_be_read!(), "
         ORDER BY contact.added_at DESC LIMIT 300");
}

/// A contact with its words still sealed.
struct Sealed {
    contact: Contact,
    words: Vec<u8>,
    ended: Option<SealedEnd>,
}

fn sealed(row: &Row<'_>) -> Result<Sealed, keyward_db::Error> {
    Ok(Sealed {
        contact: Contact {
            id: row.get(0)?,
            side: Side::named(&row.get::<String>(1)?),
            began_on: row.get(2)?,
            card: Card::default(),
            added_by: row.get(4)?,
            added_at: Moment::from_micros(row.get(5)?),
            ended: None,
        },
        words: row.get(3)?,
        ended: SealedEnd::of_row(row, 6)?,
    })
}

fn card(tx: &Tx<'_, '_>, id: &ContactId, words: &[u8]) -> Result<Card, Problem> {
    let words = tx.open("contact", &id.0, "words", words)?;
    serde_json::from_str(&words).map_err(|_| Problem::bug("a contact's words"))
}

fn open(tx: &Tx<'_, '_>, sealed: Sealed) -> Result<Contact, Problem> {
    let Sealed {
        mut contact,
        words,
        ended,
    } = sealed;
    contact.card = card(tx, &contact.id, &words)?;
    if let Some(ended) = ended {
        contact.ended = Some(ended.open(tx, "contact", &contact.id.0)?);
    }
    Ok(contact)
}

/// The contacts in a pupil's file, over or not; none, where the actor may not read the file.
///
/// # Errors
/// Not found, for nobody; a bug's page when words were changed or moved.
pub fn of_pupil(tx: &mut Tx<'_, '_>, pupil: &PupilId) -> Result<Vec<Contact>, Problem> {
    let reach = Reach::now(tx)?;
    let rows = tx.all(OF_PUPIL, &reach.and(&params![pupil]), sealed)?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}

/// A contact in a pupil's file.
pub(super) fn find(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    id: &ContactId,
) -> Result<Contact, Problem> {
    let reach = Reach::now(tx)?;
    let found = tx.one(ONE, &reach.and(&params![pupil, id]), sealed)?;
    open(tx, found.ok_or(Problem::NotFound)?)
}

/// What a contact's sealed words say, for whoever looks for them; nothing, where they are no contact.
pub fn said(words: &str) -> Vec<String> {
    let card: Card = serde_json::from_str(words).unwrap_or_default();
    let mut said = vec![card.name, card.relation, card.agency, card.telephone];
    said.extend([card.other_telephone, card.email, card.address]);
    said.extend([card.no_contact, card.note]);
    said.retain(|words| !words.trim().is_empty());
    said
}

/// The agencies that professionals in readable files work for, by name.
pub(super) fn agencies(tx: &mut Tx<'_, '_>) -> Result<Vec<String>, Problem> {
    let reach = Reach::now(tx)?;
    let rows = tx.all(PROFESSIONALS, &reach.and(&[]), |row| {
        Ok((row.get::<ContactId>(0)?, row.get::<Vec<u8>>(1)?))
    })?;
    let mut agencies = BTreeSet::new();
    for (id, words) in rows {
        agencies.insert(card(tx, &id, &words)?.agency);
    }
    agencies.remove("");
    Ok(agencies.into_iter().collect())
}

/// Whether the actor sent this form before.
pub(super) fn is_made(tx: &mut Tx<'_, '_>, form_tag: &str) -> Result<bool, Problem> {
    let person = tx.person()?;
    let made = tx.one(MADE, &params![person, form_tag], |row| row.get::<i64>(0))?;
    Ok(made.is_some())
}

/// Writes a contact into a file that the actor may read; nothing, when this form did so before.
pub(super) fn insert(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    contact: &NewContact,
    form_tag: &str,
) -> Result<Option<ContactId>, Problem> {
    let (id, now) = (tx.new_id(), tx.now().as_micros());
    let (school, person) = (tx.school()?, tx.person()?);
    let words = serde_json::to_string(&contact.card).map_err(Problem::bug)?;
    let words = tx.seal("contact", &id, "words", &words)?;
    let (side, began_on) = (contact.side.name(), &contact.began_on);
    let row = params![
        &id, school, pupil, side, began_on, words, person, now, form_tag
    ];
    if tx.execute(INSERT, &row)? == 0 {
        return Ok(None);
    }
    let old = contact.replaces.as_ref().map_or("", |(old, _)| &old.0);
    for (kind, plain) in tags::of_card(contact.side, &contact.card) {
        let tag = tx
            .school_key()?
            .tag("a contact in common", &[kind.name(), &plain]);
        let tag = data_encoding::HEXLOWER.encode(&tag);
        let kind = kind.name();
        let row = params![&id, school, pupil, kind, tag, old, now];
        tx.execute(INSERT_TAG, &row)?;
    }
    Ok(Some(ContactId(id)))
}

/// Ends a contact; whether it had not ended before.
pub(super) fn end(tx: &mut Tx<'_, '_>, id: &ContactId, reason: &str) -> Result<bool, Problem> {
    let (person, now) = (tx.person()?, tx.now());
    let reason = tx.seal("contact", &id.0, "end_reason", reason)?;
    let on = now.london().date().to_string();
    Ok(tx.execute(END, &params![id, on, reason, person, now.as_micros()])? > 0)
}
