//! Whether somebody is there today, and can open a concern: said beside their name wherever somebody
//! chooses who hears of concerns or to whom work goes, in the same words. It forbids nothing and hides
//! nobody. It says what the school has written down, never what keeps somebody from a pupil's file.

use keyward_web::Problem;

use super::able::{self, Able, NO_KEY};
use super::covers;
use crate::cx::Tx;
use crate::ids::PersonId;
use crate::layout::Choice;
use crate::people::Holder;
use crate::school_calendar::{Absent, Away, who_answers};

/// Who is away today, and who holds a key that counts.
#[derive(Clone, Debug, Default)]
pub struct There {
    away: Vec<Away>,
    pub(super) able: Vec<Able>,
}

impl There {
    /// At the actor's school.
    ///
    /// # Errors
    /// That the database is away.
    pub fn today(tx: &mut Tx<'_, '_>) -> Result<Self, Problem> {
        Ok(Self {
            away: covers::today(tx)?,
            able: able::everybody(tx)?,
        })
    }

    /// One of those to whom work can be given, as a choice: `Dana Lead, DSL (away until Monday 30
    /// November; Dee Deputy stands in)`. Whoever stands in is named where the work can be given to them.
    pub fn to_be_given_work(&self, person: &Holder, among: &[Holder]) -> Choice {
        let can_open = self.able(&person.id).is_none_or(|able| able.has_key);
        let notes = (!can_open).then_some(NO_KEY);
        self.choice(person, among, notes)
    }

    /// One of those to whom concerns can be passed on, as a choice.
    pub(super) fn to_be_in_line(&self, person: &Holder, among: &[Holder]) -> Choice {
        let able = self.able(&person.id);
        self.choice(person, among, able.into_iter().flat_map(Able::behind_name))
    }

    fn choice(
        &self,
        person: &Holder,
        among: &[Holder],
        notes: impl IntoIterator<Item = &'static str>,
    ) -> Choice {
        let named = |who: &PersonId| {
            let found = among.iter().find(|one| one.id == *who);
            found.map(|one| one.name.clone())
        };
        let absent = Absent::of(&person.id, &self.away, named);
        let mut behind: Vec<String> = notes.into_iter().map(ToOwned::to_owned).collect();
        behind.extend(absent.map(|absent| absent.behind_name()));
        match behind.as_slice() {
            [] => person.choice(),
            behind => {
                let words = format!("{} ({})", person.words(), behind.join(", "));
                Choice::new(&person.id.0, words)
            }
        }
    }

    /// What is to be known of somebody who can be alerted, a sentence each: that they are away, and who
    /// stands in, as far as those may answer; that they cannot read it yet.
    pub fn as_alerted(
        &self,
        person: &PersonId,
        can_answer: impl Fn(&PersonId) -> bool,
    ) -> Vec<String> {
        let named = |who: &PersonId| {
            let found = self.able(who).filter(|_| can_answer(who));
            found.map(|able| able.name.clone())
        };
        let absent = Absent::of(person, &self.away, named);
        let mut said: Vec<String> = absent
            .map(|absent| absent.as_alerted())
            .into_iter()
            .collect();
        if self.able(person).is_some_and(|able| !able.can_read) {
            said.push("No security key that opens concerns yet".to_owned());
        }
        said
    }

    /// Who answers for somebody today, whom to ask first at the front.
    pub(super) fn who_answers<'a>(&'a self, person: &'a PersonId) -> Vec<&'a PersonId> {
        who_answers(person, &self.away)
    }

    /// Whether somebody is away today.
    pub(super) fn is_away(&self, person: &PersonId) -> bool {
        self.away.iter().any(|away| away.person == *person)
    }

    fn able(&self, person: &PersonId) -> Option<&Able> {
        self.able.iter().find(|able| able.id == *person)
    }
}
