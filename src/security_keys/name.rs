//! The name that a person gives a key, so that they can tell it from their others.

use keyward_web::readable_line;

use super::store::HeldKey;
use crate::ids::KeyId;

/// The longest name, in characters.
pub(super) const NAME_CHARACTERS_MAX: usize = 60;

/// Checks a name for a key among its person's keys; `but` is the key itself, when it is renamed.
///
/// # Errors
/// What to change, for the person.
pub(super) fn check(
    name: &str,
    keys: &[HeldKey],
    but: Option<&KeyId>,
) -> Result<String, &'static str> {
    let name = readable_line(name).ok_or("Enter a name of letters, numbers and signs")?;
    if name.is_empty() {
        return Err("Enter a name for it, such as Blue key or My phone");
    }
    if name.chars().count() > NAME_CHARACTERS_MAX {
        return Err("Enter a name of 60 characters or fewer");
    }
    let taken = keys
        .iter()
        .filter(|key| Some(&key.id) != but)
        .any(|key| key.name.to_lowercase() == name.to_lowercase());
    if taken {
        return Err("You already have a key with this name. Choose another name");
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_name_is_short_and_readable() {
        assert_eq!(
            check("  Blue \n key ", &[], None).as_deref(),
            Ok("Blue key")
        );
        assert!(check(&"x".repeat(60), &[], None).is_ok());
        for wrong in ["", "   ", "\u{7}", "a\u{202e}b", &"x".repeat(61)] {
            assert!(check(wrong, &[], None).is_err(), "{wrong:?}");
        }
    }
}
