//! Networks from which too many attempts failed at a school: they wait, and whoever is at home there
//! does not.
//!
//! Behind one address may be a whole school. When somebody there (a machine, a pupil) has sent too
//! many wrong attempts, whoever signed in from that network within ninety days is still looked at,
//! and only their own account's failures count. To whoever does not hold the password this tells
//! nothing: while a network waits, every attempt that does not come in is answered with the network's
//! waiting, in the same words, whether the account is known there, known elsewhere or made up; all
//! three are counted for the account and cost one check of a password. Beyond a larger number of such
//! attempts those who are not known there are sent away without that check, so that one network cannot
//! keep the house at work. From then on the time of an answer could tell that an address has signed in
//! from that network, after four hundred attempts that are written down and told; nothing more.

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::attempts::{self, blocked_until, count, network_name, unlock};
use super::patterns::Pattern;
use super::throttle::Subject;
use super::{notices, watch};
use crate::access::Right;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::PersonId;
use crate::people;

keyward_db::statements! {
    /// How often somebody signed in from this network of late.
    SIGNED_IN_HERE = "SELECT COUNT(*) FROM session
                      WHERE person_id = $1 AND address = $2 AND started_at > $3";
    /// The networks that wait at a school, the longest first.
    WAITING_NETWORKS = "SELECT network, failures, blocked_until FROM throttle
                        WHERE school_id = $1 AND network <> '' AND blocked_until > $2
                        ORDER BY blocked_until DESC, network";
}

/// For so long somebody is known on a network after they signed in from it.
const KNOWN_SECONDS: i64 = 90 * 24 * 3_600;

/// A network that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingNetwork {
    /// Such as `192.0.2.7`.
    pub network: String,
    /// How many attempts at the school failed.
    pub failures: i64,
    /// Until when it waits.
    pub until: Moment,
}

/// Who sends a password.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Sender {
    /// Somebody who is signed in to the account.
    SignedIn,
    /// Somebody at a network from which this account signed in.
    KnownHere,
    /// Anybody else.
    Unknown,
}

/// How a password that was sent and counted is looked at.
#[derive(Copy, Clone, Debug)]
pub(super) struct Look {
    /// How many have failed in a row for this account, if it fails as well.
    pub failures: i64,
    /// Until when the network waits, if it does: what is read by whoever does not come in.
    pub network_waits: Option<Moment>,
    /// Whether the right password lets them in.
    pub lets_in: bool,
}

/// Whether this person signed in from this network of late. Asked of nobody as well, for the same
/// work.
pub(super) fn sender(
    tx: &mut Tx<'_, '_>,
    person: Option<&PersonId>,
    network: &str,
) -> Result<Sender, Problem> {
    let long_ago = tx.now().plus_seconds(-KNOWN_SECONDS).as_micros();
    let person = person.map_or("", |person| person.0.as_str());
    let times = tx.one(SIGNED_IN_HERE, &params![person, network, long_ago], |row| {
        row.get::<i64>(0)
    })?;
    Ok(match times {
        Some(1..) => Sender::KnownHere,
        Some(_) | None => Sender::Unknown,
    })
}

/// Counts a password that was sent for this account, before it is checked; or the moment from which
/// the next may be.
pub(super) fn admit(
    tx: &mut Tx<'_, '_>,
    account: &str,
    network: &str,
    sender: Sender,
) -> Result<Result<Look, Moment>, Problem> {
    let here = network_name(tx, network)?;
    let network_waits = blocked_until(tx, &here)?;
    let own = blocked_until(tx, account)?;
    match (own, network_waits, sender) {
        (Some(own), None, _) | (Some(own), Some(_), Sender::SignedIn) => return Ok(Err(own)),
        (Some(_), Some(until), Sender::KnownHere | Sender::Unknown) => return Ok(Err(until)),
        (None, None, _) => attempts::count_network(tx, network)?,
        (None, Some(_), Sender::SignedIn | Sender::KnownHere) => {}
        (None, Some(until), Sender::Unknown) => {
            let crowd = attempts::name(Subject::Crowd, network);
            if blocked_until(tx, &crowd)?.is_some() {
                return Ok(Err(until));
            }
            count(tx, Subject::Crowd, &crowd)?;
        }
    }
    let lets_in = match sender {
        Sender::SignedIn | Sender::KnownHere => true,
        Sender::Unknown => network_waits.is_none(),
    };
    Ok(Ok(Look {
        failures: count(tx, Subject::Account, account)?,
        network_waits,
        lets_in,
    }))
}

impl Look {
    /// The password was right: the account's failures are forgotten, and the network gets this one
    /// back where it was counted. A network that waits goes on waiting for others.
    pub fn was_right(
        self,
        tx: &mut Tx<'_, '_>,
        account: &str,
        network: &str,
    ) -> Result<(), Problem> {
        unlock(tx, account)?;
        match self.network_waits {
            Some(_) => Ok(()),
            None => attempts::take_back(tx, network),
        }
    }
}

/// Tells those who manage people that a network waits after attempts at their school, if it does, by
/// whatever names; once a day.
pub(super) fn tell_if_waiting(tx: &mut Tx<'_, '_>, network: &str) -> Result<(), Problem> {
    let waiting = waiting_networks(tx)?;
    let Some(waiting) = waiting.iter().find(|waiting| waiting.network == network) else {
        return Ok(());
    };
    if !watch::may_tell(tx, network, Pattern::NetworkWaits)? {
        return Ok(());
    }
    tx.entry(
        Entry::of("network came to wait", "network", network)
            .with("attempts that failed", waiting.failures),
    )?;
    for holder in people::holders(tx, Right::ManagePeople)? {
        if watch::may_tell(tx, &holder.id.0, Pattern::NetworkWaits)? {
            notices::network_waits(tx, &holder, waiting)?;
        }
    }
    Ok(())
}

/// The networks that wait at the actor's school now.
///
/// # Errors
/// That the database is away.
pub fn waiting_networks(tx: &mut Tx<'_, '_>) -> Result<Vec<WaitingNetwork>, Problem> {
    let params = params![tx.school()?, tx.now().as_micros()];
    Ok(tx.all(WAITING_NETWORKS, &params, |row| {
        Ok(WaitingNetwork {
            network: row.get(0)?,
            failures: row.get(1)?,
            until: Moment::from_micros(row.get(2)?),
        })
    })?)
}

/// Lets everybody try again at once from a network that waits at the actor's school; whether it did.
///
/// # Errors
/// That the database is away.
pub fn let_network_try_again(tx: &mut Tx<'_, '_>, network: &str) -> Result<bool, Problem> {
    let waiting = waiting_networks(tx)?;
    let Some(waiting) = waiting.iter().find(|waiting| waiting.network == network) else {
        return Ok(false);
    };
    let here = network_name(tx, network)?;
    unlock(tx, &here)?;
    tx.entry(
        Entry::of("network allowed to try again", "network", network)
            .with("attempts that failed", waiting.failures),
    )?;
    Ok(true)
}
