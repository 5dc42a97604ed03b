//! An identifier in sixteen bytes, for half a million of them.

use std::fmt;

/// An identifier, as small as it gets.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub(super) struct Key(u128);

impl Key {
    /// The identifier of this text; none, where it is not one of ours.
    pub fn of(id: &str) -> Option<Self> {
        let digits: String = id.split('-').collect();
        let is_ours = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
        if digits.len() != 32 || !digits.bytes().all(is_ours) {
            return None;
        }
        let key = u128::from_str_radix(&digits, 16).ok().map(Self)?;
        (key.to_string() == id).then_some(key)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:032x}", self.0);
        let (a, rest) = digits.split_at(8);
        let (b, rest) = rest.split_at(4);
        let (c, rest) = rest.split_at(4);
        let (d, e) = rest.split_at(4);
        write!(f, "{a}-{b}-{c}-{d}-{e}")
    }
}

#[cfg(test)]
mod tests {
    use keyward_moment::{Moment, new_id};

    use super::*;

    #[test]
    fn an_identifier_comes_back_as_it_was_and_stays_in_order() {
        let (earlier, later) = (
            new_id(Moment::from_micros(1_000_000)),
            new_id(Moment::from_micros(1_795_000_000_000_000)),
        );
        let key = |id: &str| Key::of(id).unwrap();
        assert_eq!(key(&earlier).to_string(), earlier);
        assert!(key(&earlier) < key(&later));
        for wrong in [
            "",
            "c",
            "+1",
            &later.to_uppercase(),
            &later.replace('-', ""),
        ] {
            assert_eq!(Key::of(wrong), None, "{wrong}");
        }
    }
}
