//! What a password must be (NIST SP 800-63B-4 § 3.1.1.2): long, and not one that others guess
//! first. No rules about kinds of characters, no forced change.

use keyward_web::Errors;

/// The shortest password, in characters: it opens an account by itself until a key is asked for.
pub const PASSWORD_CHARACTERS_MIN: usize = 15;
/// The longest password, in characters.
const PASSWORD_CHARACTERS_MAX: usize = 128;
/// A password that takes fewer guesses than ten to this is common.
const GUESSES_LOG10_MIN: f64 = 9.0;

/// A password that may be set.
pub struct NewPassword(String);

impl NewPassword {
    /// Checks a password against its repetition and against what an attacker tries first: common
    /// passwords and words, sequences, repeats, and what is known of the person and the school.
    ///
    /// # Errors
    /// What is wrong, field by field (`password`, `again`).
    pub fn check(password: &str, again: &str, known: &[&str]) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let characters = password.chars().count();
        if characters < PASSWORD_CHARACTERS_MIN {
            errors.add(
                "password",
                format!("Your password must have {PASSWORD_CHARACTERS_MIN} characters or more"),
            );
        } else if characters > PASSWORD_CHARACTERS_MAX {
            errors.add(
                "password",
                format!("Your password must have {PASSWORD_CHARACTERS_MAX} characters or fewer"),
            );
        } else if let Some(words) = too_common(password, known) {
            errors.add("password", words);
        }
        if errors.is_empty() && password != again {
            errors.add("again", "Type the same password in both fields");
        }
        errors.unless_any(Self(password.to_owned()))
    }

    /// The password, for hashing.
    pub fn into_text(self) -> String {
        self.0
    }
}

fn too_common(password: &str, known: &[&str]) -> Option<String> {
    let lower = password.to_lowercase();
    let parts = known
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let parts: Vec<String> = parts
        .filter(|part| part.chars().count() > 3)
        .map(str::to_lowercase)
        .collect();
    let mut inputs: Vec<&str> = parts.iter().map(String::as_str).collect();
    inputs.extend(["keyward", "safeguarding", "school", "teacher"]);
    let rest = inputs
        .iter()
        .fold(lower.clone(), |rest, part| rest.replace(part, ""));
    if rest != lower && rest.chars().filter(|c| c.is_alphabetic()).count() < 4 {
        return Some(
            "Choose a password that is more than your name, your school or words about it".into(),
        );
    }
    let guesses = zxcvbn::zxcvbn(password, &inputs);
    (guesses.guesses_log10() < GUESSES_LOG10_MIN).then(|| {
        "This password is too common: it is among the first that others would guess. Try three or \
         four words that have nothing to do with each other"
            .into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(password: &str) -> Option<String> {
        let known = [
            "Amira Khan",
            "amira.khan@hawthorn-park.example",
            "Hawthorn Park Academy",
        ];
        let checked = NewPassword::check(password, password, &known);
        checked
            .err()
            .and_then(|errors| errors.of("password").map(str::to_owned))
    }

    #[test]
    fn long_and_unguessed_is_enough() {
        for fine in [
            "lamp orchid ferry button",
            "ÄÖÜ ich mag lange Sätze",
            "      a b c lamp orchid",
            &"x7 lamp orchid ferry ".repeat(6),
        ] {
            assert_eq!(wrong(fine), None, "{fine}");
        }
    }

    #[test]
    fn too_short_too_long_and_too_common_are_refused_in_plain_words() {
        assert!(
            wrong("lamp orchid")
                .unwrap()
                .contains("15 characters or more")
        );
        assert!(
            wrong(&"lamp orchid ferry ".repeat(8))
                .unwrap()
                .contains("128")
        );
        for common in [
            "passwordpassword",
            "password1234567",
            "123456789012345",
            "qwertyuiopasdfghjkl",
            "aaaaaaaaaaaaaaaaaaaa",
            "iloveyouiloveyou",
        ] {
            assert!(wrong(common).unwrap().contains("too common"), "{common}");
        }
        for own in [
            "AmiraKhan2026!!!",
            "HawthornParkAcademy1",
            "keywardsafeguarding",
        ] {
            assert!(wrong(own).is_some(), "{own}");
        }
    }

    #[test]
    fn both_fields_must_agree() {
        let errors = NewPassword::check("lamp orchid ferry button", "lamp", &[])
            .err()
            .unwrap();
        assert!(errors.of("again").is_some());
    }
}
