//! An identifier in sixteen bytes, for half a million of them.

use std::fmt;

use keyward_moment::Moment;

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

    /// What stands before every identifier that is made from this moment on (RFC 9562, section 5.7).
    pub fn first_of(moment: Moment) -> Self {
        let milliseconds = u128::try_from(moment.as_micros() / 1_000).unwrap_or_default();
        Self(milliseconds << 80)
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
        let moment = Moment::from_micros(1_795_000_000_000_000);
        assert!(Key::first_of(moment) < key(&new_id(moment)));
        assert!(Key::first_of(moment) > key(&new_id(moment.plus_seconds(-1))));
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
