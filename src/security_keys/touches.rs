//! A touch that is shown as a proof: its question is taken out, the key's answer is judged, and the
//! key's counter goes on in the transaction of what the touch is for.

use keyward_web::Problem;

use super::assertion::Touch;
use super::proof::{KeyAnswer, Proved};
use super::purpose::Purpose;
use super::refusal::Refusal;
use super::store::HeldKey;
use super::{ceremonies, notices, store};
use crate::audit::Entry;
use crate::cx::{Cx, Tx};
use crate::ids::CeremonyId;
use crate::key_policy::ShownKey;
use crate::sessions::{self, Gone};
use crate::sign_in::{self, Pattern};

/// A touch that was judged, and the keys that could have been touched.
#[derive(Clone)]
pub(super) struct Touched {
    outcome: Result<Touch, Refusal>,
    keys: Vec<HeldKey>,
}

impl Touched {
    /// An answer that was judged at the sign-in page, and the keys of whoever it names.
    pub fn at_the_door(outcome: Result<Touch, Refusal>, keys: Vec<HeldKey>) -> Self {
        Self { outcome, keys }
    }

    /// Judges an answer. Its question is used up, whatever the answer is worth.
    pub async fn judge(
        cx: &Cx,
        purpose: Purpose,
        about: &str,
        answer: &KeyAnswer,
    ) -> Result<Self, Problem> {
        let ceremony = CeremonyId(answer.ceremony.clone());
        let (taken, keys) = cx
            .write(move |tx| {
                let taken = ceremonies::take(tx, &ceremony, &[purpose])?;
                Ok::<_, Problem>((taken, store::mine(tx)?))
            })
            .await?;
        let stored: Vec<_> = keys
            .iter()
            .filter(|key| key.can_be_touched())
            .map(|key| key.stored.clone())
            .collect();
        let verifier = cx.app().verifier()?;
        // A question about something else is an earlier one.
        let outcome = match taken.filter(|taken| taken.about == about) {
            Some(taken) => verifier.finish_assertion(&taken.state, &stored, &answer.credential),
            None => Err(Refusal::Expired),
        };
        Ok(Self { outcome, keys })
    }

    /// Takes the touch: the key's counter goes on if nothing overtook it.
    pub fn take(
        &self,
        tx: &mut Tx<'_, '_>,
        device: &str,
    ) -> Result<Result<(Proved, ShownKey), Refusal>, Problem> {
        let touch = match &self.outcome {
            Ok(touch) => touch,
            Err(refusal) => return Ok(Err(refusal.clone())),
        };
        let Some(key) = self.key(&Refusal::of_touch(touch)) else {
            return Err(Problem::bug("a touch of a key that was not read"));
        };
        if store::note_use(tx, &key.id, touch, device)? {
            let proved = Proved {
                key: key.id.clone(),
                name: key.name.clone(),
                kind: key.kind,
                with_pin: touch.user_verified,
                aside: None,
            };
            return Ok(Ok((proved, key.shown(touch.user_verified))));
        }
        // Something happened to this key since its counter was read.
        let now = store::mine(tx)?.into_iter().find(|held| held.id == key.id);
        Ok(Err(match now.filter(HeldKey::is_working) {
            None => Refusal::NotLinked,
            Some(held) if held.stored.counter == touch.counter_after => Refusal::of_touch(touch),
            Some(_) => Refusal::Overtaken,
        }))
    }

    /// The key that a refusal says to suspend.
    fn key(&self, refusal: &Refusal) -> Option<&HeldKey> {
        let Refusal::CounterWentBack { credential_id, .. } = refusal else {
            return None;
        };
        self.keys
            .iter()
            .find(|key| key.stored.credential_id == *credential_id)
    }

    /// Writes a refusal down; the key of which there may be a copy is suspended.
    pub fn refuse(
        &self,
        tx: &mut Tx<'_, '_>,
        refusal: &Refusal,
        purpose: Purpose,
        device: &str,
    ) -> Result<(), Problem> {
        let person = tx.person()?;
        let Some(key) = self.key(refusal) else {
            if purpose.asks_policy() && refusal.is_of_a_wrong_key() {
                tell_of_many(tx, device)?;
            }
            return tx.entry(
                Entry::of("security key refused", "person", &person.0)
                    .with("for", purpose.name())
                    .with("because", refusal)
                    .with("device", device),
            );
        };
        if store::suspend(tx, &key.id)? {
            let closed = sessions::close_after(tx, person, &key.id, Gone::Suspended)?;
            notices::suspended(tx, &key.name)?;
            tx.entry(
                Entry::of("security key suspended", "security key", &key.id.0)
                    .with("name", &key.name)
                    .with("because", refusal)
                    .with("elevations dropped", closed.elevations)
                    .with("sessions ended", closed.sessions)
                    .with("device", device),
            )?;
        }
        Ok(())
    }
}

/// Counts a key that was not the actor's, or did not answer rightly, and tells them when there were
/// many: whoever tries has got past their password, or knows what names their passkey.
fn tell_of_many(tx: &mut Tx<'_, '_>, device: &str) -> Result<(), Problem> {
    let refused = sign_in::count_refused_key(tx)?;
    match Pattern::of_keys(refused) {
        Some(pattern) if sign_in::may_tell(tx, &tx.person()?.0, pattern)? => {
            notices::keys_refused(tx, refused, device)
        }
        Some(_) | None => Ok(()),
    }
}

impl Refusal {
    /// The same number told twice: there may be a copy of the key.
    fn of_touch(touch: &Touch) -> Self {
        Self::CounterWentBack {
            credential_id: touch.credential_id.clone(),
            counter_before: touch.counter_before,
            counter_now: touch.counter_after,
        }
    }
}
