//! A touch as other rooms see it: asked for by the script, judged here, and settled in the
//! transaction of whatever it was for.

use keyward_web::{Pairs, Problem};

use super::assertion::Touch;
use super::purpose::Purpose;
use super::refusal::Refusal;
use super::store::HeldKey;
use super::{ceremonies, notices, store};
use crate::audit::Entry;
use crate::cx::{Cx, Tx, drop_elevation_by};
use crate::ids::{CeremonyId, KeyId};
use crate::key_policy::{Kind, Policy};

/// What the next page says to whoever was elevated by a key that is suspended.
const SUSPENDED: &str = "Your elevated access has ended, because the security key that opened it \
                         was suspended. Speak to your administrator.";

/// What a form brings from a touch: which question, and the key's answer as the browser wrote it.
#[derive(Clone, Default)]
pub struct KeyAnswer {
    /// The question.
    pub ceremony: String,
    /// The answer.
    pub credential: String,
}

impl KeyAnswer {
    /// Reads the two hidden fields that the script fills in.
    pub fn read(pairs: &Pairs) -> Self {
        Self {
            ceremony: pairs.text("ceremony").to_owned(),
            credential: pairs.raw("credential").to_owned(),
        }
    }
}

/// A touch that was judged. It counts only once it is settled.
#[derive(Clone)]
pub struct Judged {
    outcome: Result<Touch, Refusal>,
    keys: Vec<HeldKey>,
    purpose: Purpose,
    device: String,
    policy: Policy,
    is_short_of_keys: bool,
}

/// A touch that was settled: the actor holds this key.
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
}

/// Judges an answer. Its question is used up, whatever the answer is worth: it was taken out of
/// the store before this looks at the answer.
///
/// # Errors
/// That the database is away.
pub async fn judge(cx: &Cx, purpose: Purpose, answer: &KeyAnswer) -> Result<Judged, Problem> {
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
    let outcome = match taken {
        Some(taken) => verifier.finish_assertion(&taken.state, &stored, &answer.credential),
        None => Err(Refusal::Expired),
    };
    let device = cx.visit().device.clone();
    Ok(Judged {
        outcome,
        keys,
        purpose,
        device,
        policy: cx.policy.clone(),
        is_short_of_keys: cx.grace.is_some_and(|grace| grace.is_over),
    })
}

impl Judged {
    /// Settles the touch in the transaction of what it is for: the key's counter goes on if
    /// nothing overtook it, or the refusal is written down. Either way the transaction commits.
    ///
    /// # Errors
    /// That the database is away.
    pub fn settle(&self, tx: &mut Tx<'_, '_>) -> Result<Result<Proved, Refusal>, Problem> {
        let refusal = match &self.outcome {
            Ok(touch) => match self.take(tx, touch)? {
                Ok(proved) => return Ok(Ok(proved)),
                Err(refusal) => refusal,
            },
            Err(refusal) => refusal.clone(),
        };
        self.refuse(tx, &refusal)?;
        Ok(Err(refusal))
    }

    fn take(&self, tx: &mut Tx<'_, '_>, touch: &Touch) -> Result<Result<Proved, Refusal>, Problem> {
        let Some(key) = self.key(&Refusal::of_touch(touch)) else {
            return Err(Problem::bug("a touch of a key that was not read"));
        };
        if store::note_use(tx, &key.id, touch, &self.device)? {
            return Ok(self.admit(key, touch).map(|()| Proved {
                key: key.id.clone(),
                name: key.name.clone(),
                kind: key.kind,
                with_pin: touch.user_verified,
            }));
        }
        // Something happened to this key since its counter was read.
        let now = store::mine(tx)?.into_iter().find(|held| held.id == key.id);
        Ok(Err(match now.filter(HeldKey::is_working) {
            None => Refusal::NotLinked,
            Some(held) if held.stored.counter == touch.counter_after => Refusal::of_touch(touch),
            Some(_) => Refusal::Overtaken,
        }))
    }

    /// Whether the person's user groups let this key do what it was touched for.
    fn admit(&self, key: &HeldKey, touch: &Touch) -> Result<(), Refusal> {
        if !self.purpose.asks_policy() {
            return Ok(());
        }
        if self.is_short_of_keys {
            return Err(Refusal::TooFewKeys);
        }
        let shown = key.shown(touch.user_verified);
        self.policy.admits(shown).map_err(Refusal::NotAdmitted)
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

    fn refuse(&self, tx: &mut Tx<'_, '_>, refusal: &Refusal) -> Result<(), Problem> {
        let person = tx.person()?;
        let Some(key) = self.key(refusal) else {
            return tx.entry(
                Entry::of("security key refused", "person", &person.0)
                    .with("for", self.purpose.name())
                    .with("because", refusal)
                    .with("device", &self.device),
            );
        };
        if store::suspend(tx, &key.id)? {
            let dropped = drop_elevation_by(tx, &key.id, SUSPENDED)?;
            notices::suspended(tx, &key.name)?;
            tx.entry(
                Entry::of("security key suspended", "security key", &key.id.0)
                    .with("name", &key.name)
                    .with("because", refusal)
                    .with("elevations dropped", dropped)
                    .with("device", &self.device),
            )?;
        }
        Ok(())
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
