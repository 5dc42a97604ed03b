//! A session as somebody looks at it: where it was begun, whether it stands, and what it opens now.

use keyward_moment::Moment;

use super::cause::Cause;
use crate::config::Limits;
use crate::cx::elevation_until;
use crate::ids::SessionId;
use crate::key_policy::{Policy, ShownKey};

/// A session of somebody's. Its secret is not here, nor anywhere but in their browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// The browser and system.
    pub device: String,
    /// The network that it was begun from; empty where that was not noted.
    pub network: String,
    /// When it began.
    pub started_at: Moment,
    /// When it was last used.
    pub seen_at: Moment,
    /// When it was ended.
    pub ended_at: Option<Moment>,
    /// Why, if that is known.
    pub cause: Option<Cause>,
    /// What elevated it, if anything has and was not dropped.
    pub elevated: Option<Elevated>,
}

/// What elevated a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elevated {
    /// When.
    pub at: Moment,
    /// When it was last used.
    pub seen_at: Moment,
    /// The key's name; empty for a printed code.
    pub key: String,
    /// The key as a policy looks at it.
    pub shown: ShownKey,
}

/// The moments that tell a session that stands from one that ran out.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// It was used after this.
    pub seen_after: Moment,
    /// It began after this.
    pub started_after: Moment,
}

impl Bounds {
    /// The bounds now.
    pub fn at(now: Moment, limits: &Limits) -> Self {
        Self {
            seen_after: now.plus_seconds(-limits.session_idle_seconds),
            started_after: now.plus_seconds(-limits.session_seconds_max),
        }
    }
}

/// What a list of sessions is looked at with.
#[derive(Clone, Debug)]
pub struct View {
    /// When.
    pub now: Moment,
    /// How long things last.
    pub limits: Limits,
    /// What the person's user groups ask of their keys.
    pub policy: Policy,
    /// The session that looks on.
    pub here: SessionId,
    /// The network from which it does.
    pub network: String,
}

/// One session in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: String,
    /// The browser and system.
    pub device: String,
    /// The network.
    pub network: String,
    /// Whether it is the one that looks on.
    pub is_this: bool,
    /// When it began.
    pub started: String,
    /// When it was last used, or when it ended.
    pub last: String,
    /// By what it is elevated, and until when; or why it ended.
    pub note: String,
    /// Whether it is elevated now.
    pub is_elevated: bool,
}

impl Session {
    /// The line of a session that stands.
    pub fn standing(&self, view: &View) -> Line {
        let is_this = self.id == view.here;
        let elevation = self.elevation(view);
        Line {
            id: self.id.0.clone(),
            device: self.device.clone(),
            network: match is_this {
                true => network_words(&self.network, ""),
                false => network_words(&self.network, &view.network),
            },
            is_this,
            started: self.started_at.day_and_time(),
            last: match is_this {
                true => "Now".to_owned(),
                false => self.seen_at.day_and_time(),
            },
            is_elevated: elevation.is_some(),
            note: elevation.unwrap_or_default(),
        }
    }

    /// The line of a session that has ended, or ran out without anybody noticing.
    pub fn past(&self, view: &View) -> Line {
        let limits = &view.limits;
        let rested = self.seen_at.plus_seconds(limits.session_idle_seconds);
        let lasted = self.started_at.plus_seconds(limits.session_seconds_max);
        let (ended, words) = match (self.ended_at, self.cause) {
            (Some(ended), Some(cause)) => (ended, cause.words()),
            (Some(ended), None) => (ended, ""),
            (None, _) => (rested.min(lasted), Cause::RanOut.words()),
        };
        Line {
            id: self.id.0.clone(),
            device: self.device.clone(),
            network: network_words(&self.network, &view.network),
            is_this: false,
            started: self.started_at.day_and_time(),
            last: ended.day_and_time(),
            note: words.to_owned(),
            is_elevated: false,
        }
    }

    /// By what it is elevated now, and until when if nothing more is done in it.
    fn elevation(&self, view: &View) -> Option<String> {
        let elevated = self.elevated.as_ref()?;
        let (at, seen) = (elevated.at, elevated.seen_at);
        let until = elevation_until(&view.policy, &view.limits, elevated.shown.kind, at, seen);
        if view.now >= until || view.policy.admits(elevated.shown).is_err() {
            return None;
        }
        let kind = elevated.shown.kind.words();
        let by = match elevated.key.as_str() {
            "" => format!("a {kind}"),
            name => format!("the {kind} {name}"),
        };
        Some(format!("By {by}, until {}", until.time()))
    }
}

/// A network in words, beside the one from which somebody looks on.
fn network_words(network: &str, here: &str) -> String {
    match network {
        "" => "Not noted".to_owned(),
        same if same == here => format!("{same}, where you are now"),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key_policy::Kind;

    const MINUTE: i64 = 60;

    fn view(now: i64) -> View {
        View {
            now: moment(now),
            limits: crate::config::Config::read(None, [], &[("data_dir", "d".to_owned())])
                .unwrap()
                .limits,
            policy: Policy::default(),
            here: SessionId("here".into()),
            network: "192.0.2.7".into(),
        }
    }

    fn moment(seconds: i64) -> Moment {
        Moment::from_micros(1_795_000_000_000_000).plus_seconds(seconds)
    }

    fn session(elevated: Option<(i64, i64)>) -> Session {
        Session {
            id: SessionId("s".into()),
            device: "Firefox on Windows".into(),
            network: "192.0.2.7".into(),
            started_at: moment(0),
            seen_at: moment(0),
            ended_at: None,
            cause: None,
            elevated: elevated.map(|(at, seen)| Elevated {
                at: moment(at),
                seen_at: moment(seen),
                key: "Blue key".into(),
                shown: ShownKey {
                    kind: Kind::U2f,
                    synced: false,
                    with_pin: false,
                    is_approved_model: false,
                },
            }),
        }
    }

    #[test]
    fn it_is_elevated_until_it_rests_or_lasts_too_long() {
        for (elevated, now, is_elevated) in [
            (None, 0, false),
            (Some((0, 0)), 15 * MINUTE - 1, true),
            (Some((0, 0)), 15 * MINUTE, false),
            (Some((0, 50 * MINUTE)), 60 * MINUTE - 1, true),
            (Some((0, 50 * MINUTE)), 60 * MINUTE, false),
        ] {
            let line = session(elevated).standing(&view(now));
            assert_eq!(line.is_elevated, is_elevated, "{elevated:?} {now}");
            assert_eq!(
                line.note.starts_with("By the U2F key Blue key, until "),
                is_elevated
            );
        }
    }

    #[test]
    fn a_key_that_the_policy_does_not_admit_elevates_nothing() {
        let mut view = view(1);
        view.policy.pin = true;
        assert!(!session(Some((0, 0))).standing(&view).is_elevated);
    }

    #[test]
    fn one_that_nobody_ended_ran_out_when_its_time_was_over() {
        let mut silent = session(None);
        let line = silent.past(&view(24 * 60 * MINUTE));
        assert_eq!(
            (line.note.as_str(), line.last),
            ("Ran out", moment(60 * MINUTE).day_and_time())
        );
        silent.seen_at = moment(12 * 60 * MINUTE - 1);
        let line = silent.past(&view(24 * 60 * MINUTE));
        assert_eq!(line.last, moment(12 * 60 * MINUTE).day_and_time());
    }

    #[test]
    fn a_network_is_told_with_whether_it_is_this_one() {
        for (network, words) in [
            ("192.0.2.7", "192.0.2.7, where you are now"),
            ("198.51.100.1", "198.51.100.1"),
            ("", "Not noted"),
        ] {
            assert_eq!(network_words(network, "192.0.2.7"), words);
        }
        assert_eq!(network_words("", ""), "Not noted");
    }
}
