//! A proof as other rooms see it, a touch or a code: asked for on a page, judged here, and settled
//! in the transaction of whatever it was for.

use std::fmt;

use keyward_web::{Pairs, Problem};

use super::codes::Entered;
use super::purpose::Purpose;
use super::refusal::Refusal;
use super::touches::Touched;
use crate::cx::{Cx, Tx};
use crate::ids::KeyId;
use crate::key_policy::{Kind, Policy, ShownKey};
use crate::sign_in;

/// What a form brings from a key: which question, and the key's answer as the browser wrote it; or
/// a code, which answers no question and is worth more than one if it is right.
#[derive(Clone, Default)]
pub struct KeyAnswer {
    /// The question.
    pub ceremony: String,
    /// The answer.
    pub credential: String,
    /// What somebody typed, or a key typed for them. It never goes back to the page.
    pub code: String,
}

impl KeyAnswer {
    /// Reads the two hidden fields that the script fills in, and the field for a code.
    pub fn read(pairs: &Pairs) -> Self {
        Self {
            ceremony: pairs.text("ceremony").to_owned(),
            credential: pairs.raw("credential").to_owned(),
            code: pairs.text("code").to_owned(),
        }
    }

    /// Whether nothing was shown.
    pub fn is_missing(&self) -> bool {
        self.credential.is_empty() && !self.is_code()
    }

    /// Whether this is a code.
    pub fn is_code(&self) -> bool {
        !self.code.trim().is_empty()
    }

    /// The part of the form that its refusal stands beside.
    pub fn field(&self) -> &'static str {
        match self.is_code() {
            true => "code",
            false => "use-key",
        }
    }
}

impl fmt::Debug for KeyAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyAnswer")
            .field("ceremony", &self.ceremony)
            .finish_non_exhaustive()
    }
}

/// A proof that was judged. It counts only once it is settled.
#[derive(Clone)]
pub struct Judged {
    shown: Shown,
    purpose: Purpose,
    device: String,
    policy: Policy,
    is_short_of_keys: bool,
}

#[derive(Clone)]
enum Shown {
    Touch(Touched),
    Code(Entered),
}

/// A proof that was settled: the actor holds this key, or held this printed code.
#[derive(Clone, Debug)]
pub struct Proved {
    /// Which key.
    pub key: KeyId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Whether its PIN was given too.
    pub with_pin: bool,
    /// What the person should read of it on their next page, such as how many codes are left. It
    /// is said there already, unless the caller says something itself.
    pub aside: Option<String>,
}

/// Judges an answer. The question of a touch is used up, whatever the answer is worth: it was
/// taken out of the store before this looks at the answer. A code is counted as a wrong one before
/// anything looks at it.
///
/// # Errors
/// That the database is away.
pub async fn judge(cx: &Cx, purpose: Purpose, answer: &KeyAnswer) -> Result<Judged, Problem> {
    judge_for(cx, purpose, "", answer).await
}

/// The same, where the question of a touch says what it is about beside its purpose.
///
/// # Errors
/// That the database is away.
pub async fn judge_for(
    cx: &Cx,
    purpose: Purpose,
    about: &str,
    answer: &KeyAnswer,
) -> Result<Judged, Problem> {
    let shown = if answer.is_code() {
        Shown::Code(Entered::read(cx, &answer.code).await?)
    } else {
        Shown::Touch(Touched::judge(cx, purpose, about, answer).await?)
    };
    Ok(Judged {
        shown,
        purpose,
        device: cx.visit().device.clone(),
        policy: cx.policy.clone(),
        is_short_of_keys: cx.grace.is_some_and(|grace| grace.is_over),
    })
}

impl Judged {
    /// A touch of somebody who is not signed in yet. Whether they hold enough keys is counted at
    /// each request of the session that it begins, as of any other.
    pub(super) fn at_the_door(touched: Touched, device: String, policy: Policy) -> Self {
        Self {
            shown: Shown::Touch(touched),
            purpose: Purpose::PasskeySignIn,
            device,
            policy,
            is_short_of_keys: false,
        }
    }

    /// Settles the proof in the transaction of what it is for: the key's counter goes on if
    /// nothing overtook it, or the refusal is written down. Either way the transaction commits.
    ///
    /// # Errors
    /// That the database is away.
    pub fn settle(&self, tx: &mut Tx<'_, '_>) -> Result<Result<Proved, Refusal>, Problem> {
        let taken = match &self.shown {
            Shown::Touch(touched) => touched.take(tx, &self.device)?,
            Shown::Code(entered) if entered.is_printed() => match self.admit(ShownKey::PRINTED) {
                Ok(()) => entered.take(tx, self.purpose, &self.device)?,
                // It stays unused.
                Err(refusal) => Err(refusal),
            },
            Shown::Code(entered) => entered.take(tx, self.purpose, &self.device)?,
        };
        match taken {
            Ok((proved, key)) => match self.admit(key) {
                Ok(()) => {
                    self.welcome(tx, &proved, key)?;
                    Ok(Ok(proved))
                }
                Err(refusal) => self.refuse(tx, refusal),
            },
            Err(refusal) => self.refuse(tx, refusal),
        }
    }

    /// Whether the person's user groups let this key do what it was shown for.
    fn admit(&self, key: ShownKey) -> Result<(), Refusal> {
        // A printed code stands for a key only where the user groups say so.
        if !self.purpose.asks_policy() && key.kind != Kind::RecoveryCode {
            return Ok(());
        }
        if self.purpose.asks_policy() && self.is_short_of_keys {
            return Err(Refusal::TooFewKeys);
        }
        self.policy.admits(key).map_err(Refusal::NotAdmitted)
    }

    /// Wrong codes are forgotten after a right one; but not after that of a key which opens
    /// nothing, or whoever holds that one could guess at the others for ever.
    fn welcome(&self, tx: &mut Tx<'_, '_>, proved: &Proved, key: ShownKey) -> Result<(), Problem> {
        if matches!(self.shown, Shown::Code(_)) && self.policy.admits(key).is_ok() {
            let person = tx.person()?;
            sign_in::forget_codes(tx, person)?;
        }
        if matches!(self.shown, Shown::Touch(_)) && self.purpose.asks_policy() {
            sign_in::forget_refused_keys(tx)?;
        }
        match &proved.aside {
            Some(aside) => tx.say(aside),
            None => Ok(()),
        }
    }

    fn refuse(
        &self,
        tx: &mut Tx<'_, '_>,
        refusal: Refusal,
    ) -> Result<Result<Proved, Refusal>, Problem> {
        match &self.shown {
            Shown::Touch(touched) => touched.refuse(tx, &refusal, self.purpose, &self.device)?,
            Shown::Code(entered) => entered.refuse(tx, &refusal, self.purpose, &self.device)?,
        }
        Ok(Err(refusal))
    }
}
