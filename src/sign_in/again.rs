//! Asking somebody who is signed in for their password again, before something weighty.
//!
//! Attempts count together with those of the sign-in page: a session left open on a desk is no
//! place to guess at.

use keyward_web::Problem;

use super::attempts::{self, Admission};
use super::enter::wait_words;
use super::place::Place;
use super::throttle::Subject;
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
    let address = attempts::name(Subject::Address, &attempts::network(cx.visit().address));
    let (counted, from) = (account.clone(), address.clone());
    let (admission, mut whose) = cx
        .write(move |tx| {
            let admission = attempts::admit(tx, &counted, &from)?;
            let person = tx.person()?;
            Ok::<_, Problem>((admission, people::account_of(tx, person)?))
        })
        .await?;
    let failures = match admission {
        Admission::Admitted(failures) => failures,
        Admission::Wait(until) => {
            let minutes = (cx.now().seconds_until(until) + 59) / 60;
            return Ok(Err(match minutes {
                ..=60 => wait_words(minutes),
                _ => "Too many attempts have failed. Sign out, and ask for a new password on the \
                      sign-in page"
                    .to_owned(),
            }));
        }
    };
    let hash = whose.password_hash.take();
    let place = Place::of(cx.visit());
    if cx.app().hasher().matches(password, hash).await? {
        cx.write(move |tx| {
            attempts::forget(tx, &account, &address)?;
            watch::proved_again(tx, &whose, &place, failures - 1)
        })
        .await?;
        cx.app().letters().notify_one();
        return Ok(Ok(()));
    }
    cx.write(move |tx| {
        let person = tx.person()?;
        tx.entry(
            Entry::of("password asked again: wrong", "person", &person.0)
                .with("failures in a row", failures)
                .with("device", &place.device)
                .with("network", &place.network),
        )?;
        notices::wrong_passwords(tx, &whose, failures, &place.device)
    })
    .await?;
    cx.app().letters().notify_one();
    Ok(Err("The password is not right".to_owned()))
}
