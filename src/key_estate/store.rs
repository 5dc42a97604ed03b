//! Every SQL statement about the school's keys and who was given them.

use std::collections::BTreeMap;

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::estate::{Grace, Holder, Key, State};
use crate::cx::Tx;
use crate::ids::{HandOutId, PersonId};
use crate::key_policy::{self, Kind, ShownKey};

keyward_db::statements! {
    /// Everybody who works at a school, by name.
    PEOPLE = "SELECT id, name, email, keys_short_since FROM person
              WHERE school_id = $1 AND left_at IS NULL ORDER BY LOWER(name), id";
    /// Who is in which user group.
    GROUPS = "SELECT membership.person_id, user_group.name
              FROM membership JOIN user_group ON user_group.id = membership.group_id
              WHERE user_group.school_id = $1 ORDER BY user_group.name";
    /// Every key that is linked to any of them, the oldest first.
    KEYS = "SELECT security_key.person_id, security_key.kind, security_key.name,
                   security_key.model, security_key.added_at, security_key.last_used_at,
                   security_key.last_used_device, security_key.suspended_at, security_key.lost_at,
                   security_key.approved_at, security_key.synced,
                   (SELECT COUNT(*) FROM key_model
                    WHERE key_model.id = security_key.key_model_id
                      AND key_model.removed_at IS NULL),
                   (SELECT MAX(key_in_stock.serial) FROM key_in_stock
                    WHERE key_in_stock.security_key_id = security_key.id)
            FROM security_key JOIN person ON person.id = security_key.person_id
            WHERE person.school_id = $1 AND person.left_at IS NULL
              AND security_key.removed_at IS NULL
            ORDER BY security_key.added_at, security_key.id";
    /// What was handed out at a school, the newest first.
    HANDED_OUT = "SELECT key_handed_out.id, key_handed_out.serial, key_handed_out.model,
                         key_handed_out.person_id, holder.name, giver.name,
                         key_handed_out.handed_at, taker.name, key_handed_out.returned_at
                  FROM key_handed_out
                  JOIN person AS holder ON holder.id = key_handed_out.person_id
                  JOIN person AS giver ON giver.id = key_handed_out.handed_by
                  LEFT JOIN person AS taker ON taker.id = key_handed_out.returned_to
                  WHERE key_handed_out.school_id = $1
                  ORDER BY key_handed_out.handed_at DESC, key_handed_out.id DESC";
    /// A key is handed out.
    HAND_OUT = "INSERT INTO key_handed_out (id, school_id, serial, model, person_id, handed_by,
                                            handed_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// A key came back.
    RETURN = "UPDATE key_handed_out SET returned_to = $3, returned_at = $4
              WHERE id = $1 AND school_id = $2 AND returned_at IS NULL";
}

fn moment(row: &Row<'_>, index: usize) -> Result<Option<Moment>, keyward_db::Error> {
    let at = row.get::<Option<i64>>(index)?;
    Ok(at.map(Moment::from_micros))
}

fn key(row: &Row<'_>) -> Result<(PersonId, Key), keyward_db::Error> {
    let state = match (moment(row, 8)?, moment(row, 7)?, moment(row, 9)?) {
        (Some(_), _, _) => State::Lost,
        (None, Some(_), _) => State::Suspended,
        (None, None, None) => State::Waiting,
        (None, None, Some(_)) => State::Working,
    };
    let serial = row.get::<Option<String>>(12)?.unwrap_or_default();
    let model: String = row.get(3)?;
    // A USB key's model ends with its serial number, which stands beside it here.
    let model = model.strip_suffix(&serial).unwrap_or(&model).trim_end();
    let key = Key {
        shown: ShownKey {
            kind: Kind::named(&row.get::<String>(1)?).unwrap_or(Kind::U2f),
            synced: row.get(10)?,
            with_pin: false,
            is_approved_model: row.get::<i64>(11)? > 0,
        },
        name: row.get(2)?,
        model: model.to_owned(),
        serial,
        added_at: Moment::from_micros(row.get(4)?),
        last_used: moment(row, 5)?.zip(row.get(6)?),
        state,
    };
    Ok((row.get(0)?, key))
}

/// Everybody at the actor's school with their keys, by name.
pub(super) fn everybody(tx: &mut Tx<'_, '_>) -> Result<Vec<Holder>, Problem> {
    let school = tx.school()?;
    let mut keys = BTreeMap::<PersonId, Vec<Key>>::new();
    for (person, key) in tx.all(KEYS, &params![school], key)? {
        keys.entry(person).or_default().push(key);
    }
    let mut groups = BTreeMap::<PersonId, Vec<String>>::new();
    for (person, name) in tx.all(GROUPS, &params![school], |row| {
        Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?))
    })? {
        groups.entry(person).or_default().push(name);
    }
    let mut out = BTreeMap::<PersonId, Vec<String>>::new();
    for key in handed_out(tx)?.into_iter().rev() {
        if key.returned.is_none() {
            let words = key.words();
            out.entry(key.person).or_default().push(words);
        }
    }
    let policies = key_policy::asked_of_everybody(tx)?;
    let people = tx.all(PEOPLE, &params![school], |row| {
        let holder = Holder {
            id: row.get(0)?,
            name: row.get(1)?,
            email: row.get(2)?,
            groups: String::new(),
            keys: Vec::new(),
            grace: None,
            handed_out: Vec::new(),
        };
        Ok((holder, moment(row, 3)?))
    })?;
    let holder = |(mut holder, short_since): (Holder, Option<Moment>)| {
        holder.keys = keys.remove(&holder.id).unwrap_or_default();
        holder.groups = groups.remove(&holder.id).unwrap_or_default().join(", ");
        holder.handed_out = out.remove(&holder.id).unwrap_or_default();
        let policy = policies.get(&holder.id);
        let policy = policy.filter(|policy| holder.is_short(policy));
        holder.grace = policy.map(|policy| match short_since {
            Some(since) => Grace::Until(policy.grace_until(since)),
            None => Grace::FromNextClick(policy.grace_days),
        });
        holder
    };
    Ok(people.into_iter().map(holder).collect())
}

/// A key that was handed out.
pub(super) struct HandedOut {
    pub id: HandOutId,
    pub serial: String,
    pub model: String,
    pub person: PersonId,
    pub holder: String,
    pub giver: String,
    pub at: Moment,
    /// Who took it back, and when.
    pub returned: Option<(String, Moment)>,
}

impl HandedOut {
    /// Its serial number, and its model where somebody wrote it down.
    fn words(&self) -> String {
        match self.model.as_str() {
            "" => self.serial.clone(),
            model => format!("{} ({model})", self.serial),
        }
    }
}

/// What was handed out at the actor's school, the newest first.
pub(super) fn handed_out(tx: &mut Tx<'_, '_>) -> Result<Vec<HandedOut>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(HANDED_OUT, &params![school], |row| {
        Ok(HandedOut {
            id: row.get(0)?,
            serial: row.get(1)?,
            model: row.get(2)?,
            person: row.get(3)?,
            holder: row.get(4)?,
            giver: row.get(5)?,
            at: Moment::from_micros(row.get(6)?),
            returned: row.get::<Option<String>>(7)?.zip(moment(row, 8)?),
        })
    })?)
}

/// Writes down that the actor hands a key to somebody whom the caller has found at their school.
pub(super) fn hand_out(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    serial: &str,
    model: &str,
) -> Result<HandOutId, Problem> {
    let (id, school, now) = (HandOutId(tx.new_id()), tx.school()?, tx.now().as_micros());
    let me = tx.person()?;
    let row = params![&id, school, serial, model, person, me, now];
    tx.execute(HAND_OUT, &row)?;
    Ok(id)
}

/// Writes down that the actor took a key back.
pub(super) fn take_back(tx: &mut Tx<'_, '_>, id: &HandOutId) -> Result<(), Problem> {
    let params = params![id, tx.school()?, tx.person()?, tx.now().as_micros()];
    match tx.execute(RETURN, &params)? {
        1 => Ok(()),
        _ => Err(Problem::NotFound),
    }
}
