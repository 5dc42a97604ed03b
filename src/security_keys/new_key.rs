//! Before a new key of any kind is linked, the person proves who they are.
//!
//! How they prove it is the enrolment room's to say: a first key asks for the password again, and
//! perhaps for a printed code or somebody's approval; a further one asks for a touch or a code of a
//! key that is linked already, or for a recovery code. Whoever only holds keys that do not work gets
//! no new one by password alone: that would be a way round the suspension, or the loss.

use axum::http::StatusCode;
use keyward_web::Problem;

use super::proof::{self, KeyAnswer};
use super::purpose::Purpose;
use super::refusal::Refusal;
use crate::audit::Entry;
use crate::cx::Cx;
use crate::enrolment::{self, Grant, Way, Wrong};

/// What somebody brings to prove who they are.
#[derive(Default)]
pub struct Claim {
    /// Their password, for the first key.
    pub password: String,
    /// The code that an administrator printed, where a first key asks for one.
    pub enrolment_code: String,
    /// A touch or a code, for a further one.
    pub answer: KeyAnswer,
}

/// Why somebody has not proved themselves.
pub struct NotProved {
    /// How the script is told.
    pub status: StatusCode,
    /// A short name for the script.
    pub code: &'static str,
    /// What to do next, for the person.
    pub words: String,
    /// The field that it is about.
    pub field: Option<&'static str>,
}

/// Asks the actor for what a new key needs.
///
/// # Errors
/// That the database is away.
pub async fn prove(cx: &Cx, claim: Claim) -> Result<Result<Grant, NotProved>, Problem> {
    let way = enrolment::way(cx).await?;
    if way.asks_password() {
        let proven = enrolment::prove(cx, way, claim.password, &claim.enrolment_code).await?;
        return Ok(proven.map_err(NotProved::wrong));
    }
    if !way.is_open() {
        return Ok(Err(NotProved::closed(way)));
    }
    let judged = proof::judge(cx, Purpose::AddKey, &claim.answer).await?;
    let device = cx.visit().device.clone();
    let settled = cx
        .write(move |tx| {
            let settled = judged.settle(tx)?;
            if let Ok(proved) = &settled {
                tx.entry(
                    Entry::of("security key touched", "security key", &proved.key.0)
                        .with("for", Purpose::AddKey.name())
                        .with("kind", proved.kind.words())
                        .with("device", &device),
                )?;
            }
            Ok::<_, Problem>(settled)
        })
        .await?;
    cx.app().letters().notify_one();
    let field = claim.answer.field();
    Ok(settled
        .map(|proved| Grant::ByKey {
            key: proved.key,
            with_pin: proved.with_pin,
        })
        .map_err(|refusal| NotProved::refused(&refusal, field)))
}

impl NotProved {
    /// Nothing would do now: what they hold waits for approval, or does not work.
    fn closed(way: Way) -> Self {
        let (code, words) = match way {
            Way::Waiting => (
                "key_waits",
                "Your security key waits for approval, so we cannot link another one on your \
                 password alone. Speak to somebody at your school whose user group lets them \
                 approve other people’s keys, such as an administrator or a safeguarding lead. If \
                 you linked the wrong key, withdraw it under Account Settings, Security Keys.",
            ),
            Way::ByPassword
            | Way::WithCode
            | Way::ToBeApproved
            | Way::ByRecovery
            | Way::ByKey
            | Way::Closed => (
                "no_working_key",
                "None of your security keys works, so we cannot link another one on your password \
                 alone. Two people at your school can let you back in together: ask your \
                 administrator or safeguarding lead.",
            ),
        };
        Self {
            status: StatusCode::CONFLICT,
            code,
            words: words.into(),
            field: None,
        }
    }

    fn wrong(wrong: Wrong) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            code: "wrong_field",
            words: wrong.words,
            field: Some(wrong.field),
        }
    }

    fn refused(refusal: &Refusal, field: &'static str) -> Self {
        Self {
            status: refusal.status(),
            code: refusal.code(),
            words: refusal.words().into_owned(),
            field: (field == "code").then_some(field),
        }
    }
}
