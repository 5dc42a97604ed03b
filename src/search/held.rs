//! What is held of one school: the words of its records in an index, and what tells whose they are.
//!
//! What was written long enough ago has settled: it stands in order and is never looked at again.
//! What was written in the last minutes stands apart and is put together anew when there is more of
//! it, for another server, or a slower writer, may still commit something from a little earlier.

use std::collections::HashMap;
use std::num::NonZeroU32;

use zeroize::Zeroizing;

use super::around::Around;
use super::key::Key;
use super::names::Names;
use super::shelf::{Place, Row, Shelf};

/// Which kind of entry.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Concern,
    Amendment,
    FollowUp,
    /// A mark on a body map.
    Mark,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Concern, Self::Amendment, Self::FollowUp, Self::Mark];
}

/// An entry as it was read, with its words.
pub(super) struct Written {
    pub kind: Kind,
    pub place: Place,
    pub concern: Key,
    /// Beside a concern: who sees it whatever else they see of that concern.
    pub told: Option<Key>,
    pub texts: Vec<Zeroizing<String>>,
    /// Of a concern alone: who recorded it.
    pub recorder: Option<Key>,
    /// Of a concern alone: whom it is about.
    pub pupils: Vec<Key>,
}

/// A shelf for each kind.
#[derive(Debug, Default)]
pub(super) struct Shelves {
    concerns: Shelf,
    amendments: Shelf,
    follow_ups: Shelf,
    marks: Shelf,
}

impl Shelves {
    pub fn of(&self, kind: Kind) -> &Shelf {
        match kind {
            Kind::Concern => &self.concerns,
            Kind::Amendment => &self.amendments,
            Kind::FollowUp => &self.follow_ups,
            Kind::Mark => &self.marks,
        }
    }

    fn of_mut(&mut self, kind: Kind) -> &mut Shelf {
        match kind {
            Kind::Concern => &mut self.concerns,
            Kind::Amendment => &mut self.amendments,
            Kind::FollowUp => &mut self.follow_ups,
            Kind::Mark => &mut self.marks,
        }
    }

    fn bytes(&self) -> usize {
        Kind::ALL.iter().map(|kind| self.of(*kind).bytes()).sum()
    }
}

/// What is held of one school.
#[derive(Debug)]
pub(super) struct Held {
    pub settled: Shelves,
    pub recent: Shelves,
    /// Everything that was written until then has settled.
    pub settled_until: i64,
    /// The number of each concern.
    concerns: HashMap<Key, u32>,
    /// The concerns of each pupil.
    of_pupil: HashMap<Key, Vec<u32>>,
    /// The concerns that each person recorded.
    of_recorder: HashMap<Key, Vec<u32>>,
    /// The names of the children.
    pub names: Names,
    /// What is known around them.
    pub around: Around,
    /// The number of each person to whom something beside a concern is told.
    people: HashMap<Key, NonZeroU32>,
    links: usize,
    /// How often a concern that has settled is about a pupil.
    pub settled_links: i64,
}

impl Default for Held {
    fn default() -> Self {
        Self {
            settled: Shelves::default(),
            recent: Shelves::default(),
            settled_until: i64::MIN,
            concerns: HashMap::new(),
            of_pupil: HashMap::new(),
            of_recorder: HashMap::new(),
            names: Names::default(),
            around: Around::default(),
            people: HashMap::new(),
            links: 0,
            settled_links: 0,
        }
    }
}

impl Held {
    /// Adds entries that have settled, in order.
    pub fn settle(&mut self, entries: &[Written]) {
        for entry in entries {
            let row = self.row(entry);
            add(&mut self.settled, entry, row);
            self.settled_links += entry.pupils.len() as i64;
        }
    }

    /// Puts the recent entries together anew.
    pub fn put_recent(&mut self, entries: &[Written]) {
        self.recent = Shelves::default();
        self.add_recent(entries);
    }

    /// Adds recent entries, each after all of its kind that are here.
    pub fn add_recent(&mut self, entries: &[Written]) {
        for entry in entries {
            let row = self.row(entry);
            add(&mut self.recent, entry, row);
        }
    }

    /// Where the last recent entry of each kind stands.
    pub fn recent_ends(&self) -> Vec<(Kind, Option<Place>)> {
        let last = |kind| self.recent.of(kind).rows().last().map(|row| row.place);
        Kind::ALL
            .into_iter()
            .map(|kind| (kind, last(kind)))
            .collect()
    }

    fn row(&mut self, entry: &Written) -> Row {
        let next = u32::try_from(self.concerns.len()).unwrap_or(u32::MAX);
        let concern = *self.concerns.entry(entry.concern).or_insert(next);
        for pupil in &entry.pupils {
            self.links += usize::from(link(&mut self.of_pupil, *pupil, concern));
        }
        if let Some(recorder) = entry.recorder {
            link(&mut self.of_recorder, recorder, concern);
        }
        Row {
            place: entry.place,
            concern,
            told: entry.told.map(|person| self.numbers(person)),
        }
    }

    fn numbers(&mut self, person: Key) -> NonZeroU32 {
        let next = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        let next = NonZeroU32::MIN.saturating_add(next);
        *self.people.entry(person).or_insert(next)
    }

    /// The number of a person to whom something is told.
    pub fn person(&self, key: Key) -> Option<NonZeroU32> {
        self.people.get(&key).copied()
    }

    /// How many concerns there are.
    pub fn concerns(&self) -> u32 {
        u32::try_from(self.concerns.len()).unwrap_or(u32::MAX)
    }

    /// The number of a concern.
    pub fn concern(&self, key: Key) -> Option<u32> {
        self.concerns.get(&key).copied()
    }

    /// The concerns of a pupil.
    pub fn of_pupil(&self, pupil: Key) -> &[u32] {
        self.of_pupil.get(&pupil).map_or(&[], Vec::as_slice)
    }

    /// The concerns that a person recorded.
    pub fn of_recorder(&self, person: Key) -> &[u32] {
        self.of_recorder.get(&person).map_or(&[], Vec::as_slice)
    }

    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        let (a_concern, a_link) = (2 * size_of::<(Key, u32)>() + 2 * size_of::<u32>(), 8);
        self.settled.bytes()
            + self.recent.bytes()
            + self.names.bytes()
            + self.around.bytes()
            + self.concerns.len() * a_concern
            + self.links * a_link
    }
}

fn add(shelves: &mut Shelves, entry: &Written, row: Row) {
    let texts = entry.texts.iter().map(|text| text.as_str());
    shelves.of_mut(entry.kind).add(row, texts);
}

/// Notes a concern with somebody, once; whether it is new. A concern is read again when it settles,
/// soon after it was first read, so it is near the end where it is there already.
fn link(of: &mut HashMap<Key, Vec<u32>>, key: Key, concern: u32) -> bool {
    let theirs = of.entry(key).or_default();
    match theirs.binary_search(&concern) {
        Ok(_) => false,
        Err(at) => {
            theirs.insert(at, concern);
            true
        }
    }
}
