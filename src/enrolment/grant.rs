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
    ByKey(KeyId),
}

/// Whether a new key elevates at once.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Admitted {
    /// It does.
    AtOnce,
    /// It does, and those who answer for keys are told: two of them let its person back in.
    AfterRecovery,
    /// Somebody else has to approve it first.
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
            Self::ByKey(key) => format!("key {key}"),
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
            "key" => Self::ByKey(KeyId(id.to_owned())),
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
            Self::ByKey(_) => "a key",
        }
    }

    /// Whether it was a touch or a code of a key that is linked already.
    pub fn is_by_key(&self) -> bool {
        matches!(self, Self::ByKey(_))
    }

    /// Takes it, in the transaction that links the key; nothing where it no longer holds: another
    /// key was linked meanwhile, the user group's policy changed, the code or the recovery was used,
    /// or the key that was shown is dead.
    ///
    /// # Errors
    /// That the database is away.
    pub fn take(&self, tx: &mut Tx<'_, '_>) -> Result<Option<Admitted>, Problem> {
        let way = store::way_of(tx, tx.person()?)?;
        let holds = match (self, way) {
            (Self::ByPassword, Way::ByPassword) | (Self::ToBeApproved, Way::ToBeApproved) => true,
            (Self::WithCode(code), Way::WithCode) => codes::use_up(tx, code)?,
            (Self::ByRecovery(recovery), Way::ByRecovery) => recoveries::use_up(tx, recovery)?,
            (Self::ByKey(key), _) => store::is_alive(tx, key)?,
            _ => false,
        };
        Ok(holds.then_some(match self {
            Self::ToBeApproved => Admitted::OnceApproved,
            Self::ByRecovery(_) => Admitted::AfterRecovery,
            Self::ByPassword | Self::WithCode(_) | Self::ByKey(_) => Admitted::AtOnce,
        }))
    }
}

impl Admitted {
    /// Whether the key elevates at once.
    pub fn is_at_once(self) -> bool {
        self != Self::OnceApproved
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
            Self::OnceApproved => waiting::announce(tx, key, name, device),
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
            Grant::ByKey(KeyId("k".into())),
        ] {
            assert_eq!(Grant::read(&grant.line()), Some(grant));
        }
        assert_eq!(Grant::read(""), None);
    }
}
