//! Every SQL statement about what user groups ask of keys.

use std::collections::BTreeMap;

use keyward_db::{Row, params};
use keyward_web::Problem;

use super::kind::Family;
use super::policy::{FirstKey, Policy};
use crate::cx::Tx;
use crate::ids::PersonId;

keyward_db::statements! {
    /// What each of a person's user groups asks; nothing where it has said nothing.
    OF_PERSON = "SELECT group_policy.kinds, group_policy.synced_passkeys,
                        group_policy.passkey_sign_in, group_policy.pin,
                        group_policy.approved_models, group_policy.elevation_idle_seconds,
                        group_policy.elevation_seconds_max, group_policy.key_at_sign_in,
                        group_policy.keys_min, group_policy.grace_days, group_policy.first_key
                 FROM membership
                 LEFT JOIN group_policy ON group_policy.group_id = membership.group_id
                 WHERE membership.person_id = $1";
    /// What each user group of a school asks, person by person.
    OF_EVERYBODY = "SELECT group_policy.kinds, group_policy.synced_passkeys,
                           group_policy.passkey_sign_in, group_policy.pin,
                           group_policy.approved_models, group_policy.elevation_idle_seconds,
                           group_policy.elevation_seconds_max, group_policy.key_at_sign_in,
                           group_policy.keys_min, group_policy.grace_days, group_policy.first_key,
                           membership.person_id
                    FROM membership
                    JOIN user_group ON user_group.id = membership.group_id
                    LEFT JOIN group_policy ON group_policy.group_id = membership.group_id
                    WHERE user_group.school_id = $1";
}

fn read(row: &Row<'_>) -> Result<Policy, keyward_db::Error> {
    let Some(kinds) = row.get::<Option<String>>(0)? else {
        return Ok(Policy::default());
    };
    Ok(Policy {
        families: kinds.split(' ').filter_map(Family::named).collect(),
        synced_passkeys: row.get(1)?,
        passkey_sign_in: row.get(2)?,
        pin: row.get(3)?,
        approved_models: row.get(4)?,
        elevation_idle_seconds: row.get(5)?,
        elevation_seconds_max: row.get(6)?,
        key_at_sign_in: row.get(7)?,
        keys_min: row.get(8)?,
        grace_days: row.get(9)?,
        first_key: FirstKey::named(&row.get::<String>(10)?).unwrap_or(FirstKey::Approved),
    })
}

/// What is asked of somebody's keys: the strictest of their user groups. The guard asks it of whoever
/// comes, in the transaction that finds them.
///
/// # Errors
/// That the database is away.
pub fn asked_of(
    db: &mut keyward_db::Tx<'_>,
    person: &PersonId,
) -> Result<Policy, keyward_db::Error> {
    Ok(Policy::strictest(db.all(
        OF_PERSON,
        &params![person],
        read,
    )?))
}

/// What is asked of the keys of everybody at the actor's school: the strictest of their user groups.
///
/// # Errors
/// That the database is away.
pub fn asked_of_everybody(tx: &mut Tx<'_, '_>) -> Result<BTreeMap<PersonId, Policy>, Problem> {
    let school = tx.school()?;
    let rows = tx.all(OF_EVERYBODY, &params![school], |row| {
        Ok((row.get::<PersonId>(11)?, read(row)?))
    })?;
    let mut asked = BTreeMap::<PersonId, Vec<Policy>>::new();
    for (person, policy) in rows {
        asked.entry(person).or_default().push(policy);
    }
    let strictest = |(person, policies)| (person, Policy::strictest(policies));
    Ok(asked.into_iter().map(strictest).collect())
}
