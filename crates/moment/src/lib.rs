//! Moments, and identifiers that carry one.
//!
//! A [`Moment`] is a point in time to the microsecond; it is what the database keeps and what
//! rules are given. Nothing here knows a school. Rules never ask a clock: whoever holds the
//! [`Clock`] asks once and passes the moment on.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A point in time: microseconds since 1970-01-01T00:00:00 UTC.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The moment that lies so many microseconds after the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch, as the database keeps them.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The moment so many seconds later (earlier when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Whole seconds from this moment until a later one; negative when that one is earlier.
    pub const fn seconds_until(self, later: Self) -> i64 {
        later.0.saturating_sub(self.0).div_euclid(1_000_000)
    }

    /// This moment on a British wall clock.
    pub fn london(self) -> Zoned {
        let zone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
        Timestamp::from_microsecond(self.0)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_zoned(zone)
    }

    /// `22 November 2026 at 14:05`, on a British wall clock.
    pub fn day_and_time(self) -> String {
        self.london().strftime("%-d %B %Y at %H:%M").to_string()
    }

    /// `22 November 2026`, on a British wall clock.
    pub fn day(self) -> String {
        self.london().strftime("%-d %B %Y").to_string()
    }

    /// `14:05`, on a British wall clock.
    pub fn time(self) -> String {
        self.london().strftime("%H:%M").to_string()
    }

    /// `2026-11-22T14:05:00.000000Z`: RFC 3339 in UTC, always of the same width.
    pub fn rfc3339(self) -> String {
        let time = Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        time.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
    }

    /// The moment at which a British wall clock shows this date and time; the earlier of two
    /// when the clocks go back, the later when they go forward. `None` outside years 1–9999.
    pub fn from_london(date: jiff::civil::Date, time: jiff::civil::Time) -> Option<Self> {
        let zone = TimeZone::get("Europe/London").ok()?;
        let zoned = date.to_datetime(time).to_zoned(zone).ok()?;
        Some(Self(zoned.timestamp().as_microsecond()))
    }
}

/// Something that knows what time it is.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Moment;
}

/// The machine's own clock.
#[derive(Copy, Clone, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment(Timestamp::now().as_microsecond())
    }
}

/// A clock that stands still until it is moved, for tests. Clones share the time.
#[derive(Clone, Debug)]
pub struct FrozenClock(Arc<AtomicI64>);

impl FrozenClock {
    /// A clock that stands at this moment.
    pub fn at(moment: Moment) -> Self {
        Self(Arc::new(AtomicI64::new(moment.0)))
    }

    /// Moves the clock on by so many seconds.
    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for FrozenClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

/// A new identifier: UUID version 7 (RFC 9562 § 5.7) for this moment, as lower-case text.
/// Identifiers of later moments sort after those of earlier ones.
pub fn new_id(now: Moment) -> String {
    let micros = now.0.max(0).unsigned_abs();
    let nanos = u32::try_from(micros % 1_000_000).unwrap_or(0) * 1_000;
    let time = uuid::Timestamp::from_unix(uuid::NoContext, micros / 1_000_000, nanos);
    uuid::Uuid::new_v7(time).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn a_moment_reads_as_a_british_wall_clock_in_winter_and_in_summer() {
        let winter = Moment::from_london(date(2026, 11, 22), time(14, 5, 0, 0)).unwrap();
        assert_eq!(winter.day_and_time(), "22 November 2026 at 14:05");
        assert_eq!(winter.rfc3339(), "2026-11-22T14:05:00.000000Z");
        let summer = Moment::from_london(date(2026, 7, 1), time(14, 5, 0, 0)).unwrap();
        assert_eq!(summer.time(), "14:05");
        assert_eq!(summer.rfc3339(), "2026-07-01T13:05:00.000000Z");
    }

    #[test]
    fn seconds_count_forwards_and_back() {
        let now = Moment::from_micros(1_500_000);
        assert_eq!(now.plus_seconds(60).as_micros(), 61_500_000);
        assert_eq!(now.seconds_until(now.plus_seconds(90)), 90);
        assert_eq!(now.seconds_until(now.plus_seconds(-90)), -90);
    }

    #[test]
    fn identifiers_sort_by_moment_and_never_repeat() {
        let now = Moment::from_micros(1_795_000_000_000_000);
        let (first, later) = (new_id(now), new_id(now.plus_seconds(1)));
        assert!(first < later);
        assert_ne!(new_id(now), new_id(now));
        assert_eq!(first.as_bytes()[14], b'7');
    }

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let clock = FrozenClock::at(Moment::from_micros(0));
        let same = clock.clone();
        same.advance_seconds(2);
        assert_eq!(clock.now(), Moment::from_micros(2_000_000));
    }
}
