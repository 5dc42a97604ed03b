//! Every SQL statement about how somebody stands who wants to link a key.

use keyward_db::params;
use keyward_web::Problem;

use super::first_key::{self, Standing, Way};
use super::let_in;
use crate::access::Right;
use crate::cx::Tx;
use crate::ids::{KeyId, PersonId};
use crate::key_policy::{self, FirstKey, Kind, ShownKey};

/// For so long somebody from whom the right to vouch for keys was taken counts among those who have it:
/// otherwise one administrator would open a way to a first key by taking it away for a minute.
const VOUCHED_SECONDS: i64 = 30 * 24 * 3_600;

keyward_db::statements! {
    /// How many keys somebody holds in any state, how many of them work and how many wait, how many
    /// printed codes, and whether they held one before their account was brought back.
    KEYS = "SELECT (SELECT COUNT(*) FROM security_key
                    WHERE security_key.person_id = $1 AND removed_at IS NULL),
                   (SELECT COUNT(*) FROM working_key WHERE working_key.person_id = $1),
                   (SELECT COUNT(*) FROM recovery_code
                    WHERE recovery_code.person_id = $1 AND used_at IS NULL
                      AND replaced_at IS NULL),
                   (SELECT COUNT(*) FROM security_key
                    WHERE security_key.person_id = $1 AND approved_at IS NULL
                      AND removed_at IS NULL AND lost_at IS NULL AND suspended_at IS NULL),
                   (SELECT COUNT(*) FROM security_key
                    JOIN person ON person.id = security_key.person_id
                    WHERE security_key.person_id = $1
                      AND security_key.added_at < person.brought_back_at)";
    /// The rights that somebody's user groups give.
    RIGHTS = "SELECT DISTINCT group_right.right_name
              FROM membership JOIN group_right ON group_right.group_id = membership.group_id
              WHERE membership.person_id = $1";
    /// Who at a school has a right and a key that was approved once, lost or not; of the right to
    /// vouch for keys, also from whom it was taken since then.
    WITH_KEYS = "SELECT DISTINCT person.id
              FROM person JOIN security_key ON security_key.person_id = person.id
              WHERE person.school_id = $1 AND person.left_at IS NULL
                AND security_key.removed_at IS NULL
                AND (security_key.approved_at IS NOT NULL
                     OR security_key.approved_once_at IS NOT NULL)
                AND (EXISTS (SELECT 1 FROM membership
                             JOIN group_right ON group_right.group_id = membership.group_id
                             WHERE membership.person_id = person.id
                               AND group_right.right_name = $2)
                     OR EXISTS (SELECT 1 FROM let_in
                                WHERE let_in.person_id = person.id
                                  AND let_in.act = 'no_longer_vouches'
                                  AND let_in.let_in_at > $3 AND $2 = 'vouch_for_keys'))";
    /// Who at a school has a right and a key that works.
    WITH_WORKING_KEYS = "SELECT DISTINCT person.id
              FROM person
              JOIN membership ON membership.person_id = person.id
              JOIN group_right ON group_right.group_id = membership.group_id
              JOIN working_key ON working_key.person_id = person.id
              WHERE person.school_id = $1 AND person.left_at IS NULL
                AND group_right.right_name = $2";
    /// A key of somebody's that works, as a policy looks at it.
    SHOWN = "SELECT kind, synced,
                    (SELECT COUNT(*) FROM key_model
                     WHERE key_model.id = working_key.key_model_id
                       AND key_model.removed_at IS NULL)
             FROM working_key WHERE id = $1 AND person_id = $2";
    /// A printed code of somebody's whose sheet was not replaced.
    PRINTED = "SELECT COUNT(*) FROM recovery_code
               WHERE id = $1 AND person_id = $2 AND replaced_at IS NULL";
}

/// How somebody at the actor's school comes to a new key now.
///
/// # Errors
/// That the database is away.
pub fn way_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Way, Problem> {
    let first_keys = key_policy::first_keys_asked_of(tx, person)?;
    Ok(Way::of(standing_of(tx, person, &first_keys)?))
}

/// How somebody at the actor's school would come to a first key now, whatever they hold.
pub(super) fn first_way_of(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Way, Problem> {
    let first_keys = key_policy::first_keys_asked_of(tx, person)?;
    Ok(Way::to_a_first_key(standing_of(tx, person, &first_keys)?))
}

fn standing_of<'a>(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    first_keys: &'a [FirstKey],
) -> Result<Standing<'a>, Problem> {
    let counts = tx.one(KEYS, &params![person], |row| {
        let count = |index| row.get::<i64>(index);
        Ok([count(0)?, count(1)?, count(2)?, count(3)?, count(4)?])
    })?;
    let [keys, working, codes, waiting, before] = counts.unwrap_or_default();
    let asked = tx.asked_of_keys(person)?;
    let codes = if asked.takes_recovery_codes() {
        codes
    } else {
        0
    };
    let others = others_who_vouch(tx, person)?;
    let let_in_by = let_in::who_let_in(tx, person)?;
    let may_approve = others.iter().filter(|other| !let_in_by.contains(other));
    Ok(Standing {
        first_keys,
        needs_key: needs_key(tx, person)?,
        others_who_may_approve: may_approve.count(),
        others_who_vouch: others.len(),
        held_a_key_before: before > 0,
        keys,
        waiting,
        working: working + codes,
        is_let_back_in: super::recoveries::open_for(tx, person)?.is_some(),
    })
}

/// Whether somebody's user groups give any right that needs a key.
///
/// # Errors
/// That the database is away.
pub fn needs_key(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    let names = tx.all(RIGHTS, &params![person], |row| row.get::<String>(0))?;
    let mut rights = names.iter().filter_map(|name| Right::named(name));
    Ok(rights.any(Right::needs_key))
}

/// The others at the actor's school who may vouch for keys and hold one that was approved once.
///
/// # Errors
/// That the database is away.
pub fn others_who_vouch(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Vec<PersonId>, Problem> {
    let mut others = with_keys(tx, Right::VouchForKeys)?;
    others.retain(|other| other != person);
    Ok(others)
}

/// Who at the actor's school has this right and a key that was approved once.
fn with_keys(tx: &mut Tx<'_, '_>, right: Right) -> Result<Vec<PersonId>, Problem> {
    let since = tx.now().plus_seconds(-VOUCHED_SECONDS).as_micros();
    let params = params![tx.school()?, right.name(), since];
    Ok(tx.all(WITH_KEYS, &params, |row| row.get(0))?)
}

/// Whether so many at the actor's school may vouch for keys that the first key of somebody new waits
/// for approval by default, where they need one.
///
/// # Errors
/// That the database is away.
pub fn approval_is_default(tx: &mut Tx<'_, '_>) -> Result<bool, Problem> {
    let vouchers = with_keys(tx, Right::VouchForKeys)?;
    Ok(first_key::are_enough_to_approve(vouchers.len()))
}

/// Whether the actor let this person in, and somebody else who did not could print them a code or
/// approve their key.
pub(super) fn is_for_somebody_else(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
) -> Result<bool, Problem> {
    let let_in_by = let_in::who_let_in(tx, person)?;
    if !let_in_by.contains(tx.person()?) {
        return Ok(false);
    }
    let mut others = with_keys(tx, Right::ManagePeople)?;
    others.extend(with_keys(tx, Right::VouchForKeys)?);
    Ok(others
        .iter()
        .any(|other| other != person && !let_in_by.contains(other)))
}

/// Everybody at the actor's school who can vouch for keys today: their own key works.
pub(super) fn who_can_vouch(tx: &mut Tx<'_, '_>) -> Result<Vec<PersonId>, Problem> {
    let params = params![tx.school()?, Right::VouchForKeys.name()];
    Ok(tx.all(WITH_WORKING_KEYS, &params, |row| row.get(0))?)
}

/// A key or a printed code of the actor's that was shown a moment ago, as a policy looks at it;
/// nothing where it is dead meanwhile.
pub(super) fn shown(
    tx: &mut Tx<'_, '_>,
    key: &KeyId,
    with_pin: bool,
) -> Result<Option<ShownKey>, Problem> {
    let params = params![key, tx.person()?];
    let key = tx.one(SHOWN, &params, |row| {
        Ok(ShownKey {
            kind: Kind::named(&row.get::<String>(0)?).unwrap_or(Kind::U2f),
            synced: row.get(1)?,
            with_pin,
            is_approved_model: row.get::<i64>(2)? > 0,
        })
    })?;
    if key.is_some() {
        return Ok(key);
    }
    let codes = tx.one(PRINTED, &params, |row| row.get::<i64>(0))?;
    Ok((codes.unwrap_or(0) > 0).then_some(ShownKey::PRINTED))
}
