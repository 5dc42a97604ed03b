//! What is written to people about attempts to come in, with what to do if it was not them.

use keyward_web::Problem;

use super::networks::WaitingNetwork;
use super::patterns::{Arrival, Pattern};
use super::place::Place;
use super::watch::{self, With};
use crate::cx::Tx;
use crate::mail::{self, Letter};
use crate::people::{Account, Holder};

/// Somebody signed in in an unusual way.
pub(super) fn unusual_sign_in(
    tx: &mut Tx<'_, '_>,
    account: &Account,
    place: &Place,
    with: With,
    arrival: &Arrival,
    pattern: Pattern,
) -> Result<(), Problem> {
    let Place { device, network } = place;
    let is_after_failures = pattern == Pattern::AfterFailures;
    let subject = match is_after_failures {
        true => "Your Keyward password was right after several wrong ones".to_owned(),
        false => format!("New sign-in to your Keyward account from {device}"),
    };
    let at = tx.now().day_and_time();
    let with_what = match with {
        With::Password => "password",
        With::Passkey => "passkey",
    };
    let before = match is_after_failures {
        true => format!(
            " Just before, {} wrong passwords in a row were tried.",
            arrival.failures_before
        ),
        false => String::new(),
    };
    let new = match arrival.is_new_place() {
        true => " You have not signed in with this browser on this network before.",
        false => "",
    };
    let otherwise = match with {
        With::Password => {
            "somebody knows your password. Ask for a new one on the sign-in page at once: that signs \
             out everybody who is signed in as you."
        }
        With::Passkey => {
            "somebody has your passkey. Choose \"Lost your security key?\" on the sign-in page at \
             once and report it: that signs out whoever came in with it."
        }
    };
    let body = format!(
        "Hello {},\n\nyour {with_what} was used on {at}, with {device} on the network \
         {network}.{before}{new}\n\nIf it was you, there is nothing to do. Account Settings, \
         Sessions, shows where you are signed in.\n\nIf it was not you, {otherwise} Then tell your \
         administrator and your school's support.\n",
        account.name
    );
    mail::post(
        tx,
        &Letter {
            to: &account.email,
            subject: &subject,
            body: &body,
        },
    )
}

/// Attempts at somebody's password have failed, many in a row.
pub(super) fn wrong_passwords(
    tx: &mut Tx<'_, '_>,
    account: &Account,
    failures: i64,
    device: &str,
) -> Result<(), Problem> {
    let Some(pattern) = Pattern::of_passwords(failures) else {
        return Ok(());
    };
    if !watch::may_tell(tx, &account.person.0, pattern)? {
        return Ok(());
    }
    mail::post(
        tx,
        &Letter {
            to: &account.email,
            subject: "Somebody failed to sign in to your Keyward account",
            body: &format!(
                "Hello {},\n\n{failures} attempts in a row to give your password have failed, the \
                 last one from {device}.\n\nIf it was you, wait a little or ask for a new password \
                 on the sign-in page.\nIf it was not you, nobody got in with them. Tell your \
                 school's support, and set a new password if others may know yours.\n",
                account.name
            ),
        },
    )
}

/// Sign-ins fail from one network for many accounts: written to somebody who manages people.
pub(super) fn many_accounts(
    tx: &mut Tx<'_, '_>,
    holder: &Holder,
    network: &str,
    accounts: i64,
) -> Result<(), Problem> {
    let at = tx.now().day_and_time();
    let body = format!(
        "Hello {},\n\nwithin an hour until {at}, attempts to sign in as {accounts} different people \
         of your school failed from one network: {network}. Somebody may be trying passwords. \
         Attempts wait longer and longer by themselves, and nobody got in with those that \
         failed.\n\nWhat to do now: ask your school's support whether {network} is your school's own \
         network. If it is, somebody there may be trying, or many people may have returned from a \
         holiday. If it is not, ask them to block it. In Keyward, the audit log shows whose accounts \
         were tried.\n\nYou get this letter once a day at most; other networks of the same day stand \
         in the audit log and on your dashboard.\n",
        holder.name
    );
    mail::post(
        tx,
        &Letter {
            to: &holder.email,
            subject: "Somebody is trying passwords at your school",
            body: &body,
        },
    )
}

/// A network waits after attempts at the school: written to somebody who manages people.
pub(super) fn network_waits(
    tx: &mut Tx<'_, '_>,
    holder: &Holder,
    waiting: &WaitingNetwork,
) -> Result<(), Problem> {
    let at = tx.now().day_and_time();
    let (network, failures) = (&waiting.network, waiting.failures);
    let body = format!(
        "Hello {},\n\n{failures} attempts to come in from one network have failed at your school until \
         {at}: {network}. So attempts from there wait, longer each time. Nobody got in with those that \
         failed. Whoever signed in from that network within the last 90 days still can.\n\nWhat to do \
         now: ask your school's support whether {network} is your school's own network. If it is, find \
         the device there that sends them; then somebody who manages people can end the waiting, under \
         People, Waiting after failed attempts. If it is not, ask them to block it.\n\nYou get this \
         letter once a day at most; every network that waits stands on that page.\n",
        holder.name
    );
    mail::post(
        tx,
        &Letter {
            to: &holder.email,
            subject: "A network waits after failed attempts at your school",
            body: &body,
        },
    )
}

/// An administrator lets somebody try again who waited after failures.
pub(super) fn may_try_again(
    tx: &mut Tx<'_, '_>,
    account: &Account,
    what: &str,
) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let body = format!(
        "Hello {},\n\n{by} ended the waiting after {what} in your account on {at}. You can try again \
         now.\n\nIf the failed attempts were not yours, tell {by}: somebody may be trying to come in \
         as you. If others may know your password, ask for a new one on the sign-in page.\n",
        account.name
    );
    mail::post(
        tx,
        &Letter {
            to: &account.email,
            subject: "You can try again in Keyward",
            body: &body,
        },
    )
}
