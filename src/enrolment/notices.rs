//! What is written to people about first keys and recoveries, with what to do if it was not them.

use keyward_moment::Moment;
use keyward_web::Problem;

use super::waits::{Occasion, WaitingKey};
use crate::access::Right;
use crate::cx::Tx;
use crate::ids::PersonId;
use crate::mail::{self, Letter};
use crate::people::{self, Account};
use crate::sign_in::{self, Pattern};

/// Those who answer for the school's keys: leads, administrators, and whoever may vouch.
const ANSWERABLE: [Right; 3] = [
    Right::ReadEveryFile,
    Right::ManagePeople,
    Right::VouchForKeys,
];

/// Writes to one person, by name.
fn write(
    tx: &mut Tx<'_, '_>,
    (name, email): (&str, &str),
    subject: &str,
    words: &str,
) -> Result<(), Problem> {
    let body = format!("Hello {name},\n\n{words}");
    mail::post(
        tx,
        &Letter {
            to: email,
            subject,
            body: &body,
        },
    )
}

/// Writes to one person.
///
/// # Errors
/// That the database is away.
pub fn write_to_somebody(
    tx: &mut Tx<'_, '_>,
    account: &Account,
    subject: &str,
    words: &str,
) -> Result<(), Problem> {
    write(tx, (&account.name, &account.email), subject, words)
}

/// Writes to everybody with one of these rights but this person.
fn write_to_all(
    tx: &mut Tx<'_, '_>,
    rights: &[Right],
    but: &PersonId,
    subject: &str,
    words: &str,
) -> Result<(), Problem> {
    for holder in people::holders_of_any(tx, rights)? {
        if holder.id != *but {
            write(tx, (&holder.name, &holder.email), subject, words)?;
        }
    }
    Ok(())
}

/// Writes to everybody who leads or administers, but this person.
///
/// # Errors
/// That the database is away.
pub fn write_to_those_who_answer(
    tx: &mut Tx<'_, '_>,
    but: &PersonId,
    subject: &str,
    words: &str,
) -> Result<(), Problem> {
    write_to_all(tx, &ANSWERABLE, but, subject, words)
}

/// A key waits for approval: the actor's that they have linked, or a lost one that they returned. Of
/// keys that one person links those who approve are told once a day: whoever knows a password could
/// link and withdraw one after the other.
pub(super) fn waits(tx: &mut Tx<'_, '_>, key: &WaitingKey) -> Result<(), Problem> {
    let is_news = match key.occasion {
        Occasion::First | Occasion::BesideOthers => {
            sign_in::may_tell(tx, &key.person.0, Pattern::KeyWaits)?
        }
        Occasion::Returned { .. } | Occasion::MoreRights => true,
    };
    if !is_news {
        return Ok(());
    }
    let at = tx.now().day_and_time();
    let WaitingKey {
        name,
        holder,
        email,
        device,
        ..
    } = key;
    let (subject, what, wrong) = match &key.occasion {
        Occasion::First => (
            "A first security key waits for approval",
            format!(
                "{holder} ({email}) linked a first security key, \"{name}\", on {at}, from {device}."
            ),
            "somebody knows their password",
        ),
        Occasion::BesideOthers => (
            "A security key waits for approval",
            format!(
                "{holder} ({email}) linked the security key \"{name}\" on {at}, from {device}, by \
                 showing a key that their user groups do not let elevate."
            ),
            "somebody knows their password and has that key, or a code of it",
        ),
        Occasion::Returned { name: by, .. } => (
            "A found security key waits for approval",
            format!(
                "the security key \"{name}\" of {holder} ({email}) was reported lost, and {by} \
                 returned it on {at}."
            ),
            "the key may be in somebody else's hands",
        ),
        Occasion::MoreRights => (
            "A security key waits for approval",
            format!("the security key \"{name}\" of {holder} ({email}) waits since {at}."),
            "somebody knows their password",
        ),
    };
    let words = format!(
        "{what} It opens nothing until somebody has approved it.\n\nSpeak to {holder} first, face to \
         face or by a telephone number that you know: is the key in their hands, and was it them? \
         Then sign in, elevate your access, and open Approvals.\n\nIf it was not them, refuse it \
         there: {wrong}.\n"
    );
    write_to_all(tx, &[Right::VouchForKeys], &key.person, subject, &words)
}

/// The actor gave somebody's user groups more, and keys of theirs wait that nobody has vouched for.
pub(super) fn waits_again(
    tx: &mut Tx<'_, '_>,
    account: &Account,
    keys: &[String],
) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let keys = keys.join("\", \"");
    let words = format!(
        "{by} gave your user groups more on {at}. You linked \"{keys}\" by yourself before, so it \
         waits for approval again: it opens nothing until somebody else at your school has approved \
         it. Recovery codes that you printed work no more.\n\nSpeak to somebody whose user group \
         lets them approve other people's keys, such as an administrator or a safeguarding \
         lead.\n\nIf you did not link it, somebody may know your password. Ask for a new one on the \
         sign-in page at once, and say so.\n"
    );
    let subject = "Your security key waits for approval again";
    write(tx, (&account.name, &account.email), subject, &words)?;
    let words = format!(
        "{by} gave the user groups of {} ({}) more on {at}. They linked \"{keys}\" by themselves \
         before, and their user groups give them more now, so it opens nothing until somebody else \
         than {by} has approved it.\n\nSpeak to {} first, face to face or by a telephone number that \
         you know: is the key in their hands? Then sign in, elevate your access, and open \
         Approvals.\n",
        account.name, account.email, account.name
    );
    let subject = "A security key waits for approval";
    write_to_all(tx, &[Right::VouchForKeys], &account.person, subject, &words)
}

/// The actor linked a key by showing one that does not elevate, and nobody could approve it: whoever
/// manages people is told.
pub(super) fn unapproved(tx: &mut Tx<'_, '_>, key: &str, device: &str) -> Result<(), Problem> {
    let at = tx.now().day_and_time();
    let person = tx.person()?;
    let account = people::account_of(tx, person)?;
    let words = format!(
        "{} ({}) linked the security key \"{key}\" on {at}, from {device}, by showing a key that \
         their user groups do not let elevate. The new key elevates at once, because nobody else \
         could approve it: no other person at your school who may do so holds a key.\n\nSpeak to \
         them: was it them? If it was not, report the key lost at once, on the page of their \
         security keys.\n",
        account.name, account.email
    );
    write_to_all(
        tx,
        &[Right::ManagePeople],
        person,
        "A security key was linked that nobody could approve",
        &words,
    )
}

/// Somebody's key was approved by the actor.
pub(super) fn approved(tx: &mut Tx<'_, '_>, key: &WaitingKey) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let words = format!(
        "{by} approved your security key \"{}\" on {at}. You can elevate your access with it from \
         now on.\n\nIf this key is not in your hands, report it lost on the sign-in page at once, \
         and tell {by}.\n",
        key.name
    );
    let subject = "Your security key was approved";
    write(tx, (&key.holder, &key.email), subject, &words)
}

/// Somebody's key was refused by the actor.
pub(super) fn refused(tx: &mut Tx<'_, '_>, key: &WaitingKey) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let (became, next) = match key.occasion {
        Occasion::Returned { .. } => (
            "it stays lost",
            format!("If you have it in your hands and need it, speak to {by}."),
        ),
        Occasion::First | Occasion::BesideOthers | Occasion::MoreRights => (
            "it was removed",
            format!("If you linked it yourself, speak to {by}, then set it up again."),
        ),
    };
    let words = format!(
        "{by} did not approve your security key \"{}\" on {at}, and {became}.\n\n{next}\n\nIf you \
         did not, somebody may know your password. Ask for a new one on the sign-in page at once.\n",
        key.name
    );
    let subject = "Your security key was not approved";
    write(tx, (&key.holder, &key.email), subject, &words)
}

/// An enrolment code was printed for somebody. Those who answer for keys are told once a day.
pub(super) fn code_printed(
    tx: &mut Tx<'_, '_>,
    account: &Account,
    expires_at: Moment,
) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let words = format!(
        "{by} printed an enrolment code for your first security key on {at}. You get it on paper, \
         with the key. It works once, until {}, and only with your password.\n\nIf nobody gave you a \
         sheet, speak to {by} at once.\n",
        expires_at.day_and_time()
    );
    let subject = "An enrolment code was printed for you";
    write(tx, (&account.name, &account.email), subject, &words)?;
    if !sign_in::may_tell(tx, &account.person.0, Pattern::CodePrinted)? {
        return Ok(());
    }
    let words = format!(
        "{by} printed an enrolment code for {} ({}) on {at}. With it and their password they link a \
         first security key, which works at once.\n\nIf you do not know why {} gets a key, speak to \
         {by}.\n",
        account.name, account.email, account.name
    );
    let subject = "An enrolment code was printed";
    write_to_those_who_answer(tx, &account.person, subject, &words)
}

/// The actor began a recovery.
pub(super) fn recovery_begun(tx: &mut Tx<'_, '_>, account: &Account) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let words = format!(
        "{by} asked on {at} to let you set up a new security key. A second person has to agree \
         within 24 hours. Until then nothing changes.\n\nIf you did not ask for it, tell {by} and \
         your school's other leads and administrators at once: any of them can withdraw it.\n"
    );
    let subject = "Somebody asked to let you set up a new security key";
    write(tx, (&account.name, &account.email), subject, &words)?;
    let words = format!(
        "{by} asked on {at} to let {} ({}) set up a new security key. A second person has to agree \
         within 24 hours, under Approvals.\n\nSpeak to {} before you agree, face to face or by a \
         telephone number that you know. If it should not happen, withdraw it there.\n",
        account.name, account.email, account.name
    );
    let subject = "A recovery of security keys waits for a second person";
    write_to_those_who_answer(tx, &account.person, subject, &words)
}

/// The actor agreed to a recovery.
pub(super) fn recovery_agreed(
    tx: &mut Tx<'_, '_>,
    account: &Account,
    beginner: &str,
    expires_at: Moment,
) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let words = format!(
        "{beginner} and {by} agreed on {at} that you can set up a new security key. Your old keys \
         open nothing any more.\n\nSign in with your password by {}, open Account Settings, Security \
         Keys, and set up the new key.\n\nIf you did not ask for it, tell both of them at once, and \
         ask for a new password on the sign-in page.\n",
        expires_at.time()
    );
    let subject = "You can set up a new security key";
    write(tx, (&account.name, &account.email), subject, &words)?;
    let words = format!(
        "{beginner} and {by} agreed on {at} that {} ({}) can set up a new security key until {}. \
         The old keys open nothing any more.\n\nIf it should not happen, withdraw it under \
         Approvals at once.\n",
        account.name,
        account.email,
        expires_at.time()
    );
    let subject = "Somebody may set up a new security key";
    write_to_those_who_answer(tx, &account.person, subject, &words)
}

/// The actor withdrew a recovery.
pub(super) fn recovery_withdrawn(tx: &mut Tx<'_, '_>, account: &Account) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let words = format!(
        "{by} withdrew on {at} what had been asked for: you cannot set up a new security key by \
         it. Speak to {by} if you still need one.\n"
    );
    let subject = "The recovery of your security keys was withdrawn";
    write(tx, (&account.name, &account.email), subject, &words)?;
    let words = format!(
        "{by} withdrew the recovery of the security keys of {} ({}) on {at}. No new key can be set \
         up by it.\n",
        account.name, account.email
    );
    let subject = "A recovery of security keys was withdrawn";
    write_to_those_who_answer(tx, &account.person, subject, &words)
}

/// The person used a recovery: those who answer for keys are told. The person's own letter says
/// that a key was linked.
pub(super) fn recovery_used(tx: &mut Tx<'_, '_>) -> Result<(), Problem> {
    let at = tx.now().day_and_time();
    let person = tx.person()?;
    let account = people::account_of(tx, person)?;
    let words = format!(
        "{} ({}) set up a new security key on {at}, after two people had agreed to it. The recovery \
         is over.\n\nIf it was not {}, report the key lost at once, on the page of their security \
         keys.\n",
        account.name, account.email, account.name
    );
    let subject = "A new security key was set up after a recovery";
    write_to_those_who_answer(tx, person, subject, &words)
}
