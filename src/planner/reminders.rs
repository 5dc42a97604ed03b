//! A letter on the morning of a working day on which something is due or overdue. It says how much,
//! and nothing else.

use std::time::Duration;

use jiff::civil::{Date, Weekday};
use keyward_seal::SchoolKey;
use keyward_web::Problem;

use super::due::actions;
use super::store;
use crate::app::App;
use crate::cx::{Actor, Tx};
use crate::ids::{PersonId, SchoolId};
use crate::mail::{self, Letter};
use crate::{people, school};

/// From this hour on in London.
const HOUR: i8 = 7;
/// How often it is looked whether somebody is to be reminded.
const LOOKS_EVERY: Duration = Duration::from_secs(300);

/// Reminds people morning after morning, for ever.
pub async fn remind_daily(app: App) {
    loop {
        if let Err(problem) = remind(&app).await {
            tracing::warn!(?problem, "the planner could not remind people");
        }
        // Nothing rings when a morning comes, so it is looked for.
        tokio::time::sleep(LOOKS_EVERY).await;
    }
}

/// Reminds whoever was not reminded today and has something due, at every school. Called again, or
/// from another server, it reminds nobody twice.
///
/// # Errors
/// That the database is away.
pub(super) async fn remind(app: &App) -> Result<(), Problem> {
    let london = app.now().london();
    let is_weekend = matches!(london.weekday(), Weekday::Saturday | Weekday::Sunday);
    if is_weekend || london.hour() < HOUR {
        return Ok(());
    }
    let today = london.date();
    for each in school::every(app).await? {
        let (school, key) = school::by_slug(app, &each.slug).await?;
        let place = (school.id, key);
        let sign_in_url = format!("{}/{}", app.config().origin().as_str(), each.slug);
        let machine = Actor::machine(Some(place.clone()), "reminders");
        let people = app.read_as(machine, app.now(), move |tx| store::due_to(tx, today));
        for person in people.await? {
            // One who cannot be reminded keeps nobody else from it.
            let reminded = remind_one(app, place.clone(), &person, today, &sign_in_url).await;
            if let Err(problem) = reminded {
                tracing::warn!(?problem, %person, "could not be reminded");
            }
        }
    }
    Ok(())
}

async fn remind_one(
    app: &App,
    place: (SchoolId, SchoolKey),
    person: &PersonId,
    today: Date,
    sign_in_url: &str,
) -> Result<(), Problem> {
    let owner = people::as_actor(app, place, person).await?;
    let sign_in_url = sign_in_url.to_owned();
    let written = app.write_as(owner, app.now(), move |tx| letter(tx, today, &sign_in_url));
    written.await?;
    app.letters().notify_one();
    Ok(())
}

/// Writes the letter as to the person who acts, if they have something due that they could read.
fn letter(tx: &mut Tx<'_, '_>, today: Date, sign_in_url: &str) -> Result<(), Problem> {
    if !store::reminded(tx, today)? {
        return Ok(());
    }
    let days = store::days(tx, tx.access())?;
    let sum = |is_it: fn(&Date, &Date) -> bool| {
        let counts = days.iter().filter(|(day, _)| is_it(day, &today));
        counts.map(|(_, count)| count).sum::<i64>()
    };
    let what = match (
        sum(|day, today| day == today),
        sum(|day, today| day < today),
    ) {
        (0, 0) => return Ok(()),
        (due, 0) => format!("{} {} due today", actions(due), are(due)),
        (0, late) => format!("{} {} overdue", actions(late), are(late)),
        (due, late) => format!(
            "{} {} due today, and {late} {} overdue",
            actions(due),
            are(due),
            are(late)
        ),
    };
    let account = people::account_of(tx, tx.person()?)?;
    mail::post(
        tx,
        &Letter {
            to: &account.email,
            subject: "What is due to you in Keyward",
            body: &format!(
                "Hello {},\n\n{what}.\n\nSign in and open the planner: {sign_in_url}\n",
                account.name
            ),
        },
    )
}

const fn are(count: i64) -> &'static str {
    match count {
        1 => "is",
        _ => "are",
    }
}
