//! What a settled touch does to a session: elevates it, and gives it a new secret.

use keyward_web::Problem;

use crate::audit::Entry;
use crate::cx::{Cx, elevate};
use crate::security_keys::{self, KeyAnswer, Purpose, Refusal};
use crate::sign_in;

/// Elevates the session of whoever gave this answer. The session's new secret, or why not.
pub(super) async fn elevate_with(
    cx: &Cx,
    purpose: Purpose,
    answer: &KeyAnswer,
    words: Option<&'static str>,
) -> Result<Result<String, Refusal>, Problem> {
    let judged = security_keys::judge(cx, purpose, answer).await?;
    let device = cx.visit().device.clone();
    let done = cx
        .write(move |tx| {
            let proved = match judged.settle(tx)? {
                Ok(proved) => proved,
                Err(refusal) => return Ok(Err(refusal)),
            };
            elevate(tx, &proved.key, proved.kind, proved.with_pin)?;
            let token = sign_in::rotate(tx)?;
            let act = match purpose {
                Purpose::SignIn => "signed in with a security key",
                Purpose::PasskeySignIn
                | Purpose::Elevate
                | Purpose::Register
                | Purpose::RegisterFirst
                | Purpose::AddKey
                | Purpose::RemoveKey
                | Purpose::PrintRecoveryCodes
                | Purpose::Act => "access elevated",
            };
            tx.entry(
                Entry::of(act, "person", &tx.person()?.0)
                    .with("key", &proved.key)
                    .with("key's name", &proved.name)
                    .with("kind", proved.kind.words())
                    .with("PIN given", proved.with_pin)
                    .with("device", &device),
            )?;
            match (words, &proved.aside) {
                (Some(words), Some(aside)) => tx.say(&format!("{words} {aside}"))?,
                (Some(words), None) => tx.say(words)?,
                (None, _) => {}
            }
            Ok::<_, Problem>(Ok(token))
        })
        .await?;
    cx.app().letters().notify_one();
    Ok(done)
}
