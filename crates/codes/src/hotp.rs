//! Codes that count presses: HOTP (RFC 4226), HMAC-SHA-1 over a rising counter.

use std::fmt;
use std::ops::RangeInclusive;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::{bytes_of_hex, random, ungrouped};

/// RFC 4226 § 4, R6: a secret has at least 128 bits…
const SECRET_BYTES_MIN: usize = 16;
/// …and HMAC takes no more than a block of SHA-1 as it is (RFC 2104 § 2).
const SECRET_BYTES_MAX: usize = 64;
/// RFC 4226 § 4, R6: 160 bits are recommended.
const SECRET_BYTES: usize = 20;

/// What the key, or the app, and the server both know.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

/// A text or its bytes are no [`Secret`].
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotASecret {
    /// A character stands where none of its kind can, or one is missing.
    #[error("this secret cannot be read")]
    Unreadable,
    /// Fewer than 128 bits (RFC 4226 § 4, R6).
    #[error("a secret has at least 16 bytes")]
    TooShort,
    /// More than 512 bits.
    #[error("a secret has at most 64 bytes")]
    TooLong,
}

impl Secret {
    /// A new secret of 160 bits from the operating system's random numbers.
    ///
    /// # Panics
    /// When the operating system has no random numbers to give.
    pub fn generate() -> Self {
        Self(Zeroizing::new(random::<SECRET_BYTES>().to_vec()))
    }

    /// The secret of these bytes.
    ///
    /// # Errors
    /// [`NotASecret::TooShort`] below 16 bytes, [`NotASecret::TooLong`] above 64.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotASecret> {
        match bytes.len() {
            ..SECRET_BYTES_MIN => Err(NotASecret::TooShort),
            SECRET_BYTES_MIN..=SECRET_BYTES_MAX => Ok(Self(Zeroizing::new(bytes.to_vec()))),
            _ => Err(NotASecret::TooLong),
        }
    }

    /// The secret of a base32 text (RFC 4648 § 6), in either case, in groups or not, padded or
    /// not.
    ///
    /// # Errors
    /// [`NotASecret`]: the text is not base32, or the secret too short or too long.
    pub fn from_base32(text: &str) -> Result<Self, NotASecret> {
        let mut plain = ungrouped(text);
        plain.make_ascii_uppercase();
        let bytes = BASE32_NOPAD.decode(plain.trim_end_matches('=').as_bytes());
        let bytes = bytes.map(Zeroizing::new);
        Self::from_bytes(&bytes.map_err(|_| NotASecret::Unreadable)?)
    }

    /// The secret of a hexadecimal text, in either case, in groups or not.
    ///
    /// # Errors
    /// [`NotASecret`]: the text is not hexadecimal, or the secret too short or too long.
    pub fn from_hex(text: &str) -> Result<Self, NotASecret> {
        Self::from_bytes(&bytes_of_hex(text).ok_or(NotASecret::Unreadable)?)
    }

    /// The secret as base32 (RFC 4648 § 6), in capitals, unpadded.
    pub fn to_base32(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The secret's bytes, to be sealed.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Secret(…)")
    }
}

/// How many digits a code has (RFC 4226 § 5.3).
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Digits {
    /// Six: what apps and most keys show.
    Six,
    /// Seven.
    Seven,
    /// Eight: some keys.
    Eight,
}

impl Digits {
    /// So many digits, when codes have so many.
    pub const fn of(count: usize) -> Option<Self> {
        match count {
            6 => Some(Self::Six),
            7 => Some(Self::Seven),
            8 => Some(Self::Eight),
            _ => None,
        }
    }

    /// How many they are.
    pub const fn count(self) -> usize {
        match self {
            Self::Six => 6,
            Self::Seven => 7,
            Self::Eight => 8,
        }
    }

    const fn modulus(self) -> u32 {
        match self {
            Self::Six => 1_000_000,
            Self::Seven => 10_000_000,
            Self::Eight => 100_000_000,
        }
    }
}

/// The code of this counter (RFC 4226 § 5.3).
///
/// # Panics
/// Never: HMAC takes keys of any length.
pub fn code(secret: &Secret, counter: u64, digits: Digits) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(&secret.0).expect("HMAC takes keys of any length");
    mac.update(&counter.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(hash[19] & 0x0f);
    let four = [hash[at], hash[at + 1], hash[at + 2], hash[at + 3]];
    let number = u32::from_be_bytes(four) & 0x7fff_ffff;
    format!(
        "{:0width$}",
        number % digits.modulus(),
        width = digits.count()
    )
}

/// The counter whose code this is (RFC 4226 § 7.4): the earliest from `first_counter` up to
/// `first_counter + window`, both included. `typed` is digits alone, as [`crate::typed`] gives
/// them.
///
/// The whole window is looked at in any case, and codes are compared in constant time. Whoever
/// accepts the code keeps the counter's successor as the next `first_counter`.
pub fn find(
    secret: &Secret,
    digits: Digits,
    typed: &str,
    first_counter: u64,
    window: u32,
) -> Option<u64> {
    let counters = first_counter..=first_counter.saturating_add(window.into());
    earliest(counters, |counter| is_code(secret, digits, typed, counter))
}

/// The counter of the second of two codes that follow one another (RFC 4226 § 7.4), the first of
/// them looked for from `first_counter` up to `first_counter + window`, both included: for a key
/// that was pressed more often than [`find`] looks ahead.
///
/// Two codes are as hard to guess as one of twice the digits, so this window may be wide.
pub fn resynchronise(
    secret: &Secret,
    digits: Digits,
    first: &str,
    second: &str,
    first_counter: u64,
    window: u32,
) -> Option<u64> {
    let last = first_counter.saturating_add(window.into());
    // These count the second code, so the first one's counter is one less.
    let counters = first_counter.checked_add(1)?..=last.saturating_add(1);
    earliest(counters, |counter| {
        is_code(secret, digits, first, counter - 1) & is_code(secret, digits, second, counter)
    })
}

/// Whether this is the counter's code, found out in constant time.
pub(crate) fn is_code(secret: &Secret, digits: Digits, typed: &str, counter: u64) -> Choice {
    let right = Zeroizing::new(code(secret, counter, digits));
    right.as_bytes().ct_eq(typed.as_bytes())
}

/// The earliest of these counters that matches; all of them are looked at.
pub(crate) fn earliest(
    counters: RangeInclusive<u64>,
    matches: impl Fn(u64) -> Choice,
) -> Option<u64> {
    let mut found = 0;
    let mut any = Choice::from(0);
    for counter in counters {
        let first = matches(counter) & !any;
        found.conditional_assign(&counter, first);
        any |= first;
    }
    bool::from(any).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RFC 4226, appendix D: the codes of counters 0 to 9.
    const CODES: [&str; 10] = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
    ];
    const SIX: Digits = Digits::Six;

    fn secret() -> Secret {
        Secret::from_bytes(b"12345678901234567890").unwrap()
    }

    #[test]
    fn the_codes_are_those_of_rfc_4226() {
        for (counter, right) in (0..).zip(CODES) {
            assert_eq!(code(&secret(), counter, SIX), right);
            assert_eq!(find(&secret(), SIX, right, counter, 0), Some(counter));
        }
        // The same appendix gives counter 0 in full: 1284755224.
        assert_eq!(code(&secret(), 0, Digits::Seven), "4755224");
        assert_eq!(code(&secret(), 0, Digits::Eight), "84755224");
    }

    #[test]
    fn a_code_is_found_at_both_edges_of_the_window_and_not_beyond() {
        assert_eq!(find(&secret(), SIX, CODES[3], 3, 4), Some(3));
        assert_eq!(find(&secret(), SIX, CODES[7], 3, 4), Some(7));
        assert_eq!(find(&secret(), SIX, CODES[8], 3, 4), None);
        assert_eq!(find(&secret(), SIX, CODES[2], 3, 4), None, "used before");
        let end = code(&secret(), u64::MAX, SIX);
        assert_eq!(
            find(&secret(), SIX, &end, u64::MAX - 1, 9),
            Some(u64::MAX),
            "the counter does not start again"
        );
    }

    #[test]
    fn the_earliest_of_equal_codes_is_found() {
        let even = |counter| Choice::from(u8::from(counter % 2 == 0));
        assert_eq!(earliest(3..=9, even), Some(4));
        assert_eq!(earliest(3..=3, even), None);
    }

    #[test]
    fn only_the_whole_code_of_the_right_length_and_secret_is_found() {
        for wrong in ["", "75522", "7552240", "755225", "84755224", " 755224"] {
            assert_eq!(find(&secret(), SIX, wrong, 0, 9), None, "{wrong:?}");
        }
        assert_eq!(find(&secret(), Digits::Eight, "84755224", 0, 0), Some(0));
        let other = Secret::from_bytes(b"12345678901234567891").unwrap();
        assert_eq!(find(&other, SIX, CODES[0], 0, 9), None);
    }

    #[test]
    fn two_codes_in_a_row_find_a_key_that_ran_far_ahead() {
        let far = |counter| code(&secret(), counter, SIX);
        let found = |first: &str, second: &str, from| {
            resynchronise(&secret(), SIX, first, second, from, 1000)
        };
        assert_eq!(found(&far(1005), &far(1006), 5), Some(1006), "at the end");
        assert_eq!(found(CODES[5], CODES[6], 5), Some(6), "at the beginning");
        assert_eq!(found(CODES[0], CODES[1], 0), Some(1));
        assert_eq!(found(&far(1006), &far(1007), 5), None, "beyond the end");
        assert_eq!(found(CODES[4], CODES[5], 5), None, "before the beginning");
        assert_eq!(found(&far(700), &far(702), 5), None, "not in a row");
        assert_eq!(found(&far(701), &far(700), 5), None, "the wrong way round");
        assert_eq!(found(&far(700), &far(700), 5), None, "the same twice");
        assert_eq!(found(CODES[0], CODES[1], u64::MAX), None);
        let (first, second) = (far(u64::MAX - 1), far(u64::MAX));
        assert_eq!(found(&first, &second, u64::MAX - 1), Some(u64::MAX));
    }

    #[test]
    fn a_secret_is_read_as_people_write_it() {
        let text = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(secret().to_base32(), text);
        let grouped = " gezd gnbv-gy3t qojq\tGEZD GNBV GY3T QOJQ \n";
        for written in [text, grouped] {
            let read = Secret::from_base32(written).unwrap();
            assert_eq!(read.as_bytes(), secret().as_bytes());
        }
        let padded = Secret::from_base32("GEZDGNBVGY3TQOJQGEZDGNBVGY======").unwrap();
        assert_eq!(padded.as_bytes(), b"1234567890123456");
        let hex = Secret::from_hex("3132 3334 3536 3738 3930 3132 3334 3536 aA Bb").unwrap();
        assert_eq!(hex.as_bytes(), b"1234567890123456\xaa\xbb");
    }

    #[test]
    fn what_is_no_secret_is_refused() {
        let no = |read: Result<Secret, NotASecret>| read.unwrap_err();
        assert_eq!(no(Secret::from_bytes(&[7; 15])), NotASecret::TooShort);
        assert_eq!(no(Secret::from_bytes(&[7; 65])), NotASecret::TooLong);
        assert!(Secret::from_bytes(&[7; 64]).is_ok());
        assert_eq!(no(Secret::from_base32("")), NotASecret::TooShort);
        assert_eq!(no(Secret::from_hex("31")), NotASecret::TooShort);
        let text = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ";
        for unreadable in [format!("{text}1"), format!("{text}é"), format!("{text}QA")] {
            assert_eq!(no(Secret::from_base32(&unreadable)), NotASecret::Unreadable);
        }
        for unreadable in ["0g".repeat(16), "0".repeat(33)] {
            assert_eq!(no(Secret::from_hex(&unreadable)), NotASecret::Unreadable);
        }
    }

    #[test]
    fn a_new_secret_is_160_bits_long_differs_from_the_last_and_is_not_shown() {
        let (one, other) = (Secret::generate(), Secret::generate());
        assert_eq!(one.as_bytes().len(), 20);
        assert_ne!(one.as_bytes(), other.as_bytes());
        assert_eq!(format!("{one:?}"), "Secret(…)");
    }

    proptest! {
        #[test]
        fn a_secret_comes_back_from_its_base32(bytes in proptest::collection::vec(any::<u8>(), 16..=64)) {
            let secret = Secret::from_bytes(&bytes).unwrap();
            let again = Secret::from_base32(&secret.to_base32()).unwrap();
            prop_assert_eq!(again.as_bytes(), &bytes[..]);
        }
    }
}
