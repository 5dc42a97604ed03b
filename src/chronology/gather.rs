//! A page of one chronology, or of several beside each other: every source asked from one place on,
//! put in order, and cut.

use keyward_web::Problem;

use super::ask::{Ask, Way};
use super::event::{Event, Key, Manner};
use super::filter::{Filter, Kind, Place};
use super::store;
use super::{done, places, spans};
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

/// At least the next so many events, each source by itself, in the order of this way.
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
    let span = reaching(tx, &asks, filter.span(), (most, pupils.len()))?;
    let mut events = Vec::new();
    for (kind, mut ask) in asks {
        ask.span = span;
        events.extend(match kind {
            Kind::Concerns => store::concerns(tx, &ask)?,
            Kind::Amendments => store::amendments(tx, &ask)?,
            Kind::Done => done::done(tx, &ask)?,
            Kind::Flags => spans::flags(tx, &ask)?,
            Kind::Professionals => spans::professionals(tx, &ask)?,
        });
    }
    // One concern of two siblings stands in both files.
    events.sort_by(|a, b| a.key.cmp(&b.key).then_with(|| a.pupil.cmp(&b.pupil)));
    match way {
        Way::On => {}
        Way::Back => events.reverse(),
    }
    Ok(events)
}

/// The span in which the next so many events stand: what is beyond it stands on none of the page. As
/// most has been done about a concern soon after it was noticed, it is looked for where a third of so
/// many concerns stand, then where all of them do.
fn reaching(
    tx: &mut Tx<'_, '_>,
    asks: &[(Kind, Ask<'_>)],
    all: (i64, i64),
    (most, pupils): (usize, usize),
) -> Result<(i64, i64), Problem> {
    let Some((_, first)) = asks.first().filter(|_| most <= EVENTS_MAX + 1) else {
        return Ok(all);
    };
    let way = first.way;
    // What stands in the files of several of these pupils is one event of the page.
    let enough = most.saturating_mul(pupils);
    let concerns = places_in(tx, asks, all, &[Kind::Concerns])?;
    for some in [enough / 3, enough] {
        let span = until(way, all, &concerns, some);
        let mut times = places_in(tx, asks, span, &[Kind::Amendments, Kind::Done])?;
        times.extend(concerns.iter().filter(|at| (span.0..span.1).contains(at)));
        let span = until(way, span, &times, enough);
        if times.len() >= enough {
            return Ok(span);
        }
        if span == all {
            break;
        }
    }
    Ok(all)
}

/// When the next events of these kinds happened within a span.
fn places_in(
    tx: &mut Tx<'_, '_>,
    asks: &[(Kind, Ask<'_>)],
    span: (i64, i64),
    kinds: &[Kind],
) -> Result<Vec<i64>, Problem> {
    let mut times = Vec::new();
    for (kind, ask) in asks.iter().filter(|(kind, _)| kinds.contains(kind)) {
        let ask = Ask {
            span,
            ..ask.clone()
        };
        times.extend(places::of(tx, *kind, &ask)?);
    }
    Ok(times)
}

/// What is left of a span where it ends with the so-manieth of these moments, in the order of this way.
fn until(way: Way, (from, to): (i64, i64), times: &[i64], some: usize) -> (i64, i64) {
    let mut times = times.to_vec();
    times.sort_unstable();
    match way {
        Way::On => {
            let last = some.checked_sub(1).and_then(|at| times.get(at));
            (from, last.map_or(to, |last| to.min(last + 1)))
        }
        Way::Back => {
            let last = times.len().checked_sub(some).and_then(|at| times.get(at));
            (last.map_or(from, |last| from.max(*last)), to)
        }
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
