//! A key that waits for approval: why it waits, and who does not approve it. Pure.

use keyward_moment::Moment;

use crate::ids::{KeyId, PersonId};
use crate::key_policy::Kind;

/// Why a key waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Occasion {
    /// It is a first key.
    First,
    /// It was linked by showing a key that does not elevate.
    BesideOthers,
    /// It was lost, and this person returned it.
    Returned {
        /// Who.
        by: PersonId,
        /// Their name.
        name: String,
    },
    /// Its person's user groups give more than when they linked it by themselves.
    MoreRights,
}

/// Why somebody does not approve a key.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Hindrance {
    /// It is their own.
    Own,
    /// They returned it.
    Returned,
    /// They let its person in.
    LetIn,
}

/// A key that waits for approval.
#[derive(Clone, Debug)]
pub(super) struct WaitingKey {
    /// Which.
    pub id: KeyId,
    /// What its person calls it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The model that it told, or nothing.
    pub model: String,
    /// When it was linked.
    pub added_at: Moment,
    /// On which device it was linked.
    pub device: String,
    /// Whose it is.
    pub person: PersonId,
    /// Their name.
    pub holder: String,
    /// Their e-mail address.
    pub email: String,
    /// Their user groups, by name.
    pub groups: Vec<String>,
    /// Why it waits.
    pub occasion: Occasion,
    /// Whether somebody else has vouched for its person's keys already.
    pub is_vouched_for: bool,
    /// Who let its person in.
    pub let_in_by: Vec<PersonId>,
    /// Whether anybody could approve it today.
    pub can_be_approved: bool,
}

impl WaitingKey {
    /// What keeps this person from approving it. Whoever let its holder in vouches for no key of
    /// theirs before somebody else has vouched for one.
    pub fn hindrance(&self, person: &PersonId) -> Option<Hindrance> {
        if self.person == *person {
            return Some(Hindrance::Own);
        }
        if matches!(&self.occasion, Occasion::Returned { by, .. } if by == person) {
            return Some(Hindrance::Returned);
        }
        let let_in = !self.is_vouched_for && self.let_in_by.contains(person);
        let_in.then_some(Hindrance::LetIn)
    }

    /// Why this person does not approve it, in a sentence.
    pub fn hindrance_words(&self, person: &PersonId) -> Option<String> {
        let holder = &self.holder;
        self.hindrance(person).map(|hindrance| match hindrance {
            Hindrance::Own => "This is your own key. Somebody else approves it.".to_owned(),
            Hindrance::Returned => "You returned this key after it was reported lost, so somebody \
                                    else approves it."
                .to_owned(),
            Hindrance::LetIn => format!(
                "You gave {holder} their account or their user groups, so somebody else approves \
                 their key."
            ),
        })
    }

    /// What stands above it.
    pub fn title(&self) -> String {
        let holder = &self.holder;
        match self.occasion {
            Occasion::First => format!("First key of {holder}"),
            Occasion::BesideOthers => format!("New key of {holder}"),
            Occasion::Returned { .. } => format!("Found key of {holder}"),
            Occasion::MoreRights => format!("Key of {holder}, who was given more"),
        }
    }

    /// Why it waits, in a sentence; nothing for a first key.
    pub fn why(&self) -> Option<String> {
        match &self.occasion {
            Occasion::First => None,
            Occasion::BesideOthers => Some(
                "It was linked by showing a key that their user groups do not let elevate."
                    .to_owned(),
            ),
            Occasion::Returned { name, .. } => {
                Some(format!("It was reported lost, and {name} returned it."))
            }
            Occasion::MoreRights => Some(
                "They linked it by themselves, and their user groups give them more since."
                    .to_owned(),
            ),
        }
    }

    /// What refusing it does, on its button.
    pub fn refusal_words(&self) -> &'static str {
        match self.occasion {
            Occasion::Returned { .. } => "Refuse it: it stays lost",
            Occasion::First | Occasion::BesideOthers | Occasion::MoreRights => {
                "Refuse and remove it"
            }
        }
    }
}

/// A key that waits, for samples of pages.
pub(super) fn sample() -> WaitingKey {
    WaitingKey {
        id: KeyId("k".into()),
        name: "Blue key".into(),
        kind: Kind::U2f,
        model: "6120736f-6674-7761-7265-206b65792032".into(),
        added_at: Moment::from_micros(1_795_000_000_000_000),
        device: "Chrome on Windows".into(),
        person: PersonId("p".into()),
        holder: "Amira Khan".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        groups: vec!["Pastoral".into(), "Staff".into()],
        occasion: Occasion::First,
        is_vouched_for: false,
        let_in_by: Vec::new(),
        can_be_approved: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_else_approves_a_key_than_its_holder_and_whoever_let_them_in_or_returned_it() {
        let of = |name: &str| PersonId(name.into());
        let first = WaitingKey {
            let_in_by: vec![of("a")],
            ..sample()
        };
        assert_eq!(first.hindrance(&of("p")), Some(Hindrance::Own));
        assert_eq!(first.hindrance(&of("a")), Some(Hindrance::LetIn));
        assert_eq!(first.hindrance(&of("b")), None);
        let returned = WaitingKey {
            is_vouched_for: true,
            occasion: Occasion::Returned {
                by: of("b"),
                name: "Bo".into(),
            },
            ..first
        };
        assert_eq!(returned.hindrance(&of("b")), Some(Hindrance::Returned));
        assert_eq!(returned.hindrance(&of("a")), None);
    }
}
