//! Looking at what comes to the door: unusual patterns are told by mail and written down, and
//! nobody gets more than one letter a day about the same.

use keyward_db::params;
use keyward_web::Problem;

use super::notices;
use super::patterns::{ACCOUNTS_MANY, Arrival, Pattern, TOGETHER_SECONDS, TOLD_SECONDS};
use super::place::Place;
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::people::{self, Account};

keyward_db::statements! {
    /// How many sessions somebody had whose place was noted, and how many from this place.
    SESSIONS_BEFORE = "SELECT COUNT(*),
                              COALESCE(SUM(CASE WHEN device = $2 AND address = $3
                                                THEN 1 ELSE 0 END), 0)
                       FROM session WHERE person_id = $1 AND address <> ''";
    /// Marks somebody told of a pattern, unless they were just before.
    TELL = "INSERT INTO pattern_told (school_id, subject, pattern, told_at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (school_id, subject, pattern) DO UPDATE SET told_at = excluded.told_at
            WHERE pattern_told.told_at <= $5";
    /// A sign-in failed for this account from this network.
    NOTE = "INSERT INTO failed_attempt (school_id, network, account, is_known, failed_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (school_id, network, account) DO UPDATE
            SET failed_at = excluded.failed_at, is_known = excluded.is_known";
    /// What failed long ago is forgotten.
    FORGET_OLDER = "DELETE FROM failed_attempt WHERE failed_at <= $1";
    /// The failure was a slip of somebody who is known there.
    FORGIVE = "DELETE FROM failed_attempt
               WHERE school_id = $1 AND network = $2 AND account = $3";
    /// For how many accounts of the school sign-ins failed from this network.
    ACCOUNTS = "SELECT COUNT(*) FROM failed_attempt
                WHERE school_id = $1 AND network = $2 AND is_known = 1 AND failed_at > $3";
    /// The networks from which sign-ins failed for many accounts of the school.
    NETWORKS = "SELECT network, COUNT(*) FROM failed_attempt
                WHERE school_id = $1 AND is_known = 1 AND failed_at > $2
                GROUP BY network HAVING COUNT(*) >= $3 ORDER BY COUNT(*) DESC, network";
}

/// With what somebody signed in.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum With {
    /// Their password.
    Password,
    /// A passkey alone.
    Passkey,
}

/// A network from which sign-ins fail for many accounts of the school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusyNetwork {
    /// Such as `192.0.2.7`.
    pub network: String,
    /// How many accounts, within an hour.
    pub accounts: i64,
}

/// Whether this pattern may be told of this subject now: nobody is told twice a day. It counts as
/// told from then on.
///
/// # Errors
/// That the database is away.
pub fn may_tell(tx: &mut Tx<'_, '_>, subject: &str, pattern: Pattern) -> Result<bool, Problem> {
    let now = tx.now();
    let long_ago = now.plus_seconds(-TOLD_SECONDS).as_micros();
    let row = params![
        tx.school()?,
        subject,
        pattern.name(),
        now.as_micros(),
        long_ago
    ];
    Ok(tx.keep_house(TELL, &row)? == 1)
}

/// Looks at a sign-in that has proved itself, before its session begins: the person is told of the
/// gravest that is unusual about it and that they were not told today.
pub(super) fn arrived(
    tx: &mut Tx<'_, '_>,
    account: &Account,
    place: &Place,
    with: With,
    failures_before: i64,
) -> Result<Arrival, Problem> {
    let params = params![&account.person, &place.device, &place.network];
    let counts = tx.one(SESSIONS_BEFORE, &params, |row| {
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?))
    })?;
    let (sessions_before, sessions_from_here) = counts.unwrap_or_default();
    let arrival = Arrival {
        sessions_before,
        sessions_from_here,
        failures_before,
    };
    for pattern in arrival.patterns() {
        let is_told = may_tell(tx, &account.person.0, pattern)?;
        let letter = match is_told {
            true => "sent",
            false => "sent before that day",
        };
        tx.entry(
            Entry::of("unusual sign-in noticed", "person", &account.person.0)
                .with("pattern", pattern.name())
                .with("wrong passwords before", failures_before)
                .with("device", &place.device)
                .with("network", &place.network)
                .with("letter", letter),
        )?;
        if is_told {
            notices::unusual_sign_in(tx, account, place, with, &arrival, pattern)?;
            break;
        }
    }
    Ok(arrival)
}

/// Looks at a password that was right where it was asked again.
pub(super) fn proved_again(
    tx: &mut Tx<'_, '_>,
    account: &Account,
    place: &Place,
    failures_before: i64,
) -> Result<(), Problem> {
    let arrival = Arrival {
        sessions_before: 0,
        sessions_from_here: 0,
        failures_before,
    };
    for pattern in arrival.patterns() {
        if may_tell(tx, &account.person.0, pattern)? {
            notices::unusual_sign_in(tx, account, place, With::Password, &arrival, pattern)?;
        }
    }
    Ok(())
}

/// Notes that a sign-in failed for an account, known or not, from a network; those who manage people
/// are told when there are many from there.
pub(super) fn failed(
    tx: &mut Tx<'_, '_>,
    account: &str,
    is_known: bool,
    network: &str,
) -> Result<(), Problem> {
    let (school, now) = (tx.school()?, tx.now());
    let long_ago = now.plus_seconds(-TOGETHER_SECONDS).as_micros();
    tx.keep_house(FORGET_OLDER, &params![long_ago])?;
    let row = params![school, network, account, is_known, now.as_micros()];
    tx.keep_house(NOTE, &row)?;
    let accounts = tx.one(ACCOUNTS, &params![school, network, long_ago], |row| {
        row.get::<i64>(0)
    })?;
    let accounts = accounts.unwrap_or(0);
    if accounts < ACCOUNTS_MANY || !may_tell(tx, network, Pattern::ManyAccounts)? {
        return Ok(());
    }
    tx.entry(
        Entry::of("many accounts failed to sign in", "network", network)
            .with("accounts within an hour", accounts),
    )?;
    for holder in people::holders(tx, Right::ManagePeople)? {
        if may_tell(tx, &holder.id.0, Pattern::ManyAccounts)? {
            notices::many_accounts(tx, &holder, network, accounts)?;
        }
    }
    Ok(())
}

/// Somebody who is known at this network has signed in from it: that they failed before was a slip.
/// Where they are not known it counts on, because a guess may have been right.
pub(super) fn forgive(
    tx: &mut Tx<'_, '_>,
    arrival: &Arrival,
    account: &str,
    network: &str,
) -> Result<(), Problem> {
    if arrival.sessions_from_here > 0 {
        let school = tx.school()?;
        tx.keep_house(FORGIVE, &params![school, network, account])?;
    }
    Ok(())
}

/// The networks from which sign-ins fail now for many accounts of the actor's school.
///
/// # Errors
/// That the database is away.
pub fn busy_networks(tx: &mut Tx<'_, '_>) -> Result<Vec<BusyNetwork>, Problem> {
    let long_ago = tx.now().plus_seconds(-TOGETHER_SECONDS).as_micros();
    let params = params![tx.school()?, long_ago, ACCOUNTS_MANY];
    Ok(tx.all(NETWORKS, &params, |row| {
        Ok(BusyNetwork {
            network: row.get(0)?,
            accounts: row.get(1)?,
        })
    })?)
}
