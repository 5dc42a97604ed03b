//! The unique pupil number (UPN): thirteen characters, the first of which is a check letter.
//!
//! Department for Education, "Unique pupil numbers: a guide for schools and local authorities",
//! annex on the structure of the UPN: check letter, local authority (3 digits), establishment (4),
//! year (2), serial number (3). A temporary number has two digits and a letter at its end.

/// The letters that a check letter is taken from; I, O and S are left out.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// A unique pupil number whose check letter is right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Upn(String);

impl Upn {
    /// Reads a number as people write it: in either case, with blanks in it.
    ///
    /// # Errors
    /// What is wrong with it, for whoever looks after the file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let upn: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        if upn.is_empty() {
            return Err("there is no UPN".into());
        }
        let count = upn.chars().count();
        if count != 13 {
            return Err(format!("a UPN has 13 characters, and this one has {count}"));
        }
        let shape = "a UPN is a letter and 12 digits, or a letter, 11 digits and a letter";
        let bytes = upn.as_bytes();
        let Some(found) = bytes.first().and_then(|first| index(*first)) else {
            return Err(shape.into());
        };
        match sum(bytes) {
            None => Err(shape.into()),
            Some(sum) if sum % 23 != found => Err(format!(
                "its check letter does not fit: one of its characters is wrong (these digits \
                 would begin with {})",
                char::from(LETTERS[sum % 23])
            )),
            Some(_) => Ok(Self(upn)),
        }
    }

    /// The number, in capitals, without blanks.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a letter stands among the check letters.
fn index(letter: u8) -> Option<usize> {
    LETTERS.iter().position(|known| *known == letter)
}

/// Characters 2 to 13, each times its position; a final letter counts as its index.
fn sum(upn: &[u8]) -> Option<usize> {
    let mut sum = 0;
    for (place, character) in upn.iter().enumerate().skip(1) {
        let value = match character {
            b'0'..=b'9' => usize::from(character - b'0'),
            letter if place == 12 => index(*letter)?,
            _ => return None,
        };
        sum += value * (place + 1);
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A number with the check letter that it needs.
    fn numbered(rest: &str) -> String {
        let sum = sum(format!("A{rest}").as_bytes()).unwrap();
        format!("{}{rest}", char::from(LETTERS[sum % 23]))
    }

    #[test]
    fn published_numbers() {
        assert_eq!(
            Upn::parse("B801200005001").unwrap().as_str(),
            "B801200005001"
        );
        let wrong = Upn::parse("A801200005001").unwrap_err();
        assert!(wrong.contains("begin with B"), "{wrong}");
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        assert_eq!(
            Upn::parse(" b801 2000 05001\t").unwrap().as_str(),
            "B801200005001"
        );
        for wrong in ["", "   ", "B80120000500", "B8012000050011", "BB01200005001"] {
            assert!(Upn::parse(wrong).is_err(), "{wrong}");
        }
        for letter in ["I", "O", "S", "8", "é"] {
            assert!(
                Upn::parse(&format!("{letter}801200005001")).is_err(),
                "{letter}"
            );
        }
    }

    #[test]
    fn a_temporary_number_ends_in_a_letter() {
        let temporary = numbered("80120000501B");
        assert!(Upn::parse(&temporary).is_ok());
        assert!(Upn::parse(&format!("{}O", &temporary[..12])).is_err());
    }

    proptest! {
        #[test]
        fn any_digits_have_one_check_letter(rest in "[0-9]{11}[0-9ABCDEFGHJKLMNPQRTUVWXYZ]") {
            let fitting = LETTERS
                .iter()
                .filter(|letter| {
                    Upn::parse(&format!("{}{rest}", char::from(**letter))).is_ok()
                })
                .count();
            prop_assert_eq!(fitting, 1);
        }

        #[test]
        fn a_wrong_digit_is_found(rest in "[0-9]{12}", place in 0usize..12, more in 1u8..10) {
            let mut wrong = numbered(&rest).into_bytes();
            let digit = &mut wrong[place + 1];
            *digit = b'0' + (*digit - b'0' + more) % 10;
            prop_assert!(Upn::parse(&String::from_utf8(wrong).unwrap()).is_err());
        }

        #[test]
        fn nothing_breaks_the_reading(text in ".{0,20}") {
            let _ = Upn::parse(&text);
        }
    }
}
