//! Signing in with a passkey, without the password: access is elevated from the start.

use axum::extract::Path;
use axum::http::StatusCode;
use keyward_web::{Answer, Problem};
use serde::Deserialize;
use serde_json::json;

use super::place::Place;
use super::watch::{self, With};
use super::{attempts, networks, store};
use crate::audit::Entry;
use crate::cx::{Actor, Visit, elevate_session, guard};
use crate::school;
use crate::security_keys::{self, KeyAnswer, Refusal, Sent};
use crate::sessions::{self, Cause};

/// What somebody reads whose passkey does not let them in, whatever the reason: it tells nobody
/// whether there is an account.
const NOT_IN: &str = "This passkey does not let you in here. Sign in with your email address and \
                      password. If the passkey should work, speak to your administrator.";

/// A passkey's answer, as the script sends it.
#[derive(Deserialize)]
pub(super) struct Touched {
    ceremony: String,
    credential: String,
}

pub(super) async fn post(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(form): Sent<Touched>,
) -> Answer {
    let (school, key) = school::by_slug(&visit.app, &slug).await?;
    let there = Some((school.id.clone(), key));
    let address = attempts::network(visit.address);
    let from = address.clone();
    let admitted = visit
        .write(there.clone(), move |tx| attempts::admit_unproved(tx, &from))
        .await?;
    if let Err(words) = admitted {
        let status = StatusCode::TOO_MANY_REQUESTS;
        return security_keys::refuse_script_with(status, "wait", &words, None);
    }
    let answer = KeyAnswer {
        ceremony: form.ceremony,
        credential: form.credential,
        code: String::new(),
    };
    let judged = security_keys::judge_passkey(&visit, there.clone(), &answer).await?;
    let (account, judged) = match judged {
        Ok(judged) => judged,
        Err(refusal) => {
            let (device, because) = (visit.device.clone(), refusal.clone());
            visit
                .write(there, move |tx| {
                    networks::tell_if_waiting(tx, &address)?;
                    tx.entry(
                        Entry::of("sign-in with a passkey failed", "person", "nobody")
                            .with("because", &because)
                            .with("device", &device),
                    )
                })
                .await?;
            return if matches!(refusal, Refusal::Expired) {
                security_keys::refuse_script(&refusal)
            } else {
                not_in()
            };
        }
    };
    let actor = Actor::arriving(there, account.person.clone(), &account.name);
    let place = Place::of(&visit);
    // Whoever was signed in with this browser is not any more, elevated or not.
    let before = visit.presence.as_ref().map(|there| there.session.clone());
    let entered = visit.app.write_as(actor, visit.now, move |tx| {
        let proved = match judged.settle(tx)? {
            Ok(proved) => proved,
            Err(refusal) => return Ok(Err(refusal)),
        };
        attempts::take_back(tx, &address)?;
        if let Some(before) = &before {
            sessions::end(tx, before, Cause::SignedInAgain)?;
        }
        watch::arrived(tx, &account, &place, With::Passkey, 0)?;
        let person = &account.person;
        let (session, token) = store::begin_session(tx, person, &place, Some(&proved.key))?;
        elevate_session(tx, &session, &proved.key, proved.kind, proved.with_pin)?;
        tx.entry(
            Entry::of("signed in with a passkey", "person", &person.0)
                .with("session", &session)
                .with("key", &proved.key)
                .with("key's name", &proved.name)
                .with("PIN given", proved.with_pin)
                .with("device", &place.device)
                .with("network", &place.network),
        )?;
        Ok::<_, Problem>(Ok(token))
    });
    let entered = entered.await?;
    visit.app.letters().notify_one();
    match entered {
        Ok(token) => {
            let next = json!({"next": "/dashboard"});
            let response = security_keys::answer_script(StatusCode::OK, &next)?;
            Ok(guard::with_session(&visit.app, response, &token))
        }
        Err(refusal) => refused(&refusal),
    }
}

/// Only what is found once the passkey's answer has proved itself has words of its own.
fn refused(refusal: &Refusal) -> Answer {
    match refusal {
        Refusal::CounterWentBack { .. }
        | Refusal::Overtaken
        | Refusal::NotForSignIn
        | Refusal::NotAdmitted(_)
        | Refusal::Ours(_) => security_keys::refuse_script(refusal),
        Refusal::NoKeys
        | Refusal::TooLarge
        | Refusal::Unreadable(_)
        | Refusal::WrongKind
        | Refusal::WrongAddress
        | Refusal::Embedded
        | Refusal::Expired
        | Refusal::WrongSite
        | Refusal::NoTouch
        | Refusal::PinMissing
        | Refusal::TooFewKeys
        | Refusal::AnotherPerson
        | Refusal::NotLinked
        | Refusal::AlreadyLinked
        | Refusal::LinkedToAnother
        | Refusal::IdTooLong
        | Refusal::UnsupportedKey
        | Refusal::UnsupportedProof
        | Refusal::BadProof
        | Refusal::NotVouchedFor
        | Refusal::Synced
        | Refusal::BadSignature
        | Refusal::Changed
        | Refusal::WrongCode
        | Refusal::CodeUsed
        | Refusal::Wait(_)
        | Refusal::KeyNeeded => not_in(),
    }
}

fn not_in() -> Answer {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    security_keys::refuse_script_with(status, "not_in", NOT_IN, None)
}
