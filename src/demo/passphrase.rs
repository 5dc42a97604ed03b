//! Passwords for made-up people: four words, drawn by chance, easy to read out and to type.

use keyward_web::Problem;

use crate::people::NewPassword;

const WORDS: &str = include_str!("words.txt");
const WORDS_EACH: usize = 4;

/// A new password that Keyward's own rules accept.
///
/// # Errors
/// A bug's page when the operating system has no chance to give.
pub(super) fn draw() -> Result<String, Problem> {
    loop {
        let phrase = four_words()?;
        if NewPassword::check(&phrase, &phrase, &[]).is_ok() {
            return Ok(phrase);
        }
    }
}

fn four_words() -> Result<String, Problem> {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut drawn: Vec<&str> = Vec::with_capacity(WORDS_EACH);
    while drawn.len() < WORDS_EACH {
        let number = getrandom::u32().map_err(Problem::bug)?;
        let index = usize::try_from(number).map_err(Problem::bug)? % words.len();
        let word = words.get(index);
        drawn.extend(word.filter(|word| !drawn.contains(*word)));
    }
    Ok(drawn.join("-"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_words_enough_each_once_and_plain() {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let different: BTreeSet<&str> = words.iter().copied().collect();
        assert_eq!(words.len(), different.len());
        assert!(words.len() >= 256);
        let plain = |word: &&str| word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase());
        assert!(words.iter().all(plain));
    }

    #[test]
    fn a_password_is_long_enough_and_never_the_same() {
        let drawn: BTreeSet<String> = (0..20).map(|_| draw().unwrap()).collect();
        assert_eq!(drawn.len(), 20);
        assert!(drawn.iter().all(|phrase| phrase.len() >= 15));
    }
}
