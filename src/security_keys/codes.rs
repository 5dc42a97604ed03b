//! A code that is shown as a proof: from an app, from a USB key that types it, or from the printed
//! sheet. One field takes them all.
//!
//! Each is counted as a wrong one, over all servers, before anything looks at it, so that a hundred
//! guesses at once are a hundred; the right one forgets them. It is taken in the transaction of what
//! it is for, and works once.

use keyward_codes::typed::Typed;
use keyward_web::Problem;

use super::notices;
use super::proof::Proved;
use super::purpose::Purpose;
use super::refusal::Refusal;
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::KeyId;
use crate::key_policy::{Kind, ShownKey};
use crate::sign_in::{self, Admission};

/// What a kind of key says to a code.
pub enum Taken {
    /// It was this key's, and is used up now.
    By(TakenBy),
    /// It is a right one, and was used before.
    UsedAlready,
    /// It is none of its codes.
    No,
}

/// Whose code it was.
pub struct TakenBy {
    /// Which key, or which printed code.
    pub key: KeyId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What the person should read of it on their next page.
    pub aside: Option<String>,
}

/// A code that was typed and counted.
#[derive(Clone)]
pub(super) struct Entered {
    read: Result<Typed, Refusal>,
    /// How many have been wrong in a row, if this one is.
    failures: i64,
}

impl Entered {
    /// Reads what was typed and counts it. What can be no code of any kind is no guess.
    pub async fn read(cx: &Cx, code: &str) -> Result<Self, Problem> {
        let Some(typed) = Typed::parse(code) else {
            return Ok(Self::refused(Refusal::WrongCode));
        };
        match cx.write(sign_in::admit_code).await? {
            Admission::Admitted(failures) => Ok(Self {
                read: Ok(typed),
                failures,
            }),
            Admission::Wait(until) => {
                let minutes = (cx.now().seconds_until(until) + 59) / 60;
                Ok(Self::refused(Refusal::Wait(minutes)))
            }
        }
    }

    fn refused(refusal: Refusal) -> Self {
        Self {
            read: Err(refusal),
            failures: 0,
        }
    }

    /// Whether it is a code of a printed sheet.
    pub fn is_printed(&self) -> bool {
        matches!(self.read, Ok(Typed::Recovery(_)))
    }

    /// Takes the code, if it is one of the actor's and was never used.
    pub fn take(
        &self,
        tx: &mut Tx<'_, '_>,
        purpose: Purpose,
        device: &str,
    ) -> Result<Result<(Proved, ShownKey), Refusal>, Problem> {
        let typed = match &self.read {
            Ok(typed) => typed,
            Err(refusal) => return Ok(Err(refusal.clone())),
        };
        if matches!(typed, Typed::Recovery(_)) && !purpose.takes_recovery_codes() {
            return Ok(Err(Refusal::KeyNeeded));
        }
        Ok(match ask_each_kind(tx, typed, device)? {
            Taken::By(key) => {
                let shown = ShownKey::by_code(key.kind);
                let proved = Proved {
                    key: key.key,
                    name: key.name,
                    kind: key.kind,
                    with_pin: false,
                    aside: key.aside,
                };
                Ok((proved, shown))
            }
            Taken::UsedAlready => Err(Refusal::CodeUsed),
            Taken::No => Err(Refusal::WrongCode),
        })
    }

    /// Writes a refusal down, without the code, and tells the person when there are many. Whoever
    /// waits was written down when they came to wait.
    pub fn refuse(
        &self,
        tx: &mut Tx<'_, '_>,
        refusal: &Refusal,
        purpose: Purpose,
        device: &str,
    ) -> Result<(), Problem> {
        if matches!(refusal, Refusal::Wait(_)) {
            return Ok(());
        }
        let person = tx.person()?;
        notices::codes_refused(tx, self.failures, device)?;
        tx.entry(
            Entry::of("security key refused", "person", &person.0)
                .with("for", purpose.name())
                .with("because", refusal)
                .with("wrong codes in a row", self.failures)
                .with("device", device),
        )
    }
}

/// The kinds of key that give codes of this form, one after the other.
fn ask_each_kind(tx: &mut Tx<'_, '_>, typed: &Typed, device: &str) -> Result<Taken, Problem> {
    match typed {
        Typed::Digits(digits) => match crate::soft_keys::take(tx, digits, device)? {
            Taken::By(key) => Ok(Taken::By(key)),
            Taken::UsedAlready => Ok(match crate::usb_keys::take_digits(tx, digits, device)? {
                Taken::By(key) => Taken::By(key),
                Taken::UsedAlready | Taken::No => Taken::UsedAlready,
            }),
            Taken::No => crate::usb_keys::take_digits(tx, digits, device),
        },
        Typed::Yubico(otp) => crate::usb_keys::take_otp(tx, otp, device),
        Typed::Recovery(code) => crate::recovery_codes::take(tx, code, device),
    }
}
