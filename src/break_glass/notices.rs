//! What is written to people about the school's code. Never the code, never the reason.

use keyward_moment::Moment;
use keyward_web::Problem;

use super::openings::Opening;
use crate::cx::Tx;
use crate::enrolment::{write_to_somebody, write_to_those_who_answer};
use crate::people;
use crate::sign_in::{self, Pattern};

/// The actor printed a new code.
pub(super) fn printed(tx: &mut Tx<'_, '_>) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let words = format!(
        "{by} printed a new break-glass code for the school on {at}. An older sheet works no \
         more.\n\nIt belongs in a sealed envelope, locked away, where two people would notice that it \
         is gone. If {by} did not tell you about it, ask them today; printing another code makes this \
         one worthless.\n"
    );
    let person = tx.person()?;
    write_to_those_who_answer(tx, person, "A new break-glass code was printed", &words)
}

/// A code was wrong that the actor typed, who has typed so many in a row: those who lead or administer
/// are told when there are many at the school, and the actor when there are many of theirs.
pub(super) fn refused(tx: &mut Tx<'_, '_>, failures: i64, device: &str) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let (person, school) = (tx.person()?, tx.school()?);
    let at_school = sign_in::count_wrong_break_glass(tx)?;
    let account = people::account_of(tx, person)?;
    let is_news = match Pattern::of_break_glass(failures) {
        Some(pattern) => sign_in::may_tell(tx, &person.0, pattern)?,
        None => false,
    };
    if is_news {
        let words = format!(
            "{failures} codes in a row that were typed in your account as the school's break-glass \
             code were not right, the last one on {at}, from {device}. Nothing was opened with \
             them.\n\nIf it was you, look whether you have the newest sheet, and ask whoever printed \
             it.\n\nIf it was not you, somebody knows your password. Ask for a new one on the sign-in \
             page at once, and tell your safeguarding leads and administrators.\n"
        );
        let subject = "Wrong break-glass codes were typed in your Keyward account";
        write_to_somebody(tx, &account, subject, &words)?;
    }
    let is_news = match Pattern::of_break_glass(at_school) {
        Some(pattern) => sign_in::may_tell(tx, &school.0, pattern)?,
        None => false,
    };
    if !is_news {
        return Ok(());
    }
    let words = format!(
        "{at_school} wrong break-glass codes were typed at your school, each within a day of the one \
         before. The last one was typed in the account of {by} ({}) on {at}, from {device}. Nothing was \
         opened with them.\n\nWhat to do now: ask {by} whether it was them. If a child cannot wait, \
         somebody with a key helps; if the sheet is not the newest, print another code. If it was not \
         {by}, somebody knows their password: ask {by} to set a new one at once, and look whether the \
         envelope is where it belongs. The audit log shows who typed the others.\n\nYou get this \
         letter once a day at most.\n",
        account.email
    );
    let subject = "Wrong break-glass codes were typed at your school";
    write_to_those_who_answer(tx, person, subject, &words)
}

/// The actor opened the code.
pub(super) fn opened(tx: &mut Tx<'_, '_>, device: &str, until: Moment) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let person = tx.person()?;
    let account = people::account_of(tx, person)?;
    let words = format!(
        "you opened your school's break-glass code on {at}, from {device}. What it opened closes at \
         {} at the latest. Somebody else writes a review of it.\n\nIf it was not you, tell your \
         safeguarding leads and administrators at once, and ask for a new password on the sign-in \
         page.\n",
        until.time()
    );
    let subject = "You opened the break-glass code";
    write_to_somebody(tx, &account, subject, &words)?;
    let words = format!(
        "{by} ({}) opened the school's break-glass code on {at}, from {device}. It opens what their \
         user group may read, until {} at the latest.\n\nIf you did not expect it, speak to {by} now. \
         Somebody with a key can read the reason and end it at once, under Approvals.\n\nSomebody else \
         than {by} has to write a review there. Until then no new code can be printed.\n",
        account.email,
        until.time()
    );
    write_to_those_who_answer(tx, person, "The break-glass code was opened", &words)
}

/// The actor reviewed an opening.
pub(super) fn reviewed(tx: &mut Tx<'_, '_>, opening: &Opening) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let words = format!(
        "{by} reviewed on {at} that {} opened the break-glass code on {}. It is closed. The code was \
         used, so the envelope holds nothing any more: somebody prints a new one.\n",
        opening.name,
        opening.opened_at.day_and_time()
    );
    let person = tx.person()?;
    write_to_those_who_answer(
        tx,
        person,
        "The opening of the break-glass code was reviewed",
        &words,
    )
}
