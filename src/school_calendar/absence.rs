//! Who stands in for somebody who is away.

use jiff::civil::Date;

use super::calendar::Days;
use crate::ids::{AbsenceId, PersonId};

/// Chains of stand-ins are followed so far.
const CHAIN_MAX: usize = 5;

/// An absence, for the page that lists them.
#[derive(Clone, Debug)]
pub(super) struct Absence {
    pub id: AbsenceId,
    pub person: String,
    pub cover: String,
    pub days: Days,
}

/// Somebody who is away on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// Who.
    pub person: PersonId,
    /// Who stands in.
    pub cover: PersonId,
    /// Until when, that day included.
    pub until: Date,
}

/// Who answers for this person on a day on which these are away: they themselves, or whoever
/// stands in, and for that one if they are away too. Nobody, where everybody on the way is away.
pub fn stands_in<'a>(person: &'a PersonId, away: &'a [Away]) -> Option<&'a PersonId> {
    let mut who = person;
    for _ in 0..CHAIN_MAX {
        match away.iter().find(|absence| absence.person == *who) {
            None => return Some(who),
            Some(absence) => who = &absence.cover,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn whoever_is_there_answers() {
        let id = |name: &str| PersonId(name.into());
        let away = |person, cover| Away {
            person: id(person),
            cover: id(cover),
            until: date(2026, 12, 1),
        };
        let away = [
            away("dana", "dee"),
            away("dee", "hal"),
            away("a", "b"),
            away("b", "a"),
        ];
        for (person, answers) in [
            ("sam", Some("sam")),
            ("dee", Some("hal")),
            ("dana", Some("hal")),
            ("a", None),
        ] {
            let found = stands_in(&id(person), &away).cloned();
            assert_eq!(found, answers.map(id), "{person}");
        }
    }
}
