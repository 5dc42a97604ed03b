//! A concern as one line of a list.

use std::fmt;

use keyward_moment::Moment;

use super::called::Called;
use super::noticed::Noticed;
use crate::alerts::Waits;
use crate::categories::Marks;
use crate::ids::ConcernId;

/// The longest first line of a record, in characters.
const FIRST_LINE_CHARACTERS_MAX: usize = 90;

/// The pupils of a concern, as far as the reader may know them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pupils {
    /// The names that may be known.
    pub named: Vec<Called>,
    /// How many more there are.
    pub others: usize,
}

impl Pupils {
    /// Adds a pupil: by name, or as another pupil.
    pub fn add(&mut self, name: Option<Called>) {
        match name {
            Some(name) => self.named.push(name),
            None => self.others += 1,
        }
    }

    /// Adds a pupil with their part in the concern.
    pub fn add_as(&mut self, name: Option<Called>, role: &str) {
        self.add(name.map(|called| called.with_part(role)));
    }
}

impl fmt::Display for Pupils {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = self.named.iter().map(Called::to_string).collect();
        parts.extend(others_in_words(self.others, !parts.is_empty()));
        let says_parts = self.named.iter().any(Called::says_its_part);
        match parts.split_last() {
            Some((last, [])) => f.write_str(last),
            // A part stands behind a comma of its own.
            Some((last, first)) if says_parts => write!(f, "{}; {last}", first.join("; ")),
            Some((last, first)) => write!(f, "{} and {last}", first.join(", ")),
            None => Ok(()),
        }
    }
}

/// So many pupils whom the reader may not know, beside others whom they do or alone.
pub(super) fn others_in_words(others: usize, are_beside: bool) -> Option<String> {
    match (others, are_beside) {
        (0, _) => None,
        (1, false) => Some("A pupil".to_owned()),
        (1, true) => Some("another pupil".to_owned()),
        (more, false) => Some(format!("{more} pupils")),
        (more, true) => Some(format!("{more} other pupils")),
    }
}

/// A concern in a list: nothing of what was written.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which.
    pub id: ConcernId,
    /// Of which categories.
    pub categories: Marks,
    /// Who recorded it.
    pub recorder: String,
    /// When it was noticed, in words: `today at 13:50`.
    pub noticed: String,
    /// When it was written down, in words: `today at 14:05`.
    pub recorded: String,
    /// Whom it is about.
    pub pupils: Pupils,
    /// Whether a safeguarding lead other than the recorder has opened it.
    pub is_read_by_lead: bool,
    /// Where it stands: new, open or closed.
    pub status: String,
    /// Whether somebody sent the reader a message about it.
    pub has_note: bool,
    /// Its clock, while nobody has it in hand.
    pub waits: Waits,
    /// The same, in words; empty where nothing waits.
    pub waits_words: String,
}

/// A concern in a pupil's file.
#[derive(Clone, Debug)]
pub struct ConcernLine {
    /// Which.
    pub id: ConcernId,
    /// Of which categories.
    pub categories: Marks,
    /// Which part this pupil has in it, in words; none where the worry is for them.
    pub part: Option<&'static str>,
    /// Who recorded it.
    pub recorder: String,
    /// When it was noticed.
    pub noticed: Noticed,
    /// When it was written down.
    pub recorded_at: Moment,
    /// How what was written begins, cut short.
    pub first_line: String,
    /// How many amendments stand beside it.
    pub amendments: i64,
    /// Whether the reader has not opened it yet.
    pub is_unread: bool,
    /// Whether it is closed.
    pub is_closed: bool,
    /// Whether it weighs more than usual, for whoever reads it through a file.
    pub is_significant: bool,
}

impl Line {
    /// Where it stands, as its writer is told.
    pub fn told(&self) -> (&'static str, &'static str) {
        told(&self.status)
    }
}

/// What whoever wrote a concern or was alerted to it is told of where it stands, and its colour: the
/// same three words wherever they read it, and nothing of what was done.
pub fn told(status: &str) -> (&'static str, &'static str) {
    match status {
        "closed" => ("Closed", "govuk-tag--grey"),
        "open" => ("Being acted on", "govuk-tag--blue"),
        _ => ("Received", "govuk-tag--yellow"),
    }
}

/// A moment in words: `today at 14:05`, `yesterday at 09:10`, `3 March at 10:40`, and with its year
/// when that is another.
pub fn when(moment: Moment, now: Moment) -> String {
    let (day, today) = (moment.london().date(), now.london().date());
    if day == today {
        format!("today at {}", moment.time())
    } else if today.yesterday().is_ok_and(|yesterday| day == yesterday) {
        format!("yesterday at {}", moment.time())
    } else if day.year() == today.year() {
        moment.london().strftime("%-d %B at %H:%M").to_string()
    } else {
        moment.day_and_time()
    }
}

/// How a text begins: its first line, cut between words.
pub fn first_line(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().trim();
    let whole = line == text.trim();
    if whole && line.chars().count() <= FIRST_LINE_CHARACTERS_MAX {
        return line.to_owned();
    }
    let short: String = line.chars().take(FIRST_LINE_CHARACTERS_MAX).collect();
    let cut = if short.len() < line.len() {
        short.rfind(' ').unwrap_or(short.len())
    } else {
        short.len()
    };
    format!("{}…", short[..cut].trim_end_matches(['.', ',', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pupils_read_as_far_as_they_may_be_known() {
        let pupils = |named: &[&str], others| Pupils {
            named: named.iter().map(|name| (*name).into()).collect(),
            others,
        };
        for (pupils, words) in [
            (pupils(&["Ella Brown"], 0), "Ella Brown"),
            (
                pupils(&["Ella Brown", "Tom Reed"], 0),
                "Ella Brown and Tom Reed",
            ),
            (pupils(&["Ella Brown"], 1), "Ella Brown and another pupil"),
            (pupils(&["A B", "C D"], 2), "A B, C D and 2 other pupils"),
            (pupils(&[], 1), "A pupil"),
        ] {
            assert_eq!(pupils.to_string(), words);
        }
    }

    #[test]
    fn a_pupils_part_is_said_unless_the_worry_is_for_them() {
        let pupils = |all: &[(&str, &str)], others| {
            let mut pupils = Pupils {
                others,
                ..Pupils::default()
            };
            for (name, role) in all {
                pupils.add_as(Some((*name).into()), role);
            }
            pupils.to_string()
        };
        assert_eq!(
            pupils(&[("Ella Brown", "subject")], 1),
            "Ella Brown and another pupil"
        );
        assert_eq!(pupils(&[("Lily Reed", "sibling")], 0), "Lily Reed, sibling");
        assert_eq!(
            pupils(&[("Ella Brown", "subject"), ("Kit Bell", "alleged")], 1),
            "Ella Brown; Kit Bell, alleged to have harmed; another pupil"
        );
    }

    #[test]
    fn a_moment_is_said_as_people_say_it() {
        // 22 November 2026 at 14:05 in London.
        let now = Moment::from_micros(1_795_356_300_000_000);
        assert_eq!(when(now.plus_seconds(-300), now), "today at 14:00");
        assert_eq!(when(now.plus_seconds(-86_400), now), "yesterday at 14:05");
        assert_eq!(
            when(now.plus_seconds(-2 * 86_400), now),
            "20 November at 14:05"
        );
        assert_eq!(
            when(now.plus_seconds(-365 * 86_400), now),
            "22 November 2025 at 14:05"
        );
    }

    #[test]
    fn a_first_line_is_short_and_ends_between_words() {
        assert_eq!(first_line(" Late again. \n"), "Late again.");
        assert_eq!(first_line("Late again.\nAnd crying."), "Late again…");
        let long = first_line(&"word ".repeat(40));
        assert!(long.ends_with("word…") && long.chars().count() <= 91);
        assert_eq!(first_line(&"é".repeat(200)).chars().count(), 91);
        assert_eq!(first_line(""), "");
    }
}
