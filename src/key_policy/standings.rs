//! Everybody at the school as their user groups' policies see them, read in one transaction.

use std::collections::BTreeMap;

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::kind::Kind;
use super::policy::ShownKey;
use super::shortage::Shortage;
use super::standing::{Held, On, Standing};
use super::store;
use crate::cx::Tx;
use crate::ids::{GroupId, PersonId};

keyward_db::statements! {
    /// Everybody who works at a school, by name.
    PEOPLE = "SELECT id, name, email, keys_short_since, keys_enough_since FROM person
              WHERE school_id = $1 AND left_at IS NULL ORDER BY LOWER(name), id";
    /// What each of their user groups asks; nothing where it has said nothing.
    ASKED = "SELECT group_policy.kinds, group_policy.synced_passkeys,
                    group_policy.passkey_sign_in, group_policy.pin,
                    group_policy.approved_models, group_policy.elevation_idle_seconds,
                    group_policy.elevation_seconds_max, group_policy.key_at_sign_in,
                    group_policy.keys_min, group_policy.grace_days, group_policy.first_key,
                    membership.person_id, membership.group_id
             FROM membership
             JOIN user_group ON user_group.id = membership.group_id
             LEFT JOIN group_policy ON group_policy.group_id = membership.group_id
             WHERE user_group.school_id = $1";
    /// Their working keys.
    KEYS = "SELECT security_key.person_id, security_key.kind, security_key.synced,
                   security_key.pin_seen,
                   (SELECT COUNT(*) FROM key_model
                    WHERE key_model.id = security_key.key_model_id
                      AND key_model.removed_at IS NULL)
            FROM security_key
            JOIN working_key ON working_key.id = security_key.id
            JOIN person ON person.id = security_key.person_id
            WHERE person.school_id = $1";
    /// Their sessions that were elevated and not dropped since.
    ELEVATED = "SELECT session.person_id, session.elevated_kind, security_key.synced,
                       session.elevated_with_pin,
                       (SELECT COUNT(*) FROM key_model
                        WHERE key_model.id = security_key.key_model_id
                          AND key_model.removed_at IS NULL),
                       session.elevated_at, session.elevated_seen_at
                FROM session
                JOIN person ON person.id = session.person_id
                LEFT JOIN security_key ON security_key.id = session.elevated_key_id
                WHERE person.school_id = $1 AND session.ended_at IS NULL
                  AND session.elevated_at IS NOT NULL";
}

fn moment(row: &Row<'_>, index: usize) -> Result<Option<Moment>, keyward_db::Error> {
    let at = row.get::<Option<i64>>(index)?;
    Ok(at.map(Moment::from_micros))
}

fn key(row: &Row<'_>) -> Result<ShownKey, keyward_db::Error> {
    let kind = row.get::<Option<String>>(1)?;
    Ok(ShownKey {
        kind: kind
            .and_then(|name| Kind::named(&name))
            .unwrap_or(Kind::U2f),
        synced: row.get::<Option<bool>>(2)?.unwrap_or(false),
        with_pin: row.get(3)?,
        is_approved_model: row.get::<i64>(4)? > 0,
    })
}

/// Everybody who works at the actor's school, by name.
///
/// # Errors
/// That the database is away.
pub fn of_everybody(tx: &mut Tx<'_, '_>) -> Result<Vec<Standing>, Problem> {
    let school = tx.school()?;
    let mut people = tx.all(PEOPLE, &params![school], |row| {
        Ok(Standing {
            person: row.get(0)?,
            name: row.get(1)?,
            email: row.get(2)?,
            asked: BTreeMap::new(),
            keys: Vec::new(),
            shortage: Shortage {
                since: moment(row, 3)?,
                enough_since: moment(row, 4)?,
            },
            elevated: Vec::new(),
        })
    })?;
    let places = people.iter().enumerate();
    let places: BTreeMap<PersonId, usize> = places
        .map(|(place, standing)| (standing.person.clone(), place))
        .collect();
    let asked = tx.all(ASKED, &params![school], |row| {
        Ok((
            row.get::<PersonId>(11)?,
            row.get::<GroupId>(12)?,
            store::read(row)?,
        ))
    })?;
    for (person, group, policy) in asked {
        if let Some(standing) = places.get(&person).and_then(|at| people.get_mut(*at)) {
            standing.asked.insert(group, policy);
        }
    }
    let keys = tx.all(KEYS, &params![school], |row| {
        let shown = key(row)?;
        let held = Held {
            key: ShownKey {
                with_pin: false,
                ..shown
            },
            pin_seen: shown.with_pin,
        };
        Ok((row.get::<PersonId>(0)?, held))
    })?;
    for (person, held) in keys {
        if let Some(standing) = places.get(&person).and_then(|at| people.get_mut(*at)) {
            standing.keys.push(held);
        }
    }
    let elevated = tx.all(ELEVATED, &params![school], |row| {
        let (at, seen) = (moment(row, 5)?, moment(row, 6)?);
        let by = key(row)?;
        let on = at.zip(seen).map(|(at, seen)| On { at, seen, by });
        Ok((row.get::<PersonId>(0)?, on))
    })?;
    for (person, on) in elevated {
        if let Some(standing) = places.get(&person).and_then(|at| people.get_mut(*at)) {
            standing.elevated.extend(on);
        }
    }
    Ok(people)
}
