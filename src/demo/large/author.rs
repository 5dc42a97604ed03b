//! Who writes the stories of a large school: what was noted about a child, and what came of it.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Time, Weekday};
use keyward_moment::{Moment, new_id};
use keyward_web::Problem;

use super::chance::Chance;
use super::diary::{Act, Coming};
use super::stories::{Noted, Sentences};
use crate::casework::PastDeed;
use crate::categories::{self, Branch};
use crate::concerns::{Past, Role};
use crate::demo::house::House;
use crate::ids::{CategoryId, ConcernId, PersonId, PupilId};

/// Who notes what they see, and who acts on it.
const STAFF: [&str; 6] = [
    "amira.khan",
    "oliver.bennett",
    "sian.llewellyn",
    "joseph.mensah",
    "priya.nair",
    "callum.fraser",
];
const LEADS: [&str; 2] = ["helen.okafor", "tom.griffiths"];
/// So long does it take to read and acknowledge a concern, with a second who reads it.
const ACKNOWLEDGED_SECONDS: i64 = 20 * 60;
/// Whatever is older than this is closed.
const OPEN_SECONDS_MAX: i64 = 365 * 86_400;
/// The parts that pupils have beside the subject.
const OTHERS: [Role; 4] = [
    Role::Witness,
    Role::AllegedToHaveHarmed,
    Role::Other,
    Role::Subject,
];

/// What the stories are made of.
pub(super) struct Author {
    seed: u64,
    until: Moment,
    sentences: Sentences,
    categories: BTreeMap<String, CategoryId>,
    first_category: CategoryId,
    leads: Vec<(PersonId, String)>,
    /// The children who have come, and what each is called.
    children: BTreeMap<usize, (PupilId, String)>,
}

impl Author {
    /// Somebody who knows the school, and writes of nothing later than this moment.
    pub(super) async fn at(house: &House<'_>, seed: u64, until: Moment) -> Result<Self, Problem> {
        let offered = house.lets(LEADS[0], until, categories::offered).await?;
        let all: Vec<_> = offered.iter().flat_map(Branch::all).collect();
        let first = all.first().map(|category| category.id.clone());
        let leads = LEADS.iter().map(|mailbox| {
            let actor = house.actor(mailbox)?;
            Ok((house.person(mailbox)?, actor.name))
        });
        Ok(Self {
            seed,
            until,
            sentences: Sentences::read()?,
            categories: all
                .into_iter()
                .map(|category| (category.name.clone(), category.id.clone()))
                .collect(),
            first_category: first.ok_or_else(|| Problem::bug("a school without categories"))?,
            leads: leads.collect::<Result<_, Problem>>()?,
            children: BTreeMap::new(),
        })
    }

    /// A child has come.
    pub(super) fn meet(&mut self, child: usize, known: (PupilId, String)) {
        self.children.insert(child, known);
    }

    /// What was noted, and what came of it until now, in order.
    pub(super) fn story(&self, note: &Noted) -> Result<Vec<Coming>, Problem> {
        let mut chance = Chance::of_seed(self.seed.rotate_left(48) ^ note.seed);
        let (pupil, called) = self
            .children
            .get(&note.child)
            .ok_or_else(|| Problem::bug("a note about a child who has not come"))?;
        let id = ConcernId(new_id(note.recorded_at));
        let lead = chance.below(LEADS.len());
        let both = chance.percent(35);
        let who = chance.one_of(&STAFF).copied().unwrap_or(STAFF[0]);
        let past = self.past(&mut chance, note, (pupil, called), id.clone(), (lead, both));
        let mut story = Story {
            until: self.until,
            at: note.recorded_at,
            coming: Vec::new(),
        };
        story.then(0, who, Act::Logs(Box::new(past)));
        self.follows(&mut story, &mut chance, &id, called, (lead, both));
        Ok(story.coming)
    }

    fn past(
        &self,
        chance: &mut Chance,
        note: &Noted,
        (pupil, called): (&PupilId, &str),
        id: ConcernId,
        (lead, both): (usize, bool),
    ) -> Past {
        let mut pupils = vec![(pupil.clone(), Role::Subject)];
        for _ in 0..2 {
            if chance.percent(9) {
                let other = self.children.get(&chance.below(self.children.len()));
                let role = chance.one_of(&OTHERS).copied().unwrap_or(Role::Other);
                match other {
                    Some((other, _)) if pupils.iter().all(|(known, _)| known != other) => {
                        pupils.push((other.clone(), role));
                    }
                    _ => {}
                }
            }
        }
        let words = &self.sentences;
        let kind = chance.one_of(&words.kind);
        let named = kind.map_or(&[][..], |kind| &kind.categories);
        let mut categories: Vec<_> = named
            .iter()
            .filter_map(|name| self.categories.get(name).cloned())
            .collect();
        if !categories.is_empty() && !chance.percent(10) {
            categories = vec![categories.swap_remove(chance.below(categories.len()))];
        }
        if categories.is_empty() {
            categories.push(self.first_category.clone());
        }
        let seen = kind.map_or(&[][..], |kind| &kind.seen);
        let sentence = |chance: &mut Chance, of: &[String]| {
            let one = chance.one_of(of).map_or("", String::as_str);
            one.replace("NAME", called)
        };
        let mut seen_and_heard = sentence(chance, seen);
        if chance.percent(30) {
            let more = sentence(chance, seen);
            if more != seen_and_heard {
                seen_and_heard = format!("{seen_and_heard} {more}");
            }
        }
        let mut maybe =
            |percent, of: &[String]| chance.percent(percent).then(|| sentence(chance, of));
        let alerted = self.leads.iter().enumerate();
        Past {
            id,
            pupils,
            noticed_at: note.noticed_at,
            own_words: maybe(40, &words.said),
            non_verbal: maybe(20, &words.non_verbal),
            opinion: maybe(10, &words.opinion),
            present: maybe(20, &words.present),
            place: sentence(chance, &words.places),
            categories,
            seen_and_heard,
            alerted: alerted
                .filter(|(place, _)| both || *place == lead)
                .map(|(_, (person, _))| person.clone())
                .collect(),
        }
    }

    fn follows(
        &self,
        story: &mut Story,
        chance: &mut Chance,
        id: &ConcernId,
        called: &str,
        (lead, both): (usize, bool),
    ) {
        let who = LEADS.get(lead).copied().unwrap_or(LEADS[0]);
        let words = &self.sentences;
        let does = |deed| Act::Does(id.clone(), deed);
        let sentence = |chance: &mut Chance, of: &[String]| {
            let one = chance.one_of(of).map_or("", String::as_str);
            one.replace("NAME", called)
        };
        let stays_open = chance.percent(2) && story.at.seconds_until(self.until) < OPEN_SECONDS_MAX;
        story.pause(chance, 1);
        story.is_soon_enough(ACKNOWLEDGED_SECONDS);
        story.then(0, who, Act::Reads(id.clone()));
        if both && chance.percent(60) {
            let other = LEADS.get(1 - lead).copied().unwrap_or(LEADS[0]);
            story.then(600, other, Act::Reads(id.clone()));
        }
        story.then(120, who, does(PastDeed::Acknowledgement));
        if chance.percent(40) {
            let action = sentence(chance, &words.actions);
            let days = 2 + i64::try_from(chance.below(6)).unwrap_or_default();
            let due_on = story
                .at
                .plus_seconds(days * 86_400)
                .london()
                .date()
                .to_string();
            let to = self.leads.get(lead).cloned();
            if let Some(to) = to {
                story.then(
                    240,
                    who,
                    does(PastDeed::Action {
                        words: action.clone(),
                        to,
                        due_on,
                    }),
                );
                if !stays_open || chance.percent(50) {
                    story.pause(chance, 4);
                    let words = sentence(chance, &words.results);
                    story.then(0, who, does(PastDeed::ActionDone { action, words }));
                }
            }
        }
        if chance.percent(25) {
            story.pause(chance, 2);
            story.then(
                0,
                who,
                does(PastDeed::Contact(sentence(chance, &words.contacts))),
            );
        }
        if chance.percent(6) {
            story.pause(chance, 2);
            let decision = sentence(chance, &words.actions);
            let reasons = sentence(chance, &words.opinion);
            story.then(0, who, does(PastDeed::Decision { decision, reasons }));
        }
        if !stays_open {
            story.pause(chance, 4);
            story.then(
                0,
                who,
                does(PastDeed::Closure(sentence(chance, &words.outcomes))),
            );
        }
    }
}

/// A story as it goes on, until the present.
struct Story {
    until: Moment,
    at: Moment,
    coming: Vec<Coming>,
}

impl Story {
    /// So many seconds later somebody does something, unless that is still to come.
    fn then(&mut self, seconds: i64, who: &'static str, act: Act) {
        self.at = self.at.plus_seconds(seconds);
        if self.at < self.until {
            let at = self.at;
            self.coming.push(Coming { at, who, act });
        }
    }

    /// Somebody comes back early, where the years would end before they have done what takes so long: no
    /// concern of those years waits for ever, without a clock.
    fn is_soon_enough(&mut self, seconds: i64) {
        let latest = self.until.plus_seconds(-seconds);
        self.at = self.at.min(latest);
    }

    /// Some days pass, or an hour.
    fn pause(&mut self, chance: &mut Chance, days: usize) {
        let minutes = i64::try_from(chance.below(420)).unwrap_or_default();
        let days = i64::try_from(chance.below(days + 1)).unwrap_or_default();
        let later = self.at.plus_seconds(minutes * 15);
        let mut day = self.at.london().date().saturating_add(days.days());
        while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            day = day.saturating_add(1.day());
        }
        let morning = Moment::from_london(day, Time::constant(8, 30, 0, 0));
        self.at = match morning {
            Some(morning) if days > 0 => morning.plus_seconds(minutes * 60).max(later),
            _ => later,
        };
    }
}
