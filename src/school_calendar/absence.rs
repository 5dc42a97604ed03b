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

/// That somebody is away, for whoever chooses them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    until: Date,
    /// Who stands in, by name, as far as that is anybody who can be named.
    cover: Option<String>,
}

impl Absent {
    /// That this person is away, and the first who answers for them and is named; nothing, where they are
    /// there. It says what the school has written down alone, so that it tells nothing of what keeps
    /// somebody from a pupil's file.
    pub fn of(
        person: &PersonId,
        away: &[Away],
        named: impl Fn(&PersonId) -> Option<String>,
    ) -> Option<Self> {
        let absences = away.iter().filter(|absence| absence.person == *person);
        let until = absences.map(|absence| absence.until).max()?;
        let mut answering = who_answers(person, away).into_iter();
        Some(Self {
            until,
            cover: answering.find_map(|who| named(who).filter(|_| who != person)),
        })
    }

    /// Where they are alerted, which goes to whoever stands in: `Away until Monday 30 November; Dee
    /// Deputy stands in`.
    pub fn as_alerted(&self) -> String {
        let leads = "the safeguarding leads who are there stand in".to_owned();
        let stands_in = self.stands_in().unwrap_or(leads);
        format!("Away until {}; {stands_in}", self.until())
    }

    /// For whoever is not told who stands in: `Away until Monday 30 November`.
    pub fn alone(&self) -> String {
        format!("Away until {}", self.until())
    }

    /// Behind their name, where nobody else is asked by itself: `away until Monday 30 November; Dee
    /// Deputy stands in`.
    pub fn behind_name(&self) -> String {
        match self.stands_in() {
            Some(stands_in) => format!("away until {}; {stands_in}", self.until()),
            None => format!("away until {}", self.until()),
        }
    }

    fn until(&self) -> String {
        self.until.strftime("%A %-d %B").to_string()
    }

    fn stands_in(&self) -> Option<String> {
        Some(format!("{} stands in", self.cover.as_ref()?))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_absence_is_said_with_whoever_can_be_named_to_stand_in() {
        let id = |name: &str| PersonId(name.into());
        let away = |cover: &str, day| Away {
            person: id("dana"),
            cover: Some(id(cover)),
            until: date(2026, 11, day),
        };
        let away = [away("hal", 26), away("dee", 30)];
        let said = |person: &str, known: &[&str]| {
            let named = |who: &PersonId| known.contains(&&*who.0).then(|| who.0.to_uppercase());
            let absent = Absent::of(&id(person), &away, named)?;
            Some((absent.as_alerted(), absent.behind_name()))
        };
        assert_eq!(said("sam", &["hal"]), None);
        let words = |alerted: &str, behind: &str| {
            let until = "until Monday 30 November";
            Some((
                format!("Away {until}{alerted}"),
                format!("away {until}{behind}"),
            ))
        };
        let dee = "; DEE stands in";
        assert_eq!(said("dana", &["dana", "dee"]), words(dee, dee));
        let leads = "; the safeguarding leads who are there stand in";
        assert_eq!(said("dana", &["dana"]), words(leads, ""));
    }

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
