//! The noun: something in a child's file that happened.

use keyward_moment::Moment;

use crate::concerns::{Called, Noticed, Pupils, Role};
use crate::ids::{ConcernId, PupilId};

const MINUTE_MICROS: i64 = 60_000_000;

/// The place of an event in the order of things: when it happened, then its identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub at: i64,
    pub id: String,
}

impl Key {
    /// Before everything.
    pub(super) fn first() -> Self {
        Self {
            at: i64::MIN,
            id: String::new(),
        }
    }

    /// After everything.
    pub(super) fn last() -> Self {
        Self {
            at: i64::MAX,
            id: String::new(),
        }
    }

    /// As an address holds it: `1795000000000000-01998a4c…`.
    pub(super) fn in_address(&self) -> String {
        format!("{}-{}", self.at, self.id)
    }

    /// From an address.
    pub(super) fn read(text: &str) -> Option<Self> {
        // A moment before 1970 begins with a minus sign.
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (at, id) = rest.split_once('-')?;
        let at: i64 = at.parse().ok()?;
        Some(Self {
            at: sign * at,
            id: id.to_owned(),
        })
    }
}

/// How other children are written.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// By name, where the reader may read their file.
    Names,
    /// By initials at most.
    Initials,
}

/// Another child of a concern, as far as the reader may know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Other {
    /// The reader may read their file.
    Open {
        name: String,
        initials: String,
        role: String,
    },
    /// The reader knows whom the concern is about, but their file is closed to them.
    Known { initials: String, role: String },
    /// The reader may not know.
    Unknown,
}

impl Other {
    /// What they are called in this manner; nothing, where the reader may not know them.
    pub(super) fn called(&self, manner: Manner) -> Option<String> {
        match (self, manner) {
            (Self::Open { name, .. }, Manner::Names) => Some(name.clone()),
            (Self::Open { initials, .. }, Manner::Initials)
            | (Self::Known { initials, .. }, Manner::Names | Manner::Initials) => {
                Some(initials.clone())
            }
            (Self::Unknown, Manner::Names | Manner::Initials) => None,
        }
    }

    /// What they are called in this manner, with their own role in the concern.
    fn with_role(&self, manner: Manner) -> Option<Called> {
        let called = Called::from(self.called(manner)?);
        match self {
            Self::Open { role, .. } | Self::Known { role, .. } => Some(called.with_part(role)),
            Self::Unknown => None,
        }
    }
}

/// `K.B.`, from what a child is called and their surname.
pub(super) fn initials(called: &str, surname: &str) -> String {
    let first = |name: &str| {
        let letter = name.chars().find(|letter| letter.is_alphanumeric());
        letter.map_or_else(String::new, |letter| format!("{}.", letter.to_uppercase()))
    };
    format!("{}{}", first(called), first(surname))
}

/// A text with what it is, where it is not the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub heading: &'static str,
    pub words: String,
    pub is_own_words: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A concern was noticed.
    Concern {
        category: String,
        role: String,
        place: String,
        others: Vec<Other>,
        is_closed: bool,
    },
    /// Something was added to a concern.
    Amendment,
    /// Something was done about a concern.
    Done { title: String },
    /// A flag began.
    FlagBegan {
        title: String,
        classes: &'static str,
    },
    /// A flag ended.
    FlagEnded { title: String },
    /// A professional began to work with the child, or ended.
    Professional { title: String },
}

/// Something in a child's file that happened.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub key: Key,
    /// In whose file it stands.
    pub pupil: PupilId,
    pub happened_at: Moment,
    /// Whether only the day is known.
    pub is_day_alone: bool,
    pub recorded_at: Moment,
    pub by: String,
    /// The concern that it is, or is about.
    pub concern: Option<ConcernId>,
    /// When the concern was noticed beside which it stands.
    pub of_noticed: Option<Moment>,
    pub is_significant: bool,
    pub parts: Vec<Part>,
    pub what: What,
}

impl Event {
    /// The same in the order of minutes, and within one in the order of writing, which identifiers
    /// have: a form says minutes alone, so that the seconds of another clock must not decide.
    #[must_use]
    pub(super) fn in_minutes(mut self) -> Self {
        self.key.at -= self.key.at % MINUTE_MICROS;
        self
    }

    /// What it is, in a few words.
    pub(super) fn title(&self) -> String {
        match &self.what {
            What::Concern { category, .. } => category.clone(),
            What::Amendment => "Amendment to a concern".into(),
            What::Done { title } | What::Professional { title } => title.clone(),
            What::FlagBegan { title, .. } => format!("{title} began"),
            What::FlagEnded { title } => format!("{title} ended"),
        }
    }

    /// Whether it says that the concern weighs more than usual: it does at the concern alone, and not
    /// again at everything that followed.
    pub(super) fn shows_weight(&self) -> bool {
        self.is_significant && matches!(self.what, What::Concern { .. })
    }

    /// When it happened, in words.
    pub(super) fn when(&self) -> String {
        match &self.what {
            What::Concern { .. } | What::Done { .. } => self.noticed().day_and_time(),
            What::Amendment
            | What::FlagBegan { .. }
            | What::FlagEnded { .. }
            | What::Professional { .. } => match self.is_day_alone {
                true => self.happened_at.day(),
                false => self.happened_at.day_and_time(),
            },
        }
    }

    fn noticed(&self) -> Noticed {
        Noticed {
            at: self.happened_at,
            time_known: !self.is_day_alone,
        }
    }

    /// When it happened, for machines: the moment, or the day.
    pub(super) fn for_machines(&self) -> String {
        self.noticed().for_machines()
    }

    /// On which day, for machines and for the order of days.
    pub(super) fn day(&self) -> String {
        self.happened_at.london().date().to_string()
    }

    /// Who wrote it down, and when, where that was not at once.
    pub(super) fn recorded(&self) -> String {
        let by = &self.by;
        if !self.is_day_alone && self.recorded_at.day() == self.happened_at.day() {
            format!(
                "Written by {by} the same day at {}",
                self.recorded_at.time()
            )
        } else {
            format!("Written by {by} on {}", self.recorded_at.day_and_time())
        }
    }

    /// The facts on one line: of a concern this child's part in it, where, and who else; of what stands
    /// beside one, which that is.
    pub(super) fn facts(&self, manner: &Manner) -> String {
        match &self.what {
            What::Concern {
                role,
                place,
                others,
                is_closed,
                ..
            } => {
                let mut facts = vec![role_words(role).to_owned(), place.clone()];
                if !others.is_empty() {
                    facts.push(format!("with {}", masked(others, *manner)));
                }
                if *is_closed {
                    facts.push("closed".into());
                }
                facts.retain(|fact| !fact.is_empty());
                facts.join(" · ")
            }
            What::Amendment | What::Done { .. } => {
                self.of_noticed.map_or_else(String::new, |noticed| {
                    format!("Of the concern noticed on {}", noticed.day())
                })
            }
            What::FlagBegan { .. } | What::FlagEnded { .. } | What::Professional { .. } => {
                String::new()
            }
        }
    }

    /// The part that this child has in a concern, in words; nothing, where the worry is for them.
    pub(super) fn part(&self) -> &'static str {
        match &self.what {
            What::Concern { role, .. } => role_words(role),
            What::Amendment
            | What::Done { .. }
            | What::FlagBegan { .. }
            | What::FlagEnded { .. }
            | What::Professional { .. } => "",
        }
    }

    /// The same as something that this child shares with these others, by their initials: it is
    /// nobody's part alone, and they are not among the others.
    #[must_use]
    pub(super) fn of_several(mut self, with: impl Iterator<Item = String>) -> Self {
        if let What::Concern { role, others, .. } = &mut self.what {
            role.clear();
            for one in with {
                let called = |other: &Other| other.called(Manner::Initials);
                let place = others
                    .iter()
                    .position(|other| called(other).as_ref() == Some(&one));
                if let Some(place) = place {
                    others.remove(place);
                }
            }
        }
        self
    }

    /// The colour of its flag, if it is one.
    pub(super) fn flag_classes(&self) -> Option<&'static str> {
        match &self.what {
            What::FlagBegan { classes, .. } => Some(classes),
            What::FlagEnded { .. } => Some("govuk-tag--grey"),
            What::Concern { .. }
            | What::Amendment
            | What::Done { .. }
            | What::Professional { .. } => None,
        }
    }

    /// The class of its mark on the line of time.
    pub(super) fn class(&self) -> &'static str {
        match &self.what {
            What::Concern { .. } => "kw-event--concern",
            What::Amendment | What::Done { .. } | What::Professional { .. } => "kw-event--beside",
            What::FlagBegan { .. } | What::FlagEnded { .. } => "kw-event--flag",
        }
    }
}

/// Other children, as far as they may be known, in this manner, each with their own role.
fn masked(others: &[Other], manner: Manner) -> String {
    let mut pupils = Pupils::default();
    for other in others {
        pupils.add(other.with_role(manner));
    }
    let words = pupils.to_string();
    match words.strip_prefix("A pupil") {
        Some(rest) => format!("another pupil{rest}"),
        None => words,
    }
}

/// A child's part in a concern, in words; nothing, where the worry is for them.
fn role_words(role: &str) -> &'static str {
    match Role::named(role) {
        Some(Role::Subject) | None => "",
        Some(Role::Sibling) => "Sibling of the subject",
        Some(part @ (Role::AllegedToHaveHarmed | Role::Witness)) => part.words(),
        Some(Role::Other) => "Other role",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_from_an_address() {
        for at in [i64::MAX, 1_795_000_000_000_000, 0, -86_400_000_000] {
            let key = Key {
                at,
                id: "01998a4c-0000-7000".into(),
            };
            assert_eq!(Key::read(&key.in_address()), Some(key));
        }
        for wrong in ["", "-", "x-y", "--5-a", "99999999999999999999-a"] {
            assert_eq!(Key::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn initials_are_of_what_a_child_is_called() {
        assert_eq!(initials("Kit", "Bell-Ash"), "K.B.");
        assert_eq!(initials("zoë", "O’Sullivan"), "Z.O.");
        assert_eq!(initials("’Ana", "李"), "A.李.");
        assert_eq!(initials("", ""), "");
    }

    #[test]
    fn another_child_is_written_as_far_as_the_reader_may_know_them() {
        let open = Other::Open {
            name: "Kit Bell".into(),
            initials: "K.B.".into(),
            role: "subject".into(),
        };
        let known = Other::Known {
            initials: "A.A.".into(),
            role: "subject".into(),
        };
        let all = [open.clone(), known.clone(), Other::Unknown];
        for (others, manner, words) in [
            (&all[..], Manner::Names, "Kit Bell, A.A. and another pupil"),
            (&all[..], Manner::Initials, "K.B., A.A. and another pupil"),
            (&all[2..], Manner::Names, "another pupil"),
            (&all[..1], Manner::Initials, "K.B."),
        ] {
            assert_eq!(masked(others, manner), words);
        }
        let other = Other::Known {
            initials: "A.A.".into(),
            role: "alleged".into(),
        };
        assert_eq!(
            masked(&[other, open, Other::Unknown], Manner::Initials),
            "A.A., alleged to have harmed; K.B.; another pupil"
        );
        let two = [Other::Unknown, Other::Unknown];
        assert_eq!(masked(&two, Manner::Names), "2 pupils");
    }
}
