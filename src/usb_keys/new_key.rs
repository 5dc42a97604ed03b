//! A key to be brought in, checked field by field: from a line of a file, or typed by hand.

use keyward_codes::hotp::{self, Digits, NotASecret};
use keyward_codes::modhex;
use keyward_codes::yubico::AesKey;

use super::secret::{self, Secret};
use super::sort::Sort;

/// The longest serial number.
const SERIAL_CHARACTERS_MAX: usize = 30;

/// What is asked about a key.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its serial number.
    Serial,
    /// What its Yubico OTPs begin with.
    PublicId,
    /// What proves that its Yubico OTPs opened rightly.
    PrivateId,
    /// What its codes are computed from.
    Secret,
    /// How many digits it types.
    Digits,
    /// Where its count begins.
    Counter,
}

impl Field {
    /// As a heading.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Serial => "Serial number",
            Self::PublicId => "Public ID",
            Self::PrivateId => "Private ID",
            Self::Secret => "Secret key",
            Self::Digits => "Digits",
            Self::Counter => "Counter",
        }
    }
}

/// A key as it was typed, or stood in a file.
#[derive(Copy, Clone, Default)]
pub struct Typed<'t> {
    /// Its serial number.
    pub serial: &'t str,
    /// Its public identity.
    pub public_id: &'t str,
    /// Its private identity.
    pub private_id: &'t str,
    /// Its secret key.
    pub secret: &'t str,
    /// How many digits it types.
    pub digits: &'t str,
    /// Where its count begins.
    pub counter: &'t str,
}

/// A key that can be brought in.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Its serial number; empty where a Yubico OTP key was not asked for it.
    pub serial: String,
    /// What a Yubico OTP begins with; for OATH-HOTP the serial number.
    pub public_id: String,
    /// What its codes come from.
    pub secret: Secret,
    /// The last count that was used: one less than the next.
    pub counter: i64,
}

/// What is wrong with it.
pub type Wrong = Vec<(Field, &'static str)>;

impl NewKey {
    /// What it is.
    pub fn sort(&self) -> Sort {
        self.secret.sort()
    }

    /// Checks a key that types Yubico OTPs.
    ///
    /// # Errors
    /// What is wrong with which field.
    pub fn yubico(typed: Typed<'_>) -> Result<Self, Wrong> {
        let mut wrong = Wrong::new();
        let serial = noted(&mut wrong, Field::Serial, serial(typed.serial));
        let public_id = noted(&mut wrong, Field::PublicId, public_id(typed.public_id));
        let private_id = noted(
            &mut wrong,
            Field::PrivateId,
            secret::private_id(typed.private_id)
                .ok_or("a private ID is 12 digits and letters from 0 to 9 and a to f"),
        );
        let key = noted(
            &mut wrong,
            Field::Secret,
            AesKey::from_hex(typed.secret).ok_or(
                "the AES key of a Yubico OTP is 32 digits and letters from 0 to 9 and a to f",
            ),
        );
        match (serial, public_id, private_id, key) {
            (Some(serial), Some(public_id), Some(private_id), Some(key)) => Ok(Self {
                serial,
                public_id,
                secret: Secret::Yubico { private_id, key },
                counter: -1,
            }),
            _ => Err(wrong),
        }
    }

    /// Checks a key that types counted codes (OATH-HOTP).
    ///
    /// # Errors
    /// What is wrong with which field.
    pub fn hotp(typed: Typed<'_>) -> Result<Self, Wrong> {
        let mut wrong = Wrong::new();
        let serial = serial(typed.serial).and_then(|serial| match serial.is_empty() {
            true => Err("it is missing: without it nobody could say which key is theirs"),
            false => Ok(serial),
        });
        let serial = noted(&mut wrong, Field::Serial, serial);
        let prefix = match typed.public_id.trim() {
            "" => Ok(()),
            _ => Err(
                "this key types an identifier before each code, which Keyward does not take. \
                 Program it again without an OATH token identifier",
            ),
        };
        let prefix = noted(&mut wrong, Field::PublicId, prefix);
        let secret = hotp::Secret::from_hex(typed.secret).map_err(|why| match why {
            NotASecret::Unreadable => "a secret key is digits and letters from 0 to 9 and a to f",
            NotASecret::TooShort => "a secret key has at least 32 digits and letters; usually 40",
            NotASecret::TooLong => "a secret key has at most 128 digits and letters; usually 40",
        });
        let secret = noted(&mut wrong, Field::Secret, secret);
        let digits = noted(&mut wrong, Field::Digits, digits(typed.digits));
        let counter = noted(&mut wrong, Field::Counter, counter(typed.counter));
        match (serial, prefix, secret, digits, counter) {
            (Some(serial), Some(()), Some(secret), Some(digits), Some(counter)) => Ok(Self {
                public_id: serial.clone(),
                serial,
                secret: Secret::Hotp { digits, secret },
                counter: i64::from(counter) - 1,
            }),
            _ => Err(wrong),
        }
    }
}

fn noted<T>(wrong: &mut Wrong, field: Field, read: Result<T, &'static str>) -> Option<T> {
    read.map_err(|why| wrong.push((field, why))).ok()
}

/// A serial number, as it is kept: in capitals, without blanks.
///
/// # Errors
/// What is wrong with it, for the person.
pub fn serial(text: &str) -> Result<String, &'static str> {
    let plain: String = text.split_whitespace().collect();
    let plain = plain.to_ascii_uppercase();
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if plain.chars().count() > SERIAL_CHARACTERS_MAX || !plain.chars().all(fits) {
        return Err("a serial number is at most 30 digits, letters and hyphens");
    }
    Ok(plain)
}

fn public_id(text: &str) -> Result<String, &'static str> {
    let bytes = modhex::decode(text.trim()).filter(|bytes| (1..=16).contains(&bytes.len()));
    let bytes = bytes.ok_or(
        "a public ID is 2 to 32 of the letters c b d e f g h i j k l n r t u v, usually 12",
    )?;
    Ok(modhex::encode(&bytes))
}

fn digits(text: &str) -> Result<Option<Digits>, &'static str> {
    match text.trim() {
        "" | "0" => Ok(None),
        some => match some.parse().ok().and_then(Digits::of) {
            Some(digits) => Ok(Some(digits)),
            None => Err("a key types 6, 7 or 8 digits"),
        },
    }
}

fn counter(text: &str) -> Result<u32, &'static str> {
    match text.trim() {
        "" => Ok(0),
        some if some.bytes().all(|digit| digit.is_ascii_digit()) => some
            .parse()
            .ok()
            .ok_or("a count begins with a number up to 4294967295"),
        _ => Err("a count begins with a whole number, usually 0"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YUBICO: Typed<'_> = Typed {
        serial: " 508326 ",
        public_id: "DTEFFUJE",
        private_id: "87 92 eb fe 26 cc",
        secret: "ecde18dbe76fbd0c33330f1c354871db",
        digits: "",
        counter: "",
    };
    const HOTP: Typed<'_> = Typed {
        serial: "fe-12 34",
        public_id: "",
        private_id: "",
        secret: "3132333435363738393031323334353637383930",
        digits: "6",
        counter: "32",
    };

    fn fields(read: Result<NewKey, Wrong>) -> Vec<Field> {
        let wrong = read.unwrap_err().into_iter();
        wrong.map(|(field, _)| field).collect()
    }

    #[test]
    fn what_is_right_is_kept_as_it_will_be_looked_for() {
        let key = NewKey::yubico(YUBICO).unwrap();
        assert_eq!(
            (key.serial.as_str(), key.public_id.as_str()),
            ("508326", "dteffuje")
        );
        assert_eq!((key.sort(), key.counter), (Sort::YubicoOtp, -1));
        let key = NewKey::hotp(HOTP).unwrap();
        assert_eq!(
            (key.serial.as_str(), key.public_id.as_str()),
            ("FE-1234", "FE-1234")
        );
        assert_eq!((key.sort(), key.counter), (Sort::OathHotp, 31));
        let nameless = Typed {
            serial: "",
            ..YUBICO
        };
        assert_eq!(NewKey::yubico(nameless).unwrap().serial, "");
    }

    #[test]
    fn every_wrong_field_is_named() {
        let wrong = Typed {
            serial: "50 8326/1",
            public_id: "dteffuj",
            private_id: "8792ebfe26",
            secret: "ecde",
            ..YUBICO
        };
        let all = [
            Field::Serial,
            Field::PublicId,
            Field::PrivateId,
            Field::Secret,
        ];
        assert_eq!(fields(NewKey::yubico(wrong)), all);
        let wrong = Typed {
            serial: " ",
            public_id: "ubhe1234",
            secret: "31",
            digits: "9",
            counter: "-1",
            ..HOTP
        };
        let all = [
            Field::Serial,
            Field::PublicId,
            Field::Secret,
            Field::Digits,
            Field::Counter,
        ];
        assert_eq!(fields(NewKey::hotp(wrong)), all);
        let high = Typed {
            counter: "4294967296",
            ..HOTP
        };
        assert_eq!(fields(NewKey::hotp(high)), [Field::Counter]);
        let long = "c".repeat(34);
        let long = Typed {
            public_id: &long,
            ..YUBICO
        };
        assert_eq!(fields(NewKey::yubico(long)), [Field::PublicId]);
    }
}
