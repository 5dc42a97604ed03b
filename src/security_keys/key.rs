//! What is kept of a key, and the handle by which a key knows its person.

use super::transports::Transport;
use data_encoding::BASE64URL_NOPAD;
use std::fmt;

use crate::key_policy::Kind;

/// The longest name that a key may give itself (WebAuthn Level 3, section 4, "Credential ID").
pub(super) const CREDENTIAL_ID_BYTES_MAX: usize = 1023;

/// The name that a key gave itself for one account. No two keys of anybody share one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CredentialId(Vec<u8>);

impl CredentialId {
    /// The name as it was stored.
    pub fn new(bytes: Vec<u8>) -> CredentialId {
        CredentialId(bytes)
    }

    /// The name, to be stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn text(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }
}

impl fmt::Debug for CredentialId {
    /// Its length alone, so that no log can tell one key from another.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CredentialId({} bytes)", self.0.len())
    }
}

/// The sixteen random bytes by which a key knows its person.
///
/// They are made once for a person and never change. They say nothing about who it is, since a key
/// may show them to anybody who holds it (WebAuthn Level 3, section 14.6.1).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PersonHandle([u8; 16]);

impl PersonHandle {
    /// The handle as it was stored, or `None` where it is not sixteen bytes long.
    pub fn from_bytes(bytes: &[u8]) -> Option<PersonHandle> {
        bytes.try_into().ok().map(PersonHandle)
    }

    /// A new handle for a new person.
    pub fn random() -> Result<PersonHandle, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(PersonHandle(bytes))
    }

    /// The handle, to be stored.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for PersonHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonHandle(…)")
    }
}

/// A key that has just proved itself, to be stored beside its person.
#[derive(Clone)]
pub struct NewKey {
    /// What it is.
    pub kind: Kind,
    /// Whether it answers with its PIN alone from now on, because it was asked for it here.
    pub is_pin_bound: bool,
    /// The key's name. The store refuses it where anybody has it already.
    pub credential_id: CredentialId,
    /// What is needed to judge the key's answers, as JSON.
    pub record: String,
    /// How often the key says it has answered; `0` may also mean that it does not count.
    pub counter: u32,
    /// How the key can be reached.
    pub transports: Vec<Transport>,
    /// Whether the person gave the key's PIN (or finger) at registration.
    pub user_verified: bool,
    /// Whether this can be copied to other devices (a passkey kept in a cloud account).
    pub synced: bool,
    /// How the key vouched for its make: `none`, `fido-u2f`, `packed`, …
    pub attestation_format: &'static str,
    /// The key's model as a UUID, where it told one. Without attestation it proves nothing.
    pub aaguid: Option<String>,
}

#[cfg(test)]
impl NewKey {
    /// The key as it will be read from the store.
    pub fn stored(&self) -> StoredKey {
        StoredKey {
            credential_id: self.credential_id.clone(),
            record: self.record.clone(),
            counter: self.counter,
            transports: self.transports.clone(),
        }
    }
}

/// A key as it was read from the store. A suspended or removed key is not among them.
#[derive(Clone)]
pub struct StoredKey {
    /// The key's name.
    pub credential_id: CredentialId,
    /// `NewKey::record`, or `Touch::record` of a later touch.
    pub record: String,
    /// The counter as the store has it now; the record's own is passed over.
    pub counter: u32,
    /// How the key can be reached.
    pub transports: Vec<Transport>,
}

impl fmt::Debug for NewKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewKey")
            .field("format", &self.attestation_format)
            .field("counter", &self.counter)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for StoredKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredKey")
            .field("counter", &self.counter)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::PersonHandle;

    #[test]
    fn a_handle_is_sixteen_random_bytes() {
        let (one, two) = (
            PersonHandle::random().expect("one"),
            PersonHandle::random().expect("two"),
        );
        assert!(one != two);
        assert_eq!(PersonHandle::from_bytes(one.as_bytes()), Some(one));
        assert_eq!(PersonHandle::from_bytes(&[0; 15]), None);
        assert_eq!(format!("{one:?}"), "PersonHandle(…)");
    }
}
