//! What stands in the field into which a person presses their key: pure.
//!
//! The field takes several lines, because a key ends each code with Enter.

use std::fmt;

use keyward_codes::typed::Typed;
use keyward_codes::yubico::Otp;

/// What a key typed.
#[derive(Clone)]
pub enum Pressed {
    /// One Yubico OTP.
    Otp(Otp),
    /// Two codes of digits, one after the other.
    Twice(String, String),
}

impl Pressed {
    /// Reads the field.
    ///
    /// # Errors
    /// What to do, for the person.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let codes: Vec<Option<Typed>> = text.split_whitespace().map(Typed::parse).collect();
        match codes.as_slice() {
            [] => Err("Click into this field and press your key's button"),
            [Some(Typed::Yubico(otp))] => Ok(Self::Otp(otp.clone())),
            [Some(Typed::Yubico(_)), ..] => {
                Err("Press your key's button once: this is more than one code")
            }
            [Some(Typed::Digits(_))] => Err(
                "Your key types digits: press its button twice, so that two codes stand here, one \
                 below the other",
            ),
            [Some(Typed::Digits(first)), Some(Typed::Digits(second))]
                if first.len() == second.len() =>
            {
                Ok(Self::Twice(first.clone(), second.clone()))
            }
            _ => Err(
                "This is not what such a key types. Empty the field, click into it and press \
                 your key's button",
            ),
        }
    }
}

impl fmt::Debug for Pressed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pressed(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTP: &str = "dteffujehknhfjbrjnlnldnhcujvddbikngjrtgh";

    #[test]
    fn one_otp_or_two_codes_in_a_row_are_read() {
        let otp = format!(" {OTP}\n");
        assert!(matches!(Pressed::read(&otp), Ok(Pressed::Otp(_))));
        let Ok(Pressed::Twice(first, second)) = Pressed::read("755224\r\n287082\r\n") else {
            panic!("two codes");
        };
        assert_eq!((first.as_str(), second.as_str()), ("755224", "287082"));
    }

    #[test]
    fn anything_else_gets_words() {
        let twice = format!("{OTP}\n{OTP}");
        for (text, words) in [
            ("  \n", "Click into this field"),
            ("755224", "twice"),
            (twice.as_str(), "once"),
            ("755224 28708211", "not what"),
            ("755224 287082 359152", "not what"),
            ("hello", "not what"),
            ("cbde-fghj-knrt-vvvv", "not what"),
        ] {
            let wrong = Pressed::read(text).unwrap_err();
            assert!(wrong.contains(words), "{text:?}: {wrong}");
            assert!(!wrong.contains(text.trim()) || text.trim().is_empty());
        }
        assert_eq!(format!("{:?}", Pressed::read(OTP)), "Ok(Pressed(…))");
    }
}
