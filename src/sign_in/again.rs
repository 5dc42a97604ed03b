//! Asking somebody who is signed in for their password again, before something weighty.
//!
//! Attempts count together with those of the sign-in page: a session left open on a desk is no
//! place to guess at.

use keyward_web::Problem;

use super::attempts;
use super::networks::{self, Sender};
use super::place::Place;
use super::throttle::Subject;
use super::words::{minutes_until, wait_words};
use super::{notices, watch};
use crate::audit::Entry;
use crate::cx::Cx;
use crate::people;

/// Checks the password of whoever is signed in; the words for its field when it is not right.
///
/// # Errors
/// That the database is away.
pub async fn ask_again(cx: &Cx, password: String) -> Result<Result<(), String>, Problem> {
    let account = format!("{} {}", cx.school.id, cx.email);
    let account = attempts::name(Subject::Account, &account);
    let place = Place::of(cx.visit());
    let (counted, from) = (account.clone(), place.network.clone());
    let (admission, mut whose) = cx
        .write(move |tx| {
            let admission = networks::admit(tx, &counted, &from, Sender::SignedIn)?;
            let person = tx.person()?;
            Ok::<_, Problem>((admission, people::account_of(tx, person)?))
        })
        .await?;
    let look = match admission {
        Ok(look) => look,
        Err(until) => {
            let minutes = minutes_until(cx.now(), until);
            return Ok(Err(match minutes {
                ..=60 => wait_words(minutes),
                _ => "Too many attempts have failed. Sign out, and ask for a new password on the \
                      sign-in page"
                    .to_owned(),
            }));
        }
    };
    let hash = whose.password_hash.take();
    if cx.app().hasher().matches(password, hash).await? {
        cx.write(move |tx| {
            look.was_right(tx, &account, &place.network)?;
            watch::proved_again(tx, &whose, &place, look.failures - 1)
        })
        .await?;
        cx.app().letters().notify_one();
        return Ok(Ok(()));
    }
    cx.write(move |tx| {
        let person = tx.person()?;
        tx.entry(
            Entry::of("password asked again: wrong", "person", &person.0)
                .with("failures in a row", look.failures)
                .with("device", &place.device)
                .with("network", &place.network),
        )?;
        networks::tell_if_waiting(tx, &place.network)?;
        notices::wrong_passwords(tx, &whose, look.failures, &place.device)
    })
    .await?;
    cx.app().letters().notify_one();
    Ok(Err("The password is not right".to_owned()))
}

/// Whether this is the password of whoever is signed in; for the one page that counts its attempts
/// itself, so that failures at the door close nothing there.
///
/// # Errors
/// That the database is away.
pub async fn is_password_of(cx: &Cx, password: String) -> Result<bool, Problem> {
    let account = cx.read(|tx| people::account_of(tx, tx.person()?)).await?;
    cx.app()
        .hasher()
        .matches(password, account.password_hash)
        .await
}
