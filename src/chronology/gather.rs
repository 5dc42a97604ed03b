//! A page of one chronology, or of several beside each other: every source asked from one place on,
//! put in order, and cut.

use keyward_web::Problem;

use super::ask::{Ask, Way};
use super::event::{Event, Key, Manner};
use super::filter::{Filter, Kind, Place};
use super::store;
use super::{done, spans};
use crate::cx::Tx;
use crate::ids::PupilId;

/// How many events stand on one page.
pub(super) const EVENTS_MAX: usize = 40;

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
/// soon after it was noticed, what stands beside them is looked for as far as a third of so many concerns
/// reach, then as far as so many do, and then everywhere: so that of a long file little is opened which
/// the page does not show.
fn gather(
    tx: &mut Tx<'_, '_>,
    pupils: &[PupilId],
    filter: &Filter,
    (from, way): (&Key, Way),
    most: usize,
    manner: Manner,
) -> Result<Vec<Event>, Problem> {
    let of = |pupil| Ask {
        pupil,
        filter,
        span: filter.span(),
        from,
        way,
        most: i64::try_from(most).unwrap_or(i64::MAX),
        manner,
    };
    let asks: Vec<Ask<'_>> = pupils.iter().map(of).collect();
    let mut events = Vec::new();
    for concerns in [most / 3, most, usize::MAX] {
        let (found, end) = reach(tx, &asks, way, concerns)?;
        events = found;
        events.extend(beside(tx, &asks, way, end.as_ref())?);
        // What stands in the files of several of these pupils is one event of the page.
        if end.is_none() || events.len() >= most.saturating_mul(pupils.len()) {
            break;
        }
    }
    order(&mut events, way);
    Ok(events)
}

/// The next concerns of these files, at most so many, and the last of them, where there may be more.
fn reach(
    tx: &mut Tx<'_, '_>,
    asks: &[Ask<'_>],
    way: Way,
    most: usize,
) -> Result<(Vec<Event>, Option<Key>), Problem> {
    let mut concerns = Vec::new();
    for ask in asks.iter().filter(|ask| ask.filter.takes(Kind::Concerns)) {
        let ask = Ask {
            most: i64::try_from(most).unwrap_or(i64::MAX),
            ..ask.clone()
        };
        concerns.extend(store::concerns(tx, &ask)?);
    }
    order(&mut concerns, way);
    let last = most.checked_sub(1).and_then(|last| concerns.get(last));
    let end = last.map(|last| last.key.clone());
    if let Some(end) = &end {
        concerns.retain(|event| way.reaches(end, &event.key));
    }
    Ok((concerns, end))
}

/// What else stands in these files, as far as this place.
fn beside(
    tx: &mut Tx<'_, '_>,
    asks: &[Ask<'_>],
    way: Way,
    end: Option<&Key>,
) -> Result<Vec<Event>, Problem> {
    let mut events = Vec::new();
    for ask in asks {
        let (from, to) = ask.span;
        let span = match (end, way) {
            (None, _) => (from, to),
            (Some(end), Way::On) => (from, to.min(end.at.saturating_add(1))),
            (Some(end), Way::Back) => (from.max(end.at), to),
        };
        let ask = Ask {
            span,
            ..ask.clone()
        };
        for kind in Kind::ALL.into_iter().filter(|kind| ask.filter.takes(*kind)) {
            events.extend(match kind {
                Kind::Concerns => Vec::new(),
                Kind::Amendments => store::amendments(tx, &ask)?,
                Kind::Done => done::done(tx, &ask)?,
                Kind::Flags => spans::flags(tx, &ask)?,
                Kind::Professionals => spans::professionals(tx, &ask)?,
            });
        }
    }
    if let Some(end) = end {
        events.retain(|event| way.reaches(end, &event.key));
    }
    Ok(events)
}

/// Puts events in the order of this way. One concern of two siblings stands in both files.
fn order(events: &mut [Event], way: Way) {
    events.sort_by(|a, b| a.key.cmp(&b.key).then_with(|| a.pupil.cmp(&b.pupil)));
    if way == Way::Back {
        events.reverse();
    }
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
