//! How two children belong together.

/// The longest of what is written about a link.
const WORDS_CHARACTERS_MAX: usize = 2_000;

/// How two children belong together. Each reads the same from either child.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Siblings.
    Sibling,
    /// With one parent in common.
    HalfSibling,
    /// Through a parent's partner.
    StepSibling,
    /// Cousins.
    Cousin,
    /// In one household, without being any of these.
    LivesWith,
    /// In another way, which the words say.
    Other,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Sibling,
        Self::HalfSibling,
        Self::StepSibling,
        Self::Cousin,
        Self::LivesWith,
        Self::Other,
    ];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sibling => "sibling",
            Self::HalfSibling => "half_sibling",
            Self::StepSibling => "step_sibling",
            Self::Cousin => "cousin",
            Self::LivesWith => "lives_with",
            Self::Other => "other",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// As a school says it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Sibling => "Sibling",
            Self::HalfSibling => "Half-sibling",
            Self::StepSibling => "Step-sibling",
            Self::Cousin => "Cousin",
            Self::LivesWith => "Lives with them",
            Self::Other => "Another link",
        }
    }
}

/// Words that are asked for, checked: there are some, and not too many.
///
/// # Errors
/// What is wrong, in words.
pub(super) fn needed<'a>(typed: &'a str, missing: &'static str) -> Result<&'a str, &'static str> {
    match typed.trim() {
        "" => Err(missing),
        long if long.chars().count() > WORDS_CHARACTERS_MAX => {
            Err("This must be 2,000 characters or fewer")
        }
        words => Ok(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_that_finds_it_again() {
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
        assert_eq!(Kind::named("sister"), None);
    }

    #[test]
    fn words_that_are_asked_for_are_there_and_not_too_many() {
        assert_eq!(needed(" Mother said so. ", "Why?"), Ok("Mother said so."));
        assert_eq!(needed(" \n", "Why?"), Err("Why?"));
        assert!(needed(&"w".repeat(2_001), "Why?").is_err());
    }
}
