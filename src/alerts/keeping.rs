//! What nobody who keeps groups, the line or absences does alone: whoever is alerted to concerns reads
//! them, so nobody but a lead puts themselves in, and every lead is told when somebody is put in.

use keyward_db::params;
use keyward_web::Problem;

use crate::concerns::is_lead;
use crate::cx::Tx;
use crate::ids::PersonId;
use crate::mail::{self, Letter};
use crate::people::{self, Holder, groups_line};

/// What is said to somebody who puts themselves in and is no lead.
pub const NOT_YOURSELF: &str =
    "You cannot put yourself in, because only a safeguarding lead may. Ask one of them to do it";

keyward_db::statements! {
    /// Every safeguarding lead of a school.
    LEADS = concat!("SELECT person.id, person.name, person.email, ", groups_line!("person.id"), "
                     FROM person
                     WHERE person.school_id = $1 AND person.left_at IS NULL
                       AND ", is_lead!("person.id"), "
                     ORDER BY LOWER(person.name), person.id");
}

/// The safeguarding leads of the actor's school.
///
/// # Errors
/// That the database is away.
pub(super) fn leads(tx: &mut Tx<'_, '_>) -> Result<Vec<Holder>, Problem> {
    let school = tx.school()?;
    Ok(tx.all(LEADS, &params![school], Holder::of_row)?)
}

/// Whether the actor is among these people, was not before, and is no safeguarding lead.
///
/// # Errors
/// That the database is away.
pub fn puts_themselves_in<'a>(
    tx: &mut Tx<'_, '_>,
    before: impl IntoIterator<Item = &'a PersonId>,
    now: impl IntoIterator<Item = &'a PersonId>,
) -> Result<bool, Problem> {
    let me = tx.person()?.clone();
    let joins = now.into_iter().any(|one| *one == me) && !before.into_iter().any(|one| *one == me);
    Ok(joins && !leads(tx)?.iter().any(|lead| lead.id == me))
}

/// Tells every safeguarding lead, and those of these people who work here, what the actor did: "put
/// Sam Staff into the alert group Year 7 team".
///
/// # Errors
/// That the database is away.
pub fn tell(tx: &mut Tx<'_, '_>, did: &str, people: &[PersonId]) -> Result<(), Problem> {
    let mut told = leads(tx)?;
    let here = people::everybody_here(tx)?.into_iter();
    for person in here.filter(|person| people.contains(&person.id)) {
        if told.iter().all(|lead| lead.id != person.id) {
            told.push(person);
        }
    }
    let because = "whoever hears of a concern may read it: safeguarding leads hear of every such \
                   change, and so does whoever it is about";
    post(tx, told, "Who hears of concerns was changed", did, because)
}

/// Tells every safeguarding lead that the actor did something on which it depends what a user group
/// may read.
///
/// # Errors
/// That the database is away.
pub fn tell_of_reading(tx: &mut Tx<'_, '_>, did: &str) -> Result<(), Problem> {
    let leads = leads(tx)?;
    let because = "you are a safeguarding lead";
    post(
        tx,
        leads,
        "What a user group may read was changed",
        did,
        because,
    )
}

/// Tells every safeguarding lead that the actor changed how long concerns may wait for them.
///
/// # Errors
/// That the database is away.
pub fn tell_of_time(tx: &mut Tx<'_, '_>, did: &str) -> Result<(), Problem> {
    let leads = leads(tx)?;
    let because = "a concern that waits too long is passed on by it";
    let subject = "How long concerns may wait was changed";
    post(tx, leads, subject, did, because)
}

fn post(
    tx: &mut Tx<'_, '_>,
    to: Vec<Holder>,
    subject: &str,
    did: &str,
    because: &str,
) -> Result<(), Problem> {
    let who = tx.actor().name.clone();
    for Holder { name, email, .. } in to {
        let letter = Letter {
            to: &email,
            subject,
            body: &format!(
                "Hello {name},\n\n{who} {did}.\n\nYou are told because {because}. If this is not \
                 right, have it changed back under Settings and speak to {who} at once.\n"
            ),
        };
        mail::post(tx, &letter)?;
    }
    Ok(())
}

/// The names of these people, for such a letter.
pub(super) fn names(known: &[Holder], people: &[PersonId]) -> String {
    let name = |id: &PersonId| known.iter().find(|holder| holder.id == *id);
    let names: Vec<String> = people
        .iter()
        .filter_map(name)
        .map(|holder| holder.name.clone())
        .collect();
    and(&names)
}

/// Names in words: `Dee Deputy and Hal Head`, or `nobody`.
pub(super) fn and(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "nobody".to_owned(),
    }
}
