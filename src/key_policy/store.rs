//! Every SQL statement about what user groups ask of keys.

use std::collections::BTreeMap;

use keyward_db::{Row, params};
use keyward_web::Problem;

use super::first_key::FirstKey;
use super::kind::{Family, Kind};
use super::policy::{Policy, ShownKey};
use crate::cx::Tx;
use crate::ids::{GroupId, PersonId};

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
    /// How many user groups of a school let passkeys sign in without the password.
    PASSKEYS_SIGN_IN = "SELECT COUNT(*) FROM group_policy
                        JOIN user_group ON user_group.id = group_policy.group_id
                        WHERE user_group.school_id = $1 AND group_policy.passkey_sign_in = 1";
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
    /// A person's working keys, as a policy looks at them.
    KEYS_OF_PERSON = "SELECT working_key.kind, working_key.synced,
                             (SELECT COUNT(*) FROM key_model
                              WHERE key_model.id = working_key.key_model_id
                                AND key_model.removed_at IS NULL)
                      FROM working_key WHERE working_key.person_id = $1";
    /// What one user group of a school is called and asks.
    OF_GROUP = "SELECT group_policy.kinds, group_policy.synced_passkeys,
                       group_policy.passkey_sign_in, group_policy.pin,
                       group_policy.approved_models, group_policy.elevation_idle_seconds,
                       group_policy.elevation_seconds_max, group_policy.key_at_sign_in,
                       group_policy.keys_min, group_policy.grace_days, group_policy.first_key,
                       user_group.name
                FROM user_group
                LEFT JOIN group_policy ON group_policy.group_id = user_group.id
                WHERE user_group.school_id = $1 AND user_group.id = $2";
    /// Writes down what a user group asks.
    WRITE = "INSERT INTO group_policy (group_id, kinds, synced_passkeys, passkey_sign_in, pin,
                                       approved_models, elevation_idle_seconds,
                                       elevation_seconds_max, key_at_sign_in, keys_min, grace_days,
                                       first_key)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             ON CONFLICT (group_id) DO UPDATE
             SET kinds = excluded.kinds, synced_passkeys = excluded.synced_passkeys,
                 passkey_sign_in = excluded.passkey_sign_in, pin = excluded.pin,
                 approved_models = excluded.approved_models,
                 elevation_idle_seconds = excluded.elevation_idle_seconds,
                 elevation_seconds_max = excluded.elevation_seconds_max,
                 key_at_sign_in = excluded.key_at_sign_in, keys_min = excluded.keys_min,
                 grace_days = excluded.grace_days, first_key = excluded.first_key";
    /// Forgets what a user group asks, which is about to be removed.
    FORGET = "DELETE FROM group_policy WHERE group_id = $1";
}

/// The policy in the first eleven columns; the default where they are empty.
pub(super) fn read(row: &Row<'_>) -> Result<Policy, keyward_db::Error> {
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

/// The same, of somebody whom the caller has found at the actor's school.
///
/// # Errors
/// That the database is away.
pub fn asked_here_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Policy, Problem> {
    Ok(Policy::strictest(tx.all(
        OF_PERSON,
        &params![person],
        read,
    )?))
}

/// What each user group of somebody says about a first key, whom the caller has found at the actor's
/// school.
///
/// # Errors
/// That the database is away.
pub fn first_keys_asked_of(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
) -> Result<Vec<FirstKey>, Problem> {
    let policies = tx.all(OF_PERSON, &params![person], read)?;
    Ok(policies.iter().map(|policy| policy.first_key).collect())
}

/// Whether a passkey may sign anybody in without the password at the actor's school.
///
/// # Errors
/// That the database is away.
pub fn passkeys_sign_in(tx: &mut Tx<'_, '_>) -> Result<bool, Problem> {
    let school = tx.school()?;
    let groups = tx.one(PASSKEYS_SIGN_IN, &params![school], |row| row.get::<i64>(0))?;
    Ok(groups.unwrap_or(0) > 0)
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

/// How many working keys of somebody's would elevate under this policy. The guard asks it.
///
/// # Errors
/// That the database is away.
pub fn keys_that_count(
    db: &mut keyward_db::Tx<'_>,
    person: &PersonId,
    policy: &Policy,
) -> Result<i64, keyward_db::Error> {
    let keys = db.all(KEYS_OF_PERSON, &params![person], |row| {
        Ok(ShownKey {
            kind: Kind::named(&row.get::<String>(0)?).unwrap_or(Kind::U2f),
            synced: row.get(1)?,
            with_pin: false,
            is_approved_model: row.get::<i64>(2)? > 0,
        })
    })?;
    let counting = keys.into_iter().filter(|key| policy.counts(*key)).count();
    Ok(i64::try_from(counting).unwrap_or(i64::MAX))
}

/// What a user group of the actor's school is called and asks.
pub(super) fn policy_of(tx: &mut Tx<'_, '_>, group: &GroupId) -> Result<(String, Policy), Problem> {
    let params = params![tx.school()?, group];
    let found = tx.one(OF_GROUP, &params, |row| Ok((row.get(11)?, read(row)?)))?;
    found.ok_or(Problem::NotFound)
}

/// Writes down what a user group of the actor's school asks. The caller has found the group there,
/// and writes the entry.
///
/// # Errors
/// That the database is away.
pub fn write(tx: &mut Tx<'_, '_>, group: &GroupId, policy: &Policy) -> Result<(), Problem> {
    let kinds: Vec<_> = policy.families.iter().map(|family| family.name()).collect();
    let row = params![
        group,
        kinds.join(" "),
        policy.synced_passkeys,
        policy.passkey_sign_in,
        policy.pin,
        policy.approved_models,
        policy.elevation_idle_seconds,
        policy.elevation_seconds_max,
        policy.key_at_sign_in,
        policy.keys_min,
        policy.grace_days,
        policy.first_key.name()
    ];
    tx.execute(WRITE, &row)?;
    Ok(())
}

/// Forgets what a user group asks, which is about to be removed. The caller writes the entry.
///
/// # Errors
/// That the database is away.
pub fn forget(tx: &mut Tx<'_, '_>, group: &GroupId) -> Result<(), Problem> {
    tx.execute(FORGET, &params![group])?;
    Ok(())
}
