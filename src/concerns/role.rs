//! The part that a pupil has in a concern. It is said for each pupil, and never goes from one to
//! another.

use super::who::{Parted, Who};

/// What a concern has to do with one of its pupils.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The worry is for them.
    Subject,
    /// They are said to have harmed somebody.
    AllegedToHaveHarmed,
    /// They saw or heard it.
    Witness,
    /// A brother or sister of a subject.
    Sibling,
    /// Anything else.
    Other,
}

impl Role {
    /// Every role, in the order in which pages show them.
    pub const ALL: [Self; 5] = [
        Self::Subject,
        Self::AllegedToHaveHarmed,
        Self::Witness,
        Self::Sibling,
        Self::Other,
    ];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::AllegedToHaveHarmed => "alleged",
            Self::Witness => "witness",
            Self::Sibling => "sibling",
            Self::Other => "other",
        }
    }

    /// As a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Subject => "Subject",
            Self::AllegedToHaveHarmed => "Alleged to have harmed",
            Self::Witness => "Witness",
            Self::Sibling => "Sibling",
            Self::Other => "Other",
        }
    }

    /// As it stands behind a name: nothing, where the worry is for them.
    pub const fn beside_name(self) -> Option<&'static str> {
        match self {
            Self::Subject => None,
            Self::AllegedToHaveHarmed => Some("alleged to have harmed"),
            Self::Witness => Some("witness"),
            Self::Sibling => Some("sibling"),
            Self::Other => Some("other role"),
        }
    }

    /// As whoever chooses it reads it.
    pub const fn choice(self) -> &'static str {
        match self {
            Self::Subject => "Subject: the worry is for them",
            Self::AllegedToHaveHarmed => "Alleged to have harmed",
            Self::Witness => "Witness: saw or heard it",
            Self::Sibling => "Sibling of the subject",
            Self::Other => "Other",
        }
    }

    /// The role of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// The pupils of a concern who have one part in it.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub role: Role,
    pub pupils: Parted,
}

/// Pupils by their part, in the order of parts; a name is nothing where it may not be known.
pub(super) fn parts(pupils: &[(Role, Option<Who>)]) -> Vec<Part> {
    let part = |role| {
        let mut theirs = Parted::default();
        let named = pupils.iter().filter(|(has, _)| *has == role);
        named.for_each(|(_, who)| theirs.add(who.clone()));
        Part {
            role,
            pupils: theirs,
        }
    };
    let parts = Role::ALL.into_iter().map(part);
    parts.filter(|part| !part.pupils.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pupils_stand_by_the_part_that_each_of_them_has() {
        let parts = parts(&[
            (Role::Witness, Some(Who::sample("Tom Reed"))),
            (Role::Subject, Some(Who::sample("Ella Brown"))),
            (Role::Witness, None),
        ]);
        let said: Vec<_> = parts
            .iter()
            .map(|part| (part.role, part.pupils.known.len(), part.pupils.others()))
            .collect();
        assert_eq!(
            said,
            [
                (Role::Subject, 1, None),
                (Role::Witness, 1, Some("another pupil".to_owned())),
            ]
        );
    }

    #[test]
    fn a_role_is_found_by_its_name_alone() {
        for role in Role::ALL {
            assert_eq!(Role::named(role.name()), Some(role));
        }
        assert_eq!(Role::named(""), None);
    }
}
