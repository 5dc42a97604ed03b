//! The answer of a passkey at the sign-in page, judged.

use keyward_seal::SchoolKey;
use keyward_web::Problem;

use super::questions;
use crate::cx::{Tx, Visit};
use crate::ids::SchoolId;
use crate::key_policy::{self, Policy};
use crate::people::{self, Account};
use crate::security_keys::assertion::{Touch, names_key};
use crate::security_keys::key::{CredentialId, PersonHandle};
use crate::security_keys::proof::{Judged, KeyAnswer};
use crate::security_keys::refusal::Refusal;
use crate::security_keys::store::{self, HeldKey};
use crate::security_keys::touches::Touched;
use crate::security_keys::verifier::Verifier;

/// Who holds a passkey, and what is needed to judge it.
struct Holder {
    account: Account,
    keys: Vec<HeldKey>,
    policy: Policy,
}

/// Judges an answer at this school. Its question is used up, whatever the answer is worth. Whose
/// account it is for and what the answer is worth, to be settled as that person; or why it is
/// nobody's.
///
/// # Errors
/// That the database is away.
pub async fn judge(
    visit: &Visit,
    there: Option<(SchoolId, SchoolKey)>,
    answer: &KeyAnswer,
) -> Result<Result<(Account, Judged), Refusal>, Problem> {
    let token = answer.ceremony.clone();
    let taken = visit
        .write(there.clone(), move |tx| questions::take(tx, &token))
        .await?;
    let Some(state) = taken else {
        return Ok(Err(Refusal::Expired));
    };
    let key = match names_key(&answer.credential) {
        Ok(key) => key,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let named = key.clone();
    let Some(holder) = visit.read(there, move |tx| find(tx, &named)).await? else {
        return Ok(Err(Refusal::NotLinked));
    };
    let verifier = visit.app.verifier()?;
    let outcome = holder.judge(verifier, &state, &key, &answer.credential)?;
    let device = visit.device.clone();
    let judged = Judged::at_the_door(
        Touched::at_the_door(outcome, holder.keys),
        device,
        holder.policy,
    );
    Ok(Ok((holder.account, judged)))
}

fn find(tx: &mut Tx<'_, '_>, key: &CredentialId) -> Result<Option<Holder>, Problem> {
    let Some(person) = questions::holder(tx, key)? else {
        return Ok(None);
    };
    Ok(Some(Holder {
        account: people::account_of(tx, &person)?,
        keys: store::of(tx, &person)?,
        policy: key_policy::asked_here_of(tx, &person)?,
    }))
}

impl Holder {
    fn judge(
        &self,
        verifier: &Verifier,
        state: &str,
        key: &CredentialId,
        answer: &str,
    ) -> Result<Result<Touch, Refusal>, Problem> {
        let handle = PersonHandle::from_bytes(&self.account.key_handle)
            .ok_or_else(|| Problem::bug("a person without a handle for keys"))?;
        let held = self
            .keys
            .iter()
            .filter(|held| held.can_be_touched())
            .find(|held| held.stored.credential_id == *key);
        let Some(held) = held else {
            return Ok(Err(Refusal::NotLinked));
        };
        let touch = verifier.finish_passkey_sign_in(state, &held.stored, handle, answer);
        // Only whoever touched the passkey hears what their user groups ask.
        Ok(touch.and_then(|touch| match self.policy.passkey_sign_in {
            true => Ok(touch),
            false => Err(Refusal::NotForSignIn),
        }))
    }
}
