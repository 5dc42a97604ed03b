//! Account Settings, Sessions: where I am signed in, and signing out from there.

use askama::Template;
use axum::extract::Path;
use keyward_web::{Answer, Problem};

use super::cause::Cause;
use super::session::{Bounds, Line, View};
use super::{endings, store};
use crate::audit::Entry;
use crate::cx::{Cx, guard};
use crate::ids::SessionId;
use crate::layout::Shell;
use crate::sign_in;

/// Where the page is.
const PAGE: &str = "/account/sessions";

#[derive(Template)]
#[template(path = "sessions/mine.html")]
pub(super) struct MinePage {
    shell: Shell,
    tab: &'static str,
    standing: Vec<Line>,
    past: Vec<Line>,
}

pub(super) async fn get(cx: Cx) -> Answer {
    let limits = cx.app().config().limits.clone();
    let bounds = Bounds::at(cx.now(), &limits);
    let (standing, past) = cx
        .read(move |tx| store::of(tx, tx.person()?, bounds))
        .await?;
    let view = View {
        now: cx.now(),
        limits,
        policy: cx.policy.clone(),
        here: cx.session.clone(),
        network: sign_in::network(cx.visit().address),
    };
    cx.show(&MinePage {
        shell: cx.page(),
        tab: "sessions",
        standing: standing.iter().map(|one| one.standing(&view)).collect(),
        past: past.iter().map(|one| one.past(&view)).collect(),
    })
}

/// Signs me out of one of my sessions, which may be this one.
pub(super) async fn end_one(cx: Cx, Path(session): Path<SessionId>) -> Answer {
    let is_here = cx.session == session;
    let cause = match is_here {
        true => Cause::SignedOut,
        false => Cause::ByPerson,
    };
    cx.write(move |tx| {
        let found = store::one_of(tx, tx.person()?, &session)?;
        if !endings::end(tx, &found.id, cause)? {
            return tx.say("That session had ended already.");
        }
        tx.entry(
            Entry::of("signed out", "session", &found.id.0)
                .with("device", &found.device)
                .with("network", &found.network)
                .with("from here", is_here),
        )?;
        match is_here {
            true => Ok(()),
            false => tx.say(&format!("You are signed out of {}.", found.device)),
        }
    })
    .await?;
    if is_here {
        let door = cx.redirect(format!("/{}", cx.school.slug))?;
        return Ok(guard::without_session(cx.app(), door));
    }
    cx.redirect(PAGE)
}

/// Signs me out everywhere but here.
pub(super) async fn end_others(cx: Cx) -> Answer {
    cx.write(|tx| {
        let person = tx.person()?;
        let ended = endings::end_others(tx, person, Cause::ByPerson)?;
        if ended > 0 {
            let entry = Entry::of("signed out everywhere else", "person", &person.0);
            tx.entry(entry.with("sessions ended", ended))?;
        }
        tx.say("You are signed out everywhere else.")?;
        Ok::<_, Problem>(())
    })
    .await?;
    cx.redirect(PAGE)
}

/// The page, filled with a sample.
pub(super) fn sample() -> MinePage {
    let (standing, past) = sample_lines();
    MinePage {
        shell: Shell::default(),
        tab: "sessions",
        standing,
        past,
    }
}

/// Sessions for samples of pages.
pub(super) fn sample_lines() -> (Vec<Line>, Vec<Line>) {
    let this = Line {
        id: "a".into(),
        device: "Firefox on Windows".into(),
        network: "192.0.2.7".into(),
        is_this: true,
        started: "22 November 2026 at 08:05".into(),
        last: "Now".into(),
        note: "By the U2F key Blue key, until 14:20".into(),
        is_elevated: true,
    };
    let other = Line {
        id: "b".into(),
        device: "Safari on iPhone".into(),
        network: "198.51.100.1".into(),
        is_this: false,
        last: "22 November 2026 at 13:50".into(),
        note: String::new(),
        is_elevated: false,
        ..this.clone()
    };
    let past = Line {
        id: "c".into(),
        note: Cause::RanOut.words().into(),
        ..other.clone()
    };
    (vec![this, other], vec![past])
}
