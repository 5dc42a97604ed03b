//! A reason, wherever a form asks for one: somebody has to understand it who reads it years later,
//! so that a letter or a dash is none. Pure.

/// The shortest reason, in letters and digits.
const LETTERS_MIN: usize = 5;
/// The longest, in characters.
const CHARACTERS_MAX: usize = 20_000;

/// What was typed as a reason, without blanks around it. `asks` is what the form asks for: "Write why
/// it ends".
///
/// # Errors
/// What is said beside the field.
pub fn reason<'typed>(typed: &'typed str, asks: &str) -> Result<&'typed str, String> {
    let words = typed.trim();
    let letters = words.chars().filter(|letter| letter.is_alphanumeric());
    if letters.count() < LETTERS_MIN {
        return Err(format!(
            "{asks}, in at least {LETTERS_MIN} letters: somebody may have to understand it years \
             from now"
        ));
    }
    if words.chars().count() > CHARACTERS_MAX {
        return Err("Write 20,000 characters or fewer".to_owned());
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn a_reason_says_something_and_is_no_book() {
        assert_eq!(reason(" His aunt.\n", "Write why"), Ok("His aunt."));
        for wrong in [
            "",
            " \n ",
            "x",
            "Done",
            "x . . . . . .",
            &"x".repeat(20_001),
        ] {
            assert!(reason(wrong, "Write why").is_err(), "{wrong:.20}");
        }
        let said = reason("-", "Write why it ends").unwrap_err();
        assert!(said.starts_with("Write why it ends, in at least 5 letters"));
    }
}
