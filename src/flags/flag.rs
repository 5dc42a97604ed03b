//! The noun: the kinds of flag, what one holds, and the rules that a form is checked by.

use jiff::civil::{Date, date};
use keyward_moment::Moment;
use keyward_web::Errors;

use crate::ids::FlagId;
use crate::pupils::{Ended, day_words, read_day};

/// The longest name that a school gives a flag of its own.
const NAME_CHARACTERS_MAX: usize = 60;
/// The longest source.
const SOURCE_CHARACTERS_MAX: usize = 200;
/// The longest note or reason.
const WORDS_CHARACTERS_MAX: usize = 5_000;
/// No flag began before this day: it is a slip of a finger.
const FIRST_DAY: Date = date(1990, 1, 1);

/// The kinds of flag, the gravest first.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Subject to a child protection plan.
    ChildProtection,
    /// Looked after by the local authority.
    LookedAfter,
    /// A child in need.
    ChildInNeed,
    /// Looked after earlier, now adopted or under an order.
    PreviouslyLookedAfter,
    /// Lives with relatives or friends instead of parents.
    KinshipCare,
    /// Privately fostered.
    PrivateFostering,
    /// Early help.
    EarlyHelp,
    /// Missing education.
    MissingEducation,
    /// Cares for somebody at home.
    YoungCarer,
    /// An education, health and care plan.
    Ehcp,
    /// Special educational needs support.
    SenSupport,
    /// What the school calls it.
    Other,
}

impl Kind {
    /// Every kind, in the order in which pages show them.
    pub const ALL: [Self; 12] = [
        Self::ChildProtection,
        Self::LookedAfter,
        Self::ChildInNeed,
        Self::PreviouslyLookedAfter,
        Self::KinshipCare,
        Self::PrivateFostering,
        Self::EarlyHelp,
        Self::MissingEducation,
        Self::YoungCarer,
        Self::Ehcp,
        Self::SenSupport,
        Self::Other,
    ];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ChildProtection => "child_protection",
            Self::LookedAfter => "looked_after",
            Self::ChildInNeed => "child_in_need",
            Self::PreviouslyLookedAfter => "previously_looked_after",
            Self::KinshipCare => "kinship_care",
            Self::PrivateFostering => "private_fostering",
            Self::EarlyHelp => "early_help",
            Self::MissingEducation => "missing_education",
            Self::YoungCarer => "young_carer",
            Self::Ehcp => "ehcp",
            Self::SenSupport => "sen_support",
            Self::Other => "other",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// As a school says it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ChildProtection => "Child protection plan",
            Self::LookedAfter => "Looked after",
            Self::ChildInNeed => "Child in need",
            Self::PreviouslyLookedAfter => "Previously looked after",
            Self::KinshipCare => "Kinship care",
            Self::PrivateFostering => "Private fostering",
            Self::EarlyHelp => "Early help",
            Self::MissingEducation => "Missing education",
            Self::YoungCarer => "Young carer",
            Self::Ehcp => "EHC plan",
            Self::SenSupport => "SEN support",
            Self::Other => "Another, in our own words",
        }
    }

    /// The colour of its tag; the words alone say what it is.
    pub const fn classes(self) -> &'static str {
        match self {
            Self::ChildProtection => "govuk-tag--red",
            Self::LookedAfter | Self::PreviouslyLookedAfter => "govuk-tag--purple",
            Self::ChildInNeed | Self::MissingEducation => "govuk-tag--orange",
            Self::KinshipCare | Self::PrivateFostering | Self::EarlyHelp => "govuk-tag--yellow",
            Self::YoungCarer | Self::Ehcp | Self::SenSupport => "govuk-tag--blue",
            Self::Other => "govuk-tag--grey",
        }
    }
}

/// What somebody wrote with a flag; sealed as one.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Words {
    /// What the school calls it; empty where its kind says it.
    pub name: String,
    /// Who said so, or which document.
    pub source: String,
    /// What else is to be known; may be empty.
    pub note: String,
}

/// A flag in a pupil's file.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Which.
    pub id: FlagId,
    /// Of which kind.
    pub kind: Kind,
    /// `yyyy-mm-dd`.
    pub began_on: String,
    /// What was written with it.
    pub words: Words,
    /// Who put it there.
    pub added_by: String,
    /// When they did.
    pub added_at: Moment,
    /// How it ended, if it did.
    pub ended: Option<Ended>,
}

impl Flag {
    /// What it is called.
    pub fn title(&self) -> &str {
        match self.kind {
            Kind::Other => &self.words.name,
            Kind::ChildProtection
            | Kind::LookedAfter
            | Kind::ChildInNeed
            | Kind::PreviouslyLookedAfter
            | Kind::KinshipCare
            | Kind::PrivateFostering
            | Kind::EarlyHelp
            | Kind::MissingEducation
            | Kind::YoungCarer
            | Kind::Ehcp
            | Kind::SenSupport => self.kind.words(),
        }
    }

    /// The day on which it began: `3 March 2026`.
    pub fn since(&self) -> String {
        day_words(&self.began_on)
    }

    /// From when to when: `3 March 2026 to 1 May 2026`, or `since 3 March 2026`.
    pub fn span(&self) -> String {
        match &self.ended {
            Some(ended) => format!("{} to {}", self.since(), day_words(&ended.on)),
            None => format!("since {}", self.since()),
        }
    }

    /// The colour of its tag: what is over is grey.
    pub fn classes(&self) -> &'static str {
        match self.ended {
            Some(_) => Kind::Other.classes(),
            None => self.kind.classes(),
        }
    }
}

/// What a checked form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewFlag {
    pub kind: Kind,
    pub began_on: String,
    pub words: Words,
}

impl NewFlag {
    /// Checks what was typed, today.
    pub(super) fn check(
        kind: &str,
        began: &str,
        words: &Words,
        today: Date,
    ) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let kind = Kind::named(kind);
        if kind.is_none() {
            errors.add("kind", "Choose what kind of flag it is");
        }
        let other = kind == Some(Kind::Other);
        let name = if other { words.name.trim() } else { "" };
        if other && name.is_empty() {
            errors.add("name", "Write what this flag is called");
        }
        too_long(&mut errors, "name", "The name", name, NAME_CHARACTERS_MAX);
        let began_on = day_of(&mut errors, "began", "it began", began, today);
        let source = words.source.trim();
        if source.is_empty() {
            errors.add("source", "Write who said so, or which document says it");
        }
        let most = SOURCE_CHARACTERS_MAX;
        too_long(&mut errors, "source", "Who said so", source, most);
        let note = words.note.trim();
        too_long(&mut errors, "note", "This", note, WORDS_CHARACTERS_MAX);
        match (kind, began_on) {
            (Some(kind), Some(began_on)) if errors.is_empty() => Ok(Self {
                kind,
                began_on: began_on.to_string(),
                words: Words {
                    name: name.into(),
                    source: source.into(),
                    note: note.into(),
                },
            }),
            _ => Err(errors),
        }
    }
}

/// How a flag is to end, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ending {
    pub on: String,
    pub reason: String,
}

impl Ending {
    /// Checks what was typed about a flag that began on this day.
    pub(super) fn check(
        on: &str,
        reason: &str,
        began_on: &str,
        today: Date,
    ) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let day = day_of(&mut errors, "on", "it ended", on, today);
        if day.is_some_and(|day| day.to_string().as_str() < began_on) {
            let began = day_words(began_on);
            errors.add(
                "on",
                format!("It began on {began}: enter that day or later"),
            );
        }
        let reason = match crate::reason::reason(reason, "Write why it ends, and who decided it") {
            Ok(reason) => reason,
            Err(wrong) => {
                errors.add("reason", wrong);
                ""
            }
        };
        match day {
            Some(day) if errors.is_empty() => Ok(Self {
                on: day.to_string(),
                reason: reason.into(),
            }),
            _ => Err(errors),
        }
    }
}

/// The day that was typed, if it is one that has come.
fn day_of(errors: &mut Errors, field: &str, what: &str, text: &str, today: Date) -> Option<Date> {
    match read_day(text.trim()) {
        None => errors.add(field, format!("Enter the day {what}, such as 22/11/2026")),
        Some(day) if day > today => {
            errors.add(field, format!("The day {what} must be today or earlier"));
        }
        Some(day) if day < FIRST_DAY => {
            errors.add(field, format!("The day {what} must be 1990 or later"));
        }
        Some(day) => return Some(day),
    }
    None
}

fn too_long(errors: &mut Errors, field: &str, what: &str, text: &str, most: usize) {
    if text.chars().count() > most {
        errors.add(field, format!("{what} must be {most} characters or fewer"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    fn words(name: &str, source: &str) -> Words {
        Words {
            name: name.into(),
            source: source.into(),
            note: String::new(),
        }
    }

    #[test]
    fn every_kind_has_a_name_that_finds_it_again() {
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
        assert_eq!(Kind::named(""), None);
    }

    #[test]
    fn a_flag_needs_a_kind_a_day_that_has_come_and_a_source() {
        let check = |kind, began, words: &Words| NewFlag::check(kind, began, words, TODAY);
        let good = check("young_carer", "03/03/2026", &words("ignored", "Mother")).unwrap();
        assert_eq!(good.began_on, "2026-03-03");
        assert_eq!(good.words.name, "", "its kind says what it is");
        for (kind, began, words, field) in [
            ("", "2026-03-03", words("", "Mother"), "kind"),
            ("other", "2026-03-03", words(" ", "Mother"), "name"),
            ("ehcp", "tomorrow", words("", "Mother"), "began"),
            ("ehcp", "2026-11-23", words("", "Mother"), "began"),
            ("ehcp", "1926-11-23", words("", "Mother"), "began"),
            ("ehcp", "2026-03-03", words("", " "), "source"),
            (
                "other",
                "2026-03-03",
                words(&"n".repeat(61), "Mother"),
                "name",
            ),
        ] {
            let errors = check(kind, began, &words).unwrap_err();
            assert_eq!(errors.all().len(), 1, "{field}");
            assert!(errors.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_flag_ends_with_a_reason_and_not_before_it_began() {
        let check = |on, reason| Ending::check(on, reason, "2026-03-03", TODAY);
        assert_eq!(check("2026-03-03", "Plan closed").unwrap().on, "2026-03-03");
        assert!(
            check("2026-03-02", "Plan closed")
                .unwrap_err()
                .of("on")
                .is_some()
        );
        assert!(
            check("2026-11-23", "Plan closed")
                .unwrap_err()
                .of("on")
                .is_some()
        );
        assert!(check("2026-03-03", " ").unwrap_err().of("reason").is_some());
    }
}
