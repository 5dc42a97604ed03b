//! What follows from a line as a whole: that no lead is in it, that all of it is away today, that nobody
//! is. It is said on the page and after saving, with the next step, and forbids nothing.

use super::able::Able;
use super::keeping::and;
use super::there::There;
use crate::ids::PersonId;

/// A line, and who is asked besides it.
pub(super) struct Whole<'a> {
    /// The line, in order.
    pub line: &'a [PersonId],
    /// The safeguarding leads, by name: who is asked while nobody is in it.
    pub leads: &'a [PersonId],
    /// Who is asked before the line today, as it is one of the holidays.
    pub first: Option<&'a PersonId>,
    pub there: &'a There,
}

impl Whole<'_> {
    /// What follows, a sentence or two each.
    pub(super) fn follows(&self) -> Vec<String> {
        if self.line.is_empty() {
            return vec![self.of_nobody()];
        }
        let follows = [self.without_a_lead(), self.away()];
        follows.into_iter().flatten().collect()
    }

    /// Nobody is in it, so that every lead is asked.
    fn of_nobody(&self) -> String {
        let nobody = "Nobody is in the line.";
        let leads = self.names(self.leads.iter());
        let add = "Choose somebody for the first place";
        if leads.is_empty() {
            return format!(
                "{nobody} Nor has your school a safeguarding lead, so that a concern that nobody \
                 acknowledges in time is passed on to nobody. {add}, or make somebody a lead."
            );
        }
        let in_turn = leads.join(", then ");
        let asked = format!(
            "{nobody} A concern that nobody acknowledges in time is passed on to the safeguarding \
             leads, by name: {in_turn}."
        );
        match self.asked(self.leads).is_empty() {
            true => format!(
                "{asked} All of them are away today and nobody stands in, so that it waits until one \
                 of them is back. {add}, or say under Absences who stands in."
            ),
            false => asked,
        }
    }

    fn without_a_lead(&self) -> Option<String> {
        let able = |person: &PersonId| self.there.able.iter().find(|able| able.id == *person);
        let mut leads = self
            .line
            .iter()
            .filter_map(able)
            .filter(|able| able.is_lead);
        let (any, can_read) = (leads.clone().next(), leads.any(|lead: &Able| lead.can_read));
        match (any, can_read) {
            (None, _) => Some(
                "No safeguarding lead is in this line. Whoever in it acknowledges a concern, it still \
                 waits for a lead, and the line asks none. Put a lead into it."
                    .to_owned(),
            ),
            (Some(_), false) => Some(
                "No safeguarding lead in this line can read a concern yet, and only a lead’s \
                 acknowledgement ends the asking. Put a lead into it who holds a security key."
                    .to_owned(),
            ),
            (Some(_), true) => None,
        }
    }

    /// All of it is away today.
    fn away(&self) -> Option<String> {
        if self.line.iter().any(|person| !self.there.is_away(person)) {
            return None;
        }
        let all = "Everybody in this line is away today.";
        let asked = self.names(self.asked(self.line).into_iter());
        if !asked.is_empty() {
            return Some(format!("{all} Asked instead: {}.", and(&asked)));
        }
        let leads = self.leads.iter();
        let leads = self.names(leads.filter(|lead| !self.there.is_away(lead)));
        Some(if leads.is_empty() {
            format!(
                "{all} Nobody stands in, and every safeguarding lead is away too, so that a concern \
                 that nobody acknowledges in time waits until one of them is back. Put somebody into the \
                 line who is there, or say under Absences who stands in."
            )
        } else {
            let leads = and(&leads);
            format!(
                "{all} Nobody stands in, so that the safeguarding leads who are there are asked \
                 instead: {leads}. To have somebody else asked, put them into the line, or say under \
                 Absences who stands in."
            )
        })
    }

    /// Who is asked today for these people, each once.
    fn asked<'a>(&'a self, line: &'a [PersonId]) -> Vec<&'a PersonId> {
        let mut asked: Vec<&PersonId> = Vec::new();
        for person in self.first.into_iter().chain(line) {
            for who in self.there.who_answers(person) {
                if !asked.contains(&who) {
                    asked.push(who);
                }
            }
        }
        asked
    }

    fn names<'a>(&self, people: impl Iterator<Item = &'a PersonId>) -> Vec<String> {
        let able = |person: &PersonId| self.there.able.iter().find(|able| able.id == *person);
        let names = people.filter_map(able);
        names.map(|able| able.name.clone()).collect()
    }
}
