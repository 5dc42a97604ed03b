//! What two contacts have in common, whatever way it was typed: a telephone number, an e-mail
//! address, a home. Each becomes plain words, and these a keyed tag.

use unicode_normalization::UnicodeNormalization;

use super::contact::{Card, Side};

/// The fewest digits of a number that says anything.
const DIGITS_MIN: usize = 7;
/// The fewest letters and digits of a home without a postcode.
const HOME_CHARACTERS_MIN: usize = 8;

/// What a tag is of.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A telephone number.
    Telephone,
    /// An e-mail address.
    Email,
    /// A home.
    Home,
}

impl Kind {
    /// As the database names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Telephone => "telephone",
            Self::Email => "email",
            Self::Home => "home",
        }
    }
}

/// What is to be tagged of a card, in plain words. A professional's office is shared by many
/// children who are no family, so nothing of theirs is.
pub(super) fn of_card(side: Side, card: &Card) -> Vec<(Kind, String)> {
    match side {
        Side::Professional => Vec::new(),
        Side::Family => {
            let found = [
                (Kind::Telephone, telephone(&card.telephone)),
                (Kind::Telephone, telephone(&card.other_telephone)),
                (Kind::Email, email(&card.email)),
                (Kind::Home, home(&card.address)),
            ];
            let mut tags: Vec<(Kind, String)> = found
                .into_iter()
                .filter_map(|(kind, words)| Some((kind, words?)))
                .collect();
            tags.sort();
            tags.dedup();
            tags
        }
    }
}

/// The digits of a telephone number, as they are dialled within Britain.
fn telephone(text: &str) -> Option<String> {
    let text = text.replace("(0)", "");
    let is_abroad = text.trim_start().starts_with('+') || text.trim_start().starts_with("00");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.trim_start_matches("00").strip_prefix("44") {
        Some(rest) if is_abroad => format!("0{rest}"),
        Some(_) | None => digits,
    };
    (digits.len() >= DIGITS_MIN).then_some(digits)
}

fn email(text: &str) -> Option<String> {
    let plain = text.trim().to_lowercase();
    plain.contains('@').then_some(plain)
}

/// The house and the postcode of a home; all its words where it has no postcode. A house is its
/// number, or its name, which is the first line.
fn home(text: &str) -> Option<String> {
    let plain = text.nfkd().flat_map(char::to_lowercase).collect::<String>();
    let words = words_of(&plain);
    if let Some((at, width, code)) = postcode(&words) {
        let others = words.iter().take(at).chain(words.iter().skip(at + width));
        let number = others
            .copied()
            .find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
        let house = match number {
            Some(number) => number.to_owned(),
            None => {
                let line = plain.split([',', '\n']).next().unwrap_or_default();
                words_of(line).concat().replace(&code, "")
            }
        };
        return (!house.is_empty()).then(|| format!("{house} {code}"));
    }
    let plain = words.concat();
    (plain.chars().count() >= HOME_CHARACTERS_MIN).then_some(plain)
}

fn words_of(text: &str) -> Vec<&str> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The last postcode among these words: its place, how many words it is, and the code.
fn postcode(words: &[&str]) -> Option<(usize, usize, String)> {
    let places = (0..words.len()).rev();
    places
        .flat_map(|at| [(at, 2), (at, 1)])
        .filter_map(|(at, width)| Some((at, width, words.get(at..at + width)?.concat())))
        .find(|(_, _, code)| is_postcode(code))
}

/// Whether this is a British postcode without its blank: one or two letters, a digit and perhaps
/// one more digit or letter, then a digit and two letters.
fn is_postcode(code: &str) -> bool {
    if !code.is_ascii() || !(5..=7).contains(&code.len()) {
        return false;
    }
    let (outward, inward) = code.split_at(code.len() - 3);
    let letters = outward
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .count();
    let rest = &outward[letters..];
    let is_inward = inward.starts_with(|first: char| first.is_ascii_digit())
        && inward[1..].chars().all(|last| last.is_ascii_alphabetic());
    let is_district = rest.starts_with(|first: char| first.is_ascii_digit())
        && rest.len() <= 2
        && rest.chars().all(|letter| letter.is_ascii_alphanumeric());
    (1..=2).contains(&letters) && is_district && is_inward
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_telephone_number_is_the_same_however_it_is_typed() {
        for typed in [
            "07700 900123",
            "+44 7700 900123",
            "+44 (0)7700 900 123",
            "0044 7700900123",
            "(07700) 900-123",
        ] {
            assert_eq!(telephone(typed).as_deref(), Some("07700900123"), "{typed}");
        }
        assert_eq!(telephone("4455"), None);
        assert_eq!(telephone("ask"), None);
        assert_ne!(telephone("+353 86 123 4567"), telephone("086 123 4567"));
    }

    #[test]
    fn a_home_is_its_house_and_postcode() {
        for typed in [
            "14 Larch Lane, Northtown, NT1 4AB",
            "14, Larch Ln\nNT14AB",
            "14 larch lane nt1 4ab",
        ] {
            assert_eq!(home(typed).as_deref(), Some("14 nt14ab"), "{typed}");
        }
        assert_ne!(home("15 Larch Lane NT1 4AB"), home("14 Larch Lane NT1 4AB"));
        assert_ne!(
            home("14a Larch Lane NT1 4AB"),
            home("14 Larch Lane NT1 4AB")
        );
        let farm = home("The Old Farm, Northtown NT1 4AB");
        assert_eq!(farm.as_deref(), Some("theoldfarm nt14ab"));
        assert_eq!(home("NT1 4AB"), None, "a postcode alone is a whole street");
        assert_eq!(home("14 Larch Lane").as_deref(), Some("14larchlane"));
        assert_eq!(home("unknown"), None);
    }

    #[test]
    fn a_professionals_office_makes_nobody_family() {
        let card = Card {
            telephone: "0113 496 0000".into(),
            other_telephone: "0113 4960000".into(),
            email: "Duty@Example.org ".into(),
            ..Card::default()
        };
        assert_eq!(of_card(Side::Professional, &card), []);
        let family = of_card(Side::Family, &card);
        let expected = [
            (Kind::Telephone, "01134960000".to_owned()),
            (Kind::Email, "duty@example.org".to_owned()),
        ];
        assert_eq!(family, expected);
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_reading(text in ".{0,60}") {
            let card = Card {
                telephone: text.clone(),
                email: text.clone(),
                address: text,
                ..Card::default()
            };
            let _ = of_card(Side::Family, &card);
        }
    }
}
