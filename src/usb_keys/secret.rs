//! What a USB key's codes are computed from: known to the key and to us, sealed wherever it rests.

use std::fmt;

use keyward_codes::hotp::{self, Digits};
use keyward_codes::yubico::AesKey;
use keyward_web::Problem;
use zeroize::Zeroizing;

use super::sort::Sort;

/// The secret of a USB key.
#[derive(Clone)]
pub enum Secret {
    /// Of a key that types a Yubico OTP.
    Yubico {
        /// What proves that a code opened rightly.
        private_id: Zeroizing<[u8; 6]>,
        /// What opens its codes.
        key: AesKey,
    },
    /// Of a key that types a counted code.
    Hotp {
        /// How many digits it types, where that was said.
        digits: Option<Digits>,
        /// What its codes come from.
        secret: hotp::Secret,
    },
}

impl Secret {
    /// What sort of key has it.
    pub fn sort(&self) -> Sort {
        match self {
            Self::Yubico { .. } => Sort::YubicoOtp,
            Self::Hotp { .. } => Sort::OathHotp,
        }
    }

    /// As it is sealed.
    pub fn text(&self) -> Zeroizing<String> {
        let hex = |bytes: &[u8]| Zeroizing::new(data_encoding::HEXLOWER.encode(bytes));
        Zeroizing::new(match self {
            Self::Yubico { private_id, key } => {
                let (id, key) = (hex(&private_id[..]), hex(key.as_bytes()));
                format!("{}:{}", *id, *key)
            }
            Self::Hotp { digits, secret } => {
                let digits = digits.map_or(0, Digits::count);
                format!("{digits}:{}", *hex(secret.as_bytes()))
            }
        })
    }

    /// Reads it back.
    ///
    /// # Errors
    /// A bug's page when that is not what was sealed.
    pub fn read(sort: Sort, text: &str) -> Result<Self, Problem> {
        Self::of(sort, text).ok_or_else(|| Problem::bug("a USB key's secret does not read back"))
    }

    fn of(sort: Sort, text: &str) -> Option<Self> {
        let (before, after) = text.split_once(':')?;
        match sort {
            Sort::YubicoOtp => Some(Self::Yubico {
                private_id: private_id(before)?,
                key: AesKey::from_hex(after)?,
            }),
            Sort::OathHotp => Some(Self::Hotp {
                digits: Digits::of(before.parse().ok()?),
                secret: hotp::Secret::from_hex(after).ok()?,
            }),
        }
    }

    /// Whether both compute the same codes.
    pub fn is_that_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Hotp { secret, .. }, Self::Hotp { secret: other, .. }) => {
                secret.as_bytes() == other.as_bytes()
            }
            (Self::Yubico { .. }, Self::Yubico { .. }) => self.text() == other.text(),
            (Self::Yubico { .. }, Self::Hotp { .. }) | (Self::Hotp { .. }, Self::Yubico { .. }) => {
                false
            }
        }
    }
}

/// A private identity: twelve hexadecimal digits, in groups or not.
pub fn private_id(text: &str) -> Option<Zeroizing<[u8; 6]>> {
    let plain: Zeroizing<String> = Zeroizing::new(text.split_whitespace().collect());
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(plain.as_bytes());
    let bytes = Zeroizing::new(bytes.ok()?);
    Some(Zeroizing::new(bytes.as_slice().try_into().ok()?))
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_comes_back_from_what_is_sealed_and_is_not_shown() {
        for (sort, text) in [
            (
                Sort::YubicoOtp,
                "8792ebfe26cc:ecde18dbe76fbd0c33330f1c354871db",
            ),
            (Sort::OathHotp, "6:3132333435363738393031323334353637383930"),
            (Sort::OathHotp, "0:3132333435363738393031323334353637383930"),
        ] {
            let secret = Secret::read(sort, text).unwrap();
            assert_eq!(*secret.text(), text);
            assert_eq!(secret.sort(), sort);
            assert_eq!(format!("{secret:?}"), "Secret(…)");
        }
    }

    #[test]
    fn what_was_not_sealed_so_does_not_read() {
        for text in [
            "",
            "8792ebfe26cc",
            "8792ebfe26:ecde18dbe76fbd0c33330f1c354871db",
        ] {
            assert!(Secret::read(Sort::YubicoOtp, text).is_err(), "{text:?}");
        }
        assert!(Secret::read(Sort::OathHotp, "6:31").is_err());
    }
}
