//! Which kind of code stands in a field, where one field takes them all.
//!
//! The kinds cannot be confused, for their lengths part them: 6 to 8 digits, 16 letters of a
//! printed code, 34 letters or more of what a key types.

use std::fmt;

use crate::recovery::Code;
use crate::ungrouped;
use crate::yubico::Otp;

/// What somebody typed, or a key typed for them.
#[derive(Clone)]
pub enum Typed {
    /// 6 to 8 digits and nothing else: for [`crate::hotp`] or [`crate::totp`].
    Digits(String),
    /// What a key types when pressed.
    Yubico(Otp),
    /// A code from the printed sheet.
    Recovery(Code),
}

impl Typed {
    /// Tells what this is; `None` when it is no code of any kind.
    pub fn parse(text: &str) -> Option<Self> {
        digits(text)
            .map(Self::Digits)
            .or_else(|| Otp::parse(text).ok().map(Self::Yubico))
            .or_else(|| Code::parse(text).map(Self::Recovery))
    }
}

/// 6 to 8 digits; an app shows them in groups, and so people type them.
fn digits(text: &str) -> Option<String> {
    let plain = ungrouped(text);
    let all = plain.bytes().all(|letter| letter.is_ascii_digit());
    (all && (6..=8).contains(&plain.len())).then(|| plain.to_string())
}

impl fmt::Debug for Typed {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digits(_) => to.write_str("Digits(…)"),
            Self::Yubico(otp) => otp.fmt(to),
            Self::Recovery(code) => code.fmt(to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The kind, and what was read of it.
    fn read(text: &str) -> (&'static str, String) {
        match Typed::parse(text) {
            Some(Typed::Digits(digits)) => ("digits", digits),
            Some(Typed::Yubico(otp)) => ("yubico", otp.public_id().to_owned()),
            Some(Typed::Recovery(code)) => ("recovery", code.text().to_string()),
            None => ("nothing", String::new()),
        }
    }

    #[test]
    fn each_kind_is_told_from_the_others() {
        for (text, kind, value) in [
            ("755224", "digits", "755224"),
            (" 755 224\n", "digits", "755224"),
            ("755-224", "digits", "755224"),
            ("0123456", "digits", "0123456"),
            ("84755224", "digits", "84755224"),
            ("1234 5678 9012 3456", "recovery", "1234-5678-9012-3456"),
            ("CBDE-FGHJ-KNRT-VVVV", "recovery", "cbde-fghj-knrt-vvvv"),
            (
                "dteffujehknhfjbrjnlnldnhcujvddbikngjrtgh",
                "yubico",
                "dteffuje",
            ),
            ("\tVVCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC ", "yubico", "vv"),
        ] {
            assert_eq!(read(text), (kind, value.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_code_is_nothing() {
        for text in [
            "",
            " ",
            "75522",
            "755224755",
            "75522é",
            "７５５２２４",
            "75522o",
            "+755224",
            "hknhfjbrjnlnldnhcujvddbikngjrtgh",
            "1234-5678-9012-345",
            "dteffuje hknhfjbrjnlnldnhcujvddbikngjrtgh",
        ] {
            assert_eq!(read(text).0, "nothing", "{text:?}");
        }
    }

    #[test]
    fn no_code_is_shown() {
        for (text, shown) in [
            ("755224", "Digits(…)"),
            ("1234-5678-9012-3456", "Code(…)"),
            ("dteffujehknhfjbrjnlnldnhcujvddbikngjrtgh", "Otp(dteffuje…)"),
        ] {
            assert_eq!(format!("{:?}", Typed::parse(text).unwrap()), shown);
        }
    }

    proptest! {
        #[test]
        fn no_text_is_of_two_kinds(text in "[0-9bcdefghijklnrtuvCV –-]{0,70}|[0-9 -]{4,24}|[cbd]{30,68}") {
            let kinds = [
                digits(&text).is_some(),
                Otp::parse(&text).is_ok(),
                Code::parse(&text).is_some(),
            ];
            prop_assert!(kinds.iter().filter(|is| **is).count() <= 1);
            prop_assert_eq!(Typed::parse(&text).is_some(), kinds.contains(&true));
        }
    }
}
