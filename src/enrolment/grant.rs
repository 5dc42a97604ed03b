//! That somebody may link a new key: proven before the key is asked, and taken in the transaction
//! that links it. What was true when it was proven has to be true still.

use keyward_web::Problem;

use super::first_key::Way;
use super::{codes, notices, recoveries, store, waiting};
use crate::cx::Tx;
use crate::ids::{KeyId, RecoveryId};

/// What somebody has proven who is about to link a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Their password; it is their first key.
    ByPassword,
    /// Their password and this printed code; it is their first key.
    WithCode(String),
    /// Their password; it is their first key, and waits for approval.
    ToBeApproved,
    /// Their password, after this recovery by two people.
    ByRecovery(RecoveryId),
    /// This key of theirs, or this recovery code.
    ByKey {
        /// Which.
        key: KeyId,
        /// Whether its PIN was given too.
        with_pin: bool,
    },
}

/// Whether a new key elevates at once.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Admitted {
    /// It does.
    AtOnce,
    /// It does, and those who answer for keys are told: two of them let its person back in.
    AfterRecovery,
    /// It does, though the key that was shown for it does not: nobody else at the school could
    /// approve it. Whoever manages people is told.
    Unapproved,
    /// Somebody else has to approve it first: it is a first key, or the key that was shown for it
    /// does not elevate.
    OnceApproved,
}

impl Grant {
    /// As it is kept beside the question to the new key.
    pub fn line(&self) -> String {
        match self {
            Self::ByPassword => "password".to_owned(),
            Self::WithCode(code) => format!("code {code}"),
            Self::ToBeApproved => "approval".to_owned(),
            Self::ByRecovery(recovery) => format!("recovery {recovery}"),
            Self::ByKey {
                key,
                with_pin: false,
            } => format!("key {key}"),
            Self::ByKey {
                key,
                with_pin: true,
            } => format!("key-with-pin {key}"),
        }
    }

    /// The grant that was kept so.
    pub fn read(line: &str) -> Option<Self> {
        let (word, id) = line.split_once(' ').unwrap_or((line, ""));
        Some(match word {
            "password" => Self::ByPassword,
            "code" => Self::WithCode(id.to_owned()),
            "approval" => Self::ToBeApproved,
            "recovery" => Self::ByRecovery(RecoveryId(id.to_owned())),
            "key" | "key-with-pin" => Self::ByKey {
                key: KeyId(id.to_owned()),
                with_pin: word == "key-with-pin",
            },
            _ => return None,
        })
    }

    /// As the audit log says it.
    pub fn words(&self) -> &'static str {
        match self {
            Self::ByPassword => "password",
            Self::WithCode(_) => "password and enrolment code",
            Self::ToBeApproved => "password, waits for approval",
            Self::ByRecovery(_) => "password, after a recovery by two people",
            Self::ByKey { .. } => "a key",
        }
    }

    /// Whether it was a touch or a code of a key that is linked already.
    pub fn is_by_key(&self) -> bool {
        matches!(self, Self::ByKey { .. })
    }

    /// Takes it, in the transaction that links the key; nothing where it no longer holds: another
    /// key was linked meanwhile, the user group's policy changed, the code or the recovery was used,
    /// or the key that was shown is dead.
    ///
    /// # Errors
    /// That the database is away.
    pub fn take(&self, tx: &mut Tx<'_, '_>) -> Result<Option<Admitted>, Problem> {
        let is_way = |tx: &mut Tx<'_, '_>, way| {
            let person = tx.person()?.clone();
            Ok::<_, Problem>(store::way_of(tx, &person)? == way)
        };
        let holds = match self {
            Self::ByPassword => is_way(tx, Way::ByPassword)?,
            Self::ToBeApproved => is_way(tx, Way::ToBeApproved)?,
            Self::WithCode(code) => is_way(tx, Way::WithCode)? && codes::use_up(tx, code)?,
            Self::ByRecovery(recovery) => {
                is_way(tx, Way::ByRecovery)? && recoveries::use_up(tx, recovery)?
            }
            Self::ByKey { key, with_pin } => return by_key(tx, key, *with_pin),
        };
        Ok(holds.then_some(match self {
            Self::ToBeApproved => Admitted::OnceApproved,
            Self::ByRecovery(_) => Admitted::AfterRecovery,
            Self::ByPassword | Self::WithCode(_) | Self::ByKey { .. } => Admitted::AtOnce,
        }))
    }
}

/// What a key brings that was shown: one that elevates as it was shown brings one that elevates. One
/// that does not would otherwise be a way round the policy, so what it brings waits.
fn by_key(tx: &mut Tx<'_, '_>, key: &KeyId, with_pin: bool) -> Result<Option<Admitted>, Problem> {
    let Some(shown) = store::shown(tx, key, with_pin)? else {
        return Ok(None);
    };
    let person = tx.person()?;
    if tx.asked_of_keys(person)?.admits(shown).is_ok() {
        return Ok(Some(Admitted::AtOnce));
    }
    Ok(Some(
        match store::others_who_vouch(tx, person)?.is_empty() {
            true => Admitted::Unapproved,
            false => Admitted::OnceApproved,
        },
    ))
}

impl Admitted {
    /// Whether the key elevates at once.
    pub fn is_at_once(self) -> bool {
        match self {
            Self::AtOnce | Self::AfterRecovery | Self::Unapproved => true,
            Self::OnceApproved => false,
        }
    }

    /// To be called once the key is linked: whoever can approve it is told, or those who answer for
    /// keys.
    ///
    /// # Errors
    /// That the database is away.
    pub fn announce(
        self,
        tx: &mut Tx<'_, '_>,
        key: &KeyId,
        name: &str,
        device: &str,
    ) -> Result<(), Problem> {
        match self {
            Self::AtOnce => Ok(()),
            Self::AfterRecovery => notices::recovery_used(tx),
            Self::Unapproved => notices::unapproved(tx, name, device),
            Self::OnceApproved => waiting::announce(tx, key, device),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_is_read_as_it_was_kept() {
        for grant in [
            Grant::ByPassword,
            Grant::WithCode("c".into()),
            Grant::ToBeApproved,
            Grant::ByRecovery(RecoveryId("r".into())),
            Grant::ByKey {
                key: KeyId("k".into()),
                with_pin: false,
            },
            Grant::ByKey {
                key: KeyId("k".into()),
                with_pin: true,
            },
        ] {
            assert_eq!(Grant::read(&grant.line()), Some(grant));
        }
        assert_eq!(Grant::read(""), None);
    }
}
