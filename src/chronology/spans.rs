//! What lasts a while and stands in a chronology twice: that it began, and that it ended. Flags, and
//! the professionals around a child.

use jiff::civil::Time;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::ask::{Ask, Way};
use super::event::{Event, Key, Part, What};
use super::store::part;
use crate::contacts::{self, Contact};
use crate::cx::Tx;
use crate::flags::{self, Flag};
use crate::ids::PupilId;
use crate::pupils::read_day;

/// The flags of a file that began or ended within what is asked for. They are few, and always
/// significant.
pub(super) fn flags(tx: &mut Tx<'_, '_>, ask: &Ask<'_>) -> Result<Vec<Event>, Problem> {
    let flags = flags::of_pupil(tx, ask.pupil)?;
    let events = flags.iter().flat_map(|flag| of_flag(ask.pupil, flag));
    Ok(within(ask, events))
}

/// The professionals of a file who began or ended within what is asked for.
pub(super) fn professionals(tx: &mut Tx<'_, '_>, ask: &Ask<'_>) -> Result<Vec<Event>, Problem> {
    let contacts = contacts::of_pupil(tx, ask.pupil)?;
    let contacts = contacts.iter().filter(|contact| !contact.is_family());
    let events = contacts.flat_map(|contact| of_contact(ask.pupil, contact));
    Ok(within(ask, events))
}

fn within(ask: &Ask<'_>, events: impl Iterator<Item = Event>) -> Vec<Event> {
    let (from, to) = ask.span;
    events
        .filter(|event| (from..to).contains(&event.key.at))
        .filter(|event| match ask.way {
            Way::On => event.key > *ask.from,
            Way::Back => event.key < *ask.from,
        })
        .collect()
}

/// When something began or ended of which the day is known; else when it was written down.
fn at(day: &str, written_at: Moment) -> (Moment, bool) {
    let midnight = read_day(day).and_then(|day| Moment::from_london(day, Time::midnight()));
    midnight.map_or((written_at, false), |midnight| (midnight, true))
}

/// One end of it: which, when it happened and was written down, by whom, and what.
struct End<'a> {
    id: String,
    day: &'a str,
    written_at: Moment,
    by: &'a str,
    is_significant: bool,
    parts: Vec<Part>,
    what: What,
}

impl End<'_> {
    fn event(self, pupil: &PupilId) -> Event {
        let (happened_at, is_day_alone) = at(self.day, self.written_at);
        Event {
            key: Key {
                at: happened_at.as_micros(),
                id: self.id,
            },
            pupil: pupil.clone(),
            happened_at,
            is_day_alone,
            recorded_at: self.written_at,
            by: self.by.to_owned(),
            concern: None,
            of_noticed: None,
            is_significant: self.is_significant,
            parts: self.parts,
            what: self.what,
        }
    }
}

/// That a flag began, and that it ended, if it did.
fn of_flag(pupil: &PupilId, flag: &Flag) -> Vec<Event> {
    let mut parts = vec![part("", flag.words.source.clone())];
    if !flag.words.note.is_empty() {
        parts.push(part("Note", flag.words.note.clone()));
    }
    let began = End {
        id: format!("{}-0", flag.id),
        day: &flag.began_on,
        written_at: flag.added_at,
        by: &flag.added_by,
        is_significant: true,
        parts,
        what: What::FlagBegan {
            title: flag.title().to_owned(),
            classes: flag.classes(),
        },
    };
    let ended = flag.ended.as_ref().map(|ended| End {
        id: format!("{}-1", flag.id),
        day: &ended.on,
        written_at: ended.at,
        by: &ended.by,
        is_significant: true,
        parts: vec![part("", ended.reason.clone())],
        what: What::FlagEnded {
            title: flag.title().to_owned(),
        },
    });
    let ends = std::iter::once(began).chain(ended);
    ends.map(|end| end.event(pupil)).collect()
}

/// That a professional began, and that they ended, if they did. Nobody has to say since when: then
/// it stands where it was written down.
fn of_contact(pupil: &PupilId, contact: &Contact) -> Vec<Event> {
    let who = format!("{} ({})", contact.card.name, contact.role());
    let said = match contact.began_on.is_empty() {
        true => "added",
        false => "became involved",
    };
    let note = Some(&contact.card.note).filter(|note| !note.is_empty());
    let began = End {
        id: format!("{}-0", contact.id),
        day: &contact.began_on,
        written_at: contact.added_at,
        by: &contact.added_by,
        is_significant: false,
        parts: note
            .map(|note| part("", note.clone()))
            .into_iter()
            .collect(),
        what: What::Professional {
            title: format!("{who} {said}"),
        },
    };
    let ended = contact.ended.as_ref().map(|ended| End {
        id: format!("{}-1", contact.id),
        day: &ended.on,
        written_at: ended.at,
        by: &ended.by,
        is_significant: false,
        parts: vec![part("", ended.reason.clone())],
        what: What::Professional {
            title: format!("{who} is no longer involved"),
        },
    });
    let ends = std::iter::once(began).chain(ended);
    ends.map(|end| end.event(pupil)).collect()
}
