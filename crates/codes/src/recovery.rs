//! Codes on a printed sheet, for the day when every key is lost.
//!
//! Eighty random bits each, written in Crockford's base 32: no letter in it is taken for another,
//! and those that people write for one another are read alike.

use std::fmt;
use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};
use zeroize::Zeroizing;

use crate::{random, ungrouped};

/// How many codes stand on a sheet.
pub const CODES: usize = 10;

const CODE_BYTES: usize = 10;
const GROUP_LETTERS: usize = 4;

/// Crockford's base 32, in small letters: o reads as 0, i and l as 1, and u is never written.
static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification
        .symbols
        .push_str("0123456789abcdefghjkmnpqrstvwxyz");
    specification
        .translate
        .from
        .push_str("ABCDEFGHJKMNPQRSTVWXYZoOiIlL");
    specification
        .translate
        .to
        .push_str("abcdefghjkmnpqrstvwxyz001111");
    specification.encoding().expect("32 letters, none twice")
});

/// One code, good for one time.
#[derive(Clone)]
pub struct Code(Zeroizing<[u8; CODE_BYTES]>);

/// A new sheet of codes from the operating system's random numbers.
///
/// # Panics
/// When the operating system has no random numbers to give.
pub fn generate() -> [Code; CODES] {
    std::array::from_fn(|_| Code(random()))
}

impl Code {
    /// Reads what was typed, in either case, in groups or not, with o for 0 and i or l for 1.
    pub fn parse(typed: &str) -> Option<Self> {
        let bytes = BASE32.decode(ungrouped(typed).as_bytes()).ok()?;
        let bytes = Zeroizing::new(bytes);
        let bytes: [u8; CODE_BYTES] = bytes[..].try_into().ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    /// The one way this code is written, `abcd-efgh-jkmn-pqrs`: for the sheet, and for hashing
    /// when it is typed.
    pub fn text(&self) -> Zeroizing<String> {
        let mut letters = Zeroizing::new(BASE32.encode(&self.0[..]));
        for group in (1..letters.len() / GROUP_LETTERS).rev() {
            letters.insert(group * GROUP_LETTERS, '-');
        }
        letters
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Code(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn read(typed: &str) -> Option<String> {
        Code::parse(typed).map(|code| code.text().to_string())
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let right = "0123-abcd-7k1m-wxyz";
        for typed in [
            right,
            "0123abcd7k1mwxyz",
            " 0123 ABCD 7K1M WXYZ\n",
            "oI23–AbCd—7kLmwx yz",
            "OL23abcd7kimwxyz",
        ] {
            assert_eq!(read(typed).as_deref(), Some(right), "{typed:?}");
        }
    }

    #[test]
    fn what_is_no_code_is_not_read() {
        for wrong in [
            "",
            "-",
            "0123-abcd-7k1m-wxy",
            "0123-abcd-7k1m-wxyz0",
            "0123-abcd-7k1m-wxyz-00",
            "0123-abcd-7k1m-wxyu",
            "0123-abcd-7k1m-wxyé",
            "0123.abcd.7k1m.wxyz",
        ] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_sheet_has_ten_codes_and_none_twice() {
        let texts: BTreeSet<_> = generate()
            .iter()
            .chain(&generate())
            .map(|code| code.text().to_string())
            .collect();
        assert_eq!(texts.len(), 20);
        for text in &texts {
            assert_eq!(read(text).as_ref(), Some(text));
        }
        assert_eq!(format!("{:?}", generate()[0]), "Code(…)");
    }

    proptest! {
        #[test]
        fn every_code_comes_back_from_its_text(bytes: [u8; CODE_BYTES]) {
            let text = Code(Zeroizing::new(bytes)).text();
            let groups: Vec<_> = text.split('-').map(str::len).collect();
            prop_assert_eq!(groups, [4, 4, 4, 4]);
            prop_assert_eq!(&*Code::parse(&text).unwrap().0, &bytes);
            prop_assert_eq!(&*Code::parse(&text.to_uppercase().replace('-', "")).unwrap().0, &bytes);
        }
    }
}
