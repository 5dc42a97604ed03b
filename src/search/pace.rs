//! The pace of whoever searches: how often, and what of it is written down.

use std::collections::HashMap;

use keyward_moment::Moment;
use zeroize::Zeroizing;

use crate::ids::{PersonId, SessionId};

/// How many searches somebody makes within a spell: more than anybody types.
const SEARCHES_MAX: u32 = 80;
/// How long a spell is.
const SPELL_SECONDS: i64 = 20;
/// How long searching as one types is one entry in the audit log.
const ENTRY_SECONDS: i64 = 300;
/// How long what somebody looked for stands in their box again.
const WORDS_SECONDS: i64 = 900;
/// When so many people are remembered, those whose spell is over are forgotten.
const REMEMBERED_MAX: usize = 2_000;

/// Who searched how often of late, on this server.
#[derive(Default)]
pub(super) struct Pace {
    spells: HashMap<PersonId, (Moment, u32)>,
    entries: HashMap<SessionId, Moment>,
    words: HashMap<SessionId, (Moment, Zeroizing<String>)>,
}

impl Pace {
    /// Keeps what is looked for, in memory alone, until something else is.
    pub fn notes_words(&mut self, session: &SessionId, words: &str, now: Moment) {
        let is_over = |at: Moment| at.seconds_until(now) >= WORDS_SECONDS;
        self.words.retain(|_, (at, _)| !is_over(*at));
        let words = Zeroizing::new(words.to_owned());
        self.words.insert(session.clone(), (now, words));
    }

    /// What was looked for last in this session; empty, when that is long ago.
    pub fn last_words(&self, session: &SessionId, now: Moment) -> String {
        let words = self.words.get(session);
        words
            .filter(|(at, _)| at.seconds_until(now) < WORDS_SECONDS)
            .map_or_else(String::new, |(_, words)| words.to_string())
    }

    /// Counts one more search; whether it may be made.
    pub fn allows(&mut self, person: &PersonId, now: Moment) -> bool {
        let is_over = |begun: Moment| begun.seconds_until(now) >= SPELL_SECONDS;
        if self.spells.len() > REMEMBERED_MAX {
            self.spells.retain(|_, (begun, _)| !is_over(*begun));
        }
        let spell = self.spells.entry(person.clone()).or_insert((now, 0));
        if is_over(spell.0) {
            *spell = (now, 0);
        }
        spell.1 = spell.1.saturating_add(1);
        spell.1 <= SEARCHES_MAX
    }

    /// Whether searching as one types is to be written down now. Whoever does writes it down.
    pub fn is_unwritten(&self, session: &SessionId, now: Moment) -> bool {
        let written = self.entries.get(session);
        written.is_none_or(|at| at.seconds_until(now) >= ENTRY_SECONDS)
    }

    /// Notes that it was written down.
    pub fn was_written(&mut self, session: &SessionId, now: Moment) {
        if self.entries.len() > REMEMBERED_MAX {
            let is_over = |at: &Moment| at.seconds_until(now) >= ENTRY_SECONDS;
            self.entries.retain(|_, at| !is_over(at));
        }
        self.entries.insert(session.clone(), now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_searches_faster_than_anybody_types() {
        let mut pace = Pace::default();
        let (sam, dana) = (PersonId("sam".into()), PersonId("dana".into()));
        let now = Moment::from_micros(0);
        for _ in 0..SEARCHES_MAX {
            assert!(pace.allows(&sam, now));
        }
        assert!(!pace.allows(&sam, now.plus_seconds(19)));
        assert!(pace.allows(&dana, now));
        assert!(pace.allows(&sam, now.plus_seconds(20)));
    }

    #[test]
    fn what_was_looked_for_is_remembered_for_a_while_in_its_session() {
        let mut pace = Pace::default();
        let (session, other) = (SessionId("s".into()), SessionId("t".into()));
        let now = Moment::from_micros(0);
        pace.notes_words(&session, "ella", now);
        pace.notes_words(&session, "ella bruise", now);
        assert_eq!(
            pace.last_words(&session, now.plus_seconds(899)),
            "ella bruise"
        );
        assert_eq!(pace.last_words(&session, now.plus_seconds(900)), "");
        assert_eq!(pace.last_words(&other, now), "");
    }

    #[test]
    fn a_spell_of_typing_is_one_entry() {
        let mut pace = Pace::default();
        let session = SessionId("s".into());
        let now = Moment::from_micros(0);
        assert!(pace.is_unwritten(&session, now));
        pace.was_written(&session, now);
        assert!(!pace.is_unwritten(&session, now.plus_seconds(299)));
        assert!(pace.is_unwritten(&session, now.plus_seconds(300)));
        assert!(pace.is_unwritten(&SessionId("t".into()), now));
    }
}
