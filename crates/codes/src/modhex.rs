//! Bytes as sixteen letters that stand in the same place on nearly every keyboard, so that a key
//! can type them whatever language the computer believes in: modhex, as Yubico's
//! `test-vectors.txt` of libyubikey describes it.

use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};

/// Capitals are what a key types while Caps Lock is on.
static MODHEX: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("cbdefghijklnrtuv");
    specification.translate.from.push_str("CBDEFGHIJKLNRTUV");
    specification.translate.to.push_str("cbdefghijklnrtuv");
    specification
        .encoding()
        .expect("sixteen letters, none twice")
});

/// The modhex of these bytes, in small letters.
pub fn encode(bytes: &[u8]) -> String {
    MODHEX.encode(bytes)
}

/// The bytes that a modhex text stands for, in either case, blanks around it left out.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    MODHEX.decode(text.trim().as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn modhex_is_that_of_libyubikey() {
        for (hex, text) in [
            ("2d344e83", "dteffuje"),
            (
                "69b6481c8baba2b60e8f22179b58cd56",
                "hknhfjbrjnlnldnhcujvddbikngjrtgh",
            ),
            (
                "ecde18dbe76fbd0c33330f1c354871db",
                "urtubjtnuihvntcreeeecvbregfjibtn",
            ),
            ("74657374", "ifhgieif"),
            ("0123456789abcdef", "cbdefghijklnrtuv"),
            ("", ""),
        ] {
            let bytes = crate::bytes_of_hex(hex).unwrap().to_vec();
            assert_eq!(encode(&bytes), text);
            for typed in [text, &text.to_uppercase(), &format!(" {text}\r\n")] {
                assert_eq!(decode(typed).as_ref(), Some(&bytes), "{typed:?}");
            }
        }
        for wrong in ["c", "cbd", "ca", "cc cc", "12", "cé"] {
            assert_eq!(decode(wrong), None, "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn bytes_come_back_from_modhex(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert_eq!(decode(&encode(&bytes)).unwrap(), bytes);
        }
    }
}
