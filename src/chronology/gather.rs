//! A page of one chronology, or of several beside each other: every source asked from one place on,
//! put in order, and cut.

use keyward_web::Problem;

use super::ask::{Ask, Way};
use super::event::{Event, Key, Manner};
use super::filter::{Filter, Kind, Place};
use super::store;
use super::{done, reaching, spans};
use crate::cx::Tx;
use crate::ids::PupilId;

/// How many events stand on one page.
pub(super) const EVENTS_MAX: usize = 50;

/// A page of events, in the order in which it is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub events: Vec<Event>,
    /// What stands before this page in the order of time.
    pub earlier: Option<Key>,
    /// What stands after it.
    pub later: Option<Key>,
}

/// A page of the chronologies of these pupils, whose files the actor may read.
pub(super) fn page(
    tx: &mut Tx<'_, '_>,
    pupils: &[PupilId],
    filter: &Filter,
    place: &Place,
    manner: Manner,
) -> Result<Page, Problem> {
    let (from, way) = match (place, filter.newest_first) {
        (Place::First, false) => (Key::first(), Way::On),
        (Place::First, true) => (Key::last(), Way::Back),
        (Place::After(key), _) => (key.clone(), Way::On),
        (Place::Before(key), _) => (key.clone(), Way::Back),
    };
    let mut events = gather(tx, pupils, filter, (&from, way), EVENTS_MAX + 1, manner)?;
    let more = cut(&mut events, EVENTS_MAX);
    let is_first = *place == Place::First;
    let (first, last) = (events.first(), events.last());
    let key = |event: Option<&Event>| event.map(|event| event.key.clone());
    let (earlier, later) = match way {
        Way::On => (key(first).filter(|_| !is_first), key(last).filter(|_| more)),
        Way::Back => (key(last).filter(|_| more), key(first).filter(|_| !is_first)),
    };
    if (way == Way::Back) != filter.newest_first {
        events.reverse();
    }
    Ok(Page {
        events,
        earlier,
        later,
    })
}

/// Everything that the filter selects, the oldest first.
pub(super) fn everything(
    tx: &mut Tx<'_, '_>,
    pupil: &PupilId,
    filter: &Filter,
    manner: Manner,
) -> Result<Vec<Event>, Problem> {
    let pupils = std::slice::from_ref(pupil);
    let most = usize::try_from(u32::MAX).unwrap_or(usize::MAX);
    gather(tx, pupils, filter, (&Key::first(), Way::On), most, manner)
}

/// At least the next so many events, in the order of this way. As most has been done about a concern
/// soon after it was noticed, they are looked for where a third of so many concerns stand, then where all
/// of them do, and then everywhere.
fn gather(
    tx: &mut Tx<'_, '_>,
    pupils: &[PupilId],
    filter: &Filter,
    (from, way): (&Key, Way),
    most: usize,
    manner: Manner,
) -> Result<Vec<Event>, Problem> {
    let mut asks = Vec::new();
    for pupil in pupils {
        let kinds = Kind::ALL.into_iter().filter(|kind| filter.takes(*kind));
        asks.extend(kinds.map(|kind| {
            let ask = Ask {
                pupil,
                filter,
                span: filter.span(),
                from,
                way,
                most: i64::try_from(most).unwrap_or(i64::MAX),
                manner,
            };
            (kind, ask)
        }));
    }
    let mut events = Vec::new();
    for span in [Some(most / 3), Some(most), None] {
        let span = match span.filter(|_| most <= EVENTS_MAX + 1) {
            Some(concerns) => reaching::span(tx, &asks, filter.span(), concerns)?,
            None => filter.span(),
        };
        events = within(tx, &asks, span)?;
        // What stands in the files of several of these pupils is one event of the page.
        if span == filter.span() || events.len() >= most.saturating_mul(pupils.len()) {
            break;
        }
    }
    // One concern of two siblings stands in both files.
    events.sort_by(|a, b| a.key.cmp(&b.key).then_with(|| a.pupil.cmp(&b.pupil)));
    match way {
        Way::On => {}
        Way::Back => events.reverse(),
    }
    Ok(events)
}

/// The events of every source within a span.
fn within(
    tx: &mut Tx<'_, '_>,
    asks: &[(Kind, Ask<'_>)],
    span: (i64, i64),
) -> Result<Vec<Event>, Problem> {
    let mut events = Vec::new();
    for (kind, ask) in asks {
        let ask = Ask {
            span,
            ..ask.clone()
        };
        events.extend(match kind {
            Kind::Concerns => store::concerns(tx, &ask)?,
            Kind::Amendments => store::amendments(tx, &ask)?,
            Kind::Done => done::done(tx, &ask)?,
            Kind::Flags => spans::flags(tx, &ask)?,
            Kind::Professionals => spans::professionals(tx, &ask)?,
        });
    }
    Ok(events)
}

/// Leaves so many places in the order, each whole; whether there are more.
fn cut(events: &mut Vec<Event>, most: usize) -> bool {
    let mut places = 0;
    let mut last: Option<&Key> = None;
    let mut end = events.len();
    for (index, event) in events.iter().enumerate() {
        if last != Some(&event.key) {
            places += 1;
            last = Some(&event.key);
        }
        if places > most {
            end = index;
            break;
        }
    }
    let more = end < events.len();
    events.truncate(end);
    more
}
