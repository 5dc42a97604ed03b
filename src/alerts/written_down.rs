//! What a school has written down about those to whom a concern went: who of them is away and who stands
//! in, and who is in line. It is said to whoever reads the concern from that alone, never from whom it
//! reached in the end: the difference would tell them who is excluded from the file of a child. So whoever
//! it came to because they stand in or are in line is told no names at all: they would learn from those
//! who else was passed over.

use keyward_db::params;
use keyward_web::Problem;

use super::{covers, line};
use crate::concerns::{Reader, readable, staff_who_stand};
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId};
use crate::people;
use crate::school_calendar::{Absent, Away};

keyward_db::statements! {
    /// Who answers for nobody as far as a readable concern goes: its writer, and the members of staff
    /// whom the reader sees it name.
    ANSWER_FOR_NOBODY = concat!(
        "SELECT concern.recorder_id, 0 FROM concern WHERE concern.id = $8 AND ", readable!(), "
         UNION ALL ",
        staff_who_stand!("person.id", concat!("concern.id = $8 AND ", readable!())));
}

/// What is written down today, as far as it is about those who may answer for a concern.
#[derive(Clone, Debug, Default)]
pub(super) struct WrittenDown {
    away: Vec<Away>,
    /// Who may answer, by name; nothing, where the reader is told no names.
    names: Option<Vec<(PersonId, String)>>,
}

impl WrittenDown {
    /// For a concern that the actor reads, with names or without. Where nobody is away and nobody asks
    /// for the line, nothing more is looked for.
    pub(super) fn of(
        tx: &mut Tx<'_, '_>,
        concern: &ConcernId,
        with_names: bool,
        with_line: bool,
    ) -> Result<Self, Problem> {
        let away = covers::today(tx)?;
        if !with_names || (away.is_empty() && !with_line) {
            let names = None;
            return Ok(Self { away, names });
        }
        let wanted = Reader::now(tx)?.and(&params![concern]);
        let not_these: Vec<PersonId> = tx.all(ANSWER_FOR_NOBODY, &wanted, |row| row.get(0))?;
        let here = people::everybody_here(tx)?.into_iter();
        let names = here.map(|person| (person.id, person.name));
        let names = names.filter(|(id, _)| !not_these.contains(id)).collect();
        Ok(Self {
            away,
            names: Some(names),
        })
    }

    /// That somebody who was alerted is away today, and who stands in.
    pub(super) fn absence(&self, person: &PersonId) -> Option<String> {
        let absent = Absent::of(person, &self.away, |who| self.name(who))?;
        Some(match self.names {
            Some(_) => absent.as_alerted(),
            None => absent.alone(),
        })
    }

    /// Those to whom a concern is passed on in turn, each with whoever stands in for them today.
    pub(super) fn line(&self, tx: &mut Tx<'_, '_>) -> Result<Vec<String>, Problem> {
        let in_words = |person: &PersonId| {
            let name = self.name(person)?;
            let absent = Absent::of(person, &self.away, |who| self.name(who));
            Some(match absent {
                Some(absent) => format!("{name} ({})", absent.behind_name()),
                None => name,
            })
        };
        let line = line::people(tx)?;
        Ok(line.iter().filter_map(in_words).collect())
    }

    fn name(&self, person: &PersonId) -> Option<String> {
        let mut names = self.names.iter().flatten();
        let found = names.find(|(id, _)| id == person);
        found.map(|(_, name)| name.clone())
    }
}
