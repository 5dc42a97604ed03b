//! How this room speaks with webauthn-rs: in silence, and with its errors put in our words.

use super::key::StoredKey;
use super::refusal::Refusal;
use webauthn_rs::prelude::{Credential, SecurityKey, WebauthnError};

/// The library's record of a key, with the counter as the store has it.
pub(super) fn record(key: &StoredKey) -> Result<SecurityKey, Refusal> {
    let read: SecurityKey =
        serde_json::from_str(&key.record).map_err(|_| Refusal::Ours("a key's record"))?;
    let mut credential = Credential::from(read);
    if credential.cred_id.as_slice() != key.credential_id.as_bytes() {
        return Err(Refusal::Ours("a key's record is another key's"));
    }
    credential.counter = key.counter;
    Ok(SecurityKey::from(credential))
}

/// Runs the library with its log switched off: it writes parts of what a key said.
pub(super) fn quietly<T>(job: impl FnOnce() -> T) -> T {
    tracing::dispatcher::with_default(&tracing::Dispatch::none(), job)
}

impl Refusal {
    /// What the library says of a registration.
    pub(super) fn of_registration(error: &WebauthnError) -> Refusal {
        match error {
            WebauthnError::AttestationNotSupported => Refusal::UnsupportedProof,
            WebauthnError::CredentialAlteredAlgFromRequest
            | WebauthnError::COSEKeyEDUnsupported
            | WebauthnError::SshPublicKeyEDUnsupported
            | WebauthnError::COSEKeyRSANEInvalid
            | WebauthnError::COSEKeyECDSAInvalidCurve
            | WebauthnError::COSEKeyEDDSAInvalidCurve
            | WebauthnError::COSEKeyInvalidType
            | WebauthnError::COSEKeyInvalidAlgorithm
            | WebauthnError::CredentialInsecureCryptography => Refusal::UnsupportedKey,
            other => Refusal::of_both(other).unwrap_or(Refusal::BadProof),
        }
    }

    /// What the library says of a touch. A counter that went back is the caller's to tell.
    pub(super) fn of_assertion(error: &WebauthnError) -> Refusal {
        match error {
            WebauthnError::CredentialNotFound => Refusal::NotLinked,
            WebauthnError::CredentialBackupEligibilityInconsistent
            | WebauthnError::CredentialMayNotBeHardwareBound => Refusal::Changed,
            other => Refusal::of_both(other).unwrap_or(Refusal::BadSignature),
        }
    }

    fn of_both(error: &WebauthnError) -> Option<Refusal> {
        Some(match error {
            WebauthnError::InvalidClientDataType => Refusal::WrongKind,
            WebauthnError::MismatchedChallenge => Refusal::Expired,
            WebauthnError::InvalidRPOrigin => Refusal::WrongAddress,
            WebauthnError::CredentialCrossOrigin => Refusal::Embedded,
            WebauthnError::InvalidRPIDHash => Refusal::WrongSite,
            WebauthnError::UserNotPresent => Refusal::NoTouch,
            WebauthnError::UserNotVerified => Refusal::PinMissing,
            WebauthnError::ParseBase64Failure(_)
            | WebauthnError::ParseCBORFailure(_)
            | WebauthnError::ParseJSONFailure(_)
            | WebauthnError::ParseNOMFailure
            | WebauthnError::ParseInsufficientBytesAvailable
            | WebauthnError::MissingAttestationCredentialData => {
                Refusal::Unreadable("what the key itself said")
            }
            _ => return None,
        })
    }
}
