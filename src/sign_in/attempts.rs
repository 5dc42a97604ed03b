//! Failures in a row, counted in the database for every server alike. An attempt is counted
//! before it is checked, so that a hundred at once are a hundred.

use std::net::IpAddr;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;
use sha2::{Digest, Sha256};

use super::networks;
use super::throttle::{Subject, pause_seconds};
use super::words::{minutes_until, wait_words};
use crate::cx::Tx;
use crate::ids::PersonId;

keyward_db::statements! {
    /// Until when a subject waits.
    BLOCKED_UNTIL = "SELECT blocked_until FROM throttle WHERE subject = $1";
    /// Counts an attempt as a failure until it proves otherwise. A day without one forgets.
    COUNT = "INSERT INTO throttle (subject, failures, failed_at, blocked_until, school_id, network)
             VALUES ($1, 1, $2, 0, $4, $5)
             ON CONFLICT (subject) DO UPDATE
             SET failures = CASE WHEN throttle.failed_at < $3 AND throttle.blocked_until < $2
                                 THEN 1 ELSE throttle.failures + 1 END,
                 failed_at = excluded.failed_at
             RETURNING failures";
    /// Sets until when a subject waits.
    BLOCK = "UPDATE throttle SET blocked_until = $2 WHERE subject = $1";
    /// The subject has proved itself.
    FORGET = "DELETE FROM throttle WHERE subject = $1";
    /// Takes back one failure that was none.
    TAKE_BACK = "UPDATE throttle SET failures = failures - 1, blocked_until = 0
                 WHERE subject = $1 AND failures > 0";
}

/// Failures older than this no longer count.
const FORGET_SECONDS: i64 = 24 * 3_600;

/// The name under which an account or an address is counted: a hash, so that the table tells
/// nobody who it was.
pub fn name(subject: Subject, of: &str) -> String {
    let kind = match subject {
        Subject::Account => "account",
        Subject::Address => "address",
        Subject::Crowd => "crowd",
        Subject::Code => "code",
        Subject::BreakGlass => "break-glass",
        Subject::Key => "key",
        Subject::School => "school",
    };
    data_encoding::HEXLOWER.encode(&Sha256::digest(format!("{kind} {of}").as_bytes()))
}

/// The network that an address stands for: an IPv6 customer has a whole /64 to themselves (RFC 6177),
/// so it counts as one.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// An attempt that may go on, or the moment from which the next may.
pub enum Admission {
    /// It may go on; so many of this person's codes have failed in a row, if it fails as well.
    Admitted(i64),
    /// Not before this moment.
    Wait(Moment),
}

/// Counts what somebody who is not signed in sends from this network, and says whether it may go on;
/// the words for them when they have to wait. Those who manage people are told when it came to wait.
///
/// # Errors
/// That the database is away.
pub fn admit_from(tx: &mut Tx<'_, '_>, network: &str) -> Result<Result<(), String>, Problem> {
    let admitted = admit_unproved(tx, network)?;
    if admitted.is_ok() {
        networks::tell_if_waiting(tx, network)?;
    }
    Ok(admitted)
}

/// The same for what may prove itself, which is not counted then: nobody is told before that.
pub(super) fn admit_unproved(
    tx: &mut Tx<'_, '_>,
    network: &str,
) -> Result<Result<(), String>, Problem> {
    let subject = network_name(tx, network)?;
    if let Some(until) = blocked_until(tx, &subject)? {
        return Ok(Err(wait_words(minutes_until(tx.now(), until))));
    }
    count_network(tx, network)?;
    Ok(Ok(()))
}

/// What was sent from this network was right: it is not counted after all.
pub(super) fn take_back(tx: &mut Tx<'_, '_>, network: &str) -> Result<(), Problem> {
    let subject = network_name(tx, network)?;
    tx.keep_house(TAKE_BACK, &params![&subject])?;
    Ok(())
}

/// Counts an attempt of the actor's to give a one-time code, and says whether it may go on. The
/// caller commits before the code is looked at.
///
/// # Errors
/// That the database is away.
pub fn admit_code(tx: &mut Tx<'_, '_>) -> Result<Admission, Problem> {
    let subject = codes_of(tx.person()?);
    match blocked_until(tx, &subject)? {
        Some(until) => Ok(Admission::Wait(until)),
        None => count(tx, Subject::Code, &subject).map(Admission::Admitted),
    }
}

/// This person has given a right code, or may try again: their wrong ones are forgotten.
///
/// # Errors
/// That the database is away.
pub fn forget_codes(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<(), Problem> {
    unlock(tx, &codes_of(person))
}

/// Counts a key's answer to the actor's account that was not right; how many in a row.
///
/// # Errors
/// That the database is away.
pub fn count_refused_key(tx: &mut Tx<'_, '_>) -> Result<i64, Problem> {
    let subject = name(Subject::Key, &tx.person()?.0);
    count(tx, Subject::Key, &subject)
}

/// A key of the actor's has answered rightly: those that did not are forgotten.
///
/// # Errors
/// That the database is away.
pub fn forget_refused_keys(tx: &mut Tx<'_, '_>) -> Result<(), Problem> {
    let subject = name(Subject::Key, &tx.person()?.0);
    unlock(tx, &subject)
}

/// Counts an attempt of the actor's to open the school's break-glass code. No right code of another
/// kind forgets it, and it holds back nobody else. The caller commits before the code is looked at.
///
/// # Errors
/// That the database is away.
pub fn admit_break_glass(tx: &mut Tx<'_, '_>) -> Result<Admission, Problem> {
    let subject = break_glass_of(tx.person()?);
    match blocked_until(tx, &subject)? {
        Some(until) => Ok(Admission::Wait(until)),
        None => count(tx, Subject::BreakGlass, &subject).map(Admission::Admitted),
    }
}

/// The actor's break-glass code was wrong: how many were so at the school, each within a day of the
/// one before, whoever typed them.
///
/// # Errors
/// That the database is away.
pub fn count_wrong_break_glass(tx: &mut Tx<'_, '_>) -> Result<i64, Problem> {
    let school = name(Subject::School, &tx.school()?.0);
    count(tx, Subject::School, &school)
}

/// This person has typed the school's code, or may try again: their wrong ones are forgotten. Those
/// of others are not.
///
/// # Errors
/// That the database is away.
pub fn forget_break_glass(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<(), Problem> {
    unlock(tx, &break_glass_of(person))
}

/// The name under which what a person types as the break-glass code is counted.
pub(super) fn break_glass_of(person: &PersonId) -> String {
    name(Subject::BreakGlass, &person.0)
}

/// The name under which a person's codes are counted.
pub(super) fn codes_of(person: &PersonId) -> String {
    name(Subject::Code, &person.0)
}

/// Until when this subject waits, if it does.
pub(super) fn blocked_until(tx: &mut Tx<'_, '_>, subject: &str) -> Result<Option<Moment>, Problem> {
    let until = tx.one(BLOCKED_UNTIL, &params![subject], |row| row.get::<i64>(0))?;
    let until = until.map(Moment::from_micros);
    Ok(until.filter(|until| *until > tx.now()))
}

/// Counts an attempt as a failure; how many in a row.
pub(super) fn count(tx: &mut Tx<'_, '_>, kind: Subject, subject: &str) -> Result<i64, Problem> {
    count_at(tx, kind, subject, ("", ""))
}

/// Counts an attempt from this network at the actor's school.
pub(super) fn count_network(tx: &mut Tx<'_, '_>, network: &str) -> Result<(), Problem> {
    let (subject, school) = (network_name(tx, network)?, tx.school()?);
    count_at(tx, Subject::Address, &subject, (&school.0, network))?;
    Ok(())
}

fn count_at(
    tx: &mut Tx<'_, '_>,
    kind: Subject,
    subject: &str,
    (school, network): (&str, &str),
) -> Result<i64, Problem> {
    let now = tx.now();
    let forget = now.plus_seconds(-FORGET_SECONDS).as_micros();
    let row = params![subject, now.as_micros(), forget, school, network];
    let failures = tx.one(COUNT, &row, |row| row.get(0))?.unwrap_or(1);
    let pause = pause_seconds(kind, failures);
    if pause > 0 {
        tx.keep_house(
            BLOCK,
            &params![subject, now.plus_seconds(pause).as_micros()],
        )?;
    }
    Ok(failures)
}

/// The subject has proved itself, or may try again: its failures are forgotten.
pub(super) fn unlock(tx: &mut Tx<'_, '_>, account: &str) -> Result<(), Problem> {
    tx.keep_house(FORGET, &params![account])?;
    Ok(())
}

/// The name under which what comes from a network to the actor's school is counted: each school for
/// itself, so that what is tried at one closes no other, and each lets its own try again.
pub(super) fn network_name(tx: &Tx<'_, '_>, network: &str) -> Result<String, Problem> {
    Ok(name(
        Subject::Address,
        &format!("{} {network}", tx.school()?),
    ))
}

/// The name under which the password of somebody at the actor's school is counted.
pub(super) fn account_name(tx: &Tx<'_, '_>, email: &str) -> Result<String, Problem> {
    Ok(name(Subject::Account, &format!("{} {email}", tx.school()?)))
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn a_whole_ipv6_network_counts_as_one() {
        let of = |address: &str| network(address.parse().expect("an address"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:10.0.0.1"), of("10.0.0.1"));
        assert_ne!(of("10.0.0.1"), of("10.0.0.2"));
    }
}
