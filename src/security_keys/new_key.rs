//! Before a new key of any kind is linked, the person proves who they are.
//!
//! The first key asks for the password again; a further one asks for a touch or a code of a key
//! that is linked already, or for a recovery code. Whoever only holds suspended keys gets no new one
//! by password alone: that would be a way round the suspension.

use axum::http::StatusCode;
use keyward_web::Problem;

use super::proof::{self, KeyAnswer};
use super::purpose::Purpose;
use super::refusal::Refusal;
use super::store::{self, HeldKey};
use crate::audit::Entry;
use crate::cx::Cx;
use crate::sign_in;

/// What somebody brings to prove who they are.
#[derive(Default)]
pub struct Claim {
    /// Their password, for the first key.
    pub password: String,
    /// A touch or a code, for a further one.
    pub answer: KeyAnswer,
}

/// How somebody who proved themselves comes to the new key.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// By the password alone: it counts only while there is no other key.
    First,
    /// By a key, or by a recovery code.
    Further,
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
pub async fn prove(cx: &Cx, claim: Claim) -> Result<Result<Standing, NotProved>, Problem> {
    let keys = cx.read(store::mine).await?;
    if keys.is_empty() {
        if claim.password.is_empty() {
            return Ok(Err(NotProved::password(
                "Enter your Keyward password".into(),
            )));
        }
        let asked = sign_in::ask_again(cx, claim.password).await?;
        return Ok(asked.map(|()| Standing::First).map_err(NotProved::password));
    }
    if !keys.iter().any(HeldKey::is_working) && !claim.answer.is_code() {
        return Ok(Err(NotProved {
            status: StatusCode::CONFLICT,
            code: "suspended",
            words: "Your security key is suspended, so we cannot link another one on your \
                    password alone. Ask your administrator, who can remove the suspended key."
                .into(),
            field: None,
        }));
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
        .map(|_| Standing::Further)
        .map_err(|refusal| NotProved::refused(&refusal, field)))
}

impl NotProved {
    fn password(words: String) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            code: "wrong_field",
            words,
            field: Some("password"),
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
