//! Names: kept as the school writes them, found as anybody types them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest name or form that is kept, in characters.
const CHARACTERS_MAX: usize = 100;

/// The text in one spelling (Unicode normalisation form C), without blanks around it, with one
/// blank where there were several.
///
/// # Errors
/// What is wrong with it, for whoever looks after the file.
pub fn tidy(text: &str) -> Result<String, String> {
    let line = keyward_web::readable_line(text)
        .ok_or("it holds a character that cannot be read; is the file saved as UTF-8?")?;
    let tidy: String = line.nfc().collect();
    let count = tidy.chars().count();
    if count > CHARACTERS_MAX {
        return Err(format!(
            "it has {count} characters, and {CHARACTERS_MAX} is the most"
        ));
    }
    Ok(tidy)
}

/// A name, which has at least one letter.
///
/// # Errors
/// What is wrong with it, for whoever looks after the file.
pub fn name(text: &str) -> Result<String, String> {
    let name = tidy(text)?;
    if name.is_empty() {
        Err("it is empty".into())
    } else if !name.chars().any(char::is_alphabetic) {
        Err("it has no letter in it".into())
    } else {
        Ok(name)
    }
}

/// So much of what somebody looks for is looked at: a database refuses a longer pattern.
const ASKED_CHARACTERS_MAX: usize = 200;

/// The plain words of what somebody looks for.
pub fn asked(text: &str) -> String {
    let text: String = text.chars().take(ASKED_CHARACTERS_MAX).collect();
    plain(&text)
}

/// The plain words of a text, for finding and for order: lower-case letters and digits, without
/// accents; an apostrophe joins, everything else parts. `O’Súilleabháin-Smith` is
/// `osuilleabhain smith`.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.nfkd().flat_map(char::to_lowercase) {
        match letter {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'þ' => plain.push_str("th"),
            'ı' => plain.push('i'),
            '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}' | '\u{00b4}' | '`' => {}
            mark if is_combining_mark(mark) => {}
            letter if letter.is_alphanumeric() => plain.push(letter),
            _ if plain.ends_with(' ') || plain.is_empty() => {}
            _ => plain.push(' '),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_kept_in_one_spelling() {
        assert_eq!(name("  Zoe\u{0308}   Ann ").unwrap(), "Zo\u{eb} Ann");
        assert_eq!(name("O'Sullivan").unwrap(), "O'Sullivan");
        assert!(name(" ").is_err());
        assert!(name("1234").is_err());
        assert!(name(&"a".repeat(101)).is_err());
        assert!(name("Zo\u{fffd}").is_err());
    }

    #[test]
    fn a_name_is_found_as_anybody_types_it() {
        for (written, found) in [
            ("O’Sullivan", "osullivan"),
            ("Smith-Jones", "smith jones"),
            ("ZOË", "zoe"),
            ("Łukasz Żak", "lukasz zak"),
            ("Straße", "strasse"),
            ("İlker", "ilker"),
            ("% _ \\", ""),
            ("王秀英", "王秀英"),
        ] {
            assert_eq!(plain(written), found, "{written}");
        }
    }

    proptest! {
        #[test]
        fn plain_words_stay_as_they_are(text in ".{0,40}") {
            let once = plain(&text);
            prop_assert_eq!(plain(&once), once.clone());
            prop_assert!(!once.contains(['%', '_', '\\', '\'']));
            prop_assert!(!once.contains("  ") && once.trim() == once);
        }
    }
}
