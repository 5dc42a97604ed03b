//! Sealed columns: what children and staff wrote, made unreadable to whoever holds only the
//! database or its backup.
//!
//! Envelope encryption: each school has a [`SchoolKey`] of its own; the database keeps it only
//! wrapped by the [`MasterKey`], which lives in a file apart. Both use XChaCha20-Poly1305
//! (authenticated encryption, 192-bit random nonces; draft-irtf-cfrg-xchacha-03). A sealed value
//! is bound to its [`Place`], so it cannot be moved to another school, table, row or column.
//!
//! A sealed value is one version byte (1), 24 bytes of nonce, then ciphertext and tag.

mod master;

pub use master::{MasterKey, MasterKeyError};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
const KEY_BYTES: usize = 32;

/// Where a sealed value belongs: the value opens nowhere else.
#[derive(Copy, Clone, Debug)]
pub struct Place<'a> {
    /// The school's identifier.
    pub school: &'a str,
    /// The table's name.
    pub table: &'a str,
    /// The row's identifier.
    pub row: &'a str,
    /// The column's name.
    pub column: &'a str,
}

impl Place<'_> {
    /// The associated data of the encryption: each part behind its length, so that no two places
    /// read the same.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in [self.school, self.table, self.row, self.column] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }
}

/// A sealed value did not open: it was changed, moved, or sealed under another key.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open with this key in this place")]
pub struct Broken;

/// The key of one school, which seals what is written there.
#[derive(Clone)]
pub struct SchoolKey(Zeroizing<[u8; KEY_BYTES]>);

impl SchoolKey {
    /// A new key from the operating system's random numbers.
    ///
    /// # Panics
    /// When the operating system has no random numbers to give.
    pub fn generate() -> Self {
        Self(random())
    }

    /// The key of these bytes, for test vectors.
    #[cfg(any(test, feature = "testing"))]
    pub fn of_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Seals a value for its place.
    pub fn seal(&self, place: Place<'_>, value: &[u8]) -> Vec<u8> {
        seal(&self.0, &place.bytes(), value)
    }

    /// Opens a sealed value in its place.
    ///
    /// # Errors
    /// [`Broken`] when the value was changed, moved or sealed under another key.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Broken> {
        open(&self.0, &place.bytes(), sealed)
    }

    /// A keyed hash over parts: HMAC-SHA-256 (RFC 2104) under a key derived from this one for
    /// this purpose alone. Each part is taken behind its length.
    ///
    /// # Panics
    /// Never: HMAC takes keys of any length.
    pub fn tag(&self, purpose: &str, parts: &[&str]) -> [u8; 32] {
        let derived = Zeroizing::new(mac(&self.0[..], &[purpose]));
        mac(&derived[..], parts)
    }
}

fn mac(key: &[u8], parts: &[&str]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

fn random<const N: usize>() -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut()).expect("the operating system gives random numbers");
    bytes
}

fn cipher(key: &[u8; KEY_BYTES]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

fn seal(key: &[u8; KEY_BYTES], place: &[u8], value: &[u8]) -> Vec<u8> {
    let nonce = *random::<NONCE_BYTES>();
    let payload = Payload {
        msg: value,
        aad: place,
    };
    let text = cipher(key)
        .encrypt(&XNonce::from(nonce), payload)
        .expect("XChaCha20-Poly1305 takes values up to 256 GiB");
    let mut sealed = Vec::with_capacity(1 + NONCE_BYTES + text.len());
    sealed.push(VERSION);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&text);
    sealed
}

fn open(key: &[u8; KEY_BYTES], place: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Broken> {
    let (&version, rest) = sealed.split_first().ok_or(Broken)?;
    let (nonce, text) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(Broken)?;
    if version != VERSION {
        return Err(Broken);
    }
    let payload = Payload {
        msg: text,
        aad: place,
    };
    let value = cipher(key)
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| Broken)?;
    Ok(Zeroizing::new(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place<'static> = Place {
        school: "s1",
        table: "concern",
        row: "c1",
        column: "seen_and_heard",
    };

    #[test]
    fn what_is_sealed_opens_in_its_place() {
        let key = SchoolKey::generate();
        let sealed = key.seal(HERE, "bruise on left arm".as_bytes());
        assert!(!sealed.windows(6).any(|part| part == b"bruise"));
        assert_eq!(&**key.open(HERE, &sealed).unwrap(), b"bruise on left arm");
        assert_ne!(
            sealed,
            key.seal(HERE, b"bruise on left arm"),
            "each sealing is new"
        );
    }

    #[test]
    fn a_sealed_value_opens_nowhere_else() {
        let key = SchoolKey::generate();
        let sealed = key.seal(HERE, b"words");
        for elsewhere in [
            Place {
                school: "s2",
                ..HERE
            },
            Place {
                table: "amendment",
                ..HERE
            },
            Place { row: "c2", ..HERE },
            Place {
                column: "own_words",
                ..HERE
            },
            Place {
                school: "s1c",
                table: "oncern",
                ..HERE
            },
        ] {
            assert_eq!(key.open(elsewhere, &sealed).unwrap_err(), Broken);
        }
        assert_eq!(
            SchoolKey::generate().open(HERE, &sealed).unwrap_err(),
            Broken
        );
    }

    #[test]
    fn a_tag_is_of_its_key_its_purpose_and_its_parts() {
        let key = SchoolKey::generate();
        let tag = key.tag("audit", &["ab", "c"]);
        assert_eq!(tag, key.tag("audit", &["ab", "c"]));
        assert_ne!(tag, key.tag("audit", &["a", "bc"]));
        assert_ne!(tag, key.tag("other", &["ab", "c"]));
        assert_ne!(tag, SchoolKey::generate().tag("audit", &["ab", "c"]));
    }

    #[test]
    fn any_changed_byte_and_any_missing_end_is_found() {
        let key = SchoolKey::generate();
        let sealed = key.seal(HERE, b"words");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(key.open(HERE, &changed).is_err(), "byte {at}");
            assert!(key.open(HERE, &sealed[..at]).is_err(), "cut at {at}");
        }
    }
}
