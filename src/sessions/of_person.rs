//! Somebody else's sessions, for those who manage people, and signing them out for them.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Problem};

use super::cause::Cause;
use super::session::{Bounds, Line, View};
use super::{endings, store};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::{PersonId, SessionId};
use crate::layout::Shell;
use crate::mail::{self, Letter};
use crate::people::{self, Account};
use crate::sign_in;

#[derive(Template)]
#[template(path = "sessions/of_person.html")]
pub(super) struct OfPersonPage {
    shell: Shell,
    person: PersonId,
    name: String,
    is_me: bool,
    standing: Vec<Line>,
    past: Vec<Line>,
}

impl OfPersonPage {
    /// Where their own page is.
    fn person_url(&self) -> String {
        format!("/people/{}", self.person)
    }

    /// Where each session is ended.
    fn base(&self) -> String {
        format!("/people/{}/sessions", self.person)
    }
}

pub(super) async fn get(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    let limits = cx.app().config().limits.clone();
    let bounds = Bounds::at(cx.now(), &limits);
    let (account, policy, (standing, past)) = cx
        .read(move |tx| {
            let account = people::account_of(tx, &person)?;
            let policy = tx.asked_of_keys(&person)?;
            let sessions = store::of(tx, &person, bounds)?;
            Ok::<_, Problem>((account, policy, sessions))
        })
        .await?;
    let view = View {
        now: cx.now(),
        limits,
        policy,
        here: cx.session.clone(),
        network: sign_in::network(cx.visit().address),
    };
    cx.show(&OfPersonPage {
        shell: cx.page(),
        is_me: cx.person == account.person,
        person: account.person,
        name: account.name,
        standing: standing.iter().map(|one| one.standing(&view)).collect(),
        past: past.iter().map(|one| one.past(&view)).collect(),
    })
}

/// Signs somebody out of one of their sessions.
pub(super) async fn end_one(
    cx: Cx,
    Path((person, session)): Path<(PersonId, SessionId)>,
) -> Answer {
    let page = format!("/people/{person}/sessions");
    cx.write(move |tx| {
        let account = somebody_else(tx, &person)?;
        let found = store::one_of(tx, &person, &session)?;
        if !endings::end(tx, &found.id, Cause::ByAdministrator)? {
            return tx.say("That session had ended already.");
        }
        tx.entry(
            Entry::of("session ended for somebody", "session", &found.id.0)
                .with("person", &person)
                .with("device", &found.device)
                .with("network", &found.network),
        )?;
        tell(tx, &account, &format!("of {}", found.device))?;
        tx.say(&format!(
            "{} is signed out of {} and told by email.",
            account.name, found.device
        ))
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect(page)
}

/// Signs somebody out everywhere.
pub(super) async fn end_every(cx: Cx, Path(person): Path<PersonId>) -> Answer {
    let page = format!("/people/{person}/sessions");
    cx.write(move |tx| {
        let account = somebody_else(tx, &person)?;
        let ended = endings::end_others(tx, &person, Cause::ByAdministrator)?;
        if ended == 0 {
            return tx.say(&format!("{} was not signed in.", account.name));
        }
        tx.entry(
            Entry::of("sessions ended for somebody", "person", &person.0)
                .with("sessions ended", ended),
        )?;
        tell(tx, &account, "everywhere")?;
        tx.say(&format!(
            "{} is signed out everywhere and told by email.",
            account.name
        ))
    })
    .await?;
    cx.app().letters().notify_one();
    cx.redirect(page)
}

/// Somebody at the actor's school who is not the actor: one's own sessions are ended in Account
/// Settings.
fn somebody_else(tx: &mut Tx<'_, '_>, person: &PersonId) -> Result<Account, Problem> {
    if tx.person()? == person {
        return Err(Problem::NotFound);
    }
    people::account_of(tx, person)
}

fn tell(tx: &mut Tx<'_, '_>, account: &Account, of_what: &str) -> Result<(), Problem> {
    let (at, by) = (tx.now().day_and_time(), &tx.actor().name);
    let body = format!(
        "Hello {},\n\n{by} signed you out {of_what} on {at}.\n\nYou can sign in again at any time. If \
         you do not know why, ask {by}: somebody else may have been signed in as you. If that may be \
         so, ask for a new password on the sign-in page.\n",
        account.name
    );
    mail::post(
        tx,
        &Letter {
            to: &account.email,
            subject: "You were signed out of Keyward",
            body: &body,
        },
    )
}

/// The page, filled with a sample.
pub(super) fn sample() -> OfPersonPage {
    let (standing, past) = super::mine::sample_lines();
    OfPersonPage {
        shell: Shell::default(),
        person: PersonId("p".into()),
        name: "Amira Khan".into(),
        is_me: false,
        standing,
        past,
    }
}
