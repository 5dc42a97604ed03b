//! Who holds which keys: pure rules.

use keyward_moment::Moment;

use crate::ids::PersonId;
use crate::key_policy::{Policy, ShownKey};

/// A key that nobody used for so many days is worth asking about.
pub const UNUSED_DAYS: i64 = 90;

/// A key in the estate: linked to somebody, whatever its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// What it is, as a policy looks at it.
    pub shown: ShownKey,
    /// The name that its holder gave it.
    pub name: String,
    /// The model as the key told it; empty where it told none.
    pub model: String,
    /// Its serial number, where the school's stock knows it.
    pub serial: String,
    /// When it was linked.
    pub added_at: Moment,
    /// When it was last used, and where.
    pub last_used: Option<(Moment, String)>,
    /// What it can do now.
    pub state: State,
}

/// What a key can do now.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It can be used.
    Working,
    /// It was reported lost.
    Lost,
    /// There may be a copy of it.
    Suspended,
    /// Somebody else has not approved it yet.
    Waiting,
}

impl State {
    /// As a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Working => "Works",
            Self::Lost => "Lost",
            Self::Suspended => "Suspended",
            Self::Waiting => "Waits for approval",
        }
    }
}

impl Key {
    /// Whether it works and nobody used it for [`UNUSED_DAYS`].
    pub fn is_unused(&self, now: Moment) -> bool {
        let last = self.last_used.as_ref().map_or(self.added_at, |(at, _)| *at);
        self.state == State::Working && last.seconds_until(now) >= UNUSED_DAYS * 24 * 3_600
    }
}

/// Somebody and their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their user groups, separated by commas.
    pub groups: String,
    /// Their keys, the oldest first.
    pub keys: Vec<Key>,
    /// How long they may hold too few keys, if they do.
    pub grace: Option<Grace>,
    /// What was handed out to them and has not come back, the oldest first.
    pub handed_out: Vec<String>,
}

/// How long somebody may go on who holds too few keys.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Grace {
    /// Until then.
    Until(Moment),
    /// They have not come since they hold too few, so it has not begun: so many days from then.
    FromNextClick(i64),
}

impl Grace {
    /// The time that has not begun yet, in words.
    pub fn days_words(days: &i64) -> String {
        match days {
            1 => "1 day from their next click".to_owned(),
            days => format!("{days} days from their next click"),
        }
    }
}

impl Holder {
    /// How many of their keys work.
    pub fn working(&self) -> usize {
        self.working_keys().count()
    }

    fn working_keys(&self) -> impl Iterator<Item = &Key> {
        let keys = self.keys.iter();
        keys.filter(|key| key.state == State::Working)
    }

    /// Whether they hold fewer keys that would elevate than this policy asks for, or none at all.
    pub fn is_short(&self, policy: &Policy) -> bool {
        let counted = self.working_keys().filter(|key| policy.counts(key.shown));
        let counted = i64::try_from(counted.count()).unwrap_or(i64::MAX);
        counted < policy.keys_min
    }
}

/// Which people are shown.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Show {
    /// Everybody.
    Everybody,
    /// Who holds no key that works.
    None,
    /// Who holds one and no spare.
    One,
    /// Who holds a spare.
    Spare,
    /// Who holds fewer than their user groups ask for.
    Grace,
    /// Who holds a key that was not used for [`UNUSED_DAYS`].
    Unused,
    /// Who holds a key that is lost, suspended or waits.
    NotWorking,
}

impl Show {
    /// Every choice, in the order of the page.
    pub const ALL: [Self; 7] = [
        Self::Everybody,
        Self::None,
        Self::One,
        Self::Spare,
        Self::Grace,
        Self::Unused,
        Self::NotWorking,
    ];

    /// As the address names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::None => "none",
            Self::One => "one",
            Self::Spare => "spare",
            Self::Grace => "grace",
            Self::Unused => "unused",
            Self::NotWorking => "not-working",
        }
    }

    /// As a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Everybody => "Everybody",
            Self::None => "No key that works",
            Self::One => "One key and no spare",
            Self::Spare => "A key and a spare",
            Self::Grace => "Fewer keys than their user group asks for",
            Self::Unused => "A key not used for 90 days",
            Self::NotWorking => "A key that is lost, suspended or waits",
        }
    }

    /// The choice of this name; everybody otherwise.
    pub fn named(name: &str) -> Self {
        let named = Self::ALL.into_iter().find(|show| show.name() == name);
        named.unwrap_or(Self::Everybody)
    }

    /// Whether somebody is shown.
    pub fn shows(self, holder: &Holder, now: Moment) -> bool {
        match self {
            Self::Everybody => true,
            Self::None => holder.working() == 0,
            Self::One => holder.working() == 1,
            Self::Spare => holder.working() > 1,
            Self::Grace => holder.grace.is_some(),
            Self::Unused => holder.keys.iter().any(|key| key.is_unused(now)),
            Self::NotWorking => holder.keys.iter().any(|key| key.state != State::Working),
        }
    }
}

/// Somebody for samples of pages.
pub(super) fn sample() -> Holder {
    use crate::key_policy::Kind;
    let day = |micros| Moment::from_micros(micros);
    let key = |name: &str, state| Key {
        shown: ShownKey {
            kind: Kind::U2f,
            synced: false,
            with_pin: false,
            is_approved_model: false,
        },
        name: name.into(),
        model: String::new(),
        serial: String::new(),
        added_at: day(1_780_000_000_000_000),
        last_used: Some((day(1_790_000_000_000_000), "Chrome on Windows".into())),
        state,
    };
    Holder {
        id: PersonId("p".into()),
        name: "Amira Khan".into(),
        email: "amira.khan@hawthorn-park.example".into(),
        groups: "DSL, Staff".into(),
        keys: vec![
            key("Blue key", State::Working),
            key("Spare in the safe", State::Lost),
        ],
        grace: Some(Grace::Until(day(1_796_000_000_000_000))),
        handed_out: vec!["14 203 512 (Blue, USB-A)".into()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 3_600;

    #[test]
    fn a_key_that_rests_for_ninety_days_is_worth_asking_about() {
        let mut key = sample().keys.remove(0);
        let used = key.last_used.clone().expect("used").0;
        assert!(!key.is_unused(used.plus_seconds(90 * DAY - 1)));
        assert!(key.is_unused(used.plus_seconds(90 * DAY)));
        key.last_used = None;
        assert!(!key.is_unused(key.added_at.plus_seconds(90 * DAY - 1)));
        assert!(key.is_unused(key.added_at.plus_seconds(90 * DAY)));
        key.state = State::Lost;
        assert!(!key.is_unused(key.added_at.plus_seconds(900 * DAY)));
    }

    #[test]
    fn only_keys_that_elevate_are_counted_against_what_is_asked() {
        let asked = |keys_min| Policy {
            keys_min,
            ..Policy::default()
        };
        let mut holder = sample();
        assert!(
            !holder.is_short(&asked(1)) && holder.is_short(&asked(2)),
            "one is lost"
        );
        holder.keys[1].state = State::Working;
        assert!(!holder.is_short(&asked(2)));
        holder.keys[1].shown.synced = true;
        assert!(holder.is_short(&asked(2)), "a synced one does not elevate");
        holder.keys.clear();
        assert!(holder.is_short(&asked(1)), "none is too few");
        assert!(!holder.is_short(&asked(0)));
    }

    #[test]
    fn people_are_told_apart_by_the_keys_that_work() {
        let now = Moment::from_micros(1_790_000_000_000_000);
        let shown = |holder: &Holder| -> Vec<Show> {
            let all = Show::ALL.into_iter();
            all.filter(|show| show.shows(holder, now)).collect()
        };
        let mut holder = sample();
        assert_eq!(
            shown(&holder),
            [Show::Everybody, Show::One, Show::Grace, Show::NotWorking]
        );
        holder.keys[1].state = State::Working;
        holder.grace = None;
        assert_eq!(shown(&holder), [Show::Everybody, Show::Spare]);
        holder.keys.clear();
        assert_eq!(shown(&holder), [Show::Everybody, Show::None]);
        for show in Show::ALL {
            assert_eq!(Show::named(show.name()), show);
        }
    }
}
