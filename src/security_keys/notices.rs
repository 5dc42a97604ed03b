//! What is written to people about keys, in their own words, with what to do if it was not them.

use keyward_web::Problem;

use crate::access::Right;
use crate::cx::Tx;
use crate::mail::{self, Letter};
use crate::people::{self, Account};
use crate::sign_in::{self, Pattern};

/// A key was linked to the actor's account.
///
/// # Errors
/// That the database is away.
pub fn linked(tx: &mut Tx<'_, '_>, key: &str, device: &str) -> Result<(), Problem> {
    let at = tx.now().day_and_time();
    to_me(
        tx,
        "A security key was added to your Keyward account",
        &format!(
            "the security key \"{key}\" was added to your account on {at}, from {device}.\n\nIf it \
             was you, there is nothing to do.\n\nIf it was not you, somebody may know your \
             password. Ask for a new one on the sign-in page at once, and tell your administrator \
             and your school's support, who can look into it.\n"
        ),
    )
}

/// A key of the actor's was removed.
pub(super) fn removed(
    tx: &mut Tx<'_, '_>,
    key: &str,
    device: &str,
    is_last: bool,
) -> Result<(), Problem> {
    let at = tx.now().day_and_time();
    let left = if is_last {
        "There is no security key on your account any more, so you cannot elevate your access \
         until you set one up.\n\n"
    } else {
        ""
    };
    to_me(
        tx,
        "A security key was removed from your Keyward account",
        &format!(
            "the security key \"{key}\" was removed from your account on {at}, from \
             {device}.\n\n{left}If it was you, there is nothing to do.\n\nIf it was not you, ask for \
             a new password on the sign-in page at once, and tell your administrator and your \
             school's support.\n"
        ),
    )
}

/// A key of the actor's was suspended: the person and everybody who looks after people is told.
pub(super) fn suspended(tx: &mut Tx<'_, '_>, key: &str) -> Result<(), Problem> {
    let at = tx.now().day_and_time();
    let person = tx.person()?;
    let account = people::account_of(tx, person)?;
    to_me(
        tx,
        "Your security key was suspended",
        &format!(
            "your security key \"{key}\" was suspended on {at}, because there may be a copy of it. \
             A key counts how often it is used, and it told a number that had been used \
             already.\n\nWhat to do now: use another of your keys, if you have one. Keep the \
             suspended key, and speak to your administrator today.\n\nIf you were not signing in at \
             that time, ask for a new password on the sign-in page at once.\n"
        ),
    )?;
    for people::Holder { name, email, .. } in people::holders(tx, Right::ManagePeople)? {
        if email == account.email {
            continue;
        }
        mail::post(
            tx,
            &Letter {
                to: &email,
                subject: "A security key at your school was suspended",
                body: &format!(
                    "Hello {name},\n\na security key of {} ({}) was suspended on {at}, because there \
                     may be a copy of it: it told a number that had been used already. Nobody got \
                     in with it.\n\nSpeak to {} today: find out where the key is, and whether it \
                     was out of their hands. The audit log holds what was done with it.\n",
                    account.name, account.email, account.name
                ),
            },
        )?;
    }
    Ok(())
}

/// So many codes in a row were wrong; whoever typed them is signed in to the actor's account, who is
/// told where that is many.
pub(super) fn codes_refused(
    tx: &mut Tx<'_, '_>,
    failures: i64,
    device: &str,
) -> Result<(), Problem> {
    let is_news = match Pattern::of_codes(failures) {
        Some(pattern) => sign_in::may_tell(tx, &tx.person()?.0, pattern)?,
        None => false,
    };
    if !is_news {
        return Ok(());
    }
    let at = tx.now().day_and_time();
    to_me(
        tx,
        "Wrong codes were entered in your Keyward account",
        &format!(
            "{failures} codes in a row that were entered in your account were not right, the last \
             one on {at}, from {device}. Nothing was opened with them.\n\nIf it was you, wait as \
             long as the page says, then try again with a new code.\n\nIf it was not you, somebody \
             knows your password. Ask for a new one on the sign-in page at once, and tell your \
             administrator and your school's support.\n"
        ),
    )
}

/// Many keys in a row were shown to the actor's account whose answer was not right.
pub(super) fn keys_refused(tx: &mut Tx<'_, '_>, refused: i64, device: &str) -> Result<(), Problem> {
    let at = tx.now().day_and_time();
    to_me(
        tx,
        "Security keys were refused in your Keyward account",
        &format!(
            "{refused} times in a row a security key was shown in your account that is not yours or \
             did not answer rightly, the last time on {at}, from {device}. Nothing was opened with \
             it.\n\nIf it was you, look whether you have the right key in your hand. Account \
             Settings, Security Keys, lists those that are linked.\n\nIf it was not you, somebody \
             may know your password. Ask for a new one on the sign-in page at once, and tell your \
             administrator and your school's support.\n"
        ),
    )
}

/// A key was reported lost, by its holder or by the actor for them: the holder and those who vouch
/// for keys are told.
pub(super) fn lost(
    tx: &mut Tx<'_, '_>,
    account: &Account,
    key: &str,
    device: &str,
) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let body = format!(
        "Hello {},\n\nyour security key \"{key}\" was reported lost by {by} on {at}, from {device}. It \
         opens nothing any more.\n\nIf it was right: look at Account Settings whether there is a key, a sheet of recovery codes or a \
         session that is not yours, and use another of your keys. If you have none, speak \
         to your administrator or a safeguarding lead; two of them together can let you set up a new \
         one.\n\nIf it was not, ask for a new password on the sign-in page at once, and take the key to \
         your administrator, who can return it; somebody else then approves it.\n",
        account.name
    );
    mail::post(
        tx,
        &Letter {
            to: &account.email,
            subject: "Your security key was reported lost",
            body: &body,
        },
    )?;
    for people::Holder {
        id, name, email, ..
    } in people::holders(tx, Right::VouchForKeys)?
    {
        if id == account.person {
            continue;
        }
        let body = format!(
            "Hello {name},\n\na security key of {} ({}) was reported lost by {by} on {at}. It opens \
             nothing any more.\n\nIf {} has no other key, two of you together can let them set up a \
             new one: speak to them first, face to face or by a telephone number that you know.\n",
            account.name, account.email, account.name
        );
        mail::post(
            tx,
            &Letter {
                to: &email,
                subject: "A security key at your school was reported lost",
                body: &body,
            },
        )?;
    }
    Ok(())
}

/// A key that was suspended or lost may be used again: its holder is told by whose act.
pub(super) fn allowed(tx: &mut Tx<'_, '_>, account: &Account, key: &str) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let body = format!(
        "Hello {},\n\nyour administrator {by} allowed your security key \"{key}\" again on \
         {at}. You can use it from now on.\n\nIf you did not ask for it, or do not have this key in \
         your hands, speak to {by} at once, and ask for a new password on the sign-in page.\n",
        account.name
    );
    mail::post(
        tx,
        &Letter {
            to: &account.email,
            subject: "Your security key can be used again",
            body: &body,
        },
    )
}

/// A lost key was returned by the actor: its holder is told that it waits for somebody else.
pub(super) fn returned(tx: &mut Tx<'_, '_>, account: &Account, key: &str) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let body = format!(
        "Hello {},\n\n{by} returned your security key \"{key}\" on {at}, which had been reported lost. \
         It opens nothing until somebody else at your school has approved it.\n\nIf you did not ask \
         for it, or do not have this key in your hands, speak to {by} and to your safeguarding lead at \
         once, and ask for a new password on the sign-in page.\n",
        account.name
    );
    mail::post(
        tx,
        &Letter {
            to: &account.email,
            subject: "Your security key was returned",
            body: &body,
        },
    )
}

/// The actor withdrew a key that waited for approval.
pub(super) fn withdrawn(tx: &mut Tx<'_, '_>, key: &str, device: &str) -> Result<(), Problem> {
    let at = tx.now().day_and_time();
    to_me(
        tx,
        "A security key was withdrawn from your Keyward account",
        &format!(
            "the security key \"{key}\", which waited for approval, was withdrawn on {at}, from \
             {device}. It never opened anything.\n\nIf it was you, there is nothing to do.\n\nIf it was \
             not you, somebody knows your password. Ask for a new one on the sign-in page at once, and \
             tell your administrator and your school's support.\n"
        ),
    )
}

/// Writes to the actor: what happened, and what to do if it was not them.
///
/// # Errors
/// That the database is away.
pub fn to_me(tx: &mut Tx<'_, '_>, subject: &str, words: &str) -> Result<(), Problem> {
    let person = tx.person()?;
    let account = people::account_of(tx, person)?;
    let body = format!("Hello {},\n\n{words}", account.name);
    mail::post(
        tx,
        &Letter {
            to: &account.email,
            subject,
            body: &body,
        },
    )
}
