//! Who stands in for somebody who is away.

use jiff::civil::Date;

use super::calendar::Days;
use crate::ids::{AbsenceId, PersonId};

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
    /// Who stands in; nobody, where whoever was chosen no longer may.
    pub cover: Option<PersonId>,
    /// Until when, that day included.
    pub until: Date,
}

/// Who answers for this person on a day on which these are away, whom to ask first at the front:
/// they themselves, or whoever stands in, and for each of those who is away too, whoever stands in
/// for that one. Nobody, where everybody on the way is away.
pub fn who_answers<'a>(person: &'a PersonId, away: &'a [Away]) -> Vec<&'a PersonId> {
    let (mut asked, mut there) = (vec![person], Vec::new());
    let mut number = 0;
    while let Some(who) = asked.get(number).copied() {
        number += 1;
        let mut absences = away
            .iter()
            .filter(|absence| absence.person == *who)
            .peekable();
        if absences.peek().is_none() {
            there.push(who);
        }
        for cover in absences.filter_map(|absence| absence.cover.as_ref()) {
            if !asked.contains(&cover) {
                asked.push(cover);
            }
        }
    }
    there
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
            cover: Some(id(cover)),
            until: date(2026, 12, 1),
        };
        let away = [
            away("dana", "dee"),
            away("dee", "hal"),
            away("a", "b"),
            away("b", "a"),
            away("pat", "dee"),
            away("pat", "col"),
            Away {
                cover: None,
                ..away("nobody", "")
            },
        ];
        for (person, answers) in [
            ("sam", &["sam"][..]),
            ("dee", &["hal"]),
            ("dana", &["hal"]),
            ("pat", &["col", "hal"]),
            ("a", &[]),
            ("nobody", &[]),
        ] {
            let person = id(person);
            let found = who_answers(&person, &away);
            let found: Vec<&str> = found.iter().map(|who| who.0.as_str()).collect();
            assert_eq!(found, answers, "{person}");
        }
    }
}
